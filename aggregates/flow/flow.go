// Package flow decides on facts of a fund that stand for themselves: income
// and expense that are neither premium nor benefit, moves between its accounts, and
// splits, of no more than awaits them. One stream holds one fund and year.
//
// Source: 财会〔2017〕28号 accounts 1002–1005, 3001, 4101–4602, 5101–5401.
package flow

import (
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/split"
)

// State is one fund and year. The zero State has no facts.
type State struct {
	split split.Sums
}

// Split returns what the facts of the year do to what awaits its split.
func Split(s State) split.Sums { return s.split }

// Command is a fact to record, and what awaits its split in its fund.
type Command struct {
	Fact  event.Flow
	Split *split.Sums // nil: it is not asked
}

// Stream returns the stream of a fund in the year of a date.
func Stream(id fund.ID, on fund.Date) string { return "fund-" + string(id) + "-" + on.Month()[:4] }

// Decide returns the events that the command causes. Refusal: split-exceeded.
func Decide(_ State, c Command) ([]event.Event, error) {
	if c.Split != nil {
		if err := c.Split.Check(c.Fact); err != nil {
			return nil, err
		}
	}
	return []event.Event{c.Fact}, nil
}

// Evolve returns the state after a recorded event.
func Evolve(s State, e event.Flow) State { return State{s.split.After(e)} }

// Reversed returns the state after an event that stood until the day of its reversal.
func Reversed(s State, e event.Flow, by event.Fact) State { return State{s.split.Reversed(e, by)} }

// Undone returns the state, in which an event counts, after its reversal.
func Undone(s State, e event.Flow, by event.Fact) State { return State{s.split.Undone(e, by)} }
