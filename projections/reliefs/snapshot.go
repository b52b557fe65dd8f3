package reliefs

import (
	"errors"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/tally"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/daily"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// Sums reports that the view keeps nothing of reimbursements, and gets relief by
// person from ApplyReliefs.
func (v *View) Sums() bool { return true }

// ApplySum leaves payments out: see ApplyReliefs. It does not fail.
func (v *View) ApplySum(event.Event, int) error { return nil }

// ApplyReliefs folds in relief payments to persons. Error: daily.ErrTooMany.
func (v *View) ApplyReliefs(paidTo []tally.PersonRelief) error {
	for i := range paidTo {
		r := &paidTo[i]
		year := int16(r.OccurredOn.Year()) //nolint:gosec // years have four digits
		k := sumKey{what: paid, named: true, first: year, year: year, person: r.Person}
		copy(k.fund[:], r.Fund)
		if err := v.add(k, r.OccurredOn, daily.Of(r.Amount, 1)); err != nil {
			return err
		}
	}
	return nil
}

// AppendSnapshot appends all that Restore needs to dst.
func (v *View) AppendSnapshot(dst []byte) []byte {
	w := snapshot.Writer{Bytes: dst}
	v.sums.AppendSnapshot(&w, compareSums, func(w *snapshot.Writer, k sumKey) {
		key := k.key()
		w.Text(string(key.Fund))
		w.Text(string(key.Person))
		w.Int(int64(key.First))
		w.Int(int64(key.Year))
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
	var last []byte // fund
	v.sums.Restore(r, func(r *snapshot.Reader) sumKey {
		of, person := r.Bytes(), r.Bytes()
		if string(of) != string(last) { // it is that of many persons
			if !fund.ID(of).Valid() {
				r.Refuse()
				return sumKey{}
			}
			last = of
		}
		k := sumKey{named: len(person) > 0, first: int16(r.Int()), year: int16(r.Int()), what: what(r.Int())} //nolint:gosec // as it was written
		copy(k.fund[:], of)
		if k.named && !k.setPerson(person) {
			r.Refuse()
			return sumKey{}
		}
		v.note(k)
		return k
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
