package glyph

import (
	"strings"
	"unicode"
)

// The letters of two alphabets that look as letters of the Latin one do, each above
// the one that it looks like.
//
// Source: Unicode Technical Standard 39, confusables.txt.
const (
	alike = "АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονϲϳ"
	latin = "ABESIJKMHOPCTYXaesijopcyxhdqw" + "ABEZHIKMNOPTYXovcj"
)

var (
	alikeLetters = []rune(alike)
	latinLetters = []rune(latin)
)

// Alike reports whether a reader takes letters of another alphabet in a number for
// Latin ones: the number mixes both, or all of its letters look Latin. written is how
// it reads in Latin letters, as far as that can be said.
func Alike(text string) (written string, is bool) {
	if IsASCII(text) {
		return text, false
	}
	ownLatin, other, distinct := false, false, false
	written = strings.Map(func(r rune) rune {
		switch {
		case r < 0x80:
			ownLatin = ownLatin || unicode.IsLetter(r)
			return r
		case unicode.In(r, unicode.Cyrillic, unicode.Greek) && unicode.IsLetter(r):
			other = true
			for i, a := range alikeLetters {
				if a == r {
					return latinLetters[i]
				}
			}
			distinct = true
		case unicode.In(r, unicode.Lisu, unicode.Cherokee, unicode.Coptic, unicode.Armenian, unicode.Deseret) && unicode.IsLetter(r):
			other = true
		case unicode.Is(unicode.Latin, r):
			ownLatin = true
		}
		return r
	}, Normal(text))
	return written, other && (ownLatin || !distinct)
}
