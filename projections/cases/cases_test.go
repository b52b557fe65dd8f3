package cases_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/docket"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/cases"
	"github.com/fundledger/fundledger/projections/projtest"
	"github.com/fundledger/fundledger/projections/replay"
)

func TestView(t *testing.T) {
	projtest.Run(t, func() replay.View { return new(cases.View) }, projtest.History(), "../../testdata/projections/cases.txt")
}

func view(t *testing.T, history []ledger.Entry) *cases.View {
	t.Helper()
	v := new(cases.View)
	for _, entry := range history {
		if err := v.Apply(entry); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

func key(number string) cases.Key { return cases.Key{Region: "441300", Number: number} }

// The file of case 18 of the history as of the days on which it changed: what is
// outstanding, to be refunded, and unpaid to the treasury.
func TestDocketAsOf(t *testing.T) {
	v := view(t, projtest.History())
	const yuan = money.Fen(100)
	for _, test := range []struct {
		name                        string
		on                          fund.Date
		outstanding, excess, unpaid money.Fen
	}{
		{"before it was opened", fund.NewDate(2025, 6, 30), 0, 0, 0},
		{"before the decision", fund.NewDate(2025, 7, 9), 0, 0, 0},
		{"decided", fund.NewDate(2025, 7, 10), 1_000 * yuan, 0, 2_400 * yuan},
		{"a part of the fines paid", fund.NewDate(2025, 7, 24), 1_000 * yuan, 0, 1_400 * yuan},
		{"two set-offs", fund.NewDate(2025, 8, 5), 700 * yuan, 0, 1_400 * yuan},
		{"two receipts", fund.NewDate(2025, 9, 1), 250 * yuan, 0, 1_400 * yuan},
		{"and two that were wrong", fund.NewDate(2025, 9, 2), 226 * yuan, 0, 1_400 * yuan},
		{"a surcharge, the fines and a part of it paid", fund.NewDate(2025, 9, 18), 226 * yuan, 0, 800 * yuan},
		{"one wrong receipt reversed", fund.NewDate(2025, 9, 30), 237 * yuan, 0, 800 * yuan},
		{"most of the rest waived", fund.NewDate(2025, 10, 8), 237 * yuan, 0, 100 * yuan},
		{"an order and a fine annulled in part", fund.NewDate(2025, 11, 3), 237 * yuan, 150 * yuan, 100 * yuan},
		{"refunded but for 30 yuan", fund.NewDate(2025, 12, 31), 237 * yuan, 30 * yuan, 100 * yuan},
		{"refunded but for 10 yuan, and one more set-off", fund.NewDate(2026, 1, 9), 187 * yuan, 10 * yuan, 100 * yuan},
		{"the other wrong receipt reversed", fund.NewDate(2026, 1, 10), 200 * yuan, 10 * yuan, 100 * yuan},
		{"now", 0, 200 * yuan, 10 * yuan, 100 * yuan},
	} {
		open := v.Docket(key("18"), test.on).Open()
		if open.Outstanding != test.outstanding.Sum() || open.Refund != test.excess.Sum() || open.Unpaid != test.unpaid.Sum() {
			t.Errorf("%s: %+v", test.name, open)
		}
	}
	for on, closed := range map[fund.Date]bool{fund.NewDate(2025, 10, 19): false, fund.NewDate(2025, 10, 20): true,
		fund.NewDate(2025, 10, 31): true, fund.NewDate(2025, 11, 1): false, 0: false} {
		if v.Docket(key("18"), on).Closed() != closed {
			t.Errorf("as of %s it is closed: %v", on, !closed)
		}
	}
}

// A timeline has what an agreement, a payment and a penalty had to do with the
// case, which its file has not; and what was reversed, with the day.
func TestSteps(t *testing.T) {
	v := view(t, projtest.History())
	var wires []string
	reversed, last := 0, store.Position(0)
	for _, s := range v.Steps(key("18")) {
		wires = append(wires, event.Wire(s.Event))
		if s.Reversed != 0 {
			reversed++
		}
		if s.Position <= last {
			t.Errorf("position %d after %d", s.Position, last)
		}
		last = s.Position
	}
	for _, wire := range []string{"loss.traced", "payment.held", "payment.released", "institution.suspended", "penalty.received", "penalty.charged", "case.opened"} {
		if !slices.Contains(wires, wire) {
			t.Errorf("the timeline has no %s: %v", wire, wires)
		}
	}
	if standing := v.Standing(key("18"), 0); reversed != 2 || len(standing) != len(wires)-2 {
		t.Errorf("%d of %d were reversed, %d stand", reversed, len(wires), len(standing))
	}
	if slices.Contains(wires, "fact.reversed") {
		t.Error("a reversal is no step of its own")
	}
	if first := v.Standing(key("18"), fund.NewDate(2025, 7, 1)); len(first) != 1 || event.Wire(first[0]) != "case.opened" {
		t.Errorf("on the day of its opening: %v", first)
	}
	if got := v.Steps(key("no such case")); got != nil || v.Standing(key("no such case"), 0) != nil {
		t.Errorf("%v", got)
	}
}

// Every case is found once, by region and number, also one whose facts were all
// reversed.
func TestAll(t *testing.T) {
	v := view(t, projtest.History())
	v2 := ledger.Entry{Position: 999,
		Event: event.CasePublished{Fact: event.Fact{Document: "P", OccurredOn: fund.NewDate(2025, 1, 1), Count: 1}, Region: "430522", Case: "18"}}
	if err := v.Apply(v2); err != nil {
		t.Fatal(err)
	}
	var got []string
	for k, d := range v.All(0) {
		got = append(got, string(k.Region)+"."+k.Number)
		if same := v.Docket(k, 0); !reflect.DeepEqual(same, d) {
			t.Errorf("%v: two files", k)
		}
		if k.Number == "21" && (len(d.Orders()) != 0 || len(d.Charges()) != 0) {
			t.Errorf("reversed facts stand: %+v", d)
		}
	}
	if want := "430522.18 441300.16 441300.17 441300.18 441300.19 441300.20 441300.2025 441300.21"; strings.Join(got, " ") != want {
		t.Errorf("%v, want %s", got, want)
	}
	for range v.All(0) {
		break // a caller may stop
	}
}

// A fact that was reversed may be told again: the reversal meant the first, and
// the second stands.
func TestToldAgain(t *testing.T) {
	day := fund.NewDate(2025, 2, 1)
	order := event.ClawbackOrdered{Fact: event.Fact{Document: "D-1", OccurredOn: day, Count: 1}, Case: "20", Fund: "441300.390",
		Institution: "H44130200026", Channel: event.Inspection, Amount: 7}
	back := func(on fund.Date) event.Event {
		return projtest.Reversal(event.Fact{Document: "CX-9", OccurredOn: on}, "stream-1", order)
	}
	for _, test := range []struct {
		name  string
		facts []event.Event
		on    fund.Date
		want  int // orders
	}{
		{"ordered", []event.Event{order}, 0, 1},
		{"before its day", []event.Event{order}, day - 1, 0},
		{"reversed", []event.Event{order, back(day + 5)}, 0, 0},
		{"reversed, the day before", []event.Event{order, back(day + 5)}, day + 4, 1},
		{"reversed, on the day", []event.Event{order, back(day + 5)}, day + 5, 0},
		{"told again", []event.Event{order, back(day + 5), order}, 0, 1},
		{"told again and reversed again", []event.Event{order, back(day + 5), order, back(day + 7)}, 0, 0},
		{"told again and reversed again, in between", []event.Event{order, back(day + 5), order, back(day + 7)}, day + 6, 1},
	} {
		v := new(cases.View)
		for i, e := range test.facts {
			if err := v.Apply(ledger.Entry{Position: store.Position(i), Event: e}); err != nil {
				t.Fatal(err)
			}
		}
		if got := v.Docket(key("20"), test.on).Orders(); len(got) != test.want {
			t.Errorf("%s: %d orders", test.name, len(got))
		}
	}
}

// As of any day, a file is what deciding on the facts one by one has led to; also in a view
// that was restored, at any time, and went on.
func TestFileIsThatOfTheFacts(t *testing.T) {
	history := projtest.History()
	v := view(t, history)
	for at := 0; at <= len(history); at += 1 + len(history)/7 {
		restored := new(cases.View)
		if err := restored.Restore(view(t, history[:at]).AppendSnapshot(nil)); err != nil {
			t.Fatal(err)
		}
		for _, entry := range history[at:] {
			if err := restored.Apply(entry); err != nil {
				t.Fatal(err)
			}
		}
		ofTheFacts(t, restored)
	}
	ofTheFacts(t, v)
	for _, entry := range history { // nothing is of two cases, or of none that it names
		if _, number := event.CaseOf(entry.Event); number == "" {
			before := string(v.AppendState(nil))
			if err := v.Apply(entry); err != nil || string(v.AppendState(nil)) != before {
				t.Errorf("%s is of no case and was taken (%v)", event.Wire(entry.Event), err)
			}
		}
	}
}

func ofTheFacts(t *testing.T, v *cases.View) {
	t.Helper()
	days := map[fund.Date]bool{0: true}
	for _, k := range v.Keys() {
		for _, s := range v.Steps(k) {
			for _, on := range []fund.Date{s.Event.Common().OccurredOn, s.Reversed} {
				days[on], days[on-1], days[on+1] = true, true, true
			}
		}
	}
	for on := range days {
		for _, k := range v.Keys() {
			var d docket.Docket
			for _, e := range v.Standing(k, on) {
				if fact, ok := e.(event.Enforcement); ok {
					d = d.After(fact)
				}
			}
			if !reflect.DeepEqual(d, v.Docket(k, on)) {
				t.Fatalf("%v as of %s: %+v", k, on, d)
			}
		}
	}
}
