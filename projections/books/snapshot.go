package books

import (
	"cmp"
	"maps"
	"slices"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/posting"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// Sums is true: the view keeps nothing of single payments but sums.
func (v *View) Sums() bool { return true }

// ApplySum folds in n payments as their sum. It does not fail.
func (v *View) ApplySum(e event.Event, n int) error {
	lines := posting.Of(e)
	v.openings.apply(e, lines, n)
	v.book(e.Common().Booked(), lines)
	return nil
}

// AppendSnapshot appends all that Restore needs to dst.
func (v *View) AppendSnapshot(dst []byte) []byte {
	w := snapshot.Writer{Bytes: dst}
	w.Len(len(v.names))
	for _, id := range v.Funds() {
		w.Text(string(id))
		w.Text(v.names[id])
	}
	w.Len(len(v.keys))
	order := make([]int, len(v.keys)) // that in which accounts were met depends on how sums were made
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(v.keys[a].Fund, v.keys[b].Fund), cmp.Compare(v.keys[a].Account, v.keys[b].Account))
	})
	for _, at := range order {
		w.Text(string(v.keys[at].Fund))
		w.Text(string(v.keys[at].Account))
		n := 0
		for range v.trees[at].each {
			n++
		}
		w.Len(n)
		for day, sum := range v.trees[at].each {
			w.Date(day)
			w.Sum(sum.Debit)
			w.Sum(sum.Credit)
		}
	}
	v.openings.write(&w)
	return w.Bytes
}

// Restore makes a view that has seen nothing what the one was whose snapshot this is.
func (v *View) Restore(state []byte) error {
	r := snapshot.NewReader(state)
	v.names = map[fund.ID]string{}
	for range r.Len() {
		id := fund.ID(r.Text())
		v.names[id] = r.Text()
	}
	for range r.Len() {
		at := v.index(Key{fund.ID(r.Text()), account.Code(r.Text())})
		for range r.Len() {
			v.trees[at].add(r.Date(), Totals{r.Sum(), r.Sum()})
		}
	}
	v.openings.read(r)
	return r.Err()
}

func (o *openings) write(w *snapshot.Writer) {
	w.Len(len(o.on))
	for _, id := range slices.Sorted(maps.Keys(o.on)) {
		w.Text(string(id))
		w.Date(o.on[id])
	}
	w.Len(len(o.firsts))
	for _, id := range slices.Sorted(maps.Keys(o.firsts)) {
		w.Text(string(id))
		w.Len(len(o.firsts[id]))
		for _, day := range slices.Sorted(maps.Keys(o.firsts[id])) {
			w.Date(day)
			w.Int(int64(o.firsts[id][day]))
		}
	}
}

func (o *openings) read(r *snapshot.Reader) {
	o.on, o.firsts = map[fund.ID]fund.Date{}, map[fund.ID]map[fund.Date]int{}
	for range r.Len() {
		id := fund.ID(r.Text())
		o.on[id] = r.Date()
	}
	for range r.Len() {
		id, days := fund.ID(r.Text()), map[fund.Date]int{}
		for range r.Len() {
			day := r.Date()
			days[day] = int(r.Int())
		}
		o.firsts[id] = days
	}
}
