package aggregates

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
)

// A month that was imported by mistake is reversed, every payment and what came back of
// some: its stream is read once, and not looked through for each of them.
func TestManyReversalsReadTheirStreamOnce(t *testing.T) {
	const n = 20_000
	for name, made := range map[string]func(i int) (paid, back event.Event){
		"payments": func(i int) (paid, back event.Event) {
			return event.ReimbursementPaid{Fact: event.Fact{Document: fmt.Sprint("B-", i), OccurredOn: day(i%28 + 1), Count: 1},
					Fund: "441300.390", Institution: "H44130200026", Amount: 200, Care: "inpatient"},
				event.ReimbursementReversed{Fact: event.Fact{Document: fmt.Sprint("R-", i), OccurredOn: day(28), Count: 1}, Fund: "441300.390",
					Institution: "H44130200026", Amount: 50, Care: "inpatient", Of: fmt.Sprint("B-", i), PaidOn: day(i%28 + 1)}
		},
		"premiums without a part": func(i int) (paid, back event.Event) {
			return event.PremiumReceived{Fact: event.Fact{Document: fmt.Sprint("B-", i), OccurredOn: day(i%28 + 1), Count: 1},
				Fund: "441300.310", Amount: 200}, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			streams, reads := map[string][]event.Event{}, map[string]int{}
			desk := NewDesk(func(_ context.Context, stream string) iter.Seq2[ledger.Entry, error] {
				reads[stream]++
				return func(yield func(ledger.Entry, error) bool) {
					for i, e := range streams[stream] {
						if !yield(ledger.Entry{Stream: stream, Revision: store.Revision(i), Event: e}, nil) {
							return
						}
					}
				}
			}, day(28))
			take := func(e event.Event) string {
				d, err := desk.Decide(context.Background(), e)
				streams[d.Stream] = append(streams[d.Stream], d.Events...)
				if err != nil && refusedBy(err) == "" {
					t.Fatal(err)
				}
				return refusedBy(err)
			}
			must := func(e event.Event) {
				t.Helper()
				if by := take(e); by != "" {
					t.Fatalf("%+v: %s", e, by)
				}
			}
			for _, id := range []fund.ID{"441300.390", "441300.310"} {
				must(event.FundEstablished{Fact: event.Fact{Document: "F", OccurredOn: day(1).AddMonths(-1)}, Fund: id, Name: "x"})
			}
			must(event.InstitutionDesignated{Fact: event.Fact{Document: "D", OccurredOn: day(1).AddMonths(-1)}, Institution: "H44130200026",
				Region: "441300", Name: "x"})
			for i := range n {
				paid, _ := made(i)
				must(paid)
			}
			for i := range n / 100 {
				if _, back := made(i * 100); back != nil {
					must(back)
				}
			}
			one, _ := made(1)
			stream := StreamOf(one)
			before := reads[stream]
			for i := range n {
				paid, back := made(i)
				if i%100 == 0 && back != nil {
					if by := take(reversalOf(t, fmt.Sprint("C-", i), paid, day(28))); by != "reversal-needed" {
						t.Fatalf("of payment %d something came back: %q", i, by)
					}
					must(reversalOf(t, fmt.Sprint("CR-", i), back, day(28)))
				}
				must(reversalOf(t, fmt.Sprint("C-", i), paid, day(28)))
			}
			if more := reads[stream] - before; more > 1 {
				t.Errorf("the stream was read %d times", more)
			}
			paid, back := made(0)
			if by := take(reversalOf(t, "C-again", paid, day(28))); by != "reversal-twice" {
				t.Errorf("reversed twice: %q", by)
			}
			must(parsed(t, event.Wire(paid), event.Values(paid), "note", "once more"))
			if back == nil {
				return
			}
			_, gone := made(100)
			if by := take(parsed(t, event.Wire(back), event.Values(gone), "document", "R-gone")); by != "original-unknown" {
				t.Errorf("of what was reversed something came back: %q", by)
			}
			must(parsed(t, event.Wire(back), event.Values(back), "document", "R-again"))
		})
	}
}

// parsed returns a fact with another value of a field.
func parsed(t *testing.T, wire string, values iter.Seq2[string, string], field, value string) event.Event {
	t.Helper()
	given := map[string]string{}
	for name, text := range values {
		given[name] = text
	}
	given[field] = value
	e, problems := event.Parse(wire, func(name string) string { return given[name] })
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return e
}

// Over the events about one payment a reversal finds the same as over the whole stream.
func TestAroundAPaymentIsAllThatDependsOnIt(t *testing.T) {
	ctx := context.Background()
	grouped, needed := 0, 0
	for seed := range worlds(12) {
		var s staged
		desk := NewDesk(s.read(new(int)), eventtest.Today())
		desk.Over(s.all)
		world := eventtest.NewWorld(seed)
		var taken []event.Event
		for step := range 1500 {
			fact := world.Next()
			if n := len(taken); n > 0 && step%11 == 0 {
				fact = reversalOf(t, fmt.Sprintf("CX-%d", step), taken[step*31%n], eventtest.Today())
			}
			if d, err := desk.Decide(ctx, fact); err == nil && len(d.Events) > 0 {
				s.waiting = append(s.waiting, d)
				if _, isReversal := fact.(event.FactReversed); !isReversal {
					taken = append(taken, d.Events...)
					world.Recorded(fact)
				}
			}
		}
		for _, e := range taken {
			f, err := NewDesk(s.read(new(int)), eventtest.Today()).file(ctx, StreamOf(e), trailed, document.Mark{})
			if err != nil {
				t.Fatal(err)
			}
			all, around := make([]int, len(f.trail.events)), f.trail.around(e)
			for i := range all {
				all[i] = i
			}
			at := slices.Index(f.trail.events, e)
			by := event.Fact{Document: "CX", OccurredOn: eventtest.Today()}
			some := desk.standsWithout(ctx, f, around, at, by, document.Numbering{})
			want := desk.standsWithout(ctx, f, all, at, by, document.Numbering{})
			if !sameError(some, want) {
				t.Fatalf("seed %d: without %+v: %v; over the whole stream %v", seed, e, some, want)
			}
			if len(around) < len(all) {
				grouped++
				if want != nil {
					needed++
				}
			}
		}
	}
	if grouped < 100 || needed < 10 {
		t.Errorf("%d times less than the whole stream was looked at, %d times something depended on the fact", grouped, needed)
	}
}
