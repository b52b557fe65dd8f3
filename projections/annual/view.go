package annual

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/posting"
	"github.com/fundledger/fundledger/projections/statistics"
)

// View is the fold of what no other view has and indicators need: care by kind, premiums
// that medical aid paid as they were booked, when facts came into the books, and totals that
// cannot be split over months. The zero View has seen nothing.
type View struct {
	begins   map[fund.ID]fund.Date // the first day that a fact of income or expense covers
	totals   map[total]int64       // how many facts
	care     map[careKey]careSum
	assisted map[monthOf]money.Sum
	arrived  map[arrival]arrivals

	lines []posting.Line // of the last entry
}

// total is days that a fact covers which are of several months, and what it counts in: an
// account of a fund, or a figure of the statistics.
type total struct {
	fund        fund.ID
	account     account.Code // "": a figure
	region      fund.Region
	item        statistics.Item
	detail      string
	first, last fund.Date
}

// careKey is a kind of care, the month in which it counts and the year of its payment: a
// reversal counts in its own month, against the year of what it reverses.
type careKey struct {
	fund  fund.ID
	care  fund.Care
	year  int
	month month

	place   event.Place
	settled event.Settlement
}

// careSum is what was paid for care, and what of it had a known cost.
type careSum struct {
	amount money.Sum
	visits wide.Int
	vague  int64 // payments whose number of person-times is not known

	total, ofTotal       money.Sum // cost where it is known, and what was paid of it
	eligible, ofEligible money.Sum // cost within the scope of payment likewise
}

func (s careSum) plus(t careSum) careSum {
	return careSum{s.amount.Plus(t.amount), s.visits.Plus(t.visits), s.vague + t.vague, s.total.Plus(t.total), s.ofTotal.Plus(t.ofTotal),
		s.eligible.Plus(t.eligible), s.ofEligible.Plus(t.ofEligible)}
}

// back is the sum taken back.
func (s careSum) back() careSum {
	return careSum{s.amount.Neg(), s.visits.Neg(), -s.vague, s.total.Neg(), s.ofTotal.Neg(), s.eligible.Neg(), s.ofEligible.Neg()}
}

// monthOf is a month of a fund.
type monthOf struct {
	fund  fund.ID
	month month
}

// arrival is a month of facts of a fund, and the one in which they were booked.
type arrival struct {
	fund             fund.ID
	occurred, booked month
}

// arrivals are facts with income or expense, and what they come to.
type arrivals struct {
	facts           int64
	income, expense money.Sum
}

func (a arrivals) plus(b arrivals) arrivals {
	return arrivals{a.facts + b.facts, a.income.Plus(b.income), a.expense.Plus(b.expense)}
}

// month counts the months from the first of year 0 on.
type month int32

func monthIn(d fund.Date) month {
	var room [len("2025-06-01")]byte
	b := d.Append(room[:0])
	return month(d.Year()*12 + int(b[5]-'0')*10 + int(b[6]-'0') - 1)
}

// Name returns the name of the view and of its state's form.
func (v *View) Name() string { return "annual.v3" }

// Clear makes the view one that has seen nothing.
func (v *View) Clear() { *v = View{} }

// Apply folds one entry in. Error: daily.ErrTooMany.
func (v *View) Apply(entry ledger.Entry) error { return v.fold(entry.Event, 1) }

// fold folds in an event that stands for n.
func (v *View) fold(e event.Event, n int64) error {
	fact, sign := e, int64(1)
	if r, ok := e.(event.FactReversed); ok {
		fact, sign = r.Reversed(), -1
	}
	if since := fact.Common().Since; since != 0 && monthIn(since) != monthIn(fact.Common().OccurredOn) {
		if err := v.spread(fact, sign*n); err != nil {
			return err
		}
	}
	switch f := fact.(type) {
	case event.ReimbursementPaid:
		v.paid(&f, e.Common().OccurredOn, n, sign)
	case event.PrepaymentSetOff:
		v.paid(&event.ReimbursementPaid{Fact: f.Fact, Fund: f.Fund, Care: f.Care, Amount: f.Amount}, e.Common().OccurredOn, n, sign)
	case event.ParticipationAssisted:
		v.assist(e, f.Fund)
	case event.PremiumRefunded:
		if f.AidFund != "" {
			v.assist(e, f.Fund)
		}
	default:
	}
	v.arrive(e, n, sign)
	return nil
}

// spread takes note of a fact, or n, whose days are of several months.
func (v *View) spread(fact event.Event, n int64) error {
	f := fact.Common()
	add := func(t total) {
		t.first, t.last = f.First(), f.OccurredOn
		if v.totals == nil {
			v.totals = map[total]int64{}
		}
		if v.totals[t] += n; v.totals[t] == 0 {
			delete(v.totals, t)
		}
	}
	var counts statistics.View
	if err := counts.Apply(ledger.Entry{Event: fact}); err != nil {
		return err
	}
	for _, r := range counts.AsOf(0) {
		add(total{fund: r.Fund, region: r.Region, item: r.Item, detail: r.Detail})
	}
	for _, l := range posting.Standing(fact) {
		if ofResult(l.Account) {
			add(total{fund: l.Fund, account: l.Account})
		}
	}
	return nil
}

// paid counts a payment for care, or n as one, or takes it back on a day.
func (v *View) paid(f *event.ReimbursementPaid, on fund.Date, n, sign int64) {
	s := careSum{amount: f.Amount.Sum(), visits: wide.Of(f.Count), total: f.TotalCost.Sum(), eligible: f.Eligible.Sum()}
	if f.Count == 0 {
		s.vague = n
	}
	if f.TotalCost != 0 {
		s.ofTotal = s.amount
	}
	if f.Eligible != 0 {
		s.ofEligible = s.amount
	}
	if sign < 0 {
		s = s.back()
	}
	key := careKey{fund: f.Fund, care: f.Care, year: f.OccurredOn.Year(), month: monthIn(on), place: f.Place, settled: f.Settlement}
	if v.care == nil {
		v.care = map[careKey]careSum{}
	}
	if v.care[key] = v.care[key].plus(s); v.care[key] == (careSum{}) {
		delete(v.care, key)
	}
}

// assist takes note of what an event books as premiums of a fund that medical aid pays.
func (v *View) assist(e event.Event, id fund.ID) {
	for _, l := range posting.Of(e) {
		if l.Fund != id || !ofPremiums(l.Account) {
			continue
		}
		key := monthOf{id, monthIn(e.Common().Booked())}
		if v.assisted == nil {
			v.assisted = map[monthOf]money.Sum{}
		}
		if v.assisted[key] = v.assisted[key].Add(l.Net()); v.assisted[key].IsZero() {
			delete(v.assisted, key)
		}
	}
}

// arrive takes note of when an event, or n as one, came into the books, and of the first day
// that it covers.
func (v *View) arrive(e event.Event, n, sign int64) {
	f := e.Common()
	if paid, ok := e.(event.ReimbursementPaid); ok { // most are
		v.came(paid.Fund, f, arrivals{facts: n, expense: paid.Amount.Sum()})
		v.begin(paid.Fund, f.First())
		return
	}
	v.lines = append(v.lines[:0], posting.ByDate(e)...)
	for i, l := range v.lines {
		if !ofResult(l.Account) {
			continue
		}
		var a arrivals
		if !slices.ContainsFunc(v.lines[:i], func(m posting.Line) bool { return m.Fund == l.Fund && ofResult(m.Account) }) {
			a.facts = n
		}
		if l.Account.Element() == account.Income {
			a.income = l.Net().Sum()
		} else {
			a.expense = l.Net().Sum()
		}
		v.came(l.Fund, f, a)
		if sign > 0 {
			v.begin(l.Fund, f.First())
		}
	}
}

func (v *View) came(id fund.ID, f event.Fact, a arrivals) {
	if v.arrived == nil {
		v.arrived = map[arrival]arrivals{}
	}
	key := arrival{fund: id, occurred: monthIn(f.OccurredOn)}
	key.booked = key.occurred
	if f.BookedOn != 0 {
		key.booked = monthIn(f.BookedOn)
	}
	v.arrived[key] = v.arrived[key].plus(a)
}

func (v *View) begin(id fund.ID, first fund.Date) {
	if v.begins == nil {
		v.begins = map[fund.ID]fund.Date{}
	}
	if day, some := v.begins[id]; !some || first < day {
		v.begins[id] = first
	}
}

// ofResult reports whether an account is one of income or expense.
func ofResult(c account.Code) bool {
	element := c.Element()
	return element == account.Income || element == account.Expense
}

// ofPremiums reports whether an account is one of premiums, split or not.
func ofPremiums(c account.Code) bool {
	return c.Within(account.Premiums) || c.Within(account.UnsplitPremiums)
}

// The orders of what the view keeps.
func compareTotals(a, b total) int {
	return cmp.Or(cmp.Compare(a.fund, b.fund), cmp.Compare(a.account, b.account), cmp.Compare(a.region, b.region),
		cmp.Compare(a.item, b.item), cmp.Compare(a.detail, b.detail), cmp.Compare(a.first, b.first), cmp.Compare(a.last, b.last))
}

func compareCare(a, b careKey) int {
	return cmp.Or(cmp.Compare(a.fund, b.fund), cmp.Compare(a.care, b.care), cmp.Compare(a.year, b.year), cmp.Compare(a.month, b.month),
		cmp.Compare(a.place, b.place), cmp.Compare(a.settled, b.settled))
}

func compareMonths(a, b monthOf) int {
	return cmp.Or(cmp.Compare(a.fund, b.fund), cmp.Compare(a.month, b.month))
}

func compareArrivals(a, b arrival) int {
	return cmp.Or(cmp.Compare(a.fund, b.fund), cmp.Compare(a.occurred, b.occurred), cmp.Compare(a.booked, b.booked))
}

// AppendState appends the whole state to dst: equal histories give equal bytes.
func (v *View) AppendState(dst []byte) []byte {
	for _, id := range slices.Sorted(maps.Keys(v.begins)) {
		dst = fmt.Appendf(dst, "begins %s %s\n", id, v.begins[id])
	}
	for _, t := range slices.SortedFunc(maps.Keys(v.totals), compareTotals) {
		dst = fmt.Appendf(dst, "total %s %s %s %s %q %s %s %d\n", t.fund, t.account, t.region, t.item, t.detail, t.first, t.last, v.totals[t])
	}
	for _, k := range slices.SortedFunc(maps.Keys(v.care), compareCare) {
		s := v.care[k]
		dst = fmt.Appendf(dst, "care %s %q %q %q %d %s %s %s %d cost %s of %s eligible %s of %s\n", k.fund, k.care, k.place, k.settled, k.year, k.month,
			s.amount, s.visits, s.vague, s.ofTotal, s.total, s.ofEligible, s.eligible)
	}
	for _, k := range slices.SortedFunc(maps.Keys(v.assisted), compareMonths) {
		dst = fmt.Appendf(dst, "assisted %s %s %s\n", k.fund, k.month, v.assisted[k])
	}
	for _, k := range slices.SortedFunc(maps.Keys(v.arrived), compareArrivals) {
		a := v.arrived[k]
		dst = fmt.Appendf(dst, "arrived %s %s %s %d %s %s\n", k.fund, k.occurred, k.booked, a.facts, a.income, a.expense)
	}
	return dst
}

// String returns the month as 2025-06.
func (m month) String() string { return fmt.Sprintf("%04d-%02d", m/12, m%12+1) }
