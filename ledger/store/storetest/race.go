package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/fundledger/fundledger/ledger/store"
)

const racers = 16

// together runs f(0), f(1), … at the same time and returns when all have.
func together(n int, f func(i int)) {
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		all.Go(func() {
			<-start
			f(i)
		})
	}
	close(start)
	all.Wait()
}

// testOneWinner has writers append to one revision of one stream: one is told
// that it has, all others that it has not, and that is what stands.
func testOneWinner(t *testing.T, h Harness) {
	f := create(t, h)
	for round := range store.Revision(10) {
		outcomes := make([]error, racers)
		receipts := make([][]store.Receipt, racers)
		appends := make([]store.Append, racers)
		for i := range appends {
			appends[i] = to("fund-1", round-1, event(fmt.Sprint("racer", i), int(round)))
		}
		together(racers, func(i int) {
			receipts[i], outcomes[i] = f.store.Append(context.Background(), appends[i])
		})
		won := 0
		for i, err := range outcomes {
			if err == nil {
				won++
				f.receipts(receipts[i], f.model.add(appends[i]))
				continue
			}
			var conflict *store.ConflictError
			if !errors.As(err, &conflict) || *conflict != (store.ConflictError{Stream: "fund-1", Expected: round - 1, Actual: round}) {
				t.Fatalf("racer %d: %v", i, err)
			}
		}
		if won != 1 {
			t.Fatalf("round %d: %d winners", round, won)
		}
		f.same()
	}
	f.check()
}

// testConcurrentWriters has writers append at the same time, each to its own
// stream and each with conflicts of its own, while readers read. Nobody's
// conflict may touch another.
func testConcurrentWriters(t *testing.T, h Harness) {
	const rounds = 12
	f := create(t, h)
	failed := make([]error, racers)
	together(racers, func(i int) {
		name := fmt.Sprint("fund-", i)
		next := store.NoStream
		for round := range rounds {
			good := to(name, next, events(fmt.Sprint(name, round), 1+i%3)...)
			bad := to(name, next+1000, event("bad", round))
			receipts, err := f.store.Append(context.Background(), good, bad, bad)
			var conflict *store.ConflictError
			if !errors.As(err, &conflict) || len(receipts) != 1 || receipts[0].Duplicate {
				failed[i] = fmt.Errorf("%s round %d: %+v, %v", name, round, receipts, err)
				return
			}
			next = receipts[0].Last
			if failed[i] = ordered(f.store, name, next); failed[i] != nil {
				return
			}
		}
	})
	if err := errors.Join(failed...); err != nil {
		t.Fatal(err)
	}
	// The order between streams is the store's to choose; the model takes it over.
	for r, err := range f.store.All(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		f.model.add(to(r.Stream, r.Revision-1, store.Event{Type: r.Type, Version: r.Version, Data: r.Data}))
	}
	for i := range racers {
		name := fmt.Sprint("fund-", i)
		var want model
		for round := range rounds {
			want.add(to(name, want.last(name), events(fmt.Sprint(name, round), 1+i%3)...))
		}
		held := f.model.stream(name)
		if len(held) != len(want.log) {
			t.Fatalf("%s: %d events, want %d", name, len(held), len(want.log))
		}
		for j, r := range held {
			if string(r.Data) != string(want.log[j].Data) {
				t.Errorf("%s revision %d: got %s, want %s", name, j, r.Data, want.log[j].Data)
			}
		}
	}
	f.check()
}

// ordered returns an error unless all positions follow one another and a
// stream, which nobody else appends to, ends at last.
func ordered(s store.Store, name string, last store.Revision) error {
	next := store.Position(0)
	end := store.NoStream
	for r, err := range s.All(context.Background(), 0) {
		if err != nil {
			return err
		}
		if r.Position != next {
			return fmt.Errorf("position %d after %d", r.Position, next)
		}
		next++
		if r.Stream == name {
			end = r.Revision
		}
	}
	if end != last {
		return fmt.Errorf("%s ends at %d for a reader of all, want %d", name, end, last)
	}
	return nil
}
