package penalties

import (
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/daily"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// Sums reports that the view keeps nothing of single payments.
func (v *View) Sums() bool { return true }

// ApplySum leaves payments out. It does not fail.
func (v *View) ApplySum(event.Event, int) error { return nil }

// form is how keys stand in a snapshot.
func form() daily.Form[sumKey] {
	return daily.Form[sumKey]{
		Compare: compareSums,
		Write: func(w *snapshot.Writer, before, k sumKey) {
			w.TextAfter(string(before.Fund), string(k.Fund))
			w.TextAfter(string(before.Institution), string(k.Institution))
			w.TextAfter(before.Case, k.Case)
			received := int64(0)
			if k.received {
				received = 1
			}
			w.Int(received)
		},
		Read: func(r *snapshot.Reader, before sumKey) sumKey {
			return sumKey{Key{
				Fund:        fund.ID(r.TextAfter(string(before.Fund))),
				Institution: fund.Institution(r.TextAfter(string(before.Institution))),
				Case:        r.TextAfter(before.Case),
			}, r.Int() != 0}
		},
	}
}

// AppendSnapshot appends all that Restore needs to dst.
func (v *View) AppendSnapshot(dst []byte) []byte {
	w := snapshot.Writer{Bytes: dst}
	v.sums.AppendSnapshot(&w, form())
	return w.Bytes
}

// Restore makes a view that has seen nothing what the one was whose snapshot this is.
func (v *View) Restore(state []byte) error {
	r := snapshot.NewReader(state)
	v.sums.Restore(r, form())
	return r.Err()
}
