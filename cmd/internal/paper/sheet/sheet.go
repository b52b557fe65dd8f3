// Package sheet prints the tables and charts of a document as a workbook of a spreadsheet program:
// a cover, a sheet for each table and each chart, notes, checks. Package workbook writes it.
package sheet

import (
	"fmt"
	"io"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/workbook"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Write writes a document to w, with the root of its ledger at the foot of every page, if there is
// one. Amounts are exact, in yuan, whatever the document prints; a total is a formula where it is
// the sum of its parts. Text is not in it. Errors: that of a document that is not well formed, and
// those of workbook.Write.
func Write(w io.Writer, d paper.Document, root string) error {
	if err := d.Check(); err != nil {
		return err
	}
	head := workbook.Head{Title: same(d.Title), Root: root}
	for i, row := range d.Cover {
		head.Facts = append(head.Facts, fact("cover", i, row))
	}
	var tables []workbook.Table
	for _, b := range d.Blocks {
		switch b := b.(type) {
		case paper.Table:
			tables = append(tables, table(b, len(tables)))
		case paper.Chart:
			tables = append(tables, chart(b, len(tables)))
		case paper.Proof:
			for i, row := range b.Rows {
				head.Facts = append(head.Facts, fact("proof", i, row))
			}
		case paper.Heading, paper.Paragraph, paper.PageBreak:
		}
	}
	if d.Foot != "" {
		head.Facts = append(head.Facts, report.Fact{Key: "foot", Value: report.Text(d.Foot)})
	}
	return workbook.Write(w, report.Style{Lang: d.Lang}, head, tables...)
}

// same is a text of the document, which is in one language.
func same(s string) lang.Text { return lang.Text{ZH: s, EN: s} }

// fact is a name and a value.
func fact(key string, n int, row [2]string) report.Fact {
	return report.Fact{Key: fmt.Sprint(key, n), Title: same(row[0]), Value: report.Text(row[1])}
}

// table returns a table of a document as one of a workbook.
func table(t paper.Table, n int) workbook.Table {
	out := workbook.Table{Table: report.Table{Key: key(t.ID, n), Title: same(t.Caption)}}
	if t.Unit != "" {
		out.Facts = []report.Fact{{Key: "printed", Title: lang.Text{ZH: "列示", EN: "as printed"}, Value: report.Text(t.Unit)}}
	}
	for i, c := range t.Columns {
		out.Columns = append(out.Columns, report.Column{Key: fmt.Sprint("column", i), Title: same(c.Title)})
	}
	for i, row := range t.Rows {
		cells := make([]report.Cell, len(row.Cells))
		for k, c := range row.Cells {
			cells[k] = cell(c, t.Columns[k].Numbers)
		}
		if row.Level > 0 {
			cells[0] = report.Text(strings.Repeat("　", row.Level) + row.Cells[0].Text)
		}
		if i == len(t.Rows)-1 && t.Total() {
			out.Total = cells
			break
		}
		out.Rows, out.Levels, out.Strong = append(out.Rows, cells), append(out.Levels, row.Level), append(out.Strong, row.Strong)
	}
	for _, note := range t.Notes {
		out.Notes = append(out.Notes, same(note))
	}
	return out
}

// key is the key of a table, whatever its ID.
func key(id string, n int) string { return fmt.Sprint("t", n, "-", id) }

// cell returns a cell: its exact value, or its text, which is no number though it stands among them.
func cell(c paper.Cell, among bool) report.Cell {
	switch {
	case c.Value.Kind() != report.IsBlank:
		return c.Value
	case among:
		return report.Blank(same(c.Text))
	}
	return report.Text(c.Text)
}

// chart returns the figures of a chart as a table with a chart of the spreadsheet program.
func chart(c paper.Chart, n int) workbook.Table {
	out := workbook.Table{Table: report.Table{Key: key(c.ID, n), Title: same(c.Caption), Columns: []report.Column{{Key: "label", Title: same("　")}}},
		Chart: &workbook.Chart{Title: c.Caption}}
	if c.Unit != "" {
		out.Facts = []report.Fact{{Key: "unit", Title: lang.Text{ZH: "单位", EN: "unit"}, Value: report.Text(c.Unit)}}
	}
	switch c.Kind {
	case paper.Bars:
		out.Chart.Kind = workbook.Columns
	case paper.Lines:
		out.Chart.Kind = workbook.Lines
	case paper.Parts:
		out.Chart.Kind = workbook.Lying
	}
	for i, s := range c.Series {
		title := s.Name
		if title == "" {
			title = c.Caption
		}
		out.Columns = append(out.Columns, report.Column{Key: fmt.Sprint("series", i), Title: same(title)})
		out.Chart.NoCash = append(out.Chart.NoCash, s.NoCash)
	}
	missing := false
	for i, label := range c.Labels {
		row := []report.Cell{report.Text(label)}
		for _, s := range c.Series {
			row, missing = append(row, size(s.Points[i])), missing || !s.Points[i].Known
		}
		out.Rows = append(out.Rows, row)
	}
	if missing {
		out.Notes = []lang.Text{{ZH: "空格：缺数", EN: "a blank is a figure that is missing"}}
	}
	return out
}

// size is a figure of a chart as a number in its unit; one that is missing is blank, for a program
// draws a text as zero.
func size(p paper.Point) report.Cell {
	if !p.Known {
		return report.Cell{}
	}
	sign, n := "", uint64(p.Size)
	if p.Size < 0 {
		sign, n = "-", -n
	}
	return report.Number(fmt.Sprintf("%s%d.%02d", sign, n/100, n%100))
}
