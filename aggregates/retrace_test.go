package aggregates

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
)

// Over a log in which much stands that no desk would have accepted, a desk that goes over
// it says of each fact what a new desk says of it that knows what stands before it:
// nothing, or the same refusal first. So does one that keeps next to nothing.
func TestRetrace(t *testing.T) {
	ctx := context.Background()
	for seed := range worlds(5) {
		log := map[string][]ledger.Entry{}
		read := func(_ context.Context, stream string) iter.Seq2[ledger.Entry, error] {
			return func(yield func(ledger.Entry, error) bool) {
				for _, e := range log[stream] {
					if !yield(e, nil) {
						return
					}
				}
			}
		}
		var whole []ledger.Entry
		inOrder := func(context.Context) iter.Seq2[ledger.Entry, error] {
			return func(yield func(ledger.Entry, error) bool) {
				for _, e := range whole {
					if !yield(e, nil) {
						return
					}
				}
			}
		}
		all, few := NewDesk(read, eventtest.Today()), NewDesk(read, eventtest.Today())
		few.bound = 12
		world, around := eventtest.NewWorld(seed), openings{rand.New(rand.NewPCG(seed, 7)), 1 << 30}
		var taken []event.Event
		refused, accepted := 0, 0
		steps := 500
		if seed == 3 {
			steps = 250
		}
		for step := range steps {
			fact := world.Next()
			if seed == 3 {
				if fact = around.next(t, taken); fact == nil {
					continue
				}
			}
			if n := len(taken); n > 0 && step%9 == 0 {
				if old := taken[step*31%n]; event.Wire(old) != "fact.reversed" {
					fact = reversalOf(t, fmt.Sprintf("CX-%d", step%40), old, old.Common().OccurredOn)
				}
			}
			if n := len(taken); n > 0 && step%11 == 1 {
				fact = event.BookOn(taken[step*17%n], 0) // stands already
			}
			if len(event.Check(fact)) > 0 {
				continue
			}
			none := NewDesk(read, eventtest.Today())
			none.Over(inOrder)
			decision, err := none.Decide(ctx, fact)
			want := (*refusal.Error)(nil)
			if err != nil && !errors.As(err, &want) {
				t.Fatal(err)
			}
			stands := fact
			if err == nil && len(decision.Events) > 0 {
				stands = decision.Events[0]
				accepted++
			} else {
				refused++
			}
			entry := ledger.Entry{Position: store.Position(len(whole)), Stream: StreamOf(fact), Event: stands}
			entry.Revision = store.Revision(len(log[entry.Stream]))
			entry.RecordedAt = envelope.At
			for name, d := range map[string]*Desk{"everything": all, "little": few} {
				d.On(eventtest.Today())
				p := new(Preparer).PrepareRecorded(entry)
				got, err := d.Retrace(ctx, entry, &p)
				again := err == nil && want == nil && len(decision.Events) == 0
				switch {
				case err != nil:
					t.Fatalf("seed %d step %d: %v", seed, step, err)
				case again && (len(got) == 0 || !said(got, "document-twice")),
					want == nil && !again && len(got) > 0,
					want != nil && !said(got, want.Rule):
					t.Fatalf("seed %d step %d: %s %+v\na desk that keeps %s notes %v\na new one decides %+v, %v", seed, step, event.Wire(fact), fact, name, got, decision, want)
				}
			}
			log[entry.Stream], whole = append(log[entry.Stream], entry), append(whole, entry)
			taken = append(taken, stands)
			world.Recorded(fact)
		}
		if refused < 100 || accepted < 40 {
			t.Errorf("seed %d: %d refused, %d accepted", seed, refused, accepted)
		}
	}
}

func said(objections []*refusal.Error, name string) bool {
	for _, o := range objections {
		if o.Rule == name {
			return true
		}
	}
	return false
}

// What the ledger writes itself, others cannot have written.
func TestRetraceOfWhatTheLedgerWrites(t *testing.T) {
	ctx := context.Background()
	closed := event.PeriodClosed{Fact: event.Fact{Document: "J", OccurredOn: fund.NewDate(2025, 1, 31)}, Fund: "441300.390", Period: "2025-01", Balances: "-"}
	late := event.PremiumReceived{Fact: event.Fact{Document: "P-1", OccurredOn: day(5), Count: 1}, Fund: "441300.390", Amount: 100}
	february := late
	february.OccurredOn = fund.NewDate(2025, 2, 3)
	tomorrow := late
	tomorrow.OccurredOn = day(1) + 61
	unsplit := event.PremiumReceived{Fact: late.Fact, Fund: "441300.310", Amount: 100}
	order := ordered
	for name, test := range map[string]struct {
		before []event.Event
		fact   event.Event
		want   string
	}{
		"as written":                 {[]event.Event{established, closed}, event.BookOn(late, fund.NewDate(2025, 2, 1)), ""},
		"nothing closed":             {[]event.Event{established}, late, ""},
		"not booked behind":          {[]event.Event{established, closed}, late, bookedBehindClosing},
		"booked into what is closed": {[]event.Event{established, closed}, event.BookOn(late, day(20)), bookedBehindClosing},
		"booked later":               {[]event.Event{established, closed}, event.BookOn(late, fund.NewDate(2025, 2, 2)), bookedByHand},
		"booked by hand":             {[]event.Event{established}, event.BookOn(february, fund.NewDate(2025, 2, 4)), bookedByHand},
		"booked in the future":       {[]event.Event{established}, event.BookOn(february, fund.NewDate(2026, 2, 4)), "date-in-future " + bookedByHand},
		"booked tomorrow":            {[]event.Event{established}, event.BookOn(february, day(1)+61), bookedByHand},
		"booked on the day after it": {[]event.Event{established}, event.BookOn(february, day(1)+62), "date-in-future " + bookedByHand},
		"of tomorrow, and booked":    {[]event.Event{established}, event.BookOn(tomorrow, day(1)+61), "date-in-future " + bookedByHand},
		"split without any books":    {[]event.Event{unsplit}, event.PremiumSplit{Fact: event.Fact{Document: "X", OccurredOn: day(6)}, Fund: "441300.310", Part: fund.Pool, Amount: 1}, "fund-unknown split-exceeded"},
		"a warning that is none":     {[]event.Event{established}, withWarning(order, event.OrderBeyondLoss), warningExtra + string(event.OrderBeyondLoss)},
		"in another order":           {[]event.Event{}, late, "fund-unknown"},
		"twice":                      {[]event.Event{established, late}, late, "document-twice"},
	} {
		log := map[string][]ledger.Entry{}
		d := NewDesk(func(_ context.Context, stream string) iter.Seq2[ledger.Entry, error] {
			return func(yield func(ledger.Entry, error) bool) {
				for _, e := range log[stream] {
					if !yield(e, nil) {
						return
					}
				}
			}
		}, day(1)+60)
		for i, e := range append(test.before, test.fact) {
			entry := ledger.Entry{Stream: StreamOf(e), Event: e, Revision: store.Revision(len(log[StreamOf(e)]))}
			p := new(Preparer).PrepareRecorded(entry)
			got, err := d.Retrace(ctx, entry, &p)
			if err != nil {
				t.Fatal(err)
			}
			var rules []string
			for _, o := range got {
				rules = append(rules, o.Rule)
			}
			if i == len(test.before) && strings.Join(rules, " ") != test.want {
				t.Errorf("%s: %v, want %q", name, got, test.want)
			}
			log[entry.Stream] = append(log[entry.Stream], entry)
		}
	}
}

// Of a warning that is another one both are named.
func TestOtherWarning(t *testing.T) {
	const is, was = event.MoneyInTransit, event.OrderBeyondLoss
	named := func(w event.Warning) string { return event.NameOf("warning", w).EN }
	for _, test := range []struct {
		is, was   event.Warning
		rule, why string
	}{
		{is, "", warningExtra + string(is), "it has a warning that the ledger would not have written: " + named(is)},
		{"", was, warningMissing + string(was), "it lacks a warning that the ledger would have written: " + named(was)},
		{is, was, warningMissing + string(was), "its warning is " + named(is) + ", and the ledger would have written: " + named(was)},
	} {
		if got := otherWarning(test.is, test.was); got.Rule != test.rule || got.Why.EN != test.why {
			t.Errorf("%q instead of %q: %s, %s", test.is, test.was, got.Rule, got.Why.EN)
		}
	}
}

func withWarning(e event.ClawbackOrdered, w event.Warning) event.Event {
	e.Warning = w
	return e
}

// What an older program took twice, in two writings or in one, is found without reading its
// stream again for each of them.
func TestManyTwiceReadTheirStreamOnce(t *testing.T) {
	ctx := context.Background()
	streams, reads := map[string][]ledger.Entry{}, map[string]int{}
	desk := NewDesk(func(_ context.Context, stream string) iter.Seq2[ledger.Entry, error] {
		reads[stream]++
		return func(yield func(ledger.Entry, error) bool) {
			for _, entry := range streams[stream] {
				if !yield(entry, nil) {
					return
				}
			}
		}
	}, day(28))
	retrace := func(e event.Event) string {
		t.Helper()
		stream := StreamOf(e)
		entry := ledger.Entry{Stream: stream, Revision: store.Revision(len(streams[stream])), Event: e}
		p := new(Preparer).PrepareRecorded(entry)
		objections, err := desk.Retrace(ctx, entry, &p)
		if err != nil || len(objections) > 1 {
			t.Fatalf("%+v: %v, %v", e, objections, err)
		}
		streams[stream] = append(streams[stream], entry)
		if len(objections) == 0 {
			return ""
		}
		return objections[0].Rule
	}
	paid := func(number string) event.Event {
		return event.ReimbursementPaid{Fact: event.Fact{Document: number, OccurredOn: day(3), Count: 1}, Fund: "441300.390",
			Institution: "H44130200026", Amount: 200, Care: "inpatient"}
	}
	for _, e := range []event.Event{
		event.FundEstablished{Fact: event.Fact{Document: "F", OccurredOn: day(1)}, Fund: "441300.390", Name: "x"},
		event.InstitutionDesignated{Fact: event.Fact{Document: "D", OccurredOn: day(1)}, Institution: "H44130200026", Region: "441300", Name: "x"},
	} {
		if rule := retrace(e); rule != "" {
			t.Fatal(rule)
		}
	}
	for i := range 500 {
		for number, want := range map[string][]string{fmt.Sprint("A-", i): {"", "document-twice"}, fmt.Sprint("Ａ-", i, "/2"): {""}} {
			for _, rule := range want {
				if got := retrace(paid(number)); got != rule {
					t.Fatalf("%s: %q, want %q", number, got, rule)
				}
			}
		}
		if got := retrace(paid(fmt.Sprint("A-", i, "/2"))); got != documentOtherwise {
			t.Fatalf("A-%d/2: %q", i, got)
		}
	}
	if n := reads[StreamOf(paid(""))]; n > 3 {
		t.Errorf("the stream was read %d times", n)
	}
}
