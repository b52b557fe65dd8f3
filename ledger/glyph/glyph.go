// Package glyph says what a reader sees of a text: which characters cannot be seen,
// and when two writings are one.
//
// The same number may be written in full-width or ordinary letters, with a composed
// or a decomposed accent, with a hyphen or what a word processor made of it. On paper
// it is one number, so it is one in the ledger.
//
// Source: Unicode Standard Annex 15 (NFKC), Annex 44 (Default_Ignorable_Code_Point,
// White_Space), Technical Standard 39 (confusable characters).
package glyph

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Normal returns the form that all writings of one number share: NFKC, without what
// cannot be seen, every hyphen and slash the one of ASCII. Case is kept. Two numbers
// are one if their normal forms are equal. It is its own normal form.
func Normal(text string) string {
	if IsASCII(text) {
		return text
	}
	for text = strings.Map(seen, text); !norm.NFKC.IsNormalString(text); {
		before := text
		if text = strings.Map(seen, norm.NFKC.String(text)); text == before {
			break // of more than thirty marks on one letter the form has U+034F between, which is not seen
		}
	}
	return text
}

// Name returns the form that all writings of one name or remark share: the normal form
// without its blanks, for how many there are, and how wide, no reader can say.
func Name(text string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || isEmpty(r) {
			return -1
		}
		return r
	}, Normal(text))
}

// IsASCII reports whether a text is of ASCII characters only: those stand for
// themselves.
func IsASCII[T ~string | ~[]byte](text T) bool {
	const highs = 0x8080808080808080
	i := 0
	for ; i+8 <= len(text); i += 8 {
		w := uint64(text[i]) | uint64(text[i+1])<<8 | uint64(text[i+2])<<16 | uint64(text[i+3])<<24 |
			uint64(text[i+4])<<32 | uint64(text[i+5])<<40 | uint64(text[i+6])<<48 | uint64(text[i+7])<<56
		if w&highs != 0 {
			return false
		}
	}
	for ; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// seen returns the character that stands for one in a normal form; none if it cannot
// be seen.
func seen(r rune) rune {
	switch {
	case r < utf8.RuneSelf, 0x3001 <= r && r <= 0x302f, 0x4e00 <= r && r <= 0x9fff: // most are
		return r
	case 0x2010 <= r && r <= 0x2013, r == 0x2212, r == 0x2043, r == 0x02d7, r == 0xfe63:
		return '-'
	case r == 0x2044, r == 0x2215, r == 0x29f8:
		return '/'
	case IsBlank(r):
		return ' '
	case isIgnorable(r):
		return -1
	}
	return r
}

// IsBlank reports whether a character is a space of some width.
func IsBlank(r rune) bool { return r == ' ' || r >= 0xa0 && unicode.Is(unicode.Zs, r) }

// isIgnorable reports whether a character is shown by nothing.
func isIgnorable(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// Flaw is what is wrong with a character in a text that people are to read.
type Flaw int

// The flaws.
const (
	Unseen     Flaw = iota + 1 // it cannot be seen: a control, a selector, a filler, an empty glyph
	Private                    // of private use: everybody may show it in another way
	Unassigned                 // it means nothing yet
	Blank                      // a space other than U+0020
	Mark                       // a mark over or through another character that is part of none
)

// FlawOf returns the first flaw of the characters of a text and the character, or 0
// if there is none. The ideographs of planes 2 and 3 are characters, also those that
// were added of late: names of places and persons have them.
func FlawOf(text string) (Flaw, rune) {
	if IsASCII(text) {
		for i := range len(text) {
			if text[i] < ' ' || text[i] == 0x7f {
				return Unseen, rune(text[i])
			}
		}
		return 0, 0
	}
	for _, r := range norm.NFC.String(text) {
		if f := flawOf(r); f != 0 {
			return f, r
		}
	}
	return 0, 0
}

func flawOf(r rune) Flaw {
	switch {
	case ' ' <= r && r < 0x7f, 0x3001 <= r && r <= 0x3020, 0x4e00 <= r && r <= 0x9fff, 0x20000 <= r && r <= 0x3fffd:
		return 0
	case isIgnorable(r), unicode.Is(unicode.Cc, r), isEmpty(r):
		return Unseen
	case unicode.Is(unicode.Co, r):
		return Private
	case IsBlank(r):
		return Blank
	case unicode.In(r, unicode.Mn, unicode.Me) && unicode.Is(unicode.Inherited, r):
		return Mark
	case !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S):
		return Unassigned
	}
	return 0
}

// isEmpty reports whether a character has an empty glyph though its class says
// that it has one.
func isEmpty(r rune) bool {
	switch r {
	case 0x2800, // braille pattern blank
		0xfffc,           // object replacement
		0x1d159,          // musical null notehead
		0x13441, 0x13442, // hieroglyphic blanks
		0x16fe4: // Khitan filler
		return true
	}
	return false
}
