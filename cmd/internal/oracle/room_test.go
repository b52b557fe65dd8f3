package oracle

import (
	"math/rand/v2"
	"testing"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

// Relief that came back gives room under the cap. Once the room is used, that it
// came back cannot be reversed any more, by both ledgers; but it can as long as
// there is room, and under another cap, by the day on which the reversal is reversed.
func TestRoomUsedSince(t *testing.T) {
	const aid, person = fund.ID("441300.610"), fund.Person("11111111111111111111111111111111")
	fact := func(document string, day int) event.Fact {
		return event.Fact{Document: document, OccurredOn: fund.NewDate(2025, 1, 10+day), Count: 1}
	}
	single := func(document string, day int) event.Fact {
		f := fact(document, day)
		f.Count = 0
		return f
	}
	paid := func(document string, day int, amount money.Fen) event.Event {
		return event.ReliefPaid{Fact: fact(document, day), Fund: aid, Person: person, Amount: amount}
	}
	for _, test := range []struct {
		name  string
		again money.Fen // paid after 100 of 300 came back, under a cap of 300
		limit money.Fen // set after that; zero: none
		want  string
	}{
		{"nothing was used", 0, 0, taken},
		{"all was used", 100, 0, "relief-over-cap"},
		{"a fen was used", 1, 0, "relief-over-cap"},
		{"the cap rose on the day before", 100, 400, taken},
		{"the cap rose, but not enough", 100, 399, "relief-over-cap"},
		{"the cap fell", 0, 299, "relief-over-cap"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := &pair{t: t, log: new(memory.Store), world: eventtest.NewWorld(1), random: rand.New(rand.NewPCG(1, 7)), said: map[string]int{}}
			facts := []event.Event{
				event.FundEstablished{Fact: single("B", 1), Fund: aid, Name: "惠州医疗救助"},
				event.LimitSet{Fact: single("L-1", 1), Region: "441300", Limit: event.ReliefAnnualCap, Amount: 300},
				paid("J-1", 3, 300),
				event.ReliefReversed{Fact: fact("T-1", 4), Fund: aid, Person: person, Amount: 100, Of: "J-1", PaidOn: fact("", 3).OccurredOn},
			}
			if test.again != 0 {
				facts = append(facts, paid("J-2", 4, test.again))
			}
			if test.limit != 0 {
				facts = append(facts, event.LimitSet{Fact: single("L-2", 2), Region: "441300", Limit: event.ReliefAnnualCap, Amount: test.limit})
			}
			for _, f := range facts {
				if got := p.step(f); got != taken {
					t.Fatalf("%+v: %s", f, got)
				}
			}
			if got := p.step(p.reversal(3, "CX", fact("", 5).OccurredOn)); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
			p.compare(&p.naive, -1)
		})
	}
}

// The cap holds on the day of every payment, whatever was recorded first: what is
// paid on an earlier day must leave room for the later ones, of which something is
// left.
func TestCapOnEveryDay(t *testing.T) {
	const aid, person = fund.ID("441300.610"), fund.Person("11111111111111111111111111111111")
	day := func(n int) fund.Date { return fund.NewDate(2025, 1, n) }
	paid := func(document string, on int, amount money.Fen) event.Event {
		return event.ReliefPaid{Fact: event.Fact{Document: document, OccurredOn: day(on), Count: 1}, Fund: aid, Person: person, Amount: amount}
	}
	limit := func(on int, amount money.Fen) event.Event {
		return event.LimitSet{Fact: event.Fact{Document: "L", OccurredOn: day(on)}, Region: "441300", Limit: event.ReliefAnnualCap, Amount: amount}
	}
	back := func(of string, on int, amount money.Fen) event.Event {
		return event.ReliefReversed{Fact: event.Fact{Document: "T-" + of, OccurredOn: day(30), Count: 1}, Fund: aid, Person: person,
			Amount: amount, Of: of, PaidOn: day(on)}
	}
	for _, test := range []struct {
		name  string
		facts []event.Event
		want  string // of the last
	}{
		{"within both caps", []event.Event{limit(1, 300), limit(20, 500), paid("A", 5, 300), paid("B", 25, 200)}, taken},
		{"recorded the other way", []event.Event{limit(1, 300), limit(20, 500), paid("B", 25, 200), paid("A", 5, 300)}, taken},
		{"the first beyond its cap", []event.Event{limit(1, 300), limit(20, 500), paid("B", 25, 199), paid("A", 5, 301)}, "relief-over-cap"},
		{"both beyond the second", []event.Event{limit(1, 300), limit(20, 500), paid("B", 25, 300), paid("A", 5, 201)}, "relief-over-cap"},
		{"the cap fell", []event.Event{limit(1, 500), limit(20, 300), paid("B", 25, 100), paid("A", 5, 201)}, "relief-over-cap"},
		{"it fell, and nothing is paid later", []event.Event{limit(1, 500), limit(20, 300), paid("A", 5, 400)}, taken},
		{"it fell, and what was paid later came back later still", []event.Event{limit(1, 500), limit(20, 300), paid("B", 25, 100), back("B", 25, 100), paid("A", 5, 400)}, "relief-over-cap"},
		{"it came back, and is paid again before that day", []event.Event{limit(1, 300), paid("B", 5, 300), back("B", 5, 300), paid("A", 29, 1)}, "relief-over-cap"},
		{"it came back, and is paid again on that day", []event.Event{limit(1, 300), paid("B", 5, 300), back("B", 5, 300), paid("A", 30, 300)}, taken},
		{"it fell, and a fen is left", []event.Event{limit(1, 500), limit(20, 300), paid("B", 25, 100), back("B", 25, 99), paid("A", 5, 300)}, "relief-over-cap"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := &pair{t: t, log: new(memory.Store), world: eventtest.NewWorld(1), random: rand.New(rand.NewPCG(1, 7)), said: map[string]int{}}
			p.step(event.FundEstablished{Fact: event.Fact{Document: "B", OccurredOn: day(1)}, Fund: aid, Name: "惠州医疗救助"})
			for i, f := range test.facts {
				if l, ok := f.(event.LimitSet); ok {
					l.Document += string(rune('0' + i))
					f = l
				}
				want := taken
				if i == len(test.facts)-1 {
					want = test.want
				}
				if got := p.step(f); got != want {
					t.Fatalf("%+v: %s, want %s", f, got, want)
				}
			}
		})
	}
}
