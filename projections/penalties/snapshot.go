package penalties

import (
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// Sums reports that the view keeps nothing of single payments.
func (v *View) Sums() bool { return true }

// ApplySum leaves payments out. It does not fail.
func (v *View) ApplySum(event.Event, int) error { return nil }

// AppendSnapshot appends all that Restore needs to dst.
func (v *View) AppendSnapshot(dst []byte) []byte {
	w := snapshot.Writer{Bytes: dst}
	v.sums.AppendSnapshot(&w, compareSums, func(w *snapshot.Writer, k sumKey) {
		w.Text(string(k.Fund))
		w.Text(string(k.Institution))
		w.Text(k.Case)
		received := int64(0)
		if k.received {
			received = 1
		}
		w.Int(received)
	})
	return w.Bytes
}

// Restore makes a view that has seen nothing what the one was whose snapshot this is.
func (v *View) Restore(state []byte) error {
	r := snapshot.NewReader(state)
	v.sums.Restore(r, func(r *snapshot.Reader) sumKey {
		return sumKey{Key{fund.ID(r.Text()), fund.Institution(r.Text()), r.Text()}, r.Int() != 0}
	})
	return r.Err()
}
