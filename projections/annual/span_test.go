package annual

import "testing"

func TestSpan(t *testing.T) {
	for _, c := range []struct{ text, from, to, before string }{
		{"2025", "2025-01-01", "2025-12-31", "2024"},
		{"2021-2025", "2021-01-01", "2025-12-31", ""},
		{"2025H2", "2025-07-01", "2025-12-31", "2024H2"},
		{"2025Q1", "2025-01-01", "2025-03-31", "2024Q1"},
		{"2024-02", "2024-02-01", "2024-02-29", "2023-02"},
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
	for _, text := range []string{"", "202", "2025H0", "2025H3", "2025Q5", "2025-13", "2025-00", "2025-2024", "2025-2025", "2025Q", "2025-6", "2025 ", "+025", "2025-+1", "2025H01"} {
		if s, ok := ParseSpan(text); ok {
			t.Errorf("%q was read as %s", text, s)
		}
	}
	if n := len(Years(2021, 2025).EachYear()); n != 5 {
		t.Errorf("2021-2025 has %d years", n)
	}
}
