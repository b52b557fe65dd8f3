package fund

import (
	"strings"
	"unicode"

	"github.com/fundledger/fundledger/ledger/glyph"
)

// RevealsIdentity reports whether a text holds a resident identity number in any
// writing: with blanks, hyphens or dots in it, in full-width or Chinese digits, with
// x for X, or in the old form of 15 digits. It finds all that HoldsIdentityNumber does.
//
// A number of 18 digits is told from any other by its date of birth and its check
// character. The old form has no check character, so a number of 15 digits counts
// only if it begins with a province, was born from 1930 to 1999, stands by itself or
// behind a word, and is parted, if at all, by one separator throughout: so vouchers
// of a division, day and serial number of these years are none.
//
// Source: GB 11643; GB 11643-1989 (15 digits).
func RevealsIdentity(text string) bool {
	if !glyph.IsASCII(text) {
		text = glyph.Normal(text)
	}
	if !mayReveal(text) {
		return false
	}
	var digits [48]byte
	var gaps [48]uint64
	s := series{digits: digits[:0], gaps: gaps[:0]}
	for _, r := range text {
		if s.add(r) {
			return true
		}
	}
	return s.ends()
}

// mayReveal looks at a text for the number of its digits: most have too few, or so
// many in a row that they are another number.
func mayReveal(text string) bool {
	n, row := 0, 0 // digits so far; those in the row that ends here
	for i := range len(text) {
		switch c := text[i]; {
		case isDigit(c):
			n, row = n+1, row+1
		case c >= 0x80: // perhaps a digit
			return len(text) >= oldLength
		default:
			row = 0
		}
		if row > identityLength && row == n && i+1 == len(text) {
			return false
		}
	}
	return n >= oldLength
}

const (
	oldLength = 15
	widestGap = 3 // characters between two digits of one number
)

// series is digits that follow one another, with what parts them.
type series struct {
	digits []byte
	gaps   []uint64 // in front of each digit: the characters there, 21 bits each
	gap    uint64   // since the last digit
	before [2]rune  // the last characters in front of the first digit
}

// add takes the next character of a text, and reports whether an identity number
// ended with what it ends.
func (s *series) add(r rune) bool {
	digit, is := digitOf(r)
	switch {
	case is:
		s.digits, s.gaps, s.gap = append(s.digits, digit), append(s.gaps, s.gap), 0
		return false
	case isX(r) && len(s.digits) >= identityLength-1:
		s.digits, s.gaps, s.gap = append(s.digits, 'X'), append(s.gaps, s.gap), 0
		if s.ends() {
			return true
		}
	case !unicode.IsLetter(r) && len(s.digits) > 0 && s.gap>>(21*(widestGap-1)) == 0:
		s.gap = s.gap<<21 | uint64(r)
		return false
	default:
		if s.ends() {
			return true
		}
	}
	s.digits, s.gaps, s.gap = s.digits[:0], s.gaps[:0], 0
	s.before = [2]rune{s.before[1], r}
	return false
}

// ends reports whether the digits hold an identity number that no other digit stands
// next to.
func (s *series) ends() bool {
	for i := range s.digits {
		if i > 0 && s.gaps[i] == 0 {
			continue
		}
		if end := i + identityLength; s.isEnd(end) && isIdentityNumber(s.digits[i:end]) {
			return true
		}
		if end := i + oldLength; s.isEnd(end) && (i > 0 || s.byItself()) && s.parted(i, end) && isOldNumber(s.digits[i:end]) {
			return true
		}
	}
	return false
}

// isEnd reports whether no digit follows directly on the one before end.
func (s *series) isEnd(end int) bool {
	return end == len(s.digits) || end < len(s.digits) && (s.gaps[end] != 0 || s.digits[end] == 'X')
}

// byItself reports whether no letter of a serial number stands in front.
func (s *series) byItself() bool {
	if s.before[1] > unicode.MaxASCII || !unicode.IsLetter(s.before[1]) {
		return true
	}
	word := strings.ToLower(string(s.before[:]))
	return word == "id" || word == "no"
}

// parted reports whether one separator, or none, parts the digits from i to end.
func (s *series) parted(i, end int) bool {
	one := uint64(0)
	for _, gap := range s.gaps[i+1 : end] {
		if gap != 0 && one != 0 && gap != one {
			return false
		}
		if gap != 0 {
			one = gap
		}
	}
	return true
}

// isOldNumber reports whether 15 characters are an identity number of the old form.
func isOldNumber(s []byte) bool {
	for _, c := range s {
		if !isDigit(c) {
			return false
		}
	}
	two := func(i int) int { return 10*int(s[i]-'0') + int(s[i+1]-'0') }
	year, month, day := 1900+two(6), two(8), two(10)
	return IsProvince(s[0], s[1]) && year >= 1930 && 1 <= month && month <= 12 && 1 <= day && day <= lastDay(year, month)
}

const (
	chineseDigits = "〇一二三四五六七八九"
	formalDigits  = "零壹贰叁肆伍陆柒捌玖"
	otherDigits   = "○弌弍弎亖"
)

// digitOf returns the digit that a character is, in whatever script.
func digitOf(r rune) (byte, bool) {
	switch {
	case '0' <= r && r <= '9':
		return byte(r), true
	case r < 0x80:
		return 0, false
	case unicode.Is(unicode.Nd, r):
		zero := r
		for unicode.Is(unicode.Nd, zero-1) {
			zero--
		}
		return '0' + byte((r-zero)%10), true
	}
	for _, row := range [...]string{chineseDigits, formalDigits, otherDigits} {
		if i := strings.IndexRune(row, r); i >= 0 {
			return '0' + byte(i/len("〇")), true
		}
	}
	return 0, false
}

// isX reports whether a character is the check character ten, or looks like it.
func isX(r rune) bool {
	switch r {
	case 'X', 'x', '×', '\u0425', '\u0445', '\u03a7', '\u03c7': // Latin, the sign, Cyrillic, Greek
		return true
	}
	return false
}
