package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/recoveries"
)

var drillSeed = flag.Uint64("drill.seed", 0, "open every figure of every report of the world of this seed, not a few")

// worldFolder is a ledger of what is taken of facts said in random worlds, and its funds.
func worldFolder(t *testing.T, seed uint64, said int) (ask func(args ...string) (string, error), funds []fund.ID) {
	t.Helper()
	dir, day := t.TempDir(), time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC)
	t.Setenv("XDG_CONFIG_HOME", dir+"/keys")
	ask = func(args ...string) (string, error) {
		var out bytes.Buffer
		now := office.Office{Now: func() time.Time { return day }, Random: rand.NewChaCha8([32]byte{})}
		p := &program{out: &out, err: io.Discard, lang: lang.EN, Office: now}
		root := p.root()
		root.SetArgs(append([]string{"--ledger", dir + "/books"}, args...))
		err := root.ExecuteContext(t.Context())
		return out.String(), err
	}
	if _, err := ask("init"); err != nil {
		t.Fatal(err)
	}
	s, err := (&office.Office{Location: dir + "/books"}).Open()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC)
	for i, world := range []*eventtest.World{eventtest.NewWorld(seed), eventtest.NewCases(seed)} {
		for range said {
			e := world.Next()
			env := aggregates.Envelope{At: at, Actor: fmt.Sprint("clerk", i)}
			if _, err := aggregates.Record(t.Context(), s, e, env); err == nil {
				world.Recorded(e)
				at = at.Add(time.Minute)
			}
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, v := randomHistory(t, seed, said)
	return ask, v.Funds()
}

// reportRows is a report or a list of facts in JSON.
type reportRows struct {
	Report string           `json:"report"`
	Rows   []map[string]any `json:"rows"`
	Total  map[string]any   `json:"total"`
}

// numberOfCell is an amount in fen, or a count, and whether a cell is one.
func numberOfCell(cell any) (string, bool) {
	switch v := cell.(type) {
	case float64:
		return fmt.Sprintf("%.0f", v), true
	case string:
		whole, fraction, _ := strings.Cut(v, ".")
		if f, err := money.Parse(v); err == nil && len(fraction) == 2 && whole != "" {
			return f.String(), true
		}
	}
	return "", false
}

// unopened says of columns with numbers why no facts add up to them.
var unopened = map[string]string{
	"age_days": "days", "overdue_days": "days", "cap": "what was set", "room": "the cap less what was paid", "level": "of a line",
	"position": "of a fact",
}

// Every figure of every report has a key, and what explain lists for it adds up to it: its parts,
// and the facts or bookings. The keys of the parts open what the parts have.
func TestEveryFigureOpens(t *testing.T) {
	seed, said, share := uint64(1), 80, 12
	if *drillSeed != 0 {
		seed, said, share = *drillSeed, 200, 1
	}
	t.Logf("seed %d", seed)
	ask, funds := worldFolder(t, seed, said)
	d := driller{t: t, ask: ask, chance: rand.New(rand.NewPCG(seed, 1)), share: share}
	reports := [][]string{
		{"balance"}, {"balance", "--as-of", "2025-06-30"}, {"balance", "--detail"}, {"balance", "--yearly"}, {"balance", "--yearly", "--total"},
		{"statistics"}, {"statistics", "--total"}, {"case", "statistics", "--year", "2025"},
		{"case", "fines"}, {"case", "orders"}, {"case", "list", "--as-of", "2025-09-30"}, {"case", "penalties"},
		{"relief", "list"}, {"relief", "funds"}, {"events", "--keys"}, {"events", "--keys", "--last", "9"},
		{"diff", "--known-at", "2025-12-01T09:00:00Z", "--known-at", "2025-12-31"},
		{"diff", "--known-at", "2025-12-01T09:00:00Z", "--known-at", "2025-12-31", "--from", "2025-02-01", "--as-of", "2025-06-30"},
	}
	numbers, err := d.read("case", "list")
	if err != nil || len(numbers.Rows) == 0 {
		t.Fatal(err)
	}
	for _, row := range numbers.Rows[:min(3, len(numbers.Rows))] {
		reports = append(reports, []string{"case", "show", fmt.Sprint(row["case"]), "--region", fmt.Sprint(row["region"])})
	}
	agreed, err := d.read("institution", "list", "--as-of", "2026-12-31")
	if err != nil || len(agreed.Rows) == 0 {
		t.Fatal(err)
	}
	reports = append(reports, []string{"institution", "show", fmt.Sprint(agreed.Rows[0]["institution"]), "--as-of", "2026-12-31"})
	for _, by := range recoveries.Groupings() {
		reports = append(reports, []string{"recoveries", "--by", string(by)})
	}
	for _, id := range funds {
		reports = append(reports, []string{"trial", "--fund", string(id), "--year", "2025"},
			[]string{"trial", "--fund", string(id), "--from", "2025-03-01", "--to", "2025-03-31", "--statutory"},
			[]string{"statement", "income", "--fund", string(id), "--month", "2025-03"},
			[]string{"statement", "balance-sheet", "--fund", string(id), "--month", "2025-03"},
			[]string{"journal", "--fund", string(id), "--year", "2025"}, []string{"journal", "--fund", string(id), "--month", "2025-03"},
			[]string{"account", "1003", "--fund", string(id), "--year", "2025"},
			[]string{"account", "5001", "--fund", string(id), "--from", "2025-03-05", "--to", "2025-06-20"},
			[]string{"account", "3001", "--fund", string(id), "--month", "2025-06"},
			[]string{"bridge", "--fund", string(id), "--year", "2025", "--to", "statistics"})
	}
	for _, args := range reports {
		d.report(args)
	}
	if d.opened < 50 {
		t.Errorf("%d figures were opened", d.opened)
	}
}

// driller opens figures of reports.
type driller struct {
	t      *testing.T
	ask    func(args ...string) (string, error)
	chance *rand.Rand
	share  int // one figure in so many is opened; the first of every report always
	opened int
}

// read asks for something in JSON.
func (d *driller) read(args ...string) (out reportRows, err error) {
	text, err := d.ask(append(slices.Clone(args), "--format", "json")...)
	if err == nil {
		err = json.Unmarshal([]byte(text), &out)
	}
	return out, err
}

// report opens every figure of a report.
func (d *driller) report(args []string) {
	r, err := d.read(args...)
	if err != nil {
		if slices.Contains([]string{"statement", "trial", "journal", "account"}, args[0]) { // what is refused for its books has no figures
			return
		}
		d.t.Errorf("%v: %v", args, err)
		return
	}
	rows := r.Rows
	if r.Total != nil {
		rows = append(rows, r.Total)
	}
	first := true
	for _, row := range rows {
		for _, column := range slices.Sorted(maps.Keys(row)) {
			cell := row[column]
			want, is := numberOfCell(cell)
			if !is || unopened[column] != "" {
				continue
			}
			key, _ := row["explain"].(string)
			if key == "" {
				d.t.Errorf("%v: %s has no key: %v", args, column, row)
				continue
			}
			if position, isFact := strings.CutPrefix(key, "events/"); isFact {
				d.fact(fmt.Sprint(args), key+"/"+column, position)
				continue
			}
			if said := map[string]bool{"value": true, "multiple": true}[column]; said {
				d.document(fmt.Sprint(args), key+"/"+column, row["document"])
				continue
			}
			isNil := want == "0" || want == "0.00"
			if first && !isNil || d.chance.IntN(d.share) == 0 && (!isNil || d.chance.IntN(10) == 0) {
				first = false
				d.open(fmt.Sprint(args), key+"/"+column, want)
			}
		}
	}
}

// fact opens a figure of the row of a fact, which is that fact.
func (d *driller) fact(of, key, position string) {
	if d.chance.IntN(d.share*5) != 0 {
		return
	}
	d.opened++
	r, err := d.read("explain", key)
	if err != nil || r.Report != "document" || len(r.Rows) == 0 {
		d.t.Errorf("%s: %s: %+v, %v", of, key, r, err)
		return
	}
	for _, row := range r.Rows {
		if got, _ := numberOfCell(row["position"]); got != position {
			d.t.Errorf("%s: %s is opened as %v", of, key, row)
		}
	}
}

// document opens a figure that stands in a document as it is.
func (d *driller) document(of, key string, number any) {
	d.opened++
	r, err := d.read("explain", key)
	is := func(row map[string]any) bool { return row["document"] == number } // beside what names it
	if err != nil || r.Report != "document" || !slices.ContainsFunc(r.Rows, is) {
		d.t.Errorf("%s: %s of %v: %+v, %v", of, key, number, r, err)
	}
}

// open opens a figure: what it is the sum of, and of what lines.
func (d *driller) open(of, key, want string) {
	d.opened++
	for _, lines := range []bool{false, true} {
		args := []string{"explain", key}
		if lines {
			args = append(args, "--lines")
		}
		r, err := d.read(args...)
		if err != nil {
			d.t.Errorf("%s: %s %v: %v", of, key, lines, err)
			return
		}
		if r.Report == "explain" && lines && d.chance.IntN(4) == 0 { // found is what is read
			slow, err := d.read(append(args, "--fresh")...)
			if err != nil || !reflect.DeepEqual(slow, r) {
				d.t.Errorf("%s: %s: a reading of the whole log has %+v, %v, not %+v", of, key, slow, err, r)
			}
		}
		column := "amount"
		if r.Report == "parts" {
			column = "adds"
		}
		sum := money.Sum{}
		count := 0
		for _, row := range r.Rows {
			number, _ := numberOfCell(row[column])
			if f, err := money.Parse(number); err == nil && strings.Contains(number, ".") {
				sum = sum.Add(f)
			} else {
				var n int
				fmt.Sscan(number, &n)
				count += n
			}
			if part, _ := row["explain"].(string); part != "" && d.chance.IntN(20) == 0 {
				figure, _ := numberOfCell(row["figure"])
				d.open(of+" "+key, part, figure)
			}
		}
		got := sum.String()
		if !strings.Contains(want, ".") {
			got = fmt.Sprint(count)
		}
		if got != want {
			d.t.Errorf("%s: %s (lines: %v): %s of %d rows, the report has %s", of, key, lines, got, len(r.Rows), want)
		}
		if r.Report != "parts" {
			return
		}
	}
}
