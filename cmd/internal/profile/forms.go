package profile

import (
	"regexp"
	"strings"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/glyph"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// form is how a text is written in the file. What it becomes is what the ledger writes.
type form string

// The forms.
const (
	asText       form = "text"
	asYuan       form = "yuan"        // an amount, with or without commas between thousands
	asWhole      form = "whole"       // a whole number, with or without commas, perhaps with zeros behind a point
	asDay        form = "day"         // a date, perhaps with a time of day, which is left out
	asStamp      form = "stamp"       // date and time in fourteen digits, for document numbers
	asMonthFirst form = "month_first" // a month; its first day
	asMonthEnd   form = "month_end"   // a month; its last day
	asMonth      form = "month"       // a month in six digits, for document numbers
	asYearFirst  form = "year_first"
	asYearEnd    form = "year_end"
	asYear       form = "year"     // a date, month or year; its year
	asIdentity   form = "identity" // an identity number, which becomes the person number of a table
)

var forms = []form{asText, asYuan, asWhole, asDay, asStamp, asMonthFirst, asMonthEnd, asMonth, asYearFirst, asYearEnd, asYear, asIdentity}

// names of the forms in messages.
var formNames = map[form]lang.Text{
	asYuan:       {ZH: "金额", EN: "an amount"},
	asWhole:      {ZH: "整数", EN: "a whole number"},
	asDay:        {ZH: "日期", EN: "a date"},
	asStamp:      {ZH: "日期和时间", EN: "a date with its time"},
	asMonthFirst: {ZH: "月份", EN: "a month"},
	asMonthEnd:   {ZH: "月份", EN: "a month"},
	asMonth:      {ZH: "月份", EN: "a month"},
	asYearFirst:  {ZH: "年份", EN: "a year"},
	asYearEnd:    {ZH: "年份", EN: "a year"},
	asYear:       {ZH: "年份", EN: "a year"},
}

// value returns what the ledger writes for a text in a form, or false if the text is not in it.
func (f form) value(text string, unit int) (string, bool) {
	switch f {
	case asYuan:
		return yuan(text, unit)
	case asWhole:
		return whole(text)
	case asDay:
		day, _, ok := moment(text)
		return day, ok
	case asStamp:
		day, clock, ok := moment(text)
		return strings.ReplaceAll(day, "-", "") + clock, ok && clock != ""
	case asMonthFirst, asMonthEnd:
		return month(text, f == asMonthEnd)
	case asMonth:
		first, ok := month(text, false)
		return strings.ReplaceAll(first, "-", "")[:min(6, len(first))], ok
	case asYearFirst, asYearEnd:
		found := yearForm.FindStringSubmatch(glyph.Normal(text))
		if found == nil {
			return "", false
		}
		return found[1] + map[form]string{asYearFirst: "-01-01", asYearEnd: "-12-31"}[f], true
	case asYear:
		return year(text)
	case asText, asIdentity:
	}
	return text, true
}

var (
	clockForm  = regexp.MustCompile(`^(.*?)[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$`)
	digitsForm = regexp.MustCompile(`^(\d{8}) ?(\d{2}):?(\d{2}):?(\d{2})$`)
	monthForm  = regexp.MustCompile(`^(\d{4})(?:[-/.年]?)(\d{1,2})月?$`)
	yearForm   = regexp.MustCompile(`^(\d{4})年?度?$`)
	yuanForm   = regexp.MustCompile(`^-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$`)
	wholeForm  = regexp.MustCompile(`^(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?$`)
)

// moment returns a date as yyyy-mm-dd, and its time of day as six digits, or "" if there is none.
func moment(text string) (day, clock string, ok bool) {
	text = glyph.Normal(text)
	found := clockForm.FindStringSubmatch(text)
	if found == nil {
		found = digitsForm.FindStringSubmatch(text)
	}
	if found != nil {
		text, clock = found[1], two(found[2])+found[3]+two(found[4])
		if clock >= "240000" || found[3] > "59" || found[4] > "59" {
			return "", "", false
		}
	}
	date, wrong := fund.ReadDate(text)
	return date.String(), clock, wrong == fund.NoWriting
}

// month returns the first or the last day of a month.
func month(text string, last bool) (string, bool) {
	found := monthForm.FindStringSubmatch(glyph.Normal(text))
	if found == nil {
		return "", false
	}
	first := found[1] + "-" + two(found[2]) + "-01"
	day, wrong := fund.ReadDate(first)
	switch {
	case wrong != fund.NoWriting:
		return "", false
	case last:
		return day.NextMonth().DayBefore().String(), true
	}
	return first, true
}

// year returns the year of a date, month or year.
func year(text string) (string, bool) {
	if day, _, ok := moment(text); ok {
		return day[:4], true
	}
	if first, ok := month(text, false); ok && len(text) > len("2025") {
		return first[:4], true
	}
	found := yearForm.FindStringSubmatch(glyph.Normal(text))
	if found == nil {
		return "", false
	}
	return found[1], true
}

func two(digits string) string {
	if len(digits) < 2 {
		return strings.Repeat("0", 2-len(digits)) + digits
	}
	return digits
}

// yuan returns an amount in a unit of 10 to the power of unit yuan as yuan with two decimals.
func yuan(text string, unit int) (string, bool) {
	if !yuanForm.MatchString(text) {
		return "", false
	}
	sign, digits := "", strings.ReplaceAll(text, ",", "")
	if rest, minus := strings.CutPrefix(digits, "-"); minus {
		sign, digits = "-", rest
	}
	number, fraction, _ := strings.Cut(digits, ".")
	for len(fraction) < unit {
		fraction += "0"
	}
	number = strings.TrimLeft(number+fraction[:unit], "0")
	if number == "" {
		number = "0"
	}
	if fraction = strings.TrimRight(fraction[unit:], "0"); fraction != "" {
		number += "." + fraction
	}
	amount, err := money.Read(sign + number)
	if err != nil {
		return "", false
	}
	return amount.String(), true
}

// whole returns a whole number without commas and useless zeros.
func whole(text string) (string, bool) {
	found := wholeForm.FindStringSubmatch(text)
	if found == nil {
		return "", false
	}
	number := strings.TrimLeft(strings.ReplaceAll(found[1], ",", ""), "0")
	if number == "" {
		number = "0"
	}
	return number, true
}

var units = map[string]int{"元": 0, "万元": 4, "亿元": 8}
