package office

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store/memory"
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
