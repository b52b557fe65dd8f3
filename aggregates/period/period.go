// Package period decides on closing the books of a fund (结账): month after month
// without a gap, a year after its twelfth month, and only if the books are in
// order. A closed period never changes: what is found later enters the next open
// one and keeps its business date.
//
// Source: 财会〔2017〕28号 Part 1 §6, accounts 1002, 1005 (nil at period end), 4601,
// 4602 (nil at year end). That no money account is overdrawn is our own rule.
package period

import (
	"strings"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/rule"
)

// State is the closed periods of a fund. The zero State has none.
type State struct {
	closed fund.Date // last day of the last closed month
	year   int       // last closed year; before any, the year before the first closed month
}

// Stream returns the stream of a fund's closings.
func Stream(id fund.ID) string { return "period-" + string(id) }

// Of returns the stream that a fact belongs to.
func Of(fact event.Closing) string { return Stream(event.FundOf(fact)) }

// Closed returns the last day that is closed, or no date.
func (s State) Closed() fund.Date { return s.closed }

// Decide returns the events that closing causes. Refusals: period-order,
// period-not-in-order.
func Decide(s State, fact event.Closing) ([]event.Event, error) {
	switch e := fact.(type) {
	case event.PeriodClosed:
		if err := s.follows(e.Period); err != nil {
			return nil, err
		}
		if err := inOrder(e); err != nil {
			return nil, err
		}
	}
	return []event.Event{fact}, nil
}

// follows refuses a period that is not the next to close.
func (s State) follows(p event.Period) error {
	refuse := func(why, remedy lang.Text) error {
		return &rule.Refusal{Rule: "period-order", Field: "period", Why: why, Remedy: remedy, Source: "财会〔2017〕28号"}
	}
	if p.IsYear() {
		switch year := p.Last().Year(); {
		case s.closed != 0 && s.year >= year:
			return refuse(lang.F("%d 年已结账", "%d is closed already", year), lang.F("不必再结", "there is nothing to do"))
		case s.closed != 0 && year > s.year+1:
			return refuse(lang.F("%d 年还没有结账", "%d is not closed", s.year+1), lang.F("按年份先后结账", "close year after year"))
		case s.closed < p.Last():
			return refuse(lang.F("%d 年的月份还没有全部结账（已结至 %s）", "not all months of %d are closed (closed to %s)", year, s.closed),
				lang.F("先逐月结账至 12 月", "close its months first, up to December"))
		}
		return nil
	}
	switch {
	case s.closed >= p.Last():
		return refuse(lang.F("%s 已结账", "%s is closed already", string(p)), lang.F("不必再结", "there is nothing to do"))
	case s.closed != 0 && p.First() != s.closed+1:
		return refuse(lang.F("前一期间还没有结账（已结至 %s）", "the period before is not closed (closed to %s)", s.closed),
			lang.F("按月份先后结账", "close month after month"))
	}
	return nil
}

// inOrder refuses to close books that are not in order, naming every figure that
// must be nil or equal and is not.
func inOrder(e event.PeriodClosed) error {
	list, _ := e.Balances.List()
	var failed []lang.Text
	nil0 := func(code account.Code, why lang.Text) {
		var sum money.Fen
		for _, b := range list {
			if b.Account.Within(code) {
				sum += b.Amount
			}
		}
		if sum != 0 {
			failed = append(failed, lang.F("%s %s 余额 %s 元，%s", "%s %s holds %s yuan, %s", string(code), account.FullName(e.Fund.Kind(), code), sum, why))
		}
	}
	swept := lang.F("期末应已划转", "which must be swept by the end of the period")
	nil0(account.IncomeAccount, swept)
	nil0(account.Treasury, swept)
	for _, b := range list {
		if swept := b.Account == account.IncomeAccount || b.Account == account.Treasury; b.Account < account.Prepayments && b.Amount < 0 && !swept {
			failed = append(failed, lang.F("%s %s 透支 %s 元", "%s %s is overdrawn by %s yuan", string(b.Account), account.FullName(e.Fund.Kind(), b.Account), -b.Amount))
		}
	}
	if e.Period.Last().NextMonth().Year() > e.Period.Last().Year() { // after December nothing enters the year any more
		split := lang.F("年末应已分账", "which must be split by the end of the year")
		nil0(account.UnsplitPremiums, split)
		nil0(account.UnsplitInterest, split)
	}
	for _, b := range list {
		if b.Account.Within(account.Benefits) && strings.HasSuffix(string(b.Account), "99") && e.Fund.Kind() != fund.All {
			nil0(b.Account, lang.F("报表没有这一行，应先分类", "for which the statement has no line; classify it first"))
		}
	}
	var debit, credit money.Fen
	for _, b := range list {
		if b.Account.Element().IsDebit() {
			debit += b.Amount
		} else {
			credit += b.Amount
		}
	}
	if debit != credit {
		failed = append(failed, lang.F("借方余额 %s 元与贷方余额 %s 元相差 %s 元", "debit balances %s yuan and credit balances %s yuan differ by %s yuan", debit, credit, debit-credit))
	}
	if len(failed) == 0 {
		return nil
	}
	why := failed[0]
	for _, f := range failed[1:] {
		why = lang.F("%s；%s", "%s; %s", why, f)
	}
	return &rule.Refusal{
		Rule: "period-not-in-order", Field: "period", Why: why,
		Remedy: lang.F("登记划转（money.moved）、分账（premium.split、interest.split）或更正后再结账", "record the sweep (money.moved), the split (premium.split, interest.split) or the correction, then close"),
		Source: "财会〔2017〕28号 1002, 1005, 4601, 4602",
	}
}

// Evolve returns the state after a recorded event.
func Evolve(s State, e event.Closing) State {
	switch e := e.(type) {
	case event.PeriodClosed:
		switch {
		case e.Period.IsYear():
			s.year = e.Period.Last().Year()
		case s.closed == 0:
			s.closed, s.year = e.Period.Last(), e.Period.Last().Year()-1
		default:
			s.closed = e.Period.Last()
		}
	}
	return s
}
