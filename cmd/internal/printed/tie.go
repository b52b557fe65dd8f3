package printed

import (
	"slices"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/clerk"
)

// tie adds the relations of a table.
func (p *Printed) tie(t *table) {
	for _, s := range t.sides {
		all := bonds(s.lines)
		for _, b := range all {
			p.bond(&s, b)
		}
		for _, column := range s.columns {
			if h := s.titles[column]; h.role > budget && h.role < unitColumn {
				p.derived(&s, column, all)
			}
		}
		p.across(&s)
	}
	p.balances(t)
	p.sides(t)
}

// bond adds the relations of a bond, one a column. Of 其中 it is known that the parts are all there is if
// they are in another column.
func (p *Printed) bond(s *side, b bond) {
	var found []Relation
	whole := false
	for _, column := range s.columns {
		if h := s.titles[column]; h.role > budget && h.role != sharing && h.role != changing {
			continue
		}
		r := Relation{Kind: b.kind, AtMost: b.free, Rounded: s.titles[column].role == sharing} // nobody makes shares tie
		total, has := s.lines[b.total].figures[column]
		if !has {
			continue
		}
		r.Total = total
		for _, at := range b.terms {
			if f, has := s.lines[at].figures[column]; has && p.Figures[f].Unit.Base == p.Figures[total].Unit.Base {
				r.Terms = append(r.Terms, Term{Figure: f})
			}
		}
		if len(r.Terms) == 0 {
			continue
		}
		if b.free && judge(p.Figures, r).State == Tied && p.Figures[total].Value.Sign() != 0 {
			whole = true
		}
		found = append(found, r)
	}
	for _, r := range found {
		if whole {
			r.Kind, r.AtMost = Parts, false
		}
		p.relate(r)
	}
}

// across adds the relations within a line: a total of columns, income less expense, one figure in two units.
func (p *Printed) across(s *side) {
	for _, l := range s.lines {
		book := map[string]map[code]int{}
		for i, column := range s.columns {
			h := s.titles[column]
			total, has := l.figures[column]
			if !has || h.role > budget {
				continue
			}
			if h.code != "" && h.sums == clerk.Nothing {
				enter(book, h.scope, h.code, total)
			}
			for _, other := range s.columns[i+1:] {
				if f, has := l.figures[other]; has && h.sameIn(s.titles[other]) {
					p.relate(Relation{Kind: Same, Total: total, Terms: []Term{{Figure: f}}})
				}
			}
			if h.sums != clerk.Nothing {
				p.columnsOf(s, l, i, total)
			}
		}
		p.book(book)
	}
}

// sameIn reports whether a column has the same figures in another unit.
func (t title) sameIn(o title) bool {
	return o.words == t.words && o.year == t.year && o.role == t.role && o.unit != t.unit && o.unit.Base == t.unit.Base
}

// columnsOf adds the total of the columns of a line: of those before it, or behind it if it is the first.
// Years are not added up.
func (p *Printed) columnsOf(s *side, l line, total, figure int) {
	columns := s.columns[:total]
	if total == 0 {
		columns = s.columns[1:]
	}
	h := s.titles[s.columns[total]]
	r := Relation{Kind: Parts, Total: figure}
	for _, column := range columns {
		o := s.titles[column]
		if o.role > budget || o.sums != clerk.Nothing || o.year != h.year {
			continue
		}
		if f, has := l.figures[column]; has && p.Figures[f].Unit.Base == p.Figures[figure].Unit.Base {
			r.Terms = append(r.Terms, Term{Figure: f})
		}
	}
	if len(r.Terms) > 1 {
		p.relate(r)
	}
}

// enter takes a figure as a line of a fund. A total that is more counts instead of a smaller sum: 合计
// instead of 小计, which stands above it.
func enter(book map[string]map[code]int, scope string, c code, figure int) {
	if book[scope] == nil {
		book[scope] = map[code]int{}
	}
	book[scope][c] = figure
}

// book adds the relations between the lines of each fund, and those of a fund with its parts and of all
// funds with each.
func (p *Printed) book(book map[string]map[code]int) {
	scopes := make([]string, 0, len(book))
	for scope := range book {
		scopes = append(scopes, scope)
	}
	slices.Sort(scopes)
	for _, scope := range scopes {
		p.fund(book[scope])
	}
	for _, c := range []code{income, expense, surplus, begin, end, insured} {
		for _, whole := range scopes {
			total, has := book[whole][c]
			if !has {
				continue
			}
			for _, of := range [][]string{{whole + "/pool", whole + "/personal"}, {"310", "390"}} {
				if of[0] == "310" && whole != "all" {
					continue
				}
				a, hasA := book[of[0]][c]
				b, hasB := book[of[1]][c]
				if hasA && hasB {
					p.relate(Relation{Kind: Parts, Total: total, Terms: []Term{{Figure: a}, {Figure: b}}})
				}
			}
		}
	}
}

// fund adds the relations between the lines of a fund.
func (p *Printed) fund(lines map[code]int) {
	has := func(codes ...code) bool {
		return !slices.ContainsFunc(codes, func(c code) bool { _, is := lines[c]; return !is })
	}
	add := func(kind Kind, factor int64, total code, terms ...Term) {
		p.relate(Relation{Kind: kind, Total: lines[total], Terms: terms, Factor: factor})
	}
	plus := func(c code) Term { return Term{Figure: lines[c]} }
	minus := func(c code) Term { return Term{Figure: lines[c], Minus: true} }
	under := func(c code) Term { return Term{Figure: lines[c], Under: true} }
	if has(surplus, income, expense) {
		add(Surplus, 0, surplus, plus(income), minus(expense))
	}
	switch {
	case has(end, begin, income, expense):
		add(Roll, 0, end, plus(begin), plus(income), minus(expense))
	case has(end, begin, surplus):
		add(Roll, 0, end, plus(begin), plus(surplus))
	}
	if has(months, end, expense) {
		add(Months, 12, months, plus(end), under(expense))
	}
	switch {
	case has(surplusRate, surplus, income):
		add(Quotient, 100, surplusRate, plus(surplus), under(income))
	case has(surplusRate, income, expense):
		add(Quotient, 100, surplusRate, plus(income), minus(expense), under(income))
	}
	if has(assets, claims) {
		add(Sides, 0, assets, plus(claims))
	}
	if has(insured, working, retired) {
		add(Parts, 0, insured, plus(working), plus(retired))
	}
}

// balances adds the relations between the lines of each fund in each column of figures, and those between
// one year and the next.
func (p *Printed) balances(t *table) {
	books := map[int]map[string]map[code]int{} // by the number of the column on its side
	var titles []title
	width := 0
	for _, s := range t.sides {
		width = max(width, len(s.columns))
	}
	for n := range width {
		book := map[string]map[code]int{}
		h := title{}
		for _, s := range t.sides {
			if n >= len(s.columns) || s.titles[s.columns[n]].role > budget {
				continue
			}
			h = s.titles[s.columns[n]]
			for _, l := range s.lines {
				if f, has := l.figures[s.columns[n]]; has && l.code != "" && h.code == "" {
					enter(book, l.scope, l.code, f)
				}
			}
		}
		books[n] = book
		titles = append(titles, h)
		p.book(book)
	}
	for n, h := range titles {
		if h.year == 0 {
			continue
		}
		before := yearBefore(titles, n)
		if before < 0 {
			continue
		}
		p.carry(books[before], books[n])
	}
	p.years(t)
}

// carry adds what a year has from the one before.
func (p *Printed) carry(before, after map[string]map[code]int) {
	for _, scope := range sorted(after) {
		now, then := after[scope], before[scope]
		last, hasLast := then[end]
		opening, hasOpening := now[begin]
		closing, hasClosing := now[end]
		left, hasLeft := now[surplus]
		in, hasIn := now[income]
		out, hasOut := now[expense]
		switch {
		case !hasLast:
		case hasOpening:
			p.relate(Relation{Kind: Carried, Total: opening, Terms: []Term{{Figure: last}}})
		case hasClosing && hasIn && hasOut:
			p.relate(Relation{Kind: Roll, Total: closing, Terms: []Term{{Figure: last}, {Figure: in}, {Figure: out, Minus: true}}})
		case hasClosing && hasLeft:
			p.relate(Relation{Kind: Roll, Total: closing, Terms: []Term{{Figure: last}, {Figure: left}}})
		}
	}
}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// years ties the lines of a table whose lines are years.
func (p *Printed) years(t *table) {
	for _, s := range t.sides {
		byYear := map[string]map[string]map[code]int{}
		for _, l := range s.lines {
			year := strings.TrimSuffix(strings.TrimSuffix(l.words, "度"), "年")
			if len(year) != 4 || yearIn.FindString(year) == "" {
				continue
			}
			book := map[string]map[code]int{}
			for _, column := range s.columns {
				if h := s.titles[column]; h.code != "" && h.role <= budget && h.sums == clerk.Nothing {
					if f, has := l.figures[column]; has {
						enter(book, h.scope, h.code, f)
					}
				}
			}
			byYear[year] = book
		}
		for _, year := range sorted(byYear) {
			if before, has := byYear[yearAfter(year, -1)]; has {
				p.carry(before, byYear[year])
			}
		}
	}
}

// sides ties the totals of both sides of a table.
func (p *Printed) sides(t *table) {
	if len(t.sides) != 2 {
		return
	}
	for n := range min(len(t.sides[0].columns), len(t.sides[1].columns)) {
		var totals []int
		for _, s := range t.sides {
			for _, l := range s.lines {
				if f, has := l.figures[s.columns[n]]; has && l.grand {
					totals = append(totals, f)
				}
			}
		}
		if len(totals) == 2 {
			p.relate(Relation{Kind: Sides, Total: totals[0], Terms: []Term{{Figure: totals[1]}}})
		}
	}
}
