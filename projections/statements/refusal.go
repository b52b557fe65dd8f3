package statements

import (
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// UnbalancedError is returned for a balance sheet whose assets are not its
// liabilities and net assets. It means that the books themselves do not balance.
type UnbalancedError struct {
	Fund                           fund.ID
	On                             fund.Date
	Assets, Liabilities, NetAssets money.Sum
}

// Text returns the message in both languages, with the difference.
func (e *UnbalancedError) Text() lang.Text {
	difference := e.Assets.Minus(e.Liabilities).Minus(e.NetAssets)
	return lang.F("%s %s 资产负债表不平：资产 %s 元，负债 %s 元，净资产 %s 元，相差 %s 元；先用 trial 查明借贷不等的科目",
		"%s: the balance sheet of %s does not balance: assets %s yuan, liabilities %s yuan, net assets %s yuan, a difference of %s yuan; find out with trial where debits and credits differ",
		string(e.Fund), e.On, e.Assets, e.Liabilities, e.NetAssets, difference)
}

// Error returns the message in English.
func (e *UnbalancedError) Error() string { return e.Text().EN }

// UnsplitError is returned for a statement at the end of a year, on which 待转基金
// has no line, while money still waits to be split: the statement would lack it.
//
// Source: KJ 4601, 4602 (年度终了结账后应无余额); Part 5 §1(3)13, §2(2)4(5)③.
type UnsplitError struct {
	Fund               fund.ID
	On                 fund.Date
	Premiums, Interest money.Sum
}

// Text returns the message in both languages.
func (e *UnsplitError) Text() lang.Text {
	return lang.F("%s %s 年末尚有未分账的待转基金：4601 %s 元，4602 %s 元，年末报表不列此项，会相差这些数；先按规定分账（premium.split、interest.split），或改出 11 月以前的月报",
		"%s: at the end of the year, %s, money still awaits its split: 4601 %s yuan, 4602 %s yuan; the statement of the year's end has no line for it and would lack so much: split it first (premium.split, interest.split), or ask for a month up to November",
		string(e.Fund), e.On, e.Premiums, e.Interest)
}

// Error returns the message in English.
func (e *UnsplitError) Error() string { return e.Text().EN }

// UnlistedError is returned for a book with an account that the form has no line for.
type UnlistedError struct {
	Fund    fund.ID
	Account account.Code
}

// Text returns the message in both languages.
func (e *UnlistedError) Text() lang.Text {
	return lang.F("%s 账上有科目 %s，报表没有列它的行；更正该科目的事项", "%s: the books have account %s, which no line of the form shows; correct the facts on it",
		string(e.Fund), string(e.Account))
}

// Error returns the message in English.
func (e *UnlistedError) Error() string { return e.Text().EN }

// splitDone refuses a year's end with money that awaits its split.
func splitDone(f filled) error {
	premiums, interest := f.closing.Balance(account.UnsplitPremiums), f.closing.Balance(account.UnsplitInterest)
	if premiums.IsZero() && interest.IsZero() {
		return nil
	}
	return &UnsplitError{Fund: f.closing.Fund, On: f.To, Premiums: premiums, Interest: interest}
}
