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

// form is how keys stand in a snapshot: a fund only if it is another than that of the
// key before, and of a person the bytes.
func form() daily.Form[sumKey] {
	return daily.Form[sumKey]{Compare: compareSums, Write: writeKey, Read: readKey}
}

// What stands in front of a key, besides what is summed.
const (
	otherFund = 1 << iota
	ofPerson
	headBits = iota
)

func writeKey(w *snapshot.Writer, before, k sumKey) {
	head := int64(k.what) << headBits
	if k.fund != before.fund {
		head |= otherFund
	}
	if k.named {
		head |= ofPerson
	}
	w.Int(head)
	if k.fund != before.fund {
		w.Bytes = append(w.Bytes, k.fund[:]...)
	}
	if k.named {
		w.Bytes = append(w.Bytes, k.person[:]...)
	}
	w.Int(int64(k.first))
	w.Int(int64(k.year))
}

func readKey(r *snapshot.Reader, before sumKey) sumKey {
	head := r.Int()
	k := sumKey{fund: before.fund, what: what(head >> headBits), named: head&ofPerson != 0} //nolint:gosec // as it was written
	if head&otherFund != 0 || before == (sumKey{}) {
		if r.Into(k.fund[:]); !fund.ID(k.fund[:]).Valid() {
			r.Refuse()
		}
	}
	if k.named {
		r.Into(k.person[:])
	}
	k.first, k.year = int16(r.Int()), int16(r.Int()) //nolint:gosec // as it was written
	return k
}

// AppendSnapshot appends all that Restore needs to dst.
func (v *View) AppendSnapshot(dst []byte) []byte {
	w := snapshot.Writer{Bytes: dst}
	v.sums.AppendSnapshot(&w, form())
	w.Len(len(v.caps))
	for _, l := range v.caps {
		w.Event(l.fact)
		w.Date(l.reversed)
	}
	return w.Bytes
}

// Restore makes a view that has seen nothing what the one was whose snapshot this is.
// The state must not change: a city has half a million persons, and is asked for one.
func (v *View) Restore(state []byte) error {
	r := snapshot.NewReader(state)
	v.sums.RestorePacked(r, form(), v.note)
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
