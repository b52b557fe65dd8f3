// Package receipt decides on income that is not premium: fiscal subsidy,
// interest and contract penalties. One stream holds one fund and year.
//
// Source: 财会〔2017〕28号 accounts 4101, 4201 and 4501 (违约金).
package receipt

import (
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// State is one fund and year. The zero State has no receipts.
type State struct{ documents document.Register }

// Stream returns the stream of a fund in the year of a date.
func Stream(id fund.ID, on fund.Date) string { return "fund-" + string(id) + "-" + on.Month()[:4] }

// Decide returns the events that recording the fact causes: none if it stands
// already. Refusal: document-twice.
func Decide(s State, fact event.Receipt) ([]event.Event, error) {
	if again, err := s.documents.Admit(fact); again || err != nil {
		return nil, err
	}
	return []event.Event{fact}, nil
}

// Evolve returns the state after a recorded event.
func Evolve(s State, e event.Receipt) State {
	s.documents = s.documents.Note(e)
	return s
}
