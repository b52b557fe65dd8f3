package budgets_test

import (
	"reflect"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/budget"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/budgets"
	"github.com/fundledger/fundledger/projections/projtest"
	"github.com/fundledger/fundledger/projections/replay"
)

const resident = fund.ID("441300.390")

func TestView(t *testing.T) {
	projtest.Run(t, func() replay.View { return new(budgets.View) }, projtest.History(), "../../testdata/projections/budgets.txt")
}

func on(year, month, day int) fund.Date {
	d, _ := fund.DateOf(year, month, day)
	return d
}

func view(t *testing.T, facts ...event.Event) *budgets.View {
	t.Helper()
	v := new(budgets.View)
	for _, e := range facts {
		if err := v.Apply(ledger.Entry{Event: e}); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

func approved(document string, l budget.Line, amount money.Fen) event.BudgetApproved {
	return event.BudgetApproved{Fact: event.Fact{Document: document, OccurredOn: on(2024, 2, 5)}, Fund: resident, Year: 2024,
		Line: l, Amount: amount}
}

func adjusted(document string, month int, amount money.Fen) event.BudgetAdjusted {
	return event.BudgetAdjusted{Fact: event.Fact{Document: document, OccurredOn: on(2024, month, 1)}, Fund: resident, Year: 2024,
		Line: budget.Interest, Amount: amount, Cause: "x"}
}

// Of each day the budget is what was approved, or what it was adjusted to last; whoever
// records late changes no other day; and the lines are in the order of the form.
func TestAsOf(t *testing.T) {
	wrong := adjusted("C", 11, 9)
	v := view(t, approved("A", budget.Interest, 5), approved("A", budget.Premiums, 0), adjusted("B", 9, 7), adjusted("D", 6, 6), wrong,
		projtest.Reversal(event.Fact{Document: "CX", OccurredOn: on(2024, 11, 2)}, "budget-441300.390-2024", wrong))
	for day, want := range map[fund.Date][]money.Fen{
		on(2024, 2, 4): nil, on(2024, 2, 5): {0, 5}, on(2024, 5, 31): {0, 5}, on(2024, 6, 1): {0, 6}, on(2024, 9, 1): {0, 7}, 0: {0, 7},
	} {
		var got []money.Fen
		for _, r := range v.AsOf(resident, 2024, day) {
			got = append(got, r.Current().Amount)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", day, got, want)
		}
	}
	if rows := v.AsOf(resident, 2023, 0); len(rows) > 0 || !reflect.DeepEqual(v.Years(resident), []int64{2024}) {
		t.Errorf("%v, %v", rows, v.Years(resident))
	}
	if r := v.AsOf(resident, 2024, 0)[1]; r.Approved.Amount != 5 || len(r.Adjustments) != 2 || r.Adjustments[0].Document != "D" {
		t.Errorf("%+v", r)
	}
}

// What no account tells is known where facts say it, and is not zero where none does.
func TestExecuted(t *testing.T) {
	fact := func(document string, month int) event.Fact {
		return event.Fact{Document: document, OccurredOn: on(2024, month, 9), Count: 1}
	}
	wrong := event.PremiumReceived{Fact: fact("P-3", 3), Fund: resident, Amount: 7, Payer: event.PaidByTreasury}
	v := view(t,
		event.PremiumReceived{Fact: fact("P-1", 1), Fund: resident, Amount: 3, Payer: event.PaidByTreasury},
		event.PremiumReceived{Fact: fact("P-2", 2), Fund: resident, Amount: 99}, // whose is not said
		event.PremiumReceived{Fact: fact("P-4", 2), Fund: resident, Amount: 99, Payer: event.PaidByPerson},
		wrong, projtest.Reversal(event.Fact{Document: "CX", OccurredOn: on(2024, 4, 1)}, "s", wrong),
		event.ParticipationAssisted{Fact: fact("A-1", 5), AidFund: "441300.610", Fund: resident, Amount: 11},
		event.PremiumRefunded{Fact: fact("T-1", 6), AidFund: "441300.610", Fund: resident, Amount: 4, Of: "A-1", PaidOn: on(2024, 5, 9)},
		event.PremiumRefunded{Fact: fact("T-2", 6), Fund: resident, Amount: 4, Of: "P-1", PaidOn: on(2024, 1, 9)},
		event.SubsidyReceived{Fact: fact("G-1", 7), Fund: resident, Amount: 13, Purpose: event.VaccineSubsidy},
		event.SubsidyReceived{Fact: fact("G-2", 7), Fund: resident, Amount: 17, Purpose: event.OtherPurpose})
	for _, test := range []struct {
		line     budget.Line
		from, to fund.Date
		amount   money.Fen
		ok       bool
	}{
		{budget.TreasuryPaid, on(2024, 1, 1), on(2024, 12, 31), 3, true},
		{budget.TreasuryPaid, on(2024, 1, 1), on(2024, 3, 31), 10, true},
		{budget.TreasuryPaid, on(2024, 6, 1), on(2024, 12, 31), 0, false},
		{budget.Assisted, on(2024, 1, 1), on(2024, 12, 31), 7, true},
		{budget.Assisted, on(2023, 1, 1), on(2023, 12, 31), 0, false},
		{budget.Vaccine, on(2024, 1, 1), on(2024, 12, 31), 13, true},
		{budget.Standard, on(2024, 1, 1), on(2024, 12, 31), 0, false},
		{budget.Collective, on(2024, 1, 1), on(2024, 12, 31), 0, false},
	} {
		if amount, ok := v.Executed(resident, test.line, test.from, test.to); amount != test.amount.Sum() || ok != test.ok {
			t.Errorf("%s from %s to %s: %s, %v", test.line, test.from, test.to, amount, ok)
		}
	}
}
