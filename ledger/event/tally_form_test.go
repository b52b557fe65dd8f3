package event_test

import (
	"math/rand/v2"
	"testing"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/tally"
)

// One Form makes of payments, one after another, what Decode makes of each.
func TestFormMakesEvents(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 22))
	relief, _ := event.TypeOf("relief.paid")
	var form tally.Form
	var p tally.Payment
	made := map[string]int{}
	for range 20_000 {
		e := event.SomeReimbursement(random)
		wire, version, data, err := event.Encode(e)
		if random.IntN(4) == 0 {
			wire, version, data, err = event.Encode(relief.Example)
		}
		if err != nil || !form.Payment(&p, wire, version, data) {
			continue
		}
		want, err := event.Decode(wire, version, data)
		if got := form.Event(&p); err != nil || got != want {
			t.Fatalf("%q\nis made %+v, want %+v: %v", data, got, want, err)
		}
		made[wire]++
	}
	if made["reimbursement.paid"] < 1000 || made["relief.paid"] < 1000 {
		t.Errorf("made %v", made)
	}
}

// sameForm fails where a tally.Form does not take what an empty Tally takes, and nothing
// else, or reads another payment than Decode does.
func sameForm(t *testing.T, taken bool, wire string, version int, data []byte) {
	t.Helper()
	var form tally.Form
	var p tally.Payment
	ok := form.Payment(&p, wire, version, data)
	if ok != taken {
		t.Fatalf("canonical: %v, summed: %v: %q", ok, taken, data)
	}
	if !ok {
		return
	}
	e, err := event.Decode(wire, version, data)
	if err != nil {
		t.Fatalf("took what Decode refuses: %q: %v", data, err)
	}
	if got := form.Event(&p); got != e {
		t.Fatalf("%q\nis made %+v", data, got)
	}
	var want event.Event
	switch e := e.(type) {
	case event.ReimbursementPaid:
		want = event.ReimbursementPaid{Fact: event.Fact{OccurredOn: e.OccurredOn}, Fund: e.Fund, Institution: e.Institution}
	case event.ReliefPaid:
		want = event.ReliefPaid{Fact: event.Fact{OccurredOn: e.OccurredOn}, Fund: e.Fund, Person: e.Person}
	}
	if got := p.Event(); got != want || p.On != want.Common().OccurredOn {
		t.Fatalf("%q\nis read as of %+v", data, got)
	}
}

// Payments are alike that are of one kind, fund, and institution or person, whatever else
// they say.
func TestPaymentsAlike(t *testing.T) {
	paid := event.ReimbursementPaid{Fact: event.Fact{Document: "1", OccurredOn: 20_000, Count: 1}, Fund: "441300.390",
		Institution: "H44130200026", Amount: 1, Care: "inpatient"}
	relief := event.ReliefPaid{Fact: paid.Fact, Fund: "441300.610", Person: "0123456789abcdef0123456789abcdef", Amount: 1}
	var form tally.Form
	read := func(e event.Event) tally.Payment {
		wire, version, data, err := event.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		var p tally.Payment
		if !form.Payment(&p, wire, version, data) {
			t.Fatalf("%s is left to Decode", data)
		}
		return p.Kept(tally.Payment{})
	}
	other, ofFund, ofInstitution, ofPerson := paid, paid, paid, relief
	other.OccurredOn, other.Document, other.Amount, other.Care, other.Via = 20_001, "2", 2, "outpatient", "1005"
	ofFund.Fund = "441400.390"
	ofInstitution.Institution = "H44130200027"
	ofPerson.Person = "0123456789abcdef0123456789abcdee"
	first := read(paid)
	for _, test := range []struct {
		event.Event
		alike bool
	}{{paid, true}, {other, true}, {ofFund, false}, {ofInstitution, false}, {relief, false}} {
		if p := read(test.Event); p.Alike(&first) != test.alike {
			t.Errorf("%+v: alike: %v", test.Event, !test.alike)
		}
	}
	if p, q := read(relief), read(ofPerson); p.Alike(&q) {
		t.Error("two persons are alike")
	}
}
