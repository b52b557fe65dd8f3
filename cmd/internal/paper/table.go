package paper

import (
	"slices"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Of returns a table of a report as a table of a document, as people see it: amounts in the unit
// of the style, which is said above it with the facts; the total strong; a blank with its reason;
// what the figures count, and the notes, below it. Every cell keeps its exact value. The table's
// ID is its key. One that does not fit on a page that stands is laid across.
func Of(t report.Table, s report.Style) Table {
	t = t.Seen()
	out := Table{ID: identifier(t.Key), Caption: t.Title.In(s.Lang), Unit: above(t, s)}
	if out.Caption == "" {
		out.Caption = t.Key
	}
	for i, c := range t.Columns {
		title := report.Visible(c.Title.In(s.Lang))
		if title == "" {
			title = c.Key
		}
		out.Columns = append(out.Columns, Column{Key: c.Key, Title: title, Numbers: t.Numeric(i)})
	}
	for _, row := range t.Rows {
		out.Rows = append(out.Rows, rowOf(row, s))
	}
	for _, foot := range t.Feet() {
		row := rowOf(foot, s)
		row.Strong = true
		out.Rows = append(out.Rows, row)
	}
	if !t.Basis.IsZero() {
		out.Notes = append(out.Notes, report.Caption(s.Lang, lang.Text{ZH: "口径", EN: "basis"}.In(s.Lang), report.Visible(t.Basis.In(s.Lang))))
	}
	for _, note := range t.Notes {
		out.Notes = append(out.Notes, report.Visible(note.In(s.Lang)))
	}
	out.Wide = true
	return out
}

// rowOf returns a row of a report as one of a document.
func rowOf(cells []report.Cell, s report.Style) Row {
	row := Row{}
	for _, c := range cells {
		row.Cells = append(row.Cells, Cell{Text: c.Plain(s), Value: c})
	}
	return row
}

// above is what is said above a table: its facts, and the unit of its amounts.
func above(t report.Table, s report.Style) string {
	var said []string
	for _, f := range t.Facts {
		if value := f.Value.Plain(s); value != "" {
			said = append(said, report.Caption(s.Lang, report.Visible(f.Title.In(s.Lang)), value))
		}
	}
	if t.HasAmount() {
		unit, _ := report.UnitName(s.Unit)
		said = append(said, report.Caption(s.Lang, lang.Text{ZH: "单位", EN: "unit"}.In(s.Lang), unit.In(s.Lang)))
	}
	return strings.Join(said, lang.Text{ZH: "　", EN: "   "}.In(s.Lang))
}

// Across reports whether a table is printed on a page laid across: it may be, and has no room on
// one that stands.
func (t Table) Across() bool { return t.Wide && t.width() > across }

// across is how wide a table may be on a page that stands, in columns of a terminal.
const across = 104

// width is how wide a table is, in columns of a terminal, with the room between its columns.
func (t Table) width() (n int) {
	for _, w := range t.Widths() {
		n += min(w, 36) + 2 // longer texts are broken
	}
	return n
}

// Widths returns how wide the widest text of each column is, its title too, in columns of a
// terminal: a Chinese character takes two. Two of them indent a row by one level.
func (t Table) Widths() []int {
	screen := &runewidth.Condition{StrictEmojiNeutral: true}
	out := make([]int, len(t.Columns))
	for i, c := range t.Columns {
		out[i] = screen.StringWidth(c.Title)
		for _, row := range t.Rows {
			w := screen.StringWidth(row.Cells[i].Text)
			if i == 0 {
				w += 2 * row.Level
			}
			out[i] = max(out[i], w)
		}
	}
	return out
}

// identifier makes a key an ID.
func identifier(key string) string {
	return strings.Map(func(r rune) rune {
		if isID(r) {
			return r
		}
		return '-'
	}, key)
}

// isID reports whether a character may stand in an ID.
func isID(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-'
}

// Total reports whether the last row of a table is a total of it: strong, as none before it is.
func (t Table) Total() bool {
	n := len(t.Rows)
	return n > 1 && t.Rows[n-1].Strong && !slices.ContainsFunc(t.Rows[:n-1], func(r Row) bool { return r.Strong })
}
