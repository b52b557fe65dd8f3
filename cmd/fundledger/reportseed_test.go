package main

import (
	"bytes"
	"encoding/csv"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/testdata/figures"
)

// Every figure of the articles stands in the report of its region and years, rounded as the article
// printed it: the table of them all is printed by go test ./cmd/fundledger -run SeedReport -v.
func TestSeedReport(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("FUNDLEDGER_PERSON_KEY", filepath.Join(dir, "person.key"))
	ledger := filepath.Join(dir, "demo")
	if got := call(t, lang.ZH, "demo", "--keep", ledger); got.code != exitOK {
		t.Fatal(got.err)
	}
	r := csv.NewReader(bytes.NewReader(figures.Published))
	r.LazyQuotes = true
	published, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	reports := map[string]map[string]decimal.Decimal{}
	for _, row := range published[1:] {
		region, name := row[0], row[3]+"/"+row[4]
		if name == "relief/annual_cap" || name == "enforcement/subject_kinds" {
			continue // rules, which no fact implies
		}
		span := yearsOf(row[2])
		if reports[region+span] == nil {
			got := call(t, lang.ZH, "report", "annual", "--ledger", ledger, "--region", region, "--year", span)
			if got.code != exitOK || got.err != "" {
				t.Fatalf("%s %s: %s", region, span, got.err)
			}
			reports[region+span] = exactly(t, got.out)
		}
		key := figures.Implied()[name]
		if key == "" {
			key = "reported/" + name + ".all"
		}
		key += "." + span
		value, printed := reports[region+span][key]
		if !printed {
			t.Errorf("%s %s: the report of %s does not print %s; it has %v", region, name, span, key, slices.Sorted(maps.Keys(reports[region+span])))
			continue
		}
		want, precision := decimal.RequireFromString(row[5]), decimal.RequireFromString(row[7])
		rounded := value.Div(precision).Round(0).Mul(precision)
		t.Logf("%s %-10s %-45s published %18s  printed %18s  rounded %18s  %v", region, span, key, want, value, rounded, rounded.Equal(want))
		if !rounded.Equal(want) {
			t.Errorf("%s %s: published %s, printed %s", region, key, want, value)
		}
	}
}

// yearsOf is the span of a published period.
func yearsOf(period string) string {
	first, last, ranged := strings.Cut(period, "/")
	if !ranged || first[:4] == last[:4] {
		return first[:4]
	}
	return first[:4] + "-" + last[:4]
}

var noted = regexp.MustCompile(`(?m)^\| <a id="f-[^"]*"></a>(\S+) \| [^|]* \| (-?[0-9,.]+) \|`)

// exactly returns the figures in the notes of a report, as they are printed there.
func exactly(t *testing.T, report string) map[string]decimal.Decimal {
	t.Helper()
	all := map[string]decimal.Decimal{}
	for _, m := range noted.FindAllStringSubmatch(report, -1) {
		all[strings.ReplaceAll(m[1], `\`, "")] = decimal.RequireFromString(strings.ReplaceAll(m[2], ",", ""))
	}
	if len(all) == 0 {
		t.Fatalf("no figures in the notes:\n%s", report)
	}
	return all
}
