package oracle

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/agreements"
	"github.com/fundledger/fundledger/projections/balances"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/penalties"
	"github.com/fundledger/fundledger/projections/recoveries"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/statistics"
)

// pair is the ledger and the naive ledger, fed with the same facts.
type pair struct {
	t      *testing.T
	log    store.Store
	naive  naive
	world  *eventtest.World
	random *rand.Rand // of reversals and closings
	fixes  *rand.Rand // of corrections; nil: there are none
	steps  int
	said   map[string]int // verdicts, and types of what was taken
}

// clock returns the recording time of a step: noon of the last day, a second
// a step, so that no two facts share one.
func clock(step int) time.Time {
	return time.Date(2025, 4, 1, 4, 0, 0, 0, time.UTC).Add(time.Duration(step) * time.Second)
}

// knownAt returns the time of a step, the zero time for -1: what is known now.
func knownAt(step int) time.Time {
	if step < 0 {
		return time.Time{}
	}
	return clock(step)
}

// step says one fact to both and compares what they answer.
func (p *pair) step(e event.Event) string {
	p.t.Helper()
	want := p.naive.decide(e, eventtest.Today())
	var receipt store.Receipt
	err, asked := error(&store.UnknownOutcomeError{}), 0
	for unknown := (*store.UnknownOutcomeError)(nil); errors.As(err, &unknown); asked++ {
		receipt, err = aggregates.Record(context.Background(), p.log, e, aggregates.Envelope{At: clock(p.steps), Actor: "tester"})
	}
	p.steps++
	got := taken
	refused, bad := (*refusal.Error)(nil), (*event.InvalidError)(nil)
	switch {
	case asked > 1 && err == nil: // it stands now, since the first time or since the last
		p.world.Recorded(e)
	case errors.As(err, &refused):
		got = refused.Rule
	case errors.As(err, &bad):
		got = invalid
	case err != nil:
		p.t.Fatalf("step %d: record %s %+v: %v", p.steps, event.Wire(e), e, err)
	case receipt.Duplicate:
		got = again
	default:
		p.world.Recorded(e)
	}
	if got != want {
		p.t.Fatalf("step %d: %s %+v\nthe ledger says: %s (%v)\nthe naive ledger says: %s", p.steps, event.Wire(e), e, got, err, want)
	}
	p.said[got]++
	if got == taken {
		p.said[event.Wire(e)]++
	}
	return got
}

// all is every view.
type all struct {
	balances   balances.View
	books      books.View
	recoveries recoveries.View
	statistics statistics.View
	agreements agreements.View
	penalties  penalties.View
}

// views replays the log, as known at a step, into fresh views.
func (p *pair) views(step int) *all {
	p.t.Helper()
	v := new(all)
	if _, err := replay.Run(context.Background(), p.log, knownAt(step), nil, &v.balances, &v.books, &v.recoveries,
		&v.statistics, &v.agreements, &v.penalties); err != nil {
		p.t.Fatal(err)
	}
	return v
}

func (p *pair) states(step int) string {
	p.t.Helper()
	v := p.views(step)
	state := v.books.AppendState(v.statistics.AppendState(v.recoveries.AppendState(v.balances.AppendState(nil))))
	return string(v.penalties.AppendState(v.agreements.AppendState(state)))
}

// figures returns every figure that the views show, as of all days.
func (p *pair) figures() string {
	p.t.Helper()
	v := p.views(-1)
	net := sums{}
	for _, id := range v.books.Funds() {
		for _, l := range v.books.AsOf(id, 0).Accounts {
			net.addFen(string(id)+" "+string(l.Account), l.Balance(l.Account))
		}
	}
	return net.String() + balanceSums(p.t, &v.balances, 0).String() + recoverySums(p.t, &v.recoveries, 0, recoveries.ByCase).String() +
		penaltySums(p.t, &v.penalties, 0).String() + agreementSums(&v.agreements, agreements.Latest).String() +
		caseSums(v.recoveries.Cases(), 0, eventtest.Today()).String() + statisticSums(p.t, &v.statistics, 0).String()
}

// compare compares every figure of the views with those of a naive ledger.
func (p *pair) compare(n *naive, step int) {
	p.t.Helper()
	v := p.views(step)
	days := []fund.Date{0, eventtest.Today(), fund.NewDate(2025, 1, 5), fund.NewDate(2024, 12, 31), fund.NewDate(2024, 11, 4)}
	for _, on := range days {
		p.same("balances", on, balanceSums(p.t, &v.balances, on), n.balances(on))
		p.same("books", on, bookSums(&v.books, on), n.books(on))
		for _, by := range recoveries.Groupings() {
			p.same("recoveries by "+string(by), on, recoverySums(p.t, &v.recoveries, on, by), n.recoveries(on, by))
		}
		last := max(on, eventtest.Today())
		p.same("cases", on, caseSums(v.recoveries.Cases(), on, last), n.cases(on, last))
		p.same("penalties", on, penaltySums(p.t, &v.penalties, on), n.penalties(on))
		if on != 0 {
			p.same("agreements", on, agreementSums(&v.agreements, on), n.agreements(on))
		}
		p.same("statistics", on, statisticSums(p.t, &v.statistics, on), n.statistics(on))
	}
	last := eventtest.Today() + 1 // a fact that comes in late on the last day may enter the books the day after
	p.same("balances as of the last day and plain", 0, balanceSums(p.t, &v.balances, last), balanceSums(p.t, &v.balances, 0))
	p.same("books as of the last day and plain", 0, bookSums(&v.books, last), bookSums(&v.books, 0))
	p.same("statistics as of the last day and plain", 0, statisticSums(p.t, &v.statistics, last), statisticSums(p.t, &v.statistics, 0))
}

// kept checks that the log holds the facts as the naive ledger would keep them,
// in the order of taking: with their days of entry and their warnings.
func (p *pair) kept() {
	p.t.Helper()
	i := 0
	for entry, err := range ledger.All(context.Background(), p.log, 0) {
		if err != nil {
			p.t.Fatal(err)
		}
		if want := p.naive.stored(i); entry.Event != want {
			p.t.Fatalf("position %d: the log holds\n%s %+v\nthe naive ledger\n%+v", entry.Position, event.Wire(entry.Event), entry.Event, want)
		}
		i++
	}
	if i != len(p.naive.facts) {
		p.t.Fatalf("the log holds %d facts, the naive ledger %d", i, len(p.naive.facts))
	}
}

func (p *pair) same(what string, on fund.Date, got, want sums) {
	p.t.Helper()
	if got.String() != want.String() {
		p.t.Fatalf("step %d: %s as of %s: the ledger says\n%s\nthe naive ledger says\n%s", p.steps, what, on, got.without(want), want.without(got))
	}
}
