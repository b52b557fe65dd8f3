package fund

import (
	"strconv"
	"time"
)

// Date is a civil date in Asia/Shanghai, as days since 1970-01-01 plus one. The
// zero Date is no date and is written as "".
type Date int32

const dateFormat = "2006-01-02"

// ParseDate returns the date written as yyyy-mm-dd, and whether it exists.
// Dates run from 1949-10-01 to 9999-12-31.
func ParseDate(s string) (Date, bool) {
	if len(s) != len(dateFormat) || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	number := func(digits string) int {
		n := 0
		for i := range len(digits) {
			if digits[i] < '0' || digits[i] > '9' {
				return -1
			}
			n = 10*n + int(digits[i]-'0')
		}
		return n
	}
	return DateOf(number(s[:4]), number(s[5:7]), number(s[8:]))
}

// DateOf returns the date of a year, month and day, and whether it exists and is
// from 1949-10-01 to 9999-12-31.
func DateOf(year, month, day int) (Date, bool) {
	if year < 1949 || year > 9999 || month < 1 || month > 12 || year == 1949 && month < 10 ||
		day < 1 || day > 28 && day > lastDay(year, month) {
		return 0, false
	}
	return dateOf(days(year, month, day)), true
}

// lastDay returns the last day of a month.
func lastDay(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	default:
		return 31
	}
}

// NewDate returns the date of year, month and day, normalised as time.Date does.
func NewDate(year int, month time.Month, day int) Date {
	return dateOf(int(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400))
}

// dateOf returns the date of a number of days since 1970-01-01.
func dateOf(days int) Date {
	if days >= 0 {
		days++
	}
	return Date(days)
}

// DayBefore returns the day before the date. 1970-01-01 follows 1969-12-31, which are not
// one number apart: 0 is no date.
func (d Date) DayBefore() Date { return dateOf(d.Since1970() - 1) }

// DayAfter returns the day after the date.
func (d Date) DayAfter() Date { return dateOf(d.Since1970() + 1) }

// Later returns the later of two dates. No date is earlier than any.
func Later(d, e Date) Date {
	if d == 0 || e != 0 && e > d {
		return e
	}
	return d
}

// Since1970 returns the days since 1970-01-01.
func (d Date) Since1970() int {
	if d > 0 {
		d--
	}
	return int(d)
}

// days returns the days from 1970-01-01 to a date of the proleptic Gregorian
// calendar. It counts years from March, so that the leap day is their last: of
// such a year, the months are 153 days for each five.
func days(year, month, day int) int {
	if month <= 2 {
		year--
		month += 12
	}
	leapDays := year/4 - year/100 + year/400
	return 365*year + leapDays + (153*(month-3)+2)/5 + day - 1 - 719468
}

// civil returns the date so many days after 1970-01-01; the inverse of days.
func civil(days int) (year, month, day int) {
	days += 719468 // since 0000-03-01
	era := days / 146097
	of := days - era*146097 // day of the era of 400 years
	inEra := (of - of/1460 + of/36524 - of/146096) / 365
	ofYear := of - (365*inEra + inEra/4 - inEra/100)
	march := (5*ofYear + 2) / 153
	day = ofYear - (153*march+2)/5 + 1
	month, year = march+3, inEra+400*era
	if month > 12 {
		month, year = month-12, year+1
	}
	return year, month, day
}

// String returns the date as yyyy-mm-dd, or "" for no date.
func (d Date) String() string {
	var buffer [len(dateFormat)]byte
	return string(d.Append(buffer[:0]))
}

// Append appends String to dst.
func (d Date) Append(dst []byte) []byte {
	if d == 0 {
		return dst
	}
	year, month, day := civil(d.Since1970())
	digit := func(n int) byte { return byte('0' + n%10) }
	return append(dst,
		digit(year/1000), digit(year/100), digit(year/10), digit(year), '-',
		digit(month/10), digit(month), '-', digit(day/10), digit(day))
}

// Year returns the calendar year, or 0 for no date.
func (d Date) Year() int {
	if d == 0 {
		return 0
	}
	year, _, _ := civil(d.Since1970())
	return year
}

// NextMonth returns the first day of the month after that of the date.
func (d Date) NextMonth() Date {
	year, month, _ := civil(d.Since1970())
	return NewDate(year, time.Month(month)+1, 1)
}

// AddMonths returns the same day n months later, or the last day of that month
// if it has no such day.
func (d Date) AddMonths(n int) Date {
	year, month, day := civil(d.Since1970())
	last := NewDate(year, time.Month(month+n+1), 1) - 1
	return min(last, NewDate(year, time.Month(month+n), 1)+Date(day-1))
}

// Month returns the month as yyyymm, such as "202507", or "" for no date.
func (d Date) Month() string {
	if d == 0 {
		return ""
	}
	year, month, _ := civil(d.Since1970())
	return strconv.Itoa(100*year + month)
}

// Shanghai is the time zone of civil dates: UTC+8 all year since 1991.
func Shanghai() *time.Location { return time.FixedZone("Asia/Shanghai", 8*3600) }

// DateIn returns the civil date in Asia/Shanghai at an instant.
func DateIn(t time.Time) Date {
	y, m, d := t.In(Shanghai()).Date()
	return NewDate(y, m, d)
}
