// Package premium decides on premium income (社会保险费收入): received, refunded,
// and paid by a medical-aid fund for the people it supports. One stream holds
// one fund and month.
//
// Source: 财会〔2017〕28号 accounts 4001 and 5401.
package premium

import (
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// State is one fund and month. The zero State has no premiums.
type State struct {
	documents document.Register
	received  document.Originals
}

// Stream returns the stream of a fund in the month of a date.
func Stream(id fund.ID, on fund.Date) string { return "premium-" + string(id) + "-" + on.Month() }

// Decide returns the events that recording the fact causes: none if it stands
// already. Refusals: document-twice, original-unknown, original-date, original-exceeded.
func Decide(s State, fact event.Premium) ([]event.Event, error) {
	if again, err := s.documents.Admit(fact); again || err != nil {
		return nil, err
	}
	switch e := fact.(type) {
	case event.PremiumReceived, event.ParticipationAssisted:
	case event.PremiumRefunded:
		if err := s.received.Check(original(e), e.PaidOn, e.Amount); err != nil {
			return nil, err
		}
	}
	return []event.Event{fact}, nil
}

// Evolve returns the state after a recorded event.
func Evolve(s State, e event.Premium) State {
	s.documents = s.documents.Note(e)
	switch e := e.(type) {
	case event.PremiumReceived:
		s.received = s.received.Add(e, e.Amount)
	case event.PremiumRefunded:
		s.received = s.received.Take(original(e), e.Amount)
	case event.ParticipationAssisted:
	}
	return s
}

// Size returns how many facts the state holds.
func (s State) Size() int { return s.documents.Len() }

func original(e event.PremiumRefunded) document.Key {
	return document.Key{Type: event.Wire(event.PremiumReceived{}), Fund: e.Fund, Document: e.Of}
}
