// Package relief decides on medical aid to a person (医疗救助), who may get no
// more in a calendar year than the region's cap on the day of each payment. What came back
// leaves room from the day on which it came. One stream holds one person
// (or one fund, for totals without persons) and year.
//
// Source: 社会救助暂行办法 art. 29–31; the cap is set locally (国办发〔2021〕42号).
package relief

import (
	"strconv"

	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/refusal"
)

// State is one person and year. The zero State has had no relief.
type State struct {
	numbers document.Numbering
	paid    document.Originals
	days    Days
}

// Under returns the state of one who has had no relief, in a ledger with that numbering.
func Under(n document.Numbering) State { return State{numbers: n} }

// Caps returns the annual cap in force on a date, and whether there is one.
type Caps func(on fund.Date) (amount money.Fen, ok bool)

// Command is a fact to record, the caps of its region, and the opening day of its fund:
// what was paid up to it is in the opening balance, its reversal names the day and the
// document, and nothing is recorded here.
type Command struct {
	Fact   event.Relief
	Caps   Caps      // nil: none
	Opened fund.Date // no date: the fund has no opening
}

// Stream returns the stream of a person, or of a fund for a total, in the year
// of a date: for a reversal the date of the payment.
func Stream(p fund.Person, id fund.ID, on fund.Date) string {
	who := string(p)
	if who == "" {
		who = string(id)
	}
	return "relief-" + who + "-" + strconv.Itoa(on.Year())
}

// Of returns the stream that a fact belongs to: a reversal to that of its payment.
func Of(fact event.Relief) string {
	switch e := fact.(type) {
	case event.ReliefPaid:
		return Stream(e.Person, e.Fund, e.OccurredOn)
	case event.ReliefReversed:
		return Stream(e.Person, e.Fund, e.PaidOn)
	}
	panic("relief: a type without a stream")
}

// Decide returns the events that the command causes.
// Refusals: relief-over-cap, relief-before-insurance,
// original-unknown, original-date, original-exceeded.
func Decide(s State, c Command) ([]event.Event, error) {
	switch e := c.Fact.(type) {
	case event.ReliefPaid:
		return DecideByDays(s.days, c)
	case event.ReliefReversed:
		if c.Opened != 0 && e.PaidOn <= c.Opened && !s.paid.Knows(s.original(e)) {
			break
		}
		if err := s.paid.Check(s.original(e), e.PaidOn, "", e.Amount); err != nil {
			return nil, err
		}
	}
	return []event.Event{c.Fact}, nil
}

// Within refuses the state after a reversal of relief was itself reversed on a day, if the
// person has more than a cap then. Refusal: relief-over-cap.
func Within(s State, undone event.ReliefReversed, by fund.Date, caps Caps) error {
	if by.Year() != undone.PaidOn.Year() {
		return nil // the cap of another year
	}
	return s.days.add(undone.Fund, by, -undone.Amount, true).within(caps, undone.Fund, by, undone.Amount)
}

// room refuses an amount beyond what is left of the cap.
func room(amount money.Fen, paid money.Sum, limit money.Fen, on fund.Date) error {
	left := limit.Sum().Minus(paid)
	if !left.Less(amount.Sum()) {
		return nil
	}
	return &refusal.Error{
		Rule: "relief-over-cap", Field: "amount",
		Why: lang.F("%s 元超过该人 %s 的年度救助余额 %s 元（限额 %s 元，已付 %s 元）",
			"%s yuan is more than the room left in the year on %s, %s yuan (cap %s yuan, paid %s yuan)",
			amount, on, left.Positive(), limit, paid),
		Remedy: lang.F("最多支付余额，或先登记新的限额 limit.set", "pay at most the room left, or record a new limit.set first"),
		Source: "国办发〔2021〕42号",
	}
}

// last refuses relief on more than what basic insurance and critical-illness
// insurance left of the cost.
//
// Source: 国办发〔2021〕42号: 基本医保、大病保险、医疗救助 pay in this order.
func last(e event.ReliefPaid) error {
	rest := e.Eligible - e.Basic - e.Critical
	if e.Eligible == 0 || e.Amount <= rest {
		return nil
	}
	return &refusal.Error{
		Rule: "relief-before-insurance", Field: "amount",
		Why: lang.F("救助 %s 元超过基本医保、大病保险支付后剩余的 %s 元（政策范围内费用 %s 元，基本 %s 元，大病 %s 元）",
			"relief of %s yuan is more than insurance left, %s yuan (cost %s yuan, basic %s yuan, critical illness %s yuan)",
			e.Amount, max(rest, 0), e.Eligible, e.Basic, e.Critical),
		Remedy: lang.F("先由基本医保、大病保险支付，救助最多支付剩余数", "basic and critical-illness insurance pay first; relief pays at most the rest"),
		Source: "国办发〔2021〕42号",
	}
}

// Evolve returns the state after a recorded event.
func Evolve(s State, e event.Relief) State {
	switch e := e.(type) {
	case event.ReliefPaid:
		s.paid = s.paid.Add(s.numbers.KeyOf(e).Place(), e.OccurredOn, "", e.Amount)
		s.days = s.days.add(e.Fund, e.OccurredOn, e.Amount, true)
	case event.ReliefReversed:
		if !s.paid.Knows(s.original(e)) { // paid before the ledger began: no room that it knows of
			break
		}
		s.paid = s.paid.Take(s.original(e), e.Amount)
		s.days = s.days.add(e.Fund, e.OccurredOn, -e.Amount, false)
	}
	return s
}

// Reversed returns the state after an event that stood until the day of its reversal.
func Reversed(s State, e event.Relief, by event.Fact) State {
	if on := e.Common().OccurredOn; by.OccurredOn != on {
		switch e := e.(type) {
		case event.ReliefPaid:
			s.days = s.days.add(e.Fund, on, e.Amount, true).add(e.Fund, by.OccurredOn, -e.Amount, false)
		case event.ReliefReversed:
			if !s.paid.Knows(s.original(e)) {
				break
			}
			s.days = s.days.add(e.Fund, on, -e.Amount, false).add(e.Fund, by.OccurredOn, e.Amount, false)
		}
	}
	return s
}

// original returns the key of the payment that came back: of its own year or month, where
// numbers begin again.
func (s State) original(e event.ReliefReversed) document.Key {
	wire := event.Wire(event.ReliefPaid{})
	return document.Key{Type: wire, Fund: e.Fund, Document: e.Of, Period: s.numbers.PeriodOn(wire, e.Fund.Region(), e.PaidOn)}
}
