// Package posting is the one place where an event becomes bookings: double
// entry in the books of a fund, on the cash basis.
//
// Of every event the debits of each fund equal its credits. What moves nothing
// in a fund (an order, a denial, a fine, a headcount) has no booking; a fine has
// none because it belongs to the treasury. Money views read bookings, not events.
//
// Source: 财会〔2017〕28号 (KJ below) Part 1 §5 (收付实现制) and the account named at
// each case; 国务院令第735号 art. 45 for recovered money and fines.
package posting

import (
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// Line is one side of a booking: exactly one of Debit and Credit is above zero.
type Line struct {
	Fund    fund.ID
	Account account.Code
	Debit   money.Fen
	Credit  money.Fen
}

// Net returns the amount by which the line increases its account.
func (l Line) Net() money.Fen {
	if l.Account.Element().IsDebit() {
		return l.Debit - l.Credit
	}
	return l.Credit - l.Debit
}

// Of returns the bookings of an event; none if it moves nothing in a fund, or if its
// bookings are a part of those of the reversal of what it corrects.
func Of(e event.Event) []Line {
	if e.Common().BookedFor != 0 {
		return nil
	}
	switch e := e.(type) {
	case event.Book:
		return books(e)
	case event.Premium:
		return premiums(e)
	case event.Flow:
		return general(e)
	case event.Reimbursement:
		return claims(e)
	case event.Relief:
		return relief(e)
	case event.Enforcement:
		return recoveries(e)
	case event.OpenItem:
		return openItems(e)
	case event.Correction:
		return corrections(e)
	case event.Limit, event.Numbering, event.Institution, event.Budget, event.Issue, event.Report, event.Closing: // facts without money
		return nil
	default:
		panic("posting: a family without a case")
	}
}

// AppendOf appends the bookings of an event to dst: those of a payment, which most events
// are, take no memory of their own then.
func AppendOf(dst []Line, e event.Event) []Line {
	if paid, ok := e.(event.ReimbursementPaid); ok && paid.BookedFor == 0 {
		return payment(dst, &paid)
	}
	return append(dst, Of(e)...)
}

// payment books a payment for care.
//
// Source: KJ 5001.
func payment(dst []Line, e *event.ReimbursementPaid) []Line {
	from := PaidFrom(e)
	return appendPair(dst, e.Fund, benefits(e.Fund, e.Part, e.Care), from.Account, e.Amount)
}

// PaidFrom returns the money that a payment for care takes: a side of its booking.
//
// Source: KJ 1005, 5001.
func PaidFrom(e *event.ReimbursementPaid) Line {
	return Line{Fund: e.Fund, Account: via(e.Via, account.ExpenseAccount), Credit: e.Amount}
}

func books(e event.Book) []Line {
	switch e := e.(type) {
	case event.FundOpened: // the balance carried forward, in 财政专户
		return pair(e.Fund, account.SpecialAccount, part(e.Fund, account.Balance, e.Part), e.Amount)
	case event.AccountOpened:
		return pair(e.Fund, e.Account, account.SpecialAccount, e.Amount)
	case event.FundEstablished:
		return nil
	}
	panic("posting: a type without a booking")
}

func premiums(e event.Premium) []Line {
	switch e := e.(type) {
	case event.PremiumReceived: // KJ 4001; 4601 where the split is not known
		return pair(e.Fund, via(e.Via, account.SpecialAccount), split(e.Fund, account.Premiums, account.UnsplitPremiums, e.Part), e.Amount)
	case event.PremiumRefunded: // KJ 4001 (same year), 5401 (earlier year)
		sameYear := e.PaidOn.Year() == e.Booked().Year()
		less, from := account.Premiums, account.ExpenseAccount
		if !sameYear {
			less = account.OtherExpense
		}
		if e.AidFund == "" {
			return pair(e.Fund, part(e.Fund, less, e.Part), via(e.Via, from), e.Amount)
		}
		// As it was paid: out of one 财政专户 into the other. KJ 5001 §3(2), 4501 §1.
		return append(pair(e.Fund, part(e.Fund, less, e.Part), via(e.Via, account.SpecialAccount), e.Amount),
			returned(e.AidFund, account.Participation, "", account.SpecialAccount, e.Amount, sameYear)...)
	case event.ParticipationAssisted: // KJ 4001 §1: premium, not subsidy, of the fund that insures
		income := split(e.Fund, account.Premiums, account.UnsplitPremiums, "")
		return append(pair(e.AidFund, account.Participation, account.SpecialAccount, e.Amount),
			pair(e.Fund, account.SpecialAccount, income, e.Amount)...)
	}
	panic("posting: a type without a booking")
}

func general(e event.Flow) []Line {
	switch e := e.(type) {
	case event.SubsidyReceived: // KJ 4101
		return pair(e.Fund, via(e.Via, account.SpecialAccount), account.Subsidy, e.Amount)
	case event.InterestReceived: // KJ 4201; 4602 where the split is not known
		return pair(e.Fund, via(e.Via, account.SpecialAccount), split(e.Fund, account.Interest, account.UnsplitInterest, e.Part), e.Amount)
	case event.PenaltyReceived: // KJ 4501: 违约金
		return pair(e.Fund, via(e.Via, account.SpecialAccount), part(e.Fund, account.OtherIncome, e.Part), e.Amount)
	case event.OtherReceived: // KJ 4501: 滞纳金, donations
		return pair(e.Fund, via(e.Via, account.SpecialAccount), part(e.Fund, account.OtherIncome, e.Part), e.Amount)
	case event.OtherPaid: // KJ 5401
		return pair(e.Fund, part(e.Fund, account.OtherExpense, e.Part), via(e.Via, account.ExpenseAccount), e.Amount)
	case event.MoneyMoved: // KJ 1002–1005
		return pair(e.Fund, e.To, e.From, e.Amount)
	case event.PremiumSplit: // KJ 4601
		return pair(e.Fund, account.UnsplitPremiums, part(e.Fund, account.Premiums, e.Part), e.Amount)
	case event.InterestSplit: // KJ 4602
		return pair(e.Fund, account.UnsplitInterest, part(e.Fund, account.Interest, e.Part), e.Amount)
	case event.SplitCorrected: // KJ 3001: next year the true split is found
		return pair(e.Fund, part(e.Fund, account.Balance, e.Part.Other()), part(e.Fund, account.Balance, e.Part), e.Amount)
	case event.BalanceAdjusted: // as KJ 4601 §2(4) has it of a split: past the income and expense of this year
		return pair(e.Fund, via(e.Via, account.SpecialAccount), part(e.Fund, account.Balance, e.Part), e.Amount)
	case event.GrantReceived: // KJ 4401, 4402
		income := account.FromUpper
		if e.Level == event.Lower {
			income = account.FromLower
		}
		return pair(e.Fund, via(e.Via, account.SpecialAccount), part(e.Fund, income, e.Part), e.Amount)
	case event.GrantPaid: // KJ 5301, 5302
		expense := account.ToUpper
		if e.Level == event.Lower {
			expense = account.ToLower
		}
		return pair(e.Fund, part(e.Fund, expense, e.Part), via(e.Via, account.SpecialAccount), e.Amount)
	case event.InsurerPaid: // KJ 5101
		return pair(e.Fund, account.CriticalIllness, via(e.Via, account.ExpenseAccount), e.Amount)
	case event.InsurerReturned: // KJ 5101: credited back, not income
		return pair(e.Fund, via(e.Via, account.SpecialAccount), account.CriticalIllness, e.Amount)
	case event.TransferReceived: // KJ 4301
		return pair(e.Fund, via(e.Via, account.IncomeAccount), account.TransfersIn, e.Amount)
	case event.TransferPaid: // KJ 5201
		return pair(e.Fund, account.TransfersOut, via(e.Via, account.ExpenseAccount), e.Amount)
	case event.TransferReturned: // KJ 5201: credited back
		return pair(e.Fund, via(e.Via, account.IncomeAccount), account.TransfersOut, e.Amount)
	}
	panic("posting: a type without a booking")
}

func claims(e event.Reimbursement) []Line {
	switch e := e.(type) {
	case event.ReimbursementPaid:
		return payment(nil, &e)
	case event.ReimbursementReversed:
		return returned(e.Fund, benefits(e.Fund, e.Part, e.Care), e.Part, e.Via, e.Amount, e.PaidOn.Year() == e.Booked().Year())
	case event.ClaimDenied, event.ClaimCorrected, event.LossTraced: // no cash moved
		return nil
	}
	panic("posting: a type without a booking")
}

func relief(e event.Relief) []Line {
	switch e := e.(type) {
	case event.ReliefPaid: // 社会救助暂行办法 art. 29–31; 财社〔2013〕217号: paid directly by finance
		return pair(e.Fund, account.DirectRelief, via(e.Via, account.SpecialAccount), e.Amount)
	case event.ReliefReversed:
		return returned(e.Fund, account.DirectRelief, "", via(e.Via, account.SpecialAccount), e.Amount, e.PaidOn.Year() == e.Booked().Year())
	}
	panic("posting: a type without a booking")
}

func recoveries(e event.Enforcement) []Line {
	switch e := e.(type) {
	case event.ClawbackReceived: // 735 art. 45: back to the fund that paid
		return returned(e.Fund, benefits(e.Fund, e.Part, e.Care), e.Part, e.Via, e.Amount, e.PaidYear == int64(e.Booked().Year()))
	case event.ClawbackSetOff: // the settlement is expense in full, though a part of it was kept
		settled := benefits(e.Fund, e.Part, e.SettledCare)
		if e.PaidYear == int64(e.Booked().Year()) {
			return pair(e.Fund, settled, benefits(e.Fund, e.Part, e.Care), e.Amount)
		}
		return pair(e.Fund, settled, part(e.Fund, account.OtherIncome, e.Part), e.Amount)
	case event.ClawbackRefunded: // as it was booked when it came in; of an earlier year it is a benefit paid now
		year := int64(e.Booked().Year())
		if e.ReceivedYear == year && e.PaidYear != year {
			return pair(e.Fund, part(e.Fund, account.OtherIncome, e.Part), via(e.Via, account.ExpenseAccount), e.Amount)
		}
		return pair(e.Fund, benefits(e.Fund, e.Part, e.Care), via(e.Via, account.ExpenseAccount), e.Amount)
	case event.PenaltyReceived: // is a fact of a case and of the fund
		return general(e)
	case event.ClawbackOrdered, event.ClawbackAnnulled, event.LossDetermined, event.PenaltyCharged: // KJ Part 1 §5: not before the cash
		return nil
	case event.FineImposed, event.FinePaid, event.SurchargeImposed, event.GainConfiscated, event.FineWaived, event.FineRefunded:
		return nil // 735 art. 45: to the treasury, never a fund's
	case event.CaseOpened, event.FindingRecorded, event.SettlementSuspended, event.CaseTransferred, event.CasePublished,
		event.CaseClosed, event.CaseReopened: // without money
		return nil
	}
	panic("posting: a type without a booking")
}

func openItems(e event.OpenItem) []Line {
	switch e := e.(type) {
	case event.PrepaymentPaid: // KJ 1101
		return pair(e.Fund, prepayment(e.Purpose), via(e.Via, account.SpecialAccount), e.Amount)
	case event.PrepaymentRecovered:
		return pair(e.Fund, via(e.Via, account.SpecialAccount), prepayment(e.Purpose), e.Amount)
	case event.PrepaymentSetOff: // KJ 1101: 5001 when it is set off
		return pair(e.Fund, benefits(e.Fund, e.Part, e.Care), prepayment(e.Purpose), e.Amount)
	case event.PrepaymentWrittenOff: // KJ 5401
		return pair(e.Fund, part(e.Fund, account.OtherExpense, e.Part), prepayment(e.Purpose), e.Amount)
	case event.SuspenseReceived: // KJ 2001
		return pair(e.Fund, via(e.Via, account.SpecialAccount), suspense(e.Purpose), e.Amount)
	case event.SuspensePaid: // KJ 2001: never expense at the place of treatment
		return pair(e.Fund, suspense(e.Purpose), via(e.Via, account.SpecialAccount), e.Amount)
	case event.SuspenseForfeited: // KJ 4501
		return pair(e.Fund, suspense(e.Purpose), part(e.Fund, account.OtherIncome, e.Part), e.Amount)
	case event.BondBought: // KJ 1201: at cost, fees included
		return pair(e.Fund, account.Bonds, via(e.Via, account.SpecialAccount), e.Amount)
	case event.BondRedeemed: // KJ 1201: the difference is 4201
		bank, interest := via(e.Via, account.SpecialAccount), split(e.Fund, account.Interest, account.UnsplitInterest, e.Part)
		return appendPair(pair(e.Fund, bank, account.Bonds, e.Cost), e.Fund, bank, interest, e.Amount-e.Cost) // below cost: less interest
	case event.LoanReceived: // KJ 2101
		return pair(e.Fund, via(e.Via, account.SpecialAccount), account.Borrowings, e.Amount)
	case event.LoanRepaid: // KJ 2101; its interest is 5401
		lines := pair(e.Fund, account.Borrowings, via(e.Via, account.SpecialAccount), e.Amount)
		if e.Interest != 0 {
			lines = append(lines, pair(e.Fund, part(e.Fund, account.OtherExpense, e.Part), via(e.Via, account.SpecialAccount), e.Interest)...)
		}
		return lines
	case event.LoanAssumed: // KJ 4101: repaid by the treasury for the fund
		return pair(e.Fund, account.Borrowings, account.Subsidy, e.Amount)
	}
	panic("posting: a type without a booking")
}
