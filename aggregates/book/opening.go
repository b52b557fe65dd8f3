package book

import (
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
)

// Enters reports whether a fact enters the books of a fund, which hold its opening
// balance: published totals, which cover days (since) or stand under the fund of totals
// (all), are none that somebody keeps.
func Enters(fact event.Event) bool {
	switch fact.(type) {
	case event.ReimbursementPaid, event.ReimbursementReversed, event.Premium, event.Flow, event.Relief, event.OpenItem,
		event.ClawbackReceived, event.ClawbackSetOff, event.ClawbackRefunded: // a test holds it to the postings
		return fact.Common().Since == 0 && event.FundOf(fact).Kind() != fund.All
	default:
		return false
	}
}

// HeldFrom returns the first day whose opening balance holds a fact already: what happened
// up to the close of the day. Items that are open then are recorded as such, dated on it.
func HeldFrom(fact event.Event) fund.Date {
	on := fact.Common().OccurredOn
	switch fact.(type) {
	case event.PrepaymentPaid, event.SuspenseReceived, event.BondBought, event.LoanReceived:
		return on + 1
	default:
		return on
	}
}

// Held is what an opening balance would hold already.
type Held struct {
	Some bool
	One  event.Event // of these facts; nil: it is not known which they are
}

// Opened returns the day whose close the opening balance shows; no date for none.
func (s State) Opened() fund.Date {
	if len(s.opened) == 0 {
		return 0
	}
	return s.opened[0].OccurredOn
}

// After refuses a fact that the opening balance of the fund holds already; see Enters.
// Refusal: before-opening.
func After(s State, id fund.ID, fact event.Event) error {
	if len(s.opened) == 0 || s.opened[0].OccurredOn < HeldFrom(fact) {
		return nil
	}
	return &refusal.Error{
		Rule: "before-opening", Field: "occurred_on",
		Why: lang.F("%s 不晚于基金 %s 的期初余额日 %s；该日及以前的收支已在期初余额中", "%s is not after the opening of %s, %s, whose balance holds what happened up to its close",
			fact.Common().OccurredOn, id, s.opened[0].OccurredOn),
		Remedy: lang.F("核对日期；期初的往来款项按期初日期登记；公布的汇总数填 since", "check the date; items open at the opening are dated on it; a published total says since"),
	}
}

// holds refuses an opening balance of a day up to which facts are recorded, such as one.
func holds(opening event.FundOpened, one event.Event) error {
	such := lang.Text{}
	if one != nil {
		title, _ := event.TypeOf(event.Wire(one))
		such = lang.F("，如 %s 的“%s”%s", ", such as of %s the “%s” %s", one.Common().OccurredOn, title.Title, one.Common().Document)
	}
	return &refusal.Error{
		Rule: "opening-after-facts", Field: "occurred_on",
		Why: lang.F("基金 %s 已有不晚于 %s 的事项%s，期初余额会重复计入", "%s has facts not after %s already%s, which the balance would hold once more",
			opening.Fund, opening.OccurredOn, such),
		Remedy: lang.F("核对期初余额日；这些事项有误的先冲销", "check the day of the opening; reverse these facts if they are wrong"),
	}
}
