// Package issue decides on the reports that a region issues: the editions of one span and
// language count up from 1 without gaps. One stream holds one region, span and language.
package issue

import (
	"fmt"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
)

// State is the editions of one region, span and language. The zero State has none.
type State struct {
	editions int64
	frozenAt int64 // of the last edition
}

// Command is a fact to record, and what the ledger says of it.
type Command struct {
	Fact    event.Issue
	Length  int64 // of the log in front of it
	HasFund bool  // some fund of the region has books
}

// Of returns the stream that a fact belongs to.
func Of(fact event.Issue) string {
	switch e := fact.(type) {
	case event.ReportIssued:
		return fmt.Sprintf("issue-%s-%s-%s", e.Region, e.Span, e.Language)
	}
	panic("issue: a type without a stream")
}

// Decide returns the events that the command causes.
// Refusals: issue-region, issue-edition, issue-position.
func Decide(s State, c Command) ([]event.Event, error) {
	switch e := c.Fact.(type) {
	case event.ReportIssued:
		switch next := s.editions + 1; {
		case !c.HasFund:
			return nil, &refusal.Error{
				Rule: "issue-region", Field: "region",
				Why:    lang.F("统筹区 %s 没有设立任何基金的账套", "no fund of %s has books here", e.Region),
				Remedy: lang.F("核对统筹区", "check the region"),
			}
		case e.Edition != next:
			return nil, &refusal.Error{
				Rule: "issue-edition", Field: "edition",
				Why:    lang.F("%s %s 的下一版是第 %d 版，不是第 %d 版", "the next edition of %s %s is %d, not %d", e.Region, e.Span, next, e.Edition),
				Remedy: lang.F("填第 %d 版", "give edition %d", next),
			}
		case e.FrozenAt >= c.Length:
			return nil, badPosition(lang.F("账本在它之前只有 %d 条，没有序号 %d", "the log has %d facts before it, and none at position %d", c.Length, e.FrozenAt))
		case e.FrozenAt < s.frozenAt:
			return nil, badPosition(lang.F("上一版用到序号 %d，这一版只到 %d", "the edition before was made up to position %d, and this one up to %d", s.frozenAt, e.FrozenAt))
		}
	}
	return []event.Event{c.Fact}, nil
}

func badPosition(why lang.Text) error {
	return &refusal.Error{
		Rule: "issue-position", Field: "frozen_at", Why: why,
		Remedy: lang.F("填报告所用的最后一条事项的序号", "give the position of the last fact that the report is made of"),
	}
}

// Evolve returns the state after a recorded event.
func Evolve(s State, e event.Issue) State {
	switch e := e.(type) {
	case event.ReportIssued:
		s.editions, s.frozenAt = max(s.editions, e.Edition), max(s.frozenAt, e.FrozenAt)
	}
	return s
}
