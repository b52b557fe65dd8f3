package balances_test

import (
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/balances"
)

// A payment of 200.00 in 2024 was 150.00, and is corrected when 2024 is closed. As of its
// end the corrected one counts, and it alone.
func TestCorrectedInAClosedYear(t *testing.T) {
	const id = fund.ID("441300.390")
	on := event.Fact{Document: "R-1", OccurredOn: fund.NewDate(2024, 3, 1), Count: 1}
	paid := event.ReimbursementPaid{Fact: on, Fund: id, Care: fund.Inpatient, Amount: 200_00}
	wire, version, data, err := event.Encode(paid)
	if err != nil {
		t.Fatal(err)
	}
	late := on
	late.BookedOn = fund.NewDate(2025, 1, 1)
	undone := late
	undone.Document, undone.Count = "G-1", 0
	right := paid
	right.Fact, right.Amount = late, 150_00
	var v balances.View
	for _, e := range []event.Event{
		event.FundEstablished{Fact: event.Fact{Document: "F", OccurredOn: fund.NewDate(2023, 12, 31)}, Fund: id, Name: "居民"},
		paid,
		event.FactReversed{Fact: undone, Of: "bc1d7e9e-6a2b-5d6f-9f43-3f1d2f9a8f11", OfType: wire, OfVersion: int64(version), OfData: string(data)},
		right,
	} {
		if err := v.Apply(ledger.Entry{Event: e}); err != nil {
			t.Fatal(err)
		}
	}
	for _, day := range []fund.Date{fund.NewDate(2024, 12, 31), fund.NewDate(2025, 12, 31), 0} {
		rows, err := v.AsOf(day)
		if err != nil || len(rows) != 1 || !rows[0].Income.IsZero() || rows[0].Expense != money.Fen(150_00).Sum() {
			t.Errorf("as of %s: %+v, %v; want no income, expense 150.00", day, rows, err)
		}
	}
}
