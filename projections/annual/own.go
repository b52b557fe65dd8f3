package annual

import (
	"cmp"
	"strings"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
)

// The metrics that only View has.
const (
	visits        Metric = "visits"
	paidFor       Metric = "paid"
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
	case visits, paidFor:
		var sum careSum
		for at, s := range v.care {
			if of(at.fund) && cmp.Or(string(at.care), ofNoCare) == k.Detail && k.Span.counts(at.year, at.month) {
				sum, some = sum.plus(s), true
			}
		}
		if k.Metric == paidFor {
			return wide.Int(sum.amount), some, 0, true
		}
		return sum.visits, some, sum.vague, true
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
