// Package period decides on closing the books of a fund (结账): month after month
// without a gap, a year after its twelfth month, and only if the books are in
// order. A closed period never changes: what is found later enters the next open
// one and keeps its business date. A closing that was overtaken closes nothing (see
// projections/closings): a State does not evolve by it, and its period is closed again.
//
// Source: 财会〔2017〕28号 Part 1 §6, accounts 1002, 1005 (nil at period end as a rule:
// otherwise a warning is sealed), 4601, 4602 (nil at year end). That no money account is overdrawn is our own rule.
package period

import (
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/refusal"
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
		e.Warning = transit(e)
		fact = e
	}
	return []event.Event{fact}, nil
}

// follows refuses a period that is not the next to close.
func (s State) follows(p event.Period) error {
	refuse := func(why, remedy lang.Text) error {
		return &refusal.Error{Rule: "period-order", Field: "period", Why: why, Remedy: remedy, Source: "财会〔2017〕28号"}
	}
	if p.IsYear() {
		switch year := p.Last().Year(); {
		case s.closed != 0 && s.year >= year:
			return refuse(lang.F("%d 年已结账", "%d is closed already", year), lang.F("不必再结", "there is nothing to do"))
		case s.closed != 0 && year > s.year+1:
			return refuse(lang.F("%d 年还没有结账", "%d is not closed", s.year+1), lang.F("按年份先后结账", "close year after year"))
		case s.closed == 0:
			return refuse(lang.F("%d 年的月份还没有结账", "no month of %d is closed", year), lang.F("先逐月结账至 12 月", "close its months first, up to December"))
		case s.closed < p.Last():
			return refuse(lang.F("%d 年的月份还没有全部结账（%s）", "not all months of %d are closed (%s)", year, s.so()),
				lang.F("先逐月结账至 12 月", "close its months first, up to December"))
		}
		return nil
	}
	switch {
	case s.closed != 0 && s.closed >= p.Last():
		return refuse(lang.F("%s 已结账", "%s is closed already", string(p)), lang.F("不必再结", "there is nothing to do"))
	case s.closed != 0 && p.First() != s.closed.DayAfter():
		return refuse(lang.F("前一期间还没有结账（已结至 %s）", "the period before is not closed (closed to %s)", s.closed),
			lang.F("按月份先后结账", "close month after month"))
	}
	return nil
}

// so says up to when the books are closed.
func (s State) so() lang.Text {
	if s.closed == 0 {
		return lang.Text{ZH: "还没有结过账", EN: "none is closed yet"}
	}
	return lang.F("已结至 %s", "closed to %s", s.closed)
}

// transit returns the warning that is sealed with the balances of a period at whose end
// money was on its way to 财政专户. Premiums that reach the treasury on the last day are moved on the
// first of the next month: the statute says 一般应无余额.
//
// Source: 财会〔2017〕28号 1002, 1005.
func transit(e event.PeriodClosed) event.Warning {
	for _, code := range []account.Code{account.IncomeAccount, account.Treasury} {
		if held(e, code).Sign() > 0 {
			return event.MoneyInTransit
		}
	}
	return ""
}

// held returns what an account holds with its sub-accounts.
func held(e event.PeriodClosed, code account.Code) money.Sum {
	list, _ := e.Balances.List()
	var sum money.Sum
	for _, b := range list {
		if b.Account.Within(code) {
			sum = sum.Plus(b.Amount)
		}
	}
	return sum
}

// fault is a figure that must be nil or equal and is not, and what mends it.
type fault struct{ why, remedy lang.Text }

// inOrder refuses to close books that are not in order, naming every figure that
// must be nil or equal and is not, and for each kind of fault what mends it.
func inOrder(e event.PeriodClosed) error {
	list, _ := e.Balances.List()
	var failed []fault
	name := func(code account.Code) lang.Text {
		return lang.F("%s %s", "%s %s", string(code), account.FullName(e.Fund.Kind(), code))
	}
	overdrawn := lang.F("核对银行对账单，登记漏记的划转（money.moved）或收入，或更正登错的一条", "compare with the bank, record the move (money.moved) or the income that is missing, or correct what is wrong")
	for _, b := range list {
		if b.Account < account.Prepayments && b.Amount.Sign() < 0 {
			failed = append(failed, fault{lang.F("%s 透支 %s 元", "%s is overdrawn by %s yuan", name(b.Account), b.Amount.Neg()), overdrawn})
		}
	}
	if e.Period.Last().NextMonth().Year() > e.Period.Last().Year() { // after December nothing enters the year any more
		for _, code := range []account.Code{account.UnsplitPremiums, account.UnsplitInterest} {
			if sum := held(e, code); !sum.IsZero() {
				failed = append(failed, fault{
					lang.F("%s 余额 %s 元，年末应已分账", "%s holds %s yuan, which must be split by the end of the year", name(code), sum),
					lang.F("登记分账（premium.split、interest.split）", "record the split (premium.split, interest.split)"),
				})
			}
		}
	}
	for _, b := range list {
		if b.Account.Unclassified() && e.Fund.Kind() != fund.All {
			failed = append(failed, fault{
				lang.F("%s 余额 %s 元，报表没有这一行，应先分类", "%s holds %s yuan, for which the statement has no line; classify it first", name(b.Account), b.Amount),
				lang.F("用 fundledger correct 补上 care", "add care with: fundledger correct"),
			})
		}
	}
	var debit, credit money.Sum
	for _, b := range list {
		if b.Account.Element().IsDebit() {
			debit = debit.Plus(b.Amount)
		} else {
			credit = credit.Plus(b.Amount)
		}
	}
	if debit != credit {
		failed = append(failed, fault{
			lang.F("借方余额 %s 元与贷方余额 %s 元相差 %s 元", "debit balances %s yuan and credit balances %s yuan differ by %s yuan", debit, credit, debit.Minus(credit)),
			lang.F("余额由账簿得出（fundledger close）", "take the balances from the books, as fundledger close does"),
		})
	}
	if len(failed) == 0 {
		return nil
	}
	all, told := failed[0], map[lang.Text]bool{failed[0].remedy: true}
	for _, f := range failed[1:] {
		all.why = lang.F("%s；%s", "%s; %s", all.why, f.why)
		if !told[f.remedy] {
			all.remedy, told[f.remedy] = lang.F("%s；%s", "%s; %s", all.remedy, f.remedy), true
		}
	}
	return &refusal.Error{
		Rule: "period-not-in-order", Field: "period", Why: all.why,
		Remedy: lang.F("%s；再结账", "%s; then close", all.remedy),
		Source: "财会〔2017〕28号 1001–1005, 4601, 4602, 5001",
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
