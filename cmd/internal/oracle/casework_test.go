package oracle

import (
	"github.com/fundledger/fundledger/ledger/event"
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
func standingOf(facts []event.Event) (opened, closed bool, c event.Channel, s event.Subject) {
	for _, f := range facts {
		if said := field[event.Channel](f, "Channel"); said != "" {
			c = said
		}
		switch f := f.(type) {
		case event.CaseOpened:
			opened, s = true, f.Subject
		case event.CaseClosed:
			closed = true
		case event.CaseReopened:
			closed = false
		}
	}
	return opened, closed, c, s
}

// enforce keeps a case one case, receipts within orders, and payments to the
// treasury within what was decided.
func (n *naive) enforce(e event.Enforcement) string {
	facts := n.inCase(e)
	opened, closed, c, s := standingOf(facts)
	early := false // before a fact of the case
	for _, f := range facts {
		early = early || e.Common().OccurredOn < f.Common().OccurredOn
	}
	switch e.(type) {
	case event.CasePublished:
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
	if channel != "" && c != "" && channel != c {
		return "case-channel"
	}
	decides := false // to say of whom
	switch e.(type) {
	case event.ClawbackOrdered, event.ClawbackReceived, event.ClawbackSetOff, event.FineImposed, event.GainConfiscated:
		decides = true
	}
	if decides && subject != "" && s != "" && subject != s {
		return "case-subject"
	}
	all, _ := papers(facts)
	amount, on := amountOf(e).Int64(), e.Common().OccurredOn
	switch e := e.(type) {
	case event.ClawbackReceived, event.ClawbackSetOff:
		orders := nearest(all, e)
		free := channel == event.SelfCheck || channel == event.SelfSurrender || e.Common().Count != 1
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
		switch orders := said(all, e, e.Of); {
		case len(orders) == 0:
			return "order-unknown"
		case on < first(orders):
			return "case-dates"
		case amount > sum(orders, (*paper).due):
			return "annulled-beyond-order"
		}
	case event.ClawbackRefunded:
		orders := nearest(under(all, e.Of), e)
		if len(orders) == 0 {
			return "order-unknown"
		}
		if amount > sum(orders, (*paper).over) {
			return "refund-beyond-excess"
		}
		if amount > sum(orders, func(p *paper) int64 { return p.years[e.ReceivedYear] }) {
			return "refund-year"
		}
		for _, o := range orders {
			if on < o.changed {
				return "case-dates"
			}
		}
	case event.SurchargeImposed:
		return decidedBy(charges(all, event.Fine, e.Of, e.Institution), e)
	case event.FinePaid:
		due := charges(all, chargeOf(e), e.Of, e.Institution)
		if len(due) == 0 && e.Of == "" && e.Count != 1 {
			return taken
		}
		if why := decidedBy(due, e); why != taken {
			return why
		}
		if amount > sum(due, (*paper).open) {
			return "fine-beyond-imposed"
		}
	case event.FineWaived:
		due := charges(all, chargeOf(e), e.Of, e.Institution)
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
		due := charges(all, chargeOf(e), e.Of, e.Institution)
		if why := decidedBy(due, e); why != taken {
			return why
		}
		if amount > sum(due, (*paper).over) {
			return "refund-beyond-excess"
		}
	case event.CaseClosed:
		if early {
			return "case-order"
		}
		toRefund, unsettled := int64(0), int64(0)
		for _, p := range all {
			unsettled += p.open() + p.over()
			if p.kind == "" {
				toRefund += p.over()
			}
		}
		if toRefund > 0 || e.Outcome == event.Executed && unsettled > 0 {
			return "case-open-items"
		}
	}
	return taken
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
