// Package printed ties figures as they are printed: parts and their total, a balance that rolls
// forward, percentages, one figure that stands in two places. It knows nothing of where figures
// come from; what it says rests on the print alone.
//
// # How much two figures may differ
//
// One unit of the last digit, and of two figures that are printed to different digits, of the
// coarser. Each figure stands for a value within half of its last digit, so that a total and one
// part that were both rounded differ by one unit at most. The rounding of n parts can add up to
// (n+1)/2 units, but a bureau's table is made to tie before it goes out: of the published sums in
// testdata/published_ties.csv, with up to six parts, none is off by two units; it is off by one
// or less, or it is wrong by hundreds. So more than one unit is an error, however many the parts.
//
// Where it is known that every figure was rounded by itself and none was made to tie, which our
// own reports are, the tolerance is what rounding can make and nothing else: half a unit of each
// figure, nothing for one that is printed to the fen or to the person. That is less than one unit
// for a figure printed twice, and may be more for a sum of many.
//
// Of a quotient, the tolerance is one unit of its own last digit around every quotient that the
// figures can be rounded from. Everything is exact: no number is ever a float.
package printed

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/ledger/lang"
)

// Figure is one figure as it is printed.
type Figure struct {
	Key   string // of the indicator that stands there, in a document of our own; "": none
	Of    string // what it is a figure of, such as a document and a fund, if that is not in its name
	Name  string // as the print has it: its line, and its column
	Text  string // as printed
	Unit  Unit
	Value decimal.Decimal // in whole units: yuan, persons, percents
	Last  decimal.Decimal // what one unit of its last digit is worth, in the same
	Exact bool            // it is printed to the last digit that there is: fen, persons
	Place Place
}

// Place is where a figure stands.
type Place struct {
	File, Sheet string
	Row         int    // the line of a text file, the row of a sheet
	Column      string // its letters
	Part        string // of a document: its chapter, table or chart, in its language
}

// In returns the place in language l, without the file.
func (p Place) In(l lang.Lang) string {
	switch {
	case p.Part != "":
		return p.Part
	case p.Sheet != "":
		return p.Sheet + "!" + p.Column + strconv.Itoa(p.Row)
	case p.Row == 0:
		return ""
	case p.Column == "":
		return lang.F("第 %d 行", "line %d", p.Row).In(l)
	}
	return lang.F("第 %d 行 %s 列", "line %d, column %s", p.Row, p.Column).In(l)
}

// beside returns the place in language l for whoever looks at another figure.
func (p Place) beside(other Place, l lang.Lang) string {
	if p.File == other.File && p.Sheet == other.Sheet && p.Column == other.Column && p.Sheet == "" {
		p.Column = ""
	}
	if place := p.In(l); p.File != other.File {
		return strings.TrimSpace(p.File + " " + place)
	}
	return p.In(l)
}

// Kind is what a relation says.
type Kind string

// The kinds of relations.
const (
	Parts     Kind = "parts"     // a total is the sum of its parts
	OfWhich   Kind = "of_which"  // 其中: some parts are no more than the total
	Surplus   Kind = "surplus"   // income less expense
	Roll      Kind = "roll"      // last balance and the year's income less expense give the next balance
	Carried   Kind = "carried"   // a year begins with what the year before ended with
	Sides     Kind = "sides"     // both sides of a table have the same total
	Same      Kind = "same"      // one figure stands in two places
	Share     Kind = "share"     // a part in percent of its total
	Growth    Kind = "growth"    // against the year before, in percent
	Change    Kind = "change"    // against the year before
	Execution Kind = "execution" // in percent of the budget
	Deviation Kind = "deviation" // from the budget, in percent of it
	Months    Kind = "months"    // how many months a balance lasts
	Quotient  Kind = "quotient"  // one figure divided by another
)

// Name returns the kind in words.
func (k Kind) Name() lang.Text {
	name, known := map[Kind]lang.Text{
		Parts: {ZH: "分项与合计", EN: "parts and total"}, OfWhich: {ZH: "其中不超过总数", EN: "of which, no more than all"},
		Surplus: {ZH: "收支结余", EN: "income less expense"}, Roll: {ZH: "结余滚存", EN: "balance rolls forward"},
		Carried: {ZH: "上年结转", EN: "carried forward"}, Sides: {ZH: "两边总计", EN: "totals of both sides"},
		Same: {ZH: "同一数字", EN: "the same figure"}, Share: {ZH: "占比", EN: "share"}, Growth: {ZH: "增长率", EN: "growth"},
		Change: {ZH: "增减额", EN: "change"}, Execution: {ZH: "完成预算", EN: "budget execution"}, Deviation: {ZH: "预算偏差", EN: "deviation from the budget"},
		Months: {ZH: "可支付月数", EN: "months of expense"}, Quotient: {ZH: "比值", EN: "quotient"},
	}[k]
	if !known {
		return lang.Text{ZH: string(k), EN: string(k)}
	}
	return name
}

// Relation says that a figure follows from others: it is the sum of the terms that are not under the
// line; or, if there are such, Factor times the quotient of both sums, less Offset.
type Relation struct {
	Kind    Kind
	Total   int // which of the figures
	Terms   []Term
	Factor  int64
	Offset  int64
	AtMost  bool // the sum may be less
	Rounded bool // every figure was rounded by itself: see the package
}

// Term is a figure within a relation.
type Term struct {
	Figure int
	Minus  bool
	Under  bool // under the line
}

// IsQuotient reports whether the relation divides.
func (r Relation) IsQuotient() bool {
	for _, t := range r.Terms {
		if t.Under {
			return true
		}
	}
	return false
}

// Alone returns the figures that stand in no relation, in their order.
func Alone(figures []Figure, relations []Relation) (alone []int) {
	tied := make([]bool, len(figures))
	for _, r := range relations {
		tied[r.Total] = true
		for _, t := range r.Terms {
			tied[t.Figure] = true
		}
	}
	for i, is := range tied {
		if !is {
			alone = append(alone, i)
		}
	}
	return alone
}

// In returns the figure in language l with its name, what is printed and where.
func (f Figure) In(l lang.Lang) string {
	place := f.Place.In(l)
	if f.Place.File != "" {
		place = strings.TrimSpace(f.Place.File + " " + place)
	}
	return lang.F("“%s”（%s）", "“%s” (%s)", strings.TrimSpace(f.Of+" "+f.Name), place).In(l)
}

// Amount returns a value of the figure's kind in the unit that it is printed in, with the unit.
func (f Figure) Amount(value decimal.Decimal) string {
	unit := f.Unit.Name
	if unit != "" && unit[0] < utf8.RuneSelf && unit[0] != '%' {
		unit = " " + strings.TrimSpace(unit)
	}
	return f.Plain(value) + unit
}

// Plain returns a value of the figure's kind as a plain number in the unit that it is printed in: to its last
// digit or, of finer values, to theirs.
func (f Figure) Plain(value decimal.Decimal) string {
	in := value.Shift(-f.Unit.Power)
	places := max(0, -f.Last.Shift(-f.Unit.Power).Exponent())
	if finer := -in.Exponent(); finer > places && !in.Equal(in.Round(places)) {
		return in.String()
	}
	return in.StringFixed(places)
}
