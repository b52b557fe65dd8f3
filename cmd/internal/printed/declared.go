package printed

import (
	"slices"
	"strconv"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/clerk"
	"github.com/fundledger/fundledger/cmd/internal/rows"
)

// The columns of the declared form, in their order here. Others, such as difference and verdict, are what
// somebody else found: they are not believed.
var declaredWords = [][]string{
	{"document", "文件", "出处"}, {"scope", "范围", "口径"}, {"unit", "单位"}, {"check", "校验", "关系"}, {"term", "项", "项目"},
	{"sign", "符号"}, {"printed", "印数", "公布数", "所印数"},
}

const (
	ofDocument = iota
	ofScope
	ofUnit
	ofCheck
	ofTerm
	ofSign
	ofPrinted
)

// declaredForm returns the row of headings of the declared form, and its columns.
func declaredForm(g rows.Grid) (row int, columns []int, is bool) {
	for i := range min(len(g.Rows), mostAbove) {
		if columns, all := find(g.Rows[i], declaredWords); all {
			return i, columns, true
		}
	}
	return 0, nil, false
}

// mostAbove is how many rows of titles stand above headings.
const mostAbove = 20

// find returns which columns have a heading of each list; all is false if one is missing.
func find(row rows.GridRow, words [][]string) (columns []int, all bool) {
	all = true
	for _, w := range words {
		at := slices.IndexFunc(row.Cells, func(cell string) bool { return slices.Contains(w, bare(cell)) })
		columns, all = append(columns, at), all && at >= 0
	}
	return columns, all
}

// declared reads the declared form: rows of one document, scope and check that follow each other are one
// sum, whose total has the sign =. Totals of income and expense, and balances, that are named again in the
// same document and scope are tied as well; so are years that follow each other.
func (p *Printed) declared(g rows.Grid, head int, columns []int) {
	var open *Relation
	total := false
	group := ""
	byScope := map[string][]int{}
	var scopes []string
	close := func() {
		if open != nil && total && len(open.Terms) > 0 {
			p.relate(*open)
		}
		open, total = nil, false
	}
	for _, row := range g.Rows[head+1:] {
		text := func(column int) string { return strings.TrimSpace(at(row, columns[column])) }
		unit, known := UnitOf(text(ofUnit))
		if !known {
			unit = Unit{Name: text(ofUnit), Base: Base(bare(text(ofUnit)))}
		}
		of, name := strings.TrimSpace(text(ofDocument)+" "+text(ofScope)), text(ofTerm)
		if key := text(ofDocument) + "\x00" + text(ofScope) + "\x00" + text(ofCheck); key != group {
			close()
			group = key
		}
		place := placeOf(g, row.Number, columns[ofPrinted])
		figure, ok := p.put(of, name, text(ofPrinted), unit, place)
		if !ok {
			if open = nil; IsVoid(text(ofPrinted)) {
				p.Unread = append(p.Unread, Unread{of, name, text(ofPrinted), place})
			}
			group = ""
			continue
		}
		scope := text(ofDocument) + "\x00" + text(ofScope)
		if byScope[scope] == nil {
			scopes = append(scopes, scope)
		}
		byScope[scope] = append(byScope[scope], figure)
		if open == nil {
			open = &Relation{Kind: Parts}
		}
		switch sign := bare(text(ofSign)); sign {
		case "+", "-":
			open.Terms = append(open.Terms, Term{Figure: figure, Minus: sign == "-"})
		case "=":
			open.Total, open.Kind = figure, kindOf(text(ofTerm), open)
			total = true
			close()
		default:
			p.Unread = append(p.Unread, Unread{of, name, text(ofSign), placeOf(g, row.Number, columns[ofSign])})
		}
	}
	close()
	p.again(scopes, byScope, g, columns)
}

// kindOf returns what a declared sum is, by the words of its total and its signs.
func kindOf(total string, r *Relation) Kind {
	minus := slices.ContainsFunc(r.Terms, func(t Term) bool { return t.Minus })
	switch c := readLabel(total).code; {
	case c == end:
		return Roll
	case c == surplus && minus:
		return Surplus
	}
	return Parts
}

// again ties what is named twice within a scope, and years within a document.
func (p *Printed) again(scopes []string, byScope map[string][]int, g rows.Grid, columns []int) {
	terms := map[int]string{} // by row
	for _, row := range g.Rows {
		terms[row.Number] = at(row, columns[ofTerm])
	}
	books := map[string]map[code]int{}
	for _, scope := range scopes {
		p.align(byScope[scope])
		first := map[string]int{}
		books[scope] = map[code]int{}
		for _, f := range byScope[scope] {
			l := readLabel(terms[p.Figures[f].Place.Row])
			key := l.words
			if l.code != "" {
				key = l.scope + " " + string(l.code)
				if l.sums == clerk.Since { // 小计 is less than 合计 where something stands between them
					key += " since"
				}
				if l.scope == "" {
					books[scope][l.code] = f
				}
			}
			before, twice := first[key]
			if !twice {
				first[key] = f
				continue
			}
			if l.code != "" || !p.beside(before, f) {
				p.relate(Relation{Kind: Same, Total: f, Terms: []Term{{Figure: before}}})
			}
		}
	}
	for _, scope := range scopes {
		if year := yearIn.FindString(scope[strings.Index(scope, "\x00"):]); year != "" {
			for _, before := range scopes {
				if isYearBefore(before, scope) {
					p.carry(map[string]map[code]int{"": books[before]}, map[string]map[code]int{"": books[scope]})
				}
			}
		}
	}
}

// beside reports whether two lines of one name, such as 其他 of income and of expense, are not the same
// figure: each is a part of a sum of its own.
func (p *Printed) beside(a, b int) bool {
	isPart := func(f int) bool {
		return slices.ContainsFunc(p.Relations, func(r Relation) bool {
			return slices.ContainsFunc(r.Terms, func(t Term) bool { return t.Figure == f })
		})
	}
	isTotal := func(f int) bool {
		return slices.ContainsFunc(p.Relations, func(r Relation) bool { return r.Total == f })
	}
	return isPart(a) && isPart(b) && !isTotal(a) && !isTotal(b)
}

// isYearBefore reports whether a scope of the same document is of the year before, whatever it says of it
// otherwise: 2023执行 is before 2024预算.
func isYearBefore(before, scope string) bool {
	a, ofA, _ := strings.Cut(before, "\x00")
	b, ofB, _ := strings.Cut(scope, "\x00")
	yearA, _ := strconv.Atoi(yearIn.FindString(ofA))
	yearB, _ := strconv.Atoi(yearIn.FindString(ofB))
	return a == b && yearA != 0 && yearA+1 == yearB
}
