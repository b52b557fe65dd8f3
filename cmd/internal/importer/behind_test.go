package importer

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/projections/index"
)

// books is a ledger in a file, opened as a program of its own opens it, with its index.
func opened(t *testing.T, dir string) (*sqlite.Store, *index.Index) {
	t.Helper()
	s, err := sqlite.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	ix, err := index.Folder(t.TempDir()).Open(context.Background(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = errors.Join(ix.Close(), s.Close()) })
	return s, ix
}

func newBooks(t *testing.T, facts ...event.Event) (dir string) {
	t.Helper()
	dir = t.TempDir()
	s, err := sqlite.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	recorded(t, s, facts...)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// doubles returns how many facts stand twice, by an index that is made for it.
func doubles(t *testing.T, s store.Store) (n int) {
	t.Helper()
	ix, err := index.Folder(t.TempDir()).Open(context.Background(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close() //nolint:errcheck // of a test
	for _, err := range ix.Doubles(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

// In a file, what somebody records between the check of an import and its recording, under
// a number of the import, makes the import's fact refused, at whatever group it stands;
// what he records under other numbers stops nothing.
func TestImportBehindARecord(t *testing.T) {
	const n = 200
	var facts []event.Event
	for k := range n {
		facts = append(facts, premiumOf(fmt.Sprint("P-", k), 1+k%3, money.Fen(k+1)))
	}
	for _, c := range []struct {
		rival   string // document
		refused int
	}{{"X-1", 0}, {"P-0", 1}, {"P-57", 1}, {"P-199", 1}} {
		dir := newBooks(t, residents)
		s, ix := opened(t, dir)
		rival, its := opened(t, dir)
		times, before := 0, c.rival
		record := func(document string, month int) {
			if _, err := aggregates.RecordOnce(context.Background(), rival, its, patient(), premiumOf(document, month, 7)); err != nil {
				t.Fatal(err)
			}
		}
		var said outcomes
		o := said.of(t, true)
		o.Path, o.Envelope, o.Index = factsFile(t, facts...), patient(), ix
		o.Progress = func(_ string, stage Stage, done, _ int64) {
			if times++; stage == Recording && times%3 == 0 {
				record(fmt.Sprint("Y-", times), 10)
			}
			if stage == Checking && before != "" {
				record(before, 9)
				before = ""
			}
		}
		sum, err := Import(context.Background(), s, o)
		faulty := (*FaultyError)(nil)
		if errors.As(err, &faulty) != (c.refused > 0) || err != nil && !faulty.Late || sum.Rejected != c.refused || sum.Recorded != n-c.refused {
			t.Errorf("%s: %+v, %v", c.rival, sum, err)
		}
		if twice := doubles(t, s); twice > 0 {
			t.Errorf("%s: %d facts stand twice", c.rival, twice)
		}
	}
}

// Two imports at once of the same vouchers with other dates: each stands once.
func TestImportsOfTheSameAtOnce(t *testing.T) {
	const n = 3000
	dir, scratch := newBooks(t, residents), t.TempDir()
	var all sync.WaitGroup
	recorded := make([]int, 2)
	for k := range recorded {
		s, ix := opened(t, dir)
		var facts []event.Event
		for i := range n {
			facts = append(facts, premiumOf(fmt.Sprint("P-", i), 1+2*k+i%2, money.Fen(i+1)))
		}
		var said outcomes
		o := said.of(t, false)
		o.Path, o.Scratch, o.Envelope, o.Index = factsFile(t, facts...), scratch, teller, ix
		o.Envelope.Patience = aggregates.Patience{Total: time.Minute, Chance: func() float64 { return 0.5 },
			Pause: func(ctx context.Context, d time.Duration) error {
				select {
				case <-time.After(d):
					return nil
				case <-ctx.Done():
					return ctx.Err()
				}
			}}
		all.Go(func() {
			sum, err := Import(context.Background(), s, o)
			faulty := (*FaultyError)(nil)
			if err != nil && !errors.As(err, &faulty) {
				t.Error(err)
			}
			if recorded[k] = int(sum.Written); faulty != nil && faulty.Faults != n {
				t.Errorf("%d faults", faulty.Faults)
			}
		})
	}
	all.Wait()
	s, _ := opened(t, dir)
	if twice := doubles(t, s); twice > 0 || recorded[0]+recorded[1] != n {
		t.Errorf("%d facts stand twice; recorded %v", twice, recorded)
	}
}
