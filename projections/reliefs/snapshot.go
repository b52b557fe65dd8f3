package reliefs

import (
	"cmp"
	"errors"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// Sums reports that the view keeps nothing of reimbursements.
func (v *View) Sums() bool { return true }

// ApplySum leaves reimbursements out. It does not fail.
func (v *View) ApplySum(event.ReimbursementPaid, int) error { return nil }

// AppendSnapshot appends all that Restore needs to dst.
func (v *View) AppendSnapshot(dst []byte) []byte {
	w := snapshot.Writer{Bytes: dst}
	v.sums.AppendSnapshot(&w, func(a, b sumKey) int {
		return cmp.Or(cmp.Compare(a.Person, b.Person), cmp.Compare(a.Fund, b.Fund), cmp.Compare(a.Year, b.Year), cmp.Compare(a.First, b.First), cmp.Compare(a.what, b.what))
	}, func(w *snapshot.Writer, k sumKey) {
		w.Text(string(k.Fund))
		w.Text(string(k.Person))
		w.Int(int64(k.First))
		w.Int(int64(k.Year))
		w.Int(int64(k.what))
	})
	w.Len(len(v.caps))
	for _, l := range v.caps {
		w.Event(l.fact)
		w.Date(l.reversed)
	}
	return w.Bytes
}

// Restore makes a view that has seen nothing what the one was whose snapshot this is.
func (v *View) Restore(state []byte) error {
	r := snapshot.NewReader(state)
	v.sums.Restore(r, func(r *snapshot.Reader) sumKey {
		return sumKey{Key{Fund: fund.ID(r.Text()), Person: fund.Person(r.Text()), First: int(r.Int()), Year: int(r.Int())}, what(r.Int())}
	})
	for range r.Len() {
		e, on := r.Event(), r.Date()
		fact, ok := e.(event.LimitSet)
		if !ok {
			return errors.Join(r.Err(), errors.New("not a cap"))
		}
		v.caps = append(v.caps, limit{fact, on})
	}
	return r.Err()
}
