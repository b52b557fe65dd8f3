package aggregates

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

var envelope = Envelope{At: time.Date(2025, 4, 1, 4, 0, 0, 0, time.UTC), Actor: "clerk"}

// staged is a log with decisions that wait to be appended, as an import has it.
type staged struct {
	log     memory.Store
	waiting []Decision
}

// read returns a Read over the log and what waits, that counts its calls.
func (s *staged) read(calls *int) Read {
	return func(ctx context.Context, stream string) iter.Seq2[ledger.Entry, error] {
		*calls++
		return func(yield func(ledger.Entry, error) bool) {
			next := store.Revision(0)
			for entry, err := range ledger.Stream(ctx, &s.log, stream) {
				if !yield(entry, err) {
					return
				}
				next++
			}
			for _, d := range s.waiting {
				if d.Stream != stream {
					continue
				}
				for _, e := range d.Events {
					if !yield(ledger.Entry{Stream: stream, Revision: next, Event: e}, nil) {
						return
					}
					next++
				}
			}
		}
	}
}

// all yields the log and what waits.
func (s *staged) all(ctx context.Context) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		for entry, err := range ledger.All(ctx, &s.log, 0) {
			if !yield(entry, err) {
				return
			}
		}
		for _, d := range s.waiting {
			for _, e := range d.Events {
				if !yield(ledger.Entry{Stream: d.Stream, Event: e}, nil) {
					return
				}
			}
		}
	}
}

func (s *staged) flush(t *testing.T) {
	t.Helper()
	for _, d := range s.waiting {
		a, err := d.Append(envelope)
		if err == nil {
			_, err = s.log.Append(context.Background(), a)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	s.waiting = nil
}

var everyWorld = flag.Bool("every", false, "take every random world, as .ci/run does, not a third")

// worlds is how many random worlds of some are taken.
func worlds(some uint64) uint64 {
	if *everyWorld {
		return some
	}
	return (some + 2) / 3
}

// A desk that keeps next to nothing, and one that keeps nothing at all, decide
// as one that keeps everything, also while decisions wait to be appended.
func TestEvictionChangesNoDecision(t *testing.T) {
	ctx := context.Background()
	for seed := range worlds(8) {
		var s staged
		var allReads, fewReads, noReads int
		var taken []event.Event
		all, few := NewDesk(s.read(&allReads), eventtest.Today()), NewDesk(s.read(&fewReads), eventtest.Today())
		few.bound = 12
		less := NewDesk(s.read(new(int)), eventtest.Today())
		less.bound = 700
		whole := NewDesk(s.read(new(int)), eventtest.Today())
		whole.brief = false
		world := eventtest.NewWorld(seed)
		for step := range 400 {
			fact := world.Next()
			if n := len(taken); n > 0 && step%9 == 0 {
				old := taken[step*31%n]
				if _, isReversal := old.(event.FactReversed); !isReversal {
					fact = reversalOf(t, fmt.Sprintf("CX-%d", step%40), old, old.Common().OccurredOn)
				}
			}
			if n := len(taken); n > 0 && step%5 == 1 {
				fact = taken[step*17%n] // stands already, or was reversed
			}
			none := NewDesk(s.read(&noReads), eventtest.Today())
			none.Over(s.all)
			want, wantErr := none.Decide(ctx, fact)
			for name, d := range map[string]*Desk{"everything": all, "little": few, "more": less, "everything, whole": whole} {
				got, err := d.Decide(ctx, fact)
				if !sameError(err, wantErr) || got.Stream != want.Stream || got.Expected != want.Expected ||
					!slices.Equal(got.Events, want.Events) || !slices.Equal(got.Reads, want.Reads) {
					t.Fatalf("seed %d step %d: %s %+v\na desk that keeps %s decides %+v, %v\nwithout memory: %+v, %v", seed, step, event.Wire(fact), fact, name, got, err, want, wantErr)
				}
			}
			if size := sizeOf(few); size != few.kept {
				t.Fatalf("seed %d step %d: %d bytes are kept, %d counted", seed, step, size, few.kept)
			}
			if wantErr == nil && len(want.Events) > 0 {
				s.waiting = append(s.waiting, want)
				taken = append(taken, want.Events...)
				world.Recorded(fact)
			}
			if step%7 == 0 {
				s.flush(t)
			}
		}
		if allReads >= fewReads || fewReads >= noReads {
			t.Errorf("seed %d: nothing was dropped: %d, %d, %d loads", seed, allReads, fewReads, noReads)
		}
	}
}

func sizeOf(d *Desk) int {
	sum := 0
	for _, f := range d.files {
		sum += f.size
	}
	return sum
}

func sameError(a, b error) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return a.Error() == b.Error()
}

// A decision that was not appended is forgotten with its stream.
func TestForget(t *testing.T) {
	ctx := context.Background()
	var s staged
	reads := 0
	d := NewDesk(s.read(&reads), eventtest.Today())
	fact := event.LimitSet{Fact: event.Fact{Document: "L-1", OccurredOn: eventtest.Today()}, Region: "441300", Limit: event.ReliefAnnualCap, Amount: 1}
	for range 2 {
		if decision, err := d.Decide(ctx, fact); err != nil || len(decision.Events) != 1 || decision.Expected != store.NoStream {
			t.Fatalf("%+v, %v", decision, err)
		}
		d.Forget(StreamOf(fact))
	}
	d.Forget("limit-999999")
	if d.kept != 0 || reads != 3 { // one of the numbering
		t.Errorf("%d bytes kept, %d loads", d.kept, reads)
	}
	s.waiting = []Decision{{Events: []event.Event{event.FundEstablished{Fact: event.Fact{Document: "F",
		OccurredOn: eventtest.Today()}, Fund: "441300.610", Name: "救助"}}}}
	s.waiting[0].Stream = StreamOf(s.waiting[0].Events[0])
	paid := event.ReliefPaid{Fact: event.Fact{Document: "R-1", OccurredOn: eventtest.Today(), Count: 1}, Fund: "441300.610", Person: "5379750d3e26c2187e1c42585c8d273d", Amount: 1}
	for try := range 3 {
		decision, err := d.Decide(ctx, paid)
		if err != nil || len(decision.Events) != 1 != (try == 1) {
			t.Fatalf("%d: %+v, %v", try, decision, err)
		}
		s.waiting = append(s.waiting, decision)
		if try == 1 { // the decision was not appended
			s.waiting = s.waiting[:1]
			d.Forget(StreamOf(paid))
		}
	}
}

func TestDecideRefusesTheFuture(t *testing.T) {
	var s staged
	d := NewDesk(s.read(new(int)), fund.NewDate(2025, 4, 1))
	for day, want := range map[int]bool{1: true, 2: false} {
		fact := event.LimitSet{Fact: event.Fact{Document: "L-1", OccurredOn: fund.NewDate(2025, 4, day)}, Region: "441300",
			Limit: event.ReliefAnnualCap, Amount: 1}
		_, err := d.Decide(context.Background(), fact)
		refused := (*refusal.Error)(nil)
		if errors.As(err, &refused) == want || want != (err == nil) {
			t.Errorf("April %d: %v", day, err)
		}
	}
}

func TestDecideReportsAnInvalidFact(t *testing.T) {
	var s staged
	invalid := (*event.InvalidError)(nil)
	if _, err := NewDesk(s.read(new(int)), eventtest.Today()).Decide(context.Background(), event.LimitSet{}); !errors.As(err, &invalid) {
		t.Errorf("%v", err)
	}
}

// An event in the stream of another aggregate means that the log is damaged, also in a
// stream of which a desk keeps little.
func TestAStreamWithAForeignEventIsCorrupt(t *testing.T) {
	on := event.Fact{Document: "L-1", OccurredOn: eventtest.Today(), Count: 1}
	for fact, foreign := range map[event.Event]event.Event{
		event.LimitSet{Fact: event.Fact{Document: "L-1", OccurredOn: eventtest.Today()}, Region: "441300", Limit: event.ReliefAnnualCap,
			Amount: 1}: event.FinePaid{Fact: event.Fact{Document: "F-1", OccurredOn: eventtest.Today()}, Case: "1", Region: "441300", Amount: 1},
		event.PremiumReceived{Fact: on, Fund: "441300.390", Amount: 1}: event.ReimbursementPaid{Fact: on, Fund: "441300.390",
			Institution: "H44130200026", Amount: 1, Care: "inpatient"},
	} {
		s := staged{waiting: []Decision{{Stream: StreamOf(fact), Events: []event.Event{foreign}}}}
		d := NewDesk(s.read(new(int)), eventtest.Today())
		corrupt := (*store.CorruptError)(nil)
		if _, err := d.Decide(context.Background(), fact); !errors.As(err, &corrupt) {
			t.Errorf("%s: %v", event.Wire(fact), err)
		}
		if len(d.files) != 0 {
			t.Error("a stream that could not be loaded is kept")
		}
	}
}

// Every type has a stream: a category without a hyphen, then an id, within the
// limits of a store; and the aggregate of that category takes it.
func TestEveryTypeHasAStream(t *testing.T) {
	for _, typ := range event.Types() {
		stream := StreamOf(typ.Example)
		category, id, ok := strings.Cut(stream, "-")
		if !ok || category == "" || id == "" || strings.HasSuffix(stream, "-") {
			t.Errorf("%s: stream %q", typ.Wire, stream)
		}
		if r, isReversal := typ.Example.(event.FactReversed); isReversal {
			if stream != StreamOf(r.Reversed()) {
				t.Errorf("a reversal goes to %s, not to the stream of its fact", stream)
			}
			continue
		}
		if err := newAggregate(stream, document.Numbering{}).evolve(withoutOriginal(typ.Example), document.Place{1}); err != nil {
			t.Errorf("%s: %v", typ.Wire, err)
		}
	}
	long := strings.Repeat("案", 40)
	for _, e := range []event.Event{
		event.FineImposed{Fact: event.Fact{Document: long, OccurredOn: eventtest.Today(), Count: 0}, Case: long, Region: "441300", Amount: 1},
	} {
		a, err := Decision{Stream: StreamOf(e), Expected: store.NoStream, Events: []event.Event{e}}.Append(envelope)
		if err == nil {
			err = a.Check()
		}
		if err != nil {
			t.Errorf("the longest case number: %v", err)
		}
	}
}

// withoutOriginal returns the original of a reversal or a loss, which alone can
// come first.
func withoutOriginal(e event.Event) event.Event {
	switch e := e.(type) {
	case event.PremiumRefunded:
		return event.PremiumReceived{Fact: e.Fact, Fund: e.Fund, Amount: e.Amount}
	case event.ReimbursementReversed:
		return event.ReimbursementPaid{Fact: e.Fact, Fund: e.Fund, Amount: e.Amount, Part: e.Part, Care: e.Care}
	case event.LossTraced:
		return event.ReimbursementPaid{Fact: e.Fact, Fund: e.Fund, Amount: e.Amount, Part: e.Part, Care: e.Care}
	case event.ReliefReversed:
		return event.ReliefPaid{Fact: e.Fact, Fund: e.Fund, Person: e.Person, Amount: e.Amount}
	default:
		return e
	}
}
