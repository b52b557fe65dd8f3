package sheets

import (
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strconv"
)

// Kind is what a cell holds.
type Kind int

// The kinds of cells.
const (
	Text    Kind = iota
	Number       // its text is a plain decimal number
	Date         // its text is a day, 2025-08-03, with a time behind it if it has one
	Bool         // TRUE or FALSE
	Failed       // what a formula gave is an error, such as #REF!
	Unknown      // a formula whose value was never computed
)

// Cell is a cell with something in it.
type Cell struct {
	Column int // from 0
	Kind   Kind
	Text   string
	Long   bool // digits of the number were lost when it was typed

	shown shown
}

// Row is a row with something in it. It holds until the next one is read.
type Row struct {
	Number int // from 1
	Hidden bool
	Cells  []Cell // in the order of the columns
}

// Merged is a range of cells that were made one.
type Merged struct{ FirstRow, LastRow, FirstColumn, LastColumn int } // rows from 1, columns from 0

// Reader reads the rows of a sheet.
type Reader struct {
	Merged []Merged // known at the end

	book    *Book
	scanner *scanner
	part    io.ReadCloser
	read    *bounded
	row     Row
	number  int // of the last row
	buf     []byte
}

// Open returns a reader of the rows of a sheet. Close it. Errors: ErrBroken.
func (b *Book) Open(s Sheet) (*Reader, error) {
	part, err := s.part.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	read := &bounded{r: part, left: mostBytes}
	return &Reader{book: b, scanner: newScanner(read), part: part, read: read}, nil
}

// Close ends the reading.
func (r *Reader) Close() error { return r.part.Close() }

// Read returns how many bytes of the sheet were read.
func (r *Reader) Read() int64 { return mostBytes - r.read.left }

func isFlate(err error) bool {
	corrupt := flate.CorruptInputError(0)
	return errors.As(err, &corrupt)
}

// mostMerged bounds the merged ranges that are told.
const mostMerged = 1 << 16

// Next returns the next row with something in it. Errors: io.EOF at the end; ErrBroken; ErrTooLarge;
// those of reading.
func (r *Reader) Next() (Row, error) {
	for {
		t, err := r.scanner.next()
		if err != nil {
			return Row{}, damaged(err)
		}
		if t.kind != start {
			continue
		}
		switch string(t.name) {
		case "row":
			if err := r.readRow(t); err != nil {
				return Row{}, damaged(err)
			}
			if len(r.row.Cells) > 0 {
				return r.row, nil
			}
		case "mergeCell":
			if m, ok := rangeOf(t.attr("ref")); ok && len(r.Merged) < mostMerged {
				r.Merged = append(r.Merged, m)
			}
		}
	}
}

// readRow reads the cells of the row whose start was read last.
func (r *Reader) readRow(t token) error {
	number := r.number + 1
	if given := t.attr("r"); given != "" {
		n, err := strconv.Atoi(given)
		if err != nil || n <= r.number || n > mostRows {
			return fmt.Errorf("%w: row %.20q", ErrBroken, given)
		}
		number = n
	}
	if number > mostRows {
		return ErrTooLarge
	}
	r.number = number
	r.row = Row{Number: number, Hidden: isTrue(t.attr("hidden")), Cells: r.row.Cells[:0]}
	column := -1
	for {
		t, err := r.scanner.next()
		if err != nil {
			return broken(err)
		}
		switch {
		case t.kind == end:
			return nil
		case t.kind == start && string(t.name) == "c":
			if column, err = r.readCell(t, column); err != nil {
				return err
			}
		case t.kind == start:
			if err := r.scanner.skip(); err != nil {
				return err
			}
		}
	}
}

// mostColumns is how many columns a sheet has.
const mostColumns = 1 << 14

// readCell reads the cell whose start was read last, behind one in column before, and returns its own
// column.
func (r *Reader) readCell(t token, before int) (column int, err error) {
	column = before + 1
	if ref := t.attr("r"); ref != "" {
		at, _, ok := place(ref)
		if !ok || at <= before {
			return 0, fmt.Errorf("%w: cell %.20q", ErrBroken, ref)
		}
		column = at
	}
	if column >= mostColumns {
		return 0, ErrTooLarge
	}
	typ, style := t.attr("t"), t.attr("s")
	value, formula := r.buf[:0], false
	for depth := 1; depth > 0; {
		t, err := r.scanner.next()
		if err != nil {
			return 0, broken(err)
		}
		switch {
		case t.kind == end:
			depth--
		case t.kind == start && (string(t.name) == "v" || string(t.name) == "is"):
			if value, err = r.scanner.textOf(value, string(t.name) == "v"); err != nil {
				return 0, err
			}
		case t.kind == start:
			formula = formula || string(t.name) == "f"
			if err := r.scanner.skip(); err != nil {
				return 0, err
			}
		}
	}
	r.buf = value
	c, some, err := r.book.cell(typ, style, value)
	if err != nil {
		return 0, err
	}
	if !some && formula {
		c, some = Cell{Kind: Unknown}, true
	}
	if some {
		c.Column = column
		r.row.Cells = append(r.row.Cells, c)
	}
	return column, nil
}

// cell returns what a cell holds, if anything.
//
// Source: ECMA-376 Part 1, 18.18.11 (ST_CellType).
func (b *Book) cell(typ, style string, value []byte) (c Cell, some bool, err error) {
	switch typ {
	case "s":
		shared, ok := b.texts.at(string(value))
		if !ok {
			return Cell{}, false, fmt.Errorf("%w: there is no text %.20q", ErrBroken, value)
		}
		return Cell{Text: shared}, shared != "", nil
	case "str", "inlineStr":
		inline := unescapedHex(string(value))
		return Cell{Text: inline}, inline != "", nil
	case "b":
		word := "FALSE"
		if isTrue(string(value)) {
			word = "TRUE"
		}
		return Cell{Kind: Bool, Text: word}, len(value) > 0, nil
	case "e":
		return Cell{Kind: Failed, Text: string(value)}, len(value) > 0, nil
	case "d":
		return Cell{Kind: Date, Text: string(value)}, len(value) > 0, nil
	case "", "n":
		return b.number(style, string(value))
	}
	return Cell{}, false, fmt.Errorf("%w: a cell of kind %.20q", ErrBroken, typ)
}

// number returns what a cell with a number holds.
func (b *Book) number(style, value string) (c Cell, some bool, err error) {
	if value == "" {
		return Cell{}, false, nil
	}
	number, long, ok := plain(value)
	if !ok {
		return Cell{}, false, fmt.Errorf("%w: number %.40q", ErrBroken, value)
	}
	at, err := strconv.Atoi(style)
	if err != nil || at < 0 || at >= len(b.looks) {
		return Cell{Kind: Number, Text: number, Long: long}, true, nil
	}
	l := b.looks[at]
	if l.date {
		if day, ok := date(value, b.from1904); ok {
			return Cell{Kind: Date, Text: day}, true, nil
		}
	}
	if isDigits(number) && l.zeros > len(number) && l.zeros <= mostZeros {
		for len(number) < l.zeros {
			number = "0" + number
		}
	}
	return Cell{Kind: Number, Text: number, Long: long, shown: l.shown}, true, nil
}

// Shown returns what people see in the cell: a number rounded, and in percent, as its format says.
func (c Cell) Shown() string {
	n, ok := new(big.Rat).SetString(c.Text)
	if c.Kind != Number || !c.shown.fixed || c.shown.places > mostZeros || !ok || isDigits(c.Text) && c.Text[0] == '0' && len(c.Text) > 1 {
		return c.Text
	}
	if !c.shown.percent {
		return n.FloatString(c.shown.places)
	}
	return n.Mul(n, big.NewRat(100, 1)).FloatString(c.shown.places) + "%"
}

// mostZeros bounds the digits with which a number is shown.
const mostZeros = 64

// place returns the column and the row of a cell such as "AB12".
func place(ref string) (column, row int, ok bool) {
	letters := 0
	for letters < len(ref) && letters < 3 && ref[letters] >= 'A' && ref[letters] <= 'Z' {
		column = 26*column + int(ref[letters]-'A') + 1
		letters++
	}
	row, err := strconv.Atoi(ref[letters:])
	return column - 1, row, letters > 0 && err == nil && row > 0 && row <= mostRows && column <= mostColumns && isDigits(ref[letters:])
}

// rangeOf returns the range that a reference such as "A1:C3" names.
func rangeOf(ref string) (m Merged, ok bool) {
	for i := range len(ref) {
		if ref[i] != ':' {
			continue
		}
		c1, r1, ok1 := place(ref[:i])
		c2, r2, ok2 := place(ref[i+1:])
		return Merged{r1, r2, c1, c2}, ok1 && ok2 && c1 <= c2 && r1 <= r2
	}
	return Merged{}, false
}

// Letters returns the name of a column in a spreadsheet: A, B … Z, AA.
func Letters(column int) string {
	if column < 26 {
		return string(rune('A' + column))
	}
	return Letters(column/26-1) + string(rune('A'+column%26))
}
