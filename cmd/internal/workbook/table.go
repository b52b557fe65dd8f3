package workbook

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
)

// headRows are the rows of a table's sheet above its own: title, facts, headings.
const headRows = 3

// seenFirst is how many rows are looked at before the first is written: they say how wide
// columns are, and which are of amounts.
const seenFirst = 1000

// made is what was written of a table.
type made struct {
	name    string
	columns []*column
	rows    int64
	spans   []span
	total   int      // the row of the total on the last sheet; 0: there is none
	long    []string // the cells of numbers that are text
}

// span is the rows of a table on one sheet.
type span struct {
	sheet       string
	first, last int
}

// column is a column of a sheet.
type column struct {
	report.Column
	at    int // in the table
	to    int // on the sheet, from 1
	width int
	money bool // it has amounts
	right bool // and what is not known of them stands at the right, as they do

	sum   wide.Int // of its numbers
	added adder
	long  bool // it has a number that is text
	total bool // there is a figure under it
	plain bool // which is the sum of the column
}

// letter is what a column of a sheet is called.
func letter(n int) string {
	name, _ := excelize.ColumnNumberToName(n) // an error is for numbers below 1
	return name
}

// table writes the sheets of a table.
func (b *book) table(t Table) error {
	if err := t.Check(); err != nil {
		return err
	}
	next, stop := iter.Pull2(t.all())
	defer stop()
	first, whole, err := some(next)
	if err != nil {
		return err
	}
	m := &made{name: b.name(b.title(t.Table))}
	b.made = append(b.made, m)
	if err := b.choose(m, t.Table, first, whole); err != nil {
		return err
	}
	w := &tableWriter{book: b, made: m, table: t}
	for _, row := range first {
		if err := w.add(row); err != nil {
			return err
		}
	}
	for !whole {
		row, err, ok := next()
		if !ok {
			break
		}
		if err != nil {
			return err
		}
		if err := w.add(row); err != nil {
			return err
		}
	}
	return w.end()
}

// all are the rows of a table, each well formed.
func (t Table) all() iter.Seq2[[]report.Cell, error] {
	return func(yield func([]report.Cell, error) bool) {
		for _, row := range t.Rows {
			if !yield(row, nil) {
				return
			}
		}
		if t.Lines == nil {
			return
		}
		for row, err := range t.Lines {
			if err == nil {
				err = t.CheckRow(row)
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// some returns the first rows, and whether they are all.
func some(next func() ([]report.Cell, error, bool)) (rows [][]report.Cell, whole bool, err error) {
	for len(rows) < seenFirst {
		row, err, ok := next()
		if !ok || err != nil {
			return rows, true, err
		}
		rows = append(rows, slices.Clone(row))
	}
	return rows, false, nil
}

// title is what a table is called; one that people do not read has its key.
func (b *book) title(t report.Table) string {
	if t.Title.IsZero() {
		return t.Key
	}
	return t.Title.In(b.style.Lang)
}

// heading is what a column is called.
func (b *book) heading(c report.Column) string {
	if c.Title.IsZero() {
		return c.Key
	}
	return c.Title.In(b.style.Lang)
}

// choose chooses the columns of a sheet by the first rows of a table: those for machines are
// left out, and those in which nothing stands where these rows are the whole.
func (b *book) choose(m *made, t report.Table, first [][]report.Cell, whole bool) error {
	for i, c := range t.Columns {
		if c.Show == report.Never || c.Show == report.Filled && whole && len(first) > 0 && !filled(first, i) {
			continue
		}
		out := &column{Column: c, at: i, to: 1, width: min(width(b.heading(c)), 24)}
		if n := len(m.columns); n > 0 {
			before := m.columns[n-1]
			out.to = before.to + 1
			if b.doubles(before) {
				out.to++
			}
		}
		for _, row := range slices.Concat(first, t.Feet()) {
			v, err := b.value(row[i].Listed(), look{grid: true})
			if err != nil {
				return named(err, b.heading(c))
			}
			out.width = max(out.width, v.width)
			kind := row[i].Listed().Kind()
			out.money = out.money || kind == report.IsAmount
			out.right = out.right || kind == report.IsAmount || kind == report.IsCount || kind == report.IsNumber
		}
		if !whole && out.money {
			out.width = max(out.width, 20) // later rows may have larger amounts
		}
		m.columns = append(m.columns, out)
	}
	return nil
}

// filled reports whether something stands in a column of some rows, not counting amounts of zero.
func filled(rows [][]report.Cell, i int) bool {
	return slices.ContainsFunc(rows, func(row []report.Cell) bool {
		c := row[i].Listed()
		n, is := c.Figure()
		return c.Kind() != report.IsBlank && !(is && n == wide.Int{}) || !c.Words().IsZero() && c.Kind() == report.IsBlank
	})
}

// doubles reports whether a column has another beside it, with its amounts in another unit.
func (b *book) doubles(c *column) bool {
	return c.money && b.style.Unit != "" && b.style.Unit != money.Yuan
}

// facts are what stands under the title: the facts of the table and the unit.
func (b *book) facts(t report.Table, m *made) string {
	var said []string
	for _, f := range t.Facts {
		if value := f.Value.Listed().Words().In(b.style.Lang); value != "" {
			said = append(said, b.caption(f.Title, value))
		}
	}
	if slices.ContainsFunc(m.columns, func(c *column) bool { return c.money }) {
		said = append(said, b.caption(unitWord, b.say("元", "yuan")))
	}
	return strings.Join(said, b.say("　", "   "))
}

// unitWord is what the unit is called.
var unitWord = lang.Text{ZH: "单位", EN: "unit"}

// caption is a statement.
func (b *book) caption(title lang.Text, value string) string {
	return b.say("%[1]s：%[2]s", "%s: %s", title, value)
}

// at is a place on the sheet of a table.
func at(c int, row int) string { return fmt.Sprintf("%s%d", letter(c), row) }
