package printed

import (
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/ledger/glyph"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Base is what a figure counts.
type Base string

// What figures count. Others are counted in the word that is printed.
const (
	Unsaid      Base = ""
	Yuan        Base = "yuan"
	Persons     Base = "persons"
	PersonTimes Base = "person_times"
	Percent     Base = "percent"
	Points      Base = "percentage_points"
	MonthsLong  Base = "months"
)

// Unit is a unit as it is printed: 万元 is yuan times 10⁴.
type Unit struct {
	Name  string // as printed, with a blank in front where one is read with it
	Base  Base
	Power int32
}

// said returns the unit in words, also if none is printed.
func (u Unit) said() lang.Text {
	if u.Name == "" {
		return lang.Text{ZH: "没有单位", EN: "no unit"}
	}
	return lang.Text{ZH: u.Name, EN: strings.TrimSpace(u.Name)}
}

var bases = map[string]Base{
	"元": Yuan, "人民币元": Yuan, "yuan": Yuan, "rmb": Yuan, "cny": Yuan, "元人民币": Yuan,
	"人": Persons, "名": Persons, "person": Persons, "persons": Persons, "people": Persons,
	"人次": PersonTimes, "person_time": PersonTimes, "person_times": PersonTimes, "person-time": PersonTimes, "person-times": PersonTimes,
	"persontimes": PersonTimes, "visits": PersonTimes,
	"%": Percent, "percent": Percent, "百分比": Percent, "百分点": Points, "个百分点": Points, "percentagepoints": Points,
	"个月": MonthsLong, "月": MonthsLong, "month": MonthsLong, "months": MonthsLong,
	"件": "cases", "宗": "cases", "起": "cases", "例": "cases", "case": "cases", "cases": "cases",
	"家": "institutions", "所": "institutions", "institution": "institutions", "institutions": "institutions",
	"天": "days", "日": "days", "day": "days", "days": "days", "项": "items", "条": "facts", "种": "kinds", "张": "pieces", "个": "pieces", "次": "times", "户": "households",
	"fact": "facts", "facts": "facts", "prescription": "prescriptions", "record": "records", "kind": "kinds", "box": "boxes", "multiple": "times",
}

// powers are words in front of a unit, longer ones before those that they begin with.
var powers = []struct {
	word  string
	power int32
}{
	{"万亿", 12}, {"千亿", 11}, {"百亿", 10}, {"亿", 8}, {"千万", 7}, {"百万", 6}, {"万", 4}, {"千", 3}, {"百", 2},
	{"trillion", 12}, {"billion", 9}, {"hundredmillion", 8}, {"100million", 8}, {"tenmillion", 7}, {"10million", 7}, {"million", 6},
	{"tenthousand", 4}, {"10,000", 4}, {"10000", 4}, {"thousand", 3}, {"1,000", 3}, {"hundred", 2},
}

// UnitOf returns the unit that a text is; ok is false if it is none that is known.
func UnitOf(text string) (u Unit, ok bool) {
	word := bare(text)
	if base, is := bases[word]; is {
		return Unit{text, base, 0}, true
	}
	for _, p := range powers {
		rest, is := strings.CutPrefix(word, p.word)
		if !is {
			continue
		}
		base, known := bases[rest]
		return Unit{text, base, p.power}, known || rest == ""
	}
	return Unit{text, Base(word), 0}, false
}

// bare returns a text as it is compared: as a reader sees it, in small letters, without blanks.
func bare(text string) string {
	return strings.ToLower(glyph.Normal(strings.Join(strings.Fields(text), "")))
}

// number is a plain number, or one with commas between all of its thousands, and what stands behind it.
// Accounts put a number in brackets that is below zero.
var number = regexp.MustCompile(`^(\()?([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(\))?(.*)$`)

// mostDigits bounds a number: no fund has a sum of more.
const mostDigits = 40

// ReadFigure reads what is printed: a number, perhaps with its unit behind it, which then counts instead of
// the one that the table says. ok is false of all else: nothing is guessed.
func ReadFigure(text string, unit Unit) (f Figure, ok bool) {
	f, known := readFigure(text, unit)
	return f, known && f.Unit.isKnown(unit)
}

// isKnown reports whether the unit is one that is known, or that of the table.
func (u Unit) isKnown(table Unit) bool {
	_, known := UnitOf(strings.TrimSpace(u.Name))
	return known || u == table
}

// readFigure reads a number with whatever unit stands behind it.
func readFigure(text string, unit Unit) (f Figure, ok bool) {
	said := strings.ReplaceAll(glyph.Normal(strings.Join(strings.Fields(text), " ")), " ,", ",")
	found := number.FindStringSubmatch(strings.ReplaceAll(said, "−", "-"))
	if found == nil || len(found[3])+len(found[4]) > mostDigits || (found[1] == "(") != (found[5] == ")") || found[1] == "(" && found[2] != "" {
		return Figure{}, false
	}
	if rest := strings.TrimSpace(found[6]); rest != "" {
		own, _ := UnitOf(rest)
		if own.Name = rest; strings.HasPrefix(found[6], " ") {
			own.Name = " " + rest
		}
		unit = own
	}
	value, err := decimal.NewFromString(strings.ReplaceAll(found[3], ",", "") + found[4])
	if err != nil {
		return Figure{}, false
	}
	if found[1] == "(" || found[2] == "-" {
		value = value.Neg()
	}
	places := int32(max(0, len(found[4])-1))
	last := decimal.New(1, unit.Power-places)
	return Figure{
		Text: text, Unit: unit, Value: value.Shift(unit.Power), Last: last,
		Exact: places == 0 && unit.Power == 0 && unit.Base != Percent && unit.Base != MonthsLong && unit.Base != Yuan ||
			unit.Base == Yuan && unit.Power-places <= -2,
	}, true
}

// void are the signs of a cell that has no figure, and is not to have one.
var void = []string{"", "×", "x", "-", "--", "---", "/", "\\", "…", "……", "...", "*", "**", "***", "—", "——", "无", "n/a", "na", "none"}

// IsVoid reports whether a cell says that it has no figure.
func IsVoid(text string) bool { return slices.Contains(void, bare(text)) }

// brackets are what stands at the end of a heading in brackets.
var brackets = regexp.MustCompile(`^(.+?)\(([^()]*)\)$`)

// heading parts a heading from the unit in it: 金额（万元）, 增长%.
func heading(text string) (rest string, unit Unit, has bool) {
	said := glyph.Normal(strings.TrimSpace(text))
	if found := brackets.FindStringSubmatch(said); found != nil {
		inside := strings.TrimPrefix(strings.TrimPrefix(found[2], "单位:"), "unit:")
		if u, known := UnitOf(inside); known {
			u.Name = strings.TrimSpace(inside)
			return strings.TrimSpace(found[1]), u, true
		}
	}
	if rest, is := strings.CutSuffix(said, "%"); is && rest != "" {
		return strings.TrimSpace(rest), Unit{"%", Percent, 0}, true
	}
	return said, Unit{}, false
}

// above is a line above a table that says the unit of its figures.
var above = regexp.MustCompile(`(?i)\(?(?:金额)?(?:单位|unit)\s*[:：]\s*(.+?)\s*\)?$`)

// withoutUnit returns a line above a table without what it says of the unit.
func withoutUnit(text string) string {
	return above.ReplaceAllString(strings.TrimSpace(glyph.Normal(text)), "")
}

// unitAbove returns the unit that a line above a table says; none if it says several.
func unitAbove(text string) (u Unit, has bool) {
	found := above.FindStringSubmatch(strings.TrimSpace(glyph.Normal(text)))
	if found == nil {
		return Unit{}, false
	}
	u, has = UnitOf(found[1])
	return u, has
}
