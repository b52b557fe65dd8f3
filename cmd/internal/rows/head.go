package rows

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/sheets"
)

// Names says which name the cells under a heading have in a row, and whether that is known. Headings
// with the same name are a fault. A file whose first line has no two known headings is searched for
// a line that has, under a title.
type Names func(heading string) (name string, known bool)

// Head is the headings of a table: of a CSV file, or of a sheet of a workbook. Objects of JSON Lines
// have none. It does not change.
type Head struct {
	Sheet string   // of a workbook
	Above []string // what stands in the lines above the headings: titles, units
	Line  int      // where the headings stand

	file    string
	format  format
	sep     byte
	names   []string       // all columns, the fault column too
	titles  []string       // what the file calls them; nil: as they are named
	index   map[string]int // place of each name in names, without the fault column
	faultAt int            // place of the fault column, or -1
	header  Row            // CSV
	columns []int          // of a sheet: the column of each name
	use     Names          // nil: every heading is a name
}

// Columns returns the names of the columns, in order, without the fault column; nil of JSON Lines.
func (h *Head) Columns() []string {
	if h.format == jsonFormat {
		return nil
	}
	columns := slices.Clone(h.names)
	if at := h.faultAt; at >= 0 {
		columns = slices.Delete(columns, at, at+1)
	}
	return columns
}

// Place returns the place of a column for Row.At. There is none for the fault column, nor for the
// members of JSON Lines.
func (h *Head) Place(name string) (place int, ok bool) {
	place, ok = h.index[name]
	return place, ok
}

// Heading returns what the file calls the column of a name: the name itself if it has none.
func (h *Head) Heading(name string) string {
	if place, ok := h.index[name]; ok && h.titles != nil {
		return h.titles[place]
	}
	return name
}

// Fault returns a fault of a column as a whole, as Row.Fault does of a cell.
func (h *Head) Fault(name string) Fault {
	f := Fault{File: h.file, Line: h.Line, Field: name, Place: h.placeIn(name, h.Line), Whole: true}
	if place, ok := h.index[name]; ok {
		f.Heading = h.heading(place)
	}
	return f
}

// heading returns what the file calls a column, if that is not its name.
func (h *Head) heading(place int) string {
	if h.titles == nil || h.titles[place] == h.names[place] {
		return ""
	}
	return h.titles[place]
}

// name returns the name of a heading, and whether it is known.
func (h *Head) name(heading string) (string, bool) {
	if isFaultColumn(heading) {
		return FaultColumn, true
	}
	if h.use == nil {
		return heading, true
	}
	if name, known := h.use(heading); known {
		return name, true
	}
	return heading, false
}

// isFaultColumn reports whether a column holds what was wrong with its rows, in either language.
func isFaultColumn(heading string) bool { return heading == FaultColumn || heading == FaultHeading }

// leastKnown is how many headings of a line must be known to take it for the headings of a table.
const leastKnown = 2

// isHeading reports whether the cells of a line are headings that are known.
func (h *Head) isHeading(cells []string) bool {
	known := 0
	for _, cell := range cells {
		if h.use == nil {
			return true
		}
		if _, is := h.use(strings.Trim(cell, blanks)); is {
			known++
		}
	}
	return known >= leastKnown
}

// Lines of a workbook are numbered through all its sheets: each has room for a million rows.
const sheetBits = 20

// placeIn returns where a cell of that name stands in a workbook, or its row if there is none; "" in a
// text file.
func (h *Head) placeIn(name string, line int) string {
	if place, ok := h.index[name]; ok {
		return h.placeOf(place, line)
	}
	return h.placeOf(-1, line)
}

// placeOf returns where a cell stands in a workbook; its row if place is below zero.
func (h *Head) placeOf(place, line int) string {
	if h.format != bookFormat || line == 0 {
		return ""
	}
	row := strconv.Itoa(rowOf(line))
	if place < 0 {
		return h.Sheet + "!" + row
	}
	return h.Sheet + "!" + sheets.Letters(h.columns[place]) + row
}

// Sheets are the names of the sheets of a workbook; none of a text file.
type Sheets []string

// Of returns the sheet of a line, "" of a text file, and its row there.
func (s Sheets) Of(line int) (sheet string, row int) {
	if at := (line - 1) >> sheetBits; line > 0 && at < len(s) {
		return s[at], rowOf(line)
	}
	return "", line
}

// Place returns where a row stands in a workbook, such as 收入!12; "" in a text file, where its line says
// it.
func (s Sheets) Place(line int) string {
	sheet, row := s.Of(line)
	if sheet == "" {
		return ""
	}
	return sheet + "!" + strconv.Itoa(row)
}

// Heads returns the headings of every sheet of a workbook that is read. Errors: those of Open, and of
// sheets.Open.
func Heads(path string, names Names) ([]*Head, error) {
	r, err := Open(path, names)
	if err != nil {
		return nil, err
	}
	defer r.Close() //nolint:errcheck // read only
	var all []*Head
	for r.book != nil && r.book.sheet < len(r.book.book.Sheets) {
		if err := r.book.open(); err != nil {
			return nil, fmt.Errorf("rows: %s: %w", path, err)
		}
		if r.book.head != nil {
			all = append(all, r.book.head)
			r.book.leave()
		}
	}
	return all, nil
}

// SheetColumns returns where the reasons of rejected rows stand, if it has such a column, and the last
// one with a heading. From 0.
func (h *Head) SheetColumns() (fault int, has bool, last int) {
	if h.faultAt >= 0 {
		fault, has = h.columns[h.faultAt], true
	}
	return fault, has, h.columns[len(h.columns)-1]
}

// Row returns the row of its sheet in which the headings stand.
func (h *Head) Row() int { return rowOf(h.Line) }

// lineOf returns the line of a row of a sheet, the first of which is sheet 0.
func lineOf(sheet, row int) int { return sheet<<sheetBits + row }

// rowOf returns the row of its sheet that a line is.
func rowOf(line int) int { return (line-1)&(1<<sheetBits-1) + 1 }
