package statistics_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/statistics"
)

func figure(first, last int, id fund.ID, item statistics.Item, detail string, amount money.Fen, count, vague int64) statistics.Row {
	return statistics.Row{
		Key:    statistics.Key{Period: statistics.Period{First: first, Last: last}, Fund: id, Item: item, Detail: detail},
		Amount: amount.Sum(), Count: wide.Of(count), Vague: vague,
	}
}

// Sums over funds and years by hand: all apart, persons of the latest year, nothing
// across the ends, unknown numbers still told.
func TestTotal(t *testing.T) {
	rows := []statistics.Row{
		figure(2021, 2021, "441300.310", statistics.Benefits, "", 100, 2, 0),
		figure(2021, 2021, "441300.390", statistics.Benefits, "", 50, 3, 1),
		figure(2022, 2022, "441300.390", statistics.Benefits, "", 7, 1, 0),
		figure(2022, 2022, "441300.all", statistics.Benefits, "", 1000, 9, 0),
		figure(2020, 2021, "441300.390", statistics.Benefits, "", 5, 1, 0),
		figure(2021, 2021, "441300.390", statistics.PersonsInsured, "", 0, 10, 0),
		figure(2022, 2022, "441300.390", statistics.PersonsInsured, "", 0, 11, 0),
		figure(2022, 2022, "441300.310", statistics.PersonsInsured, "", 0, 4, 0),
		figure(2021, 2021, "441300.390", statistics.Recovered, "inspection", 3, 1, 0),
		figure(2022, 2022, "441300.310", statistics.Recovered, "inspection", 4, 1, 0),
		figure(2022, 2022, "", statistics.Transferred, "police", 0, 2, 0),
		figure(2022, 2022, "441300.390", statistics.Reported, "a/b", 0, 0, 0),
		figure(2022, 2022, "441300.610", statistics.Limits, "cap", 8, 0, 0),
		figure(2023, 2023, "441300.310", statistics.Recovered, "inspection", 60, 1, 0), // no persons of that year
		figure(2024, 2024, "441300.390", statistics.PersonsInsured, "", 0, 12, 0),      // after the end
	}
	total, left := statistics.Total(rows, statistics.Period{First: 2021, Last: 2023})
	var got []string
	for _, r := range total {
		got = append(got, fmt.Sprintf("%s %s %s %s %s %s %d", r.Period, r.Fund, r.Item, r.Detail, r.Amount, r.Count, r.Vague))
	}
	want := []string{
		"2022  persons_insured  0.00 15 0",
		"2021-2023  benefits  1.57 6 1",
		"2021-2023  recovered inspection 0.67 3 0",
		"2021-2023  cases_handed_over police 0.00 2 0",
		"2021-2023 all benefits  10.00 9 0",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") || left != 1 {
		t.Errorf("left %d\n%s\nwant\n%s", left, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if p := statistics.Span(rows); p != (statistics.Period{First: 2020, Last: 2024}) {
		t.Errorf("span %v", p)
	}
	if p := statistics.Span(rows[:1]); p != (statistics.Period{First: 2021, Last: 2021}) {
		t.Errorf("span of one row %v", p)
	}
}

// Cases are of one period only; who said no number of them is always told.
func TestTotalOfCases(t *testing.T) {
	cases := func(year int, id fund.ID, cases, silent int64) statistics.Row {
		r := figure(year, year, id, statistics.Ordered, "inspection", 1, 1, 0)
		r.Cases, r.Silent = wide.Of(cases), silent
		return r
	}
	for _, test := range []struct {
		rows   []statistics.Row
		cases  int64
		silent int64
	}{
		{[]statistics.Row{cases(2021, "441300.310", 2, 1)}, 2, 1},
		{[]statistics.Row{cases(2021, "441300.310", 2, 1), cases(2021, "441300.390", 3, 4)}, 5, 5},
		{[]statistics.Row{cases(2021, "441300.310", 2, 1), cases(2022, "441300.390", 3, 4)}, 0, 5},
		{[]statistics.Row{cases(2021, "441300.310", 2, 1), cases(2022, "441300.390", 3, 4), cases(2022, "441300.310", 6, 0)}, 0, 5},
	} {
		total, _ := statistics.Total(test.rows, statistics.Period{First: 2021, Last: 2022})
		if len(total) != 1 || total[0].Cases != wide.Of(test.cases) || total[0].Silent != test.silent {
			t.Errorf("%+v, want %d cases, %d silent", total, test.cases, test.silent)
		}
	}
}
