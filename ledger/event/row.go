package event

import (
	"iter"

	"github.com/fundledger/fundledger/ledger/lang"
)

// Parse returns the event of a type whose fields get gives as text, as a person
// would fill them into a row, or everything that is wrong with them. get
// returns "" for a field that is not filled in. A count left out is 1.
// An unknown type is one problem, of field "type".
func Parse(wire string, get func(field string) string) (Event, []Problem) {
	d := byWire[wire]
	if d == nil {
		return nil, []Problem{{
			Field:  "type",
			Why:    lang.F("没有这种事项类型", "there is no such type"),
			Remedy: lang.F("用 fundledger events --types 查看全部类型", "list all types with: fundledger events --types"),
		}}
	}
	f := filler{get: get}
	e := d.create(&f)
	if len(f.problems) > 0 {
		return nil, f.problems
	}
	if problems := contradictions(e); len(problems) > 0 {
		return nil, problems
	}
	return e, nil
}

// filler fills the fields that it is shown from a row.
type filler struct {
	get      func(string) string
	problems []Problem
}

func (f *filler) field(name string, n need, s slot) {
	text := f.get(name)
	switch {
	case text != "":
	case n == optional:
		return
	case n == oneIfAbsent:
		text = "1"
	default:
		f.problems = append(f.problems, missing(name))
		return
	}
	if p := s.parse(text); p != nil {
		p.Field = name
		f.problems = append(f.problems, *p)
	}
}

// Values yields the fields of an event that are filled in, with their canonical
// text, in canonical order.
func Values(e Event) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		definitionOf(e).visit(e, &teller{yield: yield})
	}
}

type teller struct {
	yield func(string, string) bool
	done  bool
}

func (t *teller) field(name string, _ need, s slot) {
	if text := s.text(); text != "" && !t.done {
		t.done = !t.yield(name, text)
	}
}

// Type documents one type for the people who fill in its fields.
type Type struct {
	Wire    string
	Version int       // current schema version
	Title   lang.Text // what happened
	Effect  lang.Text // what it does to which fund
	Fields  []Field   // in canonical order
	Example Event
}

// Field documents one field of a type; see Dictionary for its meaning.
type Field struct {
	Name     string
	Required bool // a count is not: left out it is 1
	Form     Form
}

// Form is what the values of a field are.
type Form int

// The forms.
const (
	FormText  Form = iota
	FormYuan       // an amount, with two decimals
	FormDate       // a civil date, Asia/Shanghai
	FormWhole      // a whole number
)

// formOf returns the form of a slot's values.
func formOf(s slot) Form {
	switch s.(type) {
	case *amountSlot, *openingSlot:
		return FormYuan
	case *dateSlot:
		return FormDate
	case countSlot, *yearSlot:
		return FormWhole
	default:
		return FormText
	}
}

// Types returns the documentation of every type, in the order of a clerk's page.
func Types() []Type {
	out := make([]Type, 0, len(registry))
	for _, d := range registry {
		out = append(out, d.document())
	}
	return out
}

// TypeOf returns the documentation of one wire name, and whether it exists.
func TypeOf(wire string) (Type, bool) {
	d := byWire[wire]
	if d == nil {
		return Type{}, false
	}
	return d.document(), true
}

func (d *definition) document() Type {
	var l lister
	d.visit(d.example, &l)
	return Type{Wire: d.wire, Version: d.version(), Title: d.title, Effect: d.effect, Fields: l.fields, Example: d.example}
}

// lister lists the fields that it is shown.
type lister struct{ fields []Field }

func (l *lister) field(name string, n need, s slot) {
	l.fields = append(l.fields, Field{Name: name, Required: n == required, Form: formOf(s)})
}
