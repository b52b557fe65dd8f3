package recoveries

import (
	"cmp"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/projections/daily"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// Sums reports that the view keeps nothing of single payments.
func (v *View) Sums() bool { return true }

// ApplySum folds in payments as their sum. It does not fail.
func (v *View) ApplySum(e event.Event, _ int) error {
	return v.Apply(ledger.Entry{Event: e})
}

// compareKeys orders keys by their fields.
func compareKeys(a, b Key) int {
	return cmp.Or(cmp.Compare(a.Fund, b.Fund), cmp.Compare(a.Institution, b.Institution), cmp.Compare(a.Channel, b.Channel),
		cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Article, b.Article), cmp.Compare(a.Year, b.Year), cmp.Compare(a.Case, b.Case))
}

// form is how keys stand in a snapshot.
func form() daily.Form[Key] {
	return daily.Form[Key]{
		Compare: compareKeys,
		Write: func(w *snapshot.Writer, before, k Key) {
			w.TextAfter(string(before.Fund), string(k.Fund))
			w.TextAfter(string(before.Institution), string(k.Institution))
			w.TextAfter(string(before.Channel), string(k.Channel))
			w.TextAfter(string(before.Subject), string(k.Subject))
			w.TextAfter(string(before.Article), string(k.Article))
			w.TextAfter(before.Case, k.Case)
			w.Int(int64(k.Year))
		},
		Read: func(r *snapshot.Reader, before Key) Key {
			return Key{
				Fund:        fund.ID(r.TextAfter(string(before.Fund))),
				Institution: fund.Institution(r.TextAfter(string(before.Institution))),
				Channel:     event.Channel(r.TextAfter(string(before.Channel))),
				Subject:     event.Subject(r.TextAfter(string(before.Subject))),
				Article:     law.Article(r.TextAfter(string(before.Article))),
				Case:        r.TextAfter(before.Case),
				Year:        int(r.Int()),
			}
		},
	}
}

// AppendSnapshot appends all that Restore needs to dst.
func (v *View) AppendSnapshot(dst []byte) []byte {
	w := snapshot.Writer{Bytes: dst}
	v.prevented.AppendSnapshot(&w, form())
	v.cases.Write(&w)
	return w.Bytes
}

// Restore makes a view that has seen nothing what the one was whose snapshot this is.
func (v *View) Restore(state []byte) error {
	r := snapshot.NewReader(state)
	v.prevented.Restore(r, form())
	v.cases.Read(r)
	return r.Err()
}
