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

// Of returns the stream that a fact belongs to: a reversal to that of its payment.
func Of(fact event.Reimbursement) string {
	switch e := fact.(type) {
	case event.ReimbursementPaid:
		return Stream(e.Institution, e.Fund, e.OccurredOn)
	case event.ReimbursementReversed:
		return Stream(e.Institution, e.Fund, e.PaidOn)
	case event.ClaimDenied:
		return Stream(e.Institution, e.Fund, e.OccurredOn)
	case event.ClaimCorrected:
		return Stream(e.Institution, e.Fund, e.OccurredOn)
	case event.LossTraced:
		return Stream(e.Institution, e.Fund, e.PaidOn)
	}
	panic("reimbursement: a type without a stream")
}

// Alone reports whether Decide looks at nothing but the fact, whatever the state.
func Alone(fact event.Reimbursement) bool {
	switch fact.(type) {
	case event.ReimbursementPaid, event.ClaimDenied, event.ClaimCorrected:
		return true
	case event.ReimbursementReversed, event.LossTraced:
	}
	return false
}

// Decide returns the events that recording the fact causes.
// What was paid up to opened, the opening day of the fund (no date: it has none), is in its
// opening balance: its reversal names the day and the document, and nothing is recorded here.
// Refusals: original-unknown, original-date, original-account, original-exceeded.
func Decide(s State, fact event.Reimbursement, opened fund.Date) ([]event.Event, error) {
	switch e := fact.(type) {
	case event.ReimbursementPaid, event.ClaimDenied, event.ClaimCorrected:
	case event.ReimbursementReversed:
		if opened != 0 && e.PaidOn <= opened && !s.paid.Knows(original(e.Fund, e.Of)) {
			break
		}
		if err := s.paid.Check(original(e.Fund, e.Of), e.PaidOn, booked(e.Part, e.Care), e.Amount); err != nil {
			return nil, err
		}
	case event.LossTraced:
		if err := s.paid.Check(original(e.Fund, e.Of), e.PaidOn, booked(e.Part, e.Care), e.Amount); err != nil {
			return nil, err
		}
	}
	return []event.Event{fact}, nil
}

// Evolve returns the state after a recorded event of that place.
func Evolve(s State, e event.Reimbursement, at document.Place) State {
	switch e := e.(type) {
	case event.ReimbursementPaid:
		s.paid = s.paid.Add(at, e.OccurredOn, booked(e.Part, e.Care), e.Amount)
	case event.ReimbursementReversed:
		s.paid = s.paid.Take(original(e.Fund, e.Of), e.Amount)
	case event.LossTraced:
		s.paid = s.paid.Take(original(e.Fund, e.Of), e.Amount)
	case event.ClaimDenied, event.ClaimCorrected:
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
