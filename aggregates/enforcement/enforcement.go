// Package enforcement decides on one case: money ordered back and received, a
// fine imposed and paid. Nothing is received beyond what was ordered, no fine
// is paid beyond what was imposed, and a fine never touches a fund.
//
// Money that a subject finds itself and returns (self-check, self-surrender)
// needs no order; nor does a total over cases without names.
//
// Source: 医疗保障基金使用监督管理条例 (国务院令第735号) art. 38–41, 45: returned
// money goes to the fund's 财政专户, fines go to the treasury.
package enforcement

import (
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/rule"
)

// State is one case. The zero State is a case of which nothing is known.
type State struct {
	channel       event.Channel
	ordered       map[debt]money.Fen
	received      map[debt]money.Fen // against an order
	imposed, paid money.Fen          // paid: against what was imposed
}

// debt is what one institution (empty: not named) has to return to one fund.
type debt struct {
	fund        fund.ID
	institution fund.Institution
}

// Stream returns the stream of a region's case.
func Stream(r fund.Region, number string) string { return "enforcement-" + string(r) + "." + number }

// Of returns the stream that a fact belongs to.
func Of(fact event.Enforcement) string {
	switch e := fact.(type) {
	case event.ClawbackOrdered:
		return Stream(e.Fund.Region(), e.Case)
	case event.ClawbackReceived:
		return Stream(e.Fund.Region(), e.Case)
	case event.FineImposed:
		return Stream(e.Region, e.Case)
	case event.FinePaid:
		return Stream(e.Region, e.Case)
	}
	panic("enforcement: a type without a stream")
}

// Decide returns the events that recording the fact causes.
// Refusals: case-channel, clawback-not-ordered,
// clawback-beyond-order, fine-not-imposed, fine-beyond-imposed.
func Decide(s State, fact event.Enforcement) ([]event.Event, error) {
	var err error
	switch e := fact.(type) {
	case event.ClawbackOrdered:
		if err = s.sameChannel(e.Channel); err == nil {
			_, err = s.ordered[debt{e.Fund, e.Institution}].Add(e.Amount)
		}
	case event.ClawbackReceived:
		if err = s.sameChannel(e.Channel); err == nil {
			err = s.receivable(e)
		}
	case event.FineImposed:
		_, err = s.imposed.Add(e.Amount)
	case event.FinePaid:
		err = s.payable(e)
	}
	if err != nil {
		return nil, err
	}
	return []event.Event{fact}, nil
}

func (s State) sameChannel(c event.Channel) error {
	if s.channel == "" || s.channel == c {
		return nil
	}
	return &rule.Refusal{
		Rule: "case-channel", Field: "channel",
		Why:    lang.F("本案渠道是 %s，不是 %s", "the channel of this case is %s, not %s", s.channel, c),
		Remedy: lang.F("改正渠道，或另立案件编号", "correct the channel, or give it a case number of its own"),
	}
}

func (s State) receivable(e event.ClawbackReceived) error {
	d := debt{e.Fund, e.Institution}
	ordered := s.ordered[d]
	if ordered == 0 {
		if e.Channel.Voluntary() || e.IsTotal() {
			return nil
		}
		return &rule.Refusal{
			Rule: "clawback-not-ordered", Field: "case",
			Why: lang.F("案件 %s 没有责令 %s 向基金 %s 退回", "nothing was ordered back from %[2]s to %[3]s in case %[1]s",
				e.Case, named(e.Institution), e.Fund),
			Remedy: lang.F("核对案件编号、基金和机构；先登记 clawback.ordered", "check the case, the fund and the institution; record clawback.ordered first"),
			Source: "国务院令第735号 art. 38, 40, 45",
		}
	}
	if open := ordered - s.received[d]; e.Amount > open {
		return &rule.Refusal{
			Rule: "clawback-beyond-order", Field: "amount",
			Why: lang.F("收到 %s 元超过案件 %s 的未退金额 %s 元（责令 %s 元，已退 %s 元）",
				"%s yuan is more than is outstanding in case %s, %s yuan (ordered %s yuan, received %s yuan)",
				e.Amount, e.Case, open, ordered, s.received[d]),
			Remedy: lang.F("核对金额；多收的钱退还对方", "check the amount; money received beyond the order is returned to the payer"),
			Source: "国务院令第735号 art. 45",
		}
	}
	return nil
}

func (s State) payable(e event.FinePaid) error {
	if s.imposed == 0 {
		if e.IsTotal() {
			return nil
		}
		return &rule.Refusal{
			Rule: "fine-not-imposed", Field: "case",
			Why:    lang.F("案件 %s 没有罚款决定", "no fine was imposed in case %s", e.Case),
			Remedy: lang.F("核对案件编号；先登记 fine.imposed", "check the case; record fine.imposed first"),
			Source: "行政处罚法 art. 67",
		}
	}
	if open := s.imposed - s.paid; e.Amount > open {
		return &rule.Refusal{
			Rule: "fine-beyond-imposed", Field: "amount",
			Why: lang.F("缴纳 %s 元超过案件 %s 的未缴罚款 %s 元（决定 %s 元，已缴 %s 元）",
				"%s yuan is more than is unpaid of the fine in case %s, %s yuan (imposed %s yuan, paid %s yuan)",
				e.Amount, e.Case, open, s.imposed, s.paid),
			Remedy: lang.F("核对缴款书金额", "check the amount on the payment slip"),
			Source: "行政处罚法 art. 67, 74",
		}
	}
	return nil
}

// Evolve returns the state after a recorded event.
func Evolve(s State, e event.Enforcement) State {
	switch e := e.(type) {
	case event.ClawbackOrdered:
		s.channel = e.Channel
		s.ordered = add(s.ordered, debt{e.Fund, e.Institution}, e.Amount)
	case event.ClawbackReceived:
		s.channel = e.Channel
		if d := (debt{e.Fund, e.Institution}); s.ordered[d] > 0 {
			s.received = add(s.received, d, e.Amount)
		}
	case event.FineImposed:
		s.imposed += e.Amount
	case event.FinePaid:
		if s.imposed > 0 {
			s.paid += e.Amount
		}
	}
	return s
}

func add(m map[debt]money.Fen, d debt, amount money.Fen) map[debt]money.Fen {
	if m == nil {
		m = map[debt]money.Fen{}
	}
	m[d] += amount
	return m
}

func named(i fund.Institution) lang.Text {
	if i == "" {
		return lang.Text{ZH: "未具名对象", EN: "anyone not named"}
	}
	return lang.Text{ZH: string(i), EN: string(i)}
}
