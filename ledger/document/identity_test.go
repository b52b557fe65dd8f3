package document

import (
	"testing"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
)

// One document states a fact once, whatever month, person or case it is of; facts of
// other types, funds, institutions and lines may stand beside it.
func TestIdentity(t *testing.T) {
	on, later := fund.Date(20_000), fund.Date(20_100)
	paid := event.ReimbursementPaid{Fact: event.Fact{Document: "R-1", OccurredOn: on, Count: 1}, Fund: "441300.390", Institution: "H44130200026", Amount: 100}
	relief := event.ReliefPaid{Fact: event.Fact{Document: "J-1", OccurredOn: on, Count: 1}, Fund: "441300.610", Person: "a", Amount: 100}
	fine := event.FineImposed{Fact: event.Fact{Document: "F-1", OccurredOn: on}, Case: "1", Region: "441300", Institution: "H44130200026", Article: "38.1", Amount: 100}
	published := event.CasePublished{Fact: event.Fact{Document: "G-1", OccurredOn: on, Count: 1}, Case: "1", Region: "441300"}
	limit := event.LimitSet{Fact: event.Fact{Document: "L-1", OccurredOn: on}, Region: "441300", Amount: 100}
	for name, c := range map[string]struct {
		fact, other event.Event
		same        bool
	}{
		"another month and amount": {paid, func() event.Event { e := paid; e.OccurredOn, e.Amount = later, 200; return e }(), true},
		"another institution":      {paid, func() event.Event { e := paid; e.Institution = "H44130200027"; return e }(), false},
		"another fund":             {paid, func() event.Event { e := paid; e.Fund = "441300.310"; return e }(), false},
		"another number":           {paid, func() event.Event { e := paid; e.Document = "R-2"; return e }(), false},
		"another type":             {paid, event.ClaimDenied{Fact: paid.Fact, Fund: paid.Fund, Institution: paid.Institution, Amount: 100}, false},
		"another person":           {relief, func() event.Event { e := relief; e.Person = "b"; return e }(), true},
		"another case":             {fine, func() event.Event { e := fine; e.Case = "2"; return e }(), true},
		"another line":             {fine, func() event.Event { e := fine; e.Article = "40"; return e }(), false},
		"another region":           {limit, func() event.Event { e := limit; e.Region = "441400"; return e }(), false},
		"published, two cases":     {published, func() event.Event { e := published; e.Case = "2"; return e }(), false},
	} {
		one, _ := IdentityOf(c.fact)
		two, _ := IdentityOf(c.other)
		if (one == two) != c.same || (NumberOf(c.fact) == NumberOf(c.other)) != c.same {
			t.Errorf("%s: %+v and %+v", name, one, two)
		}
	}
}

// Every fact has a number, which its identity alone decides.
func TestNumberOf(t *testing.T) {
	world := eventtest.NewWorld(9)
	known := map[Number]Identity{}
	for range 5000 {
		e := world.Next()
		id, ok := IdentityOf(e)
		if !ok {
			t.Fatalf("%+v has no identity", e)
		}
		number := NumberOf(e)
		if other, seen := known[number]; seen && other != id {
			t.Fatalf("%+v and %+v have one number", id, other)
		}
		known[number] = id
	}
	if len(known) < 20 {
		t.Errorf("%d numbers: nothing much to see", len(known))
	}
	of := "6f0a3a52-7b0e-5c53-9a0b-2f6f5a1d9c11"
	if NumberOf(event.FactReversed{Of: of}) != Reversal(of) {
		t.Error("a reversal is not found by what it reverses")
	}
}
