package kurrent_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/kurrent"
	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
)

// abandon has a writer give up between the parts of an append, and reports whether he
// did: whether the server takes a part follows from its seed.
func abandon(t *testing.T, c *esdbtest.Cluster, o kurrent.Options, a store.Append) bool {
	t.Helper()
	o.Patience = time.Millisecond // less than a pause
	s := opened(t, o)
	before := len(c.Events())
	c.SetFaults(esdbtest.Faults{RefuseAppend: 0.3})
	_, err := s.Append(context.Background(), a)
	c.SetFaults(esdbtest.Faults{})
	return err != nil && len(c.Events()) > before
}

// datas returns the data of the events of appends.
func datas(appends ...store.Append) []string {
	var all []string
	for _, a := range appends {
		for _, e := range a.Events {
			all = append(all, string(e.Data))
		}
	}
	return all
}

// A writer dies within an append. Nobody sees any of it; others go on.
func TestAnAppendThatWasLeftUnfinished(t *testing.T) {
	for _, test := range []struct {
		name string
		next func(a store.Append) store.Append // what comes after it, at the same revision
		most int                               // MaxWrite of who sends it; 0: the same
	}{
		{"another append", func(a store.Append) store.Append { return batchOf("other", a.Expected, 2) }, 0},
		{"another large append", func(a store.Append) store.Append { return batchOf("other", a.Expected, 40) }, 0},
		{"the same append", func(a store.Append) store.Append { return a }, 0},
		{"the same append in one", func(a store.Append) store.Append { return a }, 1 << 19},
		{"the same events later, by somebody else", func(a store.Append) store.Append {
			a.Actor, a.RecordedAt = "somebody else", a.RecordedAt.Add(time.Hour)
			return a
		}, 0},
		{"its first events only", func(a store.Append) store.Append { a.Events = a.Events[:2]; return a }, 0},
		{"its first event only", func(a store.Append) store.Append { a.Events = a.Events[:1]; return a }, 0},
		{"its first events in one", func(a store.Append) store.Append { a.Events = a.Events[:5]; return a }, 1 << 19},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, expected := range []store.Revision{store.NoStream, 1} {
				var o kurrent.Options
				var s *kurrent.Store
				var want []store.Append
				a := batchOf("left", expected, 30)
				for seed, left := uint64(0), false; !left; seed++ {
					var c *esdbtest.Cluster
					c, o = double(t, esdbtest.Options{Seed: seed})
					o.MaxWrite = 1200
					s, want = created(t, o), nil
					if expected != store.NoStream {
						want = append(want, batchOf("first", store.NoStream, 2))
						must(t, s, want[0])
					}
					left = abandon(t, c, o, a)
				}
				if got := told(t, s); !slices.Equal(got, datas(want...)) {
					t.Fatalf("%q", got)
				}
				p := o
				if test.most > 0 {
					p.MaxWrite = test.most
				}
				next := test.next(a)
				// Who had the ledger open, and who opens it.
				receipt := must(t, opened(t, p), next)
				want = append(want, next)
				if receipt.Duplicate || int(receipt.First) != len(datas(want[:len(want)-1]...)) {
					t.Errorf("%+v", receipt)
				}
				last := batchOf("last", receipt.Last, 1)
				must(t, s, last)
				want = append(want, last)
				for _, s := range []*kurrent.Store{s, opened(t, o)} {
					if got := told(t, s); !slices.Equal(got, datas(want...)) {
						t.Errorf("expected %d:\ngot  %q\nwant %q", expected, got, datas(want...))
					}
					n := 0
					for e, err := range s.Stream(context.Background(), "fund-1", 0) {
						if err != nil || e.Revision != store.Revision(n) ||
							e.Actor != want[max(0, len(want)-2)].Actor && string(e.Data) == string(next.Events[0].Data) {
							t.Errorf("%d by %s, %v", e.Revision, e.Actor, err)
						}
						n++
					}
					// The dead one comes back. What he wanted to record stands, or it conflicts.
					receipts, err := s.Append(context.Background(), a)
					if stands := len(next.Events) == 30; stands != (err == nil) || !stands && !isError[*store.ConflictError](err) ||
						stands && !receipts[0].Duplicate {
						t.Errorf("%+v, %v", receipts, err)
					}
				}
			}
		})
	}
}

// Many who have much to append to one stream do not keep each other from it.
func TestLargeAppendsToOneStream(t *testing.T) {
	_, o := double(t, esdbtest.Options{})
	o.MaxWrite = 400
	o.Pause = 30 * time.Millisecond
	o.Patience = time.Minute
	created(t, o)
	var writers sync.WaitGroup
	for i := range 4 {
		s := opened(t, o)
		writers.Go(func() {
			at := store.NoStream
			for done := 0; done < 2; {
				receipts, err := s.Append(context.Background(), batchOf(fmt.Sprintf("%d of %d", done, i), at, 60))
				conflict := (*store.ConflictError)(nil)
				switch {
				case err == nil:
					at = receipts[0].Last
					done++
				case errors.As(err, &conflict):
					at = conflict.Actual
				default:
					t.Error(err)
					return
				}
			}
		})
	}
	writers.Wait()
	if got := told(t, opened(t, o)); len(got) != 480 {
		t.Errorf("%d events", len(got))
	}
}

// A retry is recognised whoever makes it, and told where the append stands.
func TestDuplicates(t *testing.T) {
	for _, most := range []int{0, 400} {
		_, o := double(t, esdbtest.Options{})
		o.MaxWrite = most
		s := created(t, o)
		a, b := batchOf("one", store.NoStream, 9), batchOf("two", 8, 1)
		want := []store.Receipt{must(t, s, a), must(t, s, b)}
		foreign := []store.Append{a, b}
		for i := range foreign {
			foreign[i].Actor = "somebody else"
			foreign[i].RecordedAt = foreign[i].RecordedAt.Add(time.Hour)
		}
		other := o
		other.MaxWrite = 1000 - most
		for i, s := range []*kurrent.Store{s, opened(t, o), opened(t, other)} {
			for _, appends := range [][]store.Append{{a, b}, foreign} {
				receipts, err := s.Append(context.Background(), appends...)
				if err != nil {
					t.Fatal(err)
				}
				for k, r := range receipts {
					if !r.Duplicate || r.First != want[k].First || r.Last != want[k].Last {
						t.Errorf("MaxWrite %d, store %d: %+v, want %+v and a duplicate", most, i, r, want[k])
					}
				}
			}
		}
		// A part of it, and more than it.
		for _, n := range []int{1, 4} {
			if r := must(t, opened(t, o), batchOf("one", store.NoStream, n)); !r.Duplicate || r.First != 0 || r.Last != store.Revision(n-1) {
				t.Errorf("%+v", r)
			}
		}
		if _, err := s.Append(context.Background(), batchOf("one", store.NoStream, 10)); !isError[*store.ConflictError](err) {
			t.Errorf("got %v", err)
		}
		if got := told(t, s); len(got) != 10 {
			t.Errorf("%d events", len(got))
		}
	}
}

// The bytes of an append belong to its caller again when Append returns, also if the
// server has not answered.
func TestTheCallersBytesAfterAnUnknownOutcome(t *testing.T) {
	c, o := double(t, esdbtest.Options{Seed: 1})
	s := created(t, o)
	must(t, s, batchOf("before", store.NoStream, 1))
	at := store.Revision(0)
	for i := range 20 {
		c.SetFaults(esdbtest.Faults{Hang: 0.5})
		a := batchOf(fmt.Sprint("a", i), at, 500)
		want := batchOf(fmt.Sprint("a", i), at, 500)
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(i)*time.Millisecond)
		_, err := s.Append(ctx, a)
		cancel()
		for _, e := range a.Events {
			clear(e.Data)
		}
		c.SetFaults(esdbtest.Faults{})
		if err != nil {
			must(t, s, want)
		}
		at += 500
	}
	if got := told(t, s); len(got) != 10_001 {
		t.Errorf("%d events", len(got))
	}
}

// Who waits for the cluster is told at the first failure, and nobody else.
func TestWaiting(t *testing.T) {
	c, o := double(t, esdbtest.Options{Seed: 3})
	var waits atomic.Int64
	o.Waiting = func() { waits.Add(1) }
	s := created(t, o)
	must(t, s, batchOf("first", store.NoStream, 2))
	if n := waits.Load(); n > 0 {
		t.Errorf("the cluster answers, and was waited for %d times", n)
	}
	c.SetFaults(esdbtest.Faults{RefuseAppend: 1})
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	done := make(chan error, 1)
	go func() {
		_, err := s.Append(ctx, batchOf("second", 1, 2))
		done <- err
	}()
	for waits.Load() == 0 {
		select {
		case err := <-done:
			t.Fatalf("%v, without a word", err)
		default:
			runtime.Gosched()
		}
	}
	c.SetFaults(esdbtest.Faults{})
	if err := <-done; err != nil || waits.Load() != 1 {
		t.Errorf("%v; told %d times", err, waits.Load())
	}
}
