package statements

import (
	"cmp"
	"slices"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/books"
)

// TrialBalance is 试算平衡表: of every account what it opened with, what went
// through it, and what it closed with.
type TrialBalance struct {
	Fund     fund.ID
	From, To fund.Date
	Rows     []TrialRow // in the order of codes
	Total    TrialRow

	// What the accounts opened with is not known, for the books began later; likewise
	// what they closed with. Since is when they began.
	UnknownOpening, UnknownClosing bool
	Since                          fund.Date
}

// TrialRow is one account. Opening and Closing are balances: one side is nil.
type TrialRow struct {
	Account                    account.Code
	Opening, Turnover, Closing books.Totals
}

// Trial returns the trial balance of the days from one to another. Income and
// expense of the years before the first day's are in 3001; of later years nothing
// is closed. With detail there is a row for each account that is booked on, else
// one for each statutory account. Accounts without any movement are left out.
//
// Source: KJ Part 1 §7 (借贷记账法).
func Trial(id fund.ID, from, to fund.Date, detail bool, at Books) TrialBalance {
	opening := OpeningOf(from, at)
	closing := at(to)
	turnover := closing.Less(at(from.DayBefore()))
	var codes []account.Code
	for _, b := range []books.Book{opening, turnover} {
		for _, l := range b.Accounts {
			if detail {
				codes = append(codes, l.Account)
			} else {
				codes = append(codes, l.Account.Top())
			}
		}
	}
	slices.Sort(codes)
	t := TrialBalance{
		Fund: id, From: from, To: to,
		UnknownOpening: closing.Unknown(from.DayBefore()), UnknownClosing: closing.Unknown(to), Since: cmp.Or(closing.Opened, closing.First),
	}
	for _, c := range slices.Compact(codes) {
		row := trialRow(c, opening, turnover)
		if row == (TrialRow{Account: c}) {
			continue
		}
		t.Rows = append(t.Rows, row)
		t.Total = t.Total.add(row)
	}
	return t
}

// Balanced reports whether debits equal credits in all three pairs of columns.
func (t TrialBalance) Balanced() bool {
	for _, sum := range []books.Totals{t.Total.Opening, t.Total.Turnover, t.Total.Closing} {
		if sum.Debit != sum.Credit {
			return false
		}
	}
	return true
}

// add returns the sums of both rows, column by column.
func (r TrialRow) add(s TrialRow) TrialRow {
	return TrialRow{
		Account: r.Account, Opening: r.Opening.Plus(s.Opening), Turnover: r.Turnover.Plus(s.Turnover), Closing: r.Closing.Plus(s.Closing),
	}
}

func trialRow(c account.Code, opening, turnover books.Book) TrialRow {
	before, moved := opening.Sum(c), turnover.Sum(c)
	return TrialRow{Account: c, Opening: OneSide(before), Turnover: moved, Closing: OneSide(before.Plus(moved))}
}

// OneSide returns totals as a balance: the difference, on the greater side.
func OneSide(t books.Totals) books.Totals {
	balance := t.Debit.Minus(t.Credit)
	if balance.Sign() >= 0 {
		return books.Totals{Debit: balance}
	}
	return books.Totals{Credit: balance.Neg()}
}
