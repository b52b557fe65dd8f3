package annual

import (
	"maps"
	"slices"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/snapshot"
	"github.com/fundledger/fundledger/projections/statistics"
)

// Sums reports that the view keeps nothing of single payments but sums.
func (v *View) Sums() bool { return true }

// ApplySum folds in payments as their sum. Error: daily.ErrTooMany.
func (v *View) ApplySum(e event.Event, n int) error { return v.fold(e, int64(n)) }

// AppendSnapshot appends all that Restore needs to dst.
func (v *View) AppendSnapshot(dst []byte) []byte {
	w := snapshot.Writer{Bytes: dst}
	w.Len(len(v.begins))
	for _, id := range slices.Sorted(maps.Keys(v.begins)) {
		w.Text(string(id))
		w.Date(v.begins[id])
	}
	w.Len(len(v.totals))
	for _, t := range slices.SortedFunc(maps.Keys(v.totals), compareTotals) {
		for _, s := range [...]string{string(t.fund), string(t.account), string(t.region), string(t.item), t.detail} {
			w.Text(s)
		}
		w.Date(t.first)
		w.Date(t.last)
		w.Int(v.totals[t])
	}
	w.Len(len(v.care))
	for _, k := range slices.SortedFunc(maps.Keys(v.care), compareCare) {
		w.Text(string(k.fund))
		w.Text(string(k.care))
		w.Int(int64(k.year))
		w.Int(int64(k.month))
		w.Text(string(k.place))
		w.Text(string(k.settled))
		s := v.care[k]
		w.Wide(s.visits)
		w.Int(s.vague)
		for _, sum := range [...]money.Sum{s.amount, s.total, s.ofTotal, s.eligible, s.ofEligible} {
			w.Sum(sum)
		}
	}
	w.Len(len(v.assisted))
	for _, k := range slices.SortedFunc(maps.Keys(v.assisted), compareMonths) {
		w.Text(string(k.fund))
		w.Int(int64(k.month))
		w.Sum(v.assisted[k])
	}
	w.Len(len(v.arrived))
	for _, k := range slices.SortedFunc(maps.Keys(v.arrived), compareArrivals) {
		w.Text(string(k.fund))
		w.Int(int64(k.occurred))
		w.Int(int64(k.booked))
		a := v.arrived[k]
		w.Int(a.facts)
		w.Sum(a.income)
		w.Sum(a.expense)
	}
	return w.Bytes
}

// Restore makes a view that has seen nothing what the one was whose snapshot this is.
func (v *View) Restore(state []byte) error {
	r := snapshot.NewReader(state)
	v.begins = map[fund.ID]fund.Date{}
	for range r.Len() {
		id := fund.ID(r.Text())
		v.begins[id] = r.Date()
	}
	v.totals = map[total]int64{}
	for range r.Len() {
		t := total{fund: fund.ID(r.Text()), account: account.Code(r.Text()), region: fund.Region(r.Text()),
			item: statistics.Item(r.Text()), detail: r.Text(), first: r.Date(), last: r.Date()}
		v.totals[t] = r.Int()
	}
	v.care = map[careKey]careSum{}
	for range r.Len() {
		k := careKey{fund: fund.ID(r.Text()), care: fund.Care(r.Text()), year: int(r.Int()), month: month(r.Int()), //nolint:gosec // of a year
			place: event.Place(r.Text()), settled: event.Settlement(r.Text())}
		v.care[k] = careSum{visits: r.Wide(), vague: r.Int(), amount: r.Sum(), total: r.Sum(), ofTotal: r.Sum(),
			eligible: r.Sum(), ofEligible: r.Sum()}
	}
	v.assisted = map[monthOf]money.Sum{}
	for range r.Len() {
		k := monthOf{fund.ID(r.Text()), month(r.Int())} //nolint:gosec // of a year
		v.assisted[k] = r.Sum()
	}
	v.arrived = map[arrival]arrivals{}
	for range r.Len() {
		k := arrival{fund.ID(r.Text()), month(r.Int()), month(r.Int())} //nolint:gosec // of a year
		v.arrived[k] = arrivals{r.Int(), r.Sum(), r.Sum()}
	}
	return r.Err()
}
