package figures

import (
	"cmp"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/statements"
)

// InTrial returns a cell of a trial balance and what it is made of; of the row "" that of its
// total. A cell on the side on which an account does not stand is nil, and made of nothing.
// Error: *MissingError.
func InTrial(t statements.TrialBalance, row, column string) (Cell, error) {
	when, side, _ := strings.Cut(column, "_")
	if !slices.Contains(trialColumns(), column) {
		return Cell{}, &MissingError{Form: "trial", Column: column, Known: trialColumns()}
	}
	out := Cell{Name: lang.F("%s %s %s", "%s %s %s", string(t.Fund), row, column), Days: Days{t.From, t.To}}
	if when != "turnover" {
		out.Days.From = 0
	}
	if when == "opening" {
		out.Days.To = t.From.DayBefore()
	}
	if when == "opening" && t.UnknownOpening || when == "closing" && t.UnknownClosing {
		out.Unknown = t.Since
	}
	found := row == ""
	for _, r := range t.Rows {
		if row != "" && string(r.Account) != row {
			continue
		}
		found = true
		amount := amountIn(r, when, side)
		out.Amount = out.Amount.Plus(amount)
		switch {
		case amount.IsZero() && when != "turnover":
		case when == "turnover":
			out.Legs = append(out.Legs, Leg{Account: r.Account, Side: Side(side), Days: out.Days})
		default:
			out.Legs = append(out.Legs, balanceLegs(t, r.Account, out.Days.To, side == string(Debit))...)
		}
	}
	if !found {
		return out, &MissingError{Form: "trial", Line: row, Known: keys(t.Rows, func(r statements.TrialRow) string { return string(r.Account) })}
	}
	return out, nil
}

// trialColumns are the keys of the columns of a trial balance.
func trialColumns() []string {
	return []string{"opening_debit", "opening_credit", "turnover_debit", "turnover_credit", "closing_debit", "closing_credit"}
}

// amountIn is a cell of a row.
func amountIn(r statements.TrialRow, when, side string) money.Sum {
	totals := map[string]books.Totals{"opening": r.Opening, "turnover": r.Turnover, "closing": r.Closing}[when]
	if side == string(Debit) {
		return totals.Debit
	}
	return totals.Credit
}

// balanceLegs are what the balance of an account is made of on a day, debit or credit: income and
// expense begin with the year of the trial balance; what they had before is in 3001.
func balanceLegs(t statements.TrialBalance, c account.Code, to fund.Date, debit bool) []Leg {
	newYear := fund.NewDate(t.From.Year(), 1, 1)
	own := Leg{Account: c, Side: OwnSide, Minus: debit != c.Element().IsDebit(), Days: Days{To: to}}
	if statements.BeginsAnew(c) {
		own.Days.From = newYear
	}
	legs := []Leg{own}
	for _, l := range statements.CarriedInto(t.Fund.Kind(), c) {
		legs = append(legs, Leg{Account: l.Account, Side: OwnSide, Minus: l.Minus != debit, Days: Days{To: newYear.DayBefore()}})
	}
	return legs
}

// The rows of the ledger of an account that are no lines.
const (
	OpeningRow = "opening"
	TotalRow   = "total"
)

// InAccount returns a cell of the ledger of an account, in a row that is no line, and what it is made
// of. Error: *MissingError.
func InAccount(id fund.ID, c account.Code, days Days, at statements.Books, row, column string) (Cell, error) {
	out := Cell{Name: lang.F("%s %s %s", "%s %s %s", string(id), string(c), column), Days: days}
	opening := statements.OpeningOf(days.From, at)
	turnover := at(days.To).Less(at(days.From.DayBefore()))
	switch {
	case row != OpeningRow && row != TotalRow:
		return out, &MissingError{Form: "account", Line: row, Known: []string{OpeningRow, TotalRow}}
	case column == "balance":
		out.Days.From = 0
		if out.Amount = opening.Balance(c); row == TotalRow {
			out.Amount = out.Amount.Plus(turnover.Balance(c))
		} else {
			out.Days.To = days.From.DayBefore()
		}
		if opening.Unknown(out.Days.To) {
			out.Unknown = cmp.Or(opening.Opened, opening.First)
		}
		out.Legs = balanceLegs(statements.TrialBalance{Fund: id, From: days.From}, c, out.Days.To, c.Element().IsDebit())
		return out, nil
	case row == TotalRow && column == string(Debit):
		out.Amount = turnover.Sum(c).Debit
	case row == TotalRow && column == string(Credit):
		out.Amount = turnover.Sum(c).Credit
	default:
		return out, &MissingError{Form: "account", Column: column, Known: []string{"debit", "credit", "balance"}}
	}
	out.Legs = []Leg{{Account: c, Side: Side(column), Days: days}}
	return out, nil
}
