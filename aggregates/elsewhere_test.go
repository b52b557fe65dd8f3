package aggregates

import (
	"context"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
)

// A desk asks for a document by the number of the index, if that is doubtful. What is found
// beside it, such as the reversal of another fact, says nothing of it.
func TestElsewhere(t *testing.T) {
	ctx := context.Background()
	premium := func(document string, month int) event.Event {
		return event.PremiumReceived{Fact: event.Fact{Document: document, OccurredOn: fund.NewDate(2025, 1, 5).AddMonths(month - 1), Count: 1},
			Fund: "441300.390", Amount: 100}
	}
	var s staged
	d := NewDesk(s.read(new(int)), eventtest.Today())
	var asked []document.Number
	where := Elsewhere{
		Find: func(ctx context.Context, n document.Number) iter.Seq2[Standing, error] {
			asked = append(asked, n)
			return func(yield func(Standing, error) bool) {
				for entry, err := range s.all(ctx) {
					if !yield(Standing{Entry: entry}, err) {
						return
					}
				}
			}
		},
	}
	d.Elsewhere(where)
	s.take(t, d, established)
	for _, number := range []string{"P-1", "P-2"} {
		s.take(t, d, premium(number, 1))
	}
	s.take(t, d, reversalOf(t, "C-1", premium("P-2", 1), day(6)))
	asked = nil
	if _, err := d.Decide(ctx, premium("P-1", 2)); refusedBy(err) != "document-elsewhere" {
		t.Errorf("it stands in January, and another was reversed: %v", err)
	}
	if plain := document.NumberOf(premium("P-1", 2)); asked[0] != plain {
		t.Errorf("asked for %v, want %v", asked, plain)
	}
	s.take(t, d, premium("P-2", 2)) // what stood in January was reversed
	where.Number = func(_ event.Event, plain document.Number) document.Number { return plain + 1<<60 }
	where.Doubtful = func(n document.Number) bool { return n == where.Number(nil, document.NumberOf(premium("P-3", 2))) }
	d.Elsewhere(where)
	asked = nil
	s.take(t, d, premium("P-3", 2))
	s.take(t, d, premium("P-4", 2))
	if want := []document.Number{document.NumberOf(premium("P-3", 2)) + 1<<60}; !slices.Equal(asked, want) {
		t.Errorf("asked for %v, want %v", asked, want)
	}
}

// The refusal says where the fact stands, and of what it is there.
func TestWhereItStands(t *testing.T) {
	person, other := fund.Person("5379750d3e26c2187e1c42585c8d273d"), fund.Person("0123456789abcdef0123456789abcdef")
	paid := event.ReliefPaid{Fact: event.Fact{Document: "J-1", OccurredOn: day(5), Count: 1}, Fund: aid, Person: person, Amount: 1}
	before := paid
	before.OccurredOn = day(5).AddMonths(-12)
	another := paid
	another.Person = other
	back := event.ReliefReversed{Fact: paid.Fact, Fund: aid, Person: person, Amount: 1, Of: "J-0", PaidOn: day(2)}
	backBefore := back
	backBefore.OccurredOn = before.OccurredOn
	backOfAnother := back
	backOfAnother.Person = other
	for _, test := range []struct {
		fact, stands event.Event
		line         int
		at           store.Position
		want         string
	}{
		{paid, another, 0, 7, "(of another person, position 7)"},
		{paid, before, 0, 0, "(in the year 2024, position 0)"},
		{back, backOfAnother, 0, 7, "(of another person, position 7)"},
		{back, backBefore, 0, 7, "(in the year 2024, position 7)"},
		{back, before, 0, 7, "(in the year 2024, position 7)"},
		{paid, before, 1, 0, "(in the year 2024, line 1 of this file)"},
		{paid, before, 0, store.Unplaced, "(in the year 2024, recorded with it)"},
		{subsidy(aid, "J-1", day(40)), subsidy(aid, "J-1", day(5)), 2, store.Unplaced, "(in the month 2025-01, line 2 of this file)"},
	} {
		err := standsElsewhere(test.fact, Standing{Entry: ledger.Entry{Position: test.at, Event: test.stands}, Line: test.line})
		if refused, ok := err.(*refusal.Error); !ok || !strings.Contains(refused.Why.EN, test.want) {
			t.Errorf("%v, want %s", err, test.want)
		}
	}
}
