package docket_test

import (
	"testing"

	"github.com/fundledger/fundledger/ledger/docket"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
)

var line = docket.Line{Fund: employee, Institution: hospital}

func orderUnder(document string, a law.Article, amount money.Fen) event.Enforcement {
	return event.ClawbackOrdered{Fact: fact(document, day), Case: "17", Fund: employee, Institution: hospital,
		Channel: event.Inspection, Article: a, Amount: amount}
}

func annulledUnder(document string, a law.Article, on fund.Date, amount money.Fen) event.Enforcement {
	return event.ClawbackAnnulled{Fact: fact("B", on), Case: "17", Fund: employee, Institution: hospital, Of: document,
		Article: a, Amount: amount, Reason: event.Review}
}

// booked is a receipt that is booked in one way, on a day.
func booked(b docket.Booking, on fund.Date, amount money.Fen) event.Enforcement {
	return event.ClawbackReceived{Fact: event.Fact{Document: "J", OccurredOn: on, BookedOn: fund.NewDate(int(b.Year), 12, 1),
		Count: 1}, Case: "17", Fund: employee, Institution: hospital,
		Channel: event.Inspection, Part: b.Part, PaidYear: b.PaidYear, Care: b.Care, Amount: amount}
}

func refundedAs(b docket.Booking, document string, amount money.Fen) event.Enforcement {
	return event.ClawbackRefunded{Fact: fact("T", day+20), Case: "17", Fund: employee, Institution: hospital, Of: document,
		Part: b.Part, PaidYear: b.PaidYear, Care: b.Care, ReceivedYear: b.Year, Amount: amount}
}

// What may be refunded of an order in one way of booking is what entered the books
// just so, under that order, and is too much; once.
func TestCameIn(t *testing.T) {
	inpatient := docket.Booking{Year: 2025, Part: fund.Pool, PaidYear: 2025, Care: fund.Inpatient}
	next, personal, earlier, plain := inpatient, inpatient, inpatient, inpatient
	next.Year, personal.Part, earlier.PaidYear, plain.Care = 2026, fund.Personal, 2023, ""
	under := docket.Under{Line: line, Document: "D1"}
	d := file(orderUnder("D1", "38", 100), booked(inpatient, day+3, 40), booked(next, day+5, 30))
	if in, latest := d.CameIn(under, inpatient); !in.IsZero() || latest != day+5 {
		t.Errorf("nothing is too much: %s, latest on %s", in, latest)
	}
	d = d.After(annulledUnder("D1", "", day+9, 100))
	for b, want := range map[docket.Booking]money.Fen{inpatient: 40, next: 30, personal: 0, earlier: 0, plain: 0} {
		if in, _ := d.CameIn(under, b); in != want.Sum() {
			t.Errorf("%+v: %s, want %s", b, in, want)
		}
	}
	d = d.After(refundedAs(inpatient, "D1", 39))
	if in, _ := d.CameIn(under, inpatient); in != money.Fen(1).Sum() {
		t.Errorf("after a refund: %s", in)
	}
	if in, latest := d.CameIn(docket.Under{Line: line, Document: "D9"}, inpatient); !in.IsZero() || latest != 0 {
		t.Errorf("under no order: %s, %s", in, latest)
	}
}

// A refund under no article is taken from the order that has its booking: it cannot
// be taken once more from another.
func TestRefundTakesItsBooking(t *testing.T) {
	one, other := docket.Booking{Year: 2025, PaidYear: 2025}, docket.Booking{Year: 2025, PaidYear: 2025, Care: fund.Inpatient}
	d := file(orderUnder("D1", "38", 100), orderUnder("D1", "40", 100), booked(one, day+1, 100), booked(other, day+2, 100),
		annulledUnder("D1", "", day+9, 200), refundedAs(other, "D1", 60))
	if o := d.Orders(); !o[0].Refunded.IsZero() || o[1].Refunded != money.Fen(60).Sum() {
		t.Errorf("%+v", o)
	}
	for article, want := range map[law.Article][2]money.Fen{"": {100, 40}, "38": {100, 0}, "40": {0, 40}} {
		u := docket.Under{Line: line, Document: "D1", Article: article}
		first, _ := d.CameIn(u, one)
		second, _ := d.CameIn(u, other)
		if first != want[0].Sum() || second != want[1].Sum() {
			t.Errorf("under %q: %s and %s", article, first, second)
		}
	}
}

// An annulment takes what is not in yet first, of whatever order, then the rest; one
// that names an article stays with it, and nothing of it touches the others.
func TestAnnulled(t *testing.T) {
	orders := []event.Enforcement{orderUnder("D1", "38", 100), orderUnder("D1", "40", 100), receipt(line, 130)}
	d := file(append(orders, annulledUnder("D1", "", day+9, 90))...)
	if o := d.Orders(); o[0].Annulled != money.Fen(20).Sum() || o[1].Annulled != money.Fen(70).Sum() ||
		o[0].Excess() != money.Fen(20).Sum() || !o[1].Excess().IsZero() {
		t.Errorf("what is not in yet: %+v", o)
	}
	d = file(append(orders, annulledUnder("D1", "38", day+9, 90))...)
	if o := d.Orders(); o[0].Annulled != money.Fen(90).Sum() || !o[1].Annulled.IsZero() {
		t.Errorf("art. 38: %+v", o)
	}
	u := docket.Under{Line: line, Document: "D1", Article: "38"}
	if _, excess, changed, _ := d.Ordered(u); excess != money.Fen(90).Sum() || changed != day+9 {
		t.Errorf("art. 38: excess %s, changed on %s", excess, changed)
	}
	u.Article = "40"
	if _, excess, changed, _ := d.Ordered(u); !excess.IsZero() || changed != day {
		t.Errorf("art. 40: excess %s, changed on %s", excess, changed)
	}
	u.Article = "39"
	if _, _, _, found := d.Ordered(u); found {
		t.Error("nothing was ordered under art. 39")
	}
}

// The article of a refund says which orders are meant before part and year do.
func TestMatchUnderAnArticle(t *testing.T) {
	split := docket.Line{Fund: employee, Institution: hospital, Part: fund.Pool, PaidYear: 2024}
	d := file(orderUnder("D1", "40", 100), order("D1", split, 100))
	if l, _ := d.MatchIn(docket.Under{Line: split, Document: "D1"}); l != split {
		t.Errorf("%+v", l)
	}
	if l, found := d.MatchIn(docket.Under{Line: split, Document: "D1", Article: "40"}); !found || l != line {
		t.Errorf("under art. 40: %+v, %v", l, found)
	}
}

// A fund has money of an institution while any of it was not refunded, with or
// without an order.
func TestCame(t *testing.T) {
	b := docket.Booking{Year: 2025}
	for _, test := range []struct {
		name  string
		facts []event.Enforcement
		want  bool
	}{
		{"ordered", []event.Enforcement{orderUnder("D1", "", 100)}, false},
		{"a fen", []event.Enforcement{orderUnder("D1", "", 100), booked(b, day, 1)}, true},
		{"set off", []event.Enforcement{orderUnder("D1", "", 100), setOff(line, 7)}, true},
		{"by itself", []event.Enforcement{receipt(line, 7)}, true},
		{"annulled", []event.Enforcement{orderUnder("D1", "", 100), booked(b, day, 7), annulledUnder("D1", "", day, 100)}, true},
		{"refunded but for a fen", []event.Enforcement{orderUnder("D1", "", 100), booked(b, day, 7), annulledUnder("D1", "", day, 100), refundedAs(b, "D1", 6)}, true},
		{"refunded", []event.Enforcement{orderUnder("D1", "", 100), booked(b, day, 7), annulledUnder("D1", "", day, 100), refundedAs(b, "D1", 7)}, false},
		{"of another fund", []event.Enforcement{receipt(docket.Line{Fund: resident, Institution: hospital}, 7)}, false},
		{"of nobody", []event.Enforcement{receipt(docket.Line{Fund: employee}, 7)}, false},
	} {
		if file(test.facts...).Came(employee, hospital) != test.want {
			t.Errorf("%s: %v", test.name, !test.want)
		}
	}
}

// The losses of a fund are those that were determined, of whomever.
func TestLost(t *testing.T) {
	loss := func(id fund.ID, i fund.Institution, amount money.Fen) event.Enforcement {
		return event.LossDetermined{Fact: fact("L", day), Case: "17", Fund: id, Institution: i, Amount: amount}
	}
	d := file(loss(employee, hospital, 7), loss(employee, "", 4))
	if lost, any := d.Lost(employee); lost != money.Fen(11).Sum() || !any {
		t.Errorf("%s, %v", lost, any)
	}
	if lost, any := d.Lost(resident); !lost.IsZero() || any {
		t.Errorf("%s, %v", lost, any)
	}
}

// A file stays as it is after another fact, also if it goes on in two ways.
func TestFilesStay(t *testing.T) {
	d := file(orderUnder("D1", "", 100), fine("D2", day, 100))
	then := d
	d.After(receipt(line, 60)).After(pay("", "", day, 60)).After(penalty(hospital, 5))
	if !then.Orders()[0].Received.IsZero() || !then.Charges()[0].Paid.IsZero() || !then.Penalties().IsZero() {
		t.Errorf("%+v", then)
	}
}
