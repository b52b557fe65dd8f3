package main

import (
	"testing"
	"time"
)

func TestSpread(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   spread
	}{
		{nil, spread{}},
		{[]float64{3}, spread{3, 3, 3}},
		{[]float64{9, 1, 4}, spread{4, 1, 9}},
		{[]float64{9, 1, 4, 6}, spread{5, 1, 9}},
	} {
		if got := spreadOf(c.values); got != c.want {
			t.Errorf("spreadOf(%v) = %v, want %v", c.values, got, c.want)
		}
	}
	s := series{{wall: 2 * time.Second, rss: 7}, {wall: 4 * time.Second, rss: 9}, {wall: time.Second, rss: 8}}
	if got, want := s.wall().per(100), (spread{50, 25, 100}); got != want {
		t.Errorf("per second %v, want %v", got, want)
	}
	if s.rss() != 9 {
		t.Errorf("memory %d, want the most of all runs, 9", s.rss())
	}
	if got := (spread{}).per(5); got != (spread{}) {
		t.Errorf("a rate of nothing: %v", got)
	}
}

func TestPrinting(t *testing.T) {
	for got, want := range map[string]string{
		digits(0.0123456):                   "0.0123",
		digits(1.234):                       "1.23",
		digits(12.34):                       "12.3",
		digits(99.96):                       "100",
		digits(1234567):                     "1 234 567",
		number(-1234):                       "-1 234",
		number(0):                           "0",
		megabytes(0):                        "—",
		megabytes(512_400_000):              "512 MB",
		size(999):                           "999 B",
		size(2.5e12):                        "2.50 TB",
		lasting(0.0042):                     "4.20 ms",
		lasting(90):                         "90.0 s",
		lasting(7300):                       "2.03 h",
		lasting(86400 * 3):                  "3.00 days",
		ratio(10, 4):                        "2.50×",
		ratio(1, 0):                         "—",
		spread{0.01, 0.005, 0.02}.seconds(): "10.0 ms (5.00–20.0)",
		spread{2, 1, 3}.seconds():           "2.00 s (1.00–3.00)",
		spread{}.seconds():                  "—",
		spread{5e6, 4e6, 6e6}.rate():        "5 000 000 (4 000 000–6 000 000)",
	} {
		if got != want {
			t.Errorf("printed %q, want %q", got, want)
		}
	}
}

func TestShell(t *testing.T) {
	for _, c := range []struct {
		command command
		want    string
	}{
		{command{args: []string{"import", "/data/*.csv"}}, "import /data/*.csv"},
		{command{args: []string{"sqlite3", "a b", ""}, env: []string{"LC_ALL=C"}}, `LC_ALL=C sqlite3 "a b" ""`},
		{command{args: []string{"ledger", `%("Y")'s`}}, `ledger '%("Y")'\''s'`},
		{command{args: []string{"psql"}, input: "SELECT 1;\n"}, "psql <<END\nSELECT 1;\nEND"},
		{command{args: []string{"psql"}, input: "AS $$;\n"}, "psql <<'END'\nAS $$;\nEND"},
	} {
		if got := c.command.shell(); got != c.want {
			t.Errorf("printed %s\nwant    %s", got, c.want)
		}
	}
}
