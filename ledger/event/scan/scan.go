// Package scan reads single values of canonical bytes: an amount, a date, a fund, a free
// text, as the codec of events and the sums over a whole log need them.
//
// Each function reads one canonical value at the start of bytes, behind its
// opening quote if it has one, and returns how many bytes it takes with its closing
// quote, or 0 if it is not in canonical form or not one that it knows: it refuses
// more than the fields of events do, but takes nothing that those refuse. The functions
// look at eight bytes at once where there are many.
package scan

import (
	"bytes"
	"encoding/binary"
	"unicode"
	"unicode/utf8"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/jcs"
	"github.com/fundledger/fundledger/ledger/money"
)

// How many bytes free text may have.
const (
	NameBytes = 120
	NoteBytes = 400
)

// MaxAmount bounds one amount, at 100 万亿元: far above any that was ever
// published, and so low that sums over a log stay within money.Fen.
const MaxAmount money.Fen = 100_000_000_000_000_00

const (
	ones  = 0x0101010101010101 // times a byte: that byte eight times
	highs = 0x8080808080808080
)

// Load8 returns the first eight bytes of src, the first of them lowest.
func Load8(src []byte) uint64 { return binary.LittleEndian.Uint64(src) }

// Yuan reads an amount of zero or more, in fen.
func Yuan(src []byte) (fen int64, width int) {
	const wholeDigits = 15 // as many as MaxAmount has
	n, i := int64(0), 0
	for i < len(src) && i <= wholeDigits && src[i]-'0' <= 9 {
		n = 10*n + int64(src[i]-'0')
		i++
	}
	if i == 0 || i > wholeDigits || src[0] == '0' && i > 1 || len(src)-i < 4 {
		return 0, 0
	}
	tail := src[i : i+4]
	tens, units := tail[1]-'0', tail[2]-'0'
	if tail[0] != '.' || tens > 9 || units > 9 || tail[3] != '"' {
		return 0, 0
	}
	n = 100*n + int64(10*tens+units)
	if n > int64(MaxAmount) {
		return 0, 0
	}
	return n, i + 4
}

// Whole reads a whole number of zero or more; it has no quotes.
func Whole(src []byte) (n int64, width int) {
	const digits = 16 // as many as jcs.MaxInt has
	for width < len(src) && width < digits && src[width]-'0' <= 9 {
		n = 10*n + int64(src[width]-'0')
		width++
	}
	if width == 0 || src[0] == '0' && width > 1 || n > jcs.MaxInt || width < len(src) && src[width]-'0' <= 9 {
		return 0, 0
	}
	return n, width
}

// Date reads a civil date.
func Date(src []byte) (fund.Date, int) {
	const width = len("2006-01-02") + 1
	if len(src) < width {
		return 0, 0
	}
	// What is left of a digit is its value, and nothing of a hyphen in its place.
	head := Load8(src) ^ 0x2d30_302d_3030_3030
	const over = 0x7f76_767f_7676_7676 // with these, digits from 10 up and hyphens from 1 up reach the highest bit
	tens, units := src[8]-'0', src[9]-'0'
	if (head|(head+over))&highs != 0 || tens > 9 || units > 9 || src[10] != '"' {
		return 0, 0
	}
	year := 1000*int(head&0xf) + 100*int(head>>8&0xf) + 10*int(head>>16&0xf) + int(head>>24&0xf)
	d, ok := fund.DateOf(year, 10*int(head>>40&0xf)+int(head>>48&0xf), 10*int(tens)+int(units))
	if !ok {
		return 0, 0
	}
	return d, width
}

// Person reads a person.
func Person(src []byte) int {
	const width = 32 + 1
	if len(src) < width || src[32] != '"' || !fund.AreHex(src) {
		return 0
	}
	return width
}

// Institution reads the code of an institution.
func Institution(src []byte) int {
	const width = 12 + 1
	if len(src) < width || src[0] != 'H' && src[0] != 'P' || src[12] != '"' ||
		!areDigits(Load8(src[1:])) || !areDigits(Load8(src[4:])) || !fund.IsProvince(src[1], src[2]) {
		return 0
	}
	return width
}

// areDigits reports whether eight bytes are digits.
func areDigits(w uint64) bool {
	w ^= ones * '0' // what is left of a digit is its value
	return (w|(w+ones*(0x80-10)))&highs == 0
}

// Word reads a word of a list and returns its number in it, from 1 up.
func Word(src []byte, list []string) (number, width int) {
	for i, code := range list {
		if len(src) > len(code) && src[len(code)] == '"' && string(src[:len(code)]) == code {
			return i + 1, len(code) + 1
		}
	}
	return 0, 0
}

// Fund reads a fund.
func Fund(src []byte) int {
	const width = len("441300.390") + 1
	if len(src) < width || src[width-1] != '"' || !fund.ID(src[:width-1]).Valid() {
		return 0
	}
	return width
}

// Text reads free text of at most most bytes.
func Text(src []byte, most int) int {
	end := jcs.Plain(src)
	if end < len(src) && src[end] == '"' {
		if !IsPlain(src[:end], most) {
			return 0
		}
		return end + 1
	}
	end = bytes.IndexByte(src, '"')
	if end <= 0 || end > most {
		return 0
	}
	text := src[:end]
	if bytes.IndexByte(text, '\\') >= 0 || !isVisible(text) || len(bytes.TrimSpace(text)) < len(text) || fund.HoldsIdentityNumber(text) {
		return 0
	}
	return end + 1
}

// isVisible reports whether text is of whole characters that can be seen.
func isVisible(text []byte) bool {
	for len(text) > 0 {
		r, width := utf8.DecodeRune(text)
		if r == utf8.RuneError || Invisible(r) {
			return false
		}
		text = text[width:]
	}
	return true
}

// IsPlain reports whether text of characters that stand for themselves in canonical
// bytes is free text of at most most bytes.
func IsPlain[T ~string | ~[]byte](text T, most int) bool {
	n := len(text)
	return 0 < n && n <= most && text[0] != ' ' && text[n-1] != ' ' && !fund.HoldsIdentityNumber(text)
}

// Invisible reports whether a character cannot be seen, so that two texts with
// and without it look the same: a document number must not differ unseen.
func Invisible(r rune) bool {
	if r < 0x7f || 0x3000 <= r && r <= 0x9fff { // most text is
		return r < ' '
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}
