package rows

import (
	"strings"
	"unicode/utf8"
)

// FaultColumn is the name of the column or member that Rejects adds and Reader
// ignores.
const FaultColumn = "fault"

// FaultHeading is what that column is called in a workbook, and may be called anywhere.
const FaultHeading = "问题"

// Row is one row of a file: cells with names. It stays valid after the next
// call of Next. The zero Row, whose Line is 0, comes with faults of the file
// as a whole and has nothing to reject.
type Row struct {
	Line int // the line where the row starts, from 1

	src    *Head
	text   string   // the row as it stands, decoded, without its last line break
	cells  []cell   // in the order of the row; of a CSV file with the fault column
	ends   []uint16 // instead of cells: where each ends in text, if none is in quotes
	broken bool     // text could not be split into cells: JSON only
	lost   bool     // too long: text is not kept
}

// cell is one cell of a row.
type cell struct {
	name     string
	title    string // of JSON: what the object calls it
	value    string // in CSV trimmed by text(), not here
	line     int
	from, to int  // where it stands in Row.text, quotes included; in JSON with its name
	exact    bool // in quotes: not to be trimmed
}

// blanks are the characters trimmed around what is not in quotes.
const blanks = " \t\u3000"

func (c cell) text() string {
	if c.exact {
		return c.value
	}
	return trim(c.value)
}

// find returns the cell of that name. Of two with the same name, which is a
// fault, it is the first.
func (r Row) find(name string) (cell, bool) {
	if r.src == nil {
		return cell{}, false
	}
	if r.src.format != jsonFormat {
		if i, ok := r.src.index[name]; ok && i < r.width() {
			return r.at(i), true
		}
		return cell{}, false
	}
	for _, c := range r.cells {
		if c.name == name {
			return c, true
		}
	}
	return cell{}, false
}

// width returns the number of cells.
func (r Row) width() int { return len(r.cells) + len(r.ends) }

// at returns cell i.
func (r Row) at(i int) cell {
	if r.ends == nil {
		return r.cells[i]
	}
	from, to := r.span(i)
	return cell{name: r.src.names[i], value: r.text[from:to], line: r.Line, from: from, to: to}
}

// span returns where cell i stands in the text of a row that has ends.
func (r Row) span(i int) (from, to int) {
	if i > 0 {
		from = int(r.ends[i-1]) + 1
	}
	return from, int(r.ends[i])
}

// Get returns the text of a cell, and whether there is any: ok is false if the
// row has no such column or the cell is empty.
func (r Row) Get(name string) (text string, ok bool) {
	c, _ := r.find(name)
	text = c.text()
	return text, text != ""
}

// At returns the text of the cell at a place of a CSV file, as Get does. It does
// not copy the row.
func (r *Row) At(place int) (text string, ok bool) {
	switch {
	case place < len(r.ends):
		from := 0
		if place > 0 {
			from = int(r.ends[place-1]) + 1
		}
		text = trim(r.text[from:r.ends[place]])
	case place < len(r.cells):
		text = r.cells[place].text()
	}
	return text, text != ""
}

// trim returns what is not in quotes without the blanks around it.
func trim(text string) string {
	isPlain := func(c byte) bool { return c > ' ' && c < utf8.RuneSelf }
	if text == "" || isPlain(text[0]) && isPlain(text[len(text)-1]) {
		return text
	}
	return strings.Trim(text, blanks)
}

// LineOf returns the line where that cell starts, which differs from r.Line if
// an earlier cell has line breaks. Of a cell that is absent it is r.Line.
func (r Row) LineOf(name string) int {
	if c, ok := r.find(name); ok {
		return c.line
	}
	return r.Line
}

// Head returns the headings that the row stands under.
func (r Row) Head() *Head { return r.src }

// heading returns what the file calls a cell, if that is not its name.
func (r Row) heading(name string) string {
	if r.src.format == jsonFormat {
		if c, ok := r.find(name); ok && c.title != c.name {
			return c.title
		}
		return ""
	}
	if place, ok := r.src.index[name]; ok {
		return r.src.heading(place)
	}
	return ""
}

// Heading returns what the file calls the cell of that name.
func (r Row) Heading(name string) string {
	if title := r.heading(name); title != "" {
		return title
	}
	return name
}

// Each calls do with every cell that is not empty, in the order of the columns,
// until do returns false.
func (r Row) Each(do func(name, text string) bool) {
	for i := range r.width() {
		c := r.at(i)
		if r.isFault(i) || c.name == "" {
			continue
		}
		if text := c.text(); text != "" && !do(c.name, text) {
			return
		}
	}
}

// Fault returns a fault of the cell of that name, or of the row if name is "",
// with its place and what is found there. Why and Remedy are for the caller to
// fill.
func (r Row) Fault(name string) Fault {
	f := Fault{Line: r.LineOf(name), Field: name}
	if r.src != nil {
		f.File, f.Place, f.Heading = r.src.file, r.src.placeIn(name, r.Line), r.heading(name)
	}
	if name == "" {
		f.Found = Shorten(r.withoutFault())
	} else if text, ok := r.Get(name); ok {
		f.Found = Shorten(text)
	}
	return f
}

// isFault reports whether cell i stands in the fault column.
func (r Row) isFault(i int) bool {
	return r.src.format != jsonFormat && i == r.src.faultAt
}

// count returns the number of cells without the fault column.
func (r Row) count() int {
	if r.src.faultAt >= 0 && r.src.faultAt < r.width() {
		return r.width() - 1
	}
	return r.width()
}

// isEmpty reports whether no cell says anything.
func (r Row) isEmpty() bool {
	empty := true
	r.Each(func(string, string) bool { empty = false; return false })
	return empty
}

// withoutFault returns the row as it stands, decoded, without its fault column
// or member. Of a JSON object the spaces between members are not kept.
func (r Row) withoutFault() string {
	switch {
	case r.src == nil || r.lost:
		return ""
	case r.src.format == bookFormat:
		return r.told()
	case r.src.format == csvFormat:
		return r.csvWithoutFault()
	case r.broken:
		return r.text
	}
	return "{" + r.members() + "}"
}

// told returns what stands in the cells of a row of a workbook.
func (r Row) told() string {
	var all []string
	r.Each(func(_, text string) bool { all = append(all, text); return true })
	return strings.Join(all, " ")
}

func (r Row) csvWithoutFault() string {
	at := r.src.faultAt
	switch {
	case at < 0 || at >= r.width():
		return r.text
	case len(r.cells) == 1:
		return ""
	case at == 0:
		return r.text[r.cells[1].from:]
	}
	return r.text[:r.cells[at].from-1] + r.text[r.cells[at].to:]
}

// members returns the members of a JSON object as they stand, with commas.
func (r Row) members() string {
	var b strings.Builder
	for i, c := range r.cells {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(r.text[c.from:c.to])
	}
	return b.String()
}
