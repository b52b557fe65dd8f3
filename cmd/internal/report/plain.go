package report

import (
	"bufio"
	"slices"
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"

	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// gap is what stands between two columns.
const gap = "  "

// grid is the part of a table that is lined up.
type grid struct {
	b      *bufio.Writer
	screen *runewidth.Condition
	widths []int  // of the columns, on the screen
	right  []bool // the columns of numbers, with their headings and blanks
}

// Seen returns the table as people see it: without the columns and facts that are not for
// them, and with the cells that they read.
func (t Table) Seen() Table {
	out := t
	out.Facts, out.Columns, out.Rows, out.Total = nil, nil, make([][]Cell, len(t.Rows)), nil
	for _, f := range t.Facts {
		if f.Value.seen == nil || *f.Value.seen != (Cell{}) {
			out.Facts = append(out.Facts, Fact{f.Key, f.Title, f.Value.read()})
		}
	}
	for i, c := range t.Columns {
		filled := func(row []Cell) bool { return row[i].read() != Cell{} && row[i].read() != Amount(money.Sum{}) }
		if c.Show == Never || c.Show == Filled && len(t.Rows) > 0 && !slices.ContainsFunc(t.Rows, filled) {
			continue
		}
		out.Columns = append(out.Columns, c)
		for r, row := range t.Rows {
			out.Rows[r] = append(out.Rows[r], row[i].read())
		}
		if t.Total != nil {
			out.Total = append(out.Total, t.Total[i].read())
		}
	}
	return out
}

// writePlain writes the table for people; b keeps the error.
func (t Table) writePlain(b *bufio.Writer, s Style) {
	if !t.Title.IsZero() {
		line(b, Visible(t.Title.In(s.Lang)))
	}
	for _, fact := range t.Facts {
		line(b, Caption(s.Lang, Visible(fact.Title.In(s.Lang)), fact.Value.Plain(s)))
	}
	if t.HasAmount() {
		unit, _ := UnitName(s.Unit)
		line(b, Caption(s.Lang, lang.Text{ZH: "单位", EN: "unit"}.In(s.Lang), unit.In(s.Lang)))
	}
	line(b, "")
	t.writeGrid(b, s)
	if len(t.Notes) > 0 || !t.Basis.IsZero() {
		line(b, "")
	}
	if !t.Basis.IsZero() {
		line(b, Caption(s.Lang, lang.Text{ZH: "口径", EN: "basis"}.In(s.Lang), Visible(t.Basis.In(s.Lang))))
	}
	for i, note := range t.Notes {
		label := lang.Text{ZH: "注", EN: "note"}
		if len(t.Notes) > 1 {
			label = lang.F("%s%d", "%s %d", label, i+1)
		}
		line(b, Caption(s.Lang, label.In(s.Lang), Visible(note.In(s.Lang))))
	}
}

// writeGrid writes heading, rows and total between their rules.
func (t Table) writeGrid(b *bufio.Writer, s Style) {
	titles := make([]Cell, len(t.Columns))
	for i, c := range t.Columns {
		titles[i] = Blank(c.Title) // has no alignment of its own
	}
	g := grid{
		b: b,
		// Ambiguous characters are narrow here in every locale.
		screen: &runewidth.Condition{StrictEmojiNeutral: true},
		widths: make([]int, len(t.Columns)),
		right:  make([]bool, len(t.Columns)),
	}
	for _, row := range slices.Concat([][]Cell{titles}, t.Rows, t.Feet()) {
		for i, c := range row {
			g.widths[i] = max(g.widths[i], g.screen.StringWidth(c.Plain(s)))
		}
	}
	for i := range g.right {
		g.right[i] = t.Numeric(i)
	}
	g.row(titles, s)
	g.rule()
	for _, row := range t.Rows {
		g.row(row, s)
	}
	if len(t.Rows) == 0 {
		line(b, lang.Text{ZH: "（没有数据）", EN: "(no rows)"}.In(s.Lang))
	}
	for _, foot := range t.Feet() {
		g.rule()
		g.row(foot, s)
	}
}

// row writes one line of cells.
func (g grid) row(cells []Cell, s Style) {
	var l strings.Builder
	for i, c := range cells {
		text := c.Plain(s)
		pad := strings.Repeat(" ", g.widths[i]-g.screen.StringWidth(text))
		if i > 0 {
			l.WriteString(gap)
		}
		if c.numeric() || c.kind == IsBlank && g.right[i] {
			l.WriteString(pad + text)
		} else {
			l.WriteString(text + pad)
		}
	}
	line(g.b, l.String())
}

// rule writes a line under every column.
func (g grid) rule() {
	rules := make([]string, len(g.widths))
	for i, w := range g.widths {
		rules[i] = strings.Repeat("-", w)
	}
	line(g.b, strings.Join(rules, gap))
}

// Feet returns the foot row, if any, as rows.
func (t Table) Feet() [][]Cell {
	if t.Total == nil {
		return nil
	}
	return [][]Cell{t.Total}
}

// Numeric reports whether a column has numbers, and in its rows nothing else.
func (t Table) Numeric(i int) bool {
	numbers := t.Total != nil && t.Total[i].numeric()
	for _, row := range t.Rows {
		if row[i].kind != IsBlank && !row[i].numeric() {
			return false
		}
		numbers = numbers || row[i].numeric()
	}
	return numbers
}

// HasAmount reports whether the table shows an amount anywhere.
func (t Table) HasAmount() bool {
	isAmount := func(c Cell) bool { return c.kind == IsAmount }
	return slices.ContainsFunc(t.Facts, func(f Fact) bool { return isAmount(f.Value) }) ||
		slices.ContainsFunc(t.Rows, func(row []Cell) bool { return slices.ContainsFunc(row, isAmount) }) ||
		slices.ContainsFunc(t.Total, isAmount)
}

// line writes a line without spaces at its end; b keeps the error.
func line(b *bufio.Writer, s string) {
	b.WriteString(strings.TrimRightFunc(s, unicode.IsSpace))
	b.WriteByte('\n')
}
