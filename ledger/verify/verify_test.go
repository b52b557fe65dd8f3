package verify_test

import (
	"context"
	"errors"
	"maps"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/ledger/verify"
)

// TestResult: what a right log is, whether the store keeps a tree or not, at
// sizes around those of blocks; the roots of earlier sizes too.
func TestResult(t *testing.T) {
	for _, n := range []int{0, 1, 2, 255, 256, 257, 511, 512, 513, 600} {
		k := newKeeping(t, n)
		for name, s := range map[string]store.Store{"with a tree": k, "in parts": ranging{k}, "without": &k.fixed, "memory": filled(t, n)} {
			folded := 0
			checked := uint64(0)
			r, err := verify.Log(context.Background(), s, verify.Options{
				StreamOf: aggregates.StreamOf,
				Fold: func(e ledger.Entry) error {
					if int(e.Position) != folded {
						t.Errorf("%d events: entry %d is shown as number %d", n, e.Position, folded)
					}
					folded++
					return nil
				},
				Sizes:    []int64{0, 1, 200, 256, 300, 512, 600, 601},
				Progress: func(n uint64) { checked = n },
			})
			if err != nil || r.Head != headOf(k.events) || folded != n || checked != uint64(n) {
				t.Fatalf("%d events, %s: %+v, %v, %d folded, %d checked", n, name, r, err, folded, checked)
			}
			streams := map[string]bool{}
			want := map[int64]merkle.Hash{}
			for _, size := range []int64{0, 1, 200, 256, 300, 512, 600} {
				if size <= int64(n) {
					want[size] = headOf(k.events[:size]).Root
				}
			}
			for _, e := range k.events {
				streams[e.Stream] = true
			}
			if !maps.Equal(r.Roots, want) || r.Streams != len(streams) {
				t.Errorf("%d events, %s: roots %v in %d streams", n, name, r.Roots, r.Streams)
			}
			if n > 0 && (!r.First.Equal(k.events[0].RecordedAt) || !r.Last.Equal(k.events[n-1].RecordedAt)) {
				t.Errorf("%d events, %s: from %v to %v", n, name, r.First, r.Last)
			}
		}
	}
}

// TestWriterWhileVerifying: appends that come in while a ledger is verified, from
// this program and from another, are no fault.
func TestWriterWhileVerifying(t *testing.T) {
	dir := t.TempDir()
	s, err := sqlite.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() //nolint:errcheck // a ledger of a test
	importClaims(t, s, 1000)
	other, err := sqlite.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close() //nolint:errcheck // a ledger of a test
	late := held(t, filled(t, 1050))[1000:]
	done := make(chan struct{})
	var writers sync.WaitGroup
	writers.Go(func() {
		defer close(done)
		next := map[string]store.Revision{}
		for _, r := range held(t, s) {
			next[r.Stream] = r.Revision
		}
		for i, r := range late {
			expected, known := next[r.Stream]
			if !known {
				expected = store.NoStream
			}
			a := store.Append{Stream: r.Stream, Expected: expected, RecordedAt: r.RecordedAt, Actor: r.Actor,
				Events: []store.Event{{Type: r.Type, Version: r.Version, Data: r.Data}}}
			to := []*sqlite.Store{s, other}[i%2]
			if _, err := to.Append(context.Background(), a); err != nil {
				t.Error(err)
				return
			}
			next[r.Stream] = expected + 1
		}
	})
	runs := 0
	for running := true; running; runs++ {
		select {
		case <-done:
			running = false
		default:
		}
		r, err := verify.Log(context.Background(), s, verify.Options{StreamOf: aggregates.StreamOf})
		if err != nil {
			t.Fatal(err)
		}
		_, head, err := verify.Tree(context.Background(), other)
		if err != nil || head.Size < r.Head.Size {
			t.Fatalf("%+v, %v after %+v", head, err, r.Head)
		}
	}
	writers.Wait()
	r, err := verify.Log(context.Background(), s, verify.Options{StreamOf: aggregates.StreamOf})
	if err != nil || r.Head.Size != 1050 {
		t.Fatalf("%+v, %v", r, err)
	}
	t.Logf("verified %d times meanwhile", runs)
}

// TestCancel: when the caller gives up, verify says so whatever it has seen, the
// store is not read any more when it returns, and nothing of it goes on running.
func TestCancel(t *testing.T) {
	k := newKeeping(t, 5000)
	active := 0
	k.active = &active
	before := runtime.NumGoroutine()
	for _, at := range []store.Position{0, 1, 255, 256, 1000, 4700, 4998} {
		ctx, cancel := context.WithCancel(context.Background())
		_, err := verify.Log(ctx, k, verify.Options{Fold: func(e ledger.Entry) error {
			if e.Position == at {
				cancel()
			}
			return nil
		}})
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled at %d: %v", at, err)
		}
		if active != 0 {
			t.Fatalf("cancelled at %d: the store is still read", at)
		}
	}
	stop := errors.New("enough")
	for range 20 { // a fault early in the log stops the rest of it too
		if _, err := verify.Log(context.Background(), k,
			verify.Options{Fold: func(ledger.Entry) error { return stop }}); !errors.Is(err, stop) || active != 0 {
			t.Fatalf("%v, %d iterations", err, active)
		}
	}
	for i := 0; runtime.NumGoroutine() > before; i++ { // those that end need a moment
		if i == 1_000_000 {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
		runtime.Gosched()
	}
}

// TestProcessors: the outcome does not depend on how many goroutines work.
func TestProcessors(t *testing.T) {
	right, wrong := newKeeping(t, 9000), newKeeping(t, 9000)
	altered(&wrong.events[7700])
	altered(&wrong.events[7710])
	wrong.events = slices.Delete(wrong.events, 7720, 7721)
	var results, faults []string
	procs := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(procs)
	for _, n := range []int{1, 2, 3, 16} {
		runtime.GOMAXPROCS(n)
		for range 2 {
			for _, parts := range []bool{false, true} {
				right, wrong := store.Store(right), store.Store(wrong)
				if parts {
					right, wrong = ranging{right.(*keeping)}, ranging{wrong.(*keeping)}
				}
				r, err := verify.Log(context.Background(), right, verify.Options{StreamOf: aggregates.StreamOf})
				if err != nil {
					t.Fatal(err)
				}
				_, err = verify.Log(context.Background(), wrong, verify.Options{StreamOf: aggregates.StreamOf})
				if err == nil {
					t.Fatal("not found")
				}
				results, faults = append(results, r.Head.Root.String()), append(faults, err.Error())
			}
		}
	}
	if len(slices.Compact(results)) != 1 || len(slices.Compact(faults)) != 1 {
		t.Errorf("%v\n%v", results, faults)
	}
}
