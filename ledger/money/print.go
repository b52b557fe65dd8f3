package money

import (
	"strings"

	"github.com/shopspring/decimal"
)

// Unit is the unit in which an amount is printed for people.
type Unit string

// The units of printing, each a power of ten of the yuan.
const (
	Yuan Unit = "yuan" // 元, two decimals: exact
	Wan  Unit = "wan"  // 万元, 10,000 yuan, two decimals, rounded half up
	Yi   Unit = "yi"   // 亿元, 100,000,000 yuan, two decimals, rounded half up
)

// Format returns the amount in the unit with thousands separators and two
// decimals, such as "1,234,567.80". 万 and 亿 are rounded half up (四舍五入).
func (f Fen) Format(u Unit) string { return format(f.Yuan(), u) }

func format(yuan decimal.Decimal, u Unit) string {
	switch u {
	case Yuan:
	case Wan:
		yuan = yuan.Shift(-4)
	case Yi:
		yuan = yuan.Shift(-8)
	}
	return Group(yuan.StringFixed(2))
}

// Group returns a plain decimal number with a comma before every third digit of
// its whole part.
func Group(number string) string {
	sign := ""
	if strings.HasPrefix(number, "-") {
		sign, number = "-", number[1:]
	}
	whole, fraction, hasPoint := strings.Cut(number, ".")
	var b strings.Builder
	b.WriteString(sign)
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(whole[i])
	}
	if hasPoint {
		b.WriteByte('.')
		b.WriteString(fraction)
	}
	return b.String()
}
