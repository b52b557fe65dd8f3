package aggregates

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

const aid = fund.ID("441300.610")

// reversalOf returns the reversal of a fact as it is stored.
func reversalOf(t *testing.T, document string, fact event.Event, on fund.Date) event.FactReversed {
	t.Helper()
	wire, version, data, err := event.Encode(fact)
	if err != nil {
		t.Fatal(err)
	}
	return event.FactReversed{
		Fact: event.Fact{Document: document, OccurredOn: on}, Of: store.EventID(StreamOf(fact), wire, version, data).String(),
		OfType: wire, OfVersion: int64(version), OfData: string(data),
	}
}

func refusedBy(err error) string {
	if refused := (*refusal.Error)(nil); errors.As(err, &refused) {
		return refused.Rule
	}
	return ""
}

func prepaid(document string, amount money.Fen) event.Event {
	return event.PrepaymentPaid{Fact: event.Fact{Document: document, OccurredOn: day(2)}, Fund: "441300.390", Item: "YF-1",
		Purpose: event.OtherPurpose, Amount: amount}
}

func recovered(document string, amount money.Fen) event.Event {
	return event.PrepaymentRecovered{Fact: event.Fact{Document: document, OccurredOn: day(3)}, Fund: "441300.390", Item: "YF-1",
		Purpose: event.OtherPurpose, Amount: amount}
}

// Whether later facts stand without a reversed one is asked with everything left
// out that was reversed, also if it was reversed later.
func TestReversalsAddUp(t *testing.T) {
	for _, test := range []struct {
		name  string
		facts []event.Event
		rule  string // of the last; "": recorded
	}{
		{"enough is left", []event.Event{prepaid("Y-1", 100), prepaid("Y-2", 50), recovered("Y-3", 100), reversalOf(t, "C-1", prepaid("Y-2", 50), day(4))}, ""},
		{"not enough is left", []event.Event{prepaid("Y-1", 100), prepaid("Y-2", 50), recovered("Y-3", 101), reversalOf(t, "C-1", prepaid("Y-2", 50), day(4))}, "reversal-needed"},
		{"what was left was reversed before", []event.Event{
			prepaid("Y-1", 100), prepaid("Y-2", 50), reversalOf(t, "C-1", prepaid("Y-1", 100), day(4)), recovered("Y-3", 50),
			reversalOf(t, "C-2", prepaid("Y-2", 50), day(4)),
		}, "reversal-needed"},
		{"what needed it was reversed", []event.Event{
			prepaid("Y-1", 100), recovered("Y-3", 50), reversalOf(t, "C-1", recovered("Y-3", 50), day(4)), reversalOf(t, "C-2", prepaid("Y-1", 100), day(4)),
		}, ""},
		{"the same again under another document", []event.Event{prepaid("Y-1", 100), reversalOf(t, "C-1", prepaid("Y-1", 100), day(4)), prepaid("Y-9", 100), recovered("Y-3", 100)}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, together := range []bool{false, true} { // one by one, or all with one append
				var s memory.Store
				must(t, &s, established)
				var err error
				if together {
					_, err = RecordAll(context.Background(), &s, envelope, test.facts...)
				} else {
					last := len(test.facts) - 1
					for _, e := range test.facts[:last] {
						must(t, &s, e)
					}
					_, err = Record(context.Background(), &s, test.facts[last], envelope)
				}
				if refusedBy(err) != test.rule || test.rule == "" && err != nil {
					t.Errorf("together %v: %v, want %q", together, err, test.rule)
				}
				if test.rule != "" && together && length(t, &s) != 1 {
					t.Error("some of the facts were recorded although one was refused")
				}
			}
		})
	}
}

// What waited for its split and is reversed waits no more, though nobody has folded its
// stream anew; what came in today waits already.
func TestNoMoreIsSplitThanIsLeft(t *testing.T) {
	const employees = fund.ID("441300.310")
	on := func(document string, on fund.Date) event.Fact {
		return event.Fact{Document: document, OccurredOn: on, Count: 1}
	}
	today := fund.DateIn(envelope.At)
	premium := func(n int, d fund.Date) event.Event {
		return event.PremiumReceived{Fact: on(fmt.Sprint("P-", n), d), Fund: employees, Amount: 100}
	}
	interest := func(n int, amount money.Fen) event.Event {
		return event.InterestReceived{Fact: on(fmt.Sprint("L-", n), day(5)), Fund: employees, Amount: amount}
	}
	premiums := func(amount money.Fen) event.Event {
		return event.PremiumSplit{Fact: event.Fact{Document: "X-1", OccurredOn: today}, Fund: employees, Part: fund.Pool, Amount: amount}
	}
	interests := func(amount money.Fen) event.Event {
		return event.InterestSplit{Fact: event.Fact{Document: "X-2", OccurredOn: today}, Fund: employees, Part: fund.Pool, Amount: amount}
	}
	for name, test := range map[string]struct {
		facts []event.Event
		rule  string
	}{
		"of today":                   {[]event.Event{premium(1, today), premiums(100)}, ""},
		"a fen more":                 {[]event.Event{premium(1, today), premiums(101)}, "split-exceeded"},
		"a premium that is reversed": {[]event.Event{premium(1, day(5)), reversalOf(t, "C-1", premium(1, day(5)), day(6)), premiums(1)}, "split-exceeded"},
		"beside what is reversed": {[]event.Event{interest(1, 100), interest(2, 50), reversalOf(t, "C-1", interest(1, 100), day(6)),
			interests(50)}, ""},
		"a fen more than beside it": {[]event.Event{interest(1, 100), interest(2, 50), reversalOf(t, "C-1", interest(1, 100), day(6)),
			interests(51)}, "split-exceeded"},
	} {
		var s memory.Store
		must(t, &s, event.FundEstablished{Fact: event.Fact{Document: "B-1", OccurredOn: day(1)}, Fund: employees, Name: "惠州职工医保"})
		_, err := RecordAll(context.Background(), &s, envelope, test.facts...)
		if refusedBy(err) != test.rule || test.rule == "" && err != nil {
			t.Errorf("%s: %v, want %q", name, err, test.rule)
		}
	}
}

// A total of relief is of many people, and no cap of one: its reversal can be reversed.
func TestTotalsOfReliefHaveNoCap(t *testing.T) {
	var s memory.Store
	must(t, &s, event.FundEstablished{Fact: event.Fact{Document: "B-2", OccurredOn: day(1)}, Fund: aid, Name: "惠州医疗救助"})
	must(t, &s, event.LimitSet{Fact: event.Fact{Document: "L-1", OccurredOn: day(1)}, Region: "441300", Limit: event.ReliefAnnualCap, Amount: 100})
	must(t, &s, event.ReliefPaid{Fact: event.Fact{Document: "J-1", Since: day(1), OccurredOn: day(20), Count: 3}, Fund: aid, Amount: 300})
	back := event.ReliefReversed{Fact: event.Fact{Document: "J-2", OccurredOn: day(21), Count: 1}, Fund: aid, Amount: 50, Of: "J-1", PaidOn: day(20)}
	must(t, &s, back)
	must(t, &s, reversalOf(t, "C-1", back, day(22)))
}

// To correct is to reverse and to record anew, both or none.
func TestCorrect(t *testing.T) {
	var s memory.Store
	must(t, &s, established)
	must(t, &s, prepaid("Y-1", 100))
	receipts, err := RecordAll(context.Background(), &s, envelope, reversalOf(t, "C-1", prepaid("Y-1", 100), day(4)), prepaid("Y-1", 10))
	if err != nil || receipts[0].First+1 != receipts[1].First {
		t.Fatalf("%+v, %v", receipts, err)
	}
	for fact, again := range map[event.Event]bool{prepaid("Y-1", 100): true, prepaid("Y-1", 10): true, recovered("Y-2", 10): false} {
		if receipt, err := Record(context.Background(), &s, fact, envelope); err != nil || receipt.Duplicate != again {
			t.Errorf("%+v: %+v, %v", fact, receipt, err)
		}
	}
	if _, err := Record(context.Background(), &s, recovered("Y-3", 1), envelope); refusedBy(err) != "item-exceeded" {
		t.Errorf("more than the corrected amount: %v", err)
	}
}

// A fact of two funds enters the books on the first day that is open in both;
// so does its reversal.
func TestBothFundsMustBeOpen(t *testing.T) {
	var s memory.Store
	assisted := event.ParticipationAssisted{Fact: event.Fact{Document: "A-1", OccurredOn: day(5), Count: 1}, AidFund: aid, Fund: "441300.390", Amount: 380}
	closed := func(id fund.ID, period event.Period) event.Event {
		return event.PeriodClosed{Fact: event.Fact{Document: "JZ-" + string(period), OccurredOn: period.Last()}, Fund: id,
			Period: period, Balances: "-"}
	}
	must(t, &s, established)
	must(t, &s, event.FundEstablished{Fact: event.Fact{Document: "B-2", OccurredOn: day(1)}, Fund: aid, Name: "惠州医疗救助"})
	must(t, &s, closed("441300.390", "2024-12"))
	must(t, &s, assisted)
	must(t, &s, closed(aid, "2025-01"))
	must(t, &s, reversalOf(t, "C-1", assisted, day(6)))
	again := assisted
	again.Document = "A-2"
	must(t, &s, again)
	want := map[string]fund.Date{"A-1": day(5), "C-1": fund.NewDate(2025, 2, 1), "A-2": fund.NewDate(2025, 2, 1)}
	for entry, err := range ledger.All(context.Background(), &s, 0) {
		if err != nil {
			t.Fatal(err)
		}
		f := entry.Event.Common()
		if on, asked := want[f.Document]; asked && (f.Booked() != on || f.OccurredOn > day(6)) {
			t.Errorf("%s of %s is booked on %s, want %s", f.Document, f.OccurredOn, f.Booked(), on)
		}
	}
	// What was entered late is reversed as it is stored.
	late := again
	late.BookedOn = fund.NewDate(2025, 2, 1)
	if _, err := Record(context.Background(), &s, reversalOf(t, "C-2", again, day(6)), envelope); refusedBy(err) != "reversal-unknown" {
		t.Errorf("the reversal of what was not stored: %v", err)
	}
	must(t, &s, reversalOf(t, "C-2", late, day(6)))
}

// On the day on which a month ends it can be closed; what comes in later that
// day enters the books on the next.
func TestClosingOnTheLastDay(t *testing.T) {
	var s memory.Store
	at := envelope
	at.At = at.At.AddDate(0, 0, -1) // March 31
	closing := event.PeriodClosed{Fact: event.Fact{Document: "JZ-03", OccurredOn: fund.NewDate(2025, 3, 31)}, Fund: "441300.390", Period: "2025-03", Balances: "-"}
	subsidy := event.SubsidyReceived{Fact: event.Fact{Document: "G-1", OccurredOn: fund.NewDate(2025, 3, 31), Count: 1}, Fund: "441300.390", Amount: 1}
	for _, e := range []event.Event{established, closing, subsidy} {
		if _, err := Record(context.Background(), &s, e, at); err != nil {
			t.Fatal(err)
		}
	}
	subsidy.BookedOn = fund.NewDate(2025, 4, 1)
	if receipt, err := Record(context.Background(), &s, subsidy, at); err != nil || !receipt.Duplicate {
		t.Errorf("said again with its day of entry: %+v, %v", receipt, err)
	}
	subsidy.Document, subsidy.BookedOn = "G-2", fund.NewDate(2025, 4, 2)
	if _, err := Record(context.Background(), &s, subsidy, at); refusedBy(err) != "date-in-future" {
		t.Errorf("entered the day after tomorrow: %v", err)
	}
}
