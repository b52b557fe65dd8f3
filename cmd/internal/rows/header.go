package rows

import (
	"errors"
	"io"
	"strings"
)

// newCSV reads the header. It returns no rows if there is none, and its faults,
// after which the rows have no sure names. Error: that of the file.
func newCSV(src *Head, l *lines) (*csvRows, []Fault, error) {
	c := &csvRows{src: src, lines: l}
	first, err := firstLine(l)
	if err == nil {
		if sep, ok := declared(first.text); ok {
			src.sep = sep
			first, err = firstLine(l)
		} else {
			src.sep = evident(first.text)
		}
	}
	if errors.Is(err, io.EOF) {
		return nil, []Fault{fileFault(src.file, noRows)}, nil
	}
	if err != nil {
		return nil, nil, err
	}
	src.faultAt = -1
	header, faults, err := c.row(first)
	if err != nil {
		return nil, nil, err
	}
	if !src.isHeading(valuesOf(header)) {
		if header, faults, err = c.under(header, faults); err != nil {
			return nil, nil, err
		}
	}
	if len(faults) == 0 {
		faults = c.columns(header)
	}
	for i := range faults {
		faults[i].Whole = true
	}
	return c, faults, nil
}

// mostTitles is how many lines of titles stand above the headings of a table.
const mostTitles = 20

// under looks for the headings below the first line, of which fewer than two are known. If there are
// none, the first line has them, whatever it says.
func (c *csvRows) under(first Row, faults []Fault) (Row, []Fault, error) {
	above := []string{strings.Join(valuesOf(first), " ")}
	var read []line
	for len(read) < mostTitles {
		next, err := firstLine(c.lines)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Row{}, nil, err
		}
		read = append(read, next)
		if next.long || strings.Count(next.text, `"`)%2 > 0 { // a row that goes on in the next line
			break
		}
		sep := c.src.sep
		c.src.sep = evident(next.text)
		header, wrong, err := c.row(next)
		if err != nil {
			return Row{}, nil, err
		}
		if c.src.isHeading(valuesOf(header)) {
			c.src.Above = above
			return header, wrong, nil
		}
		c.src.sep = sep
		above = append(above, strings.Join(valuesOf(header), " "))
	}
	c.lines.giveBack(read)
	return first, faults, nil
}

// valuesOf returns what stands in the cells of a row.
func valuesOf(r Row) []string {
	out := make([]string, r.width())
	for i := range out {
		out[i] = r.at(i).text()
	}
	return out
}

// firstLine returns the next line that says something. Errors: io.EOF; that of
// the file.
func firstLine(l *lines) (line, error) {
	for {
		next, err := l.next()
		if err != nil || next.long || strings.Trim(next.text, blanks) != "" {
			return next, err
		}
	}
}

const separators = ",\t;|"

// declared returns the separator that a line such as "sep=;" declares to Excel.
func declared(text string) (sep byte, ok bool) {
	if len(text) == len("sep=;") && strings.EqualFold(text[:4], "sep=") && strings.IndexByte(separators, text[4]) >= 0 {
		return text[4], true
	}
	return 0, false
}

// evident returns the separator of a header: what follows the fault column that
// Rejects puts first, else a comma if there is any outside quotes, else a tab,
// else a semicolon.
func evident(text string) byte {
	if rest, ok := strings.CutPrefix(text, FaultColumn); ok && rest != "" && strings.IndexByte(separators, rest[0]) >= 0 {
		return rest[0]
	}
	outside := ""
	for i, part := range strings.Split(text, `"`) {
		if i%2 == 0 {
			outside += part
		}
	}
	for _, sep := range []byte(",\t;") {
		if strings.IndexByte(outside, sep) >= 0 {
			return sep
		}
	}
	return ','
}

// columns takes the names of the columns from the header and returns its faults.
func (c *csvRows) columns(header Row) []Fault {
	src := c.src
	src.index = make(map[string]int)
	var faults []Fault
	seen := make(map[string]int)
	for i := range header.cells {
		title := strings.Trim(header.cells[i].value, blanks)
		name, _ := src.name(title)
		first, twice := seen[name]
		switch {
		case name == "":
			faults = append(faults, header.cellFault(i, noName(i)))
		case twice:
			faults = append(faults, header.cellFault(i, sameName(first, i)))
		case isNumber(name):
			faults = append(faults, header.cellFault(i, numberAsName(i)))
		case name == FaultColumn:
			seen[name] = i
			src.faultAt = i
		default:
			seen[name] = i
			src.index[name] = i
		}
		src.names, src.titles = append(src.names, name), append(src.titles, title)
	}
	src.header, src.Line = header, header.Line
	c.width = header.count()
	if c.width == 1 && strings.ContainsAny(src.names[len(src.names)-1], "，；") {
		c.width = 0
		faults = append(faults, header.fault("", fullWidthSeparator))
	}
	if c.width == 0 && len(faults) == 0 {
		faults = append(faults, header.fault("", noColumns))
	}
	return faults
}

// isNumber reports whether a name is the number or date of a row of data.
func isNumber(name string) bool {
	return strings.Trim(name, "0123456789.-/") == "" && strings.ContainsAny(name, "0123456789")
}

// fileFault returns a fault of a file as a whole.
func fileFault(file string, w words) Fault {
	return Fault{File: file, Why: w.why, Remedy: w.remedy, Whole: true}
}
