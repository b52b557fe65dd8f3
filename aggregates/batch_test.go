package aggregates

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

// openings makes facts of few funds in the days around their openings, which are recorded,
// reversed and recorded again.
type openings struct {
	random  *rand.Rand
	numbers int // how many there are
}

func (o openings) next(t *testing.T, past []event.Event) event.Event {
	pick := func(of ...fund.ID) fund.ID { return of[o.random.IntN(len(of))] }
	number := func(series string) event.Fact {
		return event.Fact{Document: fmt.Sprintf("%s-%d", series, o.random.IntN(o.numbers)), OccurredOn: day(8 + o.random.IntN(5))}
	}
	id := pick("441300.390", "441300.390", aid)
	if len(past) < 2 {
		id = [...]fund.ID{"441300.390", aid}[len(past)]
	}
	switch n := o.random.IntN(16); {
	case len(past) < 2:
		return event.FundEstablished{Fact: event.Fact{Document: "B-" + string(id), OccurredOn: day(1)}, Fund: id, Name: "账套"}
	case n < 4:
		return event.FundOpened{Fact: number("O"), Fund: id, Amount: 100}
	case n < 9 && len(past) > 0:
		of := past[len(past)-1-o.random.IntN(min(len(past), 8))]
		if _, isReversal := of.(event.FactReversed); isReversal {
			return nil
		}
		return reversalOf(t, number("C").Document, of, of.Common().OccurredOn)
	case n < 11:
		return event.PrepaymentPaid{Fact: number("P"), Fund: id, Item: fmt.Sprint(o.random.IntN(9)), Purpose: event.OtherPurpose, Amount: 7}
	case n < 12:
		f := number("A")
		f.Count = 1
		return event.ParticipationAssisted{Fact: f, AidFund: aid, Fund: "441300.390", Amount: 380}
	default:
		f := number("G")
		return subsidy(id, f.Document, f.OccurredOn)
	}
}

// What is recorded together is accepted exactly if it would be one by one, is refused by the
// same rule, and stands as the same events: what was decided counts for the next as if it
// were recorded.
func TestTogetherIsOneByOne(t *testing.T) {
	ctx := context.Background()
	together, apart := 0, 0
	opened, refusedOpenings := 0, 0
	for seed := range uint64(6) {
		var s, single memory.Store
		world, around := eventtest.NewWorld(seed), openings{rand.New(rand.NewPCG(seed, 7)), 400}
		var past []event.Event
		for step := range 150 {
			said := slices.Clone(past)
			var batch []event.Event
			for range 1 + around.random.IntN(5) {
				fact := around.next(t, said)
				if seed%3 == 2 {
					fact = world.Next()
				}
				if fact == nil || len(event.CheckToday(fact)) > 0 {
					continue
				}
				batch, said = append(batch, fact), append(said, fact)
			}
			if len(batch) == 0 {
				continue
			}
			_, err := RecordOnce(ctx, &s, wholeIndex{&s}, envelope, batch...)
			var want error
			accepted := 0
			for _, fact := range batch {
				if _, want = RecordOnce(ctx, &single, wholeIndex{&single}, envelope, fact); want != nil {
					break
				}
				accepted++
			}
			if !sameRule(err, want) {
				t.Fatalf("seed %d step %d: %+v\ntogether: %v\none by one, at the %d.: %v", seed, step, batch, err, accepted+1, want)
			}
			for _, fact := range batch[:accepted] {
				if _, isOpening := fact.(event.FundOpened); isOpening && len(batch) > 1 {
					opened++
				}
			}
			if accepted > 0 && refusedBy(want) == "opening-after-facts" {
				refusedOpenings++
			}
			if together++; want != nil {
				together--
				apart++
				for _, fact := range batch[:accepted] {
					if _, err := RecordOnce(ctx, &s, wholeIndex{&s}, envelope, fact); err != nil {
						t.Fatalf("seed %d step %d: %+v: %v", seed, step, fact, err)
					}
				}
			}
			past = sameLog(t, &s, &single, fmt.Sprintf("seed %d step %d: %+v", seed, step, batch))
			for _, fact := range batch[:accepted] {
				world.Recorded(fact)
			}
		}
	}
	if together < 100 || apart < 100 || opened < 10 || refusedOpenings < 10 {
		t.Errorf("%d batches were accepted, %d refused; %d with an opening, %d for one", together, apart, opened, refusedOpenings)
	}
}

// sameRule reports whether two errors are refusals by the same rule, or both none.
func sameRule(a, b error) bool {
	if a == nil || b == nil {
		return a == b
	}
	x, y := (*refusal.Error)(nil), (*refusal.Error)(nil)
	return errors.As(a, &x) && errors.As(b, &y) && x.Rule == y.Rule && x.Field == y.Field
}

// sameLog returns the events of two stores that hold the same.
func sameLog(t *testing.T, a, b store.Store, when string) (events []event.Event) {
	t.Helper()
	ctx := context.Background()
	var other []event.Event
	for e, err := range ledger.All(ctx, a, 0) {
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, e.Event)
	}
	for e, err := range ledger.All(ctx, b, 0) {
		if err != nil {
			t.Fatal(err)
		}
		other = append(other, e.Event)
	}
	if !slices.Equal(events, other) {
		t.Fatalf("%s\ntogether: %+v\none by one: %+v", when, events, other)
	}
	return events
}
