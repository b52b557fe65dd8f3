package plaintext

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
)

// escape returns s with the backslash, the given characters and everything that
// cannot be seen as JSON escapes, and broken characters as U+FFFD: one line, to
// be read back by any JSON reader as the string between two quotes.
func escape(s, special string) string {
	var b strings.Builder
	for i, r := range s {
		edge := i == 0 || i == len(s)-1
		if r == '\\' || strings.ContainsRune(special, r) || unseen(r) || r == ' ' && edge {
			for _, unit := range utf16.AppendRune(nil, r) {
				fmt.Fprintf(&b, `\u%04x`, unit)
			}
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// unseen reports whether a character is a control or format character, a
// separator, or a space of another width than the usual one.
func unseen(r rune) bool {
	return r != ' ' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Z)
}
