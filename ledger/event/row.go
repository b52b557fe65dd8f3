package event

import (
	"iter"

	"github.com/fundledger/fundledger/ledger/fund"
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
	return f.fill(d)
}

// ParseRow is as Parse, of values in the order of the fields of TypeOf(wire). It
// panics if there are fewer values than fields.
func ParseRow(wire string, values []string) (Event, []Problem) {
	d := byWire[wire]
	if d == nil {
		return Parse(wire, nil)
	}
	f := filler{values: values}
	return f.fill(d)
}

// filler fills the fields that it is shown from a row.
type filler struct {
	get      func(string) string
	values   []string // instead, if get is nil: of the fields that are still to come
	problems []Problem
}

func (f *filler) fill(d *definition) (Event, []Problem) {
	e := d.create(fields{&shown{filler: f}})
	if len(f.problems) > 0 {
		return nil, f.problems
	}
	if problems := contradictions(e); len(problems) > 0 {
		return nil, problems
	}
	return e, nil
}

// next returns the text of a field, or "" if it is absent, and says so where it
// must not be.
func (f *filler) next(name string, n need) string {
	text := ""
	if f.get != nil {
		text = f.get(name)
	} else {
		text, f.values = f.values[0], f.values[1:]
	}
	switch {
	case text != "" || n == optional:
	case n == oneIfAbsent:
		return "1"
	default:
		f.problems = append(f.problems, missing(name))
	}
	return text
}

func (f *filler) wrong(name string, p *Problem) {
	p.Field = name
	f.problems = append(f.problems, *p)
}

func (f *filler) text(d *textField, n need) string {
	text := f.next(d.name, n)
	if text == "" {
		return ""
	}
	if word := wordOf(d.codes, text); word != "" {
		return word
	}
	p := d.check(text)
	if p == nil && d.today != nil {
		p = d.today(text)
	}
	if p != nil {
		f.wrong(d.name, p)
		return ""
	}
	return text
}

func (f *filler) whole(d *wholeField, n need) int64 {
	text := f.next(d.name, n)
	if text == "" {
		return 0
	}
	v, p := d.parse(text)
	if p != nil {
		f.wrong(d.name, p)
	}
	return v
}

func (f *filler) date(d *dateField, n need) fund.Date {
	text := f.next(d.name, n)
	if text == "" {
		return 0
	}
	v, p := parseDate(text)
	if p != nil {
		f.wrong(d.name, p)
	}
	return v
}

// Values yields the fields of an event that are filled in, with their canonical
// text, in canonical order.
func Values(e Event) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		e.definition().visit(e, to(&teller{yield: yield}))
	}
}

type teller struct {
	yield func(string, string) bool
	done  bool
}

func (t *teller) tell(name, text string) {
	if text != "" && !t.done {
		t.done = !t.yield(name, text)
	}
}

func (t *teller) text(d *textField, _ need, v string) string {
	t.tell(d.name, v)
	return v
}

func (t *teller) whole(d *wholeField, _ need, v int64) int64 {
	if !d.absent(v) {
		t.tell(d.name, d.spelled(v))
	}
	return v
}

func (t *teller) date(d *dateField, _ need, v fund.Date) fund.Date {
	t.tell(d.name, v.String())
	return v
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
	Words    []Word // of a closed list: what the type takes
}

// Meaning returns what the field means, with the values that its type takes.
func (f Field) Meaning() Meaning {
	m := Dictionary(f.Name)
	if len(f.Words) > 0 {
		m.Format = listed("", "", func() []Word { return f.Words }).Format
	}
	return m
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

// TitleOf returns the title of one wire name; the zero Text if there is none.
func TitleOf(wire string) lang.Text {
	if d := byWire[wire]; d != nil {
		return d.title
	}
	return lang.Text{}
}

func (d *definition) document() Type {
	var l lister
	d.visit(d.example, to(&l))
	return Type{Wire: d.wire, Version: d.version(), Title: d.title, Effect: d.effect, Fields: l.fields, Example: d.example}
}

// lister lists the fields that it is shown.
type lister struct{ fields []Field }

func (l *lister) list(name string, n need, f Form) {
	l.fields = append(l.fields, Field{Name: name, Required: n == required, Form: f})
}

func (l *lister) text(d *textField, n need, v string) string {
	l.list(d.name, n, FormText)
	words := d.words
	if d.offered != nil {
		words = d.offered
	}
	l.fields[len(l.fields)-1].Words = words
	return v
}

func (l *lister) whole(d *wholeField, n need, v int64) int64 {
	l.list(d.name, n, d.form)
	return v
}

func (l *lister) date(d *dateField, n need, v fund.Date) fund.Date {
	l.list(d.name, n, FormDate)
	return v
}
