package exceptions_test

import (
	"testing"

	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/rule"
	"github.com/fundledger/fundledger/projections/exceptions"
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
		refusal rule.Refusal
		want    exceptions.Kind
	}{
		"raced":                    {rule.Refusal{Rule: "relief-over-cap"}, exceptions.OverCap},
		"stricter":                 {rule.Refusal{Rule: "item-exceeded"}, exceptions.ItemBelowZero},
		"stricter, but refused so": {rule.Refusal{Rule: "item-exceeded", Ever: true}, ""},
		"never allowed":            {rule.Refusal{Rule: "clawback-not-ordered"}, ""},
	} {
		if got, ok := exceptions.OfRefusal(&test.refusal); got != test.want || ok != (test.want != "") {
			t.Errorf("%s: %q, %v", name, got, ok)
		}
	}
}
