package yearbook

import (
	"math/big"
	"strings"

	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/annual"
)

// form is how a sentence says a figure.
type form string

// The forms of slots. Without one, an amount is in the unit of its size.
const (
	inWan    form = "wan"    // amounts in 万元 whatever their size: enforcement and relief
	asGrowth form = "growth" // 增长、下降、持平, with the size of the change
	ifSome   form = "some"   // the sentence or clause is left out if it is zero
)

// decimal returns num/den times ten to the power of shift, rounded half away from zero (四舍五入)
// to so many decimals, with commas.
func decimal(i annual.Indicator, shift, decimals int) string {
	num, den := i.Num.Big(), i.Den.Big()
	if shift += decimals; shift >= 0 {
		num.Mul(num, power(shift))
	} else {
		den.Mul(den, power(-shift))
	}
	negative := num.Sign() < 0
	num.Abs(num).Lsh(num, 1).Add(num, den).Quo(num, den.Lsh(den, 1))
	digits := num.String()
	for len(digits) <= decimals {
		digits = "0" + digits
	}
	if negative && num.Sign() != 0 {
		digits = "-" + digits
	}
	if decimals > 0 {
		digits = digits[:len(digits)-decimals] + "." + digits[len(digits)-decimals:]
	}
	return money.Group(digits)
}

func power(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// reaches reports whether a figure is at least ten to a power, on either side of zero.
func reaches(i annual.Indicator, exponent int) bool {
	least := new(big.Int).Mul(i.Den.Big(), power(exponent))
	return i.Num.Big().CmpAbs(least) >= 0
}

// said returns a known figure as a sentence has it. Bureaux give amounts of a hundred million
// yuan and more in 亿元, others in 万元, both with two decimals; English has as many digits:
// millions, and thousands with one decimal.
//
// Source: the notices and bulletins of web pages of bureaux, whose sentences these follow.
func said(i annual.Indicator, f form, l lang.Lang) string {
	switch i.Unit {
	case annual.Yuan:
		return amount(i, f, l)
	case annual.YuanEach:
		return decimal(i, -2, 2) + lang.Text{ZH: "元", EN: " yuan"}.In(l)
	case annual.Months:
		return decimal(i, 0, 2) + lang.Text{ZH: "个月", EN: " months"}.In(l)
	case annual.Percent:
		if f == asGrowth {
			return growth(i, l)
		}
		return decimal(i, 0, 2) + "%"
	}
	one, many := counted(i.Unit, i.Num.Big().CmpAbs(i.Den.Big()) == 0)
	switch {
	case !reaches(i, 4) || i.Unit != annual.Persons && i.Unit != annual.PersonTimes:
		return count(i) + one.In(l)
	case l == lang.ZH:
		return decimal(i, -4, 2) + "万" + many.ZH
	default:
		return decimal(i, -3, 1) + " thousand" + many.EN
	}
}

// amount returns a known amount as a sentence has it.
func amount(i annual.Indicator, f form, l lang.Lang) string {
	switch yi, wan := reaches(i, 10), reaches(i, 6) || f == inWan; {
	case yi && f != inWan && l == lang.ZH:
		return decimal(i, -10, 2) + "亿元"
	case yi && f != inWan:
		return decimal(i, -8, 0) + " million yuan"
	case wan && l == lang.ZH:
		return decimal(i, -6, 2) + "万元"
	case wan:
		return decimal(i, -5, 1) + " thousand yuan"
	default:
		return decimal(i, -2, 2) + lang.Text{ZH: "元", EN: " yuan"}.In(l)
	}
}

// growth returns a rate of growth as a sentence has it. What rounds to nothing is no change.
func growth(i annual.Indicator, l lang.Lang) string {
	rate := decimal(i, 0, 2)
	switch {
	case rate == "0.00":
		return lang.Text{ZH: "持平", EN: "unchanged"}.In(l)
	case rate[0] == '-':
		return lang.Text{ZH: "下降", EN: "down "}.In(l) + rate[1:] + "%"
	default:
		return lang.Text{ZH: "增长", EN: "up "}.In(l) + rate + "%"
	}
}

// counted returns the words behind a count, with one and with a unit of ten thousand.
func counted(u annual.Unit, single bool) (one, many lang.Text) {
	word := func(zh, en, ens string) (lang.Text, lang.Text) {
		many := lang.Text{ZH: zh, EN: " " + ens}
		if single {
			return lang.Text{ZH: zh, EN: " " + en}, many
		}
		return many, many
	}
	switch u {
	case annual.Persons:
		return word("人", "person", "persons")
	case annual.PersonTimes:
		return word("人次", "person-time", "person-times")
	case annual.Cases:
		return word("件", "case", "cases")
	case annual.Institutions:
		return word("家", "institution", "institutions")
	case annual.Facts:
		return word("条", "fact", "facts")
	default: // that of a figure which somebody published
		return word(string(u), string(u), string(u))
	}
}

// unitOf returns the unit of a column of figures in tables, where amounts are in 万元.
func unitOf(u annual.Unit) lang.Text {
	switch u {
	case annual.Yuan:
		return lang.Text{ZH: "万元", EN: "10,000 yuan"}
	case annual.YuanEach:
		return lang.Text{ZH: "元", EN: "yuan"}
	case annual.Months:
		return lang.Text{ZH: "月", EN: "months"}
	case annual.Percent:
		return lang.Text{ZH: "%", EN: "%"}
	}
	_, many := counted(u, false)
	return lang.Text{ZH: many.ZH, EN: many.EN[1:]}
}

// tabled returns a known figure as a cell of a table has it, without its unit.
func tabled(i annual.Indicator) string {
	switch i.Unit {
	case annual.Yuan:
		return decimal(i, -6, 2)
	case annual.YuanEach:
		return decimal(i, -2, 2)
	case annual.Months, annual.Percent:
		return decimal(i, 0, 2)
	default:
		return count(i)
	}
}

// count returns a number of things: a whole one, but of what was published with a fraction.
func count(i annual.Indicator) string {
	text := decimal(i, 0, 2)
	return strings.TrimSuffix(text, ".00")
}

// exact returns a known amount in yuan, to the fen.
func exact(i annual.Indicator) string { return decimal(i, -2, 2) }
