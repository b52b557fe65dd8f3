package clerk

import (
	"regexp"
	"strings"
)

// Unit is by which power of ten the amounts of a column are smaller than yuan: 0 for yuan, 4 for
// 万元, 8 for 亿元.
type Unit int

// The units.
const (
	Yuan Unit = 0
	Wan  Unit = 4
	Yi   Unit = 8
)

var units = map[string]Unit{"元": Yuan, "人民币元": Yuan, "yuan": Yuan, "万元": Wan, "亿元": Yi}

// UnitNamed returns the unit that is called so: 元, 万元, 亿元.
func UnitNamed(name string) (u Unit, known bool) {
	u, known = units[name]
	return u, known
}

// splitUnit parts a heading in its plain form from the unit in brackets behind it.
func splitUnit(heading string) (bare string, u Unit, has bool) {
	rest, closed := strings.CutSuffix(heading, ")")
	open := strings.LastIndexByte(rest, '(')
	if !closed || open <= 0 {
		return heading, Yuan, false
	}
	u, has = units[strings.TrimPrefix(rest[open+1:], "单位:")]
	return rest[:open], u, has
}

// UnitOf returns the unit that a heading says, such as 金额（万元）; has is false if it says none.
func UnitOf(heading string) (u Unit, has bool) {
	_, u, has = splitUnit(plain(heading))
	return u, has
}

// caption is a line above a table that says the unit of all its amounts.
var caption = regexp.MustCompile(`(?:金额)?单位[:：]?(?:人民币)?(元|万元|亿元)$`)

// UnitAbove returns the unit that a line above a table says, such as 单位：万元.
func UnitAbove(text string) (u Unit, has bool) {
	found := caption.FindStringSubmatch(plain(text))
	if found == nil {
		return Yuan, false
	}
	return units[found[1]], true
}

// InYuan returns the yuan of a plain decimal number in a unit, exactly: its point is moved. Whatever
// else it is given it returns as it is, for the ledger to refuse.
func InYuan(number string, u Unit) string {
	if u == Yuan {
		return number
	}
	sign, digits := "", number
	if rest, minus := strings.CutPrefix(number, "-"); minus {
		sign, digits = "-", rest
	}
	whole, fraction, hasPoint := strings.Cut(digits, ".")
	if whole == "" || hasPoint && fraction == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return number
	}
	for len(fraction) < int(u) {
		fraction += "0"
	}
	whole = strings.TrimLeft(whole+fraction[:u], "0")
	fraction = strings.TrimRight(fraction[u:], "0")
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		whole += "." + fraction
	}
	return sign + whole
}
