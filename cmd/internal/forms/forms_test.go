package forms

import (
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

// Every form is of a type that there is, and names fields of it; what it asks for and what it
// says follows are all that the type needs.
func TestForms(t *testing.T) {
	for _, f := range slices.Concat(Cases(), Institutions(), Relief()) {
		typ := f.Type()
		if typ.Wire != f.Wire {
			t.Errorf("%s: there is no type %s", f.Name, f.Wire)
		}
		has := func(name string) bool {
			return slices.ContainsFunc(typ.Fields, func(x event.Field) bool { return x.Name == name })
		}
		if f.Key != "" && !has(f.Key) {
			t.Errorf("%s: %s has no field %s", f.Name, f.Wire, f.Key)
		}
		needed, free := f.Fields()
		for _, field := range typ.Fields {
			asked := slices.Contains(needed, field.Name) || slices.Contains(free, field.Name)
			if given := asked || field.Name == f.Key || event.WrittenByLedger(field.Name); !given {
				t.Errorf("%s: %s is neither asked for nor known", f.Name, field.Name)
			}
			if field.Required && slices.Contains(free, field.Name) && !slices.Contains(f.Follows, field.Name) {
				t.Errorf("%s: %s may be left out, and nothing says it", f.Name, field.Name)
			}
		}
		if example, err := Given(strings.Fields(strings.ReplaceAll(f.Example(), `"`, ""))); err == nil && len(example) == 0 {
			t.Errorf("%s: no example", f.Name)
		}
	}
}

func TestGiven(t *testing.T) {
	for _, test := range []struct{ words, want, err string }{
		{"a=1 b=", "1", ""},
		{"a=1=2", "1=2", ""},
		{"a=1 b", "", "is not FIELD=VALUE"},
		{"a=1 a=2", "", "the field a is given twice"},
	} {
		got, err := Given(strings.Fields(test.words))
		if (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) || got["a"] != test.want {
			t.Errorf("%s: %v, %v", test.words, got, err)
		}
	}
}

// What a form says follows is looked up in the ledger; a thing that is not there is told.
func TestFillOfNothing(t *testing.T) {
	for _, f := range slices.Concat(Cases()[1:], Institutions()[1:]) {
		given := map[string]string{"case": "2025-17", "institution": "H44130200026"}
		if err := f.Fill(t.Context(), new(memory.Store), given); err == nil || !strings.Contains(err.Error(), "there is no") {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
	limit := Relief()[0]
	if given := map[string]string{}; limit.Fill(t.Context(), new(memory.Store), given) != nil || given["limit"] == "" {
		t.Errorf("the cap: %v", given)
	}
}
