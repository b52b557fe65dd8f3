package importer

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
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
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/projections/index"
)

var everySeed = flag.Bool("every", false, "take every seed of random files, as .ci/run does, not half")

// seeds is how many seeds of some are taken: each compares an import with recording its rows
// one by one, which is slow.
func seeds(some uint64) uint64 {
	if *everySeed {
		return some
	}
	return some / 2
}

// outcomes is what imports of files said, one file a line.
type outcomes struct {
	said             []string
	late, again, new int
}

func (x *outcomes) add(sum Summary, err error) {
	x.said = append(x.said, fmt.Sprintf("%+v %v", sum, err))
	x.late, x.again, x.new = x.late+sum.Late, x.again+sum.Already+sum.Repeated, x.new+sum.Recorded
}

// of returns options that tell faults to the outcomes.
func (x *outcomes) of(t *testing.T, small bool) Options {
	t.Helper()
	return Options{
		Scratch: t.TempDir(), Lang: lang.ZH, small: small,
		Fault: func(f rows.Fault) { x.said = append(x.said, f.In(lang.ZH)) },
	}
}

// following is the envelope of the nth file.
func following(n int) aggregates.Envelope {
	env := teller
	env.At, env.Correlation = env.At.Add(time.Duration(n)*time.Second), fmt.Sprint("file ", n)
	return env
}

// indexed returns the index of a ledger.
func indexed(t *testing.T, s store.Store) *index.Index {
	t.Helper()
	ix, err := index.Folder(t.TempDir()).Open(context.Background(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	})
	return ix
}

func digestOf(t *testing.T, path string) string {
	t.Helper()
	file, err := rows.Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // read only
	return file.Digest()
}

// numbered returns the envelopes of files: of the nth, that of following.
func numbered(t *testing.T, paths []string) func(digest string) (aggregates.Envelope, error) {
	t.Helper()
	of := map[string]int{}
	for n, path := range paths {
		of[digestOf(t, path)] = n
	}
	return func(digest string) (aggregates.Envelope, error) { return following(of[digest]), nil }
}

// always returns an envelope for every file.
func always(env *aggregates.Envelope) func(string) (aggregates.Envelope, error) {
	return func(string) (aggregates.Envelope, error) { return *env, nil }
}

// seriesOf makes files of facts of a seed that touch one another, also from file to
// file: reversals, facts that come again, facts of a month that is closed. Every other
// seed has a file with faults. base is what is recorded before them, for every third
// seed nothing.
func seriesOf(t *testing.T, seed uint64) (base []event.Event, paths []string) {
	t.Helper()
	x, world, random := &example{}, eventtest.NewWorld(seed), rand.New(rand.NewPCG(seed, 1))
	if seed%3 > 0 {
		x.grow(t, world, 150)
		base = x.good
		for _, fact := range base {
			if books, is := fact.(event.FundEstablished); is {
				closing := event.PeriodClosed{Fund: books.Fund, Period: "2025-01", Balances: "-"}
				closing.Document, closing.OccurredOn = "JZ-"+string(books.Fund), closing.Period.Last()
				if _, err := aggregates.Record(context.Background(), &x.want, closing, teller); err == nil {
					base = append(base, closing)
				}
			}
		}
		x.facts, x.broken, x.good, x.faults = nil, nil, nil, nil
	}
	x.grow(t, world, 400)
	file := func(facts []event.Event, broken []bool) {
		if broken == nil {
			broken = make([]bool, len(facts))
		}
		path, _ := (&example{facts: facts, broken: broken}).file(t, []string{".csv", ".jsonl"}[random.IntN(2)])
		paths = append(paths, path)
	}
	for rest := x.good; len(rest) > 0; {
		n := min(1+random.IntN(90), len(rest))
		file(rest[:n], nil)
		if random.IntN(3) == 0 {
			from := random.IntN(len(x.good) - len(rest) + n)
			file(x.good[from:min(from+30, len(x.good)-len(rest)+n)], nil) // what stands already
		}
		rest = rest[n:]
	}
	if seed%2 == 1 {
		at := len(paths) / 2
		file(x.facts, x.broken)
		paths = slices.Insert(paths[:len(paths)-1], at, paths[len(paths)-1])
	}
	return base, paths
}

// A series of files is what imports of one file after another are, word by word, and
// in every stream fact by fact, each under the envelope of its file; it ends where they
// end.
func TestSeriesIsImportingOneByOne(t *testing.T) {
	ctx := context.Background()
	var all outcomes
	for seed := range seeds(10) {
		base, paths := seriesOf(t, seed)
		for name, open := range ledgers {
			var want, got outcomes
			one, series := open(t), open(t)
			for _, s := range []store.Store{one, series} {
				for _, fact := range base {
					if _, err := aggregates.Record(ctx, s, fact, teller); err != nil {
						t.Fatal(err)
					}
				}
			}
			o, together := want.of(t, seed%4 > 1), got.of(t, seed%4 > 1)
			if seed/2%2 == 0 {
				o.Index, together.Index = indexed(t, one), indexed(t, series)
			}
			envelope := numbered(t, paths)
			for _, path := range paths {
				o.Path = path
				o.Envelope, _ = envelope(digestOf(t, path))
				sum, err := Import(ctx, one, o)
				want.add(sum, err)
				if err != nil {
					break
				}
			}
			x := NewSeries(series, together, numbered(t, paths), paths...)
			for range paths {
				sum, err := x.Next(ctx)
				got.add(sum, err)
				if err != nil {
					break
				}
			}
			scratch := x.o.Scratch
			x.Close()
			if !slices.Equal(got.said, want.said) {
				t.Fatalf("seed %d, %s: %d files\nsaid %q\nwant %q", seed, name, len(paths), got.said, want.said)
			}
			sameLines(t, lines(t, series, true), lines(t, one, true))
			var before time.Time
			for e, err := range series.All(ctx, 0) {
				if err != nil || e.RecordedAt.Before(before) {
					t.Fatalf("seed %d, %s: %d is recorded at %v, after %v, %v", seed, name, e.Position, e.RecordedAt, before, err)
				}
				before = e.RecordedAt
			}
			if left, err := filepath.Glob(filepath.Join(scratch, stagingName+"*")); err != nil || len(left) > 0 {
				t.Errorf("the series left %q, %v", left, err)
			}
			all.late, all.again, all.new = all.late+got.late, all.again+got.again, all.new+got.new
		}
	}
	if all.late < 50 || all.again < 200 || all.new < 1000 {
		t.Errorf("%d late, %d again, %d recorded: nothing much to see", all.late, all.again, all.new)
	}
}

// factsFile writes facts as a file and returns its path.
func factsFile(t *testing.T, facts ...event.Event) string {
	t.Helper()
	path, _ := (&example{facts: facts, broken: make([]bool, len(facts))}).file(t, ".csv")
	return path
}

// The next file is decided on with what another program has recorded meanwhile, at
// whatever moment it did.
func TestSeriesSeesWhatOthersRecord(t *testing.T) {
	ctx := context.Background()
	fact := func(document string, on fund.Date) event.Fact {
		return event.Fact{Document: document, OccurredOn: eventtest.Today() - on}
	}
	paid := func(document string, on fund.Date, amount money.Fen) event.Event {
		e := event.ReimbursementPaid{Fact: fact(document, on), Fund: "441300.390", Institution: "H44130200026", Amount: amount, Care: "inpatient"}
		e.Count = 1
		return e
	}
	books := event.FundEstablished{Fact: fact("F", 90), Fund: "441300.390", Name: "居民"}
	hospital := event.InstitutionDesignated{Fact: fact("D", 90), Institution: "H44130200026", Region: "441300", Name: "某医院"}
	ended := event.InstitutionTerminated{Fact: fact("T", 20), Institution: hospital.Institution, Region: "441300"}
	ended.Count = 1
	paths := []string{factsFile(t, books, hospital, paid("R-1", 10, 1)), factsFile(t, paid("R-1", 10, 1), paid("R-2", 10, 1), paid("R-3", 70, 2))}
	for _, moment := range []string{"blank, recording", "blank, between", "checking", "recording", "between"} {
		for name, open := range ledgers {
			s := open(t)
			record := func(facts ...event.Event) {
				for _, e := range facts {
					if _, err := aggregates.Record(ctx, s, e, teller); err != nil {
						t.Fatal(err)
					}
				}
			}
			when, blank := strings.CutPrefix(moment, "blank, ")
			if !blank {
				record(books, hospital)
			}
			other := func(now string) {
				if now == when {
					when = ""
					record(paid("R-3", 70, 1), ended)
				}
			}
			var said outcomes
			o := said.of(t, true)
			o.apart = true
			o.Progress = func(_ string, stage Stage, _, _ int64) {
				other([]string{Checking: "checking", Recording: "recording"}[stage])
			}
			x := NewSeries(s, o, always(&teller), paths...)
			sum, err := x.Next(ctx)
			if faulty := (*FaultyError)(nil); moment == "checking" { // the payment rests on an agreement that was ended meanwhile
				if !errors.As(err, &faulty) || !faulty.Late || sum.Rejected != 1 || sum.Already != 2 || sum.Written != 0 || len(said.said) != 1 {
					t.Errorf("%s: %+v, %v, %q; want the payment refused", name, sum, err, said.said)
				}
				x.Close()
				continue
			}
			if err != nil || sum.Recorded+sum.Already != 3 || sum.Already == 0 != blank {
				t.Fatalf("%s, %s: %+v, %v", moment, name, sum, err)
			}
			other("between")
			sum, err = x.Next(ctx)
			x.Close()
			var faulty *FaultyError
			if !errors.As(err, &faulty) || sum.Rejected != 2 || sum.Already != 1 || len(said.said) != 2 {
				t.Errorf("%s, %s: %+v, %v, said %q; want R-2 and R-3 refused", moment, name, sum, err, said.said)
			}
		}
	}
}

// What has not come yet when one file is imported may have come when the next one is.
func TestSeriesOverMidnight(t *testing.T) {
	ctx := context.Background()
	limit := func(document string, on fund.Date) event.Event {
		return event.LimitSet{Fact: event.Fact{Document: document, OccurredOn: on}, Region: "441300", Limit: event.ReliefAnnualCap, Amount: 1}
	}
	today := fund.DateIn(teller.At)
	now := teller
	x := NewSeries(new(memory.Store), Options{Scratch: t.TempDir(), apart: true}, always(&now), factsFile(t, limit("L-1", today)),
		factsFile(t, limit("L-2", today+1)), factsFile(t, limit("L-3", today+2)))
	defer x.Close()
	_, err1 := x.Next(ctx)
	now.At = teller.At.AddDate(0, 0, 1)
	_, err2 := x.Next(ctx)
	if err := errors.Join(err1, err2); err != nil {
		t.Error(err)
	}
	var faulty *FaultyError
	if _, err := x.Next(ctx); !errors.As(err, &faulty) {
		t.Errorf("a fact of the day after: %v", err)
	}
}

// A file that cannot be opened or read ends a series when it is its turn.
func TestSeriesMeetsNoFile(t *testing.T) {
	ctx := context.Background()
	good := factsFile(t, event.FundEstablished{Fact: event.Fact{Document: "F", OccurredOn: fund.NewDate(2024, 1, 1)}, Fund: "441300.390", Name: "居民"})
	for _, bad := range []string{filepath.Join(t.TempDir(), "none.csv"), t.TempDir()} {
		var s memory.Store
		series := NewSeries(&s, Options{Scratch: t.TempDir()}, always(&teller), good, bad, good)
		if sum, err := series.Next(ctx); err != nil || sum.Written != 1 {
			t.Errorf("%+v, %v", sum, err)
		}
		_, err := series.Next(ctx)
		if path := (*fs.PathError)(nil); !errors.As(err, &path) || path.Path != bad || path.Op != "import" {
			t.Errorf("%v, want that %s is no file", err, bad)
		}
		series.Close()
	}
}

// A filter has what was added, and takes little else for it.
func TestFilter(t *testing.T) {
	var f filter
	random := rand.New(rand.NewPCG(3, 4))
	if f.has(0) || f.has(random.Uint64()) {
		t.Error("an empty filter has something")
	}
	var added []uint64
	for range 200_000 {
		added = append(added, random.Uint64())
		f.add(added[len(added)-1])
	}
	for _, hash := range added {
		if !f.has(hash) {
			t.Fatalf("%x was added", hash)
		}
	}
	wrong := 0
	for range 100_000 {
		if f.has(random.Uint64()) {
			wrong++
		}
	}
	if wrong > 30 { // 4 are to be expected
		t.Errorf("%d of 100000 are taken for members", wrong)
	}
}
