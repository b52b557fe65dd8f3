// Package report decides on figures that are stated without moving money:
// headcounts and published statistics. One stream holds one region and year.
package report

import (
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// State is one region and year. The zero State has no figures.
type State struct{ documents document.Register }

// Stream returns the stream of a region in the year of a date.
func Stream(r fund.Region, on fund.Date) string { return "report-" + string(r) + "-" + on.Month()[:4] }

// Decide returns the events that recording the fact causes: none if it stands
// already. Refusal: document-twice.
func Decide(s State, fact event.Report) ([]event.Event, error) {
	if again, err := s.documents.Admit(fact); again || err != nil {
		return nil, err
	}
	return []event.Event{fact}, nil
}

// Evolve returns the state after a recorded event.
func Evolve(s State, e event.Report) State {
	s.documents = s.documents.Note(e)
	return s
}
