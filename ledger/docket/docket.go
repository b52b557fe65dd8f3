// Package docket keeps the file of one enforcement case (案卷): what was ordered
// back and came in, what is due to the treasury, and whether the case is open. It
// is a fold over the events of the case, used to decide on the next one and to
// show where the case stands, so that both always agree.
//
// # Money that comes back
//
// An order says how much is due to one fund, and where the decision says so of
// which part (统筹, 个人账户) and of which year's payments. A receipt or set-off goes
// to the orders of its own part and year, else to those that leave the year or
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
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// Docket is the file of one case. The zero Docket knows nothing. After has
// replaced it, an old Docket must not be used any more.
type Docket struct {
	opened   event.CaseOpened // without a case number: not recorded
	channel  event.Channel
	closed   bool
	latest   fund.Date // of the facts of the case
	orders   []Order
	free     []Receipt
	charges  []Charge
	findings []string // numbers of the findings that were fined
	agreed   []event.PenaltyCharged
}

// Receipt is money that came back without an order, or the part of it that no
// order was open for.
type Receipt struct {
	Fact   event.Enforcement // ClawbackReceived or ClawbackSetOff
	SetOff bool
	Amount money.Fen
}

// Opened returns how the case was opened, and whether that was recorded.
func (d Docket) Opened() (event.CaseOpened, bool) { return d.opened, d.opened.Case != "" }

// Channel returns the channel of the case; empty if nothing says it.
func (d Docket) Channel() event.Channel { return d.channel }

// Latest returns the latest date of the facts of the case; the zero Date if there
// are none.
func (d Docket) Latest() fund.Date { return d.latest }

// Closed reports whether the case is closed.
func (d Docket) Closed() bool { return d.closed }

// Orders returns the orders in the order of recording. They must not be changed.
func (d Docket) Orders() []Order { return d.orders }

// Free returns what came back without an order. It must not be changed.
func (d Docket) Free() []Receipt { return d.free }

// Charges returns what is due to the treasury, in the order of recording. It
// must not be changed.
func (d Docket) Charges() []Charge { return d.charges }

// Penalties returns the contract penalties that were charged. It must not be changed.
func (d Docket) Penalties() []event.PenaltyCharged { return d.agreed }

// After returns the file with a recorded event in it.
func (d Docket) After(e event.Enforcement) Docket {
	d.latest = max(d.latest, e.Common().OccurredOn)
	switch e := e.(type) {
	case event.CaseOpened:
		d.opened, d.channel = e, e.Channel
	case event.ClawbackOrdered:
		d.channel = e.Channel
		d.orders = append(d.orders, Order{Fact: e})
	case event.ClawbackReceived:
		d.channel = e.Channel
		line := Line{e.Fund, e.Institution, e.Part, e.PaidYear}
		if rest := d.fill(line, e.Amount, func(o *Order, amount money.Fen) {
			o.Received += amount
			o.enter(int64(e.Booked().Year()), amount)
		}); rest != 0 {
			d.free = append(d.free, Receipt{Fact: e, Amount: rest})
		}
	case event.ClawbackSetOff:
		d.channel = e.Channel
		line := Line{e.Fund, e.Institution, e.Part, e.PaidYear}
		if rest := d.fill(line, e.Amount, func(o *Order, amount money.Fen) {
			o.SetOff += amount
			o.enter(int64(e.Booked().Year()), amount)
		}); rest != 0 {
			d.free = append(d.free, Receipt{Fact: e, SetOff: true, Amount: rest})
		}
	case event.ClawbackAnnulled:
		d.change(Line{e.Fund, e.Institution, e.Part, e.PaidYear}, e.Of, e.Amount, Order.Due, func(o *Order, amount money.Fen) {
			o.Annulled += amount
			o.changed = max(o.changed, e.OccurredOn)
		})
	case event.ClawbackRefunded:
		line, _ := d.MatchIn(Line{e.Fund, e.Institution, e.Part, e.PaidYear}, e.Of)
		d.change(line, e.Of, e.Amount, Order.Excess, func(o *Order, amount money.Fen) {
			o.Refunded += amount
			o.enter(e.ReceivedYear, -amount)
		})
	case event.FineImposed:
		d.findings = append(d.findings, e.Finding)
		d.charges = append(d.charges, newFine(e))
	case event.SurchargeImposed:
		d.charges = append(d.charges, Charge{Kind: event.Surcharge, Document: e.Document, On: e.OccurredOn, Institution: e.Institution, Subject: e.Subject,
			Amount: e.Amount, Count: e.Count, For: e.Of, Warning: e.Warning})
	case event.GainConfiscated:
		d.charges = append(d.charges, Charge{Kind: event.Confiscation, Document: e.Document, On: e.OccurredOn, Institution: e.Institution, Subject: e.Subject,
			Article: e.Article, Amount: e.Amount, Count: e.Count})
	case event.FinePaid:
		d.pay(e)
	case event.FineWaived:
		d.waive(e)
	case event.FineRefunded:
		d.refund(e)
	case event.PenaltyCharged:
		d.agreed = append(d.agreed, e)
	case event.CaseClosed:
		d.closed = true
	case event.CaseReopened:
		d.closed = false
	case event.FindingRecorded, event.LossDetermined, event.SettlementSuspended, event.CaseTransferred, event.CasePublished:
	}
	return d
}

// Settled reports whether nothing is open: no order, no excess, no charge.
func (d Docket) Settled() bool {
	for _, o := range d.orders {
		if o.Open() != 0 || o.Excess() != 0 {
			return false
		}
	}
	for _, c := range d.charges {
		if c.Open() != 0 || c.Excess() != 0 {
			return false
		}
	}
	return true
}

// Open returns what is outstanding to funds, what is to be refunded by funds, and
// what is unpaid to the treasury.
func (d Docket) Open() (outstanding, excess, unpaid money.Fen) {
	for _, o := range d.orders {
		outstanding += o.Open()
		excess += o.Excess()
	}
	for _, c := range d.charges {
		unpaid += c.Open()
	}
	return outstanding, excess, unpaid
}

// FinedBefore reports whether a finding was fined in the case already.
func (d Docket) FinedBefore(finding string) bool {
	for _, f := range d.findings {
		if f == finding && f != "" {
			return true
		}
	}
	return false
}
