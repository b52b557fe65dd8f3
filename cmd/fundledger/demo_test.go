package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/testdata/figures"
)

// said is what the program said and with which code it ended.
type said struct {
	code     int
	out, err string
}

// call runs the program within the test.
func call(t *testing.T, l lang.Lang, args ...string) said {
	t.Helper()
	var out, err bytes.Buffer
	p := &program{out: &out, err: &err, lang: l,
		Office: office.Office{Now: func() time.Time { return time.Date(2026, 1, 15, 2, 0, 0, 0, time.UTC) }, Random: rand.NewChaCha8([32]byte{})}}
	root := p.root()
	root.SetArgs(args)
	code := p.exit(root.ExecuteContext(context.Background()))
	return said{code, out.String(), err.String()}
}

// Every published figure ties, in both languages, for people and machines.
func TestDemoTiesEveryFigure(t *testing.T) {
	records, err := csv.NewReader(bytes.NewReader(figures.Events)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.Count(bytes.TrimSpace(figures.Published), []byte("\n"))
	for l, want := range map[lang.Lang]string{
		lang.EN: fmt.Sprintf("All %d published figures tie.", lines),
		lang.ZH: fmt.Sprintf("%d 个公布数全部相符。", lines),
	} {
		got := call(t, l, "demo")
		if got.code != exitOK || got.err != "" || !strings.Contains(got.out, want) {
			t.Errorf("%s: exit code %d, %s\nwant: %s", l, got.code, got.err, want)
		}
		if facts := fmt.Sprint(len(records) - 1); strings.Count(strings.SplitN(got.out, "\n", 2)[0], facts) != 2 {
			t.Errorf("%s: does not say that %s facts were recorded and replayed: %s", l, facts, strings.SplitN(got.out, "\n", 2)[0])
		}
	}
	got := call(t, lang.EN, "demo", "--format", "csv")
	rows, err := csv.NewReader(strings.NewReader(got.out)).ReadAll()
	if err != nil || got.code != exitOK || len(rows) != lines+1 {
		t.Fatalf("as csv: %d rows, %v, exit code %d", len(rows), err, got.code)
	}
	ties := slices.Index(rows[0], "ties")
	for _, row := range rows[1:] {
		if row[ties] != "yes" {
			t.Errorf("does not tie: %v", row)
		}
	}
}

// Nothing that stands in the facts is there for nothing: whichever number is
// changed, and whichever row is left out, the demo fails and names the region.
func TestDemoNoticesEveryChange(t *testing.T) {
	alone(t)
	records, err := csv.NewReader(bytes.NewReader(figures.Events)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	column := func(name string) int { return slices.Index(records[0], name) }
	for i, row := range records[1:] {
		mutants := map[string][][]string{"left out": slices.Delete(slices.Clone(records), i+1, i+2)}
		for _, name := range []string{"amount", "count", "value"} {
			number, what := altered(t, row[column(name)], i)
			if number == "" {
				continue
			}
			mutant := slices.Clone(records)
			mutant[i+1] = slices.Clone(row)
			mutant[i+1][column(name)] = number
			mutants[name+" "+what] = mutant
		}
		region := (row[column("fund")] + row[column("region")])[:6]
		document := row[column("document")]
		t.Run(document, func(t *testing.T) {
			t.Parallel()
			for what, mutant := range mutants {
				notices(t, filepath.Join(dir, document+" "+what+".csv"), mutant, what, region)
			}
		})
	}
}

// altered returns a number made wrong, in one way or another by turns; "" for an
// empty cell.
func altered(t *testing.T, cell string, turn int) (number, how string) {
	t.Helper()
	if cell == "" {
		return "", ""
	}
	n, err := decimal.NewFromString(cell)
	switch {
	case err != nil:
		t.Fatal(err)
	case n.IsZero(): // not published: the facts must not claim to know it
		return "7", "made up"
	case turn%2 == 0:
		return n.Mul(decimal.NewFromInt(2)).String(), "doubled"
	}
	return n.Mul(decimal.NewFromInt(10)).String(), "with a digit more"
}

// notices checks that the demo over mutated facts fails and names a figure, or
// else a fund, of the region.
func notices(t *testing.T, file string, mutant [][]string, what, region string) {
	t.Helper()
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := csv.NewWriter(f).WriteAll(mutant); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	got := call(t, lang.EN, "demo", "--format", "csv", "--events", file)
	switch {
	case got.code == exitOK:
		t.Errorf("%s: nothing notices it", what)
	case got.code != fault.Refused.Exit() || !strings.Contains(got.err, region):
		t.Errorf("%s: exit code %d, and region %s is not named: %s", what, got.code, region, got.err)
	case !strings.Contains(got.err, " not tied: ") && !strings.Contains(got.err, "fund "+region):
		t.Errorf("%s: neither a figure nor a fund is named: %s", what, got.err)
	}
}

// A file of facts that is wrong in itself is told as an import tells it.
func TestDemoOverAFaultyFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "facts.csv")
	wrong := bytes.Replace(figures.Events, []byte(",14008000000.00,"), []byte(",1.40E10,"), 1)
	if err := os.WriteFile(file, wrong, 0o600); err != nil {
		t.Fatal(err)
	}
	got := call(t, lang.EN, "demo", "--events", file)
	if got.code != fault.BadInput.Exit() || !strings.Contains(got.err, "facts.csv:5: amount: found \"1.40E10\"") {
		t.Errorf("exit code %d: %s", got.code, got.err)
	}
}

// What the demo keeps is a ledger like any other, and is not overwritten.
func TestDemoKeepsItsLedger(t *testing.T) {
	books := filepath.Join(t.TempDir(), "books")
	if got := call(t, lang.EN, "demo", "--keep", books); got.code != exitOK || strings.Contains(got.out, "fundledger demo") {
		t.Fatalf("exit code %d: %s%s", got.code, got.out, got.err)
	}
	got := call(t, lang.EN, "balance", "--ledger", books, "--format", "csv")
	if got.code != exitOK || !strings.Contains(got.out, "14008000000.00") {
		t.Errorf("exit code %d: %s%s", got.code, got.out, got.err)
	}
	if got := call(t, lang.EN, "demo", "--keep", books); got.code != fault.BadInput.Exit() || !strings.Contains(got.err, "there is a ledger in "+books) {
		t.Errorf("a second demo into the same directory: exit code %d: %s", got.code, got.err)
	}
}
