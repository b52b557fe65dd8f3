package verify_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"testing"

	_ "modernc.org/sqlite" // the driver

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/ledger/verify"
)

// TestTree: the tree of every kind of store is that of its events, and proves each.
func TestTree(t *testing.T) {
	ctx := context.Background()
	for _, n := range []int{0, 1, 256, 257, 600} {
		k := newKeeping(t, n)
		file, err := sqlite.Create(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		importClaims(t, file, n)
		short := newKeeping(t, n) // an older program wrote the last of it
		short.kept = treeOf(short.events[:n*2/3])
		for name, s := range map[string]store.Store{"with a tree": k, "without": &k.fixed, "with a part of it": short, "memory": filled(t, n), "sqlite": file} {
			tree, head, err := verify.Tree(ctx, s)
			if err != nil || head != headOf(k.events) || tree.Size() != int64(n) {
				t.Fatalf("%d events, %s: %+v, %v", n, name, head, err)
			}
			for i := 0; i < n; i += 67 {
				path, err := tree.Inclusion(int64(i), int64(n))
				if err == nil {
					err = merkle.VerifyInclusion(head, int64(i), k.events[i].AppendLine(nil), path)
				}
				if err != nil {
					t.Errorf("%d events, %s: event %d: %v", n, name, i, err)
				}
				old := headOf(k.events[:i])
				if path, err = tree.Consistency(int64(i), int64(n)); err == nil {
					err = merkle.VerifyConsistency(old, head, path)
				}
				if err != nil {
					t.Errorf("%d events, %s: since %d: %v", n, name, i, err)
				}
			}
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestTreeOfDamage: a tree is not made of a log whose last events do not fit what
// the store keeps; damage further back is found when a proof needs that block.
func TestTreeOfDamage(t *testing.T) {
	corrupt := &store.CorruptError{Where: "row 7", Reason: "torn"}
	var is *store.CorruptError
	var f *verify.Fault
	var block *merkle.BlockError
	for name, test := range map[string]struct {
		do   func(k *keeping)
		want func(tree *merkle.Tree, err error) bool
	}{
		"the last event": {func(k *keeping) { altered(&k.events[599]) },
			func(_ *merkle.Tree, err error) bool { return errors.As(err, &f) && f.Position == 512 && f.Last == 599 }},
		"the open hash": {func(k *keeping) { k.kept.Open[0]++ },
			func(_ *merkle.Tree, err error) bool { return errors.As(err, &f) && f.Position == 512 && f.Last == 599 }},
		"the end cut off": {func(k *keeping) { k.events = k.events[:590] },
			func(_ *merkle.Tree, err error) bool { return errors.As(err, &f) && f.Position == 590 && f.Last == 599 }},
		"cut before a block": {func(k *keeping) { k.events = k.events[:300] }, func(_ *merkle.Tree, err error) bool { return errors.As(err, &f) }},
		"unreadable tree":    {func(k *keeping) { k.treeErr = corrupt }, func(_ *merkle.Tree, err error) bool { return errors.As(err, &is) }},
		"unreadable events": {func(k *keeping) { k.events, k.err = k.events[:599], corrupt },
			func(_ *merkle.Tree, err error) bool { return errors.As(err, &is) }},
		"another block": {func(k *keeping) { altered(&k.events[300]) }, func(tree *merkle.Tree, err error) bool {
			if err != nil {
				return false
			}
			_, err = tree.Inclusion(301, 600)
			return errors.As(err, &block) && block.Block == 1
		}},
	} {
		k := newKeeping(t, 600)
		test.do(k)
		if tree, _, err := verify.Tree(context.Background(), k); !test.want(tree, err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// raw runs statements on a ledger's file past the program, without its triggers.
func raw(t *testing.T, dir string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestOlderLedger: a file of format 1 has no tree; it is made when the file is
// opened, and is what it would be had it been kept all the time.
func TestOlderLedger(t *testing.T) {
	dir := t.TempDir()
	events := closedLedger(t, dir, 600)
	raw(t, dir, fmt.Sprintf("PRAGMA user_version = %d", (^1&0x7fff)<<16|1), "DROP TABLE blocks", "DROP TABLE tail")
	s, err := sqlite.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() //nolint:errcheck // a ledger of a test
	r, err := verify.Log(context.Background(), s, verify.Options{StreamOf: aggregates.StreamOf})
	if err != nil || r.Head != headOf(events) {
		t.Errorf("%+v, %v", r, err)
	}
	kept, err := s.Tree(context.Background())
	if err != nil || !reflect.DeepEqual(kept, treeOf(events)) {
		t.Errorf("%v: another tree", err)
	}
}

// TestOlderTail: of a tree that ends before the log does, verify says so; proofs
// are made all the same, and the next append puts the rest in.
func TestOlderTail(t *testing.T) {
	dir := t.TempDir()
	before := treeOf(held(t, filled(t, 600))[:300])
	s := closedLedger(t, dir, 600)
	update, remove := trigger(t, dir, "tail_update"), trigger(t, dir, "blocks_delete")
	raw(t, dir, "DROP TRIGGER tail_update", "DROP TRIGGER blocks_delete", "DELETE FROM blocks WHERE block = 1",
		fmt.Sprintf("UPDATE tail SET size = 300, hash = x'%x', tags = x'%x'", before.Open[:], before.Tags[256:]), update, remove)
	completed(t, dir, s, 300)
}

// trigger returns the statement that made a trigger.
func trigger(t *testing.T, dir, name string) (statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	if err := db.QueryRow("SELECT sql FROM sqlite_schema WHERE name = ?", name).Scan(&statement); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return statement
}

// closedLedger makes a ledger of n claims and returns its events.
func closedLedger(t *testing.T, dir string, n int) []store.Recorded {
	t.Helper()
	s, err := sqlite.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	importClaims(t, s, n)
	events := held(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return events
}

// completed checks that the tree of a ledger lacks the events from one on, and
// has them all after an append.
func completed(t *testing.T, dir string, events []store.Recorded, from int64) {
	t.Helper()
	ctx := context.Background()
	s, err := sqlite.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() //nolint:errcheck // a ledger of a test
	var f *verify.Fault
	if _, err := verify.Log(ctx, s,
		verify.Options{StreamOf: aggregates.StreamOf}); !errors.As(err, &f) || f.Position != from || f.Last != int64(len(events)-1) {
		t.Errorf("%v, want the events from %d on", err, from)
	}
	if _, head, err := verify.Tree(ctx, s); err != nil || head != headOf(events) {
		t.Errorf("%+v, %v", head, err)
	}
	last := events[len(events)-1]
	a := store.Append{Stream: "x", Expected: store.NoStream, RecordedAt: last.RecordedAt, Actor: "clerk",
		Events: []store.Event{{Type: last.Type, Version: last.Version, Data: last.Data}}}
	if _, err := s.Append(ctx, a); err != nil {
		t.Fatal(err)
	}
	r, err := verify.Log(ctx, s, verify.Options{})
	if err != nil || r.Head.Size != int64(len(events)+1) || r.Head != headOf(held(t, s)) {
		t.Errorf("%+v, %v", r, err)
	}
}
