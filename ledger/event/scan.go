package event

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/jcs"
)

// The functions here read one canonical value at the start of bytes, behind its
// opening quote if it has one, and return how many bytes it takes with its closing
// quote, or 0 if it is not in canonical form or not one that they know: they refuse
// more than the slots do, but take nothing that those refuse. They look at eight
// bytes at once where there are many.

const (
	ones  = 0x0101010101010101 // times a byte: that byte eight times
	highs = 0x8080808080808080
)

// load8 returns the first eight bytes of src, the first of them lowest.
func load8(src []byte) uint64 { return binary.LittleEndian.Uint64(src) }

// scanYuan reads an amount of zero or more, in fen.
func scanYuan(src []byte) (fen int64, width int) {
	const wholeDigits = 15 // as many as maxAmount has
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
	if n > int64(maxAmount) {
		return 0, 0
	}
	return n, i + 4
}

// scanYuan is scanYuan of a field, which may take amounts below zero.
func (d *wholeField) scanYuan(src []byte) (fen int64, width int) {
	if d.min >= 0 || len(src) == 0 || src[0] != '-' {
		return scanYuan(src)
	}
	if fen, width = scanYuan(src[1:]); fen == 0 {
		return 0, 0 // there is one zero
	}
	return -fen, width + 1
}

// scanWhole reads a whole number of zero or more; it has no quotes.
func scanWhole(src []byte) (n int64, width int) {
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

// scanDate reads a civil date.
func scanDate(src []byte) (fund.Date, int) {
	const width = len("2006-01-02") + 1
	if len(src) < width {
		return 0, 0
	}
	// What is left of a digit is its value, and nothing of a hyphen in its place.
	head := load8(src) ^ 0x2d30_302d_3030_3030
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

// scanPerson reads a person.
func scanPerson(src []byte) int {
	const width = 32 + 1
	if len(src) < width || src[32] != '"' || !fund.AreHex(src) {
		return 0
	}
	return width
}

// scanInstitution reads the code of an institution.
func scanInstitution(src []byte) int {
	const width = 12 + 1
	if len(src) < width || src[0] != 'H' && src[0] != 'P' || src[12] != '"' ||
		!areDigits(load8(src[1:])) || !areDigits(load8(src[4:])) || !fund.IsProvince(src[1], src[2]) {
		return 0
	}
	return width
}

// areDigits reports whether eight bytes are digits.
func areDigits(w uint64) bool {
	w ^= ones * '0' // what is left of a digit is its value
	return (w|(w+ones*(0x80-10)))&highs == 0
}

// scanWord reads a word of a list and returns its number in it, from 1 up.
func scanWord(src []byte, list []Word) (number, width int) {
	for i := range list {
		code := list[i].Code
		if len(src) > len(code) && src[len(code)] == '"' && string(src[:len(code)]) == code {
			return i + 1, len(code) + 1
		}
	}
	return 0, 0
}

// scanFund reads a fund.
func scanFund(src []byte) int {
	const width = len("441300.390") + 1
	if len(src) < width || src[width-1] != '"' || !fund.ID(src[:width-1]).Valid() {
		return 0
	}
	return width
}

// scanText reads free text of at most most bytes.
func scanText(src []byte, most int) int {
	end := jcs.Plain(src)
	if end < len(src) && src[end] == '"' {
		if !isPlainName(src[:end], most) {
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
		if r == utf8.RuneError || invisible(r) {
			return false
		}
		text = text[width:]
	}
	return true
}
