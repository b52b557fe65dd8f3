package replay_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/projections/balances"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/closings"
	"github.com/fundledger/fundledger/projections/recoveries"
	"github.com/fundledger/fundledger/projections/reliefs"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/snapshot"
	"github.com/fundledger/fundledger/projections/statistics"
)

// city is a random history, in a memory store and in an SQLite store.
type city struct {
	memory memory.Store
	sqlite *sqlite.Store
	dir    string
	random *rand.Rand
	next   map[string]store.Revision
	size   int
	times  []time.Time

	closed closings.Fold
	facts  []event.Event // that were not reversed
}

func newCity(t *testing.T, seed uint64) *city {
	t.Helper()
	c := &city{dir: t.TempDir(), random: rand.New(rand.NewPCG(seed, 6)), next: map[string]store.Revision{}}
	var err error
	if c.sqlite, err = sqlite.Create(filepath.Join(c.dir, "books")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.sqlite.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func (c *city) folder() snapshot.Folder { return snapshot.Folder(filepath.Join(c.dir, "views")) }

// grow appends so many appends.
func (c *city) grow(t *testing.T, appends int) {
	t.Helper()
	for range appends {
		stream := fmt.Sprintf("s-%d", c.random.IntN(5))
		if _, known := c.next[stream]; !known {
			c.next[stream] = store.NoStream
		}
		at := noon.Add(time.Duration(len(c.times)) * time.Second)
		if c.random.IntN(20) == 0 {
			at = at.Add(-3 * time.Second) // a clock that went back
		}
		a := store.Append{Stream: stream, Expected: c.next[stream], RecordedAt: at, Actor: "a"}
		for range 1 + c.random.IntN(30) {
			fact := c.fact()
			wire, version, data, err := event.Encode(fact)
			if err != nil {
				t.Fatalf("%+v: %v", fact, err)
			}
			c.closed.Apply(ledger.Entry{Position: store.Position(c.size), Event: fact})
			a.Events = append(a.Events, store.Event{Type: wire, Version: version, Data: data})
			c.size++
		}
		c.next[stream] += store.Revision(len(a.Events))
		c.times = append(c.times, at)
		for _, s := range []store.Store{&c.memory, c.sqlite} {
			if _, err := s.Append(context.Background(), a); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// fact returns a fact, dated into closed months as well as others, a reversal of an
// earlier one, or a closing: that is right, or was overtaken.
func (c *city) fact() event.Event {
	if c.random.IntN(25) == 0 {
		return c.closing()
	}
	if len(c.facts) > 0 && c.random.IntN(12) == 0 {
		at := c.random.IntN(len(c.facts))
		fact := c.facts[at]
		c.facts = slices.Delete(c.facts, at, at+1)
		wire, version, data, _ := event.Encode(fact)
		return event.FactReversed{
			Fact: event.Fact{Document: fmt.Sprint(c.size), OccurredOn: fact.Common().OccurredOn + fund.Date(c.random.IntN(40))},
			Of:   "bc1d7e9e-6a2b-5d6f-9f43-3f1d2f9a8f11", OfType: wire, OfVersion: int64(version), OfData: string(data),
		}
	}
	fact := c.payment()
	if _, isBook := fact.(event.Book); !isBook {
		c.facts = append(c.facts, fact)
	}
	return fact
}

func (c *city) closing() event.Event {
	period := []event.Period{"2024-12", "2025-01", "2024", "2024-11", "2025-02"}[c.random.IntN(5)]
	if c.random.IntN(3) > 0 {
		period = "2024-12"
	}
	id := []fund.ID{"441300.390", "441300.610"}[c.random.IntN(2)]
	made := c.closed.Seal(id, period)
	e := event.PeriodClosed{Fact: event.Fact{Document: fmt.Sprint(c.size), OccurredOn: period.Last()}, Fund: id,
		Period: period, Balances: made.Balances, Seen: made.Seen}
	switch c.random.IntN(4) {
	case 0:
		e.Seen = 0 // of an older program
	case 1:
		e.Balances = "1003 12.00"
	case 2:
		e.Seen++
	}
	return e
}

func (c *city) payment() event.Event {
	f := event.Fact{Document: fmt.Sprint(c.size), OccurredOn: fund.NewDate(2024, 12, 20) + fund.Date(c.random.IntN(40)), Count: 1}
	amount := money.Fen(1 + c.random.IntN(100_000))
	switch c.random.IntN(12) {
	case 0:
		return event.FundEstablished{Fact: event.Fact{Document: f.Document, OccurredOn: f.OccurredOn}, Fund: "441300.390", Name: "居民"}
	case 1:
		return event.InterestReceived{Fact: f, Fund: "441300.390", Amount: amount}
	case 2:
		return event.ReliefPaid{Fact: f, Fund: "441300.610", Person: fund.Person(fmt.Sprintf("%032x", c.random.IntN(4))), Amount: amount}
	case 3:
		return event.ClaimDenied{Fact: f, Fund: "441300.390", Institution: "H44130200026", Channel: event.SmartAudit, Amount: amount}
	case 4:
		f.Count = 0 // a total of an unknown number
	case 5:
		f.BookedOn = fund.NewDate(2025, 2, 1)
	case 6:
		f.Since = f.OccurredOn - 300
	default:
	}
	return event.ReimbursementPaid{
		Fact: f, Fund: "441300.390", Institution: "H44130200026", Amount: amount,
		Care: []fund.Care{"", fund.Inpatient, fund.Outpatient}[c.random.IntN(3)],
	}
}

func summing() []replay.View {
	return []replay.View{new(balances.View), new(statistics.View), new(recoveries.View), new(reliefs.View), new(books.View)}
}

func states(views []replay.View) (all []byte) {
	for _, v := range views {
		all = append(append(all, v.Name()...), '\n')
		all = v.AppendState(all)
	}
	return all
}

// Read by several goroutines, in sums, from snapshots: always as one after another.
func TestParts(t *testing.T) {
	ctx := context.Background()
	for seed := range uint64(2) {
		c := newCity(t, seed)
		for round := range 4 {
			c.grow(t, 20)
			for _, known := range []time.Time{{}, c.times[c.random.IntN(len(c.times))], c.times[0].Add(-time.Hour),
				c.times[c.random.IntN(len(c.times))]} {
				want, wantSeen := summing(), new(list)
				plain, err := replay.Run(ctx, &c.memory, known, nil, append(want, wantSeen)...)
				if err != nil {
					t.Fatal(err)
				}
				cut := replay.Replay{Store: c.sqlite, KnownAt: known}.Cut(32, 128, 50)
				kept := cut
				kept.Snapshots = c.folder()
				anew := kept
				anew.Anew = true
				for name, r := range map[string]replay.Replay{"plain": {Store: c.sqlite, KnownAt: known}, "cut": cut, "kept": kept, "anew": anew} {
					got, seen := summing(), new(list)
					var progress uint64
					r.Progress = func(n uint64) { progress = n }
					result, err := r.Run(ctx, got...)
					if err != nil || result.Unkept != nil {
						t.Fatalf("%s: %v, %v", name, err, result.Unkept)
					}
					if name != "kept" && result.From != 0 {
						t.Errorf("%s: began at %d", name, result.From)
					}
					result.From = 0
					if result != plain {
						t.Errorf("seed %d, round %d, %s known at %s: %+v, want %+v", seed, round, name, known, result, plain)
					}
					if !bytes.Equal(states(got), states(want)) {
						t.Fatalf("seed %d, round %d, %s known at %s:\n%s\nwant:\n%s", seed, round, name, known, states(got), states(want))
					}
					if _, err := r.Run(ctx, append(summing(), seen)...); err != nil || !bytes.Equal(seen.seen, wantSeen.seen) {
						t.Fatalf("%s: entries in another order, or not all: %v", name, err)
					}
					if progress > uint64(c.size) {
						t.Errorf("%s: %d of %d entries read", name, progress, c.size)
					}
				}
			}
		}
		places, err := c.folder().Places("balances.v3")
		if err != nil || len(places) < c.size/128-1 || len(places) > c.size/128+2 {
			t.Errorf("%d events, snapshots at %v, %v", c.size, places, err)
		}
	}
}

// A replay begins at the latest snapshot that serves, and tells where.
func TestFromSnapshot(t *testing.T) {
	ctx := context.Background()
	c := newCity(t, 9)
	c.grow(t, 60)
	r := replay.Replay{Store: c.sqlite, Snapshots: c.folder()}.Cut(32, 1<<20, 50)
	run := func() replay.Result {
		t.Helper()
		v := summing()
		result, err := r.Run(ctx, v...)
		if err != nil || result.Unkept != nil {
			t.Fatal(err, result.Unkept)
		}
		want := summing()
		if _, err := replay.Run(ctx, &c.memory, time.Time{}, nil, want...); err != nil || !bytes.Equal(states(v), states(want)) {
			t.Fatalf("another state than one after another: %v", err)
		}
		return result
	}
	first := store.Position(c.size)
	if result := run(); result.From != 0 {
		t.Errorf("began at %d without a snapshot", result.From)
	}
	if result := run(); result.From != first {
		t.Errorf("began at %d, want %d", result.From, first)
	}
	c.grow(t, 1)
	if result := run(); result.From != first || result.Entries != uint64(c.size) {
		t.Errorf("%+v after one append more", result)
	}
	c.grow(t, 10)
	run() // keeps the new end, and not the old
	places, err := c.folder().Places("books-latest.v1")
	if err != nil || len(places) != 1 || places[0].Position != store.Position(c.size) {
		t.Fatalf("%v, %v", places, err)
	}
	// Damage of any kind is as if there were none.
	for name, damage := range map[string]func(path string) error{
		"cut":     func(path string) error { return os.Truncate(path, 100) },
		"empty":   func(path string) error { return os.Truncate(path, 0) },
		"removed": os.Remove,
		"changed": func(path string) error {
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			text[len(text)/2] ^= 1
			return os.WriteFile(path, text, 0o600)
		},
	} {
		files, err := filepath.Glob(filepath.Join(string(c.folder()), "*statistics*"))
		if err != nil || len(files) != 1 {
			t.Fatalf("%v, %v", files, err)
		}
		if err := damage(files[0]); err != nil {
			t.Fatal(err)
		}
		if result := run(); result.From != 0 {
			t.Errorf("%s: began at %d", name, result.From)
		}
		if result := run(); result.From != store.Position(c.size) {
			t.Errorf("%s: the snapshot was not made anew: began at %d", name, result.From)
		}
	}
}

// Snapshots of another ledger are not taken, though all names fit.
func TestSnapshotsOfAnotherLedger(t *testing.T) {
	ctx := context.Background()
	one, other := newCity(t, 11), newCity(t, 11)
	one.grow(t, 60)
	other.random = rand.New(rand.NewPCG(12, 6))
	other.grow(t, 60)
	for other.size != one.size { // until they are of one size
		if other.size > one.size {
			one.grow(t, 1)
		} else {
			other.grow(t, 1)
		}
	}
	keep := replay.Replay{Store: one.sqlite, Snapshots: one.folder()}.Cut(32, 128, 50)
	if _, err := keep.Run(ctx, summing()...); err != nil {
		t.Fatal(err)
	}
	take := replay.Replay{Store: other.sqlite, Snapshots: one.folder()}.Cut(32, 128, 50)
	got, want := summing(), summing()
	result, err := take.Run(ctx, got...)
	if err != nil || result.From != 0 {
		t.Errorf("began at %d, %v", result.From, err)
	}
	if _, err := replay.Run(ctx, &other.memory, time.Time{}, nil, want...); err != nil || !bytes.Equal(states(got), states(want)) {
		t.Errorf("took another ledger's state: %v", err)
	}
}

// Every snapshot that would be taken is what the events make, or it is named.
func TestCheck(t *testing.T) {
	ctx := context.Background()
	c := newCity(t, 21)
	c.grow(t, 60)
	r := replay.Replay{Store: c.sqlite, Snapshots: c.folder()}.Cut(32, 128, 50)
	kept := func() []replay.Kept {
		var all []replay.Kept
		for _, v := range summing() {
			k, _ := v.(replay.Kept)
			all = append(all, k)
		}
		return all
	}
	if found, err := r.Check(ctx, kept()...); found.Compared != 0 || err != nil {
		t.Errorf("without snapshots: %+v, %v", found, err)
	}
	if _, err := r.Run(ctx, summing()...); err != nil {
		t.Fatal(err)
	}
	places, err := c.folder().Places("statistics.v3")
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]store.Store{"by parts": c.sqlite, "one after another": &c.memory} {
		r.Store = s
		found, err := r.Check(ctx, kept()...)
		if want := (replay.Checked{Compared: 5 * len(places)}); !reflect.DeepEqual(found, want) || err != nil {
			t.Errorf("%s: %+v, want %+v, %v", name, found, want, err)
		}
	}
	middle := places[len(places)/2]
	s, err := c.folder().Load("statistics.v3", middle)
	if err != nil {
		t.Fatal(err)
	}
	var forged statistics.View
	closed, state, err := snapshot.CutText(s.State)
	if err != nil {
		t.Fatal(err)
	}
	if err := forged.Restore(state); err != nil {
		t.Fatal(err)
	}
	entry := ledger.Entry{Event: event.SubsidyReceived{Fact: event.Fact{Document: "x", OccurredOn: fund.NewDate(2025, 1, 1),
		Count: 1}, Fund: "441300.390", Amount: 1}}
	if err := forged.Apply(entry); err != nil {
		t.Fatal(err)
	}
	var w snapshot.Writer
	w.Text(string(closed))
	s.State = forged.AppendSnapshot(w.Bytes)
	if err := c.folder().Save(s); err != nil {
		t.Fatal(err)
	}
	var wrong *replay.WrongError
	for name, s := range map[string]store.Store{"by parts": c.sqlite, "one after another": &c.memory} {
		r.Store = s
		if _, err := r.Check(ctx, kept()...); !errors.As(err, &wrong) || wrong.View != "statistics.v3" || wrong.Place != middle {
			t.Errorf("%s: a forged snapshot: %v", name, err)
		}
	}
	damaged := filepath.Join(string(c.folder()), fmt.Sprintf("%015d-%016d-statistics.v3.snapshot", middle.Position, middle.Latest.UnixMicro()))
	if err := os.WriteFile(damaged, []byte("torn"), 0o600); err != nil {
		t.Fatal(err)
	}
	if found, err := r.Check(ctx, kept()...); found.Compared != 5*len(places)-1 || len(found.Unread) != 1 || err != nil {
		t.Errorf("a damaged snapshot: %+v, %v", found, err)
	}
	if err := os.RemoveAll(string(c.folder())); err != nil {
		t.Fatal(err)
	}
	if found, err := r.Check(ctx, kept()...); !reflect.DeepEqual(found, replay.Checked{}) || err != nil {
		t.Errorf("deleted: %+v, %v", found, err)
	}
}

// failing is a view that fails at one reimbursement's sum.
type failing struct{ balances.View }

func (*failing) ApplySum(event.Event, int) error { return errView }

func TestErrorsOfParts(t *testing.T) {
	ctx := context.Background()
	c := newCity(t, 3)
	c.grow(t, 40)
	cut := replay.Replay{Store: c.sqlite}.Cut(32, 128, 50)
	if _, err := cut.Run(ctx, new(failing)); !errors.Is(err, errView) {
		t.Errorf("a view that fails: %v", err)
	}
	if _, err := cut.Run(ctx, &list{failAt: 70}); !errors.Is(err, errView) {
		t.Errorf("a view that fails: %v", err)
	}
	canceled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := cut.Run(canceled, new(list)); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
	stop, cancel := context.WithCancel(ctx)
	defer cancel()
	cut.Progress = func(uint64) { cancel() }
	if _, err := cut.Run(stop, new(list)); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled on the way: %v", err)
	}
	// A folder that cannot be written costs the snapshots, not the answer.
	if err := os.WriteFile(string(c.folder()), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	kept := replay.Replay{Store: c.sqlite, Snapshots: c.folder()}.Cut(32, 128, 50)
	if result, err := kept.Run(ctx, summing()...); err != nil || result.Unkept == nil {
		t.Errorf("a folder that is a file: %+v, %v", result, err)
	}
}

// gappy is a store whose log lacks a part.
type gappy struct{ *sqlite.Store }

func (g gappy) Between(ctx context.Context, from, to store.Position) iter.Seq2[store.Recorded, error] {
	if from == 64 {
		return func(func(store.Recorded, error) bool) {}
	}
	return g.Store.Between(ctx, from, to)
}

func TestMissingParts(t *testing.T) {
	c := newCity(t, 5)
	c.grow(t, 40)
	var corrupt *store.CorruptError
	if _, err := (replay.Replay{Store: gappy{c.sqlite}}).Cut(32, 128, 50).Run(context.Background(), new(list)); !errors.As(err, &corrupt) {
		t.Errorf("%v", err)
	}
}
