package statistics

import (
	"slices"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/wide"
)

// Total returns the sums over funds and areas, and over the years from p.First to
// p.Last, that a bulletin has: one row for each item and detail, without area, its
// Fund "". They are figures for a text (统计口径), never a fund: what was published
// without a split by scheme (kind all) is summed apart, in rows whose Fund is "all",
// and never added to the others. Persons insured stand at a time and are not added
// over years: of them the latest year counts that any fund reports, and Period says
// which; a case may have decisions of several years, so Cases is of one period only, and
// 0, not known, over several. Limits and reported figures have no sum. Of periods that lie across the
// ends nothing is in it; left is how many rows those are.
func Total(rows []Row, p Period) (total []Row, left int) {
	in := In(rows, p)
	at, of := map[Key]int{}, map[Key]Period{}
	for _, r := range rows {
		key, ok := in(r)
		if !ok {
			if key != (Key{}) {
				left++
			}
			continue
		}
		i, ok := at[key]
		if !ok {
			i = len(total)
			at[key] = i
			total = append(total, Row{Key: key})
			of[key] = r.Period
		}
		sum := &total[i]
		sum.Amount, sum.Count = sum.Amount.Plus(r.Amount), sum.Count.Plus(r.Count)
		sum.Vague, sum.Silent = sum.Vague+r.Vague, sum.Silent+r.Silent
		switch {
		case of[key] == r.Period:
			sum.Cases = sum.Cases.Plus(r.Cases)
		default:
			of[key], sum.Cases = Period{}, wide.Int{}
		}
	}
	slices.SortStableFunc(total, func(a, b Row) int {
		a.Period, b.Period = p, p // persons come first, as in other reports
		return compare(a.Key, b.Key)
	})
	return total, left
}

// In returns the function that says in which sum of Total a row is, and whether it is in one; it has
// a key all the same if it only lies across the ends.
func In(rows []Row, p Period) func(Row) (Key, bool) {
	latest := 0
	within := func(r Row) bool { return p.First <= r.Period.First && r.Period.Last <= p.Last }
	for _, r := range rows {
		if r.Item == PersonsInsured && within(r) {
			latest = max(latest, r.Period.Last)
		}
	}
	return func(r Row) (Key, bool) {
		if r.Item == Limits || r.Item == Reported || r.Item == PersonsInsured && r.Period.Last != latest {
			return Key{}, false
		}
		key := Key{Period: p, Item: r.Item, Detail: r.Detail}
		if r.Item == PersonsInsured {
			key.Period = Period{latest, latest}
		}
		if r.Fund != "" && r.Fund.Kind() == fund.All {
			key.Fund = fund.ID(fund.All)
		}
		return key, within(r)
	}
}

// Span returns the first and last year of the rows; the zero Period if there is none.
func Span(rows []Row) Period {
	var p Period
	for i, r := range rows {
		if i == 0 {
			p = r.Period
		}
		p = Period{min(p.First, r.Period.First), max(p.Last, r.Period.Last)}
	}
	return p
}

// Without returns the years of which no row says anything, those on end together.
func Without(rows []Row, years Period) []string {
	var missing []string
	var gap Period
	for year := years.First; year <= years.Last+1; year++ {
		said := year > years.Last || slices.ContainsFunc(rows, func(r Row) bool { return r.Period.First <= year && year <= r.Period.Last })
		switch {
		case said && gap.First != 0:
			missing, gap = append(missing, gap.String()), Period{}
		case !said && gap.First == 0:
			gap = Period{First: year, Last: year}
		case !said:
			gap.Last = year
		}
	}
	return missing
}
