package budgets

import (
	"github.com/fundledger/fundledger/ledger/budget"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/daily"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// Sums reports that the view keeps nothing of single payments.
func (v *View) Sums() bool { return true }

// ApplySum leaves payments out. It does not fail.
func (v *View) ApplySum(event.Event, int) error { return nil }

// form is how the keys of what was paid stand in a snapshot.
func form() daily.Form[part] {
	return daily.Form[part]{
		Compare: compareParts,
		Write: func(w *snapshot.Writer, _, p part) {
			w.Text(string(p.fund))
			w.Text(string(p.line))
		},
		Read: func(r *snapshot.Reader, _ part) part { return part{fund.ID(r.Text()), budget.Line(r.Text())} },
	}
}

// AppendSnapshot appends all that Restore needs to dst.
func (v *View) AppendSnapshot(dst []byte) []byte {
	w := snapshot.Writer{Bytes: dst}
	keys := v.keys()
	w.Len(len(keys))
	for _, k := range keys {
		w.Text(string(k.Fund))
		w.Int(k.Year)
		w.Text(string(k.Line))
		for _, list := range [][]Figure{v.lines[k].approved, v.lines[k].adjusted} {
			w.Len(len(list))
			for _, f := range list {
				w.Fen(f.Amount)
				w.Date(f.On)
				w.Text(f.Document)
				w.Text(f.Cause)
				w.Int(int64(f.Position))
			}
		}
	}
	v.parts.AppendSnapshot(&w, form())
	return w.Bytes
}

// Restore makes a view that has seen nothing what the one was whose snapshot this is.
func (v *View) Restore(state []byte) error {
	r := snapshot.NewReader(state)
	for range r.Len() {
		l := v.line(Key{fund.ID(r.Text()), r.Int(), budget.Line(r.Text())})
		for _, list := range []*[]Figure{&l.approved, &l.adjusted} {
			for range r.Len() {
				*list = append(*list, Figure{r.Fen(), r.Date(), r.Text(), r.Text(), store.Position(r.Int())})
			}
		}
	}
	v.parts.Restore(r, form())
	return r.Err()
}
