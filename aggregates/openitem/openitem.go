// Package openitem decides on money that must come back or be paid on (往来款项):
// prepayments, suspense money, bonds and borrowings. One stream holds one item
// of a fund; nothing is taken from it beyond what is open, on its day and on every
// later one, whatever the order of recording.
//
// Source: 财会〔2017〕28号 accounts 1101, 1201, 2001, 2101.
package openitem

import (
	"maps"
	"strings"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/running"
)

// State is one item. The zero State has nothing open.
type State struct {
	kind kind
	open map[kind]running.Sum // of its kind, and of what was reversed before it became one
}

// kind is what an item is; for prepayments and suspense money also its purpose.
type kind string

// name returns the kind in words.
func (k kind) name() lang.Text {
	what, purpose, _ := strings.Cut(string(k), " ")
	name := map[string]lang.Text{
		"prepayment": {ZH: "预付款", EN: "prepayment"}, "suspense": {ZH: "暂收款", EN: "suspense item"},
		"bond": {ZH: "债券", EN: "bond"}, "loan": {ZH: "借款", EN: "borrowing"},
	}[what]
	if purpose != "" {
		name = lang.F("%s（%s）", "%s (%s)", name, purpose)
	}
	return name
}

// Stream returns the stream of an item of a fund.
func Stream(id fund.ID, item string) string { return "item-" + string(id) + "-" + item }

// change is what a fact does to its item.
type change struct {
	item  string
	kind  kind
	opens bool
	by    money.Fen
}

// signed is what the change adds to what is open.
func (c change) signed() money.Fen {
	if c.opens {
		return c.by
	}
	return -c.by
}

func changeOf(fact event.OpenItem) change {
	switch e := fact.(type) {
	case event.PrepaymentPaid:
		return change{e.Item, kind("prepayment " + e.Purpose), true, e.Amount}
	case event.PrepaymentRecovered:
		return change{e.Item, kind("prepayment " + e.Purpose), false, e.Amount}
	case event.PrepaymentSetOff:
		return change{e.Item, kind("prepayment " + e.Purpose), false, e.Amount}
	case event.PrepaymentWrittenOff:
		return change{e.Item, kind("prepayment " + e.Purpose), false, e.Amount}
	case event.SuspenseReceived:
		return change{e.Item, kind("suspense " + e.Purpose), true, e.Amount}
	case event.SuspensePaid:
		return change{e.Item, kind("suspense " + e.Purpose), false, e.Amount}
	case event.SuspenseForfeited:
		return change{e.Item, kind("suspense " + e.Purpose), false, e.Amount}
	case event.BondBought:
		return change{e.Item, "bond", true, e.Amount}
	case event.BondRedeemed:
		return change{e.Item, "bond", false, e.Cost}
	case event.LoanReceived:
		return change{e.Item, "loan", true, e.Amount}
	case event.LoanRepaid:
		return change{e.Item, "loan", false, e.Amount}
	case event.LoanAssumed:
		return change{e.Item, "loan", false, e.Amount}
	}
	panic("openitem: a type without a change")
}

// Of returns the stream that a fact belongs to.
func Of(fact event.OpenItem) string { return Stream(event.FundOf(fact), changeOf(fact).item) }

// earned refuses interest of a 职工 fund's bond that says of no part: what awaits its
// split is counted over premiums and interest received, not over items.
//
// Source: 财会〔2017〕28号 1201, 4201, 4602.
func earned(fact event.OpenItem) error {
	e, ok := fact.(event.BondRedeemed)
	if !ok || e.Part != "" || !e.Fund.Kind().Has(fund.Parts) || e.Amount == e.Cost {
		return nil
	}
	return &refusal.Error{
		Rule: "bond-part", Field: "part",
		Why:    lang.F("职工基金的债券利息（兑付数与成本之差）须写明是谁的", "interest of a bond of a 职工 fund, what it brought beyond its cost, must say whose it is"),
		Remedy: lang.F("填 part（pool 或 personal）；还不知道的，按成本兑付（amount=cost），利息另记 interest.received，不填 part，待分账", "give part (pool or personal); if it is not known yet, redeem at cost (amount=cost) and record the interest as interest.received without a part, which awaits its split"),
		Source: "财会〔2017〕28号 1201, 4602",
	}
}

// Decide returns the events that recording the fact causes.
// Refusals: bond-part, item-kind, item-exceeded.
func Decide(s State, fact event.OpenItem) ([]event.Event, error) {
	if err := earned(fact); err != nil {
		return nil, err
	}
	c := changeOf(fact)
	if s.kind != "" && s.kind != c.kind {
		return nil, &refusal.Error{
			Rule: "item-kind", Field: "item",
			Why:    lang.F("往来编号 %s 已用于 %s，不能用于 %s", "%s is the number of a %s already, not of a %s", c.item, s.kind.name(), c.kind.name()),
			Remedy: lang.F("核对编号和用途；另一笔用其自己的编号", "check the item and its purpose; give another one its own number"),
		}
	}
	if c.opens {
		return []event.Event{fact}, nil
	}
	if on, open := s.open[c.kind].Least(fact.Common().OccurredOn); open.Less(c.by.Sum()) {
		return nil, &refusal.Error{
			Rule: "item-exceeded", Field: "amount",
			Why:    lang.F("%s 元超过往来编号 %s 在 %s 的余额 %s 元", "%s yuan is more than is open of %s on %s, %s yuan", c.by, c.item, on, open),
			Remedy: lang.F("核对金额、日期和编号", "check the amount, the date and the item"),
			Source: "财会〔2017〕28号 1101, 1201, 2001, 2101",
			Ever:   s.open[c.kind].Last().Less(c.by.Sum()),
		}
	}
	return []event.Event{fact}, nil
}

// Evolve returns the state after a recorded event.
func Evolve(s State, e event.OpenItem) State {
	c := changeOf(e)
	return State{kind: c.kind, open: s.with(c.kind, s.open[c.kind].Add(e.Common().OccurredOn, c.signed()))}
}

// Reversed returns the state after an event that stood until the day of its reversal.
func Reversed(s State, e event.OpenItem, by event.Fact) State {
	c := changeOf(e)
	s.open = s.with(c.kind, s.open[c.kind].Add(e.Common().OccurredOn, c.signed()).Add(by.OccurredOn, -c.signed()))
	return s
}

func (s State) with(k kind, open running.Sum) map[kind]running.Sum {
	all := map[kind]running.Sum{}
	maps.Copy(all, s.open)
	all[k] = open
	return all
}
