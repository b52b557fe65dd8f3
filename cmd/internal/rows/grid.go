package rows

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/sheets"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Grid is the cells of a CSV file, or of one sheet of a workbook, as they stand: nobody says which of
// them are headings.
type Grid struct {
	File  string
	Sheet string // of a workbook
	Rows  []GridRow
	Notes []lang.Text // what is to be told of it
}

// GridRow is a row of a grid that has something in it.
type GridRow struct {
	Number int // the line of a text file, the row of a sheet; from 1
	Cells  []string
}

// mostGridRows bounds a grid. It is for tables that people print; nobody prints more.
const mostGridRows = 20_000

// Grids returns the grids of a CSV file or a workbook, as a reader of it sees them: numbers of a workbook
// are rounded, and in percent, as their cells show them. Sheets that are hidden are left out. Faults say
// why a file cannot be read as a whole, or what is wrong with its quotes and characters. Errors: those of
// Open.
func Grids(path string) ([]Grid, []Fault, error) {
	file, size, err := opened(path)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close() //nolint:errcheck // read only
	r, err := begin(path, file, size, nil)
	if err != nil || r.pending != nil {
		return nil, r.faults(), err
	}
	if r.Encoding() == Workbook {
		book, err := sheets.Open(file, size)
		if err != nil {
			return nil, []Fault{fileFault(path, bookWords(err))}, nil //nolint:nilerr // told as a fault
		}
		return bookGrids(path, book)
	}
	return textGrid(r)
}

// faults returns what was found when the file was opened.
func (r *Reader) faults() []Fault {
	if r == nil {
		return nil
	}
	return r.pending
}

// textGrid returns the grid of a text file.
func textGrid(r *Reader) ([]Grid, []Fault, error) {
	c := &csvRows{src: r.src, lines: r.lines}
	c.src.sep = 0
	grid := Grid{File: r.src.file}
	var all []Fault
	for {
		first, err := firstLine(c.lines)
		if errors.Is(err, io.EOF) {
			return []Grid{grid}, all, nil
		}
		if err != nil {
			return nil, nil, err
		}
		if sep, ok := declared(first.text); ok && len(grid.Rows) == 0 {
			c.src.sep = sep
			continue
		}
		if sep := evident(first.text); c.src.sep == 0 && (sep != ',' || strings.Contains(first.text, ",")) {
			c.src.sep = sep
		}
		if len(grid.Rows) == mostGridRows {
			return nil, []Fault{fileFault(r.src.file, gridTooLong)}, nil
		}
		row, faults, err := c.row(first)
		if err != nil {
			return nil, nil, err
		}
		for _, f := range faults {
			if !f.Whole { // that the last line has no line break is no fault of a printed table
				all = append(all, f)
			}
		}
		cells := make([]string, row.width())
		for i := range cells {
			cells[i] = row.cells[i].value
		}
		grid.Rows = append(grid.Rows, GridRow{row.Line, cells})
	}
}

// bookGrids returns the grids of a workbook.
func bookGrids(path string, book *sheets.Book) (all []Grid, faults []Fault, err error) {
	for _, s := range book.Sheets {
		grid := Grid{File: path, Sheet: s.Name}
		if s.Hidden {
			continue
		}
		from, err := book.Open(s)
		if err == nil {
			err = grid.fill(from)
			_ = from.Close() // read only
		}
		switch {
		case errors.Is(err, errLongGrid):
			faults = append(faults, fileFault(path, gridTooLong))
		case errors.Is(err, sheets.ErrBroken), errors.Is(err, sheets.ErrTooLarge):
			faults = append(faults, fileFault(path, bookWords(err)))
		case err != nil:
			return nil, nil, fmt.Errorf("rows: %s: %w", path, err)
		}
		if len(grid.Rows) > 0 {
			all = append(all, grid)
		}
	}
	return all, faults, nil
}

var errLongGrid = errors.New("rows: the grid is too long")

var gridTooLong = say("行数太多，不是公开的表", "请给出要公开的表，每个工作表至多两万行", "there are too many rows for a table that is printed", "give the table as it is published, of at most 20,000 rows a sheet")

// fill reads the rows of a sheet. Errors: errLongGrid; those of sheets.Reader.Next.
func (g *Grid) fill(from *sheets.Reader) error {
	var hidden []int
	for {
		row, err := from.Next()
		if errors.Is(err, io.EOF) {
			if len(hidden) > 0 {
				g.Notes = append(g.Notes, lang.F("工作表“%s”有 %s是隐藏的，照样读了：第 %s 行", "sheet “%s” has %s, read too: %s", g.Sheet, lang.Count(len(hidden), "行", "hidden row"), listed(hidden)))
			}
			return nil
		}
		if err != nil {
			return err
		}
		if len(g.Rows) == mostGridRows {
			return errLongGrid
		}
		if row.Hidden {
			hidden = append(hidden, row.Number)
		}
		cells := []string{}
		for _, c := range row.Cells {
			for len(cells) < c.Column {
				cells = append(cells, "")
			}
			cells = append(cells, c.Shown())
		}
		g.Rows = append(g.Rows, GridRow{row.Number, cells})
	}
}
