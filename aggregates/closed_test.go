package aggregates

import (
	"context"
	"fmt"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

// A closing that is void closes nothing: facts of its period are booked in it, and it is
// closed again under the same number. Nobody is asked while no fact is dated in a period
// that somebody closed.
func TestVoidClosings(t *testing.T) {
	ctx := context.Background()
	var s memory.Store
	env := envelope
	asked := 0
	void := []bool{true}
	env.Void = func(context.Context, fund.ID) ([]bool, error) { asked++; return void, nil }
	closing := func(period event.Period, seen int64) event.Event {
		return event.PeriodClosed{Fact: event.Fact{Document: "JZ-" + string(period), OccurredOn: period.Last()}, Fund: "441300.390",
			Period: period, Balances: "-", Seen: seen}
	}
	subsidy := func(n, on int) event.Event {
		return event.SubsidyReceived{Fact: event.Fact{Document: fmt.Sprint("G-", n), OccurredOn: fund.NewDate(2025, 1, on),
			Count: 1}, Fund: "441300.390", Amount: 1}
	}
	record := func(e event.Event, wantAsked int, refusal string) {
		t.Helper()
		asked = 0
		_, err := Record(ctx, &s, e, env)
		if got := refusedBy(err); got != refusal || refusal == "" && err != nil {
			t.Errorf("%+v: %v, want %q", e, err, refusal)
		}
		if asked != wantAsked {
			t.Errorf("%+v: asked %d times, want %d", e, asked, wantAsked)
		}
	}
	record(established, 0, "")
	record(closing("2025-01", 1), 0, "")
	record(subsidy(1, 31), 1, "")        // January is open still
	record(subsidy(2, 32), 0, "")        // February 1
	record(closing("2025-02", 1), 1, "") // any month may be the first
	void = []bool{true, true}            // and was overtaken, too
	record(closing("2025-03", 1), 1, "") // so this is the first
	void = []bool{true, true, true}      // and this
	record(closing("2025-01", 2), 1, "") // again
	record(closing("2025-03", 3), 1, "period-order")
	record(subsidy(3, 20), 1, "") // on February 1
	record(closing("2025-01", 3), 1, "document-twice")
	record(closing("2025-02", 3), 1, "")
	booked := map[string]string{}
	for entry, err := range ledger.All(ctx, &s, 0) {
		if err != nil {
			t.Fatal(err)
		}
		f := entry.Event.Common()
		booked[f.Document] = f.Booked().String()
	}
	for document, want := range map[string]string{"G-1": "2025-01-31", "G-2": "2025-02-01", "G-3": "2025-02-01"} {
		if booked[document] != want {
			t.Errorf("%s is booked on %s, want %s", document, booked[document], want)
		}
	}
}

// The day of booking is the program's to fill in. A fact may say what it would fill in,
// as one does that was exported, and a fact that stands may say anything.
func TestBookedByHand(t *testing.T) {
	var s memory.Store
	must(t, &s, established)
	fact := func(document, on, booked string) event.Event {
		e := event.SubsidyReceived{Fact: event.Fact{Document: document, Count: 1}, Fund: "441300.390", Amount: 1}
		e.OccurredOn, _ = fund.ParseDate(on)
		e.BookedOn, _ = fund.ParseDate(booked)
		return e
	}
	must(t, &s, event.PeriodClosed{Fact: event.Fact{Document: "JZ", OccurredOn: fund.NewDate(2025, 1, 31)}, Fund: "441300.390", Period: "2025-01", Balances: "-"})
	must(t, &s, fact("G-1", "2025-01-15", ""))
	for _, test := range []struct{ document, on, booked, refusal string }{
		{"G-2", "2025-01-15", "2025-02-01", ""},
		{"G-3", "2025-01-15", "2025-02-02", "period-closed"},
		{"G-3", "2025-01-15", "2025-01-31", "period-closed"},
		{"G-3", "2025-02-15", "2025-03-01", "period-open"},
		{"G-3", "2025-02-15", "2025-02-15", "period-open"},
		{"G-1", "2025-01-15", "2025-02-01", ""},
		{"G-1", "2025-01-15", "2025-03-01", ""},
	} {
		_, err := Record(context.Background(), &s, fact(test.document, test.on, test.booked), envelope)
		if got := refusedBy(err); got != test.refusal || got == "" && err != nil {
			t.Errorf("%+v: %v", test, err)
		}
	}
}
