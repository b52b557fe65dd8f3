package rows

import "strings"

// flaw is what is wrong with the quotes of one cell.
type flaw int

const (
	bareQuote  flaw = iota + 1 // a quote within a cell that does not start with one
	afterQuote                 // text between the closing quote and the separator
	openQuote                  // a quote that is not closed
	loneReturn                 // a carriage return that is not part of a line break
)

// span is where one cell stands in the text of a row.
type span struct {
	from, to int
	line     int
	quoted   bool
	flaw     flaw
}

// splitter splits one row into cells, physical line by physical line.
type splitter struct {
	sep    byte
	cells  []span
	open   bool // within quotes
	broken bool // the open quote of an earlier line was closed in the middle of text
}

// feed splits one line that starts at offset base of the row.
func (s *splitter) feed(text string, base, number int) {
	i := 0
	if !s.open {
		s.begin(base, number)
	}
	for {
		last := &s.cells[len(s.cells)-1]
		if !s.open && i < len(text) && text[i] == '"' {
			last.quoted, s.open = true, true
			i++
		}
		if s.open {
			length, closed := quotedLength(text[i:])
			if !closed {
				last.to = base + len(text)
				return
			}
			s.open = false
			i += length
		}
		stop := i + lengthTo(text[i:], s.sep)
		last.to = base + stop
		last.flaw = flawOf(text[i:stop], last.quoted)
		if last.flaw != 0 && last.line != number {
			s.broken = true
			return
		}
		if stop == len(text) {
			return
		}
		i = stop + 1
		s.begin(base+i, number)
	}
}

func (s *splitter) begin(from, number int) {
	s.cells = append(s.cells, span{from: from, to: from, line: number})
}

// quotedLength returns the length of quoted text with its closing quote.
func quotedLength(text string) (length int, closed bool) {
	for i := 0; ; {
		quote := strings.IndexByte(text[i:], '"')
		if quote < 0 {
			return len(text), false
		}
		i += quote + 1
		if i == len(text) || text[i] != '"' {
			return i, true
		}
		i++
	}
}

// lengthTo returns the length of text up to the separator or the end.
func lengthTo(text string, sep byte) int {
	if i := strings.IndexByte(text, sep); i >= 0 {
		return i
	}
	return len(text)
}

// flawOf returns the flaw of what stands outside quotes in a cell.
func flawOf(outside string, quoted bool) flaw {
	switch {
	case outside == "":
		return 0
	case strings.Contains(outside, "\r"):
		return loneReturn
	case quoted:
		return afterQuote
	case strings.Contains(outside, `"`):
		return bareQuote
	}
	return 0
}

// valueOf returns the value of the cell that stands as raw.
func valueOf(raw string, s span) string {
	if !s.quoted || s.flaw != 0 {
		return raw
	}
	raw = raw[1 : len(raw)-1]
	if strings.Contains(raw, `"`) {
		raw = strings.ReplaceAll(raw, `""`, `"`)
	}
	return raw
}
