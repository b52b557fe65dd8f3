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
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/split"
)

// State is one fund and month. The zero State has no premiums.
type State struct {
	received document.Originals
	split    split.Sums
}

// Split returns what the facts of the month do to what awaits its split.
func Split(s State) split.Sums { return s.split }

// Stream returns the stream of a fund in the month of a date.
func Stream(id fund.ID, on fund.Date) string { return "premium-" + string(id) + "-" + on.Month() }

// Of returns the stream that a fact belongs to: a refund to that of its premium.
func Of(fact event.Premium) string {
	switch e := fact.(type) {
	case event.PremiumReceived:
		return Stream(e.Fund, e.OccurredOn)
	case event.PremiumRefunded:
		return Stream(e.Fund, e.PaidOn)
	case event.ParticipationAssisted:
		return Stream(e.Fund, e.OccurredOn)
	}
	panic("premium: a type without a stream")
}

// Alone reports whether Decide looks at nothing but the fact, whatever the state.
func Alone(fact event.Premium) bool {
	switch fact.(type) {
	case event.PremiumReceived, event.ParticipationAssisted:
		return true
	case event.PremiumRefunded:
	}
	return false
}

// Decide returns the events that recording the fact causes.
// What was paid up to opened, the opening day of the fund (no date: it has none), is in its
// opening balance: its refund names the day and the document, and nothing is recorded here.
// Refusals: original-unknown, original-date, original-account, original-exceeded,
// original-aided.
func Decide(s State, fact event.Premium, opened fund.Date) ([]event.Event, error) {
	switch e := fact.(type) {
	case event.PremiumReceived, event.ParticipationAssisted:
	case event.PremiumRefunded:
		known := s.received.Knows(original(e))
		if opened != 0 && e.PaidOn <= opened && !known {
			break
		}
		if !known && e.AidFund == "" && s.received.Knows(assisted(e)) {
			return nil, aided(e)
		}
		if err := s.received.Check(original(e), e.PaidOn, source(e), e.Amount); err != nil {
			return nil, err
		}
	}
	return []event.Event{fact}, nil
}

// Evolve returns the state after a recorded event.
func Evolve(s State, e event.Premium) State {
	s = EvolveSplit(s, e)
	switch e := e.(type) {
	case event.PremiumReceived:
		s.received = s.received.Add(document.KeyOf(e).Place(), e.OccurredOn, string(e.Part), e.Amount)
	case event.PremiumRefunded:
		s.received = s.received.Take(original(e), e.Amount)
	case event.ParticipationAssisted:
		s.received = s.received.Add(document.KeyOf(e).Place(), e.OccurredOn, string(e.AidFund), e.Amount)
	}
	return s
}

// EvolveSplit is Evolve of all that Split tells and Alone needs: nothing to take back from.
func EvolveSplit(s State, e event.Premium) State {
	s.split = s.split.After(e)
	return s
}

// Reversed returns the state after an event that stood until the day of its reversal.
func Reversed(s State, e event.Premium, by event.Fact) State {
	s.split = s.split.Reversed(e, by)
	return s
}

// UndoneSplit returns the state, in which an event counts, after its reversal: all that
// Split tells and Alone needs.
func UndoneSplit(s State, e event.Premium, by event.Fact) State {
	s.split = s.split.Undone(e, by)
	return s
}

// original is what a refund is of: of what an aid fund had paid, that.
func original(e event.PremiumRefunded) document.Key {
	if e.AidFund != "" {
		return assisted(e)
	}
	return document.Key{Type: event.Wire(event.PremiumReceived{}), Fund: e.Fund, Document: e.Of}
}

func assisted(e event.PremiumRefunded) document.Key {
	return document.Key{Type: event.Wire(event.ParticipationAssisted{}), Fund: e.Fund, Document: e.Of}
}

// source is what a refund has in common with its original: the aid fund that paid, or else
// the part of the premium.
func source(e event.PremiumRefunded) string {
	if e.AidFund != "" {
		return string(e.AidFund)
	}
	return string(e.Part)
}

// aided refuses to pay back to somebody else what an aid fund had paid.
func aided(e event.PremiumRefunded) error {
	return &refusal.Error{
		Rule: "original-aided", Field: "aid_fund",
		Why:    lang.F("%s 是资助参保，由救助基金出资，应退回救助基金", "%s is assisted participation: an aid fund paid it and gets it back", e.Of),
		Remedy: lang.F("aid_fund 填出资的救助基金，如 %s", "give the aid fund that paid as aid_fund, such as %s", fund.Of(e.Fund.Region(), fund.MedicalAid)),
		Source: "财会〔2017〕28号 4001",
	}
}
