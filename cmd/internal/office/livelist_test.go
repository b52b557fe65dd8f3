package office

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/figures"
)

// A fact is found at once after it was recorded, and the lines are those that a reading of the
// whole log finds, on every page.
func TestLiveList(t *testing.T) {
	ctx, s := t.Context(), new(memory.Store)
	o := &Office{Folder: t.TempDir()}
	live := o.Live()
	defer func() {
		if err := live.Close(); err != nil {
			t.Error(err)
		}
	}()
	const residents fund.ID = "441300.390"
	facts := []event.Event{
		event.FundEstablished{Fact: event.Fact{Document: "F", OccurredOn: fund.NewDate(2024, 12, 31)}, Fund: residents, Name: "居民"},
		event.FundOpened{Fact: event.Fact{Document: "O", OccurredOn: fund.NewDate(2024, 12, 31)}, Fund: residents, Amount: 5_00},
	}
	for i := range 20 {
		facts = append(facts, event.PremiumReceived{Fund: residents, Amount: 100,
			Fact: event.Fact{Document: fmt.Sprint("P-", i), OccurredOn: fund.NewDate(2025, 1, 1+i*7%20), Count: 1}})
	}
	of := func(*books.View) (figures.Listing, error) {
		return figures.Listing{Fund: residents, Legs: []figures.Leg{{Account: "1003", Side: figures.OwnSide}}}, nil
	}
	for i, fact := range facts {
		if _, err := aggregates.Record(ctx, s, fact, closingEnv); err != nil {
			t.Fatal(err)
		}
		for _, page := range []figures.Page{{}, {Limit: 3}, {Last: 2}} {
			var got, want []string
			into := func(texts *[]string) func(*books.View, figures.Listed) error {
				return func(v *books.View, l figures.Listed) error {
					*texts = append(*texts, fmt.Sprint(l.Before, l.Whole, l.Next, v.AsOf(residents, 0).Balance("1003")))
					for line, err := range l.Lines {
						if err != nil {
							return err
						}
						*texts = append(*texts, fmt.Sprint(line.Position, line.Document, line.Sum))
					}
					return nil
				}
			}
			if err := live.List(ctx, s, Axes{}, page, of, into(&got)); err != nil {
				t.Fatal(err)
			}
			if err := o.List(ctx, s, Axes{Fresh: true}, page, of, into(&want)); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) || i > 3 && len(got) < 3 {
				t.Fatalf("after %d facts, %+v:\n%q, want\n%q", i+1, page, got, want)
			}
		}
	}
}
