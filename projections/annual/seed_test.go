package annual_test

import (
	"bytes"
	"encoding/csv"
	"math/big"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/annual"
	"github.com/fundledger/fundledger/projections/balances"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/budgets"
	"github.com/fundledger/fundledger/projections/recoveries"
	"github.com/fundledger/fundledger/projections/statistics"
	figures "github.com/fundledger/fundledger/testdata/figures"
)

// views are what reports of some facts are compiled from.
type views struct {
	books      books.View
	balances   balances.View
	statistics statistics.View
	recoveries recoveries.View
	facts      annual.View
	budgets    budgets.View
}

// of returns the views of facts.
func of(t *testing.T, facts ...event.Event) *views {
	t.Helper()
	v := new(views)
	for _, e := range facts {
		for _, view := range []interface{ Apply(ledger.Entry) error }{&v.books, &v.balances, &v.statistics, &v.recoveries, &v.facts, &v.budgets} {
			if err := view.Apply(ledger.Entry{Event: e}); err != nil {
				t.Fatal(err)
			}
		}
	}
	return v
}

// report compiles the report of a region and a span.
func (v *views) report(t *testing.T, region fund.Region, span string) *annual.Report {
	t.Helper()
	s, ok := annual.ParseSpan(span)
	if !ok {
		t.Fatalf("%s is no span", span)
	}
	return annual.Compile(annual.Input{Region: region, Span: s, Books: &v.books, Balances: &v.balances, Statistics: &v.statistics,
		Recoveries: &v.recoveries, Budgets: &v.budgets, Facts: &v.facts})
}

// seed returns the facts of testdata/figures.
func seed(t *testing.T) (facts []event.Event) {
	t.Helper()
	records, err := csv.NewReader(bytes.NewReader(figures.Events)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range records[1:] {
		fact, problems := event.Parse(row[0], func(field string) string {
			for i, name := range records[0] {
				if name == field {
					return row[i]
				}
			}
			return ""
		})
		if len(problems) > 0 {
			t.Fatalf("%v: %v", row, problems)
		}
		facts = append(facts, fact)
	}
	return facts
}

// value returns an indicator in whole units, in yuan with its fen.
func value(i annual.Indicator) *big.Rat {
	v := new(big.Rat).SetFrac(i.Num.Big(), i.Den.Big())
	if i.Unit == annual.Yuan || i.Unit == annual.YuanEach {
		v.Quo(v, big.NewRat(100, 1))
	}
	return v
}

// Every figure that was published comes out of the indicators, rounded as it was printed.
func TestSeedArticles(t *testing.T) {
	v := of(t, seed(t)...)
	published, err := csv.NewReader(bytes.NewReader(figures.Published)).ReadAll()
	if err != nil {
		reader := csv.NewReader(bytes.NewReader(figures.Published))
		reader.LazyQuotes = true
		if published, err = reader.ReadAll(); err != nil {
			t.Fatal(err)
		}
	}
	reports := map[string]*annual.Report{}
	for _, row := range published[1:] {
		region, period, name, want, precision := row[0], row[2], row[3]+"/"+row[4], row[5], row[7]
		if name == "relief/annual_cap" || name == "enforcement/subject_kinds" {
			continue // rules
		}
		span := spanOf(period)
		r := reports[region+span]
		if r == nil {
			r = v.report(t, fund.Region(region), span)
			reports[region+span] = r
		}
		key, ok := figures.Implied()[name]
		if !ok {
			key = "reported/" + name + ".all"
		}
		i, found := find(r, key+"."+span)
		if !found || !i.Known() {
			t.Errorf("%s %s %s: %s.%s is not known: %s", region, period, name, key, span, i.Missing.EN)
			continue
		}
		step, _ := new(big.Rat).SetString(precision)
		published, _ := new(big.Rat).SetString(want)
		if off := new(big.Rat).Sub(value(i), published); off.Abs(off).Cmp(new(big.Rat).Quo(step, big.NewRat(2, 1))) > 0 {
			t.Errorf("%s %s %s: %s is %s, published %s", region, period, name, i.Key, value(i).FloatString(4), want)
		}
	}
}

func find(r *annual.Report, key string) (annual.Indicator, bool) {
	for _, i := range r.All {
		if i.String() == key {
			return i, true
		}
	}
	return annual.Indicator{}, false
}

// spanOf is the span of a published period: whole years.
func spanOf(period string) string {
	first, last, isRange := strings.Cut(period, "/")
	if !isRange || first[:4] == last[:4] {
		return first[:4]
	}
	return first[:4] + "-" + last[:4]
}
