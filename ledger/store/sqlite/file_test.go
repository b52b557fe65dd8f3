package sqlite_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// raw opens the file of a ledger as any other program may, with nothing in the
// way but the file itself.
func raw(t *testing.T, dir string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1) // so that a transaction may be a plain statement
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func run(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func mustAppend(t *testing.T, s store.Store, appends ...store.Append) []store.Receipt {
	t.Helper()
	receipts, err := s.Append(context.Background(), appends...)
	if err != nil {
		t.Fatal(err)
	}
	return receipts
}

// lines returns the canonical lines of everything in s, in order.
func lines(s store.Store) (all []string, err error) {
	for r, err := range s.All(context.Background(), 0) {
		if err != nil {
			return all, err
		}
		if int(r.Position) != len(all) {
			return all, fmt.Errorf("position %d after %d", r.Position, len(all)-1)
		}
		all = append(all, string(r.AppendLine(nil)))
	}
	return all, nil
}

func mustLines(t *testing.T, s store.Store) []string {
	t.Helper()
	all, err := lines(s)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAppendOnlyForEveryProgram(t *testing.T) {
	s, dir := create(t)
	mustAppend(t, s, to("fund-1", store.NoStream, settlements(3)...), to("fund-2", store.NoStream, settlements(2)...))
	before := mustLines(t, s)
	db := raw(t, dir)
	const columns = `(first, stream, revision, count, recorded_at, actor, correlation, causation, data, sum)`
	for _, statement := range []string{
		`UPDATE appends SET actor = 'other'`,
		`UPDATE appends SET first = first + 100`,
		`UPDATE streams SET name = 'other' WHERE id = 1`,
		`DELETE FROM appends`,
		`DELETE FROM appends WHERE first = 3`,
		`DELETE FROM streams`,
		`REPLACE INTO appends SELECT first, stream, revision, count, recorded_at, 'other', correlation, causation, data, sum FROM appends`,
		`INSERT OR REPLACE INTO appends ` + columns + ` VALUES (5, 1, 0, 1, 0, 'a', '', '', x'00', 0)`,
		`INSERT INTO appends ` + columns + ` VALUES (3, 2, 0, 2, 0, 'a', '', '', x'00', 0) ON CONFLICT DO UPDATE SET actor = 'other'`,
		`INSERT OR IGNORE INTO appends ` + columns + ` VALUES (4, 1, 3, 1, 0, 'a', '', '', x'00', 0)`,
		`INSERT INTO appends ` + columns + ` VALUES (6, 1, 3, 1, 0, 'a', '', '', x'00', 0)`,    // a gap in the log
		`INSERT INTO appends ` + columns + ` VALUES (5, 1, 4, 1, 0, 'a', '', '', x'00', 0)`,    // a gap in the stream
		`INSERT INTO appends ` + columns + ` VALUES (NULL, 1, 3, 1, 0, 'a', '', '', x'00', 0)`, // wherever SQLite likes
		`INSERT INTO appends ` + columns + ` VALUES (5, 1, 3, 0, 0, 'a', '', '', x'00', 0)`,    // no events
		`INSERT INTO appends ` + columns + ` VALUES (5, 1, 3, 1, 'x', 'a', '', '', x'00', 0)`,  // of another type
		`REPLACE INTO streams (id, name, sum) VALUES (1, 'other', 0)`,
		`REPLACE INTO streams (id, name, sum) VALUES (3, 'fund-1', 0)`,
		`INSERT INTO streams (id, name, sum) VALUES (9, 'fund-9', 0)`,
	} {
		if _, err := db.Exec(statement); err == nil {
			t.Errorf("the file let this pass: %s", statement)
		}
		if after := mustLines(t, s); !slices.Equal(after, before) {
			t.Fatalf("the file was changed by %s", statement)
		}
	}
	if got := mustAppend(t, s, to("fund-1", 2, settlements(1)...)); got[0].First != 5 {
		t.Errorf("after all that: %+v", got)
	}
}

func TestOpenErrors(t *testing.T) {
	var missing *sqlite.NotFoundError
	if _, err := sqlite.Open(t.TempDir()); !errors.As(err, &missing) {
		t.Errorf("an empty directory: %v", err)
	}
	if _, err := sqlite.Open(filepath.Join(t.TempDir(), "nowhere")); !errors.As(err, &missing) {
		t.Errorf("no directory: %v", err)
	}
	s, dir := create(t)
	mustAppend(t, s, to("fund-1", store.NoStream, settlements(1)...))
	var exists *sqlite.ExistsError
	if _, err := sqlite.Create(dir); !errors.As(err, &exists) {
		t.Errorf("create again: %v", err)
	}
	if got := mustLines(t, s); len(got) != 1 {
		t.Errorf("after creating again: %d events", len(got))
	}
}

// TestInterruptedCreate: an empty file is what a creation leaves that the
// machine did not survive.
func TestInterruptedCreate(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, sqlite.FileName), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var corrupt *store.CorruptError
	if _, err := sqlite.Open(dir); !errors.As(err, &corrupt) {
		t.Errorf("open: %v", err)
	}
	s, err := sqlite.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	mustAppend(t, s, to("fund-1", store.NoStream, settlements(1)...))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestForeignAndAlteredFiles(t *testing.T) {
	for name, statement := range map[string]string{
		"application id":    `PRAGMA application_id = 7`,
		"user version":      `PRAGMA user_version = 2`,
		"no trigger":        `DROP TRIGGER appends_delete`,
		"no index":          `DROP INDEX appends_end`,
		"another table":     `CREATE TABLE notes (note TEXT)`,
		"emptied":           `DROP TRIGGER appends_delete; DELETE FROM appends`,
		"another's trigger": `CREATE TRIGGER mine AFTER INSERT ON appends BEGIN SELECT 1; END`,
		"an older version":  `PRAGMA user_version = 1`,
		"a newer version":   `PRAGMA user_version = 3`,
		"a view":            `CREATE VIEW mine AS SELECT * FROM appends`,
		"another index":     `CREATE INDEX mine ON appends (actor)`,
		"a trigger's name":  inSchema(`UPDATE sqlite_schema SET name = 'mine' WHERE name = 'appends_delete'`),
		"a trigger's table": inSchema(`UPDATE sqlite_schema SET tbl_name = 'streams' WHERE name = 'appends_delete'`),
		"a trigger's type":  inSchema(`UPDATE sqlite_schema SET type = 'view' WHERE name = 'appends_delete'`),
		"a trigger's text":  inSchema(`UPDATE sqlite_schema SET sql = replace(sql, 'BEFORE', 'AFTER') WHERE name = 'appends_delete'`),
		"root pages": inSchema(`UPDATE sqlite_schema SET rootpage = (SELECT sum(rootpage) FROM sqlite_schema WHERE name IN ('appends', 'streams')) - rootpage
			WHERE name IN ('appends', 'streams')`),
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s, err := sqlite.Create(dir)
			if err != nil {
				t.Fatal(err)
			}
			mustAppend(t, s, to("fund-1", store.NoStream, settlements(1)...))
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			run(t, raw(t, dir), statement)
			var corrupt *store.CorruptError
			if _, err := sqlite.Open(dir); !errors.As(err, &corrupt) {
				t.Errorf("open: %v", err)
			}
		})
	}
}

// inSchema is a statement that changes what the file says of its own tables.
func inSchema(statement string) string { return `PRAGMA writable_schema = 1; ` + statement }

// TestOddDirectory: a path is a path, not a URL.
func TestOddDirectory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "账本 2025?mode=memory&x=%41#1;'", "é")
	s, err := sqlite.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	mustAppend(t, s, to("fund-1", store.NoStream, settlements(1)...))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(dir, sqlite.FileName))
	if err != nil || !bytes.HasPrefix(content, []byte("SQLite format 3\x00")) {
		t.Fatalf("the file is not where it should be: %v", err)
	}
}

// TestQuota: when there is no room, nothing of an append is written, and what
// stood before is as good as ever.
func TestQuota(t *testing.T) {
	dir := t.TempDir()
	s, err := sqlite.Create(dir, sqlite.MaxPages(60))
	if err != nil {
		t.Fatal(err)
	}
	next := store.NoStream
	var full *sqlite.FullError
	for full == nil {
		receipts, err := s.Append(context.Background(),
			to("fund-1", next, settlements(100)...), to(fmt.Sprint("other-", next), store.NoStream, settlements(400)...))
		switch {
		case err == nil:
			next = receipts[0].Last
		case !errors.As(err, &full):
			t.Fatal(err)
		case len(receipts) != 0:
			t.Errorf("receipts of what was not written: %v", receipts)
		}
	}
	t.Log(full)
	before := mustLines(t, s)
	if want := int(next+1) * 5; len(before) != want {
		t.Fatalf("%d events, want %d", len(before), want)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = sqlite.Open(dir); err != nil { // without the quota
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if after := mustLines(t, s); !slices.Equal(after, before) {
		t.Fatal("the file was changed by an append that failed")
	}
	got := mustAppend(t, s, to("fund-1", next, settlements(400)...))
	if int(got[0].First) != len(before) {
		t.Errorf("a gap: %+v after %d events", got, len(before))
	}
}

// TestSlowReader: a consumer that takes its time keeps no old pages alive.
func TestSlowReader(t *testing.T) {
	s, dir := create(t)
	mustAppend(t, s, to("fund-1", store.NoStream, settlements(10)...))
	for r, err := range s.All(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Position != 5 {
			continue
		}
		mustAppend(t, s, to("fund-2", store.NoStream, settlements(10)...))
		var busy, frames, moved int
		if err := raw(t, dir).QueryRow(`PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &moved); err != nil {
			t.Fatal(err)
		}
		if busy != 0 {
			t.Error("an iteration that stands still is in the way of a checkpoint")
		}
	}
}

func TestClosed(t *testing.T) {
	s, dir := create(t)
	mustAppend(t, s, to("fund-1", store.NoStream, settlements(1)...))
	mustLines(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("close again: %v", err)
	}
	// SQLite removes its other files with the last handle, so none has leaked.
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 || entries[0].Name() != sqlite.FileName {
		t.Errorf("left in the directory: %v, %v", entries, err)
	}
	if _, err := s.Append(context.Background(), to("fund-1", store.NoStream, settlements(1)...)); err == nil {
		t.Error("append to a closed store succeeded")
	}
	if _, err := lines(s); err == nil {
		t.Error("read of a closed store succeeded")
	}
}
