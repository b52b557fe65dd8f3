// Package docket keeps the file of one enforcement case (案卷): what was ordered
// back and came in, what is due to the treasury, and whether the case is open. It
// is a fold over the events of the case, used to decide on the next one and to
// show where the case stands, so that both always agree.
//
// # Money that comes back
//
// An order says how much is due to one fund, and where the decision says so of
// which part (统筹, 个人账户) and of which year's payments. A receipt or set-off goes
// to the orders of its own channel, part and year, else to those that leave the year or
// the part open; among several to the oldest first. So received and set off
// never exceed what was ordered, and outstanding is never negative. An order that
// is annulled after money came in leaves an excess, which is to be refunded.
//
// # Money for the treasury
//
// Fines, surcharges and confiscated gains are charges. A payment goes to the
// decision that it names, else to the oldest that is unpaid. None is ever money
// of a fund.
//
// Source: 国务院令第735号 art. 45; 行政处罚法 art. 67, 72, 74.
package docket

import (
	"cmp"
	"maps"
	"slices"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// Docket is the file of one case. The zero Docket knows nothing. After leaves
// it as it is.
type Docket struct {
	opened  event.CaseOpened // without a case number: not recorded
	channel event.Channel
	closed  bool
	latest  fund.Date // of the facts of the case
	orders  list[*Order]
	lines   *lines // nil, or those of a newer version: see onLines
	version int    // of the lines of these orders
	free    list[Receipt]
	charges list[*Charge]
	losses  map[fund.ID]money.Sum // determined
	agreed  map[Penalty]money.Sum // contract penalties charged and not received
	found   []event.FindingRecorded
}

// Penalty is who owes contract penalties to which fund.
type Penalty struct {
	Fund        fund.ID
	Institution fund.Institution
}

// Receipt is money that came back without an order, or the part of it that no
// order was open for.
type Receipt struct {
	Fact    event.Enforcement // ClawbackReceived or ClawbackSetOff
	Line    Line              // by which it looked for orders
	Channel event.Channel
	Subject event.Subject // "": not said
	SetOff  bool
	Amount  money.Fen
}

// Opened returns how the case was opened, and whether that was recorded.
func (d Docket) Opened() (event.CaseOpened, bool) { return d.opened, d.opened.Case != "" }

// Channel returns the channel by which the case came up: as it was opened, else that
// of its first order or receipt; empty if nothing says it.
func (d Docket) Channel() event.Channel { return d.channel }

// Latest returns the latest date of the facts of the case; the zero Date if there
// are none.
func (d Docket) Latest() fund.Date { return d.latest }

// Closed reports whether the case is closed.
func (d Docket) Closed() bool { return d.closed }

// Orders returns the orders in the order of recording. They must not be changed.
func (d Docket) Orders() []*Order { return d.orders.items }

// Free returns what came back without an order. It must not be changed.
func (d Docket) Free() []Receipt { return d.free.items }

// Charges returns what is due to the treasury, in the order of recording. It
// must not be changed.
func (d Docket) Charges() []*Charge { return d.charges.items }

// Owing returns the contract penalties that one institution was charged and has not
// paid, and whether it was charged any.
func (d Docket) Owing(p Penalty) (outstanding money.Sum, charged bool) {
	outstanding, charged = d.agreed[p]
	return outstanding, charged
}

// Penalties returns the contract penalties that were charged and not received.
func (d Docket) Penalties() money.Sum {
	var sum money.Sum
	for _, amount := range d.agreed {
		sum = sum.Plus(amount.Positive())
	}
	return sum
}

// Lost returns the losses of a fund that were determined, and whether any were.
func (d Docket) Lost(id fund.ID) (amount money.Sum, any bool) {
	amount, any = d.losses[id]
	return amount, any
}

// After returns the file with a recorded event in it.
func (d Docket) After(e event.Enforcement) Docket {
	d.latest = max(d.latest, e.Common().OccurredOn)
	switch e := e.(type) {
	case event.CaseOpened:
		d.opened, d.channel = e, e.Channel
	case event.ClawbackOrdered:
		d.channel = cmp.Or(d.channel, e.Channel)
		o := &Order{Fact: e}
		d.goOn()
		d.lines.add(len(d.orders.items), o)
		d.orders = d.orders.with(o)
	case event.ClawbackReceived:
		d.channel = cmp.Or(d.channel, e.Channel)
		d.receive(Receipt{Fact: e, Line: Line{e.Fund, e.Institution, e.Part, e.PaidYear}, Channel: e.Channel, Subject: e.Subject,
			Amount: e.Amount}, e.Care)
	case event.ClawbackSetOff:
		d.channel = cmp.Or(d.channel, e.Channel)
		d.receive(Receipt{Fact: e, Line: Line{e.Fund, e.Institution, e.Part, e.PaidYear}, Channel: e.Channel, Subject: e.Subject,
			SetOff: true, Amount: e.Amount}, e.Care)
	case event.ClawbackAnnulled: // what is not in yet is annulled first
		u := Under{Line: Line{e.Fund, e.Institution, e.Part, e.PaidYear}, Document: e.Of, Article: e.Article}
		d.change(u, e.Amount, func(o *Order, amount money.Fen) {
			o.Annulled = o.Annulled.Add(amount)
			o.changed = max(o.changed, e.OccurredOn)
		}, Order.Open, Order.Due)
	case event.ClawbackRefunded:
		u, booking := Under{Line: Line{e.Fund, e.Institution, e.Part, e.PaidYear}, Document: e.Of,
			Article: e.Article}, Booking{e.ReceivedYear, e.Part, e.PaidYear, e.Care}
		u.Line, _ = d.MatchIn(u)
		d.change(u, e.Amount, func(o *Order, amount money.Fen) {
			o.Refunded = o.Refunded.Add(amount)
			o.enter(booking, -amount)
		}, func(o Order) money.Sum { return o.excessIn(booking) }, Order.Excess)
	case event.FineImposed:
		d.charges = d.charges.with(newFine(e))
	case event.SurchargeImposed:
		d.charges = d.charges.with(
			&Charge{Kind: event.Surcharge, Document: e.Document, On: e.OccurredOn, Institution: e.Institution, Subject: e.Subject,
				Amount: e.Amount, Count: e.Count, For: e.Of, Warning: e.Warning})
	case event.GainConfiscated:
		d.charges = d.charges.with(
			&Charge{Kind: event.Confiscation, Document: e.Document, On: e.OccurredOn, Institution: e.Institution, Subject: e.Subject,
				Article: e.Article, Amount: e.Amount, Count: e.Count})
	case event.FinePaid:
		d.pay(e)
	case event.FineWaived:
		d.waive(e)
	case event.FineRefunded:
		d.refund(e)
	case event.LossDetermined:
		d.losses = with(d.losses, e.Fund, e.Amount)
	case event.PenaltyCharged:
		d.agreed = with(d.agreed, Penalty{e.Fund, e.Institution}, e.Amount)
	case event.PenaltyReceived:
		if p := (Penalty{e.Fund, e.Institution}); e.Case != "" {
			d.agreed = with(d.agreed, p, -e.Amount)
		}
	case event.CaseClosed:
		d.closed = true
	case event.CaseReopened:
		d.closed = false
	case event.FindingRecorded:
		d.found = append(slices.Clip(d.found), e)
	case event.SettlementSuspended, event.CaseTransferred, event.CasePublished:
	}
	return d
}

// with returns the sums with an amount more under a key.
func with[K comparable](sums map[K]money.Sum, key K, amount money.Fen) map[K]money.Sum {
	out := maps.Clone(sums)
	if out == nil {
		out = map[K]money.Sum{}
	}
	out[key] = out[key].Add(amount)
	return out
}

// Settled reports whether nothing is open: no order, no excess, no charge, no
// contract penalty.
func (d Docket) Settled() bool { return d.Open() == Open{} }

// Open is what is open in a case.
type Open struct {
	Outstanding money.Sum // to funds
	Refund      money.Sum // to be refunded by funds
	Unpaid      money.Sum // to the treasury
	Repay       money.Sum // to be refunded by the treasury
	Penalties   money.Sum // contract penalties, to funds
}

// Open returns what is open.
func (d Docket) Open() Open {
	var open Open
	for _, o := range d.orders.items {
		open.Outstanding = open.Outstanding.Plus(o.Open())
		open.Refund = open.Refund.Plus(o.Excess())
	}
	for _, c := range d.charges.items {
		open.Unpaid = open.Unpaid.Plus(c.Open())
		open.Repay = open.Repay.Plus(c.Excess())
	}
	open.Penalties = d.Penalties()
	return open
}

// FinedBefore reports whether a finding against an institution was fined in the
// case already, and that fine was not wholly waived or annulled.
func (d Docket) FinedBefore(i fund.Institution, finding string) bool {
	return finding != "" && slices.ContainsFunc(d.charges.items, func(c *Charge) bool {
		return c.Finding == finding && c.Institution == i && (c.Remaining().Sign() > 0 || c.Unknown())
	})
}

// Found reports whether the finding that a fine is for was recorded, or it names none:
// of a number, and of the institution where both name one.
func (d Docket) Found(e event.FineImposed) bool {
	return e.Finding == "" || slices.ContainsFunc(d.found, func(f event.FindingRecorded) bool { return FinedFor(e, f) })
}

// FinedFor reports whether a fine is for a finding of the same case.
func FinedFor(e event.FineImposed, f event.FindingRecorded) bool {
	return e.Finding == f.Finding && (e.Institution == "" || f.Institution == "" || e.Institution == f.Institution)
}

// Known reports whether anything is known of the case.
func (d Docket) Known() bool { return d.latest != 0 }
