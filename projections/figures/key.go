package figures

import (
	"strconv"
	"strings"
	"unicode"
)

// Escape writes a text so that it is one part of a key, and one word of a command line: letters,
// digits and . _ - + @ : as they are.
func Escape(part string) string {
	var b strings.Builder
	for _, r := range part {
		if r > unicode.MaxASCII && unicode.IsPrint(r) || unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("._-+@:", r) {
			b.WriteRune(r)
			continue
		}
		for _, c := range []byte(string(r)) {
			b.WriteString("%" + strings.ToUpper(strconv.FormatUint(uint64(c)+0x100, 16)[1:]))
		}
	}
	return b.String()
}
