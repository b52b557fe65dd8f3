package books_test

import (
	"reflect"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/books"
)

// A money account is below zero from day to day, in whatever order its facts were
// recorded; what is below zero and no money account is not told.
func TestOverdrawn(t *testing.T) {
	day := func(d int) fund.Date { return fund.NewDate(2025, 1, d) }
	moved := func(d int, e event.MoneyMoved) event.Event {
		e.Fact, e.Fund = event.Fact{OccurredOn: day(d)}, "441300.390"
		return e
	}
	var v books.View
	for _, e := range []event.Event{
		moved(20, event.MoneyMoved{From: "1003", To: "1004", Amount: 70}),
		moved(5, event.MoneyMoved{From: "1004", To: "1003", Amount: 60}),
		moved(7, event.MoneyMoved{From: "1004", To: "1003", Amount: 10}),
		moved(25, event.MoneyMoved{From: "1004", To: "1002", Amount: 1}),
		event.PrepaymentRecovered{Fact: event.Fact{OccurredOn: day(1)}, Fund: "441300.390", Item: "Y", Purpose: event.OtherPurpose, Amount: 5},
		event.MoneyMoved{Fact: event.Fact{OccurredOn: day(1)}, Fund: "441300.310", From: "1003", To: "1004", Amount: 9},
		event.MoneyMoved{Fact: event.Fact{OccurredOn: fund.NewDate(1969, 12, 31)}, Fund: "441300.610", From: "1003", To: "1004", Amount: 9},
		event.MoneyMoved{Fact: event.Fact{OccurredOn: fund.NewDate(1970, 1, 1)}, Fund: "441300.610", From: "1004", To: "1003", Amount: 9},
	} {
		if err := v.Apply(ledger.Entry{Event: e}); err != nil {
			t.Fatal(err)
		}
	}
	all := []books.Overdraft{
		{Fund: "441300.390", Account: "1004", Since: day(5), Until: day(19), Least: money.Fen(-70).Sum()},
		{Fund: "441300.390", Account: "1004", Since: day(25), Least: money.Fen(-1).Sum()},
	}
	for from, want := range map[fund.Date][]books.Overdraft{0: all, day(19): all, day(20): all[1:]} {
		if got := v.Overdrawn("441300.390", from); !reflect.DeepEqual(got, want) {
			t.Errorf("from %s: %+v", from, got)
		}
	}
	if got := v.Overdrawn("441300.610", 0); len(got) != 1 || got[0].Since != got[0].Until || got[0].Since.String() != "1969-12-31" {
		t.Errorf("at the end of 1969: %+v", got)
	}
}
