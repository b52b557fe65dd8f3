// Package limit keeps the limits of a region, each in force from a date until
// the next of its kind.
package limit

import (
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/refusal"
)

// State is the limits of one region. The zero State has none.
type State struct {
	set []event.LimitSet
}

// Stream returns the stream of a region's limits.
func Stream(r fund.Region) string { return "limit-" + string(r) }

// Of returns the stream that a fact belongs to.
func Of(fact event.Limit) string {
	switch e := fact.(type) {
	case event.LimitSet:
		return Stream(e.Region)
	}
	panic("limit: a type without a stream")
}

// Decide returns the events that recording the fact causes.
// Refusals: limit-twice.
func Decide(s State, fact event.Limit) ([]event.Event, error) {
	switch e := fact.(type) {
	case event.LimitSet:
		for _, other := range s.set {
			if other.Limit == e.Limit && other.OccurredOn == e.OccurredOn {
				return nil, &refusal.Error{
					Rule: "limit-twice", Field: "occurred_on",
					Why:    lang.F("%s 起的限额已设为 %s 元", "from %s the limit is set already, to %s yuan", e.OccurredOn, other.Amount),
					Remedy: lang.F("核对文件；不同的限额须有不同的生效日期", "check the paper; another limit needs another date"),
				}
			}
		}
	}
	return []event.Event{fact}, nil
}

// Evolve returns the state after a recorded event.
func Evolve(s State, e event.Limit) State {
	switch e := e.(type) {
	case event.LimitSet:
		s.set = append(s.set[:len(s.set):len(s.set)], e)
	}
	return s
}

// InForce returns the limit of a kind on a date, and whether there is one.
func InForce(s State, kind event.LimitKind, on fund.Date) (amount money.Fen, ok bool) {
	var from fund.Date
	for _, e := range s.set {
		if e.Limit == kind && e.OccurredOn <= on && e.OccurredOn >= from {
			from, amount, ok = e.OccurredOn, e.Amount, true
		}
	}
	return amount, ok
}
