package statistics_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/projtest"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/statistics"
)

func TestView(t *testing.T) {
	projtest.Run(t, func() replay.View { return new(statistics.View) }, projtest.History(), "../../testdata/projections/statistics.txt")
}

func view(t *testing.T, history []ledger.Entry) *statistics.View {
	t.Helper()
	v := new(statistics.View)
	for _, entry := range history {
		if err := v.Apply(entry); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

// What a report must show of the history: periods of totals stay whole,
// headcounts are of the latest day, fines stand under a region.
func TestAsOf(t *testing.T) {
	v := view(t, projtest.History())
	end, middle := fund.Date(0), fund.NewDate(2025, 6, 30)
	for _, test := range []struct {
		on   fund.Date
		want string // period, region, fund, item, detail: amount, count, vague
	}{
		{end, "2024-2025 441300 441300.390 subsidies : 670.00 0 1"},
		{end, "2024 441300 441300.390 premiums : 380.00 1 0"},
		{end, "2025 441300 441300.390 premiums : 30400.00 76 0"},
		{end, "2025 441300 441300.390 premiums_refunded : 530.00 2 0"},
		{end, "2025 441300 441300.390 assisted_premiums : 3800.00 10 0"},
		{end, "2025 441300 441300.610 assisted_participation : 3800.00 10 0"},
		{end, "2025 441300 441300.310 benefits : 900.00 58840000 0"},
		{end, "2026 441300 441300.390 benefits_reversed : 100.00 1 0"},
		{end, "2025 441300 441300.390 denied_before_payment reminder: 12.00 1 0"},
		{end, "2025 441300 441300.390 denied_before_payment smart_audit: 30.00 1 0"},
		{end, "2025 441300 441300.390 recovered inspection: 1100.00 2 0"},
		{end, "2025 441300 441300.390 recovered self_check: 80.00 1 0"},
		{end, "2025 441300  fines_imposed : 3000.00 1 0"},
		{end, "2025 441300  fines_paid : 3000.00 1 0"},
		{end, "2025 441300  institutions_designated : 0.00 2 0"},
		{end, "2025 441300  departments_suspended hospital: 0.00 1 0"},
		{end, "2025 441300  agreements_suspended pharmacy: 0.00 1 0"},
		{end, "2025 441300  agreements_resumed pharmacy: 0.00 1 0"},
		{end, "2025 441300  agreements_terminated pharmacy: 0.00 1679 0"},
		{end, "2025 441300 441300.390 persons_insured : 0.00 4970000 0"},
		{middle, "2025 441300 441300.390 persons_insured : 0.00 4966700 0"},
		{middle, "2025 441300 441300.390 premiums : 30400.00 76 0"},
		{middle - 1, "2025 441300 441300.390 premiums : 400.00 1 0"},
	} {
		rows, err := v.AsOf(test.on)
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for _, r := range rows {
			lines = append(lines, fmt.Sprintf("%s %s %s %s %s: %s %d %d", r.Period, r.Region, r.Fund, r.Item, r.Detail, r.Amount, r.Count, r.Vague))
		}
		if !slices.Contains(lines, test.want) {
			t.Errorf("as of %s there is no\n%s\nin\n%s", test.on, test.want, strings.Join(lines, "\n"))
		}
	}
	if rows, err := v.AsOf(fund.NewDate(2024, 11, 19)); err != nil || len(rows) != 0 {
		t.Errorf("before anything: %v, %v", rows, err)
	}
}

func TestOverflow(t *testing.T) {
	fine := ledger.Entry{Event: event.FineImposed{
		Fact: event.Fact{Document: "D", OccurredOn: fund.NewDate(2025, 1, 1), Count: 1}, Case: "1", Region: "441300", Amount: math.MaxInt64,
	}}
	v := view(t, []ledger.Entry{fine})
	if err := v.Apply(fine); !errors.Is(err, money.ErrOverflow) {
		t.Errorf("on one day: %v", err)
	}
}

func TestEveryItemHasAName(t *testing.T) {
	rows, err := view(t, projtest.History()).AsOf(0)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if name := r.Item.Name(); name.ZH == string(r.Item) || name.EN == "" {
			t.Errorf("%s: %+v", r.Item, name)
		}
	}
}
