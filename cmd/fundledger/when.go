package main

import (
	"strings"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/figures"
)

// parseDay reads the day that a flag gives; "" is no date. Error: bad input.
func parseDay(flag, text string) (fund.Date, error) {
	if text == "" {
		return 0, nil
	}
	day, ok := fund.ParseDate(text)
	if !ok {
		return 0, fault.Input("%s：没有日期 %q；写成 2025-12-31", "%s: there is no date %q; write 2025-12-31", flag, text)
	}
	return day, nil
}

// parseMonthOrYear reads --month or --year; neither is no period. Error: bad input.
func parseMonthOrYear(month, year string) (event.Period, error) {
	p := event.Period(month + year)
	switch {
	case p == "":
		return "", nil
	case month != "" && year != "":
		return "", fault.Input("用 --month 或 --year 之一指明期间", "name the period with either --month or --year")
	case month != "" && (p.First() == 0 || p.IsYear()):
		return "", fault.Input("--month：没有月份 %q；写成 2025-06", "--month: there is no month %q; write 2025-06", month)
	case year != "" && (p.First() == 0 || !p.IsYear()):
		return "", fault.Input("--year：没有年度 %q；写成 2025", "--year: there is no year %q; write 2025", year)
	}
	return p, nil
}

// parsePeriod reads --from and --to or --as-of. Error: bad input.
func parsePeriod(from, toFlag, to string) (figures.Days, error) {
	var d figures.Days
	var err error
	if d.From, err = parseDay("--from", from); err != nil {
		return d, err
	}
	if d.To, err = parseDay(toFlag, to); err != nil {
		return d, err
	}
	if d.From != 0 && d.To != 0 && d.From > d.To {
		return d, fault.Input("--from %q 晚于 %s %q；对调或改正", "--from %q is after %s %q; swap or mend them", from, toFlag, to)
	}
	return d, nil
}

// parseInstant returns the last microsecond of the date, minute or second given,
// in Shanghai unless it has a zone; so a time as events prints it includes what
// was recorded then. A time with a fraction is exact.
func parseInstant(s string) (time.Time, error) {
	for _, form := range []struct {
		layout string
		length time.Duration
	}{
		{"2006-01-02", 24 * time.Hour}, // Shanghai has no summer time
		{"2006-01-02 15:04", time.Minute},
		{"2006-01-02 15:04:05", time.Second},
		{"2006-01-02T15:04:05", time.Second},
		{time.RFC3339, time.Second},
	} {
		t, err := time.ParseInLocation(form.layout, s, fund.Shanghai())
		switch {
		case err == nil && strings.Contains(s, "."):
			return t, nil
		case err == nil:
			return t.Add(form.length - time.Microsecond), nil
		}
	}
	return time.Time{}, fault.Input("--known-at：不是时间 %s；写成 2025-12-31 或 \"2025-12-31 18:00:00\"", "--known-at: %s is not a time; write 2025-12-31 or \"2025-12-31 18:00:00\"", s)
}
