package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/fundledger/fundledger/ledger/store"
)

// The statements of a view. Each name and each end is asked for twice, and the
// two answers come from different pages: INDEXED BY makes sure of that.
const (
	findStream = `SELECT
	(SELECT id FROM streams INDEXED BY streams_name WHERE name = ?1),
	(SELECT id FROM streams INDEXED BY streams_sum WHERE sum = ?2 AND name = ?1)`

	endLog = `SELECT
	(SELECT first + count FROM appends NOT INDEXED ORDER BY first DESC LIMIT 1),
	(SELECT first + count FROM appends INDEXED BY appends_end ORDER BY first + count DESC LIMIT 1)`

	endStream = `SELECT
	(SELECT revision + count FROM appends INDEXED BY appends_revision
		WHERE stream = ?1 ORDER BY revision DESC LIMIT 1),
	(SELECT revision + count FROM appends INDEXED BY appends_last
		WHERE stream = ?1 ORDER BY revision + count DESC LIMIT 1)`

	startAll = `SELECT max(first) FROM appends NOT INDEXED WHERE first <= ?1`

	// LEFT JOIN: a row whose stream has no name is damage, and must not be left out.
	nextAll = `SELECT ` + rowColumns + `, s.name
	FROM appends a NOT INDEXED LEFT JOIN streams s ON s.id = a.stream
	WHERE a.first >= ?1 ORDER BY a.first`

	startOne = `SELECT max(revision) FROM appends INDEXED BY appends_revision
	WHERE stream = ?1 AND revision <= ?2`

	nextOne = `SELECT ` + rowColumns + `
	FROM appends a INDEXED BY appends_revision
	WHERE a.stream = ?1 AND a.revision >= ?2 ORDER BY a.revision`
)

// view answers questions about the file through one connection or one pool.
// Each answer comes from one statement, and so from one state of the file.
type view struct {
	path     string
	codec    *codec
	prepared []*sql.Stmt // all of the following

	findStream *sql.Stmt
	endLog     *sql.Stmt
	endStream  *sql.Stmt
	startAll   *sql.Stmt
	nextAll    *sql.Stmt
	startOne   *sql.Stmt
	nextOne    *sql.Stmt
}

// preparer is what *sql.DB and *sql.Conn have in common.
type preparer interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// newView returns a view through db. It must be closed, also if there is an error.
func newView(ctx context.Context, db preparer, path string, c *codec) (*view, error) {
	v := &view{path: path, codec: c}
	for _, s := range [...]struct {
		stmt  **sql.Stmt
		query string
	}{
		{&v.findStream, findStream},
		{&v.endLog, endLog},
		{&v.endStream, endStream},
		{&v.startAll, startAll},
		{&v.nextAll, nextAll},
		{&v.startOne, startOne},
		{&v.nextOne, nextOne},
	} {
		var err error
		if *s.stmt, err = v.prepare(ctx, db, s.query); err != nil {
			return v, err
		}
	}
	return v, nil
}

// prepare returns a statement that v closes.
func (v *view) prepare(ctx context.Context, db preparer, query string) (*sql.Stmt, error) {
	stmt, err := db.PrepareContext(ctx, query)
	if err != nil {
		return nil, explain(ctx, v.path, "open", err)
	}
	v.prepared = append(v.prepared, stmt)
	return stmt, nil
}

// close releases the statements. SQLite keeps a closed connection's files open
// until each of its statements is closed too.
func (v *view) close() error {
	if v == nil {
		return nil
	}
	var errs []error
	for _, stmt := range v.prepared {
		errs = append(errs, stmt.Close())
	}
	return errors.Join(errs...)
}

// streamID returns the id of a stream, 0 if it does not exist.
func (v *view) streamID(ctx context.Context, name string) (int64, error) {
	return v.twice(ctx, v.findStream, "stream "+name, name, nameSum(name))
}

// logEnd returns the position of the next append.
func (v *view) logEnd(ctx context.Context) (int64, error) {
	return v.twice(ctx, v.endLog, "end of the log")
}

// streamEnd returns the revision of the next event of a stream.
func (v *view) streamEnd(ctx context.Context, id int64, name string) (int64, error) {
	return v.twice(ctx, v.endStream, "end of stream "+name, id)
}

// twice returns the number on which two structures of the file agree, 0 if both
// have none. Errors: *store.CorruptError if they do not agree, *store.BusyError or I/O.
func (v *view) twice(ctx context.Context, stmt *sql.Stmt, what string, args ...any) (int64, error) {
	var one, other sql.NullInt64
	if err := v.ask(ctx, stmt, what, args, &one, &other); err != nil {
		return 0, err
	}
	if one != other || one.Int64 < 0 {
		return 0, &store.CorruptError{
			Where:  v.path,
			Reason: fmt.Sprintf("%s: two places of the file disagree: %d and %d", what, one.Int64, other.Int64),
		}
	}
	return one.Int64, nil
}

// ask scans the one row that stmt answers into dest.
func (v *view) ask(ctx context.Context, stmt *sql.Stmt, what string, args []any, dest ...any) error {
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return explain(ctx, v.path, what, err)
	}
	if rows.Next() {
		err = misfit(v.path, rows.Scan(dest...))
	}
	return explain(ctx, v.path, what, errors.Join(err, rows.Err(), rows.Close()))
}

// misfit returns a *store.CorruptError for a value that a Go variable cannot
// hold, for a STRICT table holds no such value; nil for nil.
func misfit(path string, err error) error {
	if err == nil {
		return nil
	}
	return &store.CorruptError{Where: path, Reason: "a column has a value of another type", Cause: err}
}
