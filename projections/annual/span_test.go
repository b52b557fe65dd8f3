package annual

import "testing"

func TestSpan(t *testing.T) {
	for _, c := range []struct{ text, from, to, before string }{
		{"2025", "2025-01-01", "2025-12-31", "2024"},
		{"2021-2025", "2021-01-01", "2025-12-31", ""},
		{"2025H2", "2025-07-01", "2025-12-31", "2024H2"},
		{"2025Q1", "2025-01-01", "2025-03-31", "2024Q1"},
		{"2024-02", "2024-02-01", "2024-02-29", "2023-02"},
		{"2024M01-02", "2024-01-01", "2024-02-29", "2023M01-02"},
		{"2025M01-11", "2025-01-01", "2025-11-30", "2024M01-11"},
	} {
		s, ok := ParseSpan(c.text)
		if !ok || s.From.String() != c.from || s.To.String() != c.to || s.String() != c.text {
			t.Errorf("%s: %v %v, %s to %s", c.text, s, ok, s.From, s.To)
		}
		before, ok := s.Before()
		if got := before.String(); ok != (c.before != "") || ok && got != c.before {
			t.Errorf("%s: before it %s, want %q", c.text, got, c.before)
		}
	}
	for _, text := range []string{"", "202", "2025H0", "2025H3", "2025Q5", "2025-13", "2025-00", "2025-2024", "2025-2025", "2025Q", "2025-6", "2025 ", "+025", "2025-+1", "2025H01",
		"2025M01-01", "2025M01-03", "2025M01-06", "2025M01-12", "2025M01-13", "2025M01-00", "2025M02-05", "2025M1-5", "2025M01-5"} {
		if s, ok := ParseSpan(text); ok {
			t.Errorf("%q was read as %s", text, s)
		}
	}
	for _, c := range []struct{ month, toDate, option string }{
		{"2025-01", "2025-01", "month=2025-01"}, {"2024-02", "2024M01-02", "month=2024-02:to-date=true"}, {"2025-03", "2025Q1", "quarter=2025Q1"},
		{"2025-06", "2025H1", "half=2025H1"}, {"2025-11", "2025M01-11", "month=2025-11:to-date=true"}, {"2025-12", "2025", "year=2025"},
	} {
		s, _ := ParseSpan(c.month)
		if s = s.YearToDate(); s.String() != c.toDate || s.Option() != c.option {
			t.Errorf("%s: to date it is %s, %s; want %s, %s", c.month, s, s.Option(), c.toDate, c.option)
		}
	}
	if n := len(Years(2021, 2025).EachYear()); n != 5 {
		t.Errorf("2021-2025 has %d years", n)
	}
}
