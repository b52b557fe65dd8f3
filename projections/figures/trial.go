package figures

import (
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
