package rows

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// member is one member of a JSON object.
type member struct {
	name     string
	value    string // the text, the number as it is written, else ""
	from, to int    // where it stands in the line
	kind     kind
}

// kind is the kind of a JSON value.
type kind int

const (
	jsonText kind = iota + 1
	jsonNumber
	jsonNull
	jsonBool
	jsonNested // an array or an object
)

// badJSON is why a line is not an object in JSON, and where.
type badJSON struct {
	at    int
	field string
	words words
}

// scanner reads one line as one JSON object. A nested array or object is
// skipped by its brackets: it is a fault anyway.
type scanner struct {
	s     string
	i     int
	field string // the member being read
}

// object returns the members of the object that is the whole line.
func (p *scanner) object() ([]member, *badJSON) {
	p.space()
	if p.peek() != '{' {
		return nil, p.bad(notObject)
	}
	p.i++
	p.space()
	var members []member
	if p.peek() == '}' {
		p.i++
		return members, p.end()
	}
	for {
		m, bad := p.member()
		if bad != nil {
			return members, bad
		}
		members = append(members, m)
		p.space()
		switch p.peek() {
		case ',':
			p.i++
			p.space()
			if p.peek() == '}' {
				return members, p.bad(trailingComma)
			}
		case '}':
			p.i++
			p.field = ""
			return members, p.end()
		default:
			return members, p.bad(noComma)
		}
	}
}

// end checks that nothing follows the object.
func (p *scanner) end() *badJSON {
	p.space()
	if p.i < len(p.s) {
		return p.bad(afterObject)
	}
	return nil
}

func (p *scanner) member() (member, *badJSON) {
	m := member{from: p.i}
	p.field = ""
	if p.peek() != '"' {
		return m, p.bad(noJSONName)
	}
	var bad *badJSON
	if m.name, bad = p.text(); bad != nil {
		return m, bad
	}
	p.field = m.name
	p.space()
	if p.peek() != ':' {
		return m, p.bad(noColon)
	}
	p.i++
	p.space()
	if bad = p.value(&m); bad != nil {
		return m, bad
	}
	m.to = p.i
	return m, nil
}

func (p *scanner) value(m *member) (bad *badJSON) {
	switch c := p.peek(); {
	case c == '"':
		m.kind = jsonText
		m.value, bad = p.text()
		return bad
	case c == '[' || c == '{':
		m.kind = jsonNested
		return p.nested()
	}
	word := p.s[p.i : p.i+wordLength(p.s[p.i:])]
	switch {
	case word == "null":
		m.kind = jsonNull
	case word == "true", word == "false":
		m.kind = jsonBool
	case isJSONNumber(word):
		m.kind, m.value = jsonNumber, word
	default:
		return p.bad(badValue)
	}
	p.i += len(word)
	return nil
}

// wordLength returns the length of a value that is neither text nor nested.
func wordLength(s string) int {
	if i := strings.IndexAny(s, " \t\r,}]:\""); i >= 0 {
		return i
	}
	return len(s)
}

// isJSONNumber reports whether s is a number as JSON writes it.
func isJSONNumber(s string) bool {
	return s != "" && (s[0] == '-' || s[0] >= '0' && s[0] <= '9') && json.Valid([]byte(s))
}

// nested skips an array or object.
func (p *scanner) nested() *badJSON {
	for depth := 0; p.i < len(p.s); {
		switch p.s[p.i] {
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		case '"':
			if _, bad := p.text(); bad != nil {
				return bad
			}
			continue
		}
		p.i++
		if depth == 0 {
			return nil
		}
	}
	return p.bad(words{})
}

// text returns the text in quotes that starts here.
func (p *scanner) text() (string, *badJSON) {
	p.i++
	start := p.i
	for p.i < len(p.s) {
		switch c := p.s[p.i]; {
		case c == '"':
			p.i++
			return p.s[start : p.i-1], nil
		case c == '\\':
			return p.escaped(start)
		case c < ' ':
			return "", p.bad(controlInText)
		default:
			p.i++
		}
	}
	return "", p.bad(words{})
}

// escaped returns the text in quotes that starts at start and has its first
// escape here.
func (p *scanner) escaped(start int) (string, *badJSON) {
	var b strings.Builder
	b.WriteString(p.s[start:p.i])
	for p.i < len(p.s) {
		switch c := p.s[p.i]; {
		case c == '"':
			p.i++
			return b.String(), nil
		case c < ' ':
			return "", p.bad(controlInText)
		case c == '\\':
			r, size, why := unescape(p.s[p.i:])
			if size == 0 {
				return "", p.bad(why)
			}
			b.WriteRune(r)
			p.i += size
		default:
			b.WriteByte(c)
			p.i++
		}
	}
	return "", p.bad(words{})
}

// unescape returns the character of the escape that s starts with, and the
// length of the escape, or 0 and why there is none.
func unescape(s string) (r rune, size int, why words) {
	const from, to = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	if len(s) < 2 {
		return 0, 0, incomplete
	}
	if i := strings.IndexByte(from, s[1]); i >= 0 {
		return rune(to[i]), 2, words{}
	}
	r, ok := unit(s)
	if !ok {
		return 0, 0, badEscape
	}
	if !utf16.IsSurrogate(r) {
		return r, 6, words{}
	}
	low, ok := unit(s[6:])
	if r = utf16.DecodeRune(r, low); !ok || r == utf8.RuneError {
		return 0, 0, halfCharacter
	}
	return r, 12, words{}
}

// unit returns the value of the escape \uXXXX that s starts with.
func unit(s string) (r rune, ok bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(n), err == nil
}

func (p *scanner) space() {
	for p.i < len(p.s) && strings.IndexByte(" \t\r", p.s[p.i]) >= 0 {
		p.i++
	}
}

// peek returns the next byte, or 0 at the end of the line.
func (p *scanner) peek() byte {
	if p.i < len(p.s) {
		return p.s[p.i]
	}
	return 0
}

// bad returns why the line is no object, at the place reached. Whatever was
// expected, the end of the line and full-width punctuation have reasons of
// their own.
func (p *scanner) bad(w words) *badJSON {
	switch {
	case p.i >= len(p.s):
		w = incomplete
	case p.s[p.i] == endMark:
		w = endOfFile
	case fullWidthMark(p.s[p.i:]):
		w = fullWidthJSON
	}
	return &badJSON{at: p.i, field: p.field, words: w}
}

// fullWidthMark reports whether s starts with Chinese punctuation that takes the
// place of that of JSON.
func fullWidthMark(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("“”‘’：，｛｝＂", r)
}
