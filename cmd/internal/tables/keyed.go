package tables

import (
	"slices"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/lang"
)

// FactKey is the key of a fact, by which explain opens every figure of its row.
func FactKey(position string) string { return "events/" + position }

// explainColumn is the column of keys, which people see if it is shown.
func explainColumn(shown bool) report.Column {
	c := report.Column{Key: "explain", Title: lang.Text{ZH: "explain", EN: "explain"}, Show: report.Never}
	if shown {
		c.Show = report.Always
	}
	return c
}

// Keyed is the listing with a column explain, last. The row of a fact has the key of that, others
// the key that is made of them; under the rows stands the key of the total.
func (l Listing) Keyed(shown bool, total string, other func(row []report.Cell) string) Listing {
	key := keysOf(l.Columns, other)
	l.Columns = append(slices.Clip(l.Columns), explainColumn(shown))
	l.Rows = slices.Clone(l.Rows)
	for i, row := range l.Rows {
		l.Rows[i] = append(slices.Clip(row), key(row))
	}
	if l.Total != nil {
		l.Total = append(slices.Clip(l.Total), report.Text(total))
	}
	if lines := l.Lines; lines != nil {
		l.Lines = func(yield func([]report.Cell, error) bool) {
			for row, err := range lines {
				if err == nil {
					row = append(row, key(row))
				}
				if !yield(row, err) {
					return
				}
			}
		}
	}
	return l
}

// KeyedFacts is a table with a column explain, last, whose rows are facts.
func KeyedFacts(t report.Table, shown bool) report.Table {
	return Listing{Table: t}.Keyed(shown, "", nil).Table
}

// keysOf returns what makes the key of a row.
func keysOf(columns []report.Column, other func([]report.Cell) string) func([]report.Cell) report.Cell {
	at := slices.IndexFunc(columns, func(c report.Column) bool { return c.Key == "position" })
	return func(row []report.Cell) report.Cell {
		if position := row[at].Value(); position != "" {
			return report.Text(FactKey(position))
		}
		if other == nil {
			return report.Cell{}
		}
		return report.Text(other(row))
	}
}
