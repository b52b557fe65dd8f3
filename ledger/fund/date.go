package fund

import (
	"time"
)

// Date is a civil date in Asia/Shanghai, as days since 1970-01-01 plus one. The
// zero Date is no date and is written as "".
type Date int32

const dateFormat = "2006-01-02"

// ParseDate returns the date written as yyyy-mm-dd, and whether it exists.
// Dates run from 1949-10-01 to 9999-12-31.
func ParseDate(s string) (Date, bool) {
	t, err := time.Parse(dateFormat, s)
	if err != nil || len(s) != len(dateFormat) || t.Before(time.Date(1949, 10, 1, 0, 0, 0, 0, time.UTC)) {
		return 0, false
	}
	return dateOf(t), true
}

// NewDate returns the date of year, month and day, normalised as time.Date does.
func NewDate(year int, month time.Month, day int) Date {
	return dateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

func dateOf(midnightUTC time.Time) Date {
	days := midnightUTC.Unix() / 86400
	if days >= 0 {
		days++
	}
	return Date(days)
}

func (d Date) midnightUTC() time.Time {
	days := int64(d)
	if days > 0 {
		days--
	}
	return time.Unix(days*86400, 0).UTC()
}

// String returns the date as yyyy-mm-dd, or "" for no date.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return d.midnightUTC().Format(dateFormat)
}

// Year returns the calendar year, or 0 for no date.
func (d Date) Year() int {
	if d == 0 {
		return 0
	}
	return d.midnightUTC().Year()
}

// NextMonth returns the first day of the month after that of the date.
func (d Date) NextMonth() Date {
	t := d.midnightUTC()
	return NewDate(t.Year(), t.Month()+1, 1)
}

// Month returns the month as yyyymm, such as "202507", or "" for no date.
func (d Date) Month() string {
	if d == 0 {
		return ""
	}
	return d.midnightUTC().Format("200601")
}

// Shanghai is the time zone of civil dates: UTC+8 all year since 1991.
func Shanghai() *time.Location { return time.FixedZone("Asia/Shanghai", 8*3600) }

// DateIn returns the civil date in Asia/Shanghai at an instant.
func DateIn(t time.Time) Date {
	y, m, d := t.In(Shanghai()).Date()
	return NewDate(y, m, d)
}
