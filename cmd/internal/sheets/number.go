package sheets

import (
	"math"
	"strconv"
	"strings"
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
const (
	epoch1900 = -25569 // days from 1970-01-01 to day 0
	epoch1904 = -24107
	lastDay   = 2958465 // 9999-12-31
)

// date returns the day, and the time if there is one, of a serial number: "2025-08-03",
// "2025-08-03 10:30:00". ok is false before 1900-03-01, where spreadsheets disagree about the days.
func date(serial string, from1904 bool) (day string, ok bool) {
	value, err := strconv.ParseFloat(serial, 64)
	if err != nil || math.IsNaN(value) || value < 0 || value > lastDay+1 {
		return "", false
	}
	epoch := int64(epoch1900)
	if from1904 {
		epoch = epoch1904
	} else if value < 61 {
		return "", false
	}
	seconds := int64(math.Round(value * 86400))
	days, rest := seconds/86400+epoch, seconds%86400
	y, m, d := civil(days)
	day = strconv.Itoa(y) + "-" + two(m) + "-" + two(d)
	if rest > 0 {
		day += " " + two(int(rest/3600)) + ":" + two(int(rest/60%60)) + ":" + two(int(rest%60))
	}
	return day, y <= 9999
}

// civil returns the day of the Gregorian calendar so many days after 1970-01-01.
//
// Source: H. Hinnant, chrono-compatible low-level date algorithms, civil_from_days.
func civil(days int64) (y, m, d int) {
	days += 719468
	era := days / 146097
	ofEra := days - era*146097
	yearOfEra := (ofEra - ofEra/1460 + ofEra/36524 - ofEra/146096) / 365
	ofYear := ofEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	month := (5*ofYear + 2) / 153
	d = int(ofYear - (153*month+2)/5 + 1)
	m = int((month+2)%12 + 1)
	y = int(yearOfEra + era*400)
	if m <= 2 {
		y++
	}
	return y, m, d
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
