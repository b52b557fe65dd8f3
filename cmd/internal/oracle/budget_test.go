package oracle

import (
	"fmt"

	"github.com/fundledger/fundledger/ledger/budget"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// lastDay is behind every day.
const lastDay fund.Date = 1 << 30

// approved reports whether a line of a budget is approved by a day.
func (n *naive) approved(id fund.ID, year int64, l budget.Line, on fund.Date) bool {
	for _, f := range n.live() {
		if f, ok := f.(event.BudgetApproved); ok && f.Fund == id && f.Year == year && f.Line == l && f.OccurredOn <= on {
			return true
		}
	}
	return false
}

// issue keeps the editions of a report in order, and made of what is recorded.
func (n *naive) issue(e event.ReportIssued) string {
	known := false
	for _, f := range n.live() {
		if f, ok := f.(event.FundEstablished); ok {
			known = known || fmt.Sprint(f.Fund)[:6] == string(e.Region)
		}
	}
	edition, frozen := int64(1), int64(0)
	for _, f := range n.live() {
		if f, ok := f.(event.ReportIssued); ok && f.Region == e.Region && f.Span == e.Span && f.Language == e.Language {
			edition, frozen = edition+1, max(frozen, f.FrozenAt)
		}
	}
	switch {
	case !known:
		return "issue-region"
	case e.Edition != edition:
		return "issue-edition"
	case e.FrozenAt >= int64(len(n.facts)) || e.FrozenAt < frozen:
		return "issue-position"
	}
	return taken
}
