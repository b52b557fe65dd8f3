// Package budget decides on the budget of a fund and year: each line is approved once, and
// only what was approved is adjusted. One stream holds one fund and year.
//
// Source: 预算法 art. 67 (a budget is adjusted by procedure) [GK]; 社会保险经办条例 art. 39.
package budget

import (
	"strconv"

	"github.com/fundledger/fundledger/ledger/budget"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
)

// State is the budget of one fund and year. The zero State has no lines.
type State struct {
	approved map[budget.Line]event.BudgetApproved
}

// Stream returns the stream of the budget of a fund and year.
func Stream(id fund.ID, year int64) string {
	return "budget-" + string(id) + "-" + strconv.FormatInt(year, 10)
}

// Of returns the stream that a fact belongs to.
func Of(fact event.Budget) string {
	switch e := fact.(type) {
	case event.BudgetApproved:
		return Stream(e.Fund, e.Year)
	case event.BudgetAdjusted:
		return Stream(e.Fund, e.Year)
	}
	panic("budget: a type without a stream")
}

// Decide returns the events that recording the fact causes.
// Refusals: budget-approved, budget-not-approved.
func Decide(s State, fact event.Budget) ([]event.Event, error) {
	switch e := fact.(type) {
	case event.BudgetApproved:
		if first, is := s.approved[e.Line]; is {
			return nil, &refusal.Error{
				Rule: "budget-approved", Field: "line",
				Why: lang.F("%s %d 年“%s”的预算已批复：%s 元，文件 %s", "the budget of %s of %d for “%s” is approved already: %s yuan, document %s",
					e.Fund, e.Year, name(e.Line), first.Amount, first.Document),
				Remedy: lang.F("调整预算用 budget.adjusted；批复数录错的，先冲销再登记", "adjust it with budget.adjusted; if the figure is wrong reverse it first"),
			}
		}
	case event.BudgetAdjusted:
		switch first, is := s.approved[e.Line]; {
		case !is:
			return nil, notApproved(e, lang.F("%s %d 年“%s”没有批复的预算", "there is no approved budget of %s of %d for “%s”", e.Fund, e.Year, name(e.Line)))
		case e.OccurredOn < first.OccurredOn:
			return nil, notApproved(e, lang.F("%s %d 年“%s”的预算 %s 才批复，调整日期 %s 在它之前", "the budget of %s of %d for “%s” was approved on %s, after its adjustment on %s",
				e.Fund, e.Year, name(e.Line), first.OccurredOn, e.OccurredOn))
		}
	}
	return []event.Event{fact}, nil
}

func notApproved(e event.BudgetAdjusted, why lang.Text) error {
	return &refusal.Error{
		Rule: "budget-not-approved", Field: "line", Why: why,
		Remedy: lang.F("核对年度、项目和日期；先登记 budget.approved", "check the year, the line and the date; record budget.approved first"),
	}
}

func name(l budget.Line) lang.Text { return event.NameOf("line", l) }

// Evolve returns the state after a recorded event.
func Evolve(s State, e event.Budget) State {
	switch e := e.(type) {
	case event.BudgetApproved:
		lines := make(map[budget.Line]event.BudgetApproved, len(s.approved)+1)
		for l, first := range s.approved {
			lines[l] = first
		}
		if _, is := lines[e.Line]; !is {
			lines[e.Line] = e
		}
		s.approved = lines
	case event.BudgetAdjusted:
	}
	return s
}
