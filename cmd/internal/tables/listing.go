package tables

import (
	"io"
	"iter"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/lines"
)

// Listing is a table whose rows come one by one, behind those that it has.
type Listing struct {
	report.Table
	Lines iter.Seq2[[]report.Cell, error] // nil: there are no others
}

// Write writes the listing; JSON and CSV keep none of its rows. Errors: those of
// report.Table.Stream.
func (l Listing) Write(w io.Writer, f report.Format, s report.Style) error {
	if l.Lines == nil {
		return l.Table.Write(w, f, s)
	}
	return l.Stream(w, f, s, l.Lines)
}

// listing is a listing of lines of the books, with the total of all of them under its rows;
// of a page it says how many lines there are, and where the next page comes after.
func listing(t report.Table, columns []column[figures.Line], l figures.Listed, p figures.Page) Listing {
	t.Columns = headings(columns)
	t.Total = foot(columns, nil)
	if !p.IsWhole() {
		t = ofPage(t, report.Count(int64(l.Whole.Lines)), nextCell(l.Next.String(), l.Next == lines.Place{}))
	}
	for i, c := range columns {
		switch c.Key {
		case "debit":
			t.Total[i] = report.Amount(l.Whole.Debit)
		case "credit":
			t.Total[i] = report.Amount(l.Whole.Credit)
		}
	}
	return Listing{t, func(yield func([]report.Cell, error) bool) {
		for line, err := range l.Lines {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(cells(columns, line), nil) {
				return
			}
		}
	}}
}

// nextCell says what the next page comes after: people read how it is asked for.
func nextCell(after string, isNone bool) report.Cell {
	if isNone {
		return report.Cell{}.ForPeople(report.Cell{})
	}
	return report.Text(after).ForPeople(report.Text("--after " + after))
}
