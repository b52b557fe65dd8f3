package cases

import (
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// Sums reports that the view keeps nothing of single payments.
func (v *View) Sums() bool { return true }

// ApplySum folds in payments as their sum. It does not fail.
func (v *View) ApplySum(e event.Event, _ int) error {
	return v.Apply(ledger.Entry{Event: e})
}

// AppendSnapshot appends all that Restore needs to dst.
func (v *View) AppendSnapshot(dst []byte) []byte {
	w := snapshot.Writer{Bytes: dst}
	v.Write(&w)
	return w.Bytes
}

// Restore makes a view that has seen nothing what the one was whose snapshot this is.
func (v *View) Restore(state []byte) error {
	r := snapshot.NewReader(state)
	v.Read(r)
	return r.Err()
}

// Write writes the view as a part of a snapshot.
func (v *View) Write(w *snapshot.Writer) {
	w.Len(len(v.steps))
	for _, key := range v.Keys() {
		w.Text(string(key.Region))
		w.Text(key.Number)
		w.Len(len(v.steps[key]))
		for _, s := range v.steps[key] {
			w.Int(int64(s.Position))
			w.Event(s.Event)
			w.Date(s.Reversed)
		}
	}
}

// Read reads what Write wrote into a view that has seen nothing.
func (v *View) Read(r *snapshot.Reader) {
	v.steps = map[Key][]Step{}
	for range r.Len() {
		key := Key{fund.Region(r.Text()), r.Text()}
		for range r.Len() {
			v.steps[key] = append(v.steps[key], Step{store.Position(r.Int()), r.Event(), r.Date()})
		}
	}
}
