package statements

import (
	"slices"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/books"
)

// TrialBalance is 试算平衡表: of every account what it opened with, what went
// through it, and what it closed with.
type TrialBalance struct {
	Fund     fund.ID
	From, To fund.Date
	Rows     []TrialRow // in the order of codes
	Total    TrialRow
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
// Error: money.ErrOverflow.
//
// Source: KJ Part 1 §7 (借贷记账法).
func Trial(id fund.ID, from, to fund.Date, detail bool, at Books) (TrialBalance, error) {
	opening, err := OpeningOf(from, at)
	if err != nil {
		return TrialBalance{}, err
	}
	turnover := at(to).Less(at(before(from)))
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
	t := TrialBalance{Fund: id, From: from, To: to}
	for _, c := range slices.Compact(codes) {
		row, err := trialRow(c, opening, turnover)
		if err != nil {
			return TrialBalance{}, err
		}
		if row == (TrialRow{Account: c}) {
			continue
		}
		t.Rows = append(t.Rows, row)
		if t.Total, err = t.Total.add(row); err != nil {
			return TrialBalance{}, err
		}
	}
	return t, nil
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
func (r TrialRow) add(s TrialRow) (TrialRow, error) {
	opening, err := r.Opening.Add(s.Opening)
	if err != nil {
		return r, err
	}
	turnover, err := r.Turnover.Add(s.Turnover)
	if err != nil {
		return r, err
	}
	closing, err := r.Closing.Add(s.Closing)
	return TrialRow{Account: r.Account, Opening: opening, Turnover: turnover, Closing: closing}, err
}

func trialRow(c account.Code, opening, turnover books.Book) (TrialRow, error) {
	row := TrialRow{Account: c}
	before, err := totals(opening, c)
	if err != nil {
		return row, err
	}
	if row.Turnover, err = totals(turnover, c); err != nil {
		return row, err
	}
	after, err := before.Add(row.Turnover)
	if err != nil {
		return row, err
	}
	row.Opening, row.Closing = OneSide(before), OneSide(after)
	return row, nil
}

// totals returns the totals of an account with everything below it. Error: money.ErrOverflow.
func totals(b books.Book, c account.Code) (books.Totals, error) {
	own, other, err := sides(b, c)
	if c.Element().IsDebit() {
		return books.Totals{Debit: own, Credit: other}, err
	}
	return books.Totals{Debit: other, Credit: own}, err
}

// OneSide returns totals as a balance: the difference, on the greater side.
func OneSide(t books.Totals) books.Totals {
	var balance money.Fen
	if balance = t.Debit - t.Credit; balance >= 0 {
		return books.Totals{Debit: balance}
	}
	return books.Totals{Credit: -balance}
}
