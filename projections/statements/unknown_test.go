package statements_test

import (
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/projections/statements"
)

// What was before the books of a fund began is not zero: its column is marked, and a note
// says why. A day of opening is known as a balance, and not as income and expense.
func TestBeforeTheBooksBegan(t *testing.T) {
	opened := func(month, day int) event.Event {
		return event.FundOpened{Fact: fact(2024, month, day), Fund: resident, Amount: 100_00}
	}
	first := event.PremiumReceived{Fact: fact(2025, 3, 1), Fund: resident, Amount: 40_00}
	for _, test := range []struct {
		name     string
		facts    []event.Event
		period   event.Period
		income   [2]bool // whose columns are not known
		balance  [2]bool
		partial  bool // a note says from when on
		trial    [2]bool
		noteless bool
	}{
		{name: "the first year", facts: []event.Event{opened(12, 31), first}, period: "2025", income: [2]bool{false, true}},
		{name: "the second", facts: []event.Event{opened(12, 31), first}, period: "2026", noteless: true},
		{name: "a month of the first year", facts: []event.Event{opened(12, 31), first}, period: "2025-02", noteless: true},
		{name: "the year of the opening", facts: []event.Event{opened(12, 31), first}, period: "2024", income: [2]bool{true, true},
			balance: [2]bool{true, false}, trial: [2]bool{true, false}},
		{name: "the year before", facts: []event.Event{opened(12, 31), first}, period: "2023", income: [2]bool{true, true},
			balance: [2]bool{true, true}, trial: [2]bool{true, true}},
		{name: "the day before the end", facts: []event.Event{opened(12, 30), first}, period: "2025", partial: true},
		{name: "opened in the year before", facts: []event.Event{opened(6, 30), first}, period: "2025", partial: true},
		{name: "the month after the opening", facts: []event.Event{opened(6, 30), first}, period: "2024-07", partial: true, balance: [2]bool{true, false}},
		{name: "the month of the opening", facts: []event.Event{opened(6, 30), first}, period: "2024-06", income: [2]bool{true, true},
			balance: [2]bool{true, false}, trial: [2]bool{true, false}},
		{name: "never opened", facts: []event.Event{first}, period: "2025", income: [2]bool{false, true}, balance: [2]bool{true, false},
			trial: [2]bool{true, false}},
		{name: "never opened, the year before", facts: []event.Event{first}, period: "2024", income: [2]bool{true, true}, balance: [2]bool{true, true},
			trial: [2]bool{true, true}},
		{name: "nothing is booked", period: "2025", noteless: true},
	} {
		at := asOf(view(t, test.facts...), resident)
		income, err := statements.Income(resident, test.period, nil, at)
		if err != nil {
			t.Fatal(err)
		}
		sheet, err := statements.BalanceSheet(resident, test.period, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := unknown(income); got != test.income {
			t.Errorf("%s: income: not known %v, want %v", test.name, got, test.income)
		}
		if got := unknown(sheet); got != test.balance {
			t.Errorf("%s: balance sheet: not known %v, want %v", test.name, got, test.balance)
		}
		trial := statements.Trial(resident, test.period.First(), test.period.Last(), true, at)
		if got := [2]bool{trial.UnknownOpening, trial.UnknownClosing}; got != test.trial {
			t.Errorf("%s: trial balance: not known %v, want %v", test.name, got, test.trial)
		}
		if notes := len(income.Notes); test.noteless != (notes == 0) {
			t.Errorf("%s: notes: %v", test.name, income.Notes)
		}
		if said := strings.Contains(joined(income), "只含"); said != test.partial {
			t.Errorf("%s: %s", test.name, joined(income))
		}
	}
}

func unknown(s statements.Statement) [2]bool {
	return [2]bool{s.Columns[0].Unknown, s.Columns[1].Unknown}
}

func joined(s statements.Statement) string {
	var all []string
	for _, n := range s.Notes {
		all = append(all, n.ZH)
	}
	return strings.Join(all, "\n")
}
