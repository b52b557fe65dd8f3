// Package balances is the view of what is in each fund: income, expense and
// balance on the cash basis, as of any business date.
//
// A balance is counted from the fund's opening balance, which is what it held
// at the close of its date. Entries that cover only days up to then are in it
// already; an entry that covers days on both sides cannot be split and is shown
// as straddling, not counted. A fund without an opening has no known balance,
// only income and expense.
package balances

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/posting"
)

// View is the fold. The zero View has seen nothing.
type View struct {
	names  map[fund.ID]string
	opened map[fund.ID]opening
	flows  flows
}

// opening is what a fund held; of a 职工 fund what each of its parts held.
type opening struct {
	on     fund.Date
	amount money.Sum
	facts  int
}

// Row is one fund.
type Row struct {
	Fund fund.ID
	Name string

	Income, Expense money.Sum // of everything dated up to the as-of date
	NotBegun        bool      // nothing is dated up to then, but something later: they are not known

	Opened                    bool // the rest is meaningful only if so
	OpenedOn                  fund.Date
	Opening                   money.Sum
	IncomeSince, ExpenseSince money.Sum // of what lies after the opening
	Adjusted, AdjustedSince   money.Sum // balances of earlier years (上年结余调整); neither income nor expense
	Balance                   money.Sum // opening, with all that is since
	Straddling                money.Sum // income less expense that cannot be split at the opening

	Accounts []AccountSum // those with entries, income first
}

// AccountSum is what one account of a fund sums to, up to the as-of date.
type AccountSum struct {
	Account account.Code
	Amount  money.Sum
}

// Name returns the name of the view and of its state's form.
func (v *View) Name() string { return "balances.v3" }

// Clear makes the view one that has seen nothing.
func (v *View) Clear() { *v = View{} }

// Apply folds one entry in. It does not fail.
func (v *View) Apply(entry ledger.Entry) error {
	covers := entry.Event.Common()
	switch e := entry.Event.(type) {
	case event.FundEstablished:
		if v.names == nil {
			v.names = map[fund.ID]string{}
		}
		v.names[e.Fund] = e.Name
		return nil
	case event.FundOpened:
		v.open(e, 1)
		return nil
	case event.FactReversed:
		fact := e.Reversed()
		if opened, ok := fact.(event.FundOpened); ok {
			v.open(opened, -1)
			return nil
		}
		covers = fact.Common()
	default:
	}
	for _, line := range posting.ByDate(entry.Event) {
		switch {
		case counts(line.Account):
		case adjusts(entry.Event) && line.Account.Within(account.Balance):
			line.Account = account.Balance
		default:
			continue // money and open items: the other side
		}
		if v.flows == nil {
			v.flows = flows{}
		}
		s := span{first: covers.First(), last: covers.OccurredOn, on: entry.Event.Common().OccurredOn, amount: line.Net().Sum()}
		v.flows.add(flow{line.Fund, line.Account}, s)
	}
	return nil
}

// adjusts reports whether an event adjusts the balance of an earlier year, or takes that back.
func adjusts(e event.Event) bool {
	if r, ok := e.(event.FactReversed); ok {
		e = r.Reversed()
	}
	_, is := e.(event.BalanceAdjusted)
	return is
}

// open counts an opening balance: once, or taken back.
func (v *View) open(e event.FundOpened, sign int) {
	if v.opened == nil {
		v.opened = map[fund.ID]opening{}
	}
	o := v.opened[e.Fund]
	o.amount = o.amount.Add(money.Fen(sign) * e.Amount)
	o.on, o.facts = e.OccurredOn, o.facts+sign
	v.opened[e.Fund] = o
	if o.facts == 0 {
		delete(v.opened, e.Fund)
	}
}

// AsOf returns one row per fund, in the order of their codes, of everything
// dated up to and including a date; date 0 means all. Error:
// for an entry of a fund that was never established.
func (v *View) AsOf(on fund.Date) ([]Row, error) {
	rows := map[fund.ID]*Row{}
	for id, name := range v.names {
		r := &Row{Fund: id, Name: name}
		if o, ok := v.opened[id]; ok && (on == 0 || o.on <= on) {
			r.Opened, r.OpenedOn, r.Opening = true, o.on, o.amount
		} else {
			r.NotBegun = ok
		}
		rows[id] = r
	}
	for of, spans := range v.flows {
		r := rows[of.fund]
		if r == nil {
			return nil, fmt.Errorf("balances: an entry of the fund %s, which was never established", of.fund)
		}
		if sum, some := sumUp(spans, on, r.OpenedOn); some {
			r.add(of.account, sum)
		} else {
			r.NotBegun = true
		}
	}
	out := make([]Row, 0, len(rows))
	for _, id := range slices.Sorted(maps.Keys(rows)) {
		r := rows[id]
		slices.SortFunc(r.Accounts, func(a, b AccountSum) int { return cmp.Compare(a.Account, b.Account) })
		r.Balance = r.Opening.Plus(r.AdjustedSince).Plus(r.IncomeSince).Minus(r.ExpenseSince)
		r.NotBegun = r.NotBegun && len(r.Accounts) == 0 && r.Adjusted.IsZero() && !r.Opened
		out = append(out, *r)
	}
	return out, nil
}

// Year is what one fund took in and spent in one calendar year.
type Year struct {
	Year            int
	Income, Expense money.Sum // of the year
	Adjusted        money.Sum // in the year, of the balances of earlier ones
	Unknown         bool      // they are not known, for the opening is of the end
	End             Row       // as of its end, or of the date if that is earlier
}

// Yearly returns every fund in every calendar year, up to a date (0 means all), in
// which anything was booked or a fund was opened, in the order of funds and years.
// Error: as AsOf.
func (v *View) Yearly(until fund.Date) ([]Year, error) { return v.In(v.Years(until), until) }

// In returns every fund in some calendar years, as Yearly does.
func (v *View) In(years []int, until fund.Date) ([]Year, error) {
	var out []Year
	before := map[fund.ID]Row{}
	for _, year := range years {
		end := fund.NewDate(year, time.December, 31)
		if until != 0 {
			end = min(end, until)
		}
		rows, err := v.AsOf(end)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			b := before[r.Fund]
			before[r.Fund] = r
			unknown := len(r.Accounts) == 0 && r.Opened && r.OpenedOn == end
			out = append(out, Year{Year: year, Income: r.Income.Minus(b.Income), Expense: r.Expense.Minus(b.Expense),
				Adjusted: r.Adjusted.Minus(b.Adjusted), Unknown: unknown, End: r})
		}
	}
	slices.SortStableFunc(out, func(a, b Year) int { return cmp.Compare(a.End.Fund, b.End.Fund) })
	return out, nil
}

// Years returns the calendar years, up to that of a date (0 means all), in which
// anything was booked or a fund was opened, each once, in order.
func (v *View) Years(until fund.Date) []int {
	seen := map[int]bool{}
	var from, to fund.Date // of the year last seen: neighbours are mostly of one
	see := func(day fund.Date) {
		if until != 0 && day > until || from <= day && day <= to {
			return
		}
		year := day.Year()
		seen[year] = true
		from, to = fund.NewDate(year, time.January, 1), fund.NewDate(year, time.December, 31)
	}
	for _, spans := range v.flows {
		for i := range spans {
			see(spans[i].on)
		}
	}
	for _, o := range v.opened {
		see(o.on)
	}
	return slices.Sorted(maps.Keys(seen))
}

// add adds what an account sums to, which has not been added yet.
func (r *Row) add(of account.Code, s sum) {
	if of == account.Balance {
		r.Adjusted, r.AdjustedSince = s.total, s.since
		return
	}
	total, since, straddling := &r.Expense, &r.ExpenseSince, s.straddling.Neg()
	if of.Element() == account.Income {
		total, since, straddling = &r.Income, &r.IncomeSince, s.straddling
	}
	*total, *since = total.Plus(s.total), since.Plus(s.since)
	r.Straddling = r.Straddling.Plus(straddling)
	r.Accounts = append(r.Accounts, AccountSum{of, s.total})
}

// AppendState appends the whole state to dst: equal histories give equal bytes.
func (v *View) AppendState(dst []byte) []byte {
	for _, id := range slices.Sorted(maps.Keys(v.names)) {
		dst = fmt.Appendf(dst, "%s %q", id, v.names[id])
		if o, ok := v.opened[id]; ok {
			dst = fmt.Appendf(dst, " opened %s %s", o.on, o.amount)
		}
		dst = append(dst, '\n')
	}
	for _, of := range v.flows.sorted() {
		for _, s := range v.flows[of] {
			dst = fmt.Appendf(dst, "%s %s %s %s %s %s\n", of.fund, of.account, s.first, s.last, s.on, s.amount)
		}
	}
	return dst
}
