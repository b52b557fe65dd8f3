package aggregates

import (
	"context"
	"errors"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

// wholeIndex finds facts by reading the whole log.
type wholeIndex struct{ store.Store }

func (wholeIndex) Follow(context.Context) error { return nil }

func (wholeIndex) Number(_ event.Event, plain document.Number) document.Number { return plain }

func (w wholeIndex) End() store.Position {
	last, some, err := w.Last(context.Background())
	if err != nil || !some {
		return 0
	}
	return last.Position + 1
}

func (w wholeIndex) Find(ctx context.Context, _ document.Number) iter.Seq2[ledger.Entry, error] {
	return ledger.All(ctx, w, 0)
}

// A fact is appended only if nothing at all was recorded since the index was asked: three
// times. Where others record all the time it asks no more than for what it rests on.
func TestAloneThreeTimes(t *testing.T) {
	m := prepared(t)
	var lengths []store.Position
	m.before = func(_ int, appends []store.Append) error {
		lengths = append(lengths, appends[0].Length)
		return &store.ConflictError{Stream: appends[0].Stream}
	}
	conflict := (*store.ConflictError)(nil)
	if _, err := RecordOnce(context.Background(), m, wholeIndex{m}, envelope, received("J-1", 60)); !errors.As(err, &conflict) {
		t.Errorf("every race lost: %v", err)
	}
	if want := []store.Position{2, 2, 2, 0, 0}; !slices.Equal(lengths, want) {
		t.Errorf("appended to logs of %v facts, want %v", lengths, want)
	}
}

// An opening rests on the log as a whole, be that one fact: alone, and with others in front
// of it or behind it.
func TestAnOpeningRestsOnTheWholeLog(t *testing.T) {
	opening := event.FundOpened{Fact: event.Fact{Document: "O-1", OccurredOn: day(10)}, Fund: "441300.390", Amount: 100}
	capped := func(document string) event.Event {
		return event.LimitSet{Fact: event.Fact{Document: document, OccurredOn: day(1)}, Region: "441300", Limit: event.ReliefAnnualCap, Amount: 1}
	}
	for name, facts := range map[string][]event.Event{
		"alone":          {opening},
		"behind another": {capped("L-1"), opening},
		"behind two":     {capped("L-1"), subsidy("441300.390", "G-2", day(11)), opening},
		"before another": {opening, capped("L-1")},
	} {
		for rule, rival := range map[string]event.Event{"": nil, "opening-after-facts": subsidy("441300.390", "G-1", day(5))} {
			m := new(meddling)
			must(t, &m.Store, established)
			m.before = func(n int, _ []store.Append) error {
				if n == 1 && rival != nil {
					must(t, &m.Store, rival)
				}
				return nil
			}
			_, err := RecordAll(context.Background(), m, envelope, facts...)
			if refusedBy(err) != rule || rule == "" && err != nil {
				t.Errorf("%s: %v, want %q", name, err, rule)
			}
		}
	}
}

// Of several facts that are no correction some may stand already, also behind a new one.
func TestSomeStandAlready(t *testing.T) {
	m := prepared(t)
	receipts, err := RecordAll(context.Background(), m, envelope, received("J-1", 60), ordered)
	if err != nil || receipts[0].Duplicate || !receipts[1].Duplicate {
		t.Errorf("%+v, %v", receipts, err)
	}
}

// One thing that may not be written today is enough; nothing is recorded.
func TestWhatMayNotBeWrittenToday(t *testing.T) {
	m := prepared(t)
	lookalike := received("J\u0410-100", 60) // a Cyrillic letter
	if problems := event.CheckToday(lookalike); len(problems) != 1 || len(event.Check(lookalike)) > 0 {
		t.Fatalf("%v", problems)
	}
	invalid := (*event.InvalidError)(nil)
	if _, err := Record(context.Background(), m, lookalike, envelope); !errors.As(err, &invalid) || length(t, m) != 2 {
		t.Errorf("%v, %d facts", err, length(t, m))
	}
}

// Who has seen enough of a stream is shown no more of it, of what is recorded and of what
// waits; the revisions go on.
func TestFollowedStops(t *testing.T) {
	ctx := context.Background()
	var s memory.Store
	must(t, &s, established)
	opening := event.FundOpened{Fact: event.Fact{Document: "O-1", OccurredOn: day(10)}, Fund: "441300.390", Amount: 100}
	stream := StreamOf(opening)
	waiting := []Decision{{Stream: "book-441300.610", Expected: 7, Events: []event.Event{opening}},
		{Stream: stream, Expected: 0, Events: []event.Event{opening, opening}}, {Stream: stream, Expected: 2, Events: []event.Event{opening}}}
	for enough := range 5 {
		var seen []store.Revision
		for entry, err := range Followed(ledger.Stream(ctx, &s, stream), stream, waiting) {
			if err != nil || entry.Stream != stream {
				t.Fatalf("%+v, %v", entry, err)
			}
			if seen = append(seen, entry.Revision); len(seen) > enough {
				break
			}
		}
		if want := []store.Revision{0, 1, 2, 3}[:min(enough+1, 4)]; !slices.Equal(seen, want) {
			t.Errorf("%v, want %v", seen, want)
		}
	}
}

// Patience is at an end when the pauses have lasted as long as was said.
func TestPatienceEnds(t *testing.T) {
	const once, twice = shortestPause, 3 * shortestPause
	for total, want := range map[time.Duration]int{0: 0, 1: 1, once: 1, once + 1: 2, twice: 2, twice + 1: 3} {
		var pauses []time.Duration
		patience := pausing(total, &pauses)
		patience.Chance = func() float64 { return 0 }
		tries := patience.Tries()
		for tries.Again(context.Background(), &store.BusyError{Where: "x"}) == nil {
		}
		if wanted := []time.Duration{shortestPause, 2 * shortestPause, 4 * shortestPause}[:want]; !slices.Equal(pauses, wanted) {
			t.Errorf("of %v: %v, want %v", total, pauses, wanted)
		}
	}
	var pauses []time.Duration
	other := &store.CorruptError{Where: "x"}
	if err := pausing(time.Minute, &pauses).Tries().Again(context.Background(), other); !errors.Is(err, other) || len(pauses) > 0 {
		t.Errorf("what was no race: %v after %v", err, pauses)
	}
}

// A split rests on all that waited for it, each stream once: what is reversed meanwhile
// is split no more.
func TestASplitRestsOnWhatWaits(t *testing.T) {
	const employees = fund.ID("441300.310")
	received := event.PremiumReceived{Fact: event.Fact{Document: "P-1", OccurredOn: day(5), Count: 1}, Fund: employees, Amount: 100}
	m := new(meddling)
	must(t, &m.Store, event.FundEstablished{Fact: event.Fact{Document: "B-1", OccurredOn: day(1)}, Fund: employees, Name: "x"})
	must(t, &m.Store, received)
	m.before = func(n int, appends []store.Append) error {
		streams := map[string]bool{appends[0].Stream: true}
		for _, r := range appends[0].Reads {
			if streams[r.Stream] {
				t.Errorf("it rests on %s twice, or that is its own", r.Stream)
			}
			streams[r.Stream] = true
		}
		if n == 1 {
			must(t, &m.Store, reversalOf(t, "C-1", received, day(6)))
		}
		return nil
	}
	split := event.PremiumSplit{Fact: event.Fact{Document: "X-1", OccurredOn: day(7)}, Fund: employees, Part: fund.Pool, Amount: 100}
	if _, err := Record(context.Background(), m, split, envelope); refusedBy(err) != "split-exceeded" {
		t.Errorf("%v", err)
	}
}
