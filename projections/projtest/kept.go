package projtest

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/tally"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/replay"
)

// sums folds the reimbursements of each third of the history in as their sums,
// after its other entries: the state must come out the same.
func sums(t *testing.T, fresh func() replay.View, history []ledger.Entry) {
	t.Helper()
	v, ok := fresh().(replay.Summing)
	if !ok || !v.Sums() {
		return
	}
	whole := stateOf(t, fresh(), withMore(history))
	history = withMore(history)
	for len(history) > 0 {
		var tally tally.Tally
		third := history[:min(len(history), len(history)/3+1)]
		history = history[len(third):]
		for _, entry := range third {
			wire, version, data, err := event.Encode(entry.Event)
			if err != nil {
				t.Fatal(err)
			}
			if !tally.Add(wire, version, data) {
				apply(t, v, entry)
			}
		}
		summed := 0
		if p, ok := v.(replay.Personal); ok {
			if err := p.ApplyReliefs(tally.Reliefs()); err != nil {
				t.Fatal(err)
			}
		}
		tally.Each(func(e event.Event, n int) bool {
			summed += n
			if err := v.ApplySum(e, n); err != nil {
				t.Fatal(err)
			}
			return true
		})
		if summed == 0 {
			t.Error("nothing was summed")
		}
	}
	if got := v.AppendState(nil); !bytes.Equal(got, whole) {
		t.Errorf("folded in as sums:\n%s\none by one:\n%s", got, whole)
	}
}

// withMore returns the history with more of its payments in every part.
func withMore(history []ledger.Entry) []ledger.Entry {
	var paid []event.ReimbursementPaid
	var relief []event.ReliefPaid
	for _, entry := range history {
		switch e := entry.Event.(type) {
		case event.ReimbursementPaid:
			if e.Count > 0 {
				paid = append(paid, e)
			}
		case event.ReliefPaid:
			if e.Person != "" {
				e.Eligible, e.Basic, e.Critical = 0, 0, 0
				relief = append(relief, e)
			}
		default:
		}
	}
	var out []ledger.Entry
	for i, entry := range history {
		if out = append(out, entry); i < len(history)/10 {
			continue // funds first
		}
		more := entry
		e := paid[i%len(paid)]
		e.Document += "-more"
		e.Amount++
		e.Person, e.Department = "", ""
		more.Event = e
		out = append(out, more)
		given := relief[i%len(relief)]
		given.Document += "-more"
		given.Amount++
		given.OccurredOn -= fund.Date(i % 3)
		more.Event = given
		out = append(out, more)
	}
	for i := range out {
		out[i].Position = 0 // a sum has no position
	}
	return out
}

// snapshots keeps the view at many places, restores it, and goes on.
func snapshots(t *testing.T, fresh func() replay.View, history []ledger.Entry) {
	t.Helper()
	first, ok := fresh().(replay.Kept)
	if !ok || !first.Sums() {
		return
	}
	for i := 0; i <= len(history); i += 1 + len(history)/23 {
		v, _ := fresh().(replay.Kept)
		for _, entry := range history[:i] {
			apply(t, v, entry)
		}
		kept := v.AppendSnapshot([]byte("before"))
		if !bytes.HasPrefix(kept, []byte("before")) || !bytes.Equal(kept, v.AppendSnapshot([]byte("before"))) {
			t.Fatal("AppendSnapshot does not append, or its order is not fixed")
		}
		kept = kept[len("before"):]
		restored, _ := fresh().(replay.Kept)
		if err := restored.Restore(kept); err != nil {
			t.Fatalf("at %d: %v", i, err)
		}
		if got, want := restored.AppendState(nil), v.AppendState(nil); !bytes.Equal(got, want) {
			t.Fatalf("restored at %d:\n%s\nkept:\n%s", i, got, want)
		}
		for _, entry := range history[i:] {
			apply(t, v, entry)
			apply(t, restored, entry)
		}
		if !bytes.Equal(restored.AppendState(nil), v.AppendState(nil)) || !bytes.Equal(restored.AppendSnapshot(nil), v.AppendSnapshot(nil)) {
			t.Fatalf("restored at %d it goes on otherwise", i)
		}
		first = v
	}
	// What is damaged is an error or another state, never a panic or a lot of memory.
	whole := first.AppendSnapshot(nil)
	random := rand.New(rand.NewPCG(6, 1))
	for range 100 {
		spoiled := bytes.Clone(whole[:random.IntN(len(whole)+1)])
		for range random.IntN(4) {
			if len(spoiled) > 0 {
				spoiled[random.IntN(len(spoiled))] ^= 1 << random.IntN(8)
			}
		}
		v, _ := fresh().(replay.Kept)
		if err := v.Restore(spoiled); err == nil && len(spoiled) < len(whole) && bytes.Equal(v.AppendSnapshot(nil), whole) {
			t.Error("a part of a snapshot was taken for the whole")
		}
	}
}
