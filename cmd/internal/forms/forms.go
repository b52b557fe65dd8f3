// Package forms says what a clerk fills in: for each thing that is recorded step by step (a
// case, an institution's agreement, medical aid) the fields of each step, which of them
// follow from what the ledger knows, and what that is. It prints nothing: a door of the
// program shows a form in its own way.
package forms

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
)

// Form records one type of fact about one thing: the thing is named first, the rest as
// fields. What the ledger knows of the thing already need not be given.
type Form struct {
	Name, Wire string
	Key        string   // field that names the thing; "": none
	Follows    []string // fields that follow from the others and may be left out
	known      known    // nil: nothing is known
}

// known returns the values of fields that follow from those given. Error: bad
// input, if the thing is not in the ledger.
type known func(ctx context.Context, s store.Store, given map[string]string) (map[string]string, error)

// Type returns the type of the fact.
func (f Form) Type() event.Type {
	typ, _ := event.TypeOf(f.Wire)
	return typ
}

// Fields returns the names of the fields beside the key: those that must be given, and
// those that may be left out.
func (f Form) Fields() (needed, free []string) {
	for _, field := range f.Type().Fields {
		switch {
		case field.Name == f.Key || event.WrittenByLedger(field.Name):
		case field.Required && !slices.Contains(f.Follows, field.Name):
			needed = append(needed, field.Name)
		default:
			free = append(free, field.Name)
		}
	}
	return needed, free
}

// Fill fills in the fields that are not given and that the ledger knows. Errors: bad input
// if the thing is not in the ledger, those of reading.
func (f Form) Fill(ctx context.Context, s store.Store, given map[string]string) error {
	if f.known == nil {
		return nil
	}
	known, err := f.known(ctx, s, given)
	if err != nil {
		return err
	}
	for _, field := range f.Type().Fields {
		if value := known[field.Name]; value != "" && given[field.Name] == "" {
			given[field.Name] = value
		}
	}
	return nil
}

// First returns the error of a fact; where the thing itself could not be looked
// up, without the fields that would have followed from it.
func (f Form) First(err error) error {
	var invalid *office.UnfitError
	if !errors.As(err, &invalid) {
		return err
	}
	isKey := func(p event.Problem) bool {
		return p.Field == f.Key || invalid.Given[p.Field] != "" && (p.Field == "region" || p.Field == "fund")
	}
	if slices.ContainsFunc(invalid.Problems, isKey) {
		invalid.Problems = slices.DeleteFunc(invalid.Problems, func(p event.Problem) bool {
			return invalid.Given[p.Field] == "" && slices.Contains(f.Follows, p.Field)
		})
	}
	return invalid
}

// Given returns the fields given as FIELD=VALUE words. Error: bad input.
func Given(words []string) (map[string]string, error) {
	given := map[string]string{}
	for _, w := range words {
		name, value, ok := strings.Cut(w, "=")
		if !ok {
			return nil, fault.Input("“%s”不是 字段=值", "%q is not FIELD=VALUE", w)
		}
		if _, twice := given[name]; twice {
			return nil, Twice(name)
		}
		given[name] = value
	}
	return given, nil
}

// Twice says that a field is given twice: bad input.
func Twice(field string) error {
	return fault.Input("字段 %s 给了两次", "the field %s is given twice", field)
}

// Example is the example of the type as it is typed after the name of the form, without
// what the ledger knows.
func (f Form) Example() string {
	var words, last []string
	if f.Key == "case" {
		words = append(words, "2025-17")
	}
	for name, value := range event.Values(f.Type().Example) {
		if name == "person" {
			value = "1001" // people give numbers, which become pseudonyms
		}
		if strings.ContainsAny(value, " \t") {
			value = `"` + value + `"`
		}
		switch {
		case name == "case" && f.Key == name, name == "count" && value == "1", event.WrittenByLedger(name), slices.Contains(f.Follows, name):
		case name == f.Key:
			words = append([]string{value}, words...)
		case name == "document" || name == "occurred_on":
			last = append(last, name+"="+value)
		default:
			words = append(words, name+"="+value)
		}
	}
	return strings.Join(append(words, last...), " ")
}

// Names are the names of forms in their order, twelve on a line.
func Names(forms []Form) string {
	var b strings.Builder
	for i, f := range forms {
		switch {
		case i > 0 && i%12 == 0:
			b.WriteString(",\n")
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString(f.Name)
	}
	return b.String()
}

func applyStream(ctx context.Context, s store.Store, stream string, apply func(ledger.Entry) error) error {
	for entry, err := range ledger.Stream(ctx, s, stream) {
		if err != nil {
			return err
		}
		if err := apply(entry); err != nil {
			return err
		}
	}
	return nil
}
