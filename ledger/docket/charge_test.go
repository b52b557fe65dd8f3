package docket_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/docket"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
)

func fine(document string, on fund.Date, amount money.Fen) event.Enforcement {
	return event.FineImposed{Fact: fact(document, on), Case: "17", Region: region, Institution: hospital, Amount: amount}
}

func surcharge(document, of string, on fund.Date, amount money.Fen) event.Enforcement {
	return event.SurchargeImposed{Fact: fact(document, on), Case: "17", Region: region, Of: of, Amount: amount}
}

func confiscated(document string, amount money.Fen) event.Enforcement {
	return event.GainConfiscated{Fact: fact(document, day), Case: "17", Region: region, Article: law.IllegalIncome, Amount: amount}
}

func pay(kind event.Charge, of string, on fund.Date, amount money.Fen) event.Enforcement {
	return event.FinePaid{Fact: fact("F", on), Case: "17", Region: region, Charge: kind, Of: of, Amount: amount}
}

func waive(kind event.Charge, of string, why event.Reason, on fund.Date, amount money.Fen) event.Enforcement {
	return event.FineWaived{Fact: fact("H", on), Case: "17", Region: region, Charge: kind, Of: of, Reason: why, Amount: amount}
}

func treasuryRefund(kind event.Charge, of string, amount money.Fen) event.Enforcement {
	return event.FineRefunded{Fact: fact("T", day), Case: "17", Region: region, Charge: kind, Of: of, Amount: amount}
}

// Payments go to the decision that they name, else to the oldest that is unpaid.
func TestPayments(t *testing.T) {
	state := func(d docket.Docket) string {
		var out []string
		for _, c := range d.Charges() {
			out = append(out, fmt.Sprintf("%s %s: %d-%d of %d", c.Kind, c.Document, c.Paid, c.Refunded, c.Remaining()))
		}
		return strings.Join(out, "; ")
	}
	for _, test := range []struct {
		name  string
		facts []event.Enforcement
		want  string
	}{
		{"the oldest first", []event.Enforcement{fine("D1", day, 100), fine("D2", day, 50), pay("", "", day, 120)}, "fine D1: 100-0 of 100; fine D2: 20-0 of 50"},
		{"the named", []event.Enforcement{fine("D1", day, 100), fine("D2", day, 50), pay(event.Fine, "D2", day, 50)}, "fine D1: 0-0 of 100; fine D2: 50-0 of 50"},
		{"two fines of one decision", []event.Enforcement{fine("D1", day, 100), fine("D1", day, 50), pay("", "D1", day, 150)}, "fine D1: 100-0 of 100; fine D1: 50-0 of 50"},
		{"each kind by itself", []event.Enforcement{
			fine("D1", day, 100), surcharge("D2", "D1", day+40, 90), confiscated("D1", 70),
			pay(event.Surcharge, "", day, 90), pay(event.Confiscation, "D1", day, 60), pay("", "", day, 10),
		}, "fine D1: 10-0 of 100; surcharge D2: 90-0 of 90; confiscation D1: 60-0 of 70"},
		{"waived what is unpaid", []event.Enforcement{fine("D1", day, 100), pay("", "", day, 30), waive("", "D1", event.Waived, day, 70)}, "fine D1: 30-0 of 30"},
		{"annulled what was paid", []event.Enforcement{fine("D1", day, 100), pay("", "", day, 100), waive("", "D1", event.Review, day, 60),
			treasuryRefund("", "D1", 60)}, "fine D1: 100-60 of 40"},
		{"a waiver goes where something is unpaid", []event.Enforcement{fine("D1", day, 100), fine("D1", day, 50), pay("", "", day, 100), waive("", "D1", event.Waived, day, 50)},
			"fine D1: 100-0 of 100; fine D1: 0-0 of 0"},
		{"a total without a decision", []event.Enforcement{pay("", "", day, 30)}, ""},
	} {
		if got := state(file(test.facts...)); got != test.want {
			t.Errorf("%s:\n%s\nwant\n%s", test.name, got, test.want)
		}
	}
	if docket.Kind("") != event.Fine || docket.Kind(event.Surcharge) != event.Surcharge {
		t.Error("a field left out means a fine")
	}
}

// What is owed under a kind and a document, and since when.
func TestOwed(t *testing.T) {
	d := file(fine("D2", day+1, 50), fine("D1", day, 100), surcharge("D3", "D1", day+40, 90), pay("", "D1", day+20, 100),
		waive("", "D1", event.Review, day+30, 40))
	for _, test := range []struct {
		kind                  event.Charge
		document              string
		imposed, open, excess money.Fen
		since                 fund.Date
	}{
		{event.Fine, "", 110, 50, 40, day},
		{event.Fine, "D1", 60, 0, 40, day},
		{event.Fine, "D2", 50, 50, 0, day + 1},
		{event.Fine, "D3", 0, 0, 0, 0},
		{event.Surcharge, "D3", 90, 90, 0, day + 40},
		{event.Confiscation, "", 0, 0, 0, 0},
	} {
		imposed, open, excess, found := d.Owed(docket.Which{Kind: test.kind, Document: test.document})
		if imposed != test.imposed.Sum() || open != test.open.Sum() || excess != test.excess.Sum() ||
			found != (test.since != 0) || d.Decided(docket.Which{Kind: test.kind, Document: test.document}) != test.since {
			t.Errorf("%s %s: imposed %s, open %s, excess %s, %v, since %s", test.kind, test.document, imposed, open, excess, found, d.Decided(docket.Which{Kind: test.kind, Document: test.document}))
		}
	}
}

// A fine is due 15 days after its decision unless it says another day; late, 3 %
// a day may be added, less what was added already.
//
// Source: 行政处罚法 art. 67, 72.
func TestLateFine(t *testing.T) {
	const yuan = 100
	due := day + 15
	d := file(fine("D1", day, 30_000*yuan))
	if c := d.Charges()[0]; c.Due != due || c.Kind != event.Fine {
		t.Errorf("%+v", c)
	}
	for days, want := range map[fund.Date]money.Fen{0: 0, 1: 900 * yuan, 33: 29_700 * yuan, 34: 30_000 * yuan, 40: 30_000 * yuan} {
		if got := d.Chargeable("D1", "", due+days); got != want.Sum() || d.Charges()[0].Accrued(due+days) != want {
			t.Errorf("%d days late: %s, want %s", days, got, want)
		}
	}
	d = d.After(pay("", "", due+5, 15_000*yuan)).After(waive("", "D1", event.Waived, due+2, 5_000*yuan)) // told in the other order
	const accrued = (2*900 + 3*750 + 5*300) * yuan
	if got := d.Chargeable("D1", "", due+10); got != money.Fen(accrued).Sum() {
		t.Errorf("after a payment and a waiver: %s, want %s", got, money.Fen(accrued))
	}
	d = d.After(surcharge("D2", "D1", due+10, 5_000*yuan))
	if got := d.Chargeable("D1", "", due+10); got != money.Fen(accrued-5_000*yuan).Sum() {
		t.Errorf("after a surcharge: %s", got)
	}
	if c := d.Charges()[1]; c.Accrued(due+400) != 0 || c.Due != 0 || c.For != "D1" {
		t.Errorf("a surcharge on a surcharge: %+v", c)
	}
	d = d.After(surcharge("D3", "D1", due+10, 5_000*yuan))
	if got := d.Chargeable("D1", "", due+10); !got.IsZero() {
		t.Errorf("after too much was added: %s", got)
	}
	if got := d.Chargeable("D9", "", due+10); !got.IsZero() {
		t.Errorf("on no fine: %s", got)
	}
	if both := file(fine("D1", day, 100*yuan), fine("D2", day, 100*yuan),
		surcharge("D3", "D2", due+10, 3*yuan)); both.Chargeable("D1", "", due+1) != money.Fen(3*yuan).Sum() ||
		!both.Chargeable("D2", "", due+1).IsZero() {
		t.Error("a surcharge counts for its own fine")
	}
	other := event.FineImposed{Fact: fact("D1", day), Case: "17", Region: region, Amount: 100, Due: day + 30}
	if c := file(other).Charges()[0]; c.Due != day+30 || c.Accrued(day+30) != 0 || c.Accrued(day+31) != 3 {
		t.Errorf("%+v", c)
	}
}

// No two fines for one act: the file knows which findings were fined.
//
// Source: 行政处罚法 art. 29.
func TestFinedBefore(t *testing.T) {
	on := func(document string, i fund.Institution, finding string, article law.Article) event.Enforcement {
		return event.FineImposed{Fact: fact(document, day), Case: "17", Region: region, Institution: i, Finding: finding,
			Article: article, Amount: 100}
	}
	d := file(on("D1", hospital, "1", "38"), fine("D2", day, 1), on("D3", "", "2", ""),
		on("D4", hospital, "3", ""), waive("", "D4", event.Review, day, 100), on("D5", hospital, "4", ""), waive("", "D5", event.Waived, day, 99),
		on("D6", hospital, "5", ""), pay("", "D6", day, 100))
	for _, test := range []struct {
		institution fund.Institution
		finding     string
		want        bool
	}{
		{hospital, "1", true}, {"", "1", false}, {"P44130200007", "1", false}, {hospital, "", false}, {hospital, "9", false},
		{"", "2", true}, {hospital, "2", false},
		{hospital, "3", false}, // annulled
		{hospital, "4", true},  // waived but for a fen
		{hospital, "5", true},  // paid
	} {
		if d.FinedBefore(test.institution, test.finding) != test.want {
			t.Errorf("finding %q of %q: %v", test.finding, test.institution, !test.want)
		}
	}
}

// A fact on a decision may name the article, where one decision fines under several.
func TestChargesUnderAnArticle(t *testing.T) {
	under := func(a law.Article, amount money.Fen) event.Enforcement {
		return event.FineImposed{Fact: fact("D1", day), Case: "17", Region: region, Institution: hospital, Article: a, Amount: amount}
	}
	d := file(under("38", 100), under("40", 50), fine("D2", day, 7))
	d = d.After(event.FinePaid{Fact: fact("F", day+3), Case: "17", Region: region, Article: "40", Amount: 50})
	d = d.After(event.FineWaived{Fact: fact("H", day), Case: "17", Region: region, Of: "D1", Article: "40", Reason: event.Litigation, Amount: 20})
	w := docket.Which{Kind: event.Fine, Document: "D1"}
	for article, want := range map[law.Article][3]money.Fen{"38": {100, 100, 0}, "40": {30, 0, 20}, "": {130, 100, 20}} {
		w.Article = article
		if imposed, open, excess, _ := d.Owed(w); imposed != want[0].Sum() || open != want[1].Sum() || excess != want[2].Sum() {
			t.Errorf("under %q: imposed %s, open %s, excess %s", article, imposed, open, excess)
		}
	}
	if w.Article = "38"; d.Paid(w) != 0 {
		t.Errorf("nothing was paid under 38, it says on %s", d.Paid(w))
	}
	if w.Article = ""; d.Paid(w) != day+3 {
		t.Errorf("paid on %s", d.Paid(w))
	}
	if w.Article = "39"; d.Decided(w) != 0 {
		t.Error("nothing was decided under 39")
	}
	d = d.After(event.FineRefunded{Fact: fact("T", day+4), Case: "17", Region: region, Of: "D1", Article: "40", Amount: 20})
	if c := d.Charges(); c[1].Refunded != money.Fen(20).Sum() || !c[0].Refunded.IsZero() {
		t.Errorf("%+v", c)
	}
}

// What is annulled of several fines is taken from what is unpaid first; a payment
// counts for the fines that it went to only.
func TestUnpaidFinesAreAnnulledFirst(t *testing.T) {
	d := file(fine("D1", day, 100), fine("D1", day, 100), pay("", "D1", day+2, 130), waive("", "D1", event.Review, day+5, 90))
	if c := d.Charges(); c[0].Waived != money.Fen(20).Sum() || c[1].Waived != money.Fen(70).Sum() ||
		c[0].Excess() != money.Fen(20).Sum() || !c[1].Excess().IsZero() || !c[1].Open().IsZero() {
		t.Errorf("%+v", c)
	}
	d = file(fine("D1", day, 100), fine("D2", day, 100), pay("", "", day+2, 100))
	if d.Paid(docket.Which{Kind: event.Fine, Document: "D2"}) != 0 || d.Paid(docket.Which{Kind: event.Fine}) != day+2 {
		t.Error("the days of payment")
	}
}

// A total of many fines has no day to pay and bears no surcharge of its own.
func TestTotalOfFines(t *testing.T) {
	total := fact("D1", day)
	total.Count = 261
	c := file(event.FineImposed{Fact: total, Case: "17", Region: region, Amount: 30_000}).Charges()[0]
	if c.Due != 0 || c.Accrued(day+400) != 0 || c.Open() != money.Fen(30_000).Sum() {
		t.Errorf("%+v", c)
	}
}

// A fine is for a finding of its number, and of its institution where both name one.
func TestFinedFor(t *testing.T) {
	for _, test := range []struct {
		fined   string
		against fund.Institution
		of      fund.Institution
		want    bool
	}{
		{"1", hospital, hospital, true}, {"1", hospital, "", true}, {"1", "", hospital, true}, {"1", "", "", true},
		{"1", hospital, "P44130200007", false}, {"2", hospital, hospital, false}, {"2", "", "", false},
		{"", "", "", false},
	} {
		e := event.FineImposed{Fact: fact("D", day), Case: "17", Region: region, Finding: test.fined, Institution: test.against}
		f := event.FindingRecorded{Fact: fact("L", day), Case: "17", Region: region, Finding: "1", Institution: test.of}
		found := test.want || test.fined == "" // none is looked for
		if docket.FinedFor(e, f) != test.want || file(f).Found(e) != found || file().Found(e) != (test.fined == "") {
			t.Errorf("a fine of %q for %q, recorded of %q: %v", test.against, test.fined, test.of, !test.want)
		}
	}
}

// A fine of a fen is known, and so is every charge of another kind; unknown is one of the
// fines that are asked for.
func TestUnknown(t *testing.T) {
	unknown := event.FineImposed{Fact: fact("D1", day), Case: "17", Region: region, Institution: hospital, Multiple: "2"}
	d := file(unknown, fine("D2", day, 1), surcharge("D3", "D2", day+40, 0), pay("", "D2", day, 1))
	if c := d.Charges(); !c[0].Unknown() || c[1].Unknown() || c[2].Unknown() {
		t.Errorf("%+v", c)
	}
	for _, test := range []struct {
		which docket.Which
		want  bool
	}{
		{docket.Which{Kind: event.Fine}, true}, {docket.Which{Kind: event.Fine, Document: "D1"}, true},
		{docket.Which{Kind: event.Fine, Document: "D2"}, false}, {docket.Which{Kind: event.Surcharge}, false},
		{docket.Which{Kind: event.Fine, Institution: hospital}, true},
		{docket.Which{Kind: event.Fine, Institution: "P44130200007"}, false},
		{docket.Which{Kind: event.Fine, Institution: "P44130200007", Document: "D2"}, false},
	} {
		if d.Unknown(test.which) != test.want {
			t.Errorf("%+v: %v", test.which, !test.want)
		}
	}
	if _, _, _, found := d.Owed(docket.Which{Kind: event.Surcharge, Institution: "P44130200007"}); !found {
		t.Error("a surcharge that names no institution is due from any")
	}
	if c := file(fine("D2", day, 1), pay("", "D2", day, 1), waive("", "D2", event.Review, day, 1)).Charges()[0]; c.Excess() != money.Fen(1).Sum() {
		t.Errorf("%+v", c)
	}
}
