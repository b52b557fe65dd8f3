package oracle

import (
	"slices"

	"math/big"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
)

// inCase returns the facts of the case of a fact that count, with their days of
// entry.
func (n *naive) inCase(e event.Event) []event.Event {
	var out []event.Event
	gone := map[event.Event]bool{}
	for _, f := range n.gone {
		gone[f] = true
	}
	for i, f := range n.facts {
		if _, isEnforcement := f.(event.Enforcement); isEnforcement && !gone[f] && place(f) == place(e) {
			out = append(out, n.stored(i))
		}
	}
	return out
}

// standingOf returns what the facts of a case say of it.
func standingOf(facts []event.Event) (opened, closed bool, s event.Subject) {
	for _, f := range facts {
		switch f := f.(type) {
		case event.CaseOpened:
			opened, s = true, f.Subject
		case event.CaseClosed:
			closed = true
		case event.CaseReopened:
			closed = false
		}
	}
	return opened, closed, s
}

// enforce keeps a case one case, receipts within orders, and payments to the
// treasury within what was decided.
func (n *naive) enforce(e event.Enforcement) string {
	facts := n.inCase(e)
	opened, closed, s := standingOf(facts)
	early := false // before a fact of the case
	for _, f := range facts {
		early = early || e.Common().OccurredOn < f.Common().OccurredOn
	}
	unknown := len(facts) == 0 && !isTotal(e)
	switch e.(type) {
	case event.CasePublished:
		if unknown {
			return "case-unknown"
		}
		return taken
	case event.CaseReopened:
		switch {
		case !closed:
			return "case-not-closed"
		case early:
			return "case-order"
		}
		return taken
	}
	if closed {
		return "case-closed"
	}
	channel, subject := field[event.Channel](e, "Channel"), field[event.Subject](e, "Subject")
	_, opens := e.(event.CaseOpened)
	if opens && opened {
		return "case-opened"
	}
	decides := false // to say of whom
	switch e.(type) {
	case event.ClawbackOrdered, event.ClawbackReceived, event.ClawbackSetOff, event.FineImposed, event.GainConfiscated:
		decides = true
	}
	if decides && subject != "" && s != "" && subject != s {
		return "case-subject"
	}
	if fine, ok := e.(event.FineImposed); ok && fine.Finding != "" && !isTotal(e) && !slices.ContainsFunc(facts, func(f event.Event) bool {
		of, is := f.(event.FindingRecorded)
		return is && of.Finding == fine.Finding && (of.Institution == fine.Institution || of.Institution == "" || fine.Institution == "")
	}) {
		return "finding-unknown"
	}
	all, _ := papers(facts)
	amount, on := amountOf(e).Int64(), e.Common().OccurredOn
	meant := func(of string, article law.Article) []*paper {
		return charges(all, chargeOf(e), of, institutionOf(e), article)
	}
	switch e := e.(type) {
	case event.PenaltyReceived:
		if left, charged := owed(facts)[debtor{e.Fund, e.Institution}]; !charged || amount > left {
			return "penalty-not-charged"
		}
	case event.ClawbackReceived, event.ClawbackSetOff:
		orders := nearest(all, e)
		free := channel == event.SelfCheck || channel == event.SelfSurrender || isTotal(e)
		switch {
		case len(orders) == 0 && free:
		case len(orders) == 0:
			return "clawback-not-ordered"
		case on < first(orders):
			return "case-dates"
		case amount > sum(orders, (*paper).open):
			return "clawback-beyond-order"
		}
	case event.ClawbackAnnulled:
		switch orders := said(all, e, e.Of, e.Article); {
		case len(orders) == 0:
			return "order-unknown"
		case on < first(orders):
			return "case-dates"
		case amount > sum(orders, (*paper).due):
			return "annulled-beyond-order"
		}
	case event.ClawbackRefunded:
		orders, how := nearest(under(all, e.Of, e.Article), e), bookedAs(e, e.ReceivedYear)
		if len(orders) == 0 {
			return "order-unknown"
		}
		if amount > sum(orders, (*paper).over) {
			return "refund-beyond-excess"
		}
		if amount > sum(orders, func(p *paper) int64 { return p.overOf(how) }) {
			return "refund-booking"
		}
		for _, o := range orders {
			if on < o.changed || on < o.paid {
				return "case-dates"
			}
		}
	case event.SurchargeImposed:
		return decidedBy(charges(all, event.Fine, e.Of, e.Institution, ""), e)
	case event.FinePaid:
		due := meant(e.Of, e.Article)
		if len(due) == 0 && e.Of == "" && isTotal(e) {
			return taken
		}
		if why := decidedBy(due, e); why != taken {
			return why
		}
		if amount > sum(due, (*paper).open) {
			return "fine-beyond-imposed"
		}
	case event.FineWaived:
		due := meant(e.Of, e.Article)
		most := (*paper).due
		if e.Reason == event.Waived {
			most = (*paper).open
		}
		if why := decidedBy(due, e); why != taken {
			return why
		}
		if amount > sum(due, most) {
			return "waived-beyond-due"
		}
	case event.FineRefunded:
		due := meant(e.Of, e.Article)
		if why := decidedBy(due, e); why != taken {
			return why
		}
		if amount > sum(due, (*paper).over) {
			return "refund-beyond-excess"
		}
		for _, c := range due {
			if on < c.paid {
				return "case-dates"
			}
		}
	case event.CaseClosed:
		switch {
		case unknown:
			return "case-unknown"
		case early:
			return "case-order"
		}
		toRefund, toCome := int64(0), int64(0)
		for _, p := range all {
			toRefund += p.over()
			toCome += p.open()
		}
		for _, left := range owed(facts) {
			toCome += max(0, left)
		}
		if toRefund > 0 || e.Outcome == event.Executed && toCome > 0 {
			return "case-open-items"
		}
	}
	return taken
}

// debtor is who owes contract penalties to which fund.
type debtor struct {
	fund        fund.ID
	institution fund.Institution
}

// owed returns the contract penalties of a case that were charged, less what came in.
func owed(facts []event.Event) map[debtor]int64 {
	left := map[debtor]int64{}
	for _, f := range facts {
		who := debtor{payer(f), institutionOf(f)}
		switch f.(type) {
		case event.PenaltyCharged:
			left[who] += amountOf(f).Int64()
		case event.PenaltyReceived:
			left[who] -= amountOf(f).Int64()
		}
	}
	return left
}

// recovered reports whether a fund has money from an institution in the case of a
// fact: more came in or was set off than was refunded.
func (n *naive) recovered(e event.LossTraced) bool {
	has := new(big.Int)
	for _, f := range n.live() {
		region, number := caseOf(f)
		if own, of := caseOf(e); region != own || number != of || payer(f) != e.Fund || institutionOf(f) != e.Institution {
			continue
		}
		switch f.(type) {
		case event.ClawbackReceived, event.ClawbackSetOff:
			has.Add(has, amountOf(f))
		case event.ClawbackRefunded:
			has.Sub(has, amountOf(f))
		}
	}
	return has.Sign() > 0
}

// decidedBy says whether a fact rests on decisions, and comes after the first.
func decidedBy(due []*paper, e event.Event) string {
	switch {
	case len(due) == 0:
		return "fine-not-imposed"
	case e.Common().OccurredOn < first(due):
		return "case-dates"
	}
	return taken
}
