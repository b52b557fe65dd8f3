package books

import (
	"slices"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/posting"
)

// openings keeps when the books of each fund were opened, and the first days of
// the facts of income and expense, to tell facts that an opening balance holds
// already.
type openings struct {
	on     map[fund.ID]fund.Date
	firsts map[fund.ID]map[fund.Date]int // how many facts begin on a day
}

// apply takes note of n events that are booked as one, with its bookings. A
// reversal books on income or expense exactly if its fact did, but for one that books a
// difference.
func (o *openings) apply(e event.Event, lines []posting.Line, n int) {
	sign := n
	if e.Common().BookedFor != 0 {
		lines = posting.ByDate(e)
	}
	if r, ok := e.(event.FactReversed); ok {
		if r.ByType != "" {
			lines = posting.ByDate(e)
		}
		e, sign = r.Reversed(), -n
	}
	if o.on == nil {
		o.on, o.firsts = map[fund.ID]fund.Date{}, map[fund.ID]map[fund.Date]int{}
	}
	if opened, ok := e.(event.FundOpened); ok {
		o.on[opened.Fund] = opened.OccurredOn
		if sign < 0 {
			delete(o.on, opened.Fund)
		}
		return
	}
	for i, l := range lines {
		if !ofResult(l) || slices.ContainsFunc(lines[:i], func(m posting.Line) bool { return m.Fund == l.Fund && ofResult(m) }) {
			continue // a fact counts once for each fund
		}
		if o.firsts[l.Fund] == nil {
			o.firsts[l.Fund] = map[fund.Date]int{}
		}
		o.firsts[l.Fund][e.Common().First()] += sign
	}
}

// ofResult reports whether a line is one of income or expense.
func ofResult(l posting.Line) bool {
	element := l.Account.Element()
	return element == account.Income || element == account.Expense
}

// BeforeOpening returns how many facts of income and expense begin on or before
// the day whose close a fund's opening balance shows, and that day. The opening
// balance holds them already, so books with such facts count them twice.
func (v *View) BeforeOpening(id fund.ID) (facts int, opened fund.Date) {
	opened, ok := v.openings.on[id]
	if !ok {
		return 0, 0
	}
	for first, n := range v.openings.firsts[id] {
		if first <= opened {
			facts += n
		}
	}
	return facts, opened
}
