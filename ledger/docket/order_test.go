package docket_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/docket"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// printed writes what came of each order, as document: received+set off-refunded of
// due, and what came without one.
func printed(d docket.Docket) string {
	var out []string
	for _, o := range d.Orders() {
		out = append(out, fmt.Sprintf("%s: %d+%d-%d of %d", o.Fact.Document, o.Received, o.SetOff, o.Refunded, o.Due()))
	}
	for _, r := range d.Free() {
		kind := "received"
		if r.SetOff {
			kind = "set off"
		}
		out = append(out, fmt.Sprintf("free %s %d", kind, r.Amount))
	}
	return strings.Join(out, "; ")
}

// Receipts go to the orders of their own line, else to those that leave the year
// or the part open, the oldest first.
func TestReceiptsGoToOrders(t *testing.T) {
	line := func(part fund.Part, year int64) docket.Line {
		return docket.Line{Fund: employee, Institution: hospital, Part: part, PaidYear: year}
	}
	pool24, pool, of24, open := line(fund.Pool, 2024), line(fund.Pool, 0), line("", 2024), line("", 0)
	unnamed, other := docket.Line{Fund: employee}, docket.Line{Fund: resident, Institution: hospital}
	for _, test := range []struct {
		name  string
		facts []event.Enforcement
		want  string
	}{
		{"the oldest first", []event.Enforcement{order("D1", open, 100), order("D2", open, 50), receipt(open, 120)}, "D1: 100+0-0 of 100; D2: 20+0-0 of 50"},
		{"cash, then a settlement", []event.Enforcement{order("D1", open, 100), receipt(open, 30), setOff(open, 70)}, "D1: 30+70-0 of 100"},
		{"instalments", []event.Enforcement{order("D1", open, 100), receipt(open, 1), receipt(open, 98), receipt(open, 1)}, "D1: 100+0-0 of 100"},
		{"its own line", []event.Enforcement{order("D1", open, 100), order("D2", pool, 100), order("D3", of24, 100), order("D4", pool24, 100), receipt(pool24, 7)},
			"D1: 0+0-0 of 100; D2: 0+0-0 of 100; D3: 0+0-0 of 100; D4: 7+0-0 of 100"},
		{"its part, the year open", []event.Enforcement{order("D1", open, 100), order("D3", of24, 100), order("D2", pool, 100), receipt(pool24, 7)},
			"D1: 0+0-0 of 100; D3: 0+0-0 of 100; D2: 7+0-0 of 100"},
		{"its year, the part open", []event.Enforcement{order("D1", open, 100), order("D3", of24, 100), receipt(pool24, 7)}, "D1: 0+0-0 of 100; D3: 7+0-0 of 100"},
		{"both open", []event.Enforcement{order("D1", open, 100), setOff(pool24, 7)}, "D1: 0+7-0 of 100"},
		{"the other part is not it", []event.Enforcement{order("D1", line(fund.Personal, 0), 100), receipt(pool24, 7)}, "D1: 0+0-0 of 100; free received 7"},
		{"another year is not it", []event.Enforcement{order("D1", line("", 2023), 100), receipt(pool24, 7)}, "D1: 0+0-0 of 100; free received 7"},
		{"a receipt without a year is not of one", []event.Enforcement{order("D1", of24, 100), receipt(open, 7)}, "D1: 0+0-0 of 100; free received 7"},
		{"another fund is not it", []event.Enforcement{order("D1", open, 100), setOff(other, 7)}, "D1: 0+0-0 of 100; free set off 7"},
		{"nobody is not somebody", []event.Enforcement{order("D1", open, 100), receipt(unnamed, 7)}, "D1: 0+0-0 of 100; free received 7"},
		{"no order", []event.Enforcement{receipt(open, 7)}, "free received 7"},
		{"an order after it", []event.Enforcement{receipt(open, 7), order("D1", open, 100)}, "D1: 0+0-0 of 100; free received 7"},
		{"too much is not lost", []event.Enforcement{order("D1", open, 100), receipt(open, 90), setOff(open, 15)}, "D1: 90+10-0 of 100; free set off 5"},
		{"a full line does not spill to another", []event.Enforcement{order("D1", pool24, 5), order("D2", open, 100), receipt(pool24, 7)},
			"D1: 5+0-0 of 5; D2: 0+0-0 of 100; free received 2"},
		{"nothing goes to what was annulled", []event.Enforcement{order("D1", open, 100), annulled("D1", open, 100), order("D2", open, 50), receipt(open, 50)},
			"D1: 0+0-0 of 0; D2: 50+0-0 of 50"},
		{"annulled after money moved", []event.Enforcement{order("D1", open, 100), receipt(open, 80), annulled("D1", open, 60)}, "D1: 80+0-0 of 40"},
		{"the named decision is annulled", []event.Enforcement{order("D1", open, 100), order("D2", open, 50), annulled("D2", open, 20)}, "D1: 0+0-0 of 100; D2: 0+0-0 of 30"},
		{"two orders of one decision are annulled", []event.Enforcement{order("D1", open, 100), order("D1", open, 50), annulled("D1", open, 120)}, "D1: 0+0-0 of 0; D1: 0+0-0 of 30"},
		{"a fen is annulled of the oldest", []event.Enforcement{order("D1", open, 100), order("D1", open, 50), annulled("D1", open, 1)}, "D1: 0+0-0 of 99; D1: 0+0-0 of 50"},
		{"what was given back may come again", []event.Enforcement{
			order("D1", open, 100), receipt(open, 100), annulled("D1", open, 40), refunded("D1", open, 40), order("D2", open, 30), receipt(open, 30),
		}, "D1: 100+0-40 of 60; D2: 30+0-0 of 30"},
		{"a refund says the year that the order left open", []event.Enforcement{
			order("D1", open, 100), receipt(pool24, 100), annulled("D1", open, 40), refunded("D1", pool24, 40),
		}, "D1: 100+0-40 of 60"},
		{"a change of no order changes nothing", []event.Enforcement{order("D1", open, 100), annulled("D9", open, 40), refunded("D1", other, 40)}, "D1: 0+0-0 of 100"},
	} {
		if got := printed(file(test.facts...)); got != test.want {
			t.Errorf("%s:\n%s\nwant\n%s", test.name, got, test.want)
		}
	}
}

// What is asked of the orders of one line.
func TestLines(t *testing.T) {
	l := docket.Line{Fund: resident, Institution: hospital, PaidYear: 2024}
	open := docket.Line{Fund: resident, Institution: hospital}
	early := event.ClawbackOrdered{Fact: fact("D2", day-3), Case: "17", Fund: resident, Institution: hospital, PaidYear: 2024,
		Channel: event.Inspection, Amount: 50}
	d := file(order("D1", l, 100), early, receipt(l, 120), annulled("D1", l, 30))
	if due, came, outstanding := d.Sums(l, ""); due != money.Fen(120).Sum() || came != money.Fen(120).Sum() ||
		outstanding != money.Fen(30).Sum() {
		t.Errorf("due %s, came %s, open %s", due, came, outstanding)
	}
	if due, excess, changed, found := d.Ordered(docket.Under{Line: l,
		Document: "D1"}); due != money.Fen(70).Sum() || excess != money.Fen(30).Sum() || changed != day+9 || !found {
		t.Errorf("D1: due %s, excess %s, changed on %s, %v", due, excess, changed, found)
	}
	if due, excess, changed, found := d.Ordered(docket.Under{Line: l,
		Document: "D2"}); due != money.Fen(50).Sum() || !excess.IsZero() || changed != day-3 || !found {
		t.Errorf("D2: due %s, excess %s, changed on %s, %v", due, excess, changed, found)
	}
	if due, _, _, found := d.Ordered(docket.Under{Line: open, Document: "D1"}); found || !due.IsZero() {
		t.Errorf("D1 on another line: %s", due)
	}
	for u, want := range map[docket.Under]fund.Date{
		{Line: l}: day - 3, {Line: l, Document: "D1"}: day, {Line: l, Document: "D9"}: 0, {Line: open}: 0, {Line: l, Article: "40"}: 0,
	} {
		if d.Since(u) != want {
			t.Errorf("the first day of %+v: %s", u, d.Since(u))
		}
	}
	if m, found := d.MatchIn(docket.Under{Line: l}); !found || m != l {
		t.Errorf("%+v, %v", m, found)
	}
	if m, found := d.MatchIn(docket.Under{Line: l, Document: "D9"}); found || m != (docket.Line{}) {
		t.Errorf("%+v, %v", m, found)
	}
	if m, found := d.MatchIn(docket.Under{Line: open}); found {
		t.Errorf("%+v", m)
	}
	if docket.LineOf(early) != l {
		t.Errorf("%+v", docket.LineOf(early))
	}
}

// As of a day before its order, or before a change came, a later fact may stand
// alone; see Docket.
func TestChangesBeyondTheirOrderStayWithIt(t *testing.T) {
	l := docket.Line{Fund: resident, Institution: hospital}
	d := file(order("D1", l, 100), annulled("D1", l, 130), refunded("D1", l, 10), annulled("D1", l, 5))
	if o := d.Orders()[0]; o.Annulled != money.Fen(135).Sum() || o.Refunded != money.Fen(10).Sum() || o.Open().Sign() < 0 ||
		o.Excess().Sign() < 0 {
		t.Errorf("%+v", o)
	}
}

// Money came in from whom it came, and to the fund that has it.
func TestCameFromWhom(t *testing.T) {
	ordered := docket.Line{Fund: resident, Institution: hospital}
	d := file(order("D1", ordered, 100), receipt(ordered, 7), order("D2", docket.Line{Fund: employee, Institution: hospital}, 100),
		receipt(docket.Line{Fund: employee, Institution: "P44130200007"}, 5))
	for _, test := range []struct {
		fund        fund.ID
		institution fund.Institution
		want        bool
	}{
		{resident, hospital, true}, {employee, hospital, false}, {resident, "P44130200007", false},
		{employee, "P44130200007", true}, {resident, "", false},
	} {
		if d.Came(test.fund, test.institution) != test.want {
			t.Errorf("from %s to %s: %v", test.institution, test.fund, !test.want)
		}
	}
}
