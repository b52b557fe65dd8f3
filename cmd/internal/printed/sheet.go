package printed

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/cmd/internal/sheets"
)

// Printed is what stands in files: figures, how they are related, and what could not be read.
type Printed struct {
	Figures   []Figure
	Relations []Relation
	Unread    []Unread
}

// Unread is a cell where a figure was to stand and none could be read.
type Unread struct {
	Of, Name, Text string
	Place          Place
}

// OfGrids reads the tables of published files: the declared form, whose columns are document, scope, unit,
// check, term, sign, printed; rows of named figures (name, value, unit); tables with lines, which may have
// two sides or more. What the words of lines and columns do not say stays untied. Last year's column is
// tied to last year's issue if that is among the files.
func OfGrids(grids []rows.Grid) Printed {
	var p Printed
	var all []*table
	for _, g := range grids {
		if at, columns, is := declaredForm(g); is {
			p.declared(g, at, columns)
			continue
		}
		if at, columns, is := namedForm(g); is {
			p.named(g, at, columns)
			continue
		}
		for _, t := range tablesOf(g) {
			p.read(t)
			all = append(all, t)
		}
	}
	for _, t := range all {
		p.tie(t)
	}
	p.issues(all)
	return p
}

// at returns what stands in a cell; nothing beyond the end of a row.
func at(row rows.GridRow, column int) string {
	if column < 0 || column >= len(row.Cells) {
		return ""
	}
	return row.Cells[column]
}

func placeOf(g rows.Grid, row, column int) Place {
	return Place{File: g.File, Sheet: g.Sheet, Row: row, Column: sheets.Letters(column)}
}

// put takes a cell as a figure and returns which one; ok is false if it has none. What is no number is told.
func (p *Printed) put(of, name, text string, unit Unit, place Place) (figure int, ok bool) {
	if IsVoid(text) {
		return 0, false
	}
	f, ok := ReadFigure(text, unit)
	if !ok {
		p.Unread = append(p.Unread, Unread{of, name, strings.TrimSpace(text), place})
		return 0, false
	}
	f.Of, f.Name, f.Place = of, name, place
	p.Figures = append(p.Figures, f)
	return len(p.Figures) - 1, true
}

// align gives figures of one unit that stand together the digits of the one that has most: a spreadsheet
// program leaves out zeros at the end, so that 14069.5 beside 7512.06 is 14069.50.
func (p *Printed) align(figures []int) {
	finest := map[Unit]decimal.Decimal{}
	for _, i := range figures {
		f := p.Figures[i]
		u := Unit{"", f.Unit.Base, f.Unit.Power}
		if last, some := finest[u]; !some || f.Last.LessThan(last) {
			finest[u] = f.Last
		}
	}
	for _, i := range figures {
		f := &p.Figures[i]
		f.Last = finest[Unit{"", f.Unit.Base, f.Unit.Power}]
	}
}

// relate adds a relation, unless a figure would follow from itself.
func (p *Printed) relate(r Relation) {
	for _, t := range r.Terms {
		if t.Figure == r.Total {
			return
		}
	}
	p.Relations = append(p.Relations, r)
}
