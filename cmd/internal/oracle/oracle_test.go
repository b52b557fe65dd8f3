package oracle

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

var (
	seedFlag  = flag.Uint64("seed", 0, "run this seed only")
	factsFlag = flag.Int("facts", 450, "how many random facts a run makes")
	worlds    = flag.Int("worlds", worldsByDefault, "how many random worlds of each kind there are, at most; 10 in .ci/run")
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
	seeds := seedsOf(10)
	var mu sync.Mutex
	said := map[string]int{}
	t.Cleanup(func() { // after the parallel runs
		for _, verdict := range verdicts {
			if said[verdict] == 0 && every() {
				t.Errorf("no run came to: %s", verdict)
			}
		}
		tookEvery(t, said, func(e event.Event) bool {
			_, ofCase := e.(event.Enforcement)
			_, ofAgreement := e.(event.Institution)
			return !ofCase && !ofAgreement // see TestCasesAgainstTheNaiveLedger
		})
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
				for verdict, times := range run(t, log, eventtest.NewWorld(seed), seed, *factsFlag) {
					mu.Lock()
					said[verdict] += times
					mu.Unlock()
				}
			})
		}
	}
}

// seedsOf returns the seeds of as many worlds, or of the one that was asked for.
func seedsOf(n int) (seeds []uint64) {
	if *seedFlag != 0 {
		return []uint64{*seedFlag}
	}
	for seed := range min(n, *worlds) {
		seeds = append(seeds, uint64(seed)+1)
	}
	return seeds
}

// every reports whether all worlds run, in which everything occurs.
func every() bool { return *seedFlag == 0 && *worlds >= 10 }

// tookEvery fails for a type that no run took: the naive ledger has then nothing to
// say of it.
func tookEvery(t *testing.T, said map[string]int, about func(event.Event) bool) {
	t.Helper()
	for _, typ := range event.Types() {
		if said[typ.Wire] == 0 && about(typ.Example) && every() {
			t.Errorf("no run took: %s", typ.Wire)
		}
	}
}

// verdicts is everything that a ledger may answer, but to facts of cases and
// agreements; see caseVerdicts, agreementVerdicts.
var verdicts = []string{
	taken, again, invalid, "date-in-future", "book-opened-on", "account-without-opening", "item-kind", "item-exceeded",
	"reversal-unknown", "reversal-twice", "reversal-kind", "reversal-needed", "period-order", "period-not-in-order", "document-twice", "fund-unknown", "institution-unknown",
	"book-established", "book-opened", "limit-twice", "original-unknown", "original-date", "original-account", "original-exceeded", "original-aided",
	"relief-over-cap", "relief-before-insurance", "before-opening", "opening-after-facts", "split-exceeded", "numbering-twice", "numbering-late", "numbering-in-force", "agreement-order", "agreement-status", "difference", "difference of an earlier year", "correct: correction-again", "correct: reversal-needed",
}

func run(t *testing.T, log store.Store, world *eventtest.World, seed uint64, facts int) (said map[string]int) {
	p := &pair{t: t, log: log, world: world, random: rand.New(rand.NewPCG(seed, 3)), fixes: rand.New(rand.NewPCG(seed, 11)),
		said: map[string]int{}}
	middle, before := 0, &naive{}
	for i := range facts {
		p.next()
		switch {
		case i == facts/2:
			middle, before = p.steps-1, p.naive.clone()
		case i%120 == 0:
			p.compare(&p.naive, -1)
		}
	}
	p.compare(&p.naive, -1)
	p.compare(before, middle)
	p.kept()
	p.sealed()
	p.properties()

	// Everything said twice changes nothing, and the ledger goes on from there.
	state := p.states(-1)
	for _, e := range slices.Clone(p.naive.facts) {
		if got := p.step(e); got != again {
			t.Fatalf("%s %+v said twice: %s", event.Wire(e), e, got)
		}
	}
	if now := p.states(-1); now != state {
		t.Fatalf("saying everything twice changed a view:\n%s", now)
	}
	if now := p.states(p.steps); now != state {
		t.Fatal("what was known at the end is not what is known")
	}
	for range facts / 10 {
		p.next()
	}
	p.compare(&p.naive, -1)
	p.sealed()
	t.Logf("%d facts taken of %d said: %v", len(p.naive.facts), p.steps, p.said)
	if len(p.naive.facts) < facts/4 || p.said[taken] == p.steps {
		t.Errorf("this world is not worth testing in")
	}
	return p.said
}
