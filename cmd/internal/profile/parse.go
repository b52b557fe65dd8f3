package profile

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/fundledger/fundledger/cmd/internal/clerk"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
)

// MostText is how many bytes the text of a profile has at most.
const MostText = 1 << 20

// Parse returns the profile that a YAML text declares, or everything that is wrong with the text.
// It is strict: keys, columns, tables, types and fields that are not known are faults.
func Parse(text []byte) (*Profile, []Fault) {
	if len(text) > MostText {
		return nil, []Fault{{0, lang.F("方案超过 %d 字节", "the profile has more than %d bytes", MostText)}}
	}
	r := &parser{p: &Profile{text: slices.Clone(text)}, columns: map[string]bool{}}
	root := r.root(text)
	if root == nil {
		return nil, r.faults
	}
	r.profile(root)
	if len(r.faults) > 0 {
		slices.SortStableFunc(r.faults, func(a, b Fault) int { return a.Line - b.Line })
		return nil, r.faults
	}
	return r.p, nil
}

// parser reads a profile. What a text refers to may stand behind it, so references are checked last.
type parser struct {
	reader
	p       *Profile
	columns map[string]bool // that the file has or may have
	checks  []func()
}

func (r *parser) profile(n *yaml.Node) {
	p := r.p
	r.mapping(n, keys{
		"name": func(n *yaml.Node) {
			if p.Name = r.text(n); p.Name == "" || strings.Trim(p.Name, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
				r.fault(n, "name 用小写英文字母、数字和下划线", "name has lower-case letters, digits and underscores")
			}
		},
		"title": r.words(&p.Title), "note": r.words(&p.Note), "numbers": r.words(&p.Numbers),
		"purpose": choice(&r.reader, &p.Purpose, Books, Evidence),
		"file":    r.file, "given": r.given, "personal": r.personal,
		"money": r.money, "tables": r.tables,
		"rules": func(n *yaml.Node) { r.list(n, r.rule) },
	})
	for key, missing := range map[string]bool{
		"name": p.Name == "", "title": p.Title.IsZero(), "note": p.Note.IsZero(), "numbers": p.Numbers.IsZero(),
		"purpose": p.Purpose == "", "file": len(p.Headings) == 0, "rules": len(p.rules) == 0,
	} {
		if missing {
			r.faults = append(r.faults, Fault{n.Line, lang.F("缺少 %s", "%s is missing", key)})
		}
	}
	slices.SortFunc(r.faults, func(a, b Fault) int { return strings.Compare(a.Why.EN, b.Why.EN) })
	for _, check := range r.checks {
		check()
	}
}

func (r *parser) file(n *yaml.Node) {
	var also []string
	r.mapping(n, keys{
		"headings": r.texts(&r.p.Headings), "also": r.texts(&also), "totals": r.texts(&r.p.totals),
		"encodings": r.texts(&r.p.Encodings), "footer": func(n *yaml.Node) {
			if re := r.pattern(n); re != nil {
				r.p.footer = re
			}
		},
	})
	for _, h := range slices.Concat(r.p.Headings, also) {
		if plain(h) == "" || r.columns[h] {
			r.fault(n, "列名“%s”为空或写了两次", "the heading %q is empty or stands twice", h)
		}
		r.columns[h] = true
		r.p.columns = append(r.p.columns, h)
	}
}

// column has the name of a column put where it belongs, of which the file must know.
func (r *parser) column(to *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		*to = r.text(n)
		r.known(n, *to)
	}
}

// known checks later that the file has a column.
func (r *parser) known(n *yaml.Node, column string) {
	r.checks = append(r.checks, func() {
		if !r.columns[column] {
			r.fault(n, "file 的 headings 和 also 里没有“%s”这一列", "neither headings nor also of file have the column %q", column)
		}
	})
}

func (r *parser) given(n *yaml.Node) {
	r.each(n, func(key, value *yaml.Node) {
		g := Parameter{Name: key.Value, as: asText}
		r.mapping(value, keys{
			"title": r.words(&g.Title), "example": r.into(&g.Example), "default": r.into(&g.Default), "as": choice(&r.reader, &g.as, forms...),
			"by": r.column(&g.By), "optional": r.yes(&g.optional),
		})
		if g.Title.IsZero() || g.Example == "" {
			r.fault(key, "%s 须有 title 和 example", "%s needs a title and an example", g.Name)
		}
		r.p.Given = append(r.p.Given, g)
	})
}

func (r *parser) personal(n *yaml.Node) {
	r.list(n, func(item *yaml.Node) {
		name := r.text(item)
		r.known(item, name)
		r.p.Personal = append(r.p.Personal, name)
	})
}

func (r *parser) money(n *yaml.Node) {
	m := &movement{}
	r.mapping(n, keys{
		"in": func(n *yaml.Node) { r.sides(n, &m.in, &m.ins) }, "out": func(n *yaml.Node) { r.sides(n, &m.out, &m.outs) },
		"amount": r.column(&m.amount), "side": r.column(&m.side), "unit": r.unit(&m.unit),
	})
	switch {
	case m.amount != "" && m.side != "" && len(m.ins) > 0 && len(m.outs) > 0:
	case m.amount == "" && m.side == "" && m.in != "" && m.out != "" && m.in != m.out:
		r.checks = append(r.checks, func() {
			for _, column := range []string{m.in, m.out} {
				if !r.columns[column] {
					r.fault(n, "file 的 headings 和 also 里没有“%s”这一列", "neither headings nor also of file have the column %q", column)
				}
			}
		})
	default:
		r.fault(n, "写收入列 in 和支出列 out；或金额列 amount、方向列 side 及其取值 in: […]、out: […]",
			"give a column each as in and out; or the column of the amount, that of the side, and its values in: […], out: […]")
	}
	r.p.money = m
}

// sides reads a column, or the values of one.
func (r *parser) sides(n *yaml.Node, column *string, values *[]string) {
	if n.Kind == yaml.SequenceNode {
		r.texts(values)(n)
		return
	}
	*column = r.text(n)
}

func (r *parser) unit(to *clerk.Unit) func(*yaml.Node) {
	return func(n *yaml.Node) {
		power, known := clerk.UnitNamed(r.text(n))
		r.p.units = true
		if *to = power; !known {
			r.fault(n, "单位写 元、万元 或 亿元", "a unit is 元, 万元 or 亿元")
		}
	}
}

func (r *parser) tables(n *yaml.Node) {
	r.each(n, func(key, value *yaml.Node) {
		t := table{name: key.Value}
		r.mapping(value, keys{
			"by": r.column(&t.by),
			"versions": func(n *yaml.Node) {
				r.each(n, func(key, value *yaml.Node) {
					v := version{name: key.Value, codes: map[string]string{}}
					r.each(value, func(code, meaning *yaml.Node) { v.codes[code.Value] = r.text(meaning) })
					t.versions = append(t.versions, v)
				})
			},
		})
		if len(t.versions) == 0 {
			r.fault(key, "%s 没有 versions", "%s has no versions", t.name)
		}
		r.p.tables = append(r.p.tables, t)
	})
}

func (r *parser) rule(n *yaml.Node) {
	var u rule
	skips := false
	r.mapping(n, keys{
		"when": func(n *yaml.Node) { r.list(n, func(n *yaml.Node) { u.when = append(u.when, r.condition(n)) }) },
		"skip": func(n *yaml.Node) {
			skips = true
			r.words(&u.skip)(n)
		},
		"amount": func(n *yaml.Node) {
			s := r.spec(n)
			u.amount = &s
		},
		"facts": func(n *yaml.Node) { r.list(n, func(n *yaml.Node) { u.facts = append(u.facts, r.fact(n)) }) },
	})
	if skips == (len(u.facts) > 0) {
		r.fault(n, "一条规则写 skip（不成为事项的原因）或 facts，二者之一", "a rule has either skip, the reason why there is no fact, or facts")
	}
	r.p.rules = append(r.p.rules, u)
}

func (r *parser) condition(n *yaml.Node) condition {
	var c condition
	var filled bool
	tests := 0
	test := func(read func(*yaml.Node)) func(*yaml.Node) {
		return func(n *yaml.Node) {
			tests++
			read(n)
		}
	}
	r.mapping(n, keys{
		"column": r.column(&c.column), "given": r.parameter(&c.given), "is": test(r.texts(&c.is)),
		"money": test(choice(&r.reader, &c.money, moneyIn, moneyOut)),
		"matches": test(func(n *yaml.Node) {
			if re := r.pattern(n); re != nil {
				c.matches = re
			}
		}),
		"filled": test(func(n *yaml.Node) {
			r.yes(&filled)(n)
			c.filled = &filled
		}),
	})
	subjects := 0
	for _, is := range []bool{c.column != "", c.given != "", c.money != ""} {
		if is {
			subjects++
		}
	}
	if tests != 1 || subjects != 1 {
		r.fault(n, "条件写 column（或 given）和 is、matches、filled 之一；或只写 money: in、money: out",
			"a condition has a column, or what is given, and one of is, matches, filled; or money: in or money: out alone")
	}
	r.checks = append(r.checks, func() {
		if slices.ContainsFunc(r.p.Given, func(g Parameter) bool { return g.Name == c.given && g.By != "" }) {
			r.fault(n, "%s 各行不同，不能作条件", "%s is another in each row and can be no condition", c.given)
		}
	})
	if c.money != "" {
		r.checks = append(r.checks, func() {
			if r.p.money == nil {
				r.fault(n, "方案没有写 money", "the profile has no money")
			}
		})
	}
	return c
}

// parameter has the name of something that is given put where it belongs.
func (r *parser) parameter(to *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		name := r.text(n)
		*to = name
		r.checks = append(r.checks, func() {
			if !slices.ContainsFunc(r.p.Given, func(g Parameter) bool { return g.Name == name }) {
				r.fault(n, "given 里没有 %s", "given has no %s", name)
			}
		})
	}
}

func (r *parser) fact(n *yaml.Node) fact {
	var f fact
	var typ event.Type
	var fields []*yaml.Node
	r.mapping(n, keys{
		"type": func(n *yaml.Node) {
			f.wire = r.text(n)
			known := false
			if typ, known = event.TypeOf(f.wire); !known {
				r.fault(n, "没有事项类型 %s；用 fundledger events --types 查看", "there is no type %s; list all with: fundledger events --types", f.wire)
			}
		},
		"omit": func(n *yaml.Node) {
			if f.omitZero = n.Value == "zero"; !f.omitZero {
				r.fault(n, "omit 只能写 zero：金额为 0.00 的不成为事项", "omit is zero: of an amount of 0.00 there is no fact")
			}
		},
		"fields": func(n *yaml.Node) {
			r.each(n, func(key, value *yaml.Node) {
				fields = append(fields, key)
				s := r.spec(value)
				r.private(value, s, key.Value == "person")
				f.fields = append(f.fields, field{key.Value, s})
			})
		},
	})
	if f.wire == "" {
		r.fault(n, "事项须写明 type", "a fact has a type")
	}
	if typ.Wire == "" {
		return f
	}
	for _, key := range fields {
		if event.WrittenByLedger(key.Value) || !slices.ContainsFunc(typ.Fields, func(f event.Field) bool { return f.Name == key.Value }) {
			r.fault(key, "%s 没有 %s 这一栏", "%s has no field %s", typ.Wire, key.Value)
		}
	}
	for _, want := range typ.Fields {
		if want.Required && !slices.ContainsFunc(f.fields, func(f field) bool { return f.name == want.Name }) {
			r.fault(n, "%s 缺少必填的 %s", "%s needs the field %s", typ.Wire, want.Name)
		}
	}
	slices.SortFunc(f.fields, func(a, b field) int { return strings.Compare(a.name, b.name) })
	return f
}
