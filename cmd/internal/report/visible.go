package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// hidden reports whether a character acts on a terminal or reader without being
// seen: control characters (terminal escapes), format characters (such as those
// that turn the direction of writing), and separators of lines.
func hidden(r rune) bool {
	if r <= unicode.MaxASCII { // most are
		return r < ' ' || r == '\x7f'
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// Visible returns s with hidden characters as JSON escapes and broken ones as
// U+FFFD: for reading, not for reversing.
func Visible(s string) string { return reveal(s, func(rune) bool { return false }) }

// VisibleLines is Visible for a text whose line feeds and tabs stay.
func VisibleLines(s string) string {
	return reveal(s, func(r rune) bool { return r == '\n' || r == '\t' })
}

// reveal is Visible but keeps some of the hidden characters.
func reveal(s string, keep func(rune) bool) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r == utf8.RuneError || hidden(r) && !keep(r) }) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if hidden(r) && !keep(r) {
			b.WriteString(escape(r))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// escape returns the JSON escape of a character.
func escape(r rune) string {
	switch r {
	case '\n':
		return `\n`
	case '\r':
		return `\r`
	case '\t':
		return `\t`
	}
	escaped := ""
	for _, unit := range utf16.AppendRune(nil, r) {
		escaped += fmt.Sprintf(`\u%04x`, unit)
	}
	return escaped
}
