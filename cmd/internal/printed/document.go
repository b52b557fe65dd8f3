package printed

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/lang"
)

// OfDocument reads every figure of a document that has the key of an indicator: in paragraphs, in the cells
// of tables, in charts, where what is printed beside a bar must be what it is drawn as. Figures of one key
// are one figure, whatever unit they are printed in: each was rounded by itself, from the one that is
// printed finest.
func OfDocument(d paper.Document) Printed {
	r := reader{lang: d.Lang}
	chapter := ""
	paragraph := 0
	for _, b := range d.Blocks {
		switch b := b.(type) {
		case paper.Heading:
			chapter, paragraph = b.Text, 0
		case paper.Paragraph:
			paragraph++
			place := Place{Part: lang.F("%s 第 %d 段", "%s, paragraph %d", chapter, paragraph).In(d.Lang)}
			for _, run := range b.Runs {
				r.take(run.Figure, "", run.Text, Unit{}, place)
			}
		case paper.Table:
			r.table(b)
		case paper.Chart:
			r.chart(b)
		case paper.Proof, paper.PageBreak:
		}
	}
	r.same()
	return r.Printed
}

// reader reads a document.
type reader struct {
	Printed
	lang lang.Lang
}

// take takes a text as the figure of a key, in the unit that is said beside it if it has none of its own.
func (r *reader) take(key, name, text string, unit Unit, place Place) {
	if key == "" || IsVoid(text) {
		return
	}
	number, sign := text, int64(1)
	for _, w := range growthWords {
		switch rest, is := strings.CutPrefix(text, w.word); {
		case is && rest != "":
			number, sign = rest, w.sign
		case is && w.sign == 0:
			number = "0.00%"
		}
	}
	f, ok := readFigure(number, unit) // a published figure may have any unit
	if !ok || sign == 0 && number != "0.00%" || f.Unit.Base == Unsaid {
		r.Unread = append(r.Unread, Unread{Name: key, Text: text, Place: place})
		return
	}
	f.Value = f.Value.Mul(decimal.NewFromInt(sign))
	if sign == 0 {
		f.Value = decimal.Zero
	}
	f.Key, f.Name, f.Text, f.Place = key, strings.TrimSpace(name+" "+key), text, place
	r.Figures = append(r.Figures, f)
}

// growthWords stand before the size of a change, or in place of one that rounds to nothing.
var growthWords = []struct {
	word string
	sign int64
}{{"增长", 1}, {"下降", -1}, {"持平", 0}, {"up ", 1}, {"down ", -1}, {"unchanged", 0}}

// table takes the figures of a table. Their unit is that of their column, of their row, of the table.
func (r *reader) table(t paper.Table) {
	units := make([]Unit, len(t.Columns))
	ofRow := -1
	for i, c := range t.Columns {
		h := readTitle(c.Title)
		units[i] = h.unit
		if h.role == unitColumn {
			ofRow = i
		}
	}
	whole, has := unitAbove(t.Unit)
	if !has {
		whole, _ = unitNamed(t.Unit)
	}
	for _, row := range t.Rows {
		named := ""
		if len(row.Cells) > 0 {
			named = row.Cells[0].Text
		}
		for i, c := range row.Cells {
			unit := whole
			if ofRow >= 0 {
				if u, known := unitNamed(row.Cells[ofRow].Text); known {
					unit = u
				}
			}
			if i < len(units) && units[i] != (Unit{}) {
				unit = units[i]
			}
			title := ""
			if i < len(t.Columns) {
				title = t.Columns[i].Title
			}
			place := Place{Part: strings.TrimSpace(strings.Join([]string{t.Caption, named, title}, " "))}
			r.take(c.Figure, "", c.Text, unit, place)
		}
	}
}

// unitNamed returns the unit that is called so, also one that nobody else has; ok is false of none.
func unitNamed(text string) (u Unit, ok bool) {
	u, _ = UnitOf(text)
	u.Name = strings.TrimSpace(u.Name)
	return u, u.Base != Unsaid
}

// chart takes the figures of a chart: what is printed, and what is drawn.
func (r *reader) chart(c paper.Chart) {
	unit, _ := unitNamed(c.Unit)
	for _, s := range c.Series {
		for i, p := range s.Points {
			if !p.Known || p.Figure == "" {
				continue
			}
			label := ""
			if i < len(c.Labels) {
				label = c.Labels[i]
			}
			place := Place{Part: strings.Join([]string{c.Caption, s.Name, label}, " ")}
			r.take(p.Figure, "", p.Text, unit, place)
			drawn := decimal.New(p.Size, -2)
			r.take(p.Figure, lang.Text{ZH: "图形", EN: "drawn"}.In(r.lang), drawn.StringFixed(2), unit, place)
		}
	}
}

// same ties figures of one key, each to the one that is printed finest.
func (p *Printed) same() {
	finest := p.finest()
	for i, f := range p.Figures {
		if at := finest[f.Key]; at != i {
			p.relate(Relation{Kind: Same, Total: i, Terms: []Term{{Figure: at}}, Rounded: true})
		}
	}
}

// finest returns of each key the figure that is printed finest, the first of several.
func (p *Printed) finest() map[string]int {
	found := map[string]int{}
	for i, f := range p.Figures {
		if at, some := found[f.Key]; !some || f.Last.LessThan(p.Figures[at].Last) {
			found[f.Key] = i
		}
	}
	return found
}

// forms reads the tables of items whose figures have no keys, which are the statutory statements, as those of
// others are read, and ties them by the words of their lines. What is no number there is a text.
func forms(d paper.Document) Printed {
	var grids []rows.Grid
	for _, b := range d.Blocks {
		if t, is := b.(paper.Table); is && isForm(t) {
			grids = append(grids, gridOfTable(t))
		}
	}
	p := OfGrids(grids)
	p.Unread = nil
	for i := range p.Figures {
		f := &p.Figures[i]
		f.Place, f.Of = Place{Part: f.Of}, ""
	}
	return p
}

// isForm reports whether a table is one of items, none of whose figures has a key.
func isForm(t paper.Table) bool {
	for _, row := range t.Rows {
		if slices.ContainsFunc(row.Cells, func(c paper.Cell) bool { return c.Figure != "" }) {
			return false
		}
	}
	return len(t.Columns) > 0 && slices.Contains([]string{"项目", "item"}, bare(t.Columns[0].Title))
}

// gridOfTable returns the cells of a table with what stands above it.
func gridOfTable(t paper.Table) rows.Grid {
	titles := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		titles[i] = c.Title
	}
	g := rows.Grid{Rows: []rows.GridRow{
		{Number: 1, Cells: []string{t.Caption}}, {Number: 2, Cells: []string{t.Unit}}, {Number: 3, Cells: titles},
	}}
	for i, row := range t.Rows {
		cells := make([]string, len(row.Cells))
		for n, c := range row.Cells {
			cells[n] = c.Text
		}
		if len(cells) > 0 {
			cells[0] = strings.Repeat(" ", 2*row.Level) + cells[0]
		}
		g.Rows = append(g.Rows, rows.GridRow{Number: 4 + i, Cells: cells})
	}
	return g
}

// join adds what stands elsewhere.
func (p *Printed) join(o Printed) {
	base := len(p.Figures)
	p.Figures = append(p.Figures, o.Figures...)
	for _, r := range o.Relations {
		terms := make([]Term, len(r.Terms))
		for i, t := range r.Terms {
			t.Figure += base
			terms[i] = t
		}
		r.Total, r.Terms = r.Total+base, terms
		p.Relations = append(p.Relations, r)
	}
	p.Unread = append(p.Unread, o.Unread...)
}
