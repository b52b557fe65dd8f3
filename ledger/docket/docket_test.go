package docket_test

import (
	"testing"

	"github.com/fundledger/fundledger/ledger/docket"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

const (
	resident = fund.ID("441300.390")
	employee = fund.ID("441300.310")
	hospital = fund.Institution("H44130200026")
	region   = fund.Region("441300")
)

var day = fund.NewDate(2025, 5, 1)

func fact(document string, on fund.Date) event.Fact {
	return event.Fact{Document: document, OccurredOn: on, Count: 1}
}

// file is the file of a case with facts in it.
func file(facts ...event.Enforcement) docket.Docket {
	var d docket.Docket
	for _, f := range facts {
		d = d.After(f)
	}
	return d
}

func order(document string, l docket.Line, amount money.Fen) event.Enforcement {
	return event.ClawbackOrdered{Fact: fact(document, day), Case: "17", Fund: l.Fund, Institution: l.Institution, Part: l.Part,
		PaidYear: l.PaidYear,
		Channel:  event.Inspection, Amount: amount}
}

func receipt(l docket.Line, amount money.Fen) event.Enforcement {
	return event.ClawbackReceived{Fact: fact("J", day+1), Case: "17", Fund: l.Fund, Institution: l.Institution, Part: l.Part,
		PaidYear: l.PaidYear,
		Channel:  event.Inspection, Amount: amount}
}

func setOff(l docket.Line, amount money.Fen) event.Enforcement {
	return event.ClawbackSetOff{Fact: fact("K", day+1), Case: "17", Fund: l.Fund, Institution: l.Institution, Part: l.Part, PaidYear: l.PaidYear,
		Channel: event.Inspection, Amount: amount, Against: "JS-1"}
}

func annulled(of string, l docket.Line, amount money.Fen) event.Enforcement {
	return event.ClawbackAnnulled{Fact: fact("B", day+9), Case: "17", Fund: l.Fund, Institution: l.Institution, Part: l.Part,
		PaidYear: l.PaidYear,
		Of:       of, Amount: amount, Reason: event.Review}
}

func refunded(of string, l docket.Line, amount money.Fen) event.Enforcement {
	return event.ClawbackRefunded{Fact: fact("T", day+10), Case: "17", Fund: l.Fund, Institution: l.Institution, Part: l.Part,
		PaidYear: l.PaidYear,
		Of:       of, Amount: amount, ReceivedYear: 2025}
}

func penalty(i fund.Institution, amount money.Fen) event.Enforcement {
	return event.PenaltyCharged{Fact: fact("W", day), Case: "17", Fund: resident, Institution: i, Amount: amount}
}

func penaltyIn(number string, i fund.Institution, amount money.Fen) event.Enforcement {
	return event.PenaltyReceived{Fact: fact("W-2", day), Case: number, Fund: resident, Institution: i, Amount: amount}
}

// The facts that say how a case goes, and what they leave.
func TestCourseOfACase(t *testing.T) {
	opened := event.CaseOpened{Fact: fact("L-1", day), Case: "17", Region: region, Channel: event.FlyingInspection,
		Subject: event.Hospital, Institution: hospital}
	d := file()
	if _, was := d.Opened(); was || d.Known() || d.Channel() != "" || d.Closed() || !d.Settled() || d.FinedBefore("", "") {
		t.Errorf("a case of which nothing is known: %+v", d)
	}
	d = d.After(opened)
	if o, was := d.Opened(); !was || !d.Known() || o != opened || d.Channel() != event.FlyingInspection {
		t.Errorf("opened: %+v", d)
	}
	for _, e := range []event.Enforcement{
		event.FindingRecorded{Fact: fact("L-2", day), Case: "17", Region: region, Finding: "1", Article: "38", Violation: "substitution"},
		event.LossDetermined{Fact: fact("L-2", day), Case: "17", Fund: resident, Amount: 900},
		event.SettlementSuspended{Fact: fact("L-3", day), Case: "17", Region: region, Article: "41", Until: day + 100},
		event.CaseTransferred{Fact: fact("L-4", day), Case: "17", Region: region, Authority: event.Police},
		event.CasePublished{Fact: fact("L-5", day), Case: "17", Region: region},
	} {
		d = d.After(e)
	}
	if len(d.Orders())+len(d.Free())+len(d.Charges()) != 0 || !d.Settled() {
		t.Errorf("something is due that was not decided: %+v", d)
	}
	charged := event.PenaltyCharged{Fact: fact("W-1", day), Case: "17", Fund: resident, Institution: hospital, Amount: 700}
	if d = d.After(charged); d.Penalties() != money.Fen(700).Sum() || d.Settled() {
		t.Errorf("a contract penalty: %+v", d)
	}
	if d = d.After(event.CaseClosed{Fact: fact("L-6", day), Case: "17", Region: region, Outcome: event.Executed}); !d.Closed() {
		t.Error("it is not closed")
	}
	if d = d.After(event.CaseReopened{Fact: fact("L-7", day), Case: "17", Region: region, Reason: event.Review}); d.Closed() {
		t.Error("it is not open again")
	}
}

// The channel of a case is that of its facts, if nothing says how it was opened.
func TestChannel(t *testing.T) {
	l := docket.Line{Fund: resident, Institution: hospital}
	for _, e := range []event.Enforcement{order("D", l, 1), receipt(l, 1), setOff(l, 1)} {
		if c := file(e).Channel(); c != event.Inspection {
			t.Errorf("%s: channel %q", event.Wire(e), c)
		}
	}
}

// Nothing may be open in a case that is settled: no order, nothing to refund, no
// charge, nothing for the treasury to refund.
func TestSettled(t *testing.T) {
	l := docket.Line{Fund: resident, Institution: hospital}
	for _, test := range []struct {
		name  string
		facts []event.Enforcement
		open  docket.Open
	}{
		{"ordered", []event.Enforcement{order("D", l, 100)}, docket.Open{Outstanding: money.Fen(100).Sum()}},
		{"part came in", []event.Enforcement{order("D", l, 100), receipt(l, 60)}, docket.Open{Outstanding: money.Fen(40).Sum()}},
		{"all came in", []event.Enforcement{order("D", l, 100), receipt(l, 60), setOff(l, 40)}, docket.Open{}},
		{"the rest annulled", []event.Enforcement{order("D", l, 100), receipt(l, 60), annulled("D", l, 40)}, docket.Open{}},
		{"more annulled", []event.Enforcement{order("D", l, 100), receipt(l, 60), annulled("D", l, 100)}, docket.Open{Refund: money.Fen(60).Sum()}},
		{"refunded in part", []event.Enforcement{order("D", l, 100), receipt(l, 60), annulled("D", l, 100), refunded("D", l, 59)},
			docket.Open{Refund: money.Fen(1).Sum()}},
		{"refunded", []event.Enforcement{order("D", l, 100), receipt(l, 60), annulled("D", l, 100), refunded("D", l, 60)}, docket.Open{}},
		{"fined", []event.Enforcement{fine("D", day, 300)}, docket.Open{Unpaid: money.Fen(300).Sum()}},
		{"fine paid", []event.Enforcement{fine("D", day, 300), pay("", "", day, 300)}, docket.Open{}},
		{"fine waived", []event.Enforcement{fine("D", day, 300), pay("", "", day, 200), waive("", "D", event.Waived, day, 100)}, docket.Open{}},
		{"paid fine annulled", []event.Enforcement{fine("D", day, 300), pay("", "", day, 300), waive("", "D", event.Litigation, day, 300)},
			docket.Open{Repay: money.Fen(300).Sum()}},
		{"a penalty", []event.Enforcement{penalty(hospital, 70)}, docket.Open{Penalties: money.Fen(70).Sum()}},
		{"a part of it came", []event.Enforcement{penalty(hospital, 70), penaltyIn("17", hospital, 69)}, docket.Open{Penalties: money.Fen(1).Sum()}},
		{"all of it came", []event.Enforcement{penalty(hospital, 70), penaltyIn("17", hospital, 70)}, docket.Open{}},
		{"that of another came, seen too early", []event.Enforcement{penalty(hospital, 70), penaltyIn("17", "P44130200007", 70)}, docket.Open{Penalties: money.Fen(70).Sum()}},
		{"without a case", []event.Enforcement{penalty(hospital, 70), penaltyIn("", hospital, 70)}, docket.Open{Penalties: money.Fen(70).Sum()}},
		{"more was given back than had come, seen too early", []event.Enforcement{order("D", l, 100), refunded("D", l, 30)}, docket.Open{Outstanding: money.Fen(100).Sum()}},
		{"and by the treasury", []event.Enforcement{fine("D", day, 300), treasuryRefund("", "D", 30)}, docket.Open{Unpaid: money.Fen(300).Sum()}},
		{"and refunded by the treasury", []event.Enforcement{
			fine("D", day, 300), pay("", "", day, 300), waive("", "D", event.Litigation, day, 300),
			event.FineRefunded{Fact: fact("T", day), Case: "17", Region: region, Of: "D", Amount: 300},
		}, docket.Open{}},
	} {
		d := file(test.facts...)
		if open := d.Open(); open != test.open || d.Settled() != (open == docket.Open{}) {
			t.Errorf("%s: %+v, settled %v", test.name, open, d.Settled())
		}
	}
}
