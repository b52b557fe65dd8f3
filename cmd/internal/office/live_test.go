package office

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"testing"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/projections/balances"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/statistics"
)

// Whoever asks while others record sees whole appends only, and is told how far it is; what is
// seen at the end is what a replay makes.
func TestLive(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	s := new(memory.Store)
	const pairs, readers = 40, 3
	record := func(i int) {
		var facts []event.Event
		for k := range 2 {
			facts = append(facts, event.PremiumReceived{Fact: event.Fact{Document: fmt.Sprintf("P-%d-%d", i, k),
				OccurredOn: fund.NewDate(2025, 1, 5), Count: 1}, Fund: "441300.390", Amount: 100})
		}
		if _, err := aggregates.RecordAll(ctx, s, closingEnv, facts...); err != nil {
			t.Error(err)
		}
	}
	for _, e := range []event.Event{
		event.FundEstablished{Fact: event.Fact{Document: "F", OccurredOn: fund.NewDate(2024, 12, 31)}, Fund: "441300.390", Name: "居民"},
		event.FundOpened{Fact: event.Fact{Document: "O", OccurredOn: fund.NewDate(2024, 12, 31)}, Fund: "441300.390"},
	} {
		if _, err := aggregates.Record(ctx, s, e, closingEnv); err != nil {
			t.Fatal(err)
		}
	}
	var (
		v    balances.View
		b    books.View
		st   statistics.View
		all  sync.WaitGroup
		tick = make(chan time.Time)
	)
	live := (&Office{Folder: t.TempDir()}).Live(&v, &b, &st)
	live.tick = tick
	for range readers {
		all.Go(func() {
			for ctx.Err() == nil {
				err := live.Ask(func(done replay.Result, _ bool) error {
					rows, err := v.AsOf(0)
					if err != nil {
						return err
					}
					var premiums int64
					for _, r := range rows {
						fen, _ := r.Income.Fen()
						premiums += int64(fen)
					}
					if want := (int64(done.Entries) - 2) * 100; done.Entries > 0 && premiums != want || premiums%200 != 0 {
						return fmt.Errorf("of %d facts premiums of %d", done.Entries, premiums)
					}
					b.AsOf("441300.390", 0)
					return nil
				})
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Go(func() {
		for i := range pairs {
			record(i)
			select {
			case tick <- time.Time{}:
			case <-ctx.Done():
			}
		}
		for ctx.Err() == nil {
			select {
			case tick <- time.Time{}:
			case <-ctx.Done():
			}
		}
	})
	enough := errors.New("enough")
	err := live.Follow(ctx, s, Axes{Fresh: true}, func(done replay.Result, now bool) error {
		if now && done.Entries == 2+2*pairs {
			return enough
		}
		return nil
	})
	stop()
	all.Wait()
	if !errors.Is(err, enough) {
		t.Fatal(err)
	}
	var again balances.View
	if _, err := replay.Run(t.Context(), s, time.Time{}, nil, &again); err != nil || replay.Digest(&again) != replay.Digest(&v) {
		t.Errorf("a replay makes something else: %v", err)
	}
	_ = live.Ask(func(done replay.Result, now bool) error {
		if now || done.Entries != 2+2*pairs {
			t.Errorf("nobody follows: %d facts, current: %t", done.Entries, now)
		}
		return nil
	})
}

// counted is a ledger in a file that counts how often its log is read.
type counted struct {
	*sqlite.Store
	reads int
}

func (c *counted) All(ctx context.Context, from store.Position) iter.Seq2[store.Recorded, error] {
	c.reads++
	return c.Store.All(ctx, from)
}

// The log of a ledger in a file is read when another program has recorded something, at the next
// time that it is asked, and only then; it is asked often enough for a fact to be seen within 50 ms.
func TestLiveOfAFile(t *testing.T) {
	if polling > 25*time.Millisecond {
		t.Errorf("asked every %s: too seldom for 50 ms", polling)
	}
	dir := t.TempDir()
	other, err := sqlite.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	mine, err := sqlite.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer mine.Close()
	record := func(e event.Event) {
		if _, err := aggregates.Record(t.Context(), other, e, closingEnv); err != nil {
			t.Error(err)
		}
	}
	record(event.FundEstablished{Fact: event.Fact{Document: "F", OccurredOn: fund.NewDate(2024, 12, 31)}, Fund: "441300.390", Name: "居民"})
	s := &counted{Store: mine}
	var v balances.View
	live := (&Office{Folder: t.TempDir()}).Live(&v)
	tick, enough := make(chan time.Time), errors.New("enough")
	live.tick = tick
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var asking sync.WaitGroup
	told, before := 0, 0
	ask := func() {
		select {
		case tick <- time.Time{}:
		case <-ctx.Done():
		}
	}
	err = live.Follow(ctx, s, Axes{Fresh: true}, func(done replay.Result, now bool) error {
		if told++; told > 5 {
			return enough
		}
		if told > 1 && s.reads != before+1 {
			t.Errorf("fact %d: the log was read %d times", told, s.reads-before)
		}
		if before = s.reads; told == 1 {
			before++ // it is read once more, for what came while the first facts were folded
		}
		asking.Go(func() {
			for range 20 { // nothing happens, and nothing is read
				ask()
			}
			record(event.PremiumReceived{Fact: event.Fact{Document: fmt.Sprint("P-", told), OccurredOn: fund.NewDate(2025, 1, 5), Count: 1},
				Fund: "441300.390", Amount: 100})
			ask()
		})
		return nil
	})
	stop()
	asking.Wait()
	if !errors.Is(err, enough) {
		t.Error(err)
	}
}
