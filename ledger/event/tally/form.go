package tally

import (
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// Form tells from their bytes that stored payments are canonical: it takes nothing that
// event.Decode refuses, and leaves every rare form to it, as a Tally does, of which it has
// the eyes. The zero Form is ready. It is not for use by several goroutines.
type Form struct {
	tally       Tally
	example     int32            // of the payment that was read
	institution fund.Institution // of the event that was made
}

// Payment reads a stored payment. False means that the event is for Decode.
func (f *Form) Payment(p *Payment, wire string, version int, data []byte) bool {
	if !p.Read(wire, version, data) {
		return false
	}
	example, ok := f.tally.possible(&p.key)
	f.example = example
	return ok
}

// Event returns the event that event.Decode makes of the payment that was read last.
func (f *Form) Event(p *Payment) event.Event {
	of := &f.tally.examples[f.example]
	fact := event.Fact{
		Document: string(p.Document), OccurredOn: p.occurredOn, Since: p.since, Count: p.count, Note: string(p.note), BookedOn: p.bookedOn,
	}
	if p.rest&ofRelief != 0 {
		paid := of.relief
		paid.Fact, paid.Person, paid.Amount = fact, fund.Person(p.Person), p.amount
		return paid
	}
	if string(f.institution) != string(p.Institution) { // mostly that of the one before
		f.institution = fund.Institution(p.Institution)
	}
	paid := of.paid
	paid.Fact, paid.Institution, paid.Person, paid.Amount = fact, f.institution, fund.Person(p.Person), p.amount
	paid.CareOn, paid.Department = p.careOn, string(p.department)
	paid.TotalCost, paid.Eligible = p.totalCost, p.eligible
	return paid
}
