package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger/store"
)

// format1 is what a ledger of format 1 was made of, to the letter, in this order.
// Such ledgers exist: these statements never change.
var format1 = [...]string{
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
	`CREATE TRIGGER appends_insert BEFORE INSERT ON appends
WHEN NEW.first IS NOT coalesce((SELECT first + count FROM appends ORDER BY first DESC LIMIT 1), 0)
	OR NEW.revision IS NOT coalesce((SELECT revision + count FROM appends
		WHERE stream = NEW.stream ORDER BY revision DESC LIMIT 1), 0)
BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only: an append follows the last, in the log and in its stream');
END`,
	`PRAGMA application_id = 0x666c6772`,
	`PRAGMA user_version = 0x7ffe0001`,
}

// oldLedger returns the directory of a ledger of format 1 that holds what s does.
func oldLedger(t *testing.T, s *Store) string {
	t.Helper()
	dir := t.TempDir()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, statement := range append(format1[:], `PRAGMA journal_mode = WAL`,
		fmt.Sprintf(`ATTACH '%s' AS today`, s.path),
		`INSERT INTO main.streams SELECT * FROM today.streams ORDER BY id`,
		`INSERT INTO main.appends SELECT * FROM today.appends ORDER BY first`) {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	return dir
}

// TestUpgrade opens ledgers of format 1: they have their tree then, and keep it up.
func TestUpgrade(t *testing.T) {
	for _, events := range []int{0, 1, 255, 256, 257, 1000} {
		t.Run(fmt.Sprint(events), func(t *testing.T) {
			today := newStore(t)
			next := store.NoStream
			for left := events; left > 0; {
				n := min(left, 100) // appends that blocks do not end with
				if _, err := today.Append(t.Context(), numbered("fund-1", next, n)); err != nil {
					t.Fatal(err)
				}
				next, left = next+store.Revision(n), left-n
			}
			before := data(t, today)
			dir := oldLedger(t, today)
			s := mustOpenIn(t, dir)
			treeIsRight(t, s)
			if after := data(t, s); !slices.Equal(after, before) {
				t.Fatalf("%d events, %d before", len(after), len(before))
			}
			for _, n := range []int{1, 300} {
				if _, err := s.Append(t.Context(), numbered("fund-1", next, n)); err != nil {
					t.Fatal(err)
				}
				next += store.Revision(n)
				treeIsRight(t, s)
			}
			again := mustOpenIn(t, dir) // in the form of today, to the letter
			treeIsRight(t, again)
		})
	}
}

// TestUpgradeTogether: two programs open the same old ledger.
func TestUpgradeTogether(t *testing.T) {
	today := newStore(t)
	if _, err := today.Append(t.Context(), numbered("fund-1", store.NoStream, 600)); err != nil {
		t.Fatal(err)
	}
	dir := oldLedger(t, today)
	const programs = 4
	opened := make(chan error, programs)
	for range programs {
		go func() {
			s, err := Open(dir)
			if err == nil {
				err = s.Close()
			}
			opened <- err
		}()
	}
	for range programs {
		if err := <-opened; err != nil {
			t.Error(err)
		}
	}
	treeIsRight(t, mustOpenIn(t, dir))
}

// TestUpgradeWithoutRoom leaves the ledger as it was.
func TestUpgradeWithoutRoom(t *testing.T) {
	today := newStore(t)
	if _, err := today.Append(t.Context(), numbered("fund-1", store.NoStream, 1000)); err != nil {
		t.Fatal(err)
	}
	dir := oldLedger(t, today)
	before, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	var full *FullError
	if _, err := Open(dir, MaxPages(1)); !errors.As(err, &full) {
		t.Fatalf("open: %v", err)
	}
	after, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil || !slices.Equal(after, before) {
		t.Fatalf("the file was changed (%v)", err)
	}
	treeIsRight(t, mustOpenIn(t, dir))
}

// TestUpgradeOfDamage: a ledger of format 1 that is damaged opens, so that what is
// wrong can be found and the rest be read, and takes no append.
func TestUpgradeOfDamage(t *testing.T) {
	today := newStore(t)
	for i := range 3 {
		if _, err := today.Append(t.Context(), numbered("fund-1", store.Revision(300*i-1), 300)); err != nil {
			t.Fatal(err)
		}
	}
	mustRun(t, today, `DROP TRIGGER appends_update`, `UPDATE appends SET actor = 'another' WHERE first = 300`)
	s := mustOpenIn(t, oldLedger(t, today))
	var corrupt *store.CorruptError
	read := 0
	for _, err := range s.All(t.Context(), 0) {
		if err == nil {
			read++
		} else if !errors.As(err, &corrupt) {
			t.Fatal(err)
		}
	}
	if read != 300 || corrupt == nil {
		t.Errorf("%d events before the damage, %v", read, corrupt)
	}
	if _, err := s.Append(t.Context(), numbered("fund-1", 899, 1)); !errors.As(err, &corrupt) {
		t.Errorf("append: %v", err)
	}
}
