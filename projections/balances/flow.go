package balances

import (
	"cmp"
	"maps"
	"slices"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// flow is an account of income or expense of a fund, or 3001 for what adjusts it.
type flow struct {
	fund    fund.ID
	account account.Code
}

// flows keep what each flow sums to by days. A city has a few dozen of them, each
// of some thousand spans, mostly met in order: so the spans of one are a sorted
// list, which is quick to keep, to restore and to add up. The zero flows are empty.
type flows map[flow][]span

// counts reports whether an account is one of income or expense.
func counts(c account.Code) bool {
	return c.Element() == account.Income || c.Element() == account.Expense
}

// span is what was booked on a date for the days from first to last, which decide
// whether it lies after an opening. A reversal covers the days of what it reverses.
type span struct {
	first, last fund.Date
	on          fund.Date
	amount      money.Sum
}

func (s span) compare(t span) int {
	return cmp.Or(cmp.Compare(s.first, t.first), cmp.Compare(s.last, t.last), cmp.Compare(s.on, t.on))
}

// add adds to the span of the same days.
func (f flows) add(to flow, s span) {
	spans := f[to]
	at, found := len(spans), false
	if at > 0 && spans[at-1].compare(s) >= 0 {
		at, found = slices.BinarySearchFunc(spans, s, span.compare)
	}
	if !found {
		f[to] = slices.Insert(spans, at, s)
		return
	}
	spans[at].amount = spans[at].amount.Plus(s.amount)
}

// sorted returns every flow, in the order of funds and accounts.
func (f flows) sorted() []flow {
	return slices.SortedFunc(maps.Keys(f), func(a, b flow) int {
		return cmp.Or(cmp.Compare(a.fund, b.fund), cmp.Compare(a.account, b.account))
	})
}

// sum is what some spans add up to.
type sum struct {
	total      money.Sum
	since      money.Sum // of what lies after an opening
	straddling money.Sum // of what covers days on both sides of it
}

// sumUp adds up the spans that were booked up to and including a date, 0 for all;
// some is false if there are none. opened is the date of the opening, 0 if there
// is none: then only the total counts.
func sumUp(spans []span, until, opened fund.Date) (s sum, some bool) {
	for i := range spans {
		p := &spans[i]
		if until != 0 && p.on > until {
			continue
		}
		some = true
		s.total = s.total.Plus(p.amount)
		switch {
		case opened == 0, p.last <= opened: // no opening, or in it already
		case p.first > opened:
			s.since = s.since.Plus(p.amount)
		default:
			s.straddling = s.straddling.Plus(p.amount)
		}
	}
	return s, some
}

// write writes all flows. The dates of a span are near those of the one before and
// near each other, so that they mostly take a byte each.
func (f flows) write(w *snapshot.Writer) {
	w.Len(len(f))
	for _, of := range f.sorted() {
		w.Text(string(of.fund))
		w.Text(string(of.account))
		w.Len(len(f[of]))
		before := fund.Date(0)
		for _, s := range f[of] {
			w.DateAfter(before, s.first)
			w.DateAfter(s.first, s.last)
			w.DateAfter(s.last, s.on)
			w.Sum(s.amount)
			before = s.first
		}
	}
}

// readFlows reads what write wrote.
func readFlows(r *snapshot.Reader) flows {
	n := r.Len()
	f := make(flows, n)
	for range n {
		of := flow{fund.ID(r.Text()), account.Code(r.Text())}
		if of.account != account.Balance && (of.account < "4" || of.account >= "6") { // or no account at all
			r.Refuse()
		}
		spans := make([]span, r.Len())
		before := fund.Date(0)
		for i := range spans {
			s := &spans[i]
			s.first = r.DateAfter(before)
			s.last = r.DateAfter(s.first)
			s.on = r.DateAfter(s.last)
			s.amount = r.Sum()
			if i > 0 && spans[i-1].compare(*s) >= 0 {
				r.Refuse()
			}
			before = s.first
		}
		f[of] = spans
	}
	return f
}
