package aggregates

import (
	"context"
	"iter"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

// closedJanuary is a ledger with a premium of 200 in a closed month, and what corrects it.
func closedJanuary(t *testing.T, s store.Store) (event.FactReversed, event.PremiumReceived) {
	t.Helper()
	wrong := event.PremiumReceived{Fact: event.Fact{Document: "P-1", OccurredOn: day(5), Count: 1}, Fund: "441300.390", Amount: 200}
	must(t, s, established)
	must(t, s, wrong)
	must(t, s, event.PeriodClosed{Fact: event.Fact{Document: "JZ", OccurredOn: event.Period("2025-01").Last()}, Fund: "441300.390", Period: "2025-01", Balances: "1003 2.00; 4001 2.00"})
	right := wrong
	right.Amount = 150
	return reversalOf(t, "G-1", wrong, day(5)), right
}

func entries(t *testing.T, s store.Store) []event.Event {
	t.Helper()
	var out []event.Event
	for entry, err := range ledger.All(context.Background(), s, 0) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, entry.Event)
	}
	return out
}

// A correction of which only the reversal came to stand is completed by giving it again: the
// right fact still books nothing itself. Given once more it changes nothing.
func TestHalfACorrectionIsCompleted(t *testing.T) {
	ctx := context.Background()
	var whole, half memory.Store
	r, right := closedJanuary(t, &whole)
	closedJanuary(t, &half)
	if _, err := RecordCorrection(ctx, &whole, nil, envelope, r, right); err != nil {
		t.Fatal(err)
	}
	want := entries(t, &whole)
	booked, _ := want[3].(event.FactReversed)
	if by, ok := booked.By(); !ok || by != want[4] || by.Common().BookedFor != fund.NewDate(2025, 2, 1) {
		t.Fatalf("recorded %+v, %+v", booked, want[4])
	}
	for recorded, err := range whole.All(ctx, 3) {
		if err != nil {
			t.Fatal(err)
		}
		a := envelope.Append(recorded.Stream, recorded.Revision-1)
		a.Events = []store.Event{{Type: recorded.Type, Version: recorded.Version, Data: recorded.Data}}
		if _, err := half.Append(ctx, a); err != nil {
			t.Fatal(err)
		}
		break
	}
	for range 2 {
		if _, err := RecordCorrection(ctx, &half, nil, envelope, r, right); err != nil {
			t.Fatal(err)
		}
		if got := entries(t, &half); len(got) != len(want) || got[4] != want[4] {
			t.Fatalf("%d facts, the last %+v; want %+v", len(got), got[len(got)-1], want[4])
		}
	}
}

// Nothing but a correction says of itself that a difference is booked; what was forged so is
// a broken rule.
func TestDifferencesAreTheLedgers(t *testing.T) {
	ctx := context.Background()
	var s memory.Store
	r, right := closedJanuary(t, &s)
	if _, err := RecordCorrection(ctx, &s, nil, envelope, r, right); err != nil {
		t.Fatal(err)
	}
	stand := entries(t, &s)
	other, _ := stand[4].(event.PremiumReceived)
	other.Document = "P-2"
	if _, err := Record(ctx, &s, other, envelope); refusedBy(err) != "correction-by-hand" {
		t.Errorf("a fact that says that a difference was booked: %v", err)
	}
	forged, _ := stand[3].(event.FactReversed)
	if _, err := Record(ctx, &s, forged.CorrectedBy(nil), envelope); err != nil {
		t.Errorf("the same reversal without it: %v", err)
	}
	if _, err := RecordCorrection(ctx, &s, nil, envelope, reversalOf(t, "G-2", stand[4], day(5)), right); refusedBy(err) != "correction-again" {
		t.Errorf("a correction that changes nothing: %v", err)
	}
	for name, test := range map[string]struct {
		at    int
		event event.Event
		rule  string
	}{
		"as recorded":                {3, stand[3], ""},
		"another day in the books":   {3, forged.CorrectedBy(event.BookFor(stand[4], day(5))), "correction-apart"},
		"an amount that nobody said": {4, event.BookFor(other, day(9)), "correction-by-hand"},
		"the right fact":             {4, stand[4], ""},
	} {
		seen := test.at
		desk := NewDesk(nil, 0)
		desk.read = func(ctx context.Context, stream string) iter.Seq2[ledger.Entry, error] {
			return func(yield func(ledger.Entry, error) bool) {
				for entry, err := range ledger.Stream(ctx, &s, stream) {
					if at, _ := position(t, &s, entry); at >= seen || !yield(entry, err) {
						return
					}
				}
			}
		}
		desk.On(fund.DateIn(envelope.At))
		var objections []string
		for i, e := range stand[:test.at+1] {
			if i == test.at {
				e = test.event
			}
			entry := ledger.Entry{Position: store.Position(i), Stream: StreamOf(e), Event: e}
			seen = i
			p := PrepareRecorded(entry)
			found, err := desk.Retrace(ctx, entry, &p)
			if err != nil {
				t.Fatal(err)
			}
			if i == test.at {
				for _, o := range found {
					objections = append(objections, o.Rule)
				}
			}
		}
		if (test.rule == "") != (len(objections) == 0) || test.rule != "" && objections[0] != test.rule {
			t.Errorf("%s: %v, want %q", name, objections, test.rule)
		}
	}
}

// position returns where the event of a stream stands in the log.
func position(t *testing.T, s store.Store, entry ledger.Entry) (int, bool) {
	t.Helper()
	for i, e := range entries(t, s) {
		if e == entry.Event {
			return i, true
		}
	}
	return 0, false
}
