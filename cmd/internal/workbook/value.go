package workbook

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
)

// digits is how many decimal digits a number of a spreadsheet keeps: it is an IEEE 754 double,
// which holds every decimal of 15 digits and gives it back.
const digits = 15

// errLong is a text that is longer than what a cell of a workbook holds.
var errLong = errors.New("too long")

// named says in which column a text is too long: bad input, for another format has room.
func named(err error, column string) error {
	if !errors.Is(err, errLong) {
		return err
	}
	return fault.Input("%s 栏有一段文字超过 %d 个字，工作簿的单元格放不下；改用 --format csv",
		"a text in the column %s has more than the %d characters that a cell of a workbook holds; use --format csv", column, excelize.TotalCellChars)
}

// short returns a number that has at most 15 digits.
func short(n wide.Int) (int64, bool) {
	i, ok := n.Int64()
	return i, ok && i < 1e15 && i > -1e15
}

// yuan is the number of yuan in a cell: dividing whole fen of 15 digits by 100 gives the double
// that is nearest to the decimal.
func yuan(fen int64) float64 { return float64(fen) / 100 }

// in is an amount in a unit, to two decimals, half away from zero, as the formula beside it has it.
func in(u money.Unit, fen int64) float64 {
	per := perHundredth(u)
	hundredths := (2*abs(fen) + per) / (2 * per)
	if fen < 0 {
		hundredths = -hundredths
	}
	return float64(hundredths) / 100
}

// perHundredth is how many fen a hundredth of a unit has.
func perHundredth(u money.Unit) int64 {
	if u == money.Yi {
		return 100_000_000
	}
	return 10_000
}

func abs(n int64) int64 { return max(n, -n) }

// value is what a cell of a table is in a workbook.
type value struct {
	excelize.Cell
	width  int  // of what is seen, in columns of a terminal
	number bool // it has a number of fen, or of things
	fen    int64
	long   bool // it is a number that has more than 15 digits, and so is text
}

// value returns a cell as it stands in a workbook, with some look. Error: errLong.
func (b *book) value(c report.Cell, l look) (value, error) {
	if c.Kind() != report.IsBlank {
		l.right = false // numbers stand there by themselves
	}
	switch c.Kind() {
	case report.IsBlank:
		why := report.Visible(c.Words().In(b.style.Lang))
		if why == "" {
			return value{Cell: excelize.Cell{StyleID: b.looks.of(l)}}, nil
		}
		l.grey = true
		return b.text(why, l)
	case report.IsAmount:
		n, _ := c.Figure()
		if fen, ok := short(n); ok {
			return value{Cell: excelize.Cell{StyleID: b.looks.of(l.in(amounts)), Value: yuan(fen)},
				width: len(strconv.FormatInt(abs(fen), 10))*4/3 + 3, number: true, fen: fen}, nil
		}
		return b.long(money.Sum(n).In(money.Yuan), l)
	case report.IsCount:
		n, _ := c.Figure()
		if i, ok := short(n); ok {
			return value{Cell: excelize.Cell{StyleID: b.looks.of(l.in(counts)), Value: i},
				width: len(strconv.FormatInt(i, 10))*4/3 + 1, number: true, fen: i}, nil
		}
		return b.long(money.Group(n.String()), l)
	case report.IsNumber:
		return b.decimal(c.Value(), l)
	case report.IsDate:
		return b.date(c.Value(), l)
	}
	return b.text(report.VisibleLines(c.Words().In(b.style.Lang)), l)
}

// text is a text, whatever it looks like.
func (b *book) text(s string, l look) (value, error) {
	if len(s) > excelize.TotalCellChars && len(utf16.Encode([]rune(s))) > excelize.TotalCellChars {
		return value{}, errLong
	}
	return value{Cell: excelize.Cell{StyleID: b.looks.of(l.in(texts)), Value: s}, width: width(s)}, nil
}

// long is a number that is text, since it has too many digits.
func (b *book) long(s string, l look) (value, error) {
	l.right = true
	v, err := b.text(s, l)
	v.long = true
	return v, err
}

// decimal is a plain decimal, shown with as many decimals as it has.
func (b *book) decimal(s string, l look) (value, error) {
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if len(whole)+len(fraction) > digits {
		return b.long(s, l)
	}
	n, err := strconv.ParseFloat(s, 64)
	format := "#,##0"
	if fraction != "" {
		format += "." + strings.Repeat("0", len(fraction))
	}
	return value{Cell: excelize.Cell{StyleID: b.looks.of(l.in(format)), Value: n}, width: len(s) * 4 / 3}, err
}

// first1900 is the first day on which all programs agree what number it has: Excel takes 1900
// for a leap year.
var first1900 = fund.NewDate(1900, 3, 1)

// date is a date, such as 2025-06-30.
func (b *book) date(s string, l look) (value, error) {
	day, ok := fund.ParseDate(s)
	if !ok || day < first1900 {
		return b.text(s, l)
	}
	const day0 = 25569 // the number of 1970-01-01
	l.center = !l.left
	return value{Cell: excelize.Cell{StyleID: b.looks.of(l.in(dates)), Value: day.Since1970() + day0}, width: len(s)}, nil
}

// The formats of numbers.
const (
	amounts = "#,##0.00;[Red]-#,##0.00"
	counts  = "#,##0"
	dates   = "yyyy-mm-dd"
	texts   = "@"
)

// inUnit is the format of amounts in a unit.
func (b *book) inUnit() string {
	if b.style.Lang != lang.ZH {
		return amounts
	}
	unit, _ := report.UnitName(b.style.Unit)
	return fmt.Sprintf(`#,##0.00"%s";[Red]-#,##0.00"%[1]s"`, unit.ZH)
}
