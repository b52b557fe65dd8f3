package rows

import (
	"errors"
	"io"
	"slices"
	"strings"
)

// csvRows reads the rows of a CSV file.
type csvRows struct {
	src   *Head
	lines *lines
	split splitter
	width int // cells of a row without the fault column, or 0 if the header does not say
}

// next returns the next row that says something. Errors: io.EOF at the end;
// that of the file.
func (c *csvRows) next() (Row, []Fault, error) {
	for {
		first, err := c.lines.next()
		if err != nil {
			return Row{}, nil, err
		}
		row, faults, says, err := c.read(first)
		if says || err != nil {
			return row, faults, err
		}
	}
}

// read returns the row that starts with line first, if it says anything.
func (c *csvRows) read(first line) (row Row, faults []Fault, says bool, err error) {
	if first.end != "" && !first.long && strings.Trim(first.text, blanks) == "" {
		return Row{}, nil, false, nil
	}
	if first.isEndMark() {
		return Row{}, []Fault{endMarkFault(c.src, first)}, true, nil
	}
	if row, faults, err = c.row(first); err != nil {
		return Row{}, nil, false, err
	}
	if row.isEmpty() && !row.lost {
		if len(faults) == 0 {
			return Row{}, nil, false, nil
		}
		// What is cut off, or stands in the ignored column only, is no row to mend.
		if !slices.ContainsFunc(faults, func(f Fault) bool { return !f.Whole && f.Field != FaultColumn }) {
			row = Row{}
		}
	}
	return row, faults, true, nil
}

// row returns the row that starts with line first.
func (c *csvRows) row(first line) (Row, []Fault, error) {
	row, last, damaged, err := c.cut(first)
	if err != nil {
		return Row{}, nil, err
	}
	if row.lost || len(row.withoutFault()) > maxRow {
		faults := []Fault{c.longFault(row)}
		if last.end == "" {
			faults = append(faults, cutFault(row, last))
		}
		return Row{Line: row.Line, src: row.src, lost: true}, faults, nil
	}
	faults, counted := c.flaws(row)
	if n := row.count(); counted && c.width > 0 && n != c.width {
		faults = append(faults, row.fault("", wrongCount(n, c.width)))
	}
	for i, cell := range row.cells {
		if row.isFault(i) {
			continue
		}
		if what, bad := badCharacters(cell.value, damaged, c.lines.encoding); bad {
			faults = append(faults, row.cellFault(i, what))
		}
	}
	if last.end == "" && !strings.HasSuffix(last.text, string(rune(endMark))) {
		faults = append(faults, cutFault(row, last))
	}
	return row, faults, nil
}

// cut takes from the file the lines of the row that starts with line first, and
// splits them. It returns the last of them and whether any is damaged.
func (c *csvRows) cut(first line) (row Row, last line, damaged bool, err error) {
	row = Row{Line: first.number, src: c.src, text: first.text}
	if first.long {
		row.lost = true
		return row, first, false, nil
	}
	c.split = splitter{sep: c.src.sep, cells: c.split.cells[:0]}
	c.split.feed(first.text, 0, first.number)
	all := []line{first}
	if c.split.open {
		if row.text, all, err = c.more(first); err != nil {
			return row, first, false, err
		}
	}
	row.cells = make([]cell, len(c.split.cells))
	for i, s := range c.split.cells {
		row.cells[i] = cell{
			value: valueOf(row.text[s.from:s.to], s),
			line:  s.line, from: s.from, to: s.to,
			exact: s.quoted && s.flaw == 0,
		}
		if c.src.faultAt >= 0 {
			if text := row.cells[i].text(); unguarded(text) != text {
				row.cells[i].value = unguarded(text)
			}
		}
		if i < len(c.src.names) {
			row.cells[i].name = c.src.names[i]
		}
	}
	for _, l := range all {
		damaged = damaged || l.damaged
	}
	return row, all[len(all)-1], damaged, nil
}

// more takes further lines until the quotes of the row are closed. If they are
// not, it gives back the lines after the one in which the quote was opened.
func (c *csvRows) more(first line) (text string, all []line, err error) {
	var b strings.Builder
	b.WriteString(first.text)
	all = []line{first}
	ends := []int{len(first.text)} // where each line ends in b
	for c.split.open {
		next, err := c.lines.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", nil, err
		}
		end := all[len(all)-1].end
		if next.long || b.Len()+len(end)+len(next.text) > maxLine {
			c.lines.giveBack([]line{next})
			break
		}
		b.WriteString(end)
		c.split.feed(next.text, b.Len(), next.number)
		b.WriteString(next.text)
		all = append(all, next)
		ends = append(ends, b.Len())
	}
	text = b.String()
	if !c.split.open && !c.split.broken {
		return text, all, nil
	}
	opened := &c.split.cells[len(c.split.cells)-1]
	keep := opened.line - first.number + 1
	c.lines.giveBack(all[keep:])
	opened.to, opened.flaw = ends[keep-1], openQuote
	return text[:opened.to], all[:keep], nil
}

// flaws returns the faults of the quotes of a row that was split last, and
// whether its cells can be counted all the same.
func (c *csvRows) flaws(row Row) (faults []Fault, counted bool) {
	counted = true
	for i, s := range c.split.cells {
		if s.flaw != 0 {
			faults = append(faults, row.cellFault(i, flawWords(s.flaw, row.cells[i].value)))
		}
		if s.flaw == loneReturn { // one line break is told once, not per cell
			return faults, false
		}
		counted = counted && s.flaw != openQuote
	}
	return faults, counted
}

// longFault returns the fault of a row of which only the first characters are kept.
func (c *csvRows) longFault(row Row) Fault {
	what := tooLong
	if strings.Contains(row.text, "\r") && !strings.Contains(row.text, "\n") {
		what = flawWords(loneReturn, "")
	}
	return Fault{
		File: c.src.file, Line: row.Line, Found: Shorten(row.text),
		Why: what.why, Remedy: what.remedy,
	}
}

// fault returns a fault of the row or of one of its cells by name.
func (r Row) fault(name string, w words) Fault {
	f := r.Fault(name)
	f.Why, f.Remedy = w.why, w.remedy
	return f
}

// cellFault returns a fault of cell i.
func (r Row) cellFault(i int, w words) Fault {
	c := r.cells[i]
	f := Fault{
		File: r.src.file, Line: c.line, Field: c.name, Found: Shorten(c.value),
		Why: w.why, Remedy: w.remedy,
	}
	if i < len(r.src.names) { // else it stands beyond the header, or is one of it
		f.Place, f.Heading = r.src.placeOf(i, c.line), r.src.heading(i)
	}
	return f
}

// endMark is the character that DOS put at the end of a file (Ctrl+Z), and some
// programs still do.
const endMark = 0x1a

// isEndMark reports whether a line is nothing but the mark of the end of a file.
func (l line) isEndMark() bool {
	return !l.long && strings.IndexByte(l.text, endMark) >= 0 && strings.Trim(l.text, blanks+string(rune(endMark))) == ""
}

// endMarkFault returns the fault of a line that is an end mark.
func endMarkFault(src *Head, l line) Fault {
	what := endOfFile
	return Fault{File: src.file, Line: l.number, Found: Shorten(l.text), Why: what.why, Remedy: what.remedy}
}

// cutFault returns the fault of a last line without a line break.
func cutFault(row Row, last line) Fault {
	what := noLineBreak
	return Fault{
		File: row.src.file, Line: last.number, Found: Shorten(last.text),
		Why: what.why, Remedy: what.remedy, Whole: true,
	}
}
