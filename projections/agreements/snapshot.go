package agreements

import (
	"errors"
	"maps"
	"slices"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// Sums reports that the view keeps nothing of single payments.
func (v *View) Sums() bool { return true }

// ApplySum leaves payments out. It does not fail.
func (v *View) ApplySum(event.Event, int) error { return nil }

// AppendSnapshot appends all that Restore needs to dst.
func (v *View) AppendSnapshot(dst []byte) []byte {
	w := snapshot.Writer{Bytes: dst}
	w.Len(len(v.steps))
	for _, code := range slices.Sorted(maps.Keys(v.steps)) {
		w.Text(string(code))
		w.Len(len(v.steps[code]))
		for _, s := range v.steps[code] {
			w.Int(int64(s.Position))
			w.Event(s.Event)
			w.Date(s.Reversed)
		}
	}
	return w.Bytes
}

// Restore makes a view that has seen nothing what the one was whose snapshot this is.
func (v *View) Restore(state []byte) error {
	r := snapshot.NewReader(state)
	v.steps = map[fund.Institution][]Step{}
	for range r.Len() {
		code := fund.Institution(r.Text())
		for range r.Len() {
			at, e, on := store.Position(r.Int()), r.Event(), r.Date()
			fact, ok := e.(event.Institution)
			if !ok {
				return errors.Join(r.Err(), errors.New("not a fact of an agreement"))
			}
			v.steps[code] = append(v.steps[code], Step{at, fact, on})
		}
	}
	return r.Err()
}
