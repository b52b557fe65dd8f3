package profile

import (
	"regexp"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/clerk"
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
func (f form) value(text string, unit clerk.Unit) (string, bool) {
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
		found, ok := yearOf(text)
		return found + map[form]string{asYearFirst: "-01-01", asYearEnd: "-12-31"}[f], ok
	case asYear:
		return year(text)
	case asText, asIdentity:
	}
	return text, true
}

var (
	clockForm  = regexp.MustCompile(`^(.*?)[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$`)
	digitsForm = regexp.MustCompile(`^(\d{8}) ?(\d{2}):?(\d{2}):?(\d{2})$`)
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
	period, ok := clerk.Period(text)
	if !ok || len(period) != len("2025-07") {
		return "", false
	}
	day, wrong := fund.ReadDate(period + "-01")
	if last && wrong == fund.NoWriting {
		day = day.NextMonth().DayBefore()
	}
	return day.String(), wrong == fund.NoWriting
}

// yearOf returns a year.
func yearOf(text string) (string, bool) {
	period, ok := clerk.Period(text)
	if !ok {
		period, ok = text, len(text) == len("2025") && strings.Trim(text, "0123456789") == ""
	}
	return period, ok && len(period) == len("2025")
}

// year returns the year of a date, month or year.
func year(text string) (string, bool) {
	for _, read := range []func(string) (string, bool){
		func(text string) (string, bool) { day, _, ok := moment(text); return day, ok },
		func(text string) (string, bool) { return month(text, false) },
		yearOf,
	} {
		if value, ok := read(text); ok {
			return value[:4], true
		}
	}
	return "", false
}

func two(digits string) string {
	if len(digits) < 2 {
		return strings.Repeat("0", 2-len(digits)) + digits
	}
	return digits
}

// yuan returns an amount in a unit as yuan with two decimals.
func yuan(text string, unit clerk.Unit) (string, bool) {
	if !yuanForm.MatchString(text) {
		return "", false
	}
	amount, err := money.Read(clerk.InYuan(strings.ReplaceAll(text, ",", ""), unit))
	return amount.String(), err == nil
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
