package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/fundledger/fundledger/ledger/store"
)

const (
	applicationID = 0x666c6772 // "flgr"
	format        = 2          // the newest format this program reads, and the one it writes
)

// userVersion returns what PRAGMA user_version holds for a format: the number
// in the low half and its complement in the high half, so that a damaged number
// is told apart from a newer one.
func userVersion(format int) int { return (^format&0x7fff)<<16 | format }

// schema is what the file must hold, to the letter, made in this order. Open
// compares, so that a trigger taken away or a damaged name is found before
// anything relies on it.
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

	never("UPDATE", "streams"),
	never("DELETE", "streams"),
	`CREATE TRIGGER streams_insert BEFORE INSERT ON streams
WHEN NEW.id IS NOT coalesce((SELECT max(id) FROM streams), 0) + 1
	OR EXISTS (SELECT 1 FROM streams WHERE name = NEW.name)
BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only: a stream takes the next id and a new name');
END`,
	never("UPDATE", "appends"),
	never("DELETE", "appends"),
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

// never is the trigger by which rows of a table are never changed, or never removed.
func never(verb, table string) string {
	return "CREATE TRIGGER " + table + "_" + strings.ToLower(verb) + " BEFORE " + verb + " ON " + table + ` BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only: no ` + verb + `');
END`
}

// treeSchema is what format 2 has besides: what merkle.Kept is made of. It all
// follows from the events; package verify compares.
var treeSchema = [...]string{
	`CREATE TABLE blocks (
	block INTEGER PRIMARY KEY CHECK (block >= 0),
	hash  BLOB NOT NULL CHECK (length(hash) = 32),
	tags  BLOB NOT NULL CHECK (length(tags) = 256)
) STRICT`,
	`CREATE TABLE tail (
	id   INTEGER PRIMARY KEY CHECK (id = 1),
	size INTEGER NOT NULL CHECK (size >= 0),
	hash BLOB NOT NULL CHECK (length(hash) = 32),
	tags BLOB NOT NULL CHECK (length(tags) = size % 256)
) STRICT`,
	never("UPDATE", "blocks"),
	never("DELETE", "blocks"),
	`CREATE TRIGGER blocks_insert BEFORE INSERT ON blocks
WHEN NEW.block IS NOT coalesce((SELECT max(block) FROM blocks) + 1, 0)
BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only: a block follows the last');
END`,
	`CREATE TRIGGER tail_update BEFORE UPDATE ON tail
WHEN NEW.size <= OLD.size
	OR NEW.size IS NOT (SELECT first + count FROM appends ORDER BY first DESC LIMIT 1)
BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only: the tree grows with the log');
END`,
	// REPLACE would put another row in the place of the one there is.
	`CREATE TRIGGER tail_insert BEFORE INSERT ON tail
WHEN EXISTS (SELECT 1 FROM tail WHERE NEW.size <= size)
	OR NEW.size IS NOT (SELECT first + count FROM appends ORDER BY first DESC LIMIT 1)
BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only: the tree grows with the log');
END`,
	never("DELETE", "tail"),
}

// schemaOfFormat returns the statements of a format.
func schemaOfFormat(format int) []string {
	if format == 1 {
		return schema[:]
	}
	return append(schema[:len(schema):len(schema)], treeSchema[:]...)
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
	statements := append(schemaOfFormat(format),
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
// reads, in the form that it was created with, and makes a file of an earlier format
// one of this. Errors: those of formatOf.
func checkFile(ctx context.Context, conn *sql.Conn, path string) error {
	found, err := formatOf(ctx, conn, path)
	if err != nil || found > 1 {
		return err
	}
	err = addTree(ctx, conn, path, fillTree)
	if damaged := (*store.CorruptError)(nil); errors.As(err, &damaged) {
		// What can be read is to be read, and package verify says what cannot.
		err = addTree(ctx, conn, path, func(context.Context, *sql.Conn, string) error { return nil })
	}
	return err
}

// formatOf returns the format of the ledger that conn has, in the form that it was
// created with. Errors: *NewerFormatError, *store.CorruptError, *store.BusyError or
// I/O.
func formatOf(ctx context.Context, conn *sql.Conn, path string) (int, error) {
	var id, version, vacuum int
	err := conn.QueryRowContext(ctx, `SELECT application_id, user_version, auto_vacuum
		FROM pragma_application_id, pragma_user_version, pragma_auto_vacuum`).Scan(&id, &version, &vacuum)
	if err != nil {
		return 0, explain(ctx, path, "read the file's header", err)
	}
	corrupt := func(reason string, args ...any) (int, error) {
		return 0, &store.CorruptError{Where: path, Reason: fmt.Sprintf(reason, args...)}
	}
	found := version & 0x7fff
	switch {
	case id != applicationID:
		return corrupt("not a ledger: application id is %#x, not %#x", id, applicationID)
	case version != userVersion(found) || found < 1:
		return corrupt("header: user version %#x is of no format", version)
	case found > format:
		return 0, &NewerFormatError{Path: path, Format: found, Known: format}
	case vacuum != 0:
		return corrupt("header: auto-vacuum is on") // SQLite would take pages of rows for pages of its own
	}
	objects, err := objectsOf(ctx, conn)
	if err != nil {
		return 0, explain(ctx, path, "read the schema", err)
	}
	if why := strange(objects, schemaOfFormat(found)); why != "" {
		return corrupt("%s", why)
	}
	return found, nil
}

// addTree turns a file of format 1 into one of format 2, and has fill make the
// tree of its events, all or nothing. Another program may have done so in
// between. Errors: those of fill, *store.BusyError or I/O.
func addTree(ctx context.Context, conn *sql.Conn, path string, fill func(context.Context, *sql.Conn, string) error) error {
	if _, err := conn.ExecContext(ctx, `BEGIN IMMEDIATE`); err != nil {
		return explain(ctx, path, "add the tree", err)
	}
	var version int
	err := conn.QueryRowContext(ctx, `SELECT user_version FROM pragma_user_version`).Scan(&version)
	if err == nil && version == userVersion(1) {
		for _, statement := range append(treeSchema[:len(treeSchema):len(treeSchema)], fmt.Sprintf(`PRAGMA user_version = %d`, userVersion(2))) {
			if err == nil {
				_, err = conn.ExecContext(ctx, statement)
			}
		}
		if err == nil {
			err = fill(ctx, conn, path)
		}
	}
	if err == nil {
		_, err = conn.ExecContext(ctx, `COMMIT`)
	}
	if err != nil {
		rollback(conn)
		return explain(ctx, path, "add the tree", err)
	}
	return nil
}

// fillTree makes the tree of the events that stand, in the transaction of conn.
// Errors: *store.CorruptError or I/O.
func fillTree(ctx context.Context, conn *sql.Conn, path string) (err error) {
	c, err := newCodec()
	if err != nil {
		return err
	}
	defer c.dec.Close()
	w := writer{path: path, conn: conn}
	defer func() { err = errors.Join(err, w.view.close()) }()
	if err := w.prepare(ctx, c); err != nil {
		return err
	}
	end, err := w.view.logEnd(ctx)
	if err != nil {
		return err
	}
	if err := w.reach(ctx, end); err != nil {
		return err
	}
	return w.keepTail(ctx)
}
