package books_test

import (
	"reflect"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/posting"
)

// Of any facts, in any parts, Moves says what the books say of the days on which money
// accounts are below zero, and names a row that took money on the first of them.
func TestMovesAgainstTheBooks(t *testing.T) {
	overdrawn := 0
	for seed := range uint64(10) {
		world := eventtest.NewWorld(seed)
		var v books.View
		var all, part books.Moves
		takes := map[int]event.Event{}
		for line := 1; line <= 3000; line++ {
			fact := world.Next()
			world.Recorded(fact)
			if err := v.Apply(ledger.Entry{Event: fact}); err != nil {
				t.Fatal(err)
			}
			part.Add(fact, "facts.csv", line)
			takes[line] = fact
			if line%777 == 0 {
				all.Join(&part)
				part = books.Moves{}
			}
		}
		all.Join(&part)
		for _, id := range all.Funds() {
			want := v.Overdrawn(id, 0)
			if got := all.Overdrawn(id); !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d: %s is overdrawn on %+v, want %+v", seed, id, got, want)
			}
			for _, o := range want {
				overdrawn++
				net, row := all.Until(books.Key{Fund: id, Account: o.Account}, o.Since)
				if holds := v.AsOf(id, o.Since).Sum(o.Account).Balance(o.Account); net != holds {
					t.Fatalf("seed %d: %s %s holds %s on %s, want %s", seed, id, o.Account, net, o.Since, holds)
				}
				if !takesFrom(takes[row.Line], id, o.Account, o.Since) {
					t.Fatalf("seed %d: line %d does not take from %s %s on %s", seed, row.Line, id, o.Account, o.Since)
				}
			}
		}
	}
	if overdrawn == 0 {
		t.Fatal("no account was below zero")
	}
}

func takesFrom(fact event.Event, id fund.ID, c account.Code, on fund.Date) bool {
	if fact == nil || fact.Common().Booked() != on {
		return false
	}
	for _, l := range posting.Of(fact) {
		if l.Fund == id && l.Account == c && l.Credit > 0 {
			return true
		}
	}
	return false
}

// The row that took from an account last is that of the latest day, then of the order of
// files and rows; what only came in names none.
func TestMovesUntil(t *testing.T) {
	const resident, aid = fund.ID("441300.390"), fund.ID("441300.610")
	fact := func(document string, day int) event.Fact {
		return event.Fact{Document: document, OccurredOn: fund.NewDate(2025, 1, day), Count: 1}
	}
	late := fact("L", 3)
	late.BookedOn = fund.NewDate(2025, 1, 9)
	var m, later books.Moves
	for line, e := range []event.Event{
		event.PremiumReceived{Fact: fact("P", 2), Fund: resident, Amount: 500},
		event.ReliefPaid{Fact: fact("A", 2), Fund: aid, Amount: 7},
		event.ParticipationAssisted{Fact: fact("Z", 5), AidFund: aid, Fund: resident, Amount: 30},
		event.ReliefPaid{Fact: fact("B", 4), Fund: aid, Amount: 1},
		event.ReliefPaid{Fact: fact("C", 4), Fund: aid, Amount: 2},
		event.ReliefPaid{Fact: late, Fund: aid, Amount: 100},
		event.FineImposed{Fact: fact("F", 4), Case: "1", Region: "441300", Amount: 9},
	} {
		m.Add(e, "1.csv", line+2)
	}
	later.Add(event.ReliefPaid{Fact: fact("D", 4), Fund: aid, Amount: 3}, "2.csv", 2)
	m.Join(&later)
	for _, test := range []struct {
		of   fund.ID
		day  int
		net  money.Fen
		want books.Row
	}{
		{aid, 1, 0, books.Row{}},
		{aid, 2, -7, books.Row{File: "1.csv", Line: 3, Document: "A"}},
		{aid, 3, -7, books.Row{File: "1.csv", Line: 3, Document: "A"}},
		{aid, 4, -13, books.Row{File: "2.csv", Line: 2, Document: "D"}},
		{aid, 8, -43, books.Row{File: "1.csv", Line: 4, Document: "Z"}},
		{aid, 9, -143, books.Row{File: "1.csv", Line: 7, Document: "L"}},
		{resident, 9, 530, books.Row{}},
		{"441300.310", 9, 0, books.Row{}},
	} {
		net, row := m.Until(books.Key{Fund: test.of, Account: account.SpecialAccount}, fund.NewDate(2025, 1, test.day))
		if net != test.net.Sum() || row != test.want {
			t.Errorf("%s until January %d: %s, %+v; want %s, %+v", test.of, test.day, net, row, test.net, test.want)
		}
	}
}
