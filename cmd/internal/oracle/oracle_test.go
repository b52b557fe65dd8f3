package oracle

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/big"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/rule"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/projections/balances"
	"github.com/fundledger/fundledger/projections/recoveries"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/statistics"
)

var (
	seedFlag  = flag.Uint64("seed", 0, "run this seed only")
	factsFlag = flag.Int("facts", 400, "how many random facts a run makes")
)

// stores opens an empty log of every kind that the ledger is checked on.
var stores = map[string]func(t *testing.T) (store.Store, error){
	"memory": func(*testing.T) (store.Store, error) { return new(memory.Store), nil },
	"sqlite": func(t *testing.T) (store.Store, error) { return sqlite.Create(t.TempDir(), sqlite.Scratch()) },
	"faulty": func(*testing.T) (store.Store, error) {
		return &faulty{random: rand.New(rand.NewPCG(*seedFlag, 2))}, nil
	},
}

func TestAgainstTheNaiveLedger(t *testing.T) {
	seeds := []uint64{1, 2, 3, 4, 5, 6}
	if *seedFlag != 0 {
		seeds = []uint64{*seedFlag}
	}
	var mu sync.Mutex
	said := map[string]int{}
	t.Cleanup(func() { // after the parallel runs
		for _, verdict := range verdicts {
			if said[verdict] == 0 && *seedFlag == 0 {
				t.Errorf("no run came to: %s", verdict)
			}
		}
	})
	for kind, open := range stores {
		some := seeds
		if kind != "memory" { // the same code above them
			some = seeds[:1]
		}
		for _, seed := range some {
			t.Run(fmt.Sprintf("%s/seed=%d", kind, seed), func(t *testing.T) {
				t.Parallel()
				log, err := open(t)
				if err != nil {
					t.Fatal(err)
				}
				defer func() {
					if err := log.Close(); err != nil {
						t.Error(err)
					}
				}()
				t.Logf("replay with: go test ./cmd/internal/oracle -seed %d -facts %d", seed, *factsFlag)
				for verdict, times := range run(t, log, seed, *factsFlag) {
					mu.Lock()
					said[verdict] += times
					mu.Unlock()
				}
			})
		}
	}
}

// verdicts is everything that a ledger may answer.
var verdicts = []string{
	taken, again, "date-in-future", "document-twice", "fund-unknown", "institution-unknown",
	"book-established", "book-opened", "limit-twice", "original-unknown", "original-date", "original-exceeded",
	"relief-over-cap", "case-channel", "clawback-not-ordered", "clawback-beyond-order", "fine-not-imposed",
	"fine-beyond-imposed", "agreement-order", "agreement-status", "agreement-suspended", "agreement-terminated",
}

// pair is the ledger and the naive ledger, fed with the same facts.
type pair struct {
	t     *testing.T
	log   store.Store
	naive naive
	world *eventtest.World
	steps int
	said  map[string]int // verdicts
}

// clock returns the recording time of a step: noon of the last day, a second
// a step, so that no two facts share one.
func clock(step int) time.Time {
	return time.Date(2025, 4, 1, 4, 0, 0, 0, time.UTC).Add(time.Duration(step) * time.Second)
}

func run(t *testing.T, log store.Store, seed uint64, facts int) (said map[string]int) {
	p := pair{t: t, log: log, world: eventtest.NewWorld(seed), said: map[string]int{}}
	middle, before := 0, naive{}
	for i := range facts {
		p.step(p.world.Next())
		switch {
		case i == facts/2:
			middle, before = p.steps-1, naive{facts: append([]event.Event(nil), p.naive.facts...)}
		case i%97 == 0:
			p.compare(&p.naive, time.Time{})
		}
	}
	p.compare(&p.naive, time.Time{})
	p.compare(&before, clock(middle))

	// Everything said twice changes nothing, and the ledger goes on from there.
	state := p.states(time.Time{})
	for _, e := range append([]event.Event(nil), p.naive.facts...) {
		if got := p.step(e); got != again {
			t.Fatalf("%s %+v said twice: %s", event.Wire(e), e, got)
		}
	}
	if now := p.states(time.Time{}); now != state {
		t.Fatalf("saying everything twice changed a view:\n%s", now)
	}
	if now := p.states(clock(p.steps)); now != state {
		t.Fatal("what was known at the end is not what is known")
	}
	for range facts / 10 {
		p.step(p.world.Next())
	}
	p.compare(&p.naive, time.Time{})
	t.Logf("%d facts taken of %d said: %v", len(p.naive.facts), p.steps, p.said)
	if len(p.naive.facts) < facts/4 || p.said[taken] == p.steps {
		t.Errorf("this world is not worth testing in")
	}
	return p.said
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
	refusal := (*rule.Refusal)(nil)
	switch {
	case asked > 1 && err == nil: // it stands now, since the first time or since the last
		p.world.Recorded(e)
	case errors.As(err, &refusal):
		got = refusal.Rule
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
	return got
}

// views replays the log into fresh views.
func (p *pair) views(knownAt time.Time) (*balances.View, *recoveries.View, *statistics.View) {
	p.t.Helper()
	b, r, s := new(balances.View), new(recoveries.View), new(statistics.View)
	if _, err := replay.Run(context.Background(), p.log, knownAt, nil, b, r, s); err != nil {
		p.t.Fatal(err)
	}
	return b, r, s
}

func (p *pair) states(knownAt time.Time) string {
	p.t.Helper()
	b, r, s := p.views(knownAt)
	return string(s.AppendState(r.AppendState(b.AppendState(nil))))
}

// compare compares every figure of the views with those of a naive ledger.
func (p *pair) compare(n *naive, knownAt time.Time) {
	p.t.Helper()
	b, r, s := p.views(knownAt)
	days := []fund.Date{0, eventtest.Today(), fund.NewDate(2025, 1, 5), fund.NewDate(2024, 12, 31), fund.NewDate(2024, 11, 4)}
	for _, on := range days {
		p.same("balances", on, balanceSums(p.t, b, on), n.balances(on))
		for by, keys := range map[recoveries.By][2]bool{
			recoveries.ByBoth: {true, true}, recoveries.ByInstitution: {true, false}, recoveries.ByChannel: {false, true},
		} {
			p.same("recoveries by "+string(by), on, recoverySums(p.t, r, on, by), n.recoveries(on, keys[0], keys[1]))
		}
		p.same("statistics", on, statisticSums(p.t, s, on), n.statistics(on))
	}
	p.same("balances as of the last day and plain", 0, balanceSums(p.t, b, eventtest.Today()), balanceSums(p.t, b, 0))
	p.same("statistics as of the last day and plain", 0, statisticSums(p.t, s, eventtest.Today()), statisticSums(p.t, s, 0))
}

func (p *pair) same(what string, on fund.Date, got, want sums) {
	p.t.Helper()
	if got.String() != want.String() {
		p.t.Fatalf("step %d: %s as of %s: the ledger says\n%s\nthe naive ledger says\n%s", p.steps, what, on, got, want)
	}
}

func balanceSums(t *testing.T, v *balances.View, on fund.Date) sums {
	t.Helper()
	rows, err := v.AsOf(on)
	if err != nil {
		t.Fatal(err)
	}
	out := sums{}
	for _, r := range rows {
		id := string(r.Fund)
		for name, n := range map[string]int64{
			" income": int64(r.Income), " expense": int64(r.Expense), " straddling": int64(r.Straddling),
			" opened": int64(r.OpenedOn), " opening": int64(r.Opening),
			" income since": int64(r.IncomeSince), " expense since": int64(r.ExpenseSince),
		} {
			out.add(id+name, big.NewInt(n))
		}
		if r.Name != "" {
			out.add(id+" books", big.NewInt(1))
		}
		if r.Opened {
			out.add(id+" balance", big.NewInt(int64(r.Balance)))
		}
		for _, a := range r.Accounts {
			out.add(id+" "+string(a.Account), big.NewInt(int64(a.Amount)))
		}
	}
	return out
}

func recoverySums(t *testing.T, v *recoveries.View, on fund.Date, by recoveries.By) sums {
	t.Helper()
	rows, err := v.AsOf(on, by)
	if err != nil {
		t.Fatal(err)
	}
	out := sums{}
	for _, r := range rows {
		name := string(r.Fund)
		if by != recoveries.ByChannel {
			name += " " + string(r.Institution)
		}
		if by != recoveries.ByInstitution {
			name += " " + string(r.Channel)
		}
		out.add(name+" ordered", big.NewInt(int64(r.Ordered)))
		out.add(name+" received", big.NewInt(int64(r.Received)))
		out.add(name+" outstanding", big.NewInt(int64(r.Outstanding)))
		out.add(name+" prevented", big.NewInt(int64(r.Prevented)))
	}
	return out
}

func statisticSums(t *testing.T, v *statistics.View, on fund.Date) sums {
	t.Helper()
	rows, err := v.AsOf(on)
	if err != nil {
		t.Fatal(err)
	}
	out := sums{}
	for _, r := range rows {
		about := string(r.Fund)
		if about == "" {
			about = string(r.Region)
		}
		if r.Item == statistics.Limits {
			out.add(fmt.Sprintf("%s %s limits %s %s %s", r.Period, about, r.Detail, r.Amount, r.Document), big.NewInt(1))
			continue
		}
		if r.Item == statistics.Reported {
			out.add(fmt.Sprintf("%s %s %s %s %s %s", r.Period, about, r.Detail, r.Value, r.Unit, r.Document), big.NewInt(1))
			continue
		}
		name := fmt.Sprintf("%s %s %s %s", r.Period, about, r.Item, r.Detail)
		out.add(name+" amount", big.NewInt(int64(r.Amount)))
		out.add(name+" count", big.NewInt(r.Count))
		out.add(name+" vague", big.NewInt(r.Vague))
	}
	return out
}
