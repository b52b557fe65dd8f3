package workbook

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/fundledger/fundledger/cmd/internal/report"
)

// Chart is a chart of a table: its first column against its other ones, of which there are one
// or two. It begins at zero unless it is of lines.
type Chart struct {
	Kind   ChartKind
	Title  string
	NoCash []bool // of each of the other columns: it is paler
}

// ChartKind is how a chart shows its figures.
type ChartKind uint8

// The kinds of charts.
const (
	Columns ChartKind = iota // standing
	Lines
	Lying
)

// hues are the colours of the first and second column, and of what moved no cash.
var hues = []string{"14507F", "B9772A", "B8C2CC"}

// chart draws the chart of a table at the right of its rows.
func (w *tableWriter) chart(c Chart) error {
	span := w.made.spans[0]
	if w.made.rows == 0 || len(w.made.columns) < 2 {
		return nil
	}
	ref := func(k *column) string {
		return fmt.Sprintf("%s$%s$%d:$%s$%d", quoted(span.sheet), letter(k.to), span.first, letter(k.to), span.last)
	}
	kind := map[ChartKind]excelize.ChartType{Columns: excelize.Col, Lines: excelize.Line, Lying: excelize.Bar}[c.Kind]
	words := excelize.Font{Size: 9, Color: "404040"}
	no, zero, gap := false, 0.0, uint(60)
	chart := &excelize.Chart{
		Type: kind, VaryColors: &no, ShowBlanksAs: "gap", GapWidth: &gap,
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: c.Title, Font: &excelize.Font{Size: 12, Bold: true}}}},
		Legend:    excelize.ChartLegend{Position: "top"},
		Dimension: excelize.ChartDimension{Width: 640, Height: 340},
		XAxis:     excelize.ChartAxis{ReverseOrder: c.Kind == Lying, TickLabelPosition: excelize.ChartTickLabelLow, Font: words},
		YAxis:     excelize.ChartAxis{MajorGridLines: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: counts}, Font: words},
	}
	if c.Kind != Lines && !w.negative() {
		chart.YAxis.Minimum = &zero
	}
	for i, k := range w.made.columns[1:] {
		hue := hues[min(i, 1)]
		if i < len(c.NoCash) && c.NoCash[i] {
			hue = hues[2]
		}
		chart.Series = append(chart.Series, excelize.ChartSeries{
			Name:       fmt.Sprintf("%s$%s$%d", quoted(span.sheet), letter(k.to), headRows),
			Categories: ref(w.made.columns[0]), Values: ref(k),
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{hue}}, Line: excelize.LineOptions{Width: 2},
		})
	}
	return w.book.file.AddChart(w.name, at(len(w.cells)+2, headRows), chart)
}

// negative reports whether a figure of the rows is below zero.
func (w *tableWriter) negative() bool {
	for _, row := range w.table.Rows {
		for _, c := range row {
			numeric := c.Kind() == report.IsAmount || c.Kind() == report.IsCount || c.Kind() == report.IsNumber
			if numeric && strings.HasPrefix(c.Value(), "-") {
				return true
			}
		}
	}
	return false
}
