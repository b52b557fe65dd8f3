package annual

import (
	"cmp"
	"strings"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
)

// The metrics that only View has.
const (
	visits        Metric = "visits"
	paidFor       Metric = "paid"
	totalCost     Metric = "total_cost"
	ofTotalCost   Metric = "paid_of_total_cost"
	eligibleCost  Metric = "eligible_cost"
	ofEligible    Metric = "paid_of_eligible_cost"
	elsewhere     Metric = "elsewhere_visits"
	elsewherePaid Metric = "elsewhere_paid"
	settled       Metric = "elsewhere_settled_visits" // of which it is known how
	settledDirect Metric = "elsewhere_direct_visits"
	assistedShare Metric = "income_assisted"
	lateFacts     Metric = "late_facts" // of a view of what came after the end of the span
	lateIncome    Metric = "late_income"
	lateExpense   Metric = "late_expense"
	laterFacts    Metric = "booked_later_facts"
	laterIncome   Metric = "booked_later_income"
	laterExpense  Metric = "booked_later_expense"
)

// Count returns what the view itself has for an indicator, of an area; false if it is made of what
// other views have.
func (v *View) Count(region fund.Region, k Key) (n wide.Int, is bool) {
	n, _, _, is = v.count(k, func(id fund.ID) bool {
		return strings.HasPrefix(string(id), string(region)) && string(id.Kind()) == k.Scheme
	})
	return n, is
}

// count returns what the view has for an indicator, of some funds: whether it has any facts, and
// how many of them are without their number.
func (v *View) count(k Key, of func(fund.ID) bool) (n wide.Int, some bool, vague int64, is bool) {
	switch k.Metric {
	case visits, paidFor, totalCost, ofTotalCost, eligibleCost, ofEligible, elsewhere, elsewherePaid, settled, settledDirect:
		sum, some := v.careIn(k, of)
		n, vague := sum.of(k.Metric)
		return n, some, vague, true
	case assistedShare:
		var sum money.Sum
		for at, amount := range v.assisted {
			if of(at.fund) && k.Span.has(at.month) {
				sum, some = sum.Plus(amount), true
			}
		}
		return wide.Int(sum), some, 0, true
	case lateFacts, lateIncome, lateExpense:
		return v.arrivedIn(k.Span, func(a arrival) bool { return of(a.fund) }).of(k.Metric), true, 0, true
	case laterFacts, laterIncome, laterExpense:
		later := v.arrivedIn(k.Span, func(a arrival) bool { return of(a.fund) && a.booked > monthIn(k.Span.To) })
		for id := range v.begins {
			some = some || of(id)
		}
		return later.of(k.Metric), some, 0, true
	}
	return n, false, 0, false
}

// careIn sums care that an indicator counts: by its kind, or by its place. some is false if none has
// what the indicator is of.
func (v *View) careIn(k Key, of func(fund.ID) bool) (sum careSum, some bool) {
	for at, s := range v.care {
		if !of(at.fund) || !k.Span.counts(at.year, at.month) {
			continue
		}
		is := k.Detail == "" || cmp.Or(string(at.care), ofNoCare) == k.Detail
		switch k.Metric {
		case totalCost, ofTotalCost:
			is = is && !s.total.IsZero()
		case eligibleCost, ofEligible:
			is = is && !s.eligible.IsZero()
		case elsewhere, elsewherePaid:
			is = isPlace(at.place, k.Detail)
		case settled:
			is = isPlace(at.place, k.Detail) && at.settled != ""
		case settledDirect:
			is = isPlace(at.place, k.Detail) && at.settled != "" // none of them is direct: zero, which is known
			if at.settled != event.Direct {
				s = careSum{}
			}
		}
		if is {
			sum, some = sum.plus(s), true
		}
	}
	return sum, some
}

// The details of care elsewhere.
const (
	inProvince = "province"
	outside    = "outside"
)

// isPlace reports whether a place is elsewhere, and that of a detail; "": either.
func isPlace(p event.Place, detail string) bool {
	return p == event.InProvince && detail != outside || p == event.OutOfProvince && detail != inProvince
}

// of returns what a metric of care counts, and how many payments are without their number.
func (s careSum) of(m Metric) (n wide.Int, vague int64) {
	switch m {
	case paidFor, elsewherePaid:
		return wide.Int(s.amount), 0
	case totalCost:
		return wide.Int(s.total), 0
	case ofTotalCost:
		return wide.Int(s.ofTotal), 0
	case eligibleCost:
		return wide.Int(s.eligible), 0
	case ofEligible:
		return wide.Int(s.ofEligible), 0
	}
	return s.visits, s.vague
}

// arrivedIn sums facts that are dated in a span.
func (v *View) arrivedIn(s Span, is func(arrival) bool) (sum arrivals) {
	for at, a := range v.arrived {
		if s.has(at.occurred) && is(at) {
			sum = sum.plus(a)
		}
	}
	return sum
}

// of returns what a metric of late facts counts.
func (a arrivals) of(m Metric) wide.Int {
	switch {
	case strings.HasSuffix(string(m), "_income"):
		return wide.Int(a.income)
	case strings.HasSuffix(string(m), "_expense"):
		return wide.Int(a.expense)
	}
	return wide.Of(a.facts)
}

// has reports whether a month is in the span.
func (s Span) has(m month) bool { return monthIn(s.From) <= m && m <= monthIn(s.To) }

// counts reports whether what counts in a month, of a payment of a year, is of the span.
func (s Span) counts(year int, m month) bool {
	if year < s.From.Year() || year > s.To.Year() {
		return false
	}
	return s.isYears() || s.has(m)
}

// isYears reports whether the span is of whole years.
func (s Span) isYears() bool { return s.Months()%12 == 0 && numberOf(s.From) == 1 }
