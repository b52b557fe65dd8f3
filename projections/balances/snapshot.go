package balances

import (
	"maps"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// Sums reports that the view keeps nothing of single payments but sums.
func (v *View) Sums() bool { return true }

// ApplySum folds in payments as their sum. It does not fail.
func (v *View) ApplySum(e event.Event, _ int) error {
	return v.Apply(ledger.Entry{Event: e})
}

// AppendSnapshot appends all that Restore needs to dst.
func (v *View) AppendSnapshot(dst []byte) []byte {
	w := snapshot.Writer{Bytes: dst}
	w.Len(len(v.names))
	for _, id := range slices.Sorted(maps.Keys(v.names)) {
		w.Text(string(id))
		w.Text(v.names[id])
	}
	w.Len(len(v.opened))
	for _, id := range slices.Sorted(maps.Keys(v.opened)) {
		o := v.opened[id]
		w.Text(string(id))
		w.Date(o.on)
		w.Sum(o.amount)
		w.Len(o.facts)
	}
	v.flows.write(&w)
	return w.Bytes
}

// Restore makes a view that has seen nothing what the one was whose snapshot this is.
func (v *View) Restore(state []byte) error {
	r := snapshot.NewReader(state)
	v.names, v.opened = map[fund.ID]string{}, map[fund.ID]opening{}
	for range r.Len() {
		id := fund.ID(r.Text())
		v.names[id] = r.Text()
	}
	for range r.Len() {
		id := fund.ID(r.Text())
		v.opened[id] = opening{on: r.Date(), amount: r.Sum(), facts: int(r.Int())}
	}
	v.flows = readFlows(r)
	return r.Err()
}
