package sheets

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// mostTexts bounds the memory of the texts that the cells of a workbook share.
const mostTexts = 128 << 20

// texts are the texts that cells share, one behind the other in chunks of memory that do not move.
type texts struct {
	chunks [][]byte
	places []textPlace
}

// textPlace is where a text stands.
type textPlace struct{ chunk, from, to uint32 }

// chunk is the room of a chunk: of some texts of the greatest length.
const chunk = 4 << 20

// at returns a text by its number.
func (t *texts) at(number string) (string, bool) {
	n, err := strconv.ParseUint(number, 10, 32)
	if err != nil || n >= uint64(len(t.places)) {
		return "", false
	}
	p := t.places[n]
	return string(t.chunks[p.chunk][p.from:p.to]), true
}

// add adds a text.
func (t *texts) add(text []byte) {
	if n := len(t.chunks); n == 0 || len(t.chunks[n-1])+len(text) > cap(t.chunks[n-1]) {
		t.chunks = append(t.chunks, make([]byte, 0, max(chunk, len(text))))
	}
	last := len(t.chunks) - 1
	from := len(t.chunks[last])
	t.chunks[last] = append(t.chunks[last], text...)
	t.places = append(t.places, textPlace{uint32(last), uint32(from), uint32(from + len(text))})
}

// readTexts reads the texts that cells share, in at most so many bytes. How a text is pronounced (rPh) is no part of it.
// Errors: ErrBroken, ErrTooLarge, those of reading.
func readTexts(r io.Reader, most int) (*texts, error) {
	s := newScanner(r)
	out := &texts{}
	var text []byte
	for size := 0; ; {
		t, err := s.next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		if t.kind != start || string(t.name) != "si" {
			continue
		}
		if text, err = s.textOf(text[:0], false); err != nil {
			return nil, err
		}
		if bytes.Contains(text, []byte("_x")) {
			text = append(text[:0], unescapedHex(string(text))...)
		}
		if size += len(text) + perText; size > most {
			return nil, ErrTooLarge
		}
		out.add(text)
	}
}

// perText is the room of a place.
const perText = 12

// textOf appends the text of the element whose start was read last: of all its runs, and what
// stands in the element itself if it is within.
func (s *scanner) textOf(dst []byte, within bool) ([]byte, error) {
	before := len(dst)
	for depth := 1; depth > 0; {
		t, err := s.next()
		if err != nil {
			return nil, broken(err)
		}
		switch {
		case t.kind == start && string(t.name) == "rPh":
			if err := s.skip(); err != nil {
				return nil, err
			}
		case t.kind == start:
			depth++
			within = string(t.name) == "t"
		case t.kind == end:
			depth--
			within = false
		case within:
			if dst = append(dst, t.text...); len(dst)-before > mostToken {
				return nil, ErrTooLarge
			}
		}
	}
	return dst, nil
}

var escape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescapedHex returns a text with the characters in it that workbooks cannot hold otherwise: _x000D_.
func unescapedHex(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	return escape.ReplaceAllStringFunc(text, func(found string) string {
		n, err := strconv.ParseUint(found[2:6], 16, 16)
		if err != nil || n >= 0xd800 && n < 0xe000 {
			return found
		}
		return string(rune(n))
	})
}
