package tally

import (
	"bytes"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// Form tells from their bytes that stored payments are canonical: it takes nothing that
// event.Decode refuses, and leaves every rare form to it, as a Tally does, of which it has
// the eyes. The zero Form is ready. It is not for use by several goroutines.
type Form struct{ tally Tally }

// Payment is what Form reads of a payment: what its stream is named for.
type Payment struct {
	book
	to []byte // the institution or the person, in the bytes of the event
	On fund.Date
}

// Payment reads a stored payment. False means that the event is for Decode.
func (f *Form) Payment(wire string, version int, data []byte) (p Payment, ok bool) {
	if version != 1 {
		return p, false
	}
	var k key
	switch wire {
	case reimbursementWire:
		k, p.to, _, _, ok = scanReimbursement(data)
	case reliefWire:
		k, p.to, _, ok = scanRelief(data)
	}
	if !ok {
		return p, false
	}
	_, ok = f.tally.possible(&k)
	p.book, p.On = k.book, k.occurredOn
	return p, ok
}

// Alike reports whether two payments are of the same kind, fund, and institution or person.
func (p *Payment) Alike(q *Payment) bool {
	const ofFund = 0xffff | ofRelief
	return p.region == q.region && (p.rest^q.rest)&ofFund == 0 && bytes.Equal(p.to, q.to)
}

// Kept returns the payment apart from the bytes of the event, in the memory of room.
func (p Payment) Kept(room []byte) Payment {
	p.to = append(room[:0], p.to...)
	return p
}

// Room is the memory that Kept has used.
func (p *Payment) Room() []byte { return p.to }

// Event returns an event with the kind, the fund, the institution or person, and the day of
// the payment, and nothing else: it is none to record.
func (p *Payment) Event() event.Event {
	var id [len("441300.390")]byte
	p.fund(&id)
	f := event.Fact{OccurredOn: p.On}
	if p.rest&ofRelief != 0 {
		return event.ReliefPaid{Fact: f, Fund: fund.ID(id[:]), Person: fund.Person(p.to)}
	}
	return event.ReimbursementPaid{Fact: f, Fund: fund.ID(id[:]), Institution: fund.Institution(p.to)}
}
