package statistics

import (
	"maps"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/daily"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// Sums reports that the view keeps nothing of single payments but sums.
func (v *View) Sums() bool { return true }

// ApplySum folds in payments as their sum. Error: daily.ErrTooMany.
func (v *View) ApplySum(e event.Event, _ int) error {
	return v.Apply(ledger.Entry{Event: e})
}

func writeKey(w *snapshot.Writer, k Key) {
	w.Int(int64(k.Period.First))
	w.Int(int64(k.Period.Last))
	for _, s := range [...]string{string(k.Region), string(k.Fund), string(k.Item), k.Detail} {
		w.Text(s)
	}
}

func readKey(r *snapshot.Reader) Key {
	return Key{
		Period: Period{First: int(r.Int()), Last: int(r.Int())},
		Region: fund.Region(r.Text()), Fund: fund.ID(r.Text()), Item: Item(r.Text()), Detail: r.Text(),
	}
}

// flowForm is how the keys of flows stand in a snapshot.
func flowForm() daily.Form[Key] {
	return daily.Form[Key]{Compare: compare, Write: func(w *snapshot.Writer, _, k Key) { writeKey(w, k) },
		Read: func(r *snapshot.Reader, _ Key) Key { return readKey(r) }}
}

// paperForm is how papers stand in a snapshot: thousands in a row are of one figure.
func paperForm() daily.Form[paper] {
	return daily.Form[paper]{
		Compare: comparePapers,
		Write: func(w *snapshot.Writer, before, p paper) {
			head := int64(0)
			if p.silent {
				head |= silentPaper
			}
			if p.Key != before.Key {
				head |= otherKey
			}
			if w.Int(head); p.Key != before.Key {
				writeKey(w, p.Key)
			}
			w.TextAfter(before.number, p.number)
			w.Text(p.document)
		},
		Read: func(r *snapshot.Reader, before paper) paper {
			head := r.Int()
			p := paper{Key: before.Key, silent: head&silentPaper != 0}
			if head&otherKey != 0 {
				p.Key = readKey(r)
			}
			p.number, p.document = r.TextAfter(before.number), r.Text()
			return p
		},
	}
}

// What stands in front of a paper.
const (
	silentPaper = 1 << iota
	otherKey
)

// AppendSnapshot appends all that Restore needs to dst.
func (v *View) AppendSnapshot(dst []byte) []byte {
	w := snapshot.Writer{Bytes: dst}
	v.flows.AppendSnapshot(&w, flowForm())
	v.papers.AppendSnapshot(&w, paperForm())
	w.Len(len(v.heads))
	for _, key := range slices.SortedFunc(maps.Keys(v.heads), compare) {
		writeKey(&w, key)
		days := v.heads[key]
		w.Len(len(days))
		for _, day := range slices.Sorted(maps.Keys(days)) {
			w.Date(day)
			w.Len(len(days[day]))
			for _, h := range days[day] {
				w.Text(h.document)
				w.Int(h.persons)
			}
		}
	}
	w.Len(len(v.reported))
	for _, r := range v.reported {
		w.Date(r.on)
		writeKey(&w, r.row.Key)
		w.Sum(r.row.Amount)
		for _, s := range [...]string{r.row.Value, r.row.Unit, r.row.Document} {
			w.Text(s)
		}
	}
	return w.Bytes
}

// Restore makes a view that has seen nothing what the one was whose snapshot this is.
func (v *View) Restore(state []byte) error {
	r := snapshot.NewReader(state)
	v.flows.Restore(r, flowForm())
	v.papers.Restore(r, paperForm())
	v.heads = map[Key]map[fund.Date][]headcount{}
	for range r.Len() {
		key, days := readKey(r), map[fund.Date][]headcount{}
		for range r.Len() {
			day := r.Date()
			for range r.Len() {
				days[day] = append(days[day], headcount{r.Text(), r.Int()})
			}
		}
		v.heads[key] = days
	}
	for range r.Len() {
		on, row := r.Date(), Row{Key: readKey(r)}
		row.Amount, row.Value, row.Unit, row.Document = r.Sum(), r.Text(), r.Text(), r.Text()
		v.reported = append(v.reported, reported{on, row})
	}
	return r.Err()
}
