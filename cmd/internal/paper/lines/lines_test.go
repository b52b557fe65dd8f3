package lines

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// columns counts a Chinese character twice.
func columns(s string) (n int) {
	for _, r := range s {
		n++
		if r >= 0x2e80 {
			n++
		}
	}
	return n
}

func TestOf(t *testing.T) {
	for _, tt := range []struct {
		text string
		room int
		want string // lines, between bars
	}{
		{"", 10, ""},
		{"基金收入", 4, "基金|收入"},
		{"基金，收入", 4, "基|金，|收入"},
		{"基金（收入）", 6, "基金|（收|入）"},
		{"总收入3.50亿元，比上年", 12, "总收入|3.50亿元，比|上年"},
		{"总收入 3.50 亿元，比上年", 14, "总收入|3.50 亿元，比|上年"},
		{"截至2025年底", 6, "截至|2025年|底"},
		{"可支付28.2个月", 8, "可支付|28.2个月"},
		{"total of 3.50 million yuan in all", 20, "total of|3.50 million yuan in|all"},
		{"甲——乙", 4, "甲——|乙"},
		{"甲……乙", 4, "甲……|乙"},
		{"“甲乙”", 5, "“甲|乙”"},
		{"a  b", 3, "a|b"},
		{"abcdefgh", 3, "abc|def|gh"},
		{"甲abcdefgh", 4, "甲|abcd|efgh"},
		{"income/interest_share.310", 16, "income/interest_|share.310"},
		{"甲\n乙", 10, "甲|乙"},
		{"甲\n", 10, "甲"},
		{"63,100条", 4, "63,1|00条"},
		{"甲", 1, "甲"},
	} {
		if got := strings.Join(Of(tt.text, columns, tt.room), "|"); got != tt.want {
			t.Errorf("%q in %d: %s, want %s", tt.text, tt.room, got, tt.want)
		}
	}
}

// Whatever the text, its lines are all of it, none is too wide, and no mark stands where it must
// not, unless a line has no other place to break.
func TestRandom(t *testing.T) {
	chance := rand.New(rand.NewPCG(5, 6))
	alphabet := []rune("甲乙丙元，。（）“”ab1234.,%万 ——\n")
	for range 5000 {
		var b strings.Builder
		for range chance.IntN(60) {
			b.WriteRune(alphabet[chance.IntN(len(alphabet))])
		}
		s, room := b.String(), 1+chance.IntN(30)
		got := Of(s, columns, room)
		if strings.Join(strings.FieldsFunc(strings.Join(got, ""), blank), "") != strings.Join(strings.FieldsFunc(s, blank), "") {
			t.Fatalf("%q in %d: %q lost something", s, room, got)
		}
		ends := slices.Collect(pieces(s))
		for i, line := range got {
			if columns(line) > room && utf8.RuneCountInString(line) > 1 {
				t.Fatalf("%q in %d: %q is too wide", s, room, line)
			}
			if i == 0 || line == "" {
				continue
			}
			at := offset(s, got, i)
			forced := !slices.Contains(ends, at)
			if first, _ := utf8.DecodeRuneInString(line); !forced && strings.ContainsRune(closing, first) && s[at-1] != '\n' {
				t.Fatalf("%q in %d: %q begins with a closing mark", s, room, line)
			}
		}
	}
}

func blank(r rune) bool { return r == ' ' || r == '\n' }

// offset is where a line begins in its text.
func offset(s string, all []string, i int) (at int) {
	for n := range i + 1 {
		at += strings.Index(s[at:], all[n])
		if n < i {
			at += len(all[n])
		}
	}
	return at
}
