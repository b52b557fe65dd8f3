package importer

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

var teller = aggregates.Envelope{At: time.Date(2025, 4, 1, 4, 0, 0, 0, time.UTC), Actor: "teller", Correlation: "paper"}

// example is a file of facts that touch one another, and what recording them one by
// one makes of them.
type example struct {
	facts  []event.Event
	broken []bool        // of facts: the row has an amount that is none
	good   []event.Event // what was recorded or stood already
	faults []string
	want   memory.Store
	stands int // facts in want
	again  int // facts that stood there already

	index aggregates.Index // of want; nil: nobody asks where a document stands
}

// newExample returns an example of a seed: facts, some again, some again with
// another amount, some reversed, some in rows with a fault.
func newExample(t *testing.T, seed uint64, steps int) *example {
	t.Helper()
	x := &example{}
	x.grow(t, eventtest.NewWorld(seed), steps)
	return x
}

// grow adds facts of a world.
func (x *example) grow(t *testing.T, world *eventtest.World, steps int) {
	t.Helper()
	var recorded []event.Event
	for step := range steps {
		fact := world.Next()
		switch n := len(recorded); {
		case n > 0 && step%11 == 0:
			fact = recorded[step*31%n]
		case n > 0 && step%13 == 0:
			if r, ok := reversal(t, fmt.Sprint("CX-", step%70), recorded[step*17%n]); ok {
				fact = r
			}
		case step%50 == 7: // named right before it is paid
			i := fund.Institution(fmt.Sprintf("H441302%05d", step))
			x.record(t, event.InstitutionDesignated{Fact: event.Fact{Document: fmt.Sprint("N-", step),
				OccurredOn: fund.NewDate(2025, 1, 1)}, Institution: i, Region: "441300", Name: "新"}, false)
			fact = event.ReimbursementPaid{Fact: event.Fact{Document: fmt.Sprint("N-", step), OccurredOn: fund.NewDate(2025, 2, 1),
				Count: 1}, Fund: "441300.390", Institution: i, Care: "inpatient", Amount: 100}
		}
		switch fact.(type) {
		case event.PeriodClosed, event.ClockAcknowledged: // nobody fills these in
			continue
		default:
		}
		_, hasAmount := valuesOf(fact)["amount"]
		if x.record(t, fact, hasAmount && step%37 == 5) {
			world.Recorded(fact)
			recorded = append(recorded, fact)
		}
	}
}

// record adds a fact as the next row, and reports whether it was recorded.
func (x *example) record(t *testing.T, fact event.Event, broken bool) bool {
	t.Helper()
	x.facts, x.broken = append(x.facts, fact), append(x.broken, broken)
	if broken {
		x.faults = append(x.faults, fmt.Sprintf("%d: amount: 金额细于一分", len(x.facts)))
		return false
	}
	receipt := store.Receipt{}
	receipts, err := aggregates.RecordOnce(context.Background(), &x.want, x.index, teller, fact)
	if err == nil {
		receipt = receipts[0]
	}
	if refused := (*refusal.Error)(nil); errors.As(err, &refused) {
		if refused.Rule == "finding-unknown" { // in a file it waits: see TestFineBeforeItsFinding
			x.facts, x.broken = x.facts[:len(x.facts)-1], x.broken[:len(x.broken)-1]
			return false
		}
		x.faults = append(x.faults, fmt.Sprintf("%d: %s: %s", len(x.facts), refused.Field, withoutExample(refused.Why.ZH)))
		return false
	}
	if err != nil {
		t.Fatal(err)
	}
	x.good = append(x.good, fact)
	if receipt.Duplicate {
		x.again++
	} else {
		x.stands++
	}
	return true
}

// withoutExample leaves out which fact a refusal names as an example: several may do.
func withoutExample(why string) string {
	before, after, _ := strings.Cut(why, "，如 ")
	_, after, _ = strings.Cut(after, "，")
	return before + after
}

func valuesOf(e event.Event) map[string]string {
	values := map[string]string{"type": event.Wire(e)}
	for name, text := range event.Values(e) {
		values[name] = text
	}
	return values
}

func reversal(t *testing.T, document string, fact event.Event) (event.Event, bool) {
	t.Helper()
	if _, is := fact.(event.FactReversed); is {
		return nil, false
	}
	wire, version, data, err := event.Encode(fact)
	if err != nil {
		t.Fatal(err)
	}
	return event.FactReversed{
		Fact:   event.Fact{Document: document, OccurredOn: fact.Common().OccurredOn},
		Of:     store.EventID(aggregates.StreamOf(fact), wire, version, data).String(),
		OfType: wire, OfVersion: int64(version), OfData: string(data),
	}, true
}

// file writes the facts as a file, whose first fact stands on the line returned.
func (x *example) file(t *testing.T, ext string) (path string, first int) {
	t.Helper()
	var names []string
	for _, fact := range x.facts {
		for name := range valuesOf(fact) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	var b strings.Builder
	w := csv.NewWriter(&b)
	first = 1
	if ext == ".csv" {
		first = 2
		_ = w.Write(names)
	}
	for i, fact := range x.facts {
		values := valuesOf(fact)
		if x.broken[i] {
			values["amount"] = "1.234"
		}
		if ext == ".csv" {
			var cells []string
			for _, name := range names {
				cells = append(cells, values[name])
			}
			_ = w.Write(cells)
			continue
		}
		line, err := json.Marshal(values)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(line, '\n'))
	}
	w.Flush()
	path = filepath.Join(t.TempDir(), "facts"+ext)
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, first
}

// lines is what a ledger holds, line by line, by stream or as one log.
func lines(t *testing.T, s store.Store, byStream bool) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for r, err := range s.All(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		stream := ""
		if byStream {
			stream = r.Stream
		}
		out[stream] = append(out[stream], string(r.AppendLine(nil)))
	}
	return out
}

func sameLines(t *testing.T, got, want map[string][]string) {
	t.Helper()
	for stream, facts := range want {
		if !slices.Equal(got[stream], facts) {
			t.Fatalf("%s holds\n%s\nwant\n%s", stream, strings.Join(got[stream], ""), strings.Join(facts, ""))
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%d streams, want %d", len(got), len(want))
	}
}

// ledgers are the stores that an import is tried with.
var ledgers = map[string]func(*testing.T) store.Store{
	"memory": func(*testing.T) store.Store { return new(memory.Store) },
	"sqlite": func(t *testing.T) store.Store {
		s, err := sqlite.Create(t.TempDir(), sqlite.Scratch())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	},
}

// However many goroutines work on a file, it makes the ledger that recording its
// rows one by one makes, and its faults are told in the order of its rows.
func TestImportIsRecordingOneByOne(t *testing.T) {
	for seed := range seeds(6) {
		x := newExample(t, seed, 700)
		if x.stands < 100 || x.again < 10 || len(x.faults) < 30 {
			t.Fatalf("seed %d: %d facts, %d again, %d faults: nothing much to see", seed, x.stands, x.again, len(x.faults))
		}
		ext := []string{".csv", ".jsonl"}[seed%2]
		path, first := x.file(t, ext)
		for name, open := range ledgers {
			s := open(t)
			var told []string
			o := Options{
				Path: path, Scratch: t.TempDir(), Envelope: teller, Lang: lang.ZH, small: seed%3 > 0,
				Fault: func(f rows.Fault) {
					told = append(told, fmt.Sprintf("%d: %s: %s", f.Line-first+1, f.Field, withoutExample(f.Why.ZH)))
				},
			}
			var faulty *FaultyError
			if _, err := Import(context.Background(), s, o); !errors.As(err, &faulty) || !slices.Equal(told, x.faults) {
				for i := range min(len(told), len(x.faults)) {
					if told[i] != x.faults[i] {
						t.Fatalf("seed %d, %s: %v\ntold %q\nwant %q", seed, name, err, told[i:min(i+3, len(told))], x.faults[i:min(i+3, len(x.faults))])
					}
				}
				t.Fatalf("seed %d, %s: %v: %d faults told, want %d", seed, name, err, len(told), len(x.faults))
			}
			if held := lines(t, s, true); len(held) != 0 {
				t.Fatalf("seed %d, %s: %d streams were recorded", seed, name, len(held))
			}
			told, o.Partial, o.Rejects = nil, true, filepath.Join(t.TempDir(), "rejects"+ext)
			sum, err := Import(context.Background(), s, o)
			if err != nil || sum.Recorded != x.stands || sum.Already+sum.Repeated != x.again || sum.Written != int64(x.stands) ||
				sum.Rejected != len(x.faults) || !slices.Equal(told, x.faults) {
				t.Fatalf("seed %d, %s: %+v, %v; want %d recorded, %d again, %d faults", seed, name, sum, err, x.stands, x.again, len(x.faults))
			}
			sameLines(t, lines(t, s, true), lines(t, &x.want, true))
			good := &example{facts: x.good, broken: make([]bool, len(x.good))}
			o.Path, _ = good.file(t, ext)
			o.Partial = false
			if sum, err = Import(context.Background(), s, o); err != nil || sum.Already != len(x.good) || sum.Written != 0 {
				t.Fatalf("seed %d, %s, again: %+v, %v; want all %d to stand there", seed, name, sum, err, len(x.good))
			}
			sameLines(t, lines(t, s, true), lines(t, &x.want, true))
		}
	}
}

// A file in which the facts of a stream stand together makes the same log, event
// by event, as recording its rows one by one, and so the same root.
func TestImportKeepsTheOrderOfTheFile(t *testing.T) {
	x := &example{}
	day := func(month, d int) event.Fact {
		return event.Fact{Document: fmt.Sprint("R-", len(x.facts)), OccurredOn: fund.NewDate(2024, time.Month(month), d), Count: 1}
	}
	single := func() event.Fact {
		f := day(1, 1)
		f.Count = 0
		return f
	}
	x.record(t, event.FundEstablished{Fact: single(), Fund: "441300.390", Name: "居民"}, false)
	for i := range 5 {
		code := fund.Institution(fmt.Sprintf("H441302%05d", i))
		x.record(t, event.InstitutionDesignated{Fact: single(), Institution: code, Region: "441300", Name: "医院"}, false)
		for month := 2; month < 8; month++ {
			for d := range 1 + 7*i {
				x.record(t, event.ReimbursementPaid{Fact: day(month, 1+d%28), Fund: "441300.390", Institution: code, Care: "inpatient", Amount: 1000}, false)
			}
		}
	}
	path, _ := x.file(t, ".csv")
	s := ledgers["sqlite"](t)
	for _, small := range []bool{true, false} {
		if _, err := Import(context.Background(), s, Options{Path: path, Scratch: t.TempDir(), Envelope: teller, small: small}); err != nil {
			t.Fatal(err)
		}
		sameLines(t, lines(t, s, false), lines(t, &x.want, false))
	}
}

// Another program that has recorded much later than an import began would make
// recording times go back: the import records with the time of the other.
func TestImportOvertaken(t *testing.T) {
	ctx := context.Background()
	x := &example{}
	x.record(t, event.FundEstablished{Fact: event.Fact{Document: "F", OccurredOn: fund.NewDate(2024, 1, 1)}, Fund: "441300.390", Name: "居民"}, false)
	path, _ := x.file(t, ".csv")
	var s memory.Store
	later := teller
	later.At = teller.At.Add(store.Drift + time.Second)
	o := Options{Path: path, Scratch: t.TempDir(), Envelope: teller}
	o.Progress = func(string, Stage, int64, int64) {
		fact := event.LimitSet{Fact: event.Fact{Document: "L", OccurredOn: fund.NewDate(2024, 1, 1)}, Region: "441300",
			Limit: event.ReliefAnnualCap, Amount: 1}
		if _, err := aggregates.Record(ctx, &s, fact, later); err != nil {
			t.Error(err)
		}
	}
	if sum, err := Import(ctx, &s, o); err != nil || sum.Written != 1 || sum.Recorded != 1 {
		t.Errorf("%+v, %v", sum, err)
	}
	for r, err := range s.All(ctx, 0) {
		if err != nil || !r.RecordedAt.Equal(later.At) {
			t.Errorf("%s is recorded at %v, %v", r.Type, r.RecordedAt, err)
		}
	}
}
