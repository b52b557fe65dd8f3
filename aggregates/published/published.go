// Package published decides on figures that are stated without moving money:
// headcounts and published figures. One stream holds one region and year.
package published

import (
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// State is one region and year. The zero State has no figures.
type State struct{}

// Stream returns the stream of a region in the year of a date.
func Stream(r fund.Region, on fund.Date) string { return "report-" + string(r) + "-" + on.Month()[:4] }

// Of returns the stream that a fact belongs to.
func Of(fact event.Report) string {
	switch e := fact.(type) {
	case event.PersonsInsured:
		return Stream(e.Fund.Region(), e.OccurredOn)
	case event.RecoveryReported:
		return Stream(e.Region, e.OccurredOn)
	case event.ClockAcknowledged:
		return event.ClockStream
	case event.StatisticReported:
		return Stream(e.Region, e.OccurredOn)
	}
	panic("published: a type without a stream")
}

// Decide returns the events that recording the fact causes.
func Decide(s State, fact event.Report) ([]event.Event, error) {
	return []event.Event{fact}, nil
}

// Evolve returns the state after a recorded event.
func Evolve(s State, e event.Report) State {
	return s
}
