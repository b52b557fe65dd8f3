// Package seals computes the balances that a closing seals (结账), and checks
// those that were sealed: each must be what the bookings before it make.
package seals

import (
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/verify"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/statements"
)

// Of returns the balances of a fund at the end of a period, as the statements have
// them: income and expense of closed years stand in 3001, those of this year too
// once it is closed. Errors: those of statements.Carried.
func Of(v *books.View, id fund.ID, period event.Period) (event.Balances, error) {
	carried := fund.NewDate(period.Last().Year(), time.January, 1) - 1
	if period.IsYear() {
		carried = period.Last()
	}
	book, err := statements.Carried(v.AsOf(id, period.Last()), v.AsOf(id, carried))
	if err != nil {
		return "", err
	}
	var list []event.Balance
	for _, l := range book.Accounts {
		list = append(list, event.Balance{Account: l.Account, Amount: l.Balance(l.Account)})
	}
	return event.SealBalances(list), nil
}

// View checks sealed balances while entries are shown to it in order. The zero
// View has seen nothing.
type View struct {
	books   books.View
	checked int
}

// Checked returns how many closings were found right.
func (v *View) Checked() int { return v.checked }

// Apply folds one entry in. Errors: *verify.Fault for a closing whose balances are
// not those of the bookings before it; those of books.View.
func (v *View) Apply(entry ledger.Entry) error {
	v.books.Latest = true
	closed, ok := entry.Event.(event.PeriodClosed)
	if !ok {
		return v.books.Apply(entry)
	}
	made, err := Of(&v.books, closed.Fund, closed.Period)
	if err != nil {
		return err
	}
	if made != closed.Balances {
		return &verify.Fault{
			Position: int64(entry.Position), Last: int64(entry.Position), Where: entry.Stream,
			Why: lang.F("结账封存的余额是 %s，由记账重算得 %s", "the closing sealed the balances %s, the bookings before it make %s", string(closed.Balances), string(made)),
		}
	}
	v.checked++
	return v.books.Apply(entry)
}
