// Package enforcement decides on one case: money ordered back, received or set
// off, fines and confiscations for the treasury, contract penalties, closing and
// reopening. Nothing is received beyond what was ordered, no fine is paid beyond
// what was imposed, and a fine never touches a fund.
//
// What a decision says is kept as decided. Where it is outside the frame of the
// law the recorded fact carries a warning; see package law.
//
// Money that a subject finds itself and returns (self-check, self-surrender)
// needs no order; nor does a total over cases without names. A case need not
// have been opened here; if it was, its subject binds what follows. Its channel
// says how it came up; orders and receipts carry their own, for a part of what
// one decision is about may have been found by the subject itself (同济), and money
// goes only to orders of its own channel.
//
// Source: 医疗保障基金使用监督管理条例 (国务院令第735号) art. 13, 36–45: returned money
// goes to the fund's 财政专户, fines go to the treasury.
package enforcement

import (
	"github.com/fundledger/fundledger/ledger/docket"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/refusal"
)

// State is the file of one case. The zero State is a case of which nothing is known.
type State = docket.Docket

// Stream returns the stream of a region's case.
func Stream(r fund.Region, number string) string { return "enforcement-" + string(r) + "." + number }

// Of returns the stream that a fact belongs to.
func Of(fact event.Enforcement) string { return Stream(event.CaseOf(fact)) }

// Decide returns the events that recording the fact causes: the fact, with a
// warning where it has one. Refusals: penalty-not-charged, case-unknown,
// case-opened, case-closed, case-not-closed, case-open-items, case-order,
// case-subject, case-dates, finding-unknown, clawback-not-ordered,
// clawback-beyond-order, order-unknown, annulled-beyond-order,
// refund-beyond-excess, refund-booking, fine-not-imposed, fine-beyond-imposed,
// waived-beyond-due.
func Decide(s State, fact event.Enforcement) ([]event.Event, error) {
	if err := open(s, fact); err != nil {
		return nil, err
	}
	var err error
	switch e := fact.(type) {
	case event.CaseOpened:
		err = opening(s, e)
	case event.ClawbackOrdered:
		if err = sameSubject(s, e.Subject); err == nil {
			e.Warning = orderWarning(s, e)
			fact = e
		}
	case event.ClawbackReceived:
		if err = sameSubject(s, e.Subject); err == nil {
			err = receivable(s, e, docket.Line{Fund: e.Fund, Institution: e.Institution, Part: e.Part, PaidYear: e.PaidYear}, e.Channel, e.Amount)
		}
	case event.ClawbackSetOff:
		if err = sameSubject(s, e.Subject); err == nil {
			err = receivable(s, e, docket.Line{Fund: e.Fund, Institution: e.Institution, Part: e.Part, PaidYear: e.PaidYear}, e.Channel, e.Amount)
		}
	case event.ClawbackAnnulled:
		err = annullable(s, e)
	case event.ClawbackRefunded:
		err = refundable(s, e)
	case event.FineImposed:
		if err = sameSubject(s, e.Subject); err == nil {
			err = found(s, e)
		}
		if err == nil {
			e.Warning = fineWarning(s, e)
			fact = e
		}
	case event.SurchargeImposed:
		if err = decided(s, docket.Which{Kind: event.Fine, Document: e.Of, Institution: e.Institution}, e.Case, e.OccurredOn); err == nil {
			e.Warning = surchargeWarning(s, e)
			fact = e
		}
	case event.GainConfiscated:
		err = sameSubject(s, e.Subject)
	case event.FinePaid:
		err = payable(s, e)
	case event.FineWaived:
		err = waivable(s, e)
	case event.FineRefunded:
		err = treasuryRefund(s, e)
	case event.SettlementSuspended:
		e.Warning = onlineWarning(e)
		fact = e
	case event.CaseClosed:
		err = closable(s, e)
	case event.CasePublished:
		err = known(s, e, e.Case)
	case event.PenaltyReceived:
		err = penalty(s, e)
	case event.FindingRecorded:
		e.Warning = findingWarning(e)
		fact = e
	case event.LossDetermined, event.PenaltyCharged, event.CaseTransferred, event.CaseReopened:
	}
	if err != nil {
		return nil, err
	}
	return []event.Event{fact}, nil
}

// Evolve returns the state after a recorded event.
func Evolve(s State, e event.Enforcement) State { return s.After(e) }

// open refuses what a closed case does not take, and reopening one that is not closed.
func open(s State, fact event.Enforcement) error {
	_, number := event.CaseOf(fact)
	if _, published := fact.(event.CasePublished); published {
		return nil
	}
	if _, again := fact.(event.CaseReopened); again {
		if s.Closed() {
			return notBefore(s, fact.Common().OccurredOn, number)
		}
		return &refusal.Error{
			Rule: "case-not-closed", Field: "case",
			Why:    lang.F("案件 %s 没有结案", "case %s is not closed", number),
			Remedy: lang.F("直接登记后续事项", "record what follows without reopening it"),
		}
	}
	if !s.Closed() {
		return nil
	}
	return &refusal.Error{
		Rule: "case-closed", Field: "case",
		Why:    lang.F("案件 %s 已结案", "case %s is closed", number),
		Remedy: lang.F("先登记 case.reopened，再登记后续事项", "record case.reopened first"),
	}
}

func opening(s State, e event.CaseOpened) error {
	if _, was := s.Opened(); was {
		return &refusal.Error{
			Rule: "case-opened", Field: "case",
			Why:    lang.F("案件 %s 已经立案", "case %s was opened before", e.Case),
			Remedy: lang.F("核对案件编号；结案后再办的，登记 case.reopened", "check the case number; to deal with a closed case again, record case.reopened"),
		}
	}
	return nil
}

func sameSubject(s State, subject event.Subject) error {
	opened, _ := s.Opened()
	if opened.Subject == "" || subject == "" || opened.Subject == subject {
		return nil
	}
	return &refusal.Error{
		Rule: "case-subject", Field: "subject",
		Why:    lang.F("本案对象是“%s”，不是“%s”", "the subject of this case is %s, not %s", event.NameOf("subject", opened.Subject), event.NameOf("subject", subject)),
		Remedy: lang.F("改正对象（%s），或另立案件编号", "correct the subject (%s), or give it a case number of its own", string(opened.Subject)),
	}
}

// notBefore refuses to close or reopen a case on a day before its latest fact.
func notBefore(s State, on fund.Date, number string) error {
	if on >= s.Latest() {
		return nil
	}
	return &refusal.Error{
		Rule: "case-order", Field: "occurred_on",
		Why:    lang.F("%s 早于案件 %s 最近一次登记的日期 %s", "%s is before the latest fact of case %s, %s", on, number, s.Latest()),
		Remedy: lang.F("核对日期；结案、重新办理在其他事项之后", "check the date; a case is closed and reopened after its other facts"),
	}
}

func closable(s State, e event.CaseClosed) error {
	if err := known(s, e, e.Case); err != nil {
		return err
	}
	if err := notBefore(s, e.OccurredOn, e.Case); err != nil {
		return err
	}
	open := s.Open()
	if open.Refund.IsZero() && open.Repay.IsZero() && (e.Outcome != event.Executed || s.Settled()) {
		return nil
	}
	remedy := lang.F("先登记退回、缴款、撤销或退还；不能执行的，结案方式填 unenforceable", "record what came in, was paid, annulled or refunded; if it cannot be enforced, give the outcome unenforceable")
	switch {
	case !open.Refund.IsZero():
		remedy = lang.F("先退还多收的钱（clawback.refunded）", "refund first what came in too much (clawback.refunded)")
	case !open.Repay.IsZero():
		remedy = lang.F("先由国库退还多缴的钱（fine.refunded）", "the treasury refunds first what was paid too much (fine.refunded)")
	}
	return &refusal.Error{
		Rule: "case-open-items", Field: "outcome",
		Why: lang.F("案件 %s 未了：未退 %s 元，应退还对方 %s 元，未缴国库 %s 元，国库应退 %s 元，违约金未收 %s 元",
			"case %s is not settled: outstanding %s yuan, to be refunded %s yuan, unpaid to the treasury %s yuan, to be refunded by it %s yuan, contract penalties not received %s yuan",
			e.Case, open.Outstanding, open.Refund, open.Unpaid, open.Repay, open.Penalties),
		Remedy: remedy,
	}
}

// known refuses to close or publish a case of which nothing is known; a total over
// cases without names is no case.
func known(s State, e event.Enforcement, number string) error {
	if s.Known() || event.Total(e) {
		return nil
	}
	return &refusal.Error{
		Rule: "case-unknown", Field: "case",
		Why:    lang.F("账上没有案件 %s", "nothing is known of a case %s", number),
		Remedy: lang.F("核对案件编号；先登记 case.opened", "check the case number; record case.opened first"),
	}
}

// penalty refuses a contract penalty in a case that was not charged, or beyond
// what was charged: what else comes in is no income of a fund.
//
// Source: 国务院令第735号 art. 13, 45; 财会〔2017〕28号 4501.
func penalty(s State, e event.PenaltyReceived) error {
	outstanding, charged := s.Owing(docket.Penalty{Fund: e.Fund, Institution: e.Institution})
	if charged && !outstanding.Less(e.Amount.Sum()) {
		return nil
	}
	return &refusal.Error{
		Rule: "penalty-not-charged", Field: "amount",
		Why: lang.F("收到违约金 %s 元，案件 %s 对 %s 应收未收的只有 %s 元", "a contract penalty of %s yuan was received; case %s has charged %s and not received %s yuan",
			e.Amount, e.Case, named(e.Institution), outstanding.Positive()),
		Remedy: lang.F("核对案件、基金、机构和金额，先登记 penalty.charged；罚款不是违约金，用 fine.paid", "check case, fund, institution and amount, and record penalty.charged first; a fine is no contract penalty: record fine.paid"),
		Source: "国务院令第735号 art. 13, 45",
	}
}

// findingWarning says so if a violation is not one that its article lists: a
// decision may rest on another, and is kept as decided.
//
// Source: 国务院令第735号 art. 13, 36–42, 44; see law.Acts.
func findingWarning(e event.FindingRecorded) event.Warning {
	if law.Under(e.Violation, e.Article) {
		return ""
	}
	return event.ViolationElsewhere
}

// orderWarning says so if a case orders more back to a fund than was determined as
// lost, where losses of the fund were determined in it.
func orderWarning(s State, e event.ClawbackOrdered) event.Warning {
	lost, any := s.Lost(e.Fund)
	if !any {
		return ""
	}
	due := e.Amount.Sum()
	for _, o := range s.Orders() {
		if o.Fact.Fund == e.Fund {
			due = due.Plus(o.Due())
		}
	}
	if lost.Less(due) {
		return event.OrderBeyondLoss
	}
	return ""
}
