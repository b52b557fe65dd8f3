package sheets

import (
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// mostTexts bounds the memory of the texts that the cells of a workbook share.
const mostTexts = 128 << 20

// texts are the texts that cells share, one behind the other.
type texts struct {
	all  []byte
	ends []uint32
}

// at returns a text by its number.
func (t *texts) at(number string) (string, bool) {
	n, err := strconv.ParseUint(number, 10, 32)
	if err != nil || n >= uint64(len(t.ends)) {
		return "", false
	}
	from := uint32(0)
	if n > 0 {
		from = t.ends[n-1]
	}
	return string(t.all[from:t.ends[n]]), true
}

// readTexts reads the texts that cells share, in at most so many bytes. How a text is pronounced (rPh) is no part of it.
// Errors: ErrBroken, ErrTooLarge, those of reading.
func readTexts(r io.Reader, most int) (*texts, error) {
	s := newScanner(r)
	out := &texts{}
	for {
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
		from := len(out.all)
		if out.all, err = s.textOf(out.all, false); err != nil {
			return nil, err
		}
		if plain := unescapedHex(string(out.all[from:])); len(plain) != len(out.all)-from {
			out.all = append(out.all[:from], plain...)
		}
		if len(out.all)+4*len(out.ends) > most {
			return nil, ErrTooLarge
		}
		out.ends = append(out.ends, uint32(len(out.all)))
	}
}

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
