package glyph

import (
	"math/rand/v2"
	"testing"
	"unicode"
	"unicode/utf8"
)

// What reads alike is one number; what differs to the eye is two.
func TestNormal(t *testing.T) {
	for _, same := range [][]string{
		{"R-1", "Ｒ-1", "Ｒ－１", "R‐1", "R‑1", "R–1", "R−1", "R-1\ufe0f", "R\u200b-1", "R-1\U000e0100", "\u2060R-1", "R\u3164-1", "R\u00ad-1"},
		{"é-1", "e\u0301-1", "e\u034f\u0301-1"},
		{"惠(2025)3号", "惠（2025）3号"},
		{"a b", "a\u00a0b", "a\u3000b", "a\u2003b"},
		{"ガ", "ｶﾞ", "カ\u3099"},
		{"1/2", "1⁄2", "1∕2"},
	} {
		for _, text := range same {
			if got := Normal(text); got != same[0] {
				t.Errorf("%+q is %+q, want %+q", text, got, same[0])
			}
		}
	}
	for _, text := range []string{"R-1", "r-1", "惠医保罚〔2025〕17号", "𠮷-1", "㐀", "Р-1", "R—1", "R 1", "R1"} {
		if got := Normal(text); got != text {
			t.Errorf("%+q is %+q", text, got)
		}
	}
}

// A normal form is its own, whatever the text: also where dropping a character lets
// two others meet.
func TestNormalIsStable(t *testing.T) {
	pieces := []rune("Re\u0301\u034f\ufe0fＲ１－‐\u3164\uffa0\u1100\u1161\u11a8\u115f\u0307\u0323\u00a0\u3000ﬁ½①한가ｶﾞ𠮷\U0002f800\u2044")
	random := rand.New(rand.NewPCG(3, 1))
	for range 100_000 {
		text := ""
		for range random.IntN(8) {
			text += string(pieces[random.IntN(len(pieces))])
		}
		once := Normal(text)
		if twice := Normal(once); twice != once || !utf8.ValidString(once) {
			t.Fatalf("%+q: %+q, then %+q", text, once, twice)
		}
	}
}

// No character that is dropped, or has no glyph, is without a flaw, of all there are.
func TestEveryCharacter(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		flaw, _ := FlawOf("a" + string(r) + "b")
		plain := unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S, unicode.Mc) || r == ' '
		switch {
		case seen(r) == -1 && flaw == 0:
			t.Errorf("%U is dropped without a flaw", r)
		case !plain && flaw == 0 && !unicode.In(r, unicode.Mn, unicode.Me) && (r < 0x20000 || r > 0x3fffd):
			t.Errorf("%U has no flaw", r)
		case flaw == Unassigned && unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Cc, unicode.Cf,
			unicode.Co, unicode.Z):
			t.Errorf("%U is assigned", r)
		}
	}
	for r, want := range map[rune]Flaw{
		'P': 0, '惠': 0, '〇': 0, '𠮷': 0, '〔': 0, '（': 0, 'é': 0, 'བ': 0, '\u0f72': 0, 'ﷲ': 0, 0x2ebf0: 0, 0x31350: 0,
		'\x00': Unseen, '\x7f': Unseen, '\u009b': Unseen, '\u00ad': Unseen, '\u034f': Unseen, '\u115f': Unseen, '\u1160': Unseen,
		'\u180b': Unseen, '\u180e': Unseen,
		'\u200b': Unseen, '\u202e': Unseen, '\u2028': Unseen, '\u2800': Unseen, '\u3164': Unseen, '\ufe0f': Unseen,
		'\ufeff': Unseen, '\uffa0': Unseen,
		'\ufffc': Unseen, 0xe0041: Unseen, 0xe0100: Unseen, 0x1d159: Unseen,
		'\ue000': Private, 0xf0000: Private, 0x10fffd: Private,
		'\u0378': Unassigned, '\ufdd0': Unassigned, '\uffff': Unassigned, 0x1ffff: Unassigned, 0xe0fff: Unseen,
		'\u00a0': Blank, '\u3000': Blank, '\u2003': Blank, '\u1680': Blank, '\u202f': Blank,
		'\u0335': Mark, '\u20e0': Mark,
	} {
		if got := flawOf(r); got != want {
			t.Errorf("%U: %d, want %d", r, got, want)
		}
	}
}

func TestAlike(t *testing.T) {
	for text, want := range map[string]string{
		"\u0420-1": "P-1", "R\u0420-1": "RP-1", "\u0420\u0421-17": "PC-17", "惠\u0410-1": "惠A-1", "Ж-P1": "Ж-P1", "\u039f\u03a1-1": "OP-1", "ꓑ-1": "ꓑ-1",
	} {
		if written, is := Alike(text); !is || written != want {
			t.Errorf("%+q: %+q, %v", text, written, is)
		}
	}
	for _, text := range []string{"P-1", "惠医保罚〔2025〕17号", "Ж-1", "Приказ-17", "é-1", "Ｐ-1", "第3期", "Ω-1", "カナ-A"} {
		if written, is := Alike(text); is {
			t.Errorf("%+q is taken for %+q", text, written)
		}
	}
	if len(alikeLetters) != len(latinLetters) {
		t.Error("the two rows of letters have different lengths")
	}
}

func BenchmarkNormal(b *testing.B) {
	for name, text := range map[string]string{"ASCII": "R-2025-000123456", "Chinese": "惠医保罚〔2025〕17号"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Normal(text)
			}
		})
	}
}
