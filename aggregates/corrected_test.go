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
	for n := range 2 {
		receipts, err := RecordCorrection(ctx, &half, nil, envelope, r, right)
		if err != nil {
			t.Fatal(err)
		}
		if reversal := receipts[0]; !reversal.Duplicate || int(reversal.Last) != n+1 {
			t.Errorf("the reversal stands, and its stream ends at %d: %+v", n+1, reversal)
		}
		if got := entries(t, &half); len(got) != len(want) || got[4] != want[4] {
			t.Fatalf("%d facts, the last %+v; want %+v", len(got), got[len(got)-1], want[4])
		}
	}
}

// Two corrections of a stream of which only the reversals came to stand are completed each
// by its own right fact.
func TestHalvesOfTwoCorrectionsAreNoWhole(t *testing.T) {
	ctx := context.Background()
	var whole, half memory.Store
	one, right := closedJanuary(t, &whole)
	closedJanuary(t, &half)
	other := right
	other.Document, other.Amount = "P-2", 300
	other.BookedOn = fund.NewDate(2025, 2, 1)
	for _, s := range []store.Store{&whole, &half} {
		must(t, s, other)
	}
	two := reversalOf(t, "G-2", other, day(5))
	better := other
	better.Amount, better.BookedOn = 250, 0
	for r, by := range map[event.FactReversed]event.Event{one: right, two: better} {
		if _, err := RecordCorrection(ctx, &whole, nil, envelope, r, by); err != nil {
			t.Fatal(err)
		}
	}
	for _, e := range entries(t, &whole) {
		if _, isReversal := e.(event.FactReversed); isReversal {
			a, err := Decision{Stream: StreamOf(e), Expected: store.Revision(length(t, &half) - 3), Events: []event.Event{e}}.Append(envelope)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := half.Append(ctx, a); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := RecordCorrection(ctx, &half, nil, envelope, one, better); refusedBy(err) != "correction-by-hand" {
		t.Errorf("a right fact to the reversal of another: %v", err)
	}
	if _, err := RecordCorrection(ctx, &half, nil, envelope, two, better); err != nil {
		t.Errorf("to its own: %v", err)
	}
	stand := entries(t, &half)
	if last := stand[len(stand)-1].Common(); last.Document != "P-2" || last.BookedFor == 0 {
		t.Errorf("recorded %+v", last)
	}
}

// A correction books the difference if both facts are dated in closed periods, on the last
// day, too: as of the day of the wrong one if both are of a year before that of booking,
// else on the day of booking.
func TestWhatACorrectionBooks(t *testing.T) {
	ctx := context.Background()
	december, february := fund.NewDate(2024, 12, 2), fund.NewDate(2025, 2, 1)
	for name, test := range map[string]struct {
		wrong, right fund.Date
		as           fund.Date // of when the right one stands in the books; zero: it books itself
	}{
		"both in what is closed":           {day(5), day(6), february},
		"the wrong one on the last day":    {day(31), day(5), february},
		"the right one on the last day":    {day(5), day(31), february},
		"the right one on the day after":   {day(5), february, 0},
		"the wrong one on the day after":   {february, day(5), 0},
		"both in an earlier year":          {december, december + 1, december},
		"the wrong one in an earlier year": {december, day(5), february},
		"the right one in an earlier year": {day(5), december, february},
	} {
		var s memory.Store
		wrong := event.PremiumReceived{Fact: event.Fact{Document: "P-1", OccurredOn: test.wrong, Count: 1}, Fund: "441300.390", Amount: 200}
		for _, e := range []event.Event{established, wrong, event.PeriodClosed{Fact: event.Fact{Document: "JZ", OccurredOn: day(31)},
			Fund: "441300.390", Period: "2025-01", Balances: "-"}} {
			must(t, &s, e)
		}
		right := wrong
		right.OccurredOn, right.Amount = test.right, 150
		if _, err := RecordCorrection(ctx, &s, nil, envelope, reversalOf(t, "G-1", wrong, test.wrong), right); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		stand := entries(t, &s)
		reversal, _ := stand[3].(event.FactReversed)
		_, difference := reversal.By()
		if as := stand[4].Common().BookedFor; as != test.as || difference != (as != 0) {
			t.Errorf("%s: it stands in the books as of %v, want %v; the reversal books a difference: %v", name, as, test.as, difference)
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
			p := new(Preparer).PrepareRecorded(entry)
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
