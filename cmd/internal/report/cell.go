package report

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
)

// Cell is one value of a table. The zero Cell is blank. Cells are comparable, but for those
// in whose place people read something else.
type Cell struct {
	kind Kind
	text lang.Text // of words; of a number, in both languages; the reason of a blank
	code string    // of words that have one
	n    wide.Int  // of an amount, a count or a date
	seen *Cell     // what people read instead; nil: the same
}

// Kind is what stands in a cell.
type Kind uint8

// The kinds of cells, as the functions that make them.
const (
	IsBlank  Kind = iota
	IsWords       // Text, Words, Code
	IsAmount      // Amount
	IsCount       // Count, Counted
	IsNumber      // Number
	IsDate        // Date
)

// Text returns a cell of text that is the same in both languages, such as a name or a code.
func Text(s string) Cell { return Words(lang.Text{ZH: s, EN: s}) }

// Words returns a cell of text in the language of the reader.
func Words(t lang.Text) Cell { return Cell{kind: IsWords, text: t} }

// Code returns a cell of one value of a closed list: people read its name, in
// JSON and CSV stands its code, the same in every language.
func Code(code string, name lang.Text) Cell { return Cell{kind: IsWords, text: name, code: code} }

// Amount returns a cell of money, a single amount or a sum. The table shows it in the unit of the style;
// JSON and CSV have it exactly in yuan.
func Amount[M interface{ Sum() money.Sum }](m M) Cell {
	return Cell{kind: IsAmount, n: wide.Int(m.Sum())}
}

// Count returns a cell of a whole number of things.
func Count(n int64) Cell { return Counted(wide.Of(n)) }

// Counted returns a cell of what counts sum to; see Count.
func Counted(n wide.Int) Cell { return Cell{kind: IsCount, n: n} }

// Number returns a cell of any other number, written as a plain decimal such as
// "98.66" or "-3". Write refuses a table in which it is anything else.
func Number(decimal string) Cell {
	return Cell{kind: IsNumber, text: lang.Text{ZH: decimal, EN: decimal}}
}

// Date returns a cell of a date; no date is blank.
func Date(d fund.Date) Cell {
	if d == 0 {
		return Cell{}
	}
	return Cell{kind: IsDate, n: wide.Of(int64(d))}
}

// Blank returns a cell without a value. The reason, such as "not yet known",
// stands in its place in the table only; the zero Text leaves it empty.
func Blank(why lang.Text) Cell { return Cell{text: why} }

// ForPeople returns the cell for machines, with what people read in its place; a fact of
// which they read nothing is left out.
func (c Cell) ForPeople(seen Cell) Cell {
	c.seen = &seen
	return c
}

// read returns the cell as it is for people.
func (c Cell) read() Cell {
	if c.seen != nil {
		return *c.seen
	}
	return c
}

// Value returns the value as machines have it: as CSV has it, without a guard; "" of a blank.
func (c Cell) Value() string {
	if c.kind == IsBlank {
		return ""
	}
	return cmp.Or(c.code, c.exact(lang.EN))
}

// Kind returns what stands in the cell.
func (c Cell) Kind() Kind { return c.kind }

// Listed returns the cell as it stands in a list that is sorted and filtered: as people read it,
// but where they read nothing, since the row above or a column beside it says so, the value.
func (c Cell) Listed() Cell {
	if c.seen != nil && *c.seen != (Cell{}) {
		return *c.seen
	}
	return c
}

// Figure returns the number of an amount, in fen, or of a count, and whether the cell is one.
func (c Cell) Figure() (n wide.Int, is bool) { return c.n, c.kind == IsAmount || c.kind == IsCount }

// With returns a cell of the same kind with another number.
func (c Cell) With(n wide.Int) Cell { return Cell{kind: c.kind, n: n} }

// Words returns what people read in the cell, without ornament; nothing in place of a number.
func (c Cell) Words() lang.Text {
	if c.kind == IsAmount || c.kind == IsCount || c.kind == IsDate {
		return lang.Text{ZH: c.exact(lang.ZH), EN: c.exact(lang.EN)}
	}
	return c.text
}

// numeric reports whether the cell is aligned to the right.
func (c Cell) numeric() bool { return c.kind == IsAmount || c.kind == IsCount || c.kind == IsNumber }

// check returns an error if c is a Number that is not a plain decimal.
func (c Cell) check() error {
	if c.kind != IsNumber {
		return nil
	}
	whole, fraction, hasPoint := strings.Cut(strings.TrimPrefix(c.text.EN, "-"), ".")
	if !digits(whole) || hasPoint && !digits(fraction) {
		return fmt.Errorf("%q is not a plain decimal", c.text.EN)
	}
	return nil
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// Plain returns the cell as people read it in a style: amounts in its unit, numbers in groups,
// what is hidden in a text made visible.
func (c Cell) Plain(s Style) string {
	switch c.kind {
	case IsAmount:
		return money.Sum(c.n).In(s.Unit)
	case IsCount, IsNumber:
		return money.Group(c.exact(s.Lang))
	default:
		return Visible(c.exact(s.Lang))
	}
}

// json returns the cell as a JSON value.
func (c Cell) json(l lang.Lang) string {
	switch c.kind {
	case IsBlank:
		return "null"
	case IsCount:
		return c.exact(l)
	default:
		return quote(cmp.Or(c.code, c.exact(l)))
	}
}

// csv returns the cell as a CSV field, not yet quoted.
func (c Cell) csv(l lang.Lang) string {
	switch c.kind {
	case IsBlank:
		return ""
	case IsWords:
		return Field(cmp.Or(c.code, c.exact(l)))
	default:
		return c.exact(l)
	}
}

// exact returns the value without any ornament; of a blank, the reason.
func (c Cell) exact(l lang.Lang) string {
	switch c.kind {
	case IsAmount:
		return money.Sum(c.n).String()
	case IsCount:
		return c.n.String()
	case IsDate:
		day, _ := c.n.Int64()
		return fund.Date(day).String()
	default:
		return c.text.In(l)
	}
}
