package aggregates

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/split"
)

func (c *cell[S, E]) kept() aggregate {
	same := *c
	return &same
}

func kept(a aggregate) aggregate { return a.(interface{ kept() aggregate }).kept() }

// A state stays what it was when it goes on in one direction, and in another: it says the
// same of every fact as one that nobody went on from; of every aggregate, brief ones too.
func TestStatesStay(t *testing.T) {
	compared := map[string]int{}
	for seed := range uint64(6) {
		streams, probes := random(t, seed, 600)
		for stream, all := range streams {
			for _, depth := range []depth{brief, whole} {
				empty := func() aggregate { return newAggregate(stream, document.Numbering{}) }
				events, asked := all, append(probes[stream], all...)
				if depth == brief {
					if newBrief(stream) == nil {
						continue
					}
					empty = func() aggregate { return newBrief(stream) }
					events, asked = decidedAlone(events), decidedAlone(asked)
				}
				now := empty()
				for i := range min(len(events), 20) - 2 {
					next, other := events[i], events[i+1]
					before := kept(now)
					one := after(t, kept(now), next, other)
					two := after(t, kept(now), other, next)
					name := fmt.Sprintf("seed %d, %s, fact %d, depth %d", seed, stream, i, depth)
					same(t, name+": as it was", before, after(t, empty(), events[:i]...), asked)
					same(t, name+": one way", one, after(t, empty(), events[:i+2]...), asked)
					same(t, name+": another", two, after(t, after(t, empty(), events[:i]...), other, next), asked)
					compared[fmt.Sprintf("%T", now)]++
					now = after(t, now, next)
				}
			}
		}
	}
	for kind, times := range compared {
		if times < 5 {
			t.Errorf("%s: only %d states were compared", kind, times)
		}
	}
	if len(compared) < 12 {
		t.Errorf("only %d kinds of states were compared", len(compared))
	}
}

// random returns what a random world records, by stream and without reversals, and facts of
// it to ask states of.
func random(t *testing.T, seed uint64, steps int) (streams, probes map[string][]event.Event) {
	var s staged
	desk := NewDesk(s.read(new(int)), eventtest.Today())
	desk.Over(s.all)
	world := eventtest.NewWorld(seed)
	streams, probes = map[string][]event.Event{}, map[string][]event.Event{}
	for range steps {
		fact := world.Next()
		if _, isReversal := fact.(event.FactReversed); isReversal {
			continue
		}
		probes[StreamOf(fact)] = append(probes[StreamOf(fact)], fact)
		d, err := desk.Decide(context.Background(), fact)
		if err != nil || len(d.Events) == 0 {
			continue
		}
		s.waiting = append(s.waiting, d)
		streams[d.Stream] = append(streams[d.Stream], d.Events...)
		world.Recorded(fact)
	}
	return streams, probes
}

func decidedAlone(events []event.Event) []event.Event {
	return slices.DeleteFunc(slices.Clone(events), func(e event.Event) bool { return !alone(e) })
}

func after(t *testing.T, a aggregate, events ...event.Event) aggregate {
	t.Helper()
	for _, e := range events {
		if err := a.evolve(e, document.KeyOf(e).Place()); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

// same compares what two states say of the facts of their stream.
func same(t *testing.T, name string, got, want aggregate, facts []event.Event) {
	t.Helper()
	caps := func(fund.Date) (money.Fen, bool) { return 100_000, true }
	around := surroundings{caps: caps, split: new(split.Sums), today: eventtest.Today()}
	for _, fact := range facts {
		events, err := got.decide(fact, around)
		wanted, wantedErr := want.decide(fact, around)
		if fmt.Sprint(events) != fmt.Sprint(wanted) || !sameError(err, wantedErr) {
			t.Fatalf("%s: of %s %+v it says %v, %v\nwant %v, %v", name, event.Wire(fact), fact, events, err, wanted, wantedErr)
		}
	}
}
