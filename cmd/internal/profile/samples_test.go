package profile_test

import (
	"encoding/csv"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/profile"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

var update = flag.Bool("update", false, "write the golden files of the samples")

// given is what the samples do not say. The institution and the days of bank and arrival are invented.
var given = map[string]map[string]string{
	"appropriation_order":  {"region": "441399", "institution": "H44139900001", "paid_on": "2026/8/14"},
	"bank_expense_account": {"fund": "441399.310"},
	"bank_generic":         {"fund": "441399.310"},
	"bank_icbc":            {"fund": "441399.310"},
	"interest_arrival":     {"region": "441399", "arrived_on": "20260821", "account": "1004"},
	"resident_collection":  {},
}

func valuesOf(p *profile.Profile) map[string]string {
	if values, some := given[p.Name]; some {
		return values
	}
	return map[string]string{"region": "441399"}
}

// cells is a row of a sample.
type cells map[string]string

func (c cells) Get(heading string) (string, bool) { return c[heading], c[heading] != "" }

// sample returns the headings and rows of a sample. tax_arrival_income reads that of tax_arrival.
func sample(t testing.TB, name string) (headings []string, rows []cells) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", strings.TrimSuffix(name, "_income")+".csv"))
	if err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range all[1:] {
		row := cells{}
		for i, text := range line {
			row[all[0][i]] = text
		}
		rows = append(rows, row)
	}
	return all[0], rows
}

// mapped is what becomes of a sample: a line each row, and the sums of what was recorded and skipped.
func mapped(t testing.TB, p *profile.Profile) (lines []string, sums map[string]money.Sum) {
	t.Helper()
	headings, rows := sample(t, p.Name)
	g := profile.Given{Values: valuesOf(p)}
	if p.Name == "recovery_ledger" {
		g.Tables = map[string]map[string]string{"institution": {"示例市第一人民医院": "H44139900001"}}
	}
	m, problems := p.Bind(headings, g)
	if len(problems) > 0 {
		t.Fatalf("%s: %v", p.Name, problems)
	}
	sums = map[string]money.Sum{}
	add := func(key, yuan string) {
		amount, err := money.Parse(yuan)
		if err != nil {
			t.Fatalf("%s: %s: %q", p.Name, key, yuan)
		}
		sums[key] = sums[key].Add(amount)
	}
	for i, row := range rows {
		records, skip, problems := m.Map(row)
		for _, r := range records {
			e, wrong := event.Parse(r.Type, r.Get)
			if len(wrong) > 0 {
				t.Errorf("%s, row %d: %v", p.Name, i+1, wrong)
				continue
			}
			var b strings.Builder
			for name, value := range event.Values(e) {
				fmt.Fprintf(&b, " %s=%s", name, value)
			}
			lines = append(lines, fmt.Sprintf("%d %s%s", i+1, r.Type, b.String()))
			add(r.Type+" "+r.Get("fund"), r.Get("amount"))
		}
		if skip != nil {
			lines = append(lines, fmt.Sprintf("%d skipped %s: %s", i+1, skip.Yuan, skip.Why.ZH))
			add("skipped "+skip.Why.ZH, skip.Yuan)
		}
		for _, wrong := range problems {
			lines = append(lines, fmt.Sprintf("%d fault at %s: %s", i+1, wrong.Heading, wrong.Why.ZH))
		}
	}
	return lines, sums
}

// Every built-in profile knows its sample, makes facts of it that the ledger takes, and says why of
// every other row it makes none.
func TestSamples(t *testing.T) {
	for _, p := range profile.All() {
		headings, _ := sample(t, p.Name)
		if !p.Fits(headings) || p.Fits(headings[1:]) {
			t.Errorf("%s does not know its sample by all of its headings", p.Name)
		}
		lines, sums := mapped(t, p)
		for _, key := range slices.Sorted(maps.Keys(sums)) {
			lines = append(lines, "sum of "+key+": "+sums[key].String())
		}
		got, path := strings.Join(lines, "\n")+"\n", filepath.Join("testdata", p.Name+".golden")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil || got != string(want) {
			t.Errorf("%s: %v\n%s", p.Name, err, got)
		}
		for _, l := range []lang.Lang{lang.ZH, lang.EN} {
			if p.Title.In(l) == "" || p.Note.In(l) == "" || p.Numbers.In(l) == "" {
				t.Errorf("%s says nothing in %s", p.Name, l)
			}
		}
	}
}
