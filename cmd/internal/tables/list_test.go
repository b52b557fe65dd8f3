package tables

import (
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/docket"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/agreements"
	"github.com/fundledger/fundledger/projections/balances"
	"github.com/fundledger/fundledger/projections/bridge"
	"github.com/fundledger/fundledger/projections/cases"
	"github.com/fundledger/fundledger/projections/fines"
	"github.com/fundledger/fundledger/projections/penalties"
	"github.com/fundledger/fundledger/projections/projtest"
	"github.com/fundledger/fundledger/projections/recoveries"
	"github.com/fundledger/fundledger/projections/reliefs"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/statistics"
)

// registers are all lists of a history as of a date.
func registers(t *testing.T, on fund.Date) map[string]List {
	t.Helper()
	var (
		held      balances.View
		recovered recoveries.View
		counted   statistics.View
		files     cases.View
		relieved  reliefs.View
		names     agreements.View
		charged   penalties.View
		between   = bridge.View{Fund: "441300.310", Year: 2025, From: bridge.Booked, To: bridge.Statistics}
	)
	for _, e := range projtest.History() {
		for _, v := range []replay.View{&held, &recovered, &counted, &files, &relieved, &names, &charged, &between} {
			if err := v.Apply(e); err != nil {
				t.Fatal(err)
			}
		}
	}
	rows, err := held.AsOf(on)
	years, errYears := held.Yearly(on)
	if err != nil || errYears != nil {
		t.Fatal(err, errYears)
	}
	direct, assisted := relieved.Funds(on)
	all := map[string]List{
		"balance": Balance(rows), "accounts": BalanceByAccount(rows), "years": BalanceByYear(years, false), "totals of years": BalanceByYear(years, true),
		"statistics": Statistics(counted.AsOf(on)), "total": StatisticsTotal(counted.AsOf(on), statistics.Period{}),
		"cases":  Cases(&files, &names, on, on, func(cases.Key, docket.Docket) bool { return true }),
		"orders": Orders(&files, on, on, func(cases.Key, docket.Order) bool { return true }),
		"fines":  Fines(fines.Register(&files, on, on), on), "penalties": Penalties(charged.AsOf(on)),
		"relief": Relief(direct, assisted), "persons": ReliefOfPersons(relieved.Persons(on)), "agreements": Agreements(names.Register(on)),
		"bridge": Bridge(&between, projtest.History()[0].RecordedAt),
	}
	for _, by := range recoveries.Groupings() {
		all["recoveries by "+string(by)] = Recoveries(recovered.AsOf(on, by), by, &names, on)
	}
	return all
}

// rowsOf are the rows of a page, each as one text.
func rowsOf(t *testing.T, l List, p ListPage) (rows []string, next string) {
	t.Helper()
	page, ok := l.Page(p)
	if !ok {
		t.Fatalf("%+v is no page", p)
	}
	for cells, err := range page.Lines {
		if err != nil {
			t.Fatal(err)
		}
		var row strings.Builder
		for _, c := range cells {
			row.WriteString(c.Value() + "|")
		}
		rows = append(rows, row.String())
	}
	for _, f := range page.Facts {
		if f.Key == "next" {
			next = f.Value.Value()
		}
	}
	return rows, next
}

// Rows of every list stand in the order of their keys, no two with the same; pages that follow
// one another are the list, whatever size they have, and each has the total of the whole.
func TestPagesOfLists(t *testing.T) {
	for _, on := range []fund.Date{0, fund.NewDate(2025, 8, 1), fund.NewDate(2026, 12, 31)} {
		for name, l := range registers(t, on) {
			for i := 1; i < l.Len; i++ {
				if l.compare(l.key(i-1), l.key(i)) >= 0 {
					t.Errorf("%s on %s: %s does not stand in front of %s", name, on, l.KeyOf(i-1), l.KeyOf(i))
				}
			}
			whole, _ := rowsOf(t, l, ListPage{})
			for _, limit := range []int{1, 2, 7} {
				var got []string
				for p := (ListPage{Limit: limit}); ; {
					rows, next := rowsOf(t, l, p)
					if got = append(got, rows...); len(rows) > limit {
						t.Errorf("%s: a page of %d rows", name, len(rows))
					}
					if p.After = next; next == "" {
						break
					}
				}
				if !slices.Equal(got, whole) {
					t.Errorf("%s by %d:\n%s\nwant\n%s", name, limit, strings.Join(got, "\n"), strings.Join(whole, "\n"))
				}
				for to := l.Len - 1; to > 0; {
					from := max(0, to-limit)
					rows, next := rowsOf(t, l, ListPage{Limit: limit, Before: l.KeyOf(to)})
					if !slices.Equal(rows, whole[from:to]) || next != l.KeyOf(to-1) {
						t.Errorf("%s by %d in front of %s: %q, next %q", name, limit, l.KeyOf(to), rows, next)
					}
					to = from
				}
				if last, _ := rowsOf(t, l, ListPage{Last: limit}); !slices.Equal(last, whole[max(0, len(whole)-limit):]) {
					t.Errorf("%s, the last %d: %q", name, limit, last)
				}
			}
			page, _ := l.Page(ListPage{Limit: 1})
			if (page.Total == nil) != (l.Total == nil) || l.Total != nil && !slices.Equal(page.Total[1:], l.Total[1:]) {
				t.Errorf("%s: the total of a page is %v, not %v", name, page.Total, l.Total)
			}
		}
	}
}

// A page comes behind a key whether the row is still there or not; what is no key of the list is
// told.
func TestPageBehindWhatIsGone(t *testing.T) {
	columns := []column[string]{
		text("name", "", "", func(s string) string { return s[:1] }).id(2), text("what", "", "", func(s string) string { return s[1:] }).id(1),
	}
	l := list(report.Table{Key: "list"}, columns, []string{"a/", "b1", "a中 x", "c中 x"})
	for after, want := range map[string]string{"1": "b|1|", "1/b": "a|中 x|", "0/z": "b|1|", "%2F/a": "b|1|", "中%20x/b": "c|中 x|", "a/b/c": "", "%/a": ""} {
		page, ok := l.Page(ListPage{After: after})
		if ok != (want != "") {
			t.Errorf("%q: %v", after, ok)
		}
		if !ok {
			continue
		}
		for cells := range page.Lines {
			if got := cells[0].Value() + "|" + cells[1].Value() + "|"; got != want {
				t.Errorf("behind %q comes %s, not %s", after, got, want)
			}
			break
		}
	}
	if got := l.KeyOf(2); got != "中%20x/a" {
		t.Error(got)
	}
}
