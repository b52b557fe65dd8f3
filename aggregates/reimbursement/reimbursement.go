// Package reimbursement decides on claims: paid, reversed, denied before
// payment, corrected after a reminder. One stream holds one institution (or one
// fund, where none is named) and month.
//
// Whether an institution may be paid is not decided here but by its agreement;
// see package institution.
//
// Source: 财会〔2017〕28号 accounts 5001 and 4501.
package reimbursement

import (
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// State is one institution and month. The zero State has no claims.
type State struct {
	documents document.Register
	paid      document.Originals
}

// Stream returns the stream of an institution, or of a fund if none is named,
// in the month of a date: for a reversal the date of the payment.
func Stream(i fund.Institution, id fund.ID, on fund.Date) string {
	if i == "" {
		return "reimbursement-" + string(id) + "-" + on.Month()
	}
	return "reimbursement-" + string(i) + "-" + on.Month()
}

// Decide returns the events that recording the fact causes: none if it stands
// already. Refusals: document-twice, original-unknown, original-date, original-exceeded.
func Decide(s State, fact event.Reimbursement) ([]event.Event, error) {
	if again, err := s.documents.Admit(fact); again || err != nil {
		return nil, err
	}
	switch e := fact.(type) {
	case event.ReimbursementPaid, event.ClaimDenied, event.ClaimCorrected:
	case event.ReimbursementReversed:
		if err := s.paid.Check(original(e), e.PaidOn, e.Amount); err != nil {
			return nil, err
		}
	}
	return []event.Event{fact}, nil
}

// Evolve returns the state after a recorded event.
func Evolve(s State, e event.Reimbursement) State {
	s.documents = s.documents.Note(e)
	switch e := e.(type) {
	case event.ReimbursementPaid:
		s.paid = s.paid.Add(e, e.Amount)
	case event.ReimbursementReversed:
		s.paid = s.paid.Take(original(e), e.Amount)
	case event.ClaimDenied, event.ClaimCorrected:
	}
	return s
}

// Size returns how many facts the state holds.
func (s State) Size() int { return s.documents.Len() }

func original(e event.ReimbursementReversed) document.Key {
	return document.Key{Type: event.Wire(event.ReimbursementPaid{}), Fund: e.Fund, Document: e.Of}
}
