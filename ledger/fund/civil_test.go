package fund

import (
	"testing"
	"time"
)

// The calendar is that of package time: every day from 1949 to 2100, and some of
// every later year.
func TestCalendar(t *testing.T) {
	const form = "2006-01-02"
	first := time.Date(1949, 9, 1, 0, 0, 0, 0, time.UTC)
	until := time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
	for day := first; !day.After(until); {
		since := int(day.Unix() / 86400)
		d := dateOf(since)
		if d.String() != day.Format(form) || d.Year() != day.Year() || d.Month() != day.Format("200601") || d != NewDate(day.Date()) {
			t.Fatalf("%s is %s, of %d", day.Format(form), d, d.Year())
		}
		if parsed, ok := ParseDate(day.Format(form)); ok != (day.Format(form) >= "1949-10-01") || ok && parsed != d {
			t.Fatalf("%s is parsed as %s, %v", day.Format(form), parsed, ok)
		}
		step := 1
		if day.Year() > 2100 {
			step = 37
		}
		day = day.AddDate(0, 0, step)
	}
	for _, text := range []string{"2025-02-29", "2025-00-10", "2025-13-01", "2025-04-31", "2025-1-01", "2025-01-1 ", "20250101", "２０２５-01-01", "1949-09-30", "0000-01-01", "2025-01-00", "-025-01-01", ""} {
		if d, ok := ParseDate(text); ok {
			t.Errorf("%q is parsed as %s", text, d)
		}
	}
}
