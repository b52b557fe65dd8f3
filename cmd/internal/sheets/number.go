package sheets

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// digits is how many significant digits a spreadsheet shows and keeps of a number.
const digits = 15

// plain returns a number of a workbook as a plain decimal with at most 15 significant digits; ok is
// false if it is none. long says that digits of it were lost when it was typed: 16 or more stand
// before its point, or a whole number of 15 has more behind.
func plain(raw string) (number string, long, ok bool) {
	if isShort(raw) {
		return raw, false, true
	}
	value, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsInf(value, 0) || math.IsNaN(value) || strings.ContainsAny(raw, "xXpP_nNiI") {
		return "", false, false
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(value, 'e', digits-1, 64), "e")
	power, err := strconv.Atoi(exponent)
	if err != nil {
		return "", false, false
	}
	sign := ""
	if rest, minus := strings.CutPrefix(mantissa, "-"); minus {
		sign, mantissa = "-", rest
	}
	kept := strings.TrimRight(strings.Replace(mantissa, ".", "", 1), "0")
	if kept == "" {
		return "0", false, true
	}
	long = power >= digits
	switch {
	case power > 30 || power < -30:
		return raw, long, true
	case power < 0:
		return sign + "0." + strings.Repeat("0", -power-1) + kept, long, true
	case len(kept) <= power+1:
		return sign + kept + strings.Repeat("0", power+1-len(kept)), long, true
	}
	return sign + kept[:power+1] + "." + kept[power+1:], long, true
}

// isShort reports whether a number stands as it should be printed: plain digits, at most 15 of them.
func isShort(raw string) bool {
	whole, fraction, hasPoint := strings.Cut(strings.TrimPrefix(raw, "-"), ".")
	if whole == "" || len(whole)+len(fraction) > digits || len(whole) > 1 && whole[0] == '0' ||
		hasPoint && (fraction == "" || fraction[len(fraction)-1] == '0') || raw == "-0" {
		return false
	}
	return isDigits(whole) && isDigits(fraction)
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// The days of a workbook are counted from the end of 1899, as if 1900 had been a leap year, or from
// the first day of 1904.
//
// Source: ECMA-376 Part 1, 18.17.4.1.
var (
	epoch1900 = time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	epoch1904 = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
)

const (
	leapDay = 61      // from which day on the days of 1900 are right
	lastDay = 2958465 // 9999-12-31
)

// date returns the day, and the time if there is one, of a serial number: "2025-08-03",
// "2025-08-03 10:30:00". ok is false before 1900-03-01, where spreadsheets disagree about the days.
func date(serial string, from1904 bool) (day string, ok bool) {
	value, err := strconv.ParseFloat(serial, 64)
	if err != nil || math.IsNaN(value) || value < 0 || value > lastDay+1 || !from1904 && value < leapDay {
		return "", false
	}
	from := epoch1900
	if from1904 {
		from = epoch1904
	}
	seconds := int(math.Round(value * 86400))
	at := from.AddDate(0, 0, seconds/86400).Add(time.Duration(seconds%86400) * time.Second)
	if seconds%86400 == 0 {
		return at.Format(time.DateOnly), at.Year() <= 9999
	}
	return at.Format(time.DateTime), at.Year() <= 9999
}
