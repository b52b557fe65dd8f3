package annual

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/fundledger/fundledger/ledger/fund"
)

// Span is the days that a report is of: whole years, a half-year, a quarter, a month, or the year
// to the end of a month. From is the first day of a month, To the last of one.
type Span struct{ From, To fund.Date }

// Years returns the span of whole years, first and last.
func Years(first, last int) Span {
	return Span{fund.NewDate(first, 1, 1), fund.NewDate(last, 12, 31)}
}

// months returns so many months from the first of a month on.
func months(year, first, n int) Span {
	from := fund.NewDate(year, time.Month(first), 1)
	return Span{from, from.AddMonths(n).DayBefore()}
}

// YearToDate returns the span from the first of January to the end of a span.
func (s Span) YearToDate() Span { return Span{fund.NewDate(s.To.Year(), 1, 1), s.To} }

// ParseSpan reads 2025, 2021-2025, 2025H1, 2025Q3, 2025-06 or 2025M01-05, which is January to May;
// it reports false for anything else. What has a shorter name is read by that only.
func ParseSpan(text string) (Span, bool) {
	year, err := strconv.Atoi(text[:min(4, len(text))])
	if err != nil || year < 1900 || year > 9998 || len(text) < 4 {
		return Span{}, false
	}
	s, rest := Years(year, year), text[4:]
	number := func(prefix string, digits, most int) int {
		n, err := strconv.Atoi(strings.TrimPrefix(rest, prefix))
		if err != nil || len(rest) != len(prefix)+digits || n < 1 || n > most || rest[len(prefix)] == '+' {
			return 0
		}
		return n
	}
	switch {
	case rest == "":
	case strings.HasPrefix(rest, "H"):
		n := number("H", 1, 2)
		s = months(year, 6*n-5, 6)
	case strings.HasPrefix(rest, "Q"):
		n := number("Q", 1, 4)
		s = months(year, 3*n-2, 3)
	case strings.HasPrefix(rest, "M01-"):
		s = months(year, 1, number("M01-", 2, 12))
	case strings.HasPrefix(rest, "-") && len(rest) == len("-06"):
		n := number("-", 2, 12)
		s = months(year, n, 1)
	case strings.HasPrefix(rest, "-"):
		s = Years(year, number("-", 4, 9998))
	default:
		return Span{}, false
	}
	return s, s.From < s.To && s.String() == text
}

// String returns the span as ParseSpan reads it.
func (s Span) String() string {
	if s == (Span{}) {
		return ""
	}
	first, last := s.From.Year(), s.To.Year()
	month := numberOf(s.From)
	switch s.Months() {
	case 1:
		return fmt.Sprintf("%d-%02d", first, month)
	case 3:
		return fmt.Sprintf("%dQ%d", first, (month+2)/3)
	case 6:
		return fmt.Sprintf("%dH%d", first, (month+5)/6)
	case 12:
		return strconv.Itoa(first)
	}
	if first == last {
		return fmt.Sprintf("%dM%02d-%02d", first, month, numberOf(s.To))
	}
	return fmt.Sprintf("%d-%d", first, last)
}

// Months returns how many months the span has.
func (s Span) Months() int {
	return 12*(s.To.Year()-s.From.Year()) + numberOf(s.To) - numberOf(s.From) + 1
}

// numberOf returns the number of a date's month.
func numberOf(d fund.Date) int {
	n, _ := strconv.Atoi(d.String()[len("2025-"):len("2025-12")])
	return n
}

// IsYear reports whether the span is one whole year.
func (s Span) IsYear() bool { return s.Months() == 12 && numberOf(s.From) == 1 }

// Before returns the span that growth is counted against: as many years before, or the same
// part of the year before. Of several years it is none: ok is false.
func (s Span) Before() (before Span, ok bool) {
	if s.Months() > 12 {
		return Span{}, false
	}
	return months(s.From.Year()-1, numberOf(s.From), s.Months()), true
}

// EachYear returns the years of a span of several years; nil if it is not.
func (s Span) EachYear() (years []Span) {
	if s.Months() <= 12 {
		return nil
	}
	for year := s.From.Year(); year <= s.To.Year(); year++ {
		years = append(years, Years(year, year))
	}
	return years
}

// Option returns the span as a command takes it: year=2025, half=2025H1, quarter=2025Q3, month=2025-06,
// month=2025-05:to-date=true.
func (s Span) Option() string {
	if strings.Contains(s.String(), "M") {
		return "month=" + months(s.To.Year(), numberOf(s.To), 1).String() + ":to-date=true"
	}
	names := map[int]string{1: "month", 3: "quarter", 6: "half"}
	if name, ok := names[s.Months()]; ok {
		return name + "=" + s.String()
	}
	return "year=" + s.String()
}
