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
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/daily"
	"github.com/fundledger/fundledger/projections/posting"
)

// View is the fold. The zero View has seen nothing.
type View struct {
	names  map[fund.ID]string
	opened map[fund.ID]opening
	sums   daily.Sums[key]
}

// opening is what a fund held; of a 职工 fund what each of its parts held.
type opening struct {
	on     fund.Date
	amount money.Fen
	facts  int
}

// key tells apart what must be summed apart: the first and last days covered,
// which decide whether an entry lies after the opening. A reversal covers the
// days of what it reverses.
type key struct {
	fund        fund.ID
	account     account.Code
	first, last fund.Date
}

// String is how the key is printed in the view's state.
func (k key) String() string { return fmt.Sprintf("%s %s %s %s", k.fund, k.account, k.first, k.last) }

// Row is one fund.
type Row struct {
	Fund fund.ID
	Name string

	Income, Expense money.Fen // of everything dated up to the as-of date

	Opened                    bool // the rest is meaningful only if so
	OpenedOn                  fund.Date
	Opening                   money.Fen
	IncomeSince, ExpenseSince money.Fen // of what lies after the opening
	Balance                   money.Fen
	Straddling                money.Fen // income less expense that cannot be split at the opening

	Accounts []AccountSum // those with entries, income first
}

// AccountSum is what one account of a fund sums to, up to the as-of date.
type AccountSum struct {
	Account account.Code
	Amount  money.Fen
}

// Name returns the name of the view and of its state's form.
func (v *View) Name() string { return "balances.v1" }

// Apply folds one entry in. Error: money.ErrOverflow.
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
		return v.open(e, 1)
	case event.FactReversed:
		fact := e.Reversed()
		if opened, ok := fact.(event.FundOpened); ok {
			return v.open(opened, -1)
		}
		covers = fact.Common()
	default:
	}
	for _, line := range posting.Of(entry.Event) {
		if element := line.Account.Element(); element != account.Income && element != account.Expense {
			continue // money and open items: the other side
		}
		k := key{fund: line.Fund, account: line.Account, first: covers.First(), last: covers.OccurredOn}
		if err := v.sums.Add(k, entry.Event.Common().OccurredOn, daily.Sum{Amount: line.Net()}); err != nil {
			return err
		}
	}
	return nil
}

// open counts an opening balance: once, or taken back.
func (v *View) open(e event.FundOpened, sign int) error {
	if v.opened == nil {
		v.opened = map[fund.ID]opening{}
	}
	o := v.opened[e.Fund]
	var err error
	if o.amount, err = o.amount.Add(money.Fen(sign) * e.Amount); err != nil {
		return err
	}
	o.on, o.facts = e.OccurredOn, o.facts+sign
	v.opened[e.Fund] = o
	if o.facts == 0 {
		delete(v.opened, e.Fund)
	}
	return nil
}

// AsOf returns one row per fund, in the order of their codes, of everything
// dated up to and including a date; date 0 means all. Error: money.ErrOverflow.
func (v *View) AsOf(on fund.Date) ([]Row, error) {
	rows := map[fund.ID]*Row{}
	for id, name := range v.names {
		r := &Row{Fund: id, Name: name}
		if o, ok := v.opened[id]; ok && (on == 0 || o.on <= on) {
			r.Opened, r.OpenedOn, r.Opening = true, o.on, o.amount
		}
		rows[id] = r
	}
	err := v.sums.Each(on, func(k key, _ fund.Date, sum daily.Sum) error {
		r := rows[k.fund]
		if r == nil {
			return errors.New("an entry of a fund that was never established")
		}
		return r.add(k, sum.Amount)
	})
	if err != nil {
		return nil, fmt.Errorf("balances: %w", err)
	}
	out := make([]Row, 0, len(rows))
	for _, id := range slices.Sorted(maps.Keys(rows)) {
		r := rows[id]
		slices.SortFunc(r.Accounts, func(a, b AccountSum) int { return cmp.Compare(a.Account, b.Account) })
		if r.Balance, err = money.Sum(r.Opening, r.IncomeSince, -r.ExpenseSince); err != nil {
			return nil, fmt.Errorf("%s: %w", id, err)
		}
		out = append(out, *r)
	}
	return out, nil
}

// Years returns the calendar years, up to that of a date (0 means all), in which
// something was booked or a fund was opened, each once, in order.
func (v *View) Years(on fund.Date) []int {
	seen := map[int]bool{}
	_ = v.sums.Each(on, func(_ key, day fund.Date, _ daily.Sum) error { // fails only if this does
		seen[day.Year()] = true
		return nil
	})
	for _, o := range v.opened {
		if on == 0 || o.on <= on {
			seen[o.on.Year()] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// add adds what one account sums to for the days that a key covers.
func (r *Row) add(k key, amount money.Fen) error {
	total, since, signed := &r.Expense, &r.ExpenseSince, -amount
	if k.account.Element() == account.Income {
		total, since, signed = &r.Income, &r.IncomeSince, amount
	}
	var err error
	if *total, err = total.Add(amount); err != nil {
		return err
	}
	switch {
	case !r.Opened, k.last <= r.OpenedOn: // no opening, or in it already
	case k.first > r.OpenedOn:
		*since, err = since.Add(amount)
	default:
		r.Straddling, err = r.Straddling.Add(signed)
	}
	if err != nil {
		return err
	}
	for i := range r.Accounts {
		if r.Accounts[i].Account == k.account {
			r.Accounts[i].Amount, err = r.Accounts[i].Amount.Add(amount)
			return err
		}
	}
	r.Accounts = append(r.Accounts, AccountSum{k.account, amount})
	return nil
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
	return v.sums.AppendState(dst, nil)
}
