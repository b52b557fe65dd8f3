package exceptions_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/exceptions"
)

const (
	resident = fund.ID("441300.390")
	hospital = fund.Institution("H44130200026")
	region   = fund.Region("441300")
)

// day1970 is 1970-01-01 as a day of May 2025.
const day1970 = 1 - 20209

func on(day int) event.Fact {
	return event.Fact{Document: "D", OccurredOn: fund.NewDate(2025, 5, day), Count: 1}
}

func premium(day int, amount money.Fen) event.Event {
	return event.PremiumReceived{Fact: on(day), Fund: resident, Via: account.SpecialAccount, Amount: amount}
}

func refunded(day int, amount money.Fen) event.Event {
	return event.PremiumRefunded{Fact: on(day), Fund: resident, Of: "P", PaidOn: fund.NewDate(2025, 1, 1),
		Via: account.SpecialAccount, Amount: amount}
}

// spent is money refunded out of 支出户.
func spent(day int, amount money.Fen) event.Event {
	return event.PremiumRefunded{Fact: on(day), Fund: resident, Of: "P", PaidOn: fund.NewDate(2025, 1, 1),
		Via: account.ExpenseAccount, Amount: amount}
}

func fine(finding string, count int64) event.Event {
	f := on(9)
	f.Count = count
	return event.FineImposed{Fact: f, Case: "17", Region: region, Institution: hospital, Article: "38", Finding: finding, Amount: 100}
}

func finding(number string, in string) event.Event {
	return event.FindingRecorded{Fact: on(8), Case: in, Region: region, Finding: number, Article: "38", Violation: "improper_charge"}
}

func setOff(institution fund.Institution, against string, year int64) event.Event {
	return event.ClawbackSetOff{Fact: on(9), Case: "17", Fund: resident, Institution: institution, Against: against,
		PaidYear: year, Care: "inpatient", Channel: event.Inspection, Amount: 7}
}

// reversed is the reversal of a fact.
func reversed(fact event.Event) event.Event {
	wire, version, data, err := event.Encode(fact)
	if err != nil {
		panic(err)
	}
	return event.FactReversed{Fact: on(20), Of: "6ba7b810-9dad-11d1-80b4-00c04fd430c8", OfType: wire, OfVersion: int64(version), OfData: string(data)}
}

// found is what stands in the register after facts, and at their end.
func found(facts ...event.Event) (rows []string, withheld string) {
	var v exceptions.View
	var r exceptions.Register
	for i, e := range facts {
		v.Apply(ledger.Entry{Position: store.Position(i + 1), Event: e}, &r)
	}
	v.WithoutFinding(&r)
	v.Overdrawn(&r)
	for _, row := range r.Rows() {
		rows = append(rows, fmt.Sprintf("%s %s %s %s", row.Kind, row.On, row.Account, row.Amount))
		if row.Until != 0 {
			rows[len(rows)-1] += " until " + row.Until.String()
		}
		if row.Kind == exceptions.Overdrawn && strings.HasPrefix(row.Why.EN, "since") != (row.Until == 0) {
			rows[len(rows)-1] += " " + row.Why.EN
		}
	}
	for _, w := range v.Withheld() {
		withheld += w.Against + " "
	}
	return rows, withheld
}

// What is an exception, and what is none.
func TestView(t *testing.T) {
	undated := event.ClawbackReceived{Fact: event.Fact{Document: "D", OccurredOn: fund.NewDate(2025, 5, 9), Count: 30},
		Case: "17", Fund: resident, Channel: event.Inspection, Care: "inpatient", Amount: 7}
	dated := undated
	dated.PaidYear = 2024
	for _, test := range []struct {
		name  string
		facts []event.Event
		want  string
	}{
		{"nothing", nil, ""},
		{"money that is there", []event.Event{premium(1, 100), refunded(1, 100)}, ""},
		{"a fen too much", []event.Event{premium(1, 100), refunded(2, 101)}, "overdrawn 2025-05-02 1003 -0.01"},
		{"taken before it came", []event.Event{premium(3, 100), refunded(1, 100)}, "overdrawn 2025-05-01 1003 -1.00 until 2025-05-02"},
		{"the least of a span", []event.Event{refunded(1, 5), refunded(2, 5), premium(3, 4), refunded(4, 1), premium(6, 7), refunded(8, 1)},
			"overdrawn 2025-05-01 1003 -0.10 until 2025-05-05; overdrawn 2025-05-08 1003 -0.01"},
		{"two accounts by turns", []event.Event{spent(1, 5), premium(1, 100), spent(2, 5), refunded(3, 100), spent(4, 1)}, "overdrawn 2025-05-01 1004 -0.11"},
		{"up to the last day of 1969", []event.Event{refunded(day1970-1, 5), premium(day1970, 5)}, "overdrawn 1969-12-31 1003 -0.05 until 1969-12-31"},
		{"an advance that came back before it was paid is no money account", []event.Event{
			event.PrepaymentRecovered{Fact: on(1), Fund: resident, Item: "YF-1", Purpose: event.OtherPurpose,
				Via: account.SpecialAccount, Amount: 5}}, ""},
		{"a year left out of a total", []event.Event{undated}, "undated_recovery 2025-05-09  0.07"},
		{"a year said", []event.Event{dated}, ""},
		{"undated, and reversed", []event.Event{undated, reversed(undated)}, ""},
		{"a fine without its finding", []event.Event{finding("2", "17"), finding("1", "18"), fine("1", 1)}, "without_finding 2025-05-09  1.00"},
		{"a finding after its fine", []event.Event{fine("1", 1), finding("1", "17")}, ""},
		{"a finding that was reversed", []event.Event{finding("1", "17"), fine("1", 1), reversed(finding("1", "17"))}, "without_finding 2025-05-09  1.00"},
		{"another finding was reversed", []event.Event{finding("1", "17"), finding("2", "17"), fine("1", 1), reversed(finding("2", "17"))}, ""},
		{"a fine that was reversed", []event.Event{fine("1", 1), reversed(fine("1", 1))}, ""},
		{"a fine that names none", []event.Event{fine("", 1)}, ""},
		{"a total of fines", []event.Event{fine("1", 30)}, ""},
	} {
		rows, _ := found(test.facts...)
		if got := strings.Join(rows, "; "); got != test.want {
			t.Errorf("%s:\n%s\nwant\n%s", test.name, got, test.want)
		}
	}
	for _, test := range []struct {
		facts []event.Event
		want  string
	}{
		{[]event.Event{setOff(hospital, "JS-6", 2024)}, "JS-6 "},
		{[]event.Event{setOff(hospital, "JS-6", 2024), setOff(hospital, "JS-7", 2024), reversed(setOff(hospital, "JS-6", 2024))}, "JS-7 "},
		{[]event.Event{setOff("", "JS-6", 2024)}, ""},
		{[]event.Event{setOff(hospital, "", 2024)}, ""},
	} {
		if _, withheld := found(test.facts...); withheld != test.want {
			t.Errorf("%v: withheld of %q, want %q", test.facts, withheld, test.want)
		}
	}
}

// The register lists by kind, then by position; what is reversed is struck and not counted.
func TestRegister(t *testing.T) {
	var r exceptions.Register
	first, second := premium(1, 100), premium(2, 200)
	r.NoteFact(exceptions.OverCap, ledger.Entry{Position: 7, Event: first}, lang.Text{})
	r.NoteFact(exceptions.OverCap, ledger.Entry{Position: 5, Event: second}, lang.Text{})
	r.NoteFact(exceptions.Double, ledger.Entry{Position: 9, Event: first}, lang.Text{})
	r.NoteFact(exceptions.OverCap, ledger.Entry{Position: 6, Event: event.FundEstablished{Fact: on(3), Fund: resident}}, lang.Text{})
	state := func() string {
		var out []string
		for _, row := range r.Rows() {
			out = append(out, fmt.Sprintf("%s %d %s %s", row.Kind, row.Position, row.Document, row.Amount))
		}
		return fmt.Sprintf("%d, %d double: %s", r.Len(), r.Count(exceptions.Double), strings.Join(out, "; "))
	}
	if got, want := state(), "4, 1 double: double 9 D 1.00; over_cap 5 D 2.00; over_cap 6 D 0.00; over_cap 7 D 1.00"; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	r.Reversed(first)
	r.Reversed(first)
	if got, want := state(), "2, 0 double: over_cap 5 D 2.00; over_cap 6 D 0.00"; got != want {
		t.Errorf("after the reversal: %s\nwant\n%s", got, want)
	}
}

// Of very many the first rows are kept, and the others counted; to strike one that is not
// kept is no harm. Whoever lists them keeps all.
func TestRegisterIsBounded(t *testing.T) {
	const kept = 100_000
	var r exceptions.Register
	note := func(amount money.Fen) event.Event {
		fact := premium(1, amount)
		r.NoteFact(exceptions.OverCap, ledger.Entry{Event: fact}, lang.Text{})
		return fact
	}
	for range kept - 1 {
		r.Note(exceptions.Row{Kind: exceptions.Double})
	}
	last, beyond := note(1), note(2)
	if rows := len(r.Rows()); rows != kept || r.Len() != kept+1 {
		t.Errorf("%d rows of %d", rows, r.Len())
	}
	r.Reversed(beyond)
	r.Reversed(last)
	if rows := len(r.Rows()); rows != kept-1 || r.Count(exceptions.Double) != kept-1 {
		t.Errorf("%d rows of %d after the reversals", rows, r.Len())
	}
	r = exceptions.Register{All: true}
	for range kept + 10 {
		r.Note(exceptions.Row{Kind: exceptions.Double})
	}
	last, beyond = note(1), note(2)
	if rows := len(r.Rows()); rows != kept+12 || r.Len() != rows {
		t.Errorf("%d rows of %d where all are kept", rows, r.Len())
	}
	r.Reversed(beyond)
	r.Reversed(last)
	if rows := len(r.Rows()); rows != kept+10 || r.Len() != rows {
		t.Errorf("%d rows of %d where all are kept, after the reversals", rows, r.Len())
	}
}
