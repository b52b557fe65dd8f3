package office

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/judge"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
	"github.com/fundledger/fundledger/projections/exceptions"
)

// Two to seven clerks pay while a cap is lowered and, by itself, an agreement ends. In a
// file no payment stands behind either that it does not allow; in a cluster, where an
// append cannot ask of other streams, each that slipped through is in the register of
// exceptions, and nothing else is.
func TestLimitsAgainstPayments(t *testing.T) {
	for seed := range uint64(*closingRounds) {
		random := rand.New(rand.NewPCG(*closingSeed+seed, 17))
		slipped := limits(t, random, inFile(t))
		if slipped > 0 {
			t.Fatalf("seed %d: %d payments slipped through", *closingSeed+seed, slipped)
		}
	}
}

func TestLimitsAgainstPaymentsInACluster(t *testing.T) {
	all := 0
	for seed := range uint64(*closingRounds) {
		random := rand.New(rand.NewPCG(*closingSeed+seed, 18))
		all += limits(t, random, inDouble(t, seed))
	}
	t.Logf("%d payments slipped through in %d rounds, and are listed", all, *closingRounds)
}

// limits runs a round and returns how many payments stand that would not have been
// allowed where they stand; each is in the register.
func limits(t *testing.T, random *rand.Rand, open func() store.Store) (slipped int) {
	ctx := context.Background()
	first := open()
	defer func() {
		if err := first.Close(); err != nil {
			t.Error(err)
		}
	}()
	fact := func(document string, month, day int) event.Fact {
		return event.Fact{Document: document, OccurredOn: fund.NewDate(2025, time.Month(month), day), Count: 1}
	}
	plain := func(document string, month, day int) event.Fact {
		f := fact(document, month, day)
		f.Count = 0
		return f
	}
	record := func(s store.Store, e event.Event) {
		for {
			_, err := aggregates.Record(ctx, s, e, closingEnv)
			conflict, refused := (*store.ConflictError)(nil), (*refusal.Error)(nil)
			if errors.As(err, &conflict) {
				continue
			}
			if err != nil && !errors.As(err, &refused) {
				t.Error(err)
			}
			return
		}
	}
	for _, e := range []event.Event{
		event.FundEstablished{Fact: plain("F-1", 1, 1), Fund: "441300.390", Name: "居民"},
		event.FundEstablished{Fact: plain("F-2", 1, 1), Fund: "441300.610", Name: "救助"},
		event.InstitutionDesignated{Fact: plain("I", 1, 1), Institution: "H44130200026", Name: "医院", Region: "441300"},
		event.LimitSet{Fact: plain("L-1", 1, 1), Region: "441300", Limit: event.ReliefAnnualCap, Amount: 1000},
	} {
		record(first, e)
	}
	var all sync.WaitGroup
	for who := range 2 + random.IntN(6) {
		s, mine := open(), rand.New(rand.NewPCG(random.Uint64(), 1))
		all.Go(func() {
			for i := range 1 + mine.IntN(3) {
				month, day := 2+mine.IntN(3), 1+mine.IntN(28)
				record(s, event.ReimbursementPaid{Fact: fact(fmt.Sprintf("R-%d-%d", who, i), month, day), Fund: "441300.390", Institution: "H44130200026",
					Person: aPerson, Care: "inpatient", Amount: 1})
				record(s, event.ReliefPaid{Fact: fact(fmt.Sprintf("A-%d-%d", who, i), month, day), Fund: "441300.610", Person: aPerson,
					Amount: money.Fen(100 * (1 + mine.IntN(4)))})
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	for _, e := range []event.Event{
		event.LimitSet{Fact: plain("L-2", 2+random.IntN(3), 1+random.IntN(28)), Region: "441300", Limit: event.ReliefAnnualCap,
			Amount: money.Fen(100 * (1 + random.IntN(6)))},
		event.InstitutionTerminated{Fact: plain("END", 2+random.IntN(3), 1+random.IntN(28)), Institution: "H44130200026", Region: "441300"},
	} {
		s := open()
		all.Go(func() {
			record(s, e)
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	want := slippedThrough(t, first)
	_, verdict, err := judge.Log(ctx, first, closingEnv.At, verify.Options{}, nil)
	if err != nil || verdict.Breaches > 0 {
		t.Fatalf("%d broken rules, %v: %+v", verdict.Breaches, err, verdict.Broken)
	}
	got := map[store.Position]bool{}
	for _, row := range verdict.Register.Rows() {
		if row.Position != exceptions.None {
			got[row.Position] = true
		}
	}
	if !maps.Equal(got, want) {
		t.Fatalf("the register lists %v, and %v slipped through", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
	}
	return len(want)
}

const aPerson = fund.Person("025d23e2283bcbf433a40401a1515811")

// slippedThrough returns the positions of payments that the facts in front of them do not
// allow: after the end of the agreement, or above a cap on their day or a later one.
func slippedThrough(t *testing.T, s store.Store) map[store.Position]bool {
	caps := map[fund.Date]money.Fen{}
	paid := map[fund.Date]money.Fen{}
	ended := fund.Date(0)
	slipped := map[store.Position]bool{}
	for entry, err := range ledger.All(context.Background(), s, 0) {
		if err != nil {
			t.Fatal(err)
		}
		switch e := entry.Event.(type) {
		case event.LimitSet:
			caps[e.OccurredOn] = e.Amount
		case event.InstitutionTerminated:
			ended = e.OccurredOn
		case event.ReimbursementPaid:
			slipped[entry.Position] = ended != 0 && e.OccurredOn >= ended
		case event.ReliefPaid:
			paid[e.OccurredOn] += e.Amount
			sum := money.Fen(0)
			for _, day := range slices.Sorted(maps.Keys(paid)) {
				sum += paid[day]
				limit := money.Fen(0)
				for _, from := range slices.Sorted(maps.Keys(caps)) {
					if from <= day {
						limit = caps[from]
					}
				}
				if day >= e.OccurredOn && sum > limit {
					slipped[entry.Position] = true
				}
			}
		default:
		}
	}
	maps.DeleteFunc(slipped, func(_ store.Position, is bool) bool { return !is })
	return slipped
}
