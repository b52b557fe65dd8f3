package sheets

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

// mostToken bounds a text and a tag: a cell holds 32,767 characters, of which each may be an escape.
const mostToken = 1 << 20

// ErrBroken is returned for a part of a workbook that is no XML as workbooks have it.
var ErrBroken = errors.New("sheets: the workbook is damaged")

// ErrTooLarge is returned for what is larger than a workbook may be.
var ErrTooLarge = errors.New("sheets: the workbook is too large")

// kind is what a token is.
type kind byte

const (
	start kind = iota + 1 // <name attributes>
	end                   // </name>, also after <name/>
	text                  // between tags
)

// token is one tag, or the text between two. It holds until the next one is read.
type token struct {
	kind  kind
	name  []byte // without the prefix of its namespace
	attrs []byte
	text  []byte // with its entities resolved
}

// scanner reads the tokens of an XML part of a workbook.
type scanner struct {
	r     *bufio.Reader
	buf   []byte
	name  []byte
	ended bool // an end tag is to follow: the last start tag was <name/>
}

func newScanner(r io.Reader) *scanner { return &scanner{r: bufio.NewReaderSize(r, 64<<10)} }

// next returns the next token. Errors: io.EOF at the end; ErrBroken; ErrTooLarge; those of reading.
func (s *scanner) next() (token, error) {
	if s.ended {
		s.ended = false
		return token{kind: end, name: s.name}, nil
	}
	for {
		first, err := s.r.ReadByte()
		if err != nil {
			return token{}, err
		}
		if first != '<' {
			if err := s.r.UnreadByte(); err != nil {
				return token{}, err
			}
			return s.text()
		}
		t, skip, err := s.tag()
		if err != nil || !skip {
			return t, err
		}
	}
}

// text reads what stands before the next tag.
func (s *scanner) text() (token, error) {
	s.buf = s.buf[:0]
	for {
		part, err := s.r.ReadSlice('<')
		if err == nil {
			part = part[:len(part)-1]
		}
		if len(s.buf)+len(part) > mostToken {
			return token{}, ErrTooLarge
		}
		s.buf = append(s.buf, part...)
		switch {
		case err == nil:
			if err := s.r.UnreadByte(); err != nil {
				return token{}, err
			}
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case !errors.Is(err, io.EOF):
			return token{}, err
		}
		plain, ok := unescaped(s.buf)
		if !ok {
			return token{}, ErrBroken
		}
		return token{kind: text, text: plain}, nil
	}
}

// tag reads what follows '<'; skip says that it is no tag.
func (s *scanner) tag() (t token, skip bool, err error) {
	s.buf = s.buf[:0]
	for {
		part, err := s.r.ReadSlice('>')
		if len(s.buf)+len(part) > mostToken {
			return token{}, false, ErrTooLarge
		}
		s.buf = append(s.buf, part...)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			return token{}, false, broken(err)
		}
		switch tag := s.buf[:len(s.buf)-1]; {
		case bytes.HasPrefix(tag, []byte("!--")):
			if len(tag) >= len("!----") && bytes.HasSuffix(tag, []byte("--")) {
				return token{}, true, nil
			}
		case bytes.HasPrefix(tag, []byte("![CDATA[")):
			if bytes.HasSuffix(tag, []byte("]]")) {
				return token{kind: text, text: tag[len("![CDATA[") : len(tag)-2]}, false, nil
			}
		case bytes.HasPrefix(tag, []byte("?")):
			if len(tag) > 1 && bytes.HasSuffix(tag, []byte("?")) {
				return token{}, true, nil
			}
		case bytes.HasPrefix(tag, []byte("!")): // a document type may define entities: workbooks have none
			return token{}, false, ErrBroken
		case isWhole(tag):
			return s.tagOf(tag)
		}
	}
}

// isWhole reports whether every quote of a tag is closed: what was taken for its end may stand in a
// value.
func isWhole(tag []byte) bool {
	for {
		at := bytes.IndexAny(tag, `"'`)
		if at < 0 {
			return true
		}
		closing := bytes.IndexByte(tag[at+1:], tag[at])
		if closing < 0 {
			return false
		}
		tag = tag[at+closing+2:]
	}
}

// tagOf returns the token of a tag that was read whole.
func (s *scanner) tagOf(tag []byte) (token, bool, error) {
	if rest, closing := bytes.CutPrefix(tag, []byte("/")); closing {
		return token{kind: end, name: local(bytes.TrimRight(rest, spaces))}, false, nil
	}
	tag, s.ended = bytes.CutSuffix(tag, []byte("/"))
	at := bytes.IndexAny(tag, spaces)
	if at < 0 {
		at = len(tag)
	}
	if at == 0 {
		return token{}, false, ErrBroken
	}
	s.name = append(s.name[:0], local(tag[:at])...)
	return token{kind: start, name: s.name, attrs: tag[at:]}, false, nil
}

const spaces = " \t\r\n"

// local returns a name without the prefix of its namespace.
func local(name []byte) []byte { return name[bytes.IndexByte(name, ':')+1:] }

// attr returns the value of an attribute, of whatever namespace; "" if there is none.
func (t token) attr(name string) string {
	rest := t.attrs
	for {
		rest = bytes.TrimLeft(rest, spaces)
		at := bytes.IndexByte(rest, '=')
		if at < 0 {
			return ""
		}
		key := local(bytes.TrimRight(rest[:at], spaces))
		rest = bytes.TrimLeft(rest[at+1:], spaces)
		if len(rest) < 2 || rest[0] != '"' && rest[0] != '\'' {
			return ""
		}
		closing := bytes.IndexByte(rest[1:], rest[0])
		if closing < 0 {
			return ""
		}
		if string(key) == name {
			value, _ := unescaped(rest[1 : 1+closing])
			return string(value)
		}
		rest = rest[closing+2:]
	}
}

var entities = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"', "apos": '\''}

// unescaped returns a text with its entities resolved, in the memory of the text, and whether all
// of them are known.
func unescaped(in []byte) ([]byte, bool) {
	at := bytes.IndexByte(in, '&')
	if at < 0 {
		return in, true
	}
	out := in[:at]
	for rest := in[at:]; len(rest) > 0; {
		if rest[0] != '&' {
			next := bytes.IndexByte(rest, '&')
			if next < 0 {
				next = len(rest)
			}
			out, rest = append(out, rest[:next]...), rest[next:]
			continue
		}
		closing := bytes.IndexByte(rest[:min(len(rest), 16)], ';')
		if closing < 0 {
			return nil, false
		}
		char, known := entity(string(rest[1:closing]))
		if !known {
			return nil, false
		}
		rest = rest[closing+1:]
		out = utf8.AppendRune(out, char) // never longer than its entity
	}
	return out, true
}

// entity returns the character of an entity.
func entity(name string) (rune, bool) {
	if char, known := entities[name]; known {
		return char, true
	}
	base := 10
	digits, numeric := bytes.CutPrefix([]byte(name), []byte("#"))
	if hex, is := bytes.CutPrefix(digits, []byte("x")); is {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(string(digits), base, 32)
	if !numeric || err != nil || n == 0 || n > utf8.MaxRune || n >= 0xd800 && n < 0xe000 {
		return 0, false
	}
	return rune(n), true
}

// skip reads to the end of the element whose start was read last. Errors: those of next.
func (s *scanner) skip() error {
	for depth := 1; depth > 0; {
		t, err := s.next()
		if err != nil {
			return broken(err)
		}
		switch t.kind {
		case start:
			depth++
		case end:
			depth--
		case text:
		}
	}
	return nil
}

// broken returns the error of a part that ends in the middle as what it is.
func broken(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: it ends in the middle", ErrBroken)
	}
	return err
}
