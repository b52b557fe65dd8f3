package aggregates

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

// meddling is a store before which something happens to the first appends.
type meddling struct {
	memory.Store
	appends int
	before  func(n int, appends []store.Append) error // n counts from 1; an error is returned instead of appending
	after   func(n int) error                         // an error hides that the append succeeded
}

func (m *meddling) Append(ctx context.Context, appends ...store.Append) ([]store.Receipt, error) {
	m.appends++
	if m.before != nil {
		if err := m.before(m.appends, appends); err != nil {
			return nil, err
		}
	}
	receipts, err := m.Store.Append(ctx, appends...)
	if err == nil && m.after != nil {
		if hidden := m.after(m.appends); hidden != nil {
			return nil, hidden
		}
	}
	return receipts, err
}

var (
	established = event.FundEstablished{Fact: event.Fact{Document: "B-1", OccurredOn: day(1)}, Fund: "441300.390", Name: "惠州居民医保"}
	ordered     = event.ClawbackOrdered{
		Fact: event.Fact{Document: "D-1", OccurredOn: day(2), Count: 1}, Case: "17", Fund: "441300.390",
		Subject: event.Hospital, Channel: event.Inspection, Amount: 100,
	}
)

func day(d int) fund.Date { return fund.NewDate(2025, 1, d) }

func received(document string, amount money.Fen) event.ClawbackReceived {
	return event.ClawbackReceived{
		Fact: event.Fact{Document: document, OccurredOn: day(3), Count: 1}, Case: "17", Fund: "441300.390",
		Subject: event.Hospital, Channel: event.Inspection, PaidYear: 2024, Amount: amount,
	}
}

// prepared returns a store in which 100 fen are ordered back.
func prepared(t *testing.T) *meddling {
	t.Helper()
	m := new(meddling)
	for _, e := range []event.Event{established, ordered} {
		must(t, &m.Store, e)
	}
	return m
}

func must(t *testing.T, s store.Store, e event.Event) {
	t.Helper()
	if _, err := Record(context.Background(), s, e, envelope); err != nil {
		t.Fatal(err)
	}
}

func length(t *testing.T, s store.Store) int {
	t.Helper()
	n := 0
	for _, err := range s.All(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

// Another program records into the same stream between loading and appending.
func TestConflict(t *testing.T) {
	for _, test := range []struct {
		name     string
		rival    func(attempt int) event.Event // recorded before an attempt; nil: none
		fact     event.Event
		rule     string // refused by
		last     store.Revision
		again    bool
		appends  int
		conflict bool
	}{
		{
			name: "nobody", rival: func(int) event.Event { return nil },
			fact: received("J-1", 60), last: 1, appends: 1,
		},
		{
			name: "another fact: decided again",
			rival: func(attempt int) event.Event {
				if attempt == 1 {
					return received("J-0", 40)
				}
				return nil
			},
			fact: received("J-1", 60), last: 2, appends: 2,
		},
		{
			name: "another fact that leaves no room: refused, with the new numbers",
			rival: func(attempt int) event.Event {
				if attempt == 1 {
					return received("J-0", 41)
				}
				return nil
			},
			fact: received("J-1", 60), rule: "clawback-beyond-order", appends: 1,
		},
		{
			name: "the same fact: it stands already",
			rival: func(attempt int) event.Event {
				if attempt == 1 {
					return received("J-1", 60)
				}
				return nil
			},
			fact: received("J-1", 60), last: 1, again: true, appends: 1,
		},
		{
			name: "the same document with other content: refused",
			rival: func(attempt int) event.Event {
				if attempt == 1 {
					return received("J-1", 1)
				}
				return nil
			},
			fact: received("J-1", 60), rule: "document-twice", appends: 1,
		},
		{
			name:  "always someone faster: a conflict, after a bounded number of attempts",
			rival: func(attempt int) event.Event { return received("J-0"+strings.Repeat("x", attempt), 1) },
			fact:  received("J-1", 60), appends: attempts, conflict: true,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := prepared(t)
			m.before = func(n int, _ []store.Append) error {
				if rival := test.rival(n); rival != nil {
					must(t, &m.Store, rival)
				}
				return nil
			}
			before := length(t, m)
			receipt, err := Record(context.Background(), m, test.fact, envelope)
			refused, conflict := (*refusal.Error)(nil), (*store.ConflictError)(nil)
			switch {
			case test.rule != "":
				if !errors.As(err, &refused) || refused.Rule != test.rule {
					t.Errorf("%v, want %s", err, test.rule)
				}
			case test.conflict:
				if !errors.As(err, &conflict) || conflict.Stream != StreamOf(test.fact) {
					t.Errorf("%v, want a conflict", err)
				}
			case err != nil || receipt.Last != test.last || receipt.Duplicate != test.again:
				t.Errorf("%+v, %v; want revision %d, duplicate %v", receipt, err, test.last, test.again)
			}
			if m.appends != test.appends {
				t.Errorf("%d appends, want %d", m.appends, test.appends)
			}
			if test.conflict && length(t, m) != before+attempts {
				t.Error("a fact that lost every race was recorded")
			}
		})
	}
}

// pausing is a patience that does not wait, but notes for how long it would.
func pausing(total time.Duration, pauses *[]time.Duration) Patience {
	return Patience{Total: total, Chance: func() float64 { return 0.5 }, Pause: func(_ context.Context, d time.Duration) error {
		*pauses = append(*pauses, d)
		return nil
	}}
}

// Who is patient loses any number of races: pauses grow up to half a second, and only
// when they have lasted as long as was said a conflict is told.
func TestPatience(t *testing.T) {
	for _, lost := range []int{1, 40, 1 << 30} {
		m := prepared(t)
		var pauses []time.Duration
		env := envelope
		env.Patience = pausing(time.Minute, &pauses)
		m.before = func(n int, _ []store.Append) error {
			if n <= lost {
				must(t, &m.Store, event.ClawbackOrdered{Fact: event.Fact{Document: fmt.Sprint("O-", n), OccurredOn: day(2), Count: 1},
					Case: "17", Fund: "441300.390", Subject: event.Hospital, Channel: event.Inspection, Amount: 1})
			}
			return nil
		}
		receipt, err := Record(context.Background(), m, event.ClawbackOrdered{
			Fact: event.Fact{Document: "D-2", OccurredOn: day(4), Count: 1}, Case: "17", Fund: "441300.390",
			Subject: event.Hospital, Channel: event.Inspection, Amount: 10_000,
		}, env)
		refused, sum := (*refusal.Error)(nil), time.Duration(0)
		for i, pause := range pauses {
			if sum += pause; pause > longestPause || i > 0 && pause < pauses[i-1] {
				t.Errorf("pause %d: %v after %v", i, pause, pauses[i-1])
			}
		}
		conflict := (*store.ConflictError)(nil)
		switch {
		case lost < 100 && (err != nil || int(receipt.Last) != lost+1 || len(pauses) != lost):
			t.Errorf("%d races lost: %+v, %v after %d pauses", lost, receipt, err, len(pauses))
		case lost > 100 && !errors.As(err, &refused) && (!errors.As(err, &conflict) || sum < time.Minute || sum > time.Minute+longestPause):
			t.Errorf("every race lost: %v after %v", err, sum)
		}
	}
}

// A cap that is lowered, an agreement that ends, a month that is closed while a payment
// is decided on are seen: it is decided again, though nobody was in its own stream.
func TestWhatADecisionRestsOnMoves(t *testing.T) {
	const hospital = fund.Institution("H44130200026")
	terminated := event.InstitutionTerminated{Fact: event.Fact{Document: "T", OccurredOn: day(2), Count: 1}, Institution: hospital, Region: "441300"}
	closed := event.PeriodClosed{Fact: event.Fact{Document: "Z", OccurredOn: day(31)}, Fund: "441300.390", Period: "2025-01", Balances: "-"}
	paid := event.ReimbursementPaid{Fact: event.Fact{Document: "R", OccurredOn: day(3), Count: 1}, Fund: "441300.390",
		Institution: hospital, Amount: 7, Care: "inpatient"}
	for _, test := range []struct {
		rival  event.Event
		rule   string
		booked fund.Date
	}{
		{terminated, "agreement-terminated", 0},
		{closed, "", fund.NewDate(2025, 2, 1)},
	} {
		m := prepared(t)
		must(t, &m.Store, event.InstitutionDesignated{Fact: event.Fact{Document: "I", OccurredOn: day(1)}, Institution: hospital,
			Region: "441300", Name: "医院"})
		m.before = func(n int, _ []store.Append) error {
			if n == 1 {
				must(t, &m.Store, test.rival)
			}
			return nil
		}
		receipt, err := Record(context.Background(), m, paid, envelope)
		refused := (*refusal.Error)(nil)
		if test.rule != "" {
			if !errors.As(err, &refused) || refused.Rule != test.rule {
				t.Errorf("%s: %+v, %v; want %s", event.Wire(test.rival), receipt, err, test.rule)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for entry, err := range ledger.Stream(context.Background(), m, StreamOf(paid)) {
			if err != nil || entry.Event.Common().BookedOn != test.booked {
				t.Errorf("%+v, %v; want it booked on %v", entry.Event, err, test.booked)
			}
		}
	}
}

// A correction is two facts: neither is recorded if the second comes to be refused.
func TestSeveralFactsAreTied(t *testing.T) {
	const hospital = fund.Institution("H44130200026")
	m := prepared(t)
	must(t, &m.Store, event.InstitutionDesignated{Fact: event.Fact{Document: "I", OccurredOn: day(1)}, Institution: hospital,
		Region: "441300", Name: "医院"})
	before := length(t, m)
	m.before = func(n int, _ []store.Append) error {
		if n == 1 {
			must(t, &m.Store, event.InstitutionTerminated{Fact: event.Fact{Document: "T", OccurredOn: day(2), Count: 1},
				Institution: hospital, Region: "441300"})
		}
		return nil
	}
	_, err := RecordAll(context.Background(), m, envelope,
		event.ClawbackOrdered{Fact: event.Fact{Document: "D-9", OccurredOn: day(2), Count: 1}, Case: "17", Fund: "441300.390",
			Subject: event.Hospital, Channel: event.Inspection, Amount: 1},
		event.ReimbursementPaid{Fact: event.Fact{Document: "R", OccurredOn: day(3), Count: 1}, Fund: "441300.390", Institution: hospital,
			Amount: 7, Care: "inpatient"},
	)
	if refused := (*refusal.Error)(nil); !errors.As(err, &refused) || length(t, m) != before+1 {
		t.Errorf("%v, %d events, want %d", err, length(t, m), before+1)
	}
}

// After an unknown outcome the fact may stand or not. Recording it again finds
// out, and records it once at most.
func TestUnknownOutcome(t *testing.T) {
	lost := &store.UnknownOutcomeError{Cause: errors.New("the connection broke")}
	once := func(n int) error {
		if n == 1 {
			return lost
		}
		return nil
	}
	for name, meddle := range map[string]func(m *meddling){
		"it was recorded":     func(m *meddling) { m.after = once },
		"it was not recorded": func(m *meddling) { m.before = func(n int, _ []store.Append) error { return once(n) } },
	} {
		t.Run(name, func(t *testing.T) {
			m := prepared(t)
			before := length(t, m)
			meddle(m)
			unknown := (*store.UnknownOutcomeError)(nil)
			if _, err := Record(context.Background(), m, received("J-1", 60), envelope); !errors.As(err, &unknown) {
				t.Fatalf("the first time: %v", err)
			}
			receipt, err := Record(context.Background(), m, received("J-1", 60), envelope)
			if err != nil || receipt.Last != 1 || receipt.Duplicate != (name == "it was recorded") {
				t.Errorf("the second time: %+v, %v", receipt, err)
			}
			if length(t, m) != before+1 {
				t.Errorf("%d events, want %d", length(t, m), before+1)
			}
		})
	}
}

func TestErrorsOfTheStoreAreNotRetried(t *testing.T) {
	for _, want := range []error{&store.BusyError{Where: "x"}, &store.CorruptError{Where: "x"}, context.Canceled} {
		m := prepared(t)
		m.before = func(int, []store.Append) error { return want }
		if _, err := Record(context.Background(), m, received("J-1", 60), envelope); !errors.Is(err, want) || m.appends != 1 {
			t.Errorf("%v: got %v after %d appends", want, err, m.appends)
		}
	}
}

func TestRecordStopsWithItsContext(t *testing.T) {
	m := prepared(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Record(ctx, m, received("J-1", 60), envelope); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// The envelope reaches the log, in UTC and whole microseconds; the date in
// Shanghai decides what is in the future.
func TestEnvelope(t *testing.T) {
	var s memory.Store
	env := Envelope{At: time.Date(2025, 1, 1, 0, 30, 0, 123_456_789, fund.Shanghai()), Actor: "王", Correlation: "import-1", Causation: "row-1"}
	if _, err := Record(context.Background(), &s, established, env); err != nil {
		t.Fatalf("half past midnight of January 1 in Shanghai: %v", err)
	}
	for r, err := range s.All(context.Background(), 0) {
		want := time.Date(2024, 12, 31, 16, 30, 0, 123_456_000, time.UTC)
		if err != nil || !r.RecordedAt.Equal(want) || r.RecordedAt.Location() != time.UTC || r.Actor != "王" ||
			r.Correlation != "import-1" || r.Causation != "row-1" {
			t.Errorf("%+v, %v", r, err)
		}
	}
	invalid := (*store.InvalidError)(nil)
	if _, err := Record(context.Background(), new(memory.Store), established, Envelope{At: env.At}); !errors.As(err, &invalid) {
		t.Errorf("without an actor: %v", err)
	}
}

func TestCommandIDsSortByTime(t *testing.T) {
	entropy := ulid.Monotonic(strings.NewReader(strings.Repeat("entropy!", 10)), 0)
	var ids []string
	for _, seconds := range []int{0, 0, 1, 60} {
		id, err := NewCommandID(envelope.At.Add(time.Duration(seconds)*time.Second), entropy)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if !slices.IsSorted(ids) || len(slices.Compact(ids)) != 4 || len(ids[0]) != 26 {
		t.Errorf("%v", ids)
	}
	if _, err := NewCommandID(envelope.At.Add(time.Hour), ulid.Monotonic(strings.NewReader(""), 0)); err == nil {
		t.Error("no error without entropy")
	}
}
