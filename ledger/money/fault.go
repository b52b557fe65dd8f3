package money

import (
	"strconv"
	"strings"
	"unicode"
)

// kindOfFault says what is wrong with a text that is not digits and a point.
func kindOfFault(s string) Fault {
	for _, r := range s {
		if r >= '０' && r <= '９' || r == '．' || r == '，' || r == '－' || r == '＋' {
			return FullWidth
		}
	}
	if _, err := strconv.ParseFloat(s, 64); err == nil && strings.ContainsAny(s, "eE") {
		return Exponent
	}
	bare, plus := strings.CutPrefix(s, "+")
	if strings.Contains(bare, ",") && allDigits(strings.NewReplacer(",", "", ".", "").Replace(bare)) {
		if isGrouped(bare) {
			return Separators
		}
		return Comma
	}
	isSign := func(r rune) bool { return unicode.Is(unicode.Sc, r) || strings.ContainsRune("元圆", r) }
	switch inner := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || isSign(r) || r == ',' || r == '.' || r == '-' || r == '+' {
			return -1
		}
		return r
	}, trimUnit(s)); {
	case !allDigits(inner) || inner == "":
		return NotDigits
	case strings.ContainsFunc(s, isSign) || trimUnit(s) != s:
		return Currency
	case strings.ContainsFunc(s, unicode.IsSpace):
		return Blanks
	case plus && !strings.ContainsAny(bare, "+-"):
		return Plus
	}
	return NotDigits
}

// trimUnit returns a text without the words that say its unit.
func trimUnit(s string) string {
	for _, unit := range [...]string{"人民币", "万元", "亿元", "万", "亿", "CNY", "RMB"} {
		s = strings.TrimSuffix(strings.TrimPrefix(s, unit), unit)
	}
	return s
}

// isGrouped reports whether the commas of a number part its whole digits in threes.
func isGrouped(s string) bool {
	whole, fraction, hasPoint := strings.Cut(s, ".")
	groups := strings.Split(whole, ",")
	for _, g := range groups[1:] {
		if len(g) != 3 {
			return false
		}
	}
	// Of "1,234" nobody can tell whether it is a thousand or one.
	return len(groups[0]) >= 1 && len(groups[0]) <= 3 && allDigits(fraction) && (hasPoint || len(groups) > 2)
}
