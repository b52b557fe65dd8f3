package profile

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

// spec reads what a text is made of. One text alone is that text.
func (r *parser) spec(n *yaml.Node) spec {
	s := spec{line: n.Line, with: "-", as: asText}
	if n.Kind == yaml.ScalarNode {
		s.constant = r.text(n)
		return s
	}
	var empty string
	r.mapping(n, keys{
		"column": r.column(&s.column), "given": r.parameter(&s.given), "money": r.yes(&s.money),
		"join": func(n *yaml.Node) { r.list(n, func(n *yaml.Node) { s.join = append(s.join, r.spec(n)) }) },
		"with": func(n *yaml.Node) { s.with = r.text(n) },
		"as":   choice(&r.reader, &s.as, forms...), "unit": r.unit(&s.unit), "table": r.tableOf(&s.table),
		"pattern": func(n *yaml.Node) {
			re := r.pattern(n)
			if re == nil {
				return
			}
			if s.pattern = re; re.NumSubexp() != 1 {
				r.fault(n, "pattern 里用一对括号括出要取的部分", "a pattern has one pair of brackets around what is taken")
			}
		},
		"empty": func(n *yaml.Node) {
			empty = r.text(n)
			s.empty = &empty
		},
		"or": func(n *yaml.Node) {
			or := r.spec(n)
			s.or = &or
		},
	})
	sources := 0
	for _, is := range []bool{s.column != "", s.given != "", s.money, len(s.join) > 0} {
		if is {
			sources++
		}
	}
	if sources != 1 {
		r.fault(n, "写 column、given、money: yes、join 之一", "give one of column, given, money: yes, join")
	}
	if s.column == "" && (s.pattern != nil || s.empty != nil || s.or != nil || s.as != asText || s.unit != 0) {
		r.fault(n, "as、unit、pattern、empty、or 只用于 column", "as, unit, pattern, empty and or go with a column")
	}
	if s.unit != 0 && s.as != asYuan {
		r.fault(n, "unit 只用于 as: yuan", "unit goes with as: yuan")
	}
	if s.money {
		r.checks = append(r.checks, func() {
			if r.p.money == nil {
				r.fault(n, "方案没有写 money", "the profile has no money")
			}
		})
	}
	return s
}

func (r *parser) tableOf(to *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		name := r.text(n)
		*to = name
		r.checks = append(r.checks, func() {
			if !slices.ContainsFunc(r.p.tables, func(t table) bool { return t.name == name }) {
				r.fault(n, "tables 里没有 %s", "tables has no %s", name)
			}
		})
	}
}

// private checks later that nothing personal is written: a personal column may be looked up in a
// table, and the person of a fact may come of one; as it stands it is in no field.
func (r *parser) private(n *yaml.Node, s spec, isPerson bool) {
	r.checks = append(r.checks, func() {
		parts := append(slices.Clone(s.join), s)
		for i := 0; i < len(parts); i++ {
			parts = append(parts, parts[i].join...)
			if or := parts[i].or; or != nil {
				parts = append(parts, *or)
			}
		}
		for _, part := range parts {
			switch personal := slices.Contains(r.p.Personal, part.column); {
			case part.as == asIdentity && !(isPerson && personal && len(s.join) == 0):
				r.fault(n, "identity 只用于 person，其列须列在 personal 里", "identity is for person alone, of a column that is personal")
			case personal && part.table == "" && !(isPerson && len(s.join) == 0):
				r.fault(n, "“%s”是个人信息，不得写入；可经 table 换成代码，或用于 person", "%q is personal and must not be written; a table may turn it into a code, or it may be the person", part.column)
			}
		}
	})
}
