package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/fundledger/fundledger/ledger/store"
)

// lastIs fails the test if the store's last event is not the model's.
func (f *fixture) lastIs() {
	f.Helper()
	got, ok, err := f.store.Last(context.Background())
	if err != nil || ok != (len(f.model.log) > 0) {
		f.Fatalf("last of %d events: %t, %v", len(f.model.log), ok, err)
	}
	if !ok {
		if got.Position != 0 || got.Stream != "" || got.Data != nil {
			f.Fatalf("last of no events: %+v", got)
		}
		return
	}
	one := func(yield func(store.Recorded, error) bool) { yield(got, nil) }
	if err := equal(one, f.model.log[len(f.model.log)-1:]); err != nil {
		f.Fatalf("last: %v", err)
	}
}

func testLast(t *testing.T, h Harness) {
	f := create(t, h)
	f.lastIs()
	f.ok(to("fund-1", store.NoStream, event("a", 1)))
	f.lastIs()
	f.ok(to("fund-2", store.NoStream, events("b", 3)...), to("fund-1", 0, events("c", 2)...))
	f.lastIs()
	// What failed, and what stands already, leave the last where it was.
	refused[*store.ConflictError](f, nil, to("fund-1", 7, event("d", 1)))
	f.lastIs()
	f.again([]store.Position{1}, to("fund-2", store.NoStream, events("b", 3)...))
	f.lastIs()
	f.ok(to("fund-3", store.NoStream, events("many", 1000)...))
	f.lastIs()
	f.check()
	f.lastIs()

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := f.store.Last(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("last after its context ended: %v", err)
	}
}

// testLastIsTheCallers: what Last returned stays as it is, whatever is done then.
func testLastIsTheCallers(t *testing.T, h Harness) {
	f := create(t, h)
	f.ok(to("fund-1", store.NoStream, events("a", 2)...))
	held, _, err := f.store.Last(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	want := bytes.Clone(held.Data)
	f.ok(to("fund-2", store.NoStream, events("other", 300)...))
	f.same()
	f.lastIs()
	if !bytes.Equal(held.Data, want) {
		t.Errorf("it became %s", held.Data)
	}
	clear(held.Data)
	f.same()
}

func testLastAfterReopen(t *testing.T, h Harness) {
	if h.Open == nil {
		t.Skip("nothing outlives Close")
	}
	f := create(t, h)
	f.reopen()
	f.lastIs()
	for i := range 3 {
		f.ok(to("fund-1", f.model.last("fund-1"), events(fmt.Sprint("round", i), 100)...))
		f.reopen()
		f.lastIs()
	}
}

// testLastWhileAppending: the last event never goes back, is always the end of a
// whole append, and is at least what was acknowledged.
func testLastWhileAppending(t *testing.T, h Harness) {
	const each, rounds = 3, 40
	f := create(t, h)
	var writing sync.WaitGroup
	var failed error
	done := make(chan struct{})
	writing.Go(func() {
		defer close(done)
		for i := range rounds {
			a := to("fund-1", store.Revision(i*each-1), events(fmt.Sprint("round", i), each)...)
			if _, err := f.store.Append(context.Background(), a); err != nil {
				failed = err
				return
			}
			r, ok, err := f.store.Last(context.Background())
			if err != nil || !ok || r.Revision != store.Revision(i*each+each-1) {
				failed = fmt.Errorf("after append %d: revision %d, %t, %w", i, r.Revision, ok, err)
				return
			}
		}
	})
	before := -1
	for ended := false; !ended; {
		select {
		case <-done:
			ended = true
		default:
		}
		r, ok, err := f.store.Last(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			continue
		}
		if int(r.Position) < before || r.Position%each != each-1 || int(r.Revision) != int(r.Position) {
			t.Fatalf("last is %d, revision %d, after %d", r.Position, r.Revision, before)
		}
		before = int(r.Position)
	}
	writing.Wait()
	if failed != nil || before != each*rounds-1 {
		t.Fatalf("last is %d, want %d: %v", before, each*rounds-1, failed)
	}
}
