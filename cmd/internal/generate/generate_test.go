package generate_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/generate"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

func plan(t testing.TB, scale string) *generate.Plan {
	t.Helper()
	p, err := generate.New(generate.Options{Region: "441300", First: 2021, Last: 2025, Scale: decimal.RequireFromString(scale), Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// facts yields every fact of a plan.
func facts(p *generate.Plan) iter.Seq[event.Event] {
	return func(yield func(event.Event) bool) {
		for b := range p.Batches() {
			for e := range b.Facts {
				if !yield(e) {
					return
				}
			}
		}
	}
}

// All facts together add up to the totals at every scale.
func TestTotals(t *testing.T) {
	for _, scale := range []string{"0.0001", "0.0005", "0.001", "0.01"} {
		p := plan(t, scale)
		var tally generate.Tally
		for e := range facts(p) {
			tally.Add(e)
		}
		for _, item := range generate.Items() {
			if got, want := tally.Totals()[item], p.Target[item]; got != want {
				t.Errorf("scale %s: %s: %d, want %d", scale, item.Name(), got, want)
			}
		}
	}
}

// The same history comes out every time, everywhere: of the first facts, and of all.
func TestSameEveryTime(t *testing.T) {
	digest := func(seed uint64, most int) string {
		p, err := generate.New(generate.Options{Region: "441300", First: 2021, Last: 2025, Scale: decimal.New(1, -3), Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		hash, n, line := sha256.New(), 0, []byte(nil)
		for b := range p.Batches() {
			line = generate.AppendHeader(append(append(line[:0], b.Name...), b.At.String()...), b.Columns)
			for e := range b.Facts {
				hash.Write(line)
				if line = generate.AppendRow(line[:0], b.Columns, e); n == most {
					return hex.EncodeToString(hash.Sum(nil))
				}
				n++
			}
			hash.Write(line)
		}
		return hex.EncodeToString(hash.Sum(nil))
	}
	const first = "2127576c689e1a5bd75a968b65482ce9c33f94e3925811b3d28df1c97821cb6e"
	const all = "dd98e007e97f5091bc9133ada0236babcdb373492da97c41579fc2d904e9cf58"
	if got := digest(1, 10_000); got != first {
		t.Errorf("the first facts have the digest %s, not %s", got, first)
	}
	if got := digest(1, -1); got != all {
		t.Errorf("all facts have the digest %s, not %s", got, all)
	}
	if digest(2, 10_000) == first {
		t.Error("another seed gives the same facts")
	}
}

// A batch may be read again, in part, and in any order.
func TestBatchesStandAlone(t *testing.T) {
	p := plan(t, "0.001")
	var again [2][]event.Event
	for turn := range again {
		for b := range p.Batches() {
			if b.Name == "2022-05-2-claims" || b.Name == "2022-05-3-relief" {
				again[turn] = slices.AppendSeq(again[turn], b.Facts)
			} else if turn > 0 {
				for range b.Facts {
					break
				}
			}
		}
	}
	if len(again[0]) < 500 || !slices.Equal(again[0], again[1]) {
		t.Errorf("%d facts, then %d", len(again[0]), len(again[1]))
	}
}

// 5 % of the claims and of the relief are recorded one to three months late, and none
// is recorded before it happened.
func TestLateness(t *testing.T) {
	months := func(d fund.Date) int {
		year, month := d.Year(), d.Month()[4:]
		return 12*year + int(month[0]-'0')*10 + int(month[1]-'0')
	}
	var late, all [2]int
	for b := range plan(t, "0.01").Batches() {
		today := fund.DateIn(b.At)
		for e := range b.Facts {
			on := e.Common().OccurredOn
			behind, what := months(today)-months(on), 0
			switch e.(type) {
			case event.ReimbursementPaid, event.ClaimCorrected, event.ClaimDenied:
			case event.ReliefPaid:
				what = 1
			default:
				if behind != 0 {
					t.Fatalf("%s: %+v is %d months late", b.Name, e, behind)
				}
				continue
			}
			all[what]++
			if behind > 0 {
				late[what]++
			}
			if on > today || behind > 3 || on.Year() > 2025 {
				t.Fatalf("%s: %+v is recorded on %s", b.Name, e, today)
			}
		}
	}
	for what := range all {
		if share := late[what] * 1000 / all[what]; share < 45 || share > 55 {
			t.Errorf("%d of %d are late: %d in 1,000", late[what], all[what], share)
		}
	}
}

// Facts of one stream that are recorded together come together, and those of a month
// in the order of their dates.
func TestOrder(t *testing.T) {
	for b := range plan(t, "0.005").Batches() {
		if b.Columns[len(b.Columns)-1] == "count" {
			continue // the books: few facts
		}
		seen := map[string]bool{}
		stream, last := "", fund.Date(0)
		for e := range b.Facts {
			s, on := aggregates.StreamOf(e), e.Common().OccurredOn
			if s == stream && on < last {
				t.Fatalf("%s: %s has %s after %s", b.Name, s, on, last)
			}
			if s != stream && seen[s] {
				t.Fatalf("%s: %s comes twice", b.Name, s)
			}
			seen[s], stream, last = true, s, on
		}
	}
}

// A row of an import file gives back the fact that it was written from.
func TestRows(t *testing.T) {
	types := map[string]bool{}
	for b := range plan(t, "0.001").Batches() {
		for e := range b.Facts {
			types[event.Wire(e)] = true
			line := string(generate.AppendRow(nil, b.Columns, e))
			cells := strings.Split(strings.TrimSuffix(line, "\n"), ",")
			if len(cells) != len(b.Columns) {
				t.Fatalf("%s: %d cells for %d columns: %s", b.Name, len(cells), len(b.Columns), line)
			}
			got, problems := event.Parse(cells[0], func(field string) string {
				if at := slices.Index(b.Columns, field); at >= 0 {
					return cells[at]
				}
				return ""
			})
			if len(problems) > 0 || got != e {
				t.Fatalf("%s: %s gives %+v, %v; want %+v", b.Name, line, got, problems, e)
			}
		}
	}
	if len(types) < 24 {
		t.Errorf("%d types only: %v", len(types), types)
	}
}

// Persons are ill like persons: most have some care, nobody is in hospital every day.
func TestPersons(t *testing.T) {
	p := plan(t, "0.01")
	visits := map[fund.Person]int{}
	for e := range facts(p) {
		if r, ok := e.(event.ReimbursementPaid); ok {
			visits[r.Person]++
		}
	}
	most := 0
	for _, n := range visits {
		most = max(most, n)
	}
	if insured := int(p.Target[generate.Insured]); len(visits) < insured*9/10 || len(visits) > insured || most > 150 {
		t.Errorf("%d of %d persons have care, one %d times", len(visits), insured, most)
	}
}

// Other regions and years, and other scales, are refused with what there is.
func TestRefused(t *testing.T) {
	scale := decimal.New(1, -2)
	for _, test := range []struct {
		o    generate.Options
		want string
	}{
		{generate.Options{Region: "441300", First: 2021, Last: 2024, Scale: scale}, "all/insured_persons"},
		{generate.Options{Region: "110000", First: 2021, Last: 2025, Scale: scale}, "all/insured_persons"},
		{generate.Options{Region: "430522", First: 2021, Last: 2025, Scale: scale}, "all/reimbursed_visits"},
	} {
		_, err := generate.New(test.o)
		missing := (*generate.NotPublishedError)(nil)
		if !errors.As(err, &missing) || !slices.Contains(missing.Missing, test.want) || !slices.Equal(missing.Available, []string{"441300 2021-2025"}) {
			t.Errorf("%+v: %v", test.o, err)
		}
	}
	for _, scale := range []string{"0", "-1", "0.00009", "20.1"} {
		_, err := generate.New(generate.Options{Region: "441300", First: 2021, Last: 2025, Scale: decimal.RequireFromString(scale)})
		if out := (*generate.ScaleError)(nil); !errors.As(err, &out) {
			t.Errorf("scale %s: %v", scale, err)
		}
	}
}

func BenchmarkFacts(b *testing.B) {
	p := plan(b, "0.1")
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		for range facts(p) {
			n++
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "facts/s")
}
