package office

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/figures"
)

const residents fund.ID = "441300.390"

// premiums are the facts of a fund: it is established, opened, and gets so many premiums.
func premiums(n int) []event.Event {
	facts := []event.Event{
		event.FundEstablished{Fact: event.Fact{Document: "F", OccurredOn: fund.NewDate(2024, 12, 31)}, Fund: residents, Name: "居民"},
		event.FundOpened{Fact: event.Fact{Document: "O", OccurredOn: fund.NewDate(2024, 12, 31)}, Fund: residents, Amount: 5_00},
	}
	for i := range n {
		facts = append(facts, event.PremiumReceived{Fund: residents, Amount: 100,
			Fact: event.Fact{Document: fmt.Sprint("P-", i), OccurredOn: fund.NewDate(2025, 1, 1+i*7%20), Count: 1}})
	}
	return facts
}

// lister is what an office that is opened for one question and one that is open have in common.
type lister interface {
	List(context.Context, store.Store, Axes, figures.Page, func(*books.View) (figures.Listing, error),
		func(*books.View, figures.Listed) error) error
	Diff(context.Context, store.Store, *figures.Difference, Axes, figures.SpotPage, func([]figures.Change, figures.Spot) error) error
}

// listed is a page of an account as one office lists it.
func listed(ctx context.Context, by lister, s store.Store, a Axes, page figures.Page) (rows []string, err error) {
	err = by.List(ctx, s, a, page, func(*books.View) (figures.Listing, error) {
		return figures.Listing{Fund: residents, Legs: []figures.Leg{{Account: "1003", Side: figures.OwnSide}}}, nil
	}, func(v *books.View, l figures.Listed) error {
		rows = append(rows, fmt.Sprint(l.Before, l.Whole, l.Next, v.AsOf(residents, 0).Balance("1003")))
		for line, err := range l.Lines {
			if err != nil {
				return err
			}
			rows = append(rows, fmt.Sprint(line.Position, line.Document, line.Sum))
		}
		return nil
	})
	return rows, err
}

// differing is a page of what changed since a time, as one office lists it.
func differing(ctx context.Context, by lister, s store.Store, since time.Time, a Axes, limit int) (rows []string, err error) {
	d := &figures.Difference{Earlier: since, Fund: residents}
	err = by.Diff(ctx, s, d, a, figures.SpotPage{Limit: limit}, func(changes []figures.Change, next figures.Spot) error {
		facts, lines := d.Recorded()
		rows = append(rows, fmt.Sprint(facts, lines, next))
		for _, c := range changes {
			rows = append(rows, fmt.Sprint(c.Key, c.Known, c.Before, c.After, c.Count))
			for line, err := range c.Lines {
				if err != nil {
					return err
				}
				rows = append(rows, fmt.Sprint(line.Position, line.Document, line.Debit, line.Credit))
			}
		}
		return nil
	})
	return rows, err
}

// A fact is found at once after it was recorded, and the lines are those that a reading of the
// whole log finds, on every page, also as known at any past instant, and between two.
func TestLiveList(t *testing.T) {
	ctx, s := t.Context(), new(memory.Store)
	o := &Office{Folder: t.TempDir()}
	live := o.Live()
	defer func() {
		if err := live.Close(); err != nil {
			t.Error(err)
		}
	}()
	for i, fact := range premiums(20) {
		env := closingEnv
		env.At = env.At.Add(time.Duration(i) * time.Second)
		if _, err := aggregates.Record(ctx, s, fact, env); err != nil {
			t.Fatal(err)
		}
		for _, known := range []time.Time{{}, closingEnv.At.Add(time.Duration(i/2) * time.Second)} {
			for _, page := range []figures.Page{{}, {Limit: 3}, {Last: 2}} {
				got, err := listed(ctx, live, s, Axes{KnownAt: known}, page)
				want, errWant := listed(ctx, o, s, Axes{KnownAt: known, Fresh: true}, page)
				if err := errors.Join(err, errWant); err != nil || !slices.Equal(got, want) || i > 8 && len(got) < 3 {
					t.Fatalf("after %d facts, as known at %s, %+v: %v\n%q, want\n%q", i+1, known, page, err, got, want)
				}
			}
			since := closingEnv.At.Add(time.Duration(i/3) * time.Second)
			got, err := differing(ctx, live, s, since, Axes{KnownAt: known}, i%4)
			want, errWant := differing(ctx, o, s, since, Axes{KnownAt: known, Fresh: true}, i%4)
			if err := errors.Join(err, errWant); err != nil || !slices.Equal(got, want) || i > 8 && len(got) < 2 {
				t.Fatalf("after %d facts, from %s to %s: %v\n%q, want\n%q", i+1, since, known, err, got, want)
			}
		}
	}
}

// Several ask at the same time while facts are recorded: each finds a beginning of the log, and
// never less than it found before.
func TestLiveListsAtOnce(t *testing.T) {
	ctx, s := t.Context(), new(memory.Store)
	live := (&Office{Folder: t.TempDir()}).Live()
	var ask sync.WaitGroup
	for range 3 {
		ask.Go(func() {
			for before := 0; before < 41; {
				rows, err := listed(ctx, live, s, Axes{}, figures.Page{})
				facts := 0
				if err == nil {
					err = live.Facts(ctx, s, FactQuery{Limit: 100}, func(Fact) error { facts++; return nil })
				}
				if err == nil {
					_, err = differing(ctx, live, s, closingEnv.At.Add(-time.Hour), Axes{}, 9)
				}
				if err != nil || len(rows) < before || facts < len(rows)-1 {
					t.Errorf("%d rows behind %d, %d facts: %v", len(rows), before, facts, err)
					return
				}
				before = len(rows)
			}
		})
	}
	for _, fact := range premiums(40) {
		if _, err := aggregates.Record(ctx, s, fact, closingEnv); err != nil {
			t.Fatal(err)
		}
	}
	ask.Wait()
	if err := live.Close(); err != nil {
		t.Error(err)
	}
}
