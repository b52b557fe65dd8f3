// Package projtest is the suite that every view passes: equal histories give
// equal state bytes, however the replay is split, and the state of one fixed
// history stays as it was reviewed.
package projtest

import (
	"bytes"
	"context"
	"flag"
	"os"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/projections/replay"
)

var rewrite = flag.Bool("rewrite", false, "write the states of views into the golden files")

// Run tests a view with a history that has every event type, and compares its
// final state with the golden file at a path. fresh returns a view that has
// seen nothing.
func Run(t *testing.T, fresh func() replay.View, history []ledger.Entry, golden string) {
	t.Helper()
	t.Run("history", func(t *testing.T) { everyType(t, history) })
	t.Run("golden", func(t *testing.T) { compareGolden(t, stateOf(t, fresh(), history), golden) })
	t.Run("again", func(t *testing.T) {
		a, b := fresh(), fresh() // side by side: views share nothing
		for _, entry := range history {
			apply(t, a, entry)
			apply(t, b, entry)
		}
		if !bytes.Equal(a.AppendState(nil), b.AppendState(nil)) || replay.Digest(a) != replay.Digest(b) {
			t.Error("two replays of one history differ")
		}
		if first := a.AppendState(nil); !bytes.Equal(first, a.AppendState(nil)) {
			t.Error("asking for the state changed it, or its order is not fixed")
		}
		if state := a.AppendState([]byte("before")); !bytes.Equal(state, append([]byte("before"), a.AppendState(nil)...)) {
			t.Error("AppendState does not append")
		}
		if a.Name() == "" || a.Name() != fresh().Name() {
			t.Errorf("name %q", a.Name())
		}
	})
	t.Run("split", func(t *testing.T) { split(t, fresh, history) })
	t.Run("sums", func(t *testing.T) { sums(t, fresh, history) })
	t.Run("snapshots", func(t *testing.T) { snapshots(t, fresh, history) })
	t.Run("store", func(t *testing.T) { throughStore(t, fresh, history) })
}

func apply(t *testing.T, v replay.View, entry ledger.Entry) {
	t.Helper()
	if err := v.Apply(entry); err != nil {
		t.Fatalf("position %d: %v", entry.Position, err)
	}
}

func stateOf(t *testing.T, v replay.View, history []ledger.Entry) []byte {
	t.Helper()
	for _, entry := range history {
		apply(t, v, entry)
	}
	return v.AppendState(nil)
}

// everyType fails for an event type that the history does not have.
func everyType(t *testing.T, history []ledger.Entry) {
	t.Helper()
	seen := map[string]bool{}
	for i, entry := range history {
		if int(entry.Position) != i {
			t.Fatalf("entry %d has position %d", i, entry.Position)
		}
		seen[event.Wire(entry.Event)] = true
	}
	for _, typ := range event.Types() {
		if !seen[typ.Wire] {
			t.Errorf("the history has no %s", typ.Wire)
		}
	}
}

// split replays in two parts at every place, looking at the state in between.
func split(t *testing.T, fresh func() replay.View, history []ledger.Entry) {
	t.Helper()
	whole := stateOf(t, fresh(), history)
	growing := fresh()
	for i := range history {
		if state := stateOf(t, fresh(), history[:i]); !bytes.Equal(state, growing.AppendState(nil)) {
			t.Fatalf("after %d entries the state depends on how they were replayed", i)
		}
		apply(t, growing, history[i])
	}
	if !bytes.Equal(whole, growing.AppendState(nil)) {
		t.Error("looking at the state in between changed it")
	}
}

// throughStore replays the history from a log, at every known-at time.
func throughStore(t *testing.T, fresh func() replay.View, history []ledger.Entry) {
	t.Helper()
	ctx := context.Background()
	log := new(memory.Store)
	for _, entry := range history {
		wire, version, data, err := event.Encode(entry.Event)
		if err != nil {
			t.Fatalf("position %d: %v", entry.Position, err)
		}
		_, err = log.Append(ctx, store.Append{
			Stream: entry.Stream, Expected: entry.Revision - 1, RecordedAt: entry.RecordedAt, Actor: entry.Actor,
			Events: []store.Event{{Type: wire, Version: version, Data: data}},
		})
		if err != nil {
			t.Fatalf("position %d: %v", entry.Position, err)
		}
	}
	for i, entry := range history {
		v := fresh()
		result, err := replay.Run(ctx, log, entry.RecordedAt, nil, v)
		if err != nil {
			t.Fatal(err)
		}
		if result.Entries != uint64(i+1) || result.Entries+result.Later != uint64(len(history)) || !result.Last.Equal(entry.RecordedAt) {
			t.Errorf("known at entry %d: %+v", i, result)
		}
		if !bytes.Equal(v.AppendState(nil), stateOf(t, fresh(), history[:i+1])) {
			t.Fatalf("known at entry %d is not what its %d entries say", i, i+1)
		}
	}
	all, last := fresh(), fresh()
	for v, knownAt := range map[replay.View]time.Time{all: {}, last: history[len(history)-1].RecordedAt} {
		if _, err := replay.Run(ctx, log, knownAt, nil, v); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(all.AppendState(nil), last.AppendState(nil)) {
		t.Error("known at the end is not all")
	}
}

func compareGolden(t *testing.T, state []byte, path string) {
	t.Helper()
	if *rewrite {
		if err := os.WriteFile(path, state, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (if the state below is right, run the test with -rewrite)\n%s", err, state)
	}
	if !bytes.Equal(state, want) {
		t.Errorf("the state of the fixed history is\n%s\nnot as in %s:\n%s\n(a wanted change of form is a new name of the view; run the test with -rewrite)", state, path, want)
	}
}
