package office

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/kurrent"
	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/closings"
	"github.com/fundledger/fundledger/projections/replay"
)

var (
	closingRounds = flag.Int("closing-rounds", 4, "rounds of closing against recording, of each kind")
	closingSeed   = flag.Uint64("closing-seed", 1, "the first of their seeds")
)

var closingEnv = aggregates.Envelope{At: time.Date(2026, 1, 15, 2, 0, 0, 0, time.UTC), Actor: "a"}

func closingFact(document string, day int) event.Event {
	return event.PremiumReceived{Fact: event.Fact{Document: document, OccurredOn: fund.NewDate(2025, 1, 1) + fund.Date(day),
		Count: 1}, Fund: "441300.390", Amount: 100}
}

// undoOf is the reversal of a fact that is booked on its own day.
func undoOf(t *testing.T, fact event.Event, document string) []event.Event {
	t.Helper()
	wire, version, data, err := event.Encode(fact)
	if err != nil {
		t.Fatal(err)
	}
	return []event.Event{event.FactReversed{
		Fact: event.Fact{Document: document, OccurredOn: fact.Common().OccurredOn}, OfType: wire, OfVersion: int64(version), OfData: string(data),
		Of: store.EventID(aggregates.StreamOf(fact), wire, version, data).String(),
	}}
}

// newCloser returns who closes January 2025.
func newCloser(ctx context.Context, s store.Store) (*closer, error) {
	c := &closer{store: s, id: "441300.390", period: "2025-01", document: "J", env: closingEnv}
	var err error
	if c.running, err = (replay.Replay{Store: s}).Start(ctx, &c.books); err != nil {
		return nil, err
	}
	c.env.Void = voidOf(func(context.Context) (*closings.Fold, error) { return c.running.Closings(), nil })
	return c, nil
}

// race closes January twice at once while others record, reverse and correct in it.
// It returns how often the closing was computed.
func race(t *testing.T, open func() store.Store, random *rand.Rand) (tries int) {
	ctx := context.Background()
	first := open()
	begin := []event.Event{
		event.FundEstablished{Fact: event.Fact{Document: "F", OccurredOn: fund.NewDate(2024, 12, 31)}, Fund: "441300.390", Name: "居民"},
		event.FundOpened{Fact: event.Fact{Document: "O", OccurredOn: fund.NewDate(2024, 12, 31)}, Fund: "441300.390", Amount: 100_00},
	}
	for i := range 6 {
		begin = append(begin, closingFact(fmt.Sprint("B-", i), i))
	}
	for _, e := range begin {
		if _, err := aggregates.Record(ctx, first, e, closingEnv); err != nil {
			t.Fatal(err)
		}
	}
	var all sync.WaitGroup
	clerks, each := 2+random.IntN(4), 1+random.IntN(4)
	for k := range clerks {
		s := open()
		all.Go(func() {
			env := closingEnv
			env.Void = voidOf(func(ctx context.Context) (*closings.Fold, error) {
				r, err := (replay.Replay{Store: s}).Start(ctx)
				return r.Closings(), err
			})
			for i := range each {
				facts := []event.Event{closingFact(fmt.Sprintf("P-%d-%d", k, i), i)}
				if i == 1 {
					facts = undoOf(t, closingFact(fmt.Sprint("B-", k), k), fmt.Sprint("U-", k))
				}
				if i == 2 && k > 0 {
					facts = append(undoOf(t, closingFact(fmt.Sprintf("P-%d-0", k), 0), fmt.Sprint("C-", k)), closingFact(fmt.Sprintf("P-%d-0c", k), 1))
				}
				for {
					_, err := aggregates.RecordAll(ctx, s, env, facts...)
					if _, isConflict := err.(*store.ConflictError); isConflict { //nolint:errorlint // it is bare
						continue
					}
					refused := (*refusal.Error)(nil)
					if err != nil && (!errors.As(err, &refused) || refused.Rule != "reversal-unknown") { // what it reverses entered a later month
						t.Errorf("clerk %d: %v", k, err)
					}
					break
				}
			}
		})
	}
	counted := make([]int, 2)
	for k := range counted {
		s := open()
		all.Go(func() {
			c, err := newCloser(ctx, s)
			if err != nil {
				t.Error(err)
				return
			}
			if _, counted[k], err = c.seal(ctx); err != nil {
				t.Errorf("close: %v", err)
			}
		})
	}
	all.Wait()
	inspect(t, first)
	return max(counted[0], counted[1])
}

// inspect checks a ledger after a race: January is closed once, and its balances are
// those that were sealed, for ever.
func inspect(t *testing.T, s store.Store) {
	t.Helper()
	var v books.View
	running, err := (replay.Replay{Store: s}).Start(context.Background(), &v)
	if err != nil {
		t.Fatal(err)
	}
	counts := 0
	for _, c := range running.Closings().Of("441300.390") {
		if c.Counts() {
			counts++
		}
		if c.Verdict == closings.Wrong {
			t.Errorf("a closing is wrong: %+v", c)
		}
	}
	stands, ok := running.Closings().Standing("441300.390", "2025-01")
	if !ok || counts != 1 {
		t.Fatalf("closings: %+v", running.Closings().Of("441300.390"))
	}
	for r, err := range s.All(context.Background(), stands.Position) {
		if err != nil {
			t.Fatal(err)
		}
		entry, err := ledger.Read(r)
		if err != nil {
			t.Fatal(err)
		}
		sealed, _ := entry.Event.(event.PeriodClosed)
		if now := running.Closings().Seal("441300.390", "2025-01"); now.Balances != sealed.Balances || now.Seen != sealed.Seen {
			t.Errorf("January shows %+v, and %+v was sealed", now, sealed)
		}
		break
	}
}

// inFile returns what opens a ledger in a folder of its own, and makes it at first.
func inFile(t *testing.T) func() store.Store {
	dir := filepath.Join(t.TempDir(), "books")
	open := sqlite.Create
	return func() store.Store {
		s, err := open(dir)
		if err != nil {
			t.Fatal(err)
		}
		open = sqlite.Open
		return s
	}
}

// Whoever records, reverses or corrects while a month is closed: one closing counts,
// and what it sealed stays so.
func TestCloseAgainstRecording(t *testing.T) {
	for seed := range uint64(*closingRounds) {
		random := rand.New(rand.NewPCG(*closingSeed+seed, 15))
		open := inFile(t)
		var opened []store.Store
		tries := race(t, func() store.Store {
			s := open()
			opened = append(opened, s)
			return s
		}, random)
		for _, s := range opened {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
		t.Logf("seed %d: %d tries", *closingSeed+seed, tries)
	}
}

// inDouble returns what opens a ledger over a double of its own, and makes it at first.
func inDouble(t *testing.T, seed uint64) func() store.Store {
	double := esdbtest.ForTest(t, esdbtest.Options{Seed: seed})
	open := kurrent.Create
	return func() store.Store {
		o, err := kurrent.ParseAddress(double.URL()+"/county?tls=false", true)
		if err != nil {
			t.Fatal(err)
		}
		o.Pause = 4 * time.Millisecond
		s, err := open(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		open = kurrent.Open
		return s
	}
}

// So it is on a cluster, where appends are not made one.
func TestCloseAgainstRecordingInACluster(t *testing.T) {
	for seed := range uint64(*closingRounds) {
		random := rand.New(rand.NewPCG(*closingSeed+seed, 16))
		open := inDouble(t, seed)
		var opened []store.Store
		tries := race(t, func() store.Store {
			s := open()
			opened = append(opened, s)
			return s
		}, random)
		for _, s := range opened {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
		t.Logf("seed %d: %d tries", *closingSeed+seed, tries)
	}
}
