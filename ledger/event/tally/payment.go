package tally

import (
	"bytes"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// Payment is what is read of a stored payment, at once for all who ask for something of it.
type Payment struct {
	On                            fund.Date // of the payment
	Document, Institution, Person []byte    // in the bytes of the event; empty: there is none

	key
	count            int64
	amount           money.Fen
	careOn           fund.Date
	department, note []byte
	cost
}

// settled takes down how a payment was made, and which costs are known, in its book.
func (p *Payment) settled(via, place, settlement int) {
	p.rest |= uint64(via)<<viaAt | uint64(place)<<placeAt | uint64(settlement)<<settlementAt
	if p.totalCost != 0 {
		p.rest |= hasTotalCost
	}
	if p.eligible != 0 {
		p.rest |= hasEligible
	}
}

// Read reads a stored payment. False means that the event is for Decode. Decode may refuse one
// that was read: what has Add or Form take it is sure.
func (p *Payment) Read(wire string, version int, data []byte) bool {
	if !IsPayment(wire, version) {
		return false
	}
	*p = Payment{}
	ok := false
	if wire == reimbursementWire {
		ok = p.reimbursement(data)
	} else {
		ok = p.relief(data)
	}
	p.On = p.occurredOn
	return ok
}

// IsPayment reports whether Read reads events of a type.
func IsPayment(wire string, version int) bool {
	return version == 1 && (wire == reimbursementWire || wire == reliefWire)
}

// to returns what the stream of the payment is named for beside its fund: the institution or the person.
func (p *Payment) to() []byte {
	if p.rest&ofRelief != 0 {
		return p.Person
	}
	return p.Institution
}

// Alike reports whether two payments are of the same kind, fund, and institution or person.
func (p *Payment) Alike(q *Payment) bool {
	const ofFund = 0xffff | ofRelief
	return p.region == q.region && (p.rest^q.rest)&ofFund == 0 && bytes.Equal(p.to(), q.to())
}

// Kept returns what Alike asks for of the payment apart from the bytes of the event, in the
// memory of another that was kept.
func (p *Payment) Kept(before Payment) Payment {
	room := append(before.to()[:0], p.to()...)
	return Payment{key: p.key, Institution: room, Person: room}
}

// Event returns an event with the kind, the fund, the institution or person, and the day of
// the payment, and nothing else: it is none to record.
func (p *Payment) Event() event.Event {
	var id [len("441300.390")]byte
	p.fund(&id)
	f := event.Fact{OccurredOn: p.On}
	if p.rest&ofRelief != 0 {
		return event.ReliefPaid{Fact: f, Fund: fund.ID(id[:]), Person: fund.Person(p.Person)}
	}
	return event.ReimbursementPaid{Fact: f, Fund: fund.ID(id[:]), Institution: fund.Institution(p.Institution)}
}
