package fund_test

import (
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/fund"
)

func TestIdentifiers(t *testing.T) {
	for id, want := range map[fund.ID]bool{
		"441300.390": true, "441300.all": true, "430522.610": true,
		"100000.310": true, "660000.390": true, "660100.390": true, "710000.all": true, "441300.410": true, "441300.510": true, "441300.350": true, "441300.360": true,
		"000000.310": false, "100001.310": false, "101000.310": false, "670000.310": false, "441300.380": false, "441300.391": false,
		"441300.999": false, "4413000.390": false, "991300.390": false, "441300": false, "": false,
		"441300.390.1": false, "４４1300.390": false, "441300.": false,
	} {
		if id.Valid() != want {
			t.Errorf("fund %q valid: %v", id, !want)
		}
	}
	for code, want := range map[fund.Institution]bool{
		"H13110200026": true, "P44130200001": true, "H66010100001": true, "H10000000001": false,
		"H1311020002": false, "X13110200026": false, "h13110200026": false, "H1311020002６": false, "H99110200026": false, "": false,
	} {
		if code.Valid() != want {
			t.Errorf("institution %q valid: %v", code, !want)
		}
	}
	if id := fund.Of("441300", fund.Resident); id.Region() != "441300" || id.Kind() != fund.Resident {
		t.Errorf("%s falls into %s and %s", id, id.Region(), id.Kind())
	}
}

func TestDates(t *testing.T) {
	for _, s := range []string{"1949-10-01", "1969-12-31", "1970-01-01", "2024-02-29", "2025-12-31", "9999-12-31"} {
		if d, ok := fund.ParseDate(s); !ok || d == 0 || d.String() != s {
			t.Errorf("%s came back as %s, %v", s, d, ok)
		}
	}
	for _, s := range []string{"", "2025-02-29", "2025-2-28", "2025/02/28", "20250228", "2025-13-01", "1949-09-30", "２０25-02-28", "2025-02-28 "} {
		if d, ok := fund.ParseDate(s); ok {
			t.Errorf("%q accepted as %s", s, d)
		}
	}
	d := fund.NewDate(2025, time.July, 31)
	if d.Year() != 2025 || d.Month() != "202507" || fund.Date(0).Year() != 0 || fund.Date(0).String() != "" {
		t.Errorf("%s has year %d, month %s", d, d.Year(), d.Month())
	}
	if got := fund.DateIn(time.Date(2025, 7, 31, 16, 0, 0, 0, time.UTC)); got.String() != "2025-08-01" {
		t.Errorf("16:00 UTC is %s in Shanghai", got)
	}
	before, after := fund.NewDate(1969, time.December, 31), fund.NewDate(1970, time.January, 1)
	if before >= after {
		t.Error("dates are not in order around 1970")
	}
	for day, want := range map[fund.Date]fund.Date{before: before - 1, after: before, after + 1: after} {
		if got := day.DayBefore(); got != want {
			t.Errorf("the day before %s is %s", day, got)
		}
		if got := want.DayAfter(); got != day {
			t.Errorf("the day after %s is %s", want, got)
		}
	}
}

// The later of two dates is one of them, also before 1970, where dates are below no date.
func TestLater(t *testing.T) {
	early, before, after := fund.NewDate(1951, time.March, 1), fund.NewDate(1969, time.December, 31), fund.NewDate(1970, time.January, 1)
	for _, c := range [][3]fund.Date{{0, 0, 0}, {0, before, before}, {0, after, after}, {early, before, before},
		{before, after, after}, {after, after, after}} {
		if one, other := fund.Later(c[0], c[1]), fund.Later(c[1], c[0]); one != c[2] || other != c[2] {
			t.Errorf("the later of %s and %s is %s, %s", c[0], c[1], one, other)
		}
	}
}

// The number 11010519491231002X is the example of GB 11643 itself.
func TestHoldsIdentityNumber(t *testing.T) {
	for text, want := range map[string]bool{
		"11010519491231002X":             true,
		"身份证11010519491231002x的人":        true,
		"110105194912310021":             false, // wrong check character
		"H13110200026202111291809520478": false, // a settlement number
		"110105491231002":                false, // the old form: no check character
		"2025-0001":                      false,
		"":                               false,
	} {
		if fund.HoldsIdentityNumber(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func TestPseudonym(t *testing.T) {
	key := []byte(strings.Repeat("k", fund.KeySize))
	p := fund.Pseudonym(key, "44130000000000000001")
	if !p.Valid() || p != fund.Pseudonym(key, "44130000000000000001") {
		t.Errorf("%q is not a stable pseudonym", p)
	}
	if p == fund.Pseudonym(key, "44130000000000000002") || p == fund.Pseudonym([]byte(strings.Repeat("j", fund.KeySize)), "44130000000000000001") {
		t.Error("another person or another key gives the same pseudonym")
	}
	for _, bad := range []fund.Person{"", "0123", fund.Person(strings.ToUpper(string(p))) + "F", "0123456789abcdef0123456789abcdeg"} {
		if bad.Valid() {
			t.Errorf("%q is accepted as a pseudonym", bad)
		}
	}
}

// 91350100M000100Y43 is an example that GB 32100-2015 is often shown with.
func TestLegalCode(t *testing.T) {
	const example = "91350100M000100Y43"
	for code, want := range map[fund.LegalCode]bool{
		example:               true,
		"91350100M000100Y44":  false, // wrong check character
		"91350100M000100Y4":   false, // too short
		"91350100M000100Y433": false,
		"91350100m000100Y43":  false, // small letters
		"19350100M000100Y43":  false, // two digits changed places
		"91350100M00010OY43":  false, // O is not 0
		"91350100M000100I43":  false, // I, O, S, V, Z are not used
		"９1350100M000100Y43":  false,
		"":                    false,
	} {
		if code.Valid() != want {
			t.Errorf("%q valid: %v", code, !want)
		}
	}
	for i := range example { // any other last character, and any other digit, is noticed
		for _, c := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
			if other := fund.LegalCode(example[:i] + string(c) + example[i+1:]); other.Valid() != (other == example) {
				t.Errorf("%q valid: %v", other, other.Valid())
			}
		}
	}
}

func TestAddMonths(t *testing.T) {
	for _, test := range []struct {
		from   string
		months int
		want   string
	}{
		{"2025-03-15", 6, "2025-09-15"},
		{"2025-08-31", 6, "2026-02-28"},
		{"2023-08-31", 6, "2024-02-29"},
		{"2023-08-30", 6, "2024-02-29"},
		{"2025-10-31", 1, "2025-11-30"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2024-02-29", 48, "2028-02-29"},
		{"2025-12-31", 1, "2026-01-31"},
		{"2025-12-31", 2, "2026-02-28"},
		{"2025-07-31", 12, "2026-07-31"},
		{"2025-07-31", 0, "2025-07-31"},
		{"2025-03-31", -1, "2025-02-28"},
		{"2025-01-15", -1, "2024-12-15"},
		{"1969-11-30", 3, "1970-02-28"},
	} {
		d, ok := fund.ParseDate(test.from)
		if got := d.AddMonths(test.months); !ok || got.String() != test.want {
			t.Errorf("%s and %d months: %s, want %s", test.from, test.months, got, test.want)
		}
	}
	for d := fund.NewDate(2023, 1, 1); d < fund.NewDate(2025, 1, 1); d++ { // later days never become earlier ones
		if d.AddMonths(6) > (d + 1).AddMonths(6) {
			t.Errorf("%s and 6 months is after %s and 6 months", d, d+1)
		}
	}
}
