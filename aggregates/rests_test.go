package aggregates

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
)

// take decides on a fact and has the decision wait to be appended.
func (s *staged) take(t *testing.T, d *Desk, e event.Event) Decision {
	t.Helper()
	decision, err := d.Decide(context.Background(), e)
	if err != nil {
		t.Fatal(err)
	}
	s.waiting = append(s.waiting, decision)
	return decision
}

// A decision names what it rests on, as it was, with what the desk decided before.
func TestReads(t *testing.T) {
	const aid, residents, hospital = fund.ID("441300.610"), fund.ID("441300.390"), fund.Institution("H44130200026")
	on := func(document string) event.Fact {
		return event.Fact{Document: document, OccurredOn: fund.NewDate(2025, 2, 3), Count: 1}
	}
	once := func(document string) event.Fact { f := on(document); f.Count = 0; return f }
	person := fund.Person("5379750d3e26c2187e1c42585c8d273d")
	var s staged
	d := NewDesk(s.read(new(int)), eventtest.Today())
	paid := event.ReimbursementPaid{Fact: on("R-1"), Fund: residents, Institution: hospital, Amount: 7, Care: "inpatient"}
	for _, step := range []struct {
		fact event.Event
		want []store.Read
	}{
		{event.FundEstablished{Fact: once("F-1"), Fund: aid, Name: "救助"}, []store.Read{{Stream: "period-441300.610", At: store.NoStream}}},
		{event.FundEstablished{Fact: once("F-2"), Fund: residents, Name: "居民"}, []store.Read{{Stream: "period-441300.390", At: store.NoStream}}},
		{event.InstitutionDesignated{Fact: once("I-1"), Institution: hospital, Region: "441300", Name: "医院"}, nil},
		{event.LimitSet{Fact: once("L-1"), Region: "441300", Limit: event.ReliefAnnualCap, Amount: 100}, nil},
		{event.ReliefPaid{Fact: on("P-1"), Fund: aid, Person: person, Amount: 1}, []store.Read{
			{Stream: "book-441300.610", At: 0}, {Stream: "period-441300.610", At: store.NoStream}, {Stream: "limit-441300", At: 0},
		}},
		{event.LimitSet{Fact: event.Fact{Document: "L-2", OccurredOn: fund.NewDate(2025, 2, 2)}, Region: "441300",
			Limit: event.ReliefAnnualCap, Amount: 90}, nil},
		{event.ReliefPaid{Fact: on("P-2"), Fund: aid, Person: person, Amount: 1}, []store.Read{
			{Stream: "book-441300.610", At: 0}, {Stream: "period-441300.610", At: store.NoStream}, {Stream: "limit-441300", At: 1},
		}},
		{event.ReliefPaid{Fact: on("P-2"), Fund: aid, Person: person, Amount: 1}, nil}, // it stands
		{paid, []store.Read{
			{Stream: "book-441300.390", At: 0}, {Stream: "institution-H44130200026", At: 0}, {Stream: "period-441300.390", At: store.NoStream},
		}},
		{reversalOf(t, "X-1", paid, paid.OccurredOn), []store.Read{{Stream: "period-441300.390", At: store.NoStream}}},
	} {
		got := s.take(t, d, step.fact)
		if !slices.Equal(got.Reads, step.want) {
			t.Errorf("%s rests on %v, want %v", event.Wire(step.fact), got.Reads, step.want)
		}
		if len(got.Events) == 0 {
			continue
		}
		if a, err := got.Append(envelope); err != nil || !slices.Equal(a.Reads, step.want) {
			t.Errorf("%s is appended if %v, %v", event.Wire(step.fact), a.Reads, err)
		}
	}
}

// A stream that alone is larger than a desk may keep is not loaded again and again, nor
// are two of them in turn; the others are dropped.
func TestOneLongStream(t *testing.T) {
	const funds, each = 2, 400
	refunds := func(f, n int) event.Event {
		return event.PremiumRefunded{
			Fact: event.Fact{Document: fmt.Sprint("T-", n), OccurredOn: fund.NewDate(2025, 3, 1), Count: 1},
			Fund: fund.ID([]string{"441300.310", "441300.390"}[f]), Of: "C-0", PaidOn: fund.NewDate(2025, 2, 1), Amount: 1, Part: []fund.Part{fund.Pool, ""}[f],
		}
	}
	for name, interleaved := range map[string]bool{"one after another": false, "in turn": true} {
		t.Run(name, func(t *testing.T) {
			var s staged
			loads := 0
			d := NewDesk(s.read(&loads), eventtest.Today())
			d.bound = 10_000 // of a hundred facts
			for f := range funds {
				id := fund.ID([]string{"441300.310", "441300.390"}[f])
				s.take(t, d, event.FundEstablished{Fact: event.Fact{Document: "F-1", OccurredOn: fund.NewDate(2025, 1, 1)}, Fund: id, Name: "x"})
				s.take(t, d, event.PremiumReceived{Fact: event.Fact{Document: "C-0", OccurredOn: fund.NewDate(2025, 2, 1), Count: 1},
					Fund: id, Part: []fund.Part{fund.Pool, ""}[f], Amount: each})
			}
			for n := range funds * each {
				f := n / each
				if interleaved {
					f = n % funds
				}
				s.take(t, d, refunds(f, n))
			}
			if loads > 60 {
				t.Errorf("%d facts took %d loads", funds*each, loads)
			}
			if d.kept > 3*funds*each*wholeFact {
				t.Errorf("%d bytes are kept", d.kept)
			}
			t.Logf("%d loads, %d bytes kept", loads, d.kept)
		})
	}
}

// Premiums of a month of a city are single rows; that there are any takes little room.
func TestPremiumsTakeLittleRoom(t *testing.T) {
	var s staged
	d := NewDesk(s.read(new(int)), eventtest.Today())
	const facts = 5000
	s.take(t, d, event.FundEstablished{Fact: event.Fact{Document: "F-1", OccurredOn: fund.NewDate(2025, 1, 1)}, Fund: "441300.390", Name: "x"})
	for n := range facts {
		s.take(t, d, event.PremiumReceived{
			Fact: event.Fact{Document: fmt.Sprint("C-", n), OccurredOn: fund.NewDate(2025, 2, 1), Count: 1},
			Fund: "441300.390", Amount: 1,
		})
	}
	if d.kept > facts*briefFact+3*emptyFile {
		t.Errorf("%d bytes for %d premiums", d.kept, facts)
	}
}
