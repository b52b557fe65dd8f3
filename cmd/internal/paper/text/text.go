// Package text says what a document reads like, without its looks: what is printed of it on a
// page of a browser and on paper is this text.
package text

import (
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/cmd/internal/paper/chart"
)

// Of returns the text of a document in the order in which it is read: a line a heading, a
// paragraph, a row. Heads and feet of pages, and what repeats on them, are not in it.
func Of(d paper.Document) string {
	var b strings.Builder
	line := func(parts ...string) {
		b.WriteString(strings.TrimRight(strings.Join(parts, "\t"), "\t"))
		b.WriteByte('\n')
	}
	line(d.Title)
	for _, row := range d.Cover {
		line(row[:]...)
	}
	for _, block := range d.Blocks {
		switch block := block.(type) {
		case paper.Heading:
			line(block.Text)
		case paper.Paragraph:
			for _, r := range block.Runs {
				b.WriteString(r.Text)
			}
			line()
		case paper.Table:
			line(block.Caption, block.Unit)
			for _, row := range table(block) {
				line(row...)
			}
			for _, note := range block.Notes {
				line(note)
			}
		case paper.Chart:
			line(chart.Of(block, d.Lang).Text())
			line(block.Caption)
		case paper.Proof:
			line(block.Title)
			for _, row := range block.Rows {
				line(row[:]...)
			}
		case paper.PageBreak:
		}
	}
	return b.String()
}

// table returns the cells of a table as text, with its headings.
func table(t paper.Table) (out [][]string) {
	var heads []string
	for _, c := range t.Columns {
		heads = append(heads, c.Title)
	}
	out = append(out, heads)
	for _, row := range t.Rows {
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, c.Text)
		}
		out = append(out, cells)
	}
	return out
}
