package statements_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/projections/statements"
)

// The trial balance of 2025 by hand: income and expense of 2024 are in 3001.
func TestTrial(t *testing.T) {
	at := asOf(view(t, residentYears()...), resident)
	trial := statements.Trial(resident, date(2025, 2, 1), date(2025, 2, 28), false, at)
	var got []string
	for _, r := range append(trial.Rows, trial.Total) {
		got = append(got, fmt.Sprintf("%s %s %s | %s %s | %s %s", r.Account, r.Opening.Debit, r.Opening.Credit, r.Turnover.Debit, r.Turnover.Credit,
			r.Closing.Debit, r.Closing.Credit))
	}
	want := []string{
		"1003 10241.00 0.00 | 1130.34 25.00 | 11346.34 0.00", // 13,500 + 600 − 3,000 − 240 + 81 − 1,000 + 300
		"1004 3200.00 0.00 | 100.00 1380.00 | 1920.00 0.00",
		"1005 900.00 0.00 | 0.00 900.00 | 0.00 0.00",
		"1101 240.00 0.00 | 0.00 120.00 | 120.00 0.00",
		"1201 1000.00 0.00 | 0.00 0.00 | 1000.00 0.00",
		"2001 0.00 81.00 | 0.00 0.00 | 0.00 81.00",
		"2101 0.00 300.00 | 0.00 0.00 | 0.00 300.00",
		"3001 0.00 13700.00 | 0.00 0.00 | 0.00 13700.00",
		"4001 0.00 900.00 | 50.00 0.00 | 0.00 850.00",
		"4101 0.00 600.00 | 0.00 0.00 | 0.00 600.00",
		"4201 0.00 0.00 | 0.00 12.34 | 0.00 12.34",
		"4401 0.00 0.00 | 0.00 80.00 | 0.00 80.00",
		"4402 0.00 0.00 | 0.00 20.00 | 0.00 20.00",
		"4501 0.00 0.00 | 0.00 93.00 | 0.00 93.00",
		"5001 0.00 0.00 | 1050.00 100.00 | 950.00 0.00",
		"5101 0.00 0.00 | 400.00 25.00 | 375.00 0.00",
		"5301 0.00 0.00 | 15.00 0.00 | 15.00 0.00",
		"5302 0.00 0.00 | 10.00 0.00 | 10.00 0.00",
		" 15581.00 15581.00 | 2755.34 2755.34 | 15736.34 15736.34",
	}
	if !slices.Equal(got, want) {
		t.Errorf("trial\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if !trial.Balanced() {
		t.Error("not balanced")
	}
}
