// Package general decides on facts of a fund that stand for themselves: income
// and expense that are neither premium nor benefit, and moves between its
// accounts. One stream holds one fund and year.
//
// Source: 财会〔2017〕28号 accounts 1002–1005, 4101–4602, 5101–5401.
package general

import (
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// State is one fund and year. The zero State has no facts.
type State struct{}

// Stream returns the stream of a fund in the year of a date.
func Stream(id fund.ID, on fund.Date) string { return "fund-" + string(id) + "-" + on.Month()[:4] }

// Decide returns the events that recording the fact causes.
func Decide(s State, fact event.General) ([]event.Event, error) {
	return []event.Event{fact}, nil
}

// Evolve returns the state after a recorded event.
func Evolve(s State, e event.General) State {
	return s
}
