package importer

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
)

// Whenever another program records while files are taken together, also while some are
// recorded and others checked, each document stands once; a file of which something is refused
// is the last, and what is told of one is what stands.
func TestTogetherMeetsAnother(t *testing.T) {
	ctx := context.Background()
	on := eventtest.Today()
	dated := func(document string, days fund.Date) event.Fact {
		return event.Fact{Document: document, OccurredOn: on - days}
	}
	paid := func(n int) event.ReimbursementPaid {
		e := event.ReimbursementPaid{Fact: dated(fmt.Sprint("R-", n), 60-fund.Date(n/2)), Fund: "441300.390", Institution: "H44130200026", Care: "inpatient"}
		e.Amount, e.Count = 1, 1
		return e
	}
	ended := event.InstitutionTerminated{Fact: dated("T", 40), Institution: "H44130200026", Region: "441300"}
	ended.Count = 1
	const files, rows = 8, 12
	later := paid(5*rows + 3)
	later.OccurredOn += 31 // of another month, so in another stream
	others := map[string]event.Event{
		"the same":   paid(5*rows + 3),
		"the number": later,
		"the end":    ended,
		"another":    event.LimitSet{Fact: dated("L", 50), Region: "441300", Limit: event.ReliefAnnualCap, Amount: 1},
	}
	base := []event.Event{
		event.FundEstablished{Fact: dated("F", 90), Fund: "441300.390", Name: "居民"},
		event.InstitutionDesignated{Fact: dated("D", 90), Institution: "H44130200026", Region: "441300", Name: "某医院"},
	}
	var paths []string
	for f := range files {
		var facts []event.Event
		if f == 0 {
			facts = append(facts, base...)
		}
		for r := range rows {
			facts = append(facts, paid(f*rows+r))
		}
		paths = append(paths, factsFile(t, facts...))
	}
	refused := 0
	for what, other := range others {
		for moment := 1; moment < files; moment += 2 {
			for name, open := range ledgers {
				s, calls := open(t), 0
				for _, fact := range base[:2*min(moment/2, 1)] { // at first the ledger is blank
					if _, err := aggregates.Record(ctx, s, fact, teller); err != nil {
						t.Fatal(err)
					}
				}
				var said outcomes
				o := said.of(t, true)
				o.Index = indexed(t, s)
				met := false
				envelope := func(digest string) (aggregates.Envelope, error) {
					if calls++; calls > moment && !met {
						_, err := aggregates.Record(ctx, s, other, teller)
						if met = err == nil; !met && calls > moment+files { // what it rests on is not recorded yet
							return teller, err
						}
					}
					return teller, nil
				}
				x := NewSeries(s, o, envelope, paths...)
				told := 0
				for told < files {
					want := rows
					if told == 0 {
						want += 2
					}
					sum, err := x.Next(ctx)
					if faulty := (*FaultyError)(nil); errors.As(err, &faulty) {
						refused++
						break
					}
					if err != nil || sum.Recorded+sum.Already != want {
						t.Fatalf("%s at %d, %s, file %d: %+v, %v", what, moment, name, told, sum, err)
					}
					told++
				}
				x.Close()
				stands := map[string]int{}
				for entry, err := range ledger.All(ctx, s, 0) {
					if err != nil {
						t.Fatal(err)
					}
					stands[entry.Event.Common().Document]++
				}
				for n := range files * rows {
					document := fmt.Sprint("R-", n)
					own := document == other.Common().Document
					if count := stands[document]; count > 1 && (name == "sqlite" || what != "the number") || n/rows < told && count == 0 ||
						n/rows > told && count > 0 && !own {
						t.Fatalf("%s at %d, %s: %d files told, %s stands %d times; said %q", what, moment, name, told, document, count, said.said)
					}
				}
			}
		}
	}
	if refused < files/2 {
		t.Errorf("%d refused: nothing much to see", refused)
	}
}
