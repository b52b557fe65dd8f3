package eventtest

import (
	"github.com/fundledger/fundledger/ledger/budget"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// budget returns a fact of the budget of a fund, of few lines, so that some are approved
// twice and others adjusted that were approved never.
func (w *World) budget(id fund.ID) event.Event {
	l := pick(w, budget.Premiums, budget.Benefits, budget.Opening)
	amount := pick(w, 0, w.amount())
	if l == budget.Opening {
		amount *= pick[money.Fen](w, 1, -1)
	}
	f := w.single()
	year := int64(f.OccurredOn.Year())
	if w.random.IntN(2) > 0 {
		return event.BudgetApproved{Fact: f, Fund: id, Year: year, Line: l, Amount: amount}
	}
	adjusted := event.BudgetAdjusted{Fact: f, Fund: id, Year: year, Line: l, Amount: amount, Cause: "调整"}
	for _, was := range w.past { // mostly one that was approved
		if a, ok := was.(event.BudgetApproved); ok && w.random.IntN(2) > 0 {
			adjusted.Fund, adjusted.Year, adjusted.Line, adjusted.OccurredOn = a.Fund, a.Year, a.Line, a.OccurredOn+fund.Date(w.random.IntN(30))
		}
	}
	return adjusted
}

// issue returns a report of few regions and spans, of an edition that may be the next, and
// made of a log that is long enough, or not.
func (w *World) issue() event.Event {
	const hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	return event.ReportIssued{
		Fact: w.single(), Region: w.region(), Span: pick(w, "2025", "2025H1"), Edition: 1 + w.random.Int64N(2), Language: event.Chinese,
		FrozenAt: pick(w, 0, w.random.Int64N(400)), Root: hash, Template: "1", PDF: hash,
	}
}
