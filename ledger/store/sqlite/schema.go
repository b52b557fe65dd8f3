package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/fundledger/fundledger/ledger/store"
)

const (
	applicationID = 0x666c6772 // "flgr"
	format        = 1          // the newest format this program reads, and the one it writes
)

// userVersion returns what PRAGMA user_version holds for a format: the number
// in the low half and its complement in the high half, so that a damaged number
// is told apart from a newer one.
func userVersion(format int) int { return (^format&0x7fff)<<16 | format }

// schema is what the file must hold, statement by statement in this order, to
// the letter. Open compares, so that a trigger taken away or a damaged name is
// found before anything relies on it.
//
// appends_last and appends_end index where an append ends, in its stream and in
// the log. They repeat what the table and appends_revision say, which is their
// purpose: see "Damage" in the package comment. streams_sum does the same for
// streams_name.
var schema = [...]string{
	`CREATE TABLE streams (
	id   INTEGER PRIMARY KEY CHECK (id >= 1),
	name TEXT NOT NULL CHECK (name <> ''),
	sum  INTEGER NOT NULL
) STRICT`,
	`CREATE UNIQUE INDEX streams_name ON streams (name)`,
	`CREATE INDEX streams_sum ON streams (sum)`,

	`CREATE TABLE appends (
	first       INTEGER PRIMARY KEY CHECK (first >= 0),
	stream      INTEGER NOT NULL REFERENCES streams (id),
	revision    INTEGER NOT NULL CHECK (revision >= 0),
	count       INTEGER NOT NULL CHECK (count >= 1),
	recorded_at INTEGER NOT NULL,
	actor       TEXT NOT NULL,
	correlation TEXT NOT NULL,
	causation   TEXT NOT NULL,
	data        BLOB NOT NULL,
	sum         INTEGER NOT NULL
) STRICT`,
	`CREATE UNIQUE INDEX appends_revision ON appends (stream, revision)`,
	`CREATE UNIQUE INDEX appends_last ON appends (stream, revision + count)`,
	`CREATE UNIQUE INDEX appends_end ON appends (first + count)`,

	`CREATE TRIGGER streams_update BEFORE UPDATE ON streams BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only: no UPDATE');
END`,
	`CREATE TRIGGER streams_delete BEFORE DELETE ON streams BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only: no DELETE');
END`,
	`CREATE TRIGGER streams_insert BEFORE INSERT ON streams
WHEN NEW.id IS NOT coalesce((SELECT max(id) FROM streams), 0) + 1
	OR EXISTS (SELECT 1 FROM streams WHERE name = NEW.name)
BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only: a stream takes the next id and a new name');
END`,
	`CREATE TRIGGER appends_update BEFORE UPDATE ON appends BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only: no UPDATE');
END`,
	`CREATE TRIGGER appends_delete BEFORE DELETE ON appends BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only: no DELETE');
END`,
	// REPLACE would delete without asking appends_delete, so an INSERT that
	// meets an existing row is refused here, before SQLite resolves the conflict.
	`CREATE TRIGGER appends_insert BEFORE INSERT ON appends
WHEN NEW.first IS NOT coalesce((SELECT first + count FROM appends ORDER BY first DESC LIMIT 1), 0)
	OR NEW.revision IS NOT coalesce((SELECT revision + count FROM appends
		WHERE stream = NEW.stream ORDER BY revision DESC LIMIT 1), 0)
BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only: an append follows the last, in the log and in its stream');
END`,
}

// createSchema makes an empty ledger of an empty file, all or nothing. A file
// that holds anything is left alone. Errors: *ExistsError, *store.BusyError or I/O.
func createSchema(ctx context.Context, conn *sql.Conn, path string) error {
	// The file itself, unlike a look before, lets only one of two programs create.
	if _, err := conn.ExecContext(ctx, `BEGIN EXCLUSIVE`); err != nil {
		return explain(ctx, path, "create", err)
	}
	var objects, id int
	err := conn.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM sqlite_schema), application_id FROM pragma_application_id`).Scan(&objects, &id)
	if err == nil && (objects != 0 || id != 0) {
		rollback(conn)
		return &ExistsError{Path: path}
	}
	statements := append(schema[:len(schema):len(schema)],
		fmt.Sprintf(`PRAGMA application_id = %d`, applicationID),
		fmt.Sprintf(`PRAGMA user_version = %d`, userVersion(format)),
		`COMMIT`)
	for _, statement := range statements {
		if err == nil {
			_, err = conn.ExecContext(ctx, statement)
		}
	}
	if err != nil {
		rollback(conn)
		return explain(ctx, path, "create", err)
	}
	return nil
}

// checkFile returns nil if conn has a ledger of a format that this program
// reads, in the form that it was created with. Errors: *NewerFormatError,
// *store.CorruptError, *store.BusyError or I/O.
func checkFile(ctx context.Context, conn *sql.Conn, path string) error {
	var id, version, vacuum int
	err := conn.QueryRowContext(ctx, `SELECT application_id, user_version, auto_vacuum
		FROM pragma_application_id, pragma_user_version, pragma_auto_vacuum`).Scan(&id, &version, &vacuum)
	if err != nil {
		return explain(ctx, path, "read the file's header", err)
	}
	corrupt := func(reason string, args ...any) error {
		return &store.CorruptError{Where: path, Reason: fmt.Sprintf(reason, args...)}
	}
	found := version & 0x7fff
	switch {
	case id != applicationID:
		return corrupt("not a ledger: application id is %#x, not %#x", id, applicationID)
	case version != userVersion(found) || found < 1:
		return corrupt("header: user version %#x is of no format", version)
	case found > format:
		return &NewerFormatError{Path: path, Format: found, Known: format}
	case vacuum != 0:
		return corrupt("header: auto-vacuum is on") // SQLite would take pages of rows for pages of its own
	}
	statements, err := schemaOf(ctx, conn)
	if err != nil {
		return explain(ctx, path, "read the schema", err)
	}
	if !slices.Equal(statements, schema[:]) {
		return corrupt("tables, indexes or triggers are not those of a ledger")
	}
	return nil
}

// schemaOf returns the statements that made what the file holds.
func schemaOf(ctx context.Context, conn *sql.Conn) (statements []string, err error) {
	rows, err := conn.QueryContext(ctx, `SELECT coalesce(sql, '') FROM sqlite_schema ORDER BY rowid`)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		statements = append(statements, s)
	}
	return statements, rows.Err()
}
