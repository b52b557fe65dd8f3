// Package numbering keeps what offices have declared of their document numbers: those of
// which type begin again each year or month. One stream holds all of it.
//
// A declaration may come late, when facts dated after its day stand already, if it tells
// more numbers apart than before: then no two facts that stand become one. One that tells
// fewer apart applies from a day to come, and one that applies already is not reversed.
package numbering

import (
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
)

// State is what is declared. The zero State is nothing.
type State struct{ declared document.Numbering }

// Command is a declaration to record, and the day on which that is done.
type Command struct {
	Fact  event.Numbering
	Today fund.Date
}

// Of returns the stream that a fact belongs to.
func Of(fact event.Numbering) string {
	switch fact.(type) {
	case event.NumberingDeclared:
		return event.NumberingStream
	}
	panic("numbering: a type without a stream")
}

// Decide returns the events that recording the declaration causes. Refusals:
// numbering-twice, numbering-late.
func Decide(s State, c Command) ([]event.Event, error) {
	switch e := c.Fact.(type) {
	case event.NumberingDeclared:
		if other, twice := s.declared.Declares(e); twice {
			return nil, &refusal.Error{
				Rule: "numbering-twice", Field: dayOf(e),
				Why:    lang.F("%s 起的编号已由 %s 声明", "from %s the numbering is declared already, by %s", e.From(), other.Document),
				Remedy: lang.F("核对文件；另一种编号须有另一个起始日", "check the paper; another numbering needs another day"),
			}
		}
		if e.From() <= c.Today && s.declared.Coarser(e) {
			return nil, &refusal.Error{
				Rule: "numbering-late", Field: dayOf(e),
				Why:    lang.F("自 %s 起编号已分得更细，按新的声明两条已入账的事项会成为一条", "numbers are told apart more finely since %s; by this declaration two facts that stand could become one", e.From()),
				Remedy: lang.F("从以后某月的 1 日起（applies_on）", "let it apply from the first day of a month to come (applies_on)"),
			}
		}
	}
	return []event.Event{c.Fact}, nil
}

// dayOf names the field that says from which day a declaration applies.
func dayOf(e event.NumberingDeclared) string {
	if e.AppliesOn == 0 {
		return "occurred_on"
	}
	return "applies_on"
}

// Evolve returns the state after a recorded event.
func Evolve(s State, e event.Numbering) State {
	switch e := e.(type) {
	case event.NumberingDeclared:
		s.declared = s.declared.Note(e)
	}
	return s
}

// Reversible refuses to reverse a declaration that applies on the day on which that is
// done. Refusal: numbering-in-force.
func Reversible(e event.NumberingDeclared, today fund.Date) error {
	if e.From() > today {
		return nil
	}
	return &refusal.Error{
		Rule: "numbering-in-force", Field: "of_id",
		Why:    lang.F("该编号自 %s 起已适用，其后入账的事项以它为前提", "this numbering applies since %s, and facts that were recorded rest on it", e.From()),
		Remedy: lang.F("另行声明（numbering.declared），从以后某月的 1 日起", "declare another one (numbering.declared) from the first day of a month to come"),
	}
}
