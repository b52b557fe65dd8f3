// Package reimbursement decides on claims: paid, reversed, denied before
// payment, corrected after a reminder; and on how much of a payment was lost, so
// that over all cases no more of it is clawed back than was paid. One stream holds one institution (or one
// fund, where none is named) and month.
//
// Whether an institution may be paid is not decided here but by its agreement;
// see package institution.
//
// Source: 财会〔2017〕28号 accounts 5001 and 4501; 国务院令第735号 art. 45.
package reimbursement

import (
	"cmp"
	"strings"

	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// State is one institution and month. The zero State has no claims.
type State struct {
	paid document.Originals
}

// Stream returns the stream of an institution, or of a fund if none is named,
// in the month of a date: for a reversal the date of the payment.
func Stream(i fund.Institution, id fund.ID, on fund.Date) string {
	if i == "" {
		return "reimbursement-" + string(id) + "-" + on.Month()
	}
	return "reimbursement-" + string(i) + "-" + on.Month()
}

// Of returns the stream that a fact belongs to: what takes from a payment to that of it.
func Of(fact event.Reimbursement) string {
	on := fact.Common().OccurredOn
	if of, ok := taken(fact); ok {
		on = of.paidOn
	}
	return Stream(event.InstitutionOf(fact), event.FundOf(fact), on)
}

// Alone reports whether Decide looks at nothing but the fact, whatever the state.
func Alone(fact event.Reimbursement) bool {
	_, takes := taken(fact)
	return !takes
}

// taking is what a fact takes from a payment.
type taking struct {
	from   document.Key
	paidOn fund.Date
	booked string
	amount money.Fen
}

// taken returns what a fact takes from a payment, and whether it does.
func taken(fact event.Reimbursement) (taking, bool) {
	switch e := fact.(type) {
	case event.ReimbursementReversed:
		return taking{original(e.Fund, e.Of), e.PaidOn, booked(e.Part, e.Care), e.Amount}, true
	case event.LossTraced:
		return taking{original(e.Fund, e.Of), e.PaidOn, booked(e.Part, e.Care), e.Amount}, true
	case event.ReimbursementPaid, event.ClaimDenied, event.ClaimCorrected:
	}
	return taking{}, false
}

// Decide returns the events that recording the fact causes.
// What was paid up to opened, the opening day of the fund (no date: it has none), is in its
// opening balance: its reversal names the day and the document, and nothing is recorded here.
// Refusals: original-unknown, original-date, original-account, original-exceeded.
func Decide(s State, fact event.Reimbursement, opened fund.Date) ([]event.Event, error) {
	t, takes := taken(fact)
	_, reverses := fact.(event.ReimbursementReversed)
	if takes && !(reverses && opened != 0 && t.paidOn <= opened && !s.paid.Knows(t.from)) {
		if err := s.paid.Check(t.from, t.paidOn, t.booked, t.amount); err != nil {
			return nil, err
		}
	}
	return []event.Event{fact}, nil
}

// Evolve returns the state after a recorded event of that place.
func Evolve(s State, fact event.Reimbursement, at document.Place) State {
	if t, takes := taken(fact); takes {
		s.paid = s.paid.Take(t.from, t.amount)
	} else if e, ok := fact.(event.ReimbursementPaid); ok {
		s.paid = s.paid.Add(at, e.OccurredOn, booked(e.Part, e.Care), e.Amount)
	}
	return s
}

// booked says on which sub-account of 5001 a payment stands.
func booked(p fund.Part, c fund.Care) string {
	if p == "" && c != "" {
		return string(c)
	}
	return strings.Trim(string(p)+"/"+cmp.Or(string(c), "unclassified"), "/")
}

func original(id fund.ID, number string) document.Key {
	return document.Key{Type: event.Wire(event.ReimbursementPaid{}), Fund: id, Document: number}
}
