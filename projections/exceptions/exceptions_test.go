package exceptions_test

import (
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/exceptions"
	"github.com/fundledger/fundledger/projections/projtest"
)

// Every kind has words in both languages, and is listed once.
func TestKinds(t *testing.T) {
	seen := map[exceptions.Kind]bool{}
	names := map[lang.Text]bool{}
	for _, k := range exceptions.Kinds() {
		w := k.Of()
		if seen[k] || names[w.Name] {
			t.Errorf("%s is listed twice", k)
		}
		seen[k], names[w.Name] = true, true
		if later := k == exceptions.WithoutFinding || k == exceptions.SetOff; k.Later() != later {
			t.Errorf("%s: is only until another fact: %v", k, k.Later())
		}
		for _, text := range []lang.Text{w.Name, w.Remedy} {
			if text.ZH == "" || text.EN == "" || text.ZH == text.EN {
				t.Errorf("%s: %+v", k, text)
			}
		}
	}
}

// A rule with a row makes exceptions, but for what every program has refused; another
// makes none.
func TestOfRefusal(t *testing.T) {
	for name, test := range map[string]struct {
		refused refusal.Error
		want    exceptions.Kind
	}{
		"raced":                    {refusal.Error{Rule: "relief-over-cap"}, exceptions.OverCap},
		"stricter":                 {refusal.Error{Rule: "item-exceeded"}, exceptions.ItemBelowZero},
		"stricter, but refused so": {refusal.Error{Rule: "item-exceeded", Ever: true}, ""},
		"never allowed":            {refusal.Error{Rule: "clawback-not-ordered"}, ""},
	} {
		if got, ok := exceptions.OfRefusal(&test.refused); got != test.want || ok != (test.want != "") {
			t.Errorf("%s: %q, %v", name, got, ok)
		}
	}
}

// A reversal that books a difference has its right fact; if that does not come, somebody
// is told.
func TestHalves(t *testing.T) {
	on := event.Fact{Document: "P-1", OccurredOn: fund.NewDate(2024, 3, 1), Count: 1}
	wrong := event.PremiumReceived{Fact: on, Fund: "441300.390", Amount: 200_00}
	right := wrong
	right.Amount, right.BookedOn, right.BookedFor = 150_00, fund.NewDate(2025, 1, 1), on.OccurredOn
	r := projtest.Reversal(event.Fact{Document: "G-1", OccurredOn: on.OccurredOn, BookedOn: right.BookedOn}, "premium-441300.390-202403", wrong).CorrectedBy(right)
	other := right
	other.BookedOn, other.BookedFor = 0, 0
	for name, test := range map[string]struct {
		events []event.Event
		want   int
	}{
		"whole":            {[]event.Event{wrong, r, right}, 0},
		"half":             {[]event.Event{wrong, r}, 1},
		"another beside":   {[]event.Event{wrong, r, other}, 1},
		"nothing to await": {[]event.Event{wrong, other}, 0},
	} {
		var v exceptions.View
		var register exceptions.Register
		for i, e := range test.events {
			v.Apply(ledger.Entry{Position: store.Position(i), Event: e}, &register)
		}
		v.Halves(&register)
		if n := register.Count(exceptions.HalfCorrection); n != test.want {
			t.Errorf("%s: %d", name, n)
		}
	}
}
