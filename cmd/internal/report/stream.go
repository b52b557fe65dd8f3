package report

import (
	"bufio"
	"fmt"
	"io"
	"iter"
)

// Stream writes the table as Write does, with rows that come one by one after
// t.Rows, and that JSON and CSV do not keep; Plain must see all rows to line them
// up. Errors: as Write; that of a row that is not well formed, and that of the
// rows themselves, after which the output is not complete.
func (t Table) Stream(w io.Writer, f Format, s Style, rows iter.Seq2[[]Cell, error]) error {
	if f != JSON && f != CSV {
		for row, err := range rows {
			if err != nil {
				return err
			}
			t.Rows = append(t.Rows, row)
		}
		return t.Write(w, f, s)
	}
	if err := t.Check(); err != nil {
		return fmt.Errorf("report %q: %w", t.Key, err)
	}
	b := bufio.NewWriter(w) // keeps the first error of w until Flush
	out := t.open(b, f, s)
	for _, row := range t.Rows {
		out.row(row)
	}
	for row, err := range rows {
		if err == nil {
			err = t.CheckRow(row)
		}
		if err != nil {
			return err
		}
		out.row(row)
	}
	out.end()
	if err := b.Flush(); err != nil {
		return fmt.Errorf("report %q: %w", t.Key, err)
	}
	return nil
}

// rowWriter writes the rows of a table, and what stands after them.
type rowWriter struct {
	row func([]Cell)
	end func()
}

// open writes what stands before the rows.
func (t Table) open(b *bufio.Writer, f Format, s Style) rowWriter {
	if f == CSV {
		c := t.openCSV(b, s.Lang)
		return rowWriter{row: c.row, end: c.w.Flush}
	}
	t.openJSON(b, s.Lang)
	n := 0
	return rowWriter{
		row: func(row []Cell) {
			if n == 0 {
				b.WriteByte('[')
			}
			b.WriteString(separator(n) + "    ")
			t.object(b, row, "    ", s.Lang)
			n++
		},
		end: func() {
			if n == 0 {
				b.WriteString("[]")
			} else {
				b.WriteString("\n  ]")
			}
			t.closeJSON(b, s.Lang)
		},
	}
}
