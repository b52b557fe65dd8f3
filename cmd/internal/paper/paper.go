// Package paper says what a document is made of: headings, paragraphs, tables, charts. It is
// finished text in one language; how it looks is for the packages that print it: as a page of
// a browser, PDF, a workbook, Markdown. All print the same text.
package paper

import (
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Document is a document. Nothing in it names a machine, a user or the time of its making, so
// that the same document is printed to the same bytes.
type Document struct {
	Lang   lang.Lang
	Title  string
	Bureau string      // at the head of each page, opposite the title
	Cover  [][2]string // what the first page says below the title: name and value
	Foot   string      // at the foot of each page, beside its number
	Blocks []Block
}

// Block is a part of a document: one of the types below.
//
//sumtype:decl
type Block interface{ isBlock() }

// Heading is a heading of level 1 or 2.
type Heading struct {
	Level int
	ID    string // unique in the document: letters, digits and -; for links to it
	Text  string
}

// Paragraph is text in which figures stand.
type Paragraph struct {
	Runs  []Run
	Small bool // a remark, smaller than the text
}

// Run is a piece of a paragraph.
type Run struct {
	Text   string
	Figure string // the key of the indicator that stands here; "": none
	Link   string // a relative address, or #ID; "": none
}

// Table is a table.
type Table struct {
	ID      string
	Caption string
	Unit    string // said above it, such as 单位：万元; "": nothing
	Columns []Column
	Rows    []Row
	Notes   []string
	Wide    bool // it is printed on a page laid across, unless it fits on one that stands: see Across
}

// Column is a column of a table.
type Column struct {
	Key     string // unique in its table
	Title   string
	Numbers bool // aligned to the right
}

// Row is a row of a table. It has a cell for each column.
type Row struct {
	ID     string // unique in the document, for links to it; "": none
	Level  int    // how far its first cell is indented
	Strong bool   // a total, or a heading within the table
	Cells  []Cell
}

// Cell is a cell of a table: what is printed, and the exact value for a workbook.
type Cell struct {
	Text   string
	Value  report.Cell // the zero cell: the text is all there is
	Figure string      // the key of the indicator that stands here; "": none
	Link   string
}

// Chart is a chart of the figures of a table beside it.
type Chart struct {
	ID      string
	Kind    ChartKind
	Caption string
	Unit    string
	Labels  []string // along the axis, such as years
	Series  []Series // at most two
}

// ChartKind is how a chart shows its figures.
type ChartKind string

// The kinds of charts.
const (
	Bars  ChartKind = "bars"  // grouped, from zero
	Lines ChartKind = "lines" // along years
	Parts ChartKind = "parts" // bars lying, one a label: what a total is made of, or steps of a funnel
)

// Series is one row of figures of a chart.
type Series struct {
	Name   string
	Points []Point
	NoCash bool // hatched
}

// Point is one figure of a chart.
type Point struct {
	Known  bool
	Size   int64  // in hundredths of the chart's unit
	Text   string // as printed
	Figure string
	Link   string
}

// Proof is the page of proof: names and values, in a frame.
type Proof struct {
	Title string
	Rows  [][2]string
}

// PageBreak begins a new page.
type PageBreak struct{}

func (Heading) isBlock()   {}
func (Paragraph) isBlock() {}
func (Table) isBlock()     {}
func (Chart) isBlock()     {}
func (Proof) isBlock()     {}
func (PageBreak) isBlock() {}
