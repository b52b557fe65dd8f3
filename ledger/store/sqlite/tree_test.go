package sqlite

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
)

// TestTreeOfRandomAppends appends at random through handles that know nothing of
// one another, some of which find no room, keep no tree, or are opened anew.
func TestTreeOfRandomAppends(t *testing.T) {
	for seed := range uint64(2) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			randomAppends(t, rand.New(rand.NewPCG(seed, 256)))
		})
	}
}

func randomAppends(t *testing.T, random *rand.Rand) {
	const steps, streams = 100, 7
	one := newStore(t)
	two, cramped := mustOpenIn(t, dirOf(one)), mustOpenIn(t, dirOf(one), MaxPages(60))
	last := [streams]store.Revision{}
	for i := range last {
		last[i] = store.NoStream
	}
	batch := func() (appends []store.Append, then [streams]store.Revision) {
		then = last
		for range 1 + random.IntN(4) {
			i := random.IntN(streams)
			n := 1 + random.IntN(3)
			if random.IntN(8) == 0 {
				n = 1 + random.IntN(600)
			}
			appends = append(appends, numbered(fmt.Sprint("fund-", i), then[i], n))
			then[i] += store.Revision(n)
		}
		return appends, then
	}
	var leaves []merkle.Hash
	var outcome struct{ full, conflict, duplicate int }
	for step := range steps {
		s := []*Store{one, two, cramped}[random.IntN(3)]
		appends, then := batch()
		switch n := random.IntN(20); {
		case n == 0: // without the tree
			scratch, err := Open(dirOf(one), Scratch())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := scratch.Append(t.Context(), appends...); err != nil {
				t.Fatal(err)
			}
			if err := scratch.Close(); err != nil {
				t.Fatal(err)
			}
			last = then
			leaves = leavesOf(t, one, leaves)
			continue // the next append makes up for it
		case n == 1: // once more
			i := random.IntN(streams)
			if last[i] < 0 {
				continue
			}
			receipts, err := s.Append(t.Context(), numbered(fmt.Sprint("fund-", i), store.NoStream, int(last[i])+1))
			if full := (*FullError)(nil); errors.As(err, &full) {
				continue // it is cramped, and the tree was behind
			}
			if err != nil || !receipts[0].Duplicate {
				t.Fatalf("step %d: once more: %+v, %v", step, receipts, err)
			}
			outcome.duplicate++
		case n == 2: // the second of two appends does not fit: the first stands
			i := random.IntN(streams)
			a := numbered(fmt.Sprint("fund-", i), last[i], 2)
			_, err := s.Append(t.Context(), a, numbered("fund-0", last[0]+9, 1))
			conflict := (*store.ConflictError)(nil)
			switch full := (*FullError)(nil); {
			case errors.As(err, &conflict):
				last[i] += 2
				outcome.conflict++
			case !errors.As(err, &full):
				t.Fatalf("step %d: %v", step, err)
			default:
				continue
			}
		default:
			_, err := s.Append(t.Context(), appends...)
			if full := (*FullError)(nil); errors.As(err, &full) && s == cramped {
				outcome.full++
				continue
			}
			if err != nil {
				t.Fatalf("step %d: %v", step, err)
			}
			last = then
		}
		leaves = leavesOf(t, one, leaves)
		if step%5 == 0 {
			if err := keptIs(s, leaves); err != nil {
				t.Fatalf("step %d: the tree: %v", step, err)
			}
		}
	}
	if leaves = leavesOf(t, one, leaves); outcome.full == 0 || outcome.conflict == 0 || outcome.duplicate == 0 || len(leaves) < 8*256 {
		t.Fatalf("too little happened: %+v, %d events", outcome, len(leaves))
	}
	t.Logf("%d events, %+v", len(leaves), outcome)
	if _, err := one.Append(t.Context(), numbered("fund-0", last[0], 1)); err != nil { // after Scratch
		t.Fatal(err)
	}
	again := mustOpenIn(t, dirOf(one))
	treeIsRight(t, again)
}

// TestTreeOfWritersAtOnce: callers in two handles that share transactions.
func TestTreeOfWritersAtOnce(t *testing.T) {
	const callers, each = 8, 40
	one := newStore(t)
	two := mustOpenIn(t, dirOf(one))
	var all sync.WaitGroup
	outcomes := make([]error, callers)
	for i := range callers {
		s := []*Store{one, two}[i%2]
		all.Go(func() {
			for n := range each {
				_, err := s.Append(context.Background(), numbered(fmt.Sprint("own-", i), store.Revision(2*n-1), 2))
				outcomes[i] = errors.Join(outcomes[i], err)
			}
		})
	}
	all.Wait()
	if err := errors.Join(outcomes...); err != nil {
		t.Fatal(err)
	}
	treeIsRight(t, one)
	treeIsRight(t, two)
}

// TestTreeAfterUnknownOutcome: a handle that does not know whether it committed
// looks at the file again.
func TestTreeAfterUnknownOutcome(t *testing.T) {
	s := newStore(t)
	fail := int32(0)
	onCommit(t, s, func() int32 { return fail })
	next := store.NoStream
	for i := range 100 {
		a := numbered("fund-1", next, 3)
		if fail = int32(i % 3 % 2); fail != 0 {
			var unknown *store.UnknownOutcomeError
			if _, err := s.Append(t.Context(), a); !errors.As(err, &unknown) {
				t.Fatal(err)
			}
		}
		fail = 0
		if _, err := s.Append(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		next += 3
	}
	treeIsRight(t, s)
}

// TestTreeIsAppendOnly: whatever program tries.
func TestTreeIsAppendOnly(t *testing.T) {
	s := newStore(t)
	if _, err := s.Append(t.Context(), numbered("fund-1", store.NoStream, 600)); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`UPDATE blocks SET hash = zeroblob(32)`,
		`UPDATE blocks SET block = block + 10`,
		`DELETE FROM blocks`,
		`DELETE FROM blocks WHERE block = 1`,
		`REPLACE INTO blocks (block, hash, tags) VALUES (1, zeroblob(32), zeroblob(256))`,
		`INSERT INTO blocks (block, hash, tags) VALUES (1, zeroblob(32), zeroblob(256)) ON CONFLICT DO UPDATE SET hash = excluded.hash`,
		`INSERT INTO blocks (block, hash, tags) VALUES (3, zeroblob(32), zeroblob(256))`,    // a gap
		`INSERT INTO blocks (block, hash, tags) VALUES (NULL, zeroblob(32), zeroblob(256))`, // wherever SQLite likes
		`INSERT INTO blocks (block, hash, tags) VALUES (2, zeroblob(31), zeroblob(256))`,
		`INSERT INTO blocks (block, hash, tags) VALUES (2, zeroblob(32), zeroblob(255))`,
		`UPDATE tail SET hash = zeroblob(32)`,
		`UPDATE tail SET size = 599, tags = zeroblob(87)`,
		`UPDATE tail SET size = 601, tags = zeroblob(89)`,
		`DELETE FROM tail`,
		`REPLACE INTO tail (id, size, hash, tags) VALUES (1, 600, zeroblob(32), zeroblob(88))`,
		`REPLACE INTO tail (id, size, hash, tags) VALUES (1, 601, zeroblob(32), zeroblob(89))`,
		`REPLACE INTO tail (id, size, hash, tags) VALUES (1, 512, zeroblob(32), x'')`,
		`INSERT INTO tail (id, size, hash, tags) VALUES (2, 600, zeroblob(32), zeroblob(88))`,
	} {
		if _, err := s.log.conn.ExecContext(t.Context(), statement); err == nil {
			t.Errorf("the file let this pass: %s", statement)
		}
		treeIsRight(t, s)
	}
	if _, err := s.Append(t.Context(), numbered("fund-1", 599, 300)); err != nil {
		t.Fatal(err)
	}
	treeIsRight(t, s)
}

// TestAppendToAnotherTree: whoever appends looks first whether the last events are
// those that the tree was made of.
func TestAppendToAnotherTree(t *testing.T) {
	const dropped = `DROP TRIGGER tail_update; DROP TRIGGER tail_insert; DROP TRIGGER tail_delete; DROP TRIGGER blocks_delete; DROP TRIGGER appends_update`
	for name, tamper := range map[string]func(t *testing.T, s *Store){
		"the root of the last leaves": func(t *testing.T, s *Store) { mustRun(t, s, `UPDATE tail SET hash = zeroblob(32)`) },
		"a tree that is too large":    func(t *testing.T, s *Store) { mustRun(t, s, `UPDATE tail SET size = 301, tags = zeroblob(45)`) },
		"a tree that is cut": func(t *testing.T, s *Store) {
			mustRun(t, s, `UPDATE tail SET size = 255, tags = zeroblob(255)`)
		},
		"a block removed": func(t *testing.T, s *Store) { mustRun(t, s, `DELETE FROM blocks`) },
		"a block too many": func(t *testing.T, s *Store) {
			mustRun(t, s, `INSERT INTO blocks VALUES (1, zeroblob(32), zeroblob(256))`)
		},
		"the tree's end removed":  func(t *testing.T, s *Store) { mustRun(t, s, `DELETE FROM tail`) },
		"one of the last events":  func(t *testing.T, s *Store) { forge(t, s, 299) },
		"the first after a block": func(t *testing.T, s *Store) { forge(t, s, 256) },
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Create(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.Append(t.Context(), numbered("fund-1", store.NoStream, 256), numbered("fund-1", 255, 43), numbered("fund-1", 298, 1)); err != nil {
				t.Fatal(err)
			}
			mustRun(t, s, dropped)
			tamper(t, s)
			mustRun(t, s, triggersAgain(t)...)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			again := mustOpenIn(t, dirOf(s))
			var corrupt *store.CorruptError
			if _, err := again.Append(t.Context(), numbered("fund-1", 299, 1)); !errors.As(err, &corrupt) {
				t.Errorf("append: %v", err)
			} else {
				t.Log(err)
			}
			if n := len(data(t, again)); n != 300 {
				t.Errorf("%d events to read", n)
			}
		})
	}
}

// triggersAgain returns the statements of the triggers that
// TestAppendToAnotherTree drops.
func triggersAgain(t *testing.T) (statements []string) {
	t.Helper()
	for _, name := range []string{"tail_update", "tail_insert", "tail_delete", "blocks_delete", "appends_update"} {
		for _, statement := range schemaOfFormat(format) {
			var word [3]string
			if n, _ := fmt.Sscan(statement, &word[0], &word[1], &word[2]); n == 3 && word[1] == "TRIGGER" && word[2] == name {
				statements = append(statements, statement)
			}
		}
	}
	if len(statements) != 5 {
		t.Fatalf("%d triggers", len(statements))
	}
	return statements
}

// forge changes who recorded the append at a position, with a checksum that fits.
func forge(t *testing.T, s *Store, position int64) {
	t.Helper()
	batch, _, err := s.log.view.all().fetch(t.Context(), position, 1)
	if err != nil || len(batch) == 0 {
		t.Fatalf("%d rows, %v", len(batch), err)
	}
	r := batch[0]
	r.actor = "another"
	if _, err := s.log.conn.ExecContext(t.Context(), `UPDATE appends SET actor = ?2, sum = ?3 WHERE first = ?1`, r.first, r.actor, r.checksum(new([]byte))); err != nil {
		t.Fatal(err)
	}
}
