package posting

import (
	"cmp"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// pair is a booking: one account debited, one credited; none of nothing, and the other
// way round of less.
func pair(id fund.ID, debit, credit account.Code, amount money.Fen) []Line {
	return appendPair(nil, id, debit, credit, amount)
}

// appendPair appends what pair returns to dst.
func appendPair(dst []Line, id fund.ID, debit, credit account.Code, amount money.Fen) []Line {
	switch {
	case amount == 0:
		return dst
	case amount < 0:
		debit, credit, amount = credit, debit, -amount
	}
	return append(dst, Line{Fund: id, Account: debit, Debit: amount}, Line{Fund: id, Account: credit, Credit: amount})
}

// returned books a payment that came back: less expense if it was paid in the
// same year, else (or if the year is not known) other income.
//
// Source: KJ 5001 §3(2), 4501 §1.
func returned(id fund.ID, expense account.Code, p fund.Part, via0 account.Code, amount money.Fen, sameYear bool) []Line {
	if sameYear {
		return pair(id, via(via0, account.ExpenseAccount), expense, amount)
	}
	return pair(id, via(via0, account.SpecialAccount), part(id, account.OtherIncome, p), amount)
}

func via(given, usual account.Code) account.Code { return cmp.Or(given, usual) }

func part(id fund.ID, c account.Code, p fund.Part) account.Code {
	return account.Of(id.Kind(), c, p)
}

// split is the income account of a part, or the one that waits for the split.
func split(id fund.ID, income, waiting account.Code, p fund.Part) account.Code {
	if id.Kind().Has(fund.Parts) && p == "" {
		return waiting
	}
	return part(id, income, p)
}

// benefits is the sub-account of 5001; for a medical-aid fund that of direct relief.
func benefits(id fund.ID, p fund.Part, c fund.Care) account.Code {
	code, ok := account.CareAccount(id.Kind(), p, c)
	if !ok {
		panic("posting: a recorded event has no benefit account")
	}
	return code
}

func prepayment(p event.Purpose) account.Code {
	if p == event.CrossRegion {
		return account.PrepaidElsewhere
	}
	return account.OtherPrepayments
}

func suspense(p event.Purpose) account.Code {
	switch p {
	case event.CrossRegionPrepayment:
		return account.PrepaidByOthers
	case event.CrossRegionClearing:
		return account.ClearingOfElsewhere
	case event.CrossRegion:
		return account.FundsOfElsewhere
	case event.OtherPurpose:
	}
	return account.OtherSuspense
}
