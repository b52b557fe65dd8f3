package workbook

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/wide"
)

// tableWriter writes the rows of a table.
type tableWriter struct {
	book  *book
	made  *made
	table Table
	*sheet
	cells []any
}

// add writes a row, on another sheet if this one is full.
func (w *tableWriter) add(row []report.Cell) error {
	if w.sheet != nil && w.row == w.book.rows-1 { // the last row is for the total
		if err := w.close(); err != nil {
			return err
		}
	}
	if w.sheet == nil {
		if err := w.open(); err != nil {
			return err
		}
	}
	w.made.rows++
	index := int(w.made.rows) - 1
	strong := index < len(w.table.Strong) && w.table.Strong[index]
	for _, c := range w.made.columns {
		v, err := w.book.value(row[c.at].Listed(), look{grid: true, right: c.right, bold: strong})
		if err != nil {
			return named(err, w.book.heading(c.Column))
		}
		if formula, ok := w.subtotal(index, c); ok && v.number {
			v.Formula = formula
		}
		w.put(c, v, look{grid: true, bold: strong})
		if v.number {
			c.sum = c.sum.Plus(wide.Of(v.fen))
			c.added.add(v.fen, w.made.rows)
		}
		if v.long {
			c.long = true
			w.made.long = append(w.made.long, fmt.Sprintf("%s!%s", w.name, at(c.to, w.row+1)))
		}
	}
	return w.sheet.add(0, w.cells...)
}

// put puts a value into the row that is written next, and beside it what it is in another unit.
func (w *tableWriter) put(c *column, v value, l look) {
	w.cells[c.to-1] = v.Cell
	if !w.book.doubles(c) {
		return
	}
	w.cells[c.to] = excelize.Cell{StyleID: w.book.looks.of(l)}
	if v.number {
		unit := w.book.style.Unit
		w.cells[c.to] = excelize.Cell{
			StyleID: w.book.looks.of(l.in(w.book.inUnit())), Value: in(unit, v.fen),
			Formula: fmt.Sprintf("ROUND(%s/%d,2)", at(c.to, w.row+1), perHundredth(unit)),
		}
	}
}

// open begins a sheet with title, facts and headings.
func (w *tableWriter) open() error {
	b, m := w.book, w.made
	name := m.name
	if len(m.spans) > 0 {
		name = b.name(name)
	}
	var widths []int
	var heads []any
	for _, c := range m.columns {
		head := look{head: true}
		heads, widths = append(heads, b.cell(b.heading(c.Column), head)), append(widths, min(c.width+2, 60))
		if b.doubles(c) {
			unit, _ := report.UnitName(b.style.Unit)
			heads = append(heads, b.cell(b.say("%[1]s（%[2]s）", "%s (%s)", b.heading(c.Column), unit), head))
			widths = append(widths, max(c.width-1, width(b.heading(c.Column))+8, 14))
		}
	}
	s, err := b.sheet(name, headRows, widths...)
	if err != nil {
		return err
	}
	w.sheet, w.cells = s, make([]any, len(heads))
	m.spans = append(m.spans, span{sheet: name, first: headRows + 1})
	if err := s.add(24, b.cell(b.title(w.table.Table), look{bold: true, size: 14})); err != nil {
		return err
	}
	if err := s.add(0, b.cell(b.facts(w.table.Table, m), look{grey: true})); err != nil {
		return err
	}
	return s.add(30, heads...)
}

// close ends a sheet.
func (w *tableWriter) close() error {
	m := w.made
	here := &m.spans[len(m.spans)-1]
	if here.last == 0 {
		here.last = w.row
	}
	ref := fmt.Sprintf("A%d:%s", headRows, at(len(w.cells), max(here.last, headRows)))
	if err := w.book.file.AutoFilter(w.name, ref, nil); err != nil {
		return err
	}
	if w.table.Chart != nil && len(m.spans) == 1 {
		if err := w.chart(*w.table.Chart); err != nil {
			return err
		}
	}
	err := w.sheet.end(headRows, true)
	w.sheet = nil
	return err
}

// end writes the total, and ends the table.
func (w *tableWriter) end() error {
	m := w.made
	if w.sheet == nil {
		if err := w.open(); err != nil {
			return err
		}
	}
	m.spans[len(m.spans)-1].last = w.row
	if m.rows == 0 {
		m.spans[len(m.spans)-1].last = headRows
		if err := w.sheet.add(0, w.book.cell(w.book.say("（没有数据）", "(no rows)"), look{grey: true})); err != nil {
			return err
		}
	}
	if w.table.Total != nil {
		if err := w.total(); err != nil {
			return err
		}
	}
	return w.close()
}

// totals is how a total looks.
var totals = look{bold: true, above: true}

// total writes the total. What is the sum of its column to the fen is a formula.
func (w *tableWriter) total() error {
	m := w.made
	for _, c := range m.columns {
		cell := w.table.Total[c.at].Listed()
		l := totals
		l.right = c.right
		v, err := w.book.value(cell, l)
		if err != nil {
			return named(err, w.book.heading(c.Column))
		}
		_, c.total = cell.Figure()
		c.plain = v.number && !c.long && m.rows > 0 && wide.Of(v.fen) == c.sum
		if formula, ok := m.sum(c); c.plain && ok {
			v.Formula = formula
		}
		if v.long {
			m.long = append(m.long, fmt.Sprintf("%s!%s", w.name, at(c.to, w.row+1)))
		}
		w.put(c, v, l)
	}
	if err := w.sheet.add(0, w.cells...); err != nil {
		return err
	}
	m.total = w.row
	return nil
}
