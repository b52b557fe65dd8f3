package recoveries

import (
	"cmp"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
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
	v.prevented.AppendSnapshot(&w, func(a, b Key) int {
		return cmp.Or(cmp.Compare(a.Fund, b.Fund), cmp.Compare(a.Institution, b.Institution), cmp.Compare(a.Channel, b.Channel),
			cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Article, b.Article), cmp.Compare(a.Year, b.Year), cmp.Compare(a.Case, b.Case))
	}, func(w *snapshot.Writer, k Key) {
		for _, s := range [...]string{string(k.Fund), string(k.Institution), string(k.Channel), string(k.Subject), string(k.Article), k.Case} {
			w.Text(s)
		}
		w.Int(int64(k.Year))
	})
	v.cases.Write(&w)
	return w.Bytes
}

// Restore makes a view that has seen nothing what the one was whose snapshot this is.
func (v *View) Restore(state []byte) error {
	r := snapshot.NewReader(state)
	v.prevented.Restore(r, func(r *snapshot.Reader) Key {
		return Key{
			Fund: fund.ID(r.Text()), Institution: fund.Institution(r.Text()), Channel: event.Channel(r.Text()), Subject: event.Subject(r.Text()),
			Article: law.Article(r.Text()), Case: r.Text(), Year: int(r.Int()),
		}
	})
	v.cases.Read(r)
	return r.Err()
}
