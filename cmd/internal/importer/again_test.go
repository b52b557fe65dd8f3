package importer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

// rivalled is a ledger into which somebody else records before each append.
type rivalled struct {
	store.Store
	appends int
	rival   func(n int)
}

func (r *rivalled) Append(ctx context.Context, appends ...store.Append) ([]store.Receipt, error) {
	r.appends++
	r.rival(r.appends)
	return r.Store.Append(ctx, appends...)
}

// patient is a clerk who waits, in no time.
func patient() aggregates.Envelope {
	env := teller
	env.Patience = aggregates.Patience{
		Total: time.Minute, Pause: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
		Chance: func() float64 { return 0 },
	}
	return env
}

func premiumOf(document string, month int, amount money.Fen) event.Event {
	return event.PremiumReceived{Fact: event.Fact{Document: document, OccurredOn: fund.NewDate(2024, time.Month(month), 15),
		Count: 1}, Fund: "441300.390", Amount: amount}
}

var residents = event.FundEstablished{Fact: event.Fact{Document: "F", OccurredOn: fund.NewDate(2024, 1, 1)}, Fund: "441300.390", Name: "居民"}

func recorded(t *testing.T, s store.Store, facts ...event.Event) {
	t.Helper()
	for _, e := range facts {
		if _, err := aggregates.Record(context.Background(), s, e, teller); err != nil {
			t.Fatal(err)
		}
	}
}

// times returns how often each document stands in a ledger.
func times(t *testing.T, s store.Store) map[string]int {
	t.Helper()
	stands := map[string]int{}
	for r, err := range s.All(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		e, err := event.Decode(r.Type, r.Version, r.Data)
		if err != nil {
			t.Fatal(err)
		}
		stands[event.Wire(e)+" "+e.Common().Document]++
	}
	return stands
}

// An import into months into which somebody else records all the time goes on: each
// fact stands once, also those that the other has recorded himself, and what he has made
// wrong is refused with its line.
func TestImportGoesOn(t *testing.T) {
	const months, each = 4, 60
	var facts []event.Event
	for n := range months * each {
		facts = append(facts, premiumOf(fmt.Sprint("P-", n), 1+n*months/(months*each), money.Fen(n+1)))
	}
	for name, open := range ledgers {
		for _, always := range []bool{false, true} {
			s := &rivalled{Store: open(t)}
			recorded(t, s.Store, residents)
			rivals := 0
			s.rival = func(n int) {
				if n > 40 && !always || n > 400 {
					return
				}
				rivals++
				recorded(t, s.Store, premiumOf(fmt.Sprint("X-", n), 1+n%months, 1))
				switch n {
				case 1:
					recorded(t, s.Store, facts[3], facts[100])
				case 2:
					recorded(t, s.Store, premiumOf("P-200", 4, 9_999))
				}
			}
			var said outcomes
			o := said.of(t, true)
			o.Path, o.Envelope = factsFile(t, facts...), patient()
			sum, err := Import(context.Background(), s, o)
			faulty := (*FaultyError)(nil)
			if !errors.As(err, &faulty) || !faulty.Late || faulty.Faults != 1 || faulty.BadInput {
				t.Fatalf("%s: %+v, %v; want one fact refused", name, sum, err)
			}
			if len(said.said) != 1 || !strings.Contains(said.said[0], "第202行") {
				t.Errorf("%s: told %q", name, said.said)
			}
			if sum.Rejected != 1 || sum.Already != 2 || sum.Recorded != len(facts)-3 || int(sum.Written) != sum.Recorded {
				t.Errorf("%s: %+v", name, sum)
			}
			recorded := money.Fen(len(facts)*(len(facts)+1)/2 - 201).Sum()
			for _, n := range []int{3, 100} {
				recorded = recorded.Minus(facts[n].(event.PremiumReceived).Amount.Sum())
			}
			if total := sum.Types[0]; total.Rows != len(facts)-1 || total.Already != 2 || total.Amount != recorded {
				t.Errorf("%s: %+v", name, total)
			}
			stands := times(t, s.Store)
			for document, n := range stands {
				if n != 1 {
					t.Errorf("%s: %s stands %d times", name, document, n)
				}
			}
			if len(stands) != 1+len(facts)+rivals {
				t.Errorf("%s: %d facts stand, want %d", name, len(stands), 1+len(facts)+rivals)
			}
		}
	}
}

// What is asked to be partial puts what came to be refused into the rejects file.
func TestImportRejectsLate(t *testing.T) {
	s := &rivalled{Store: new(memory.Store)}
	recorded(t, s.Store, residents)
	s.rival = func(n int) {
		if n == 1 {
			recorded(t, s.Store, premiumOf("P-1", 1, 77))
		}
	}
	dir := t.TempDir()
	o := Options{Path: factsFile(t, premiumOf("P-0", 1, 5), premiumOf("P-1", 1, 6), premiumOf("P-2", 1, 7)), Scratch: dir,
		Envelope: patient(), Partial: true, Rejects: filepath.Join(dir, "rejects.csv")}
	sum, err := Import(context.Background(), s, o)
	if err != nil || sum.Rejected != 1 || sum.Recorded != 2 {
		t.Fatalf("%+v, %v", sum, err)
	}
	text, err := os.ReadFile(o.Rejects)
	if err != nil || strings.Count(string(text), "\n") != 2 || !strings.Contains(string(text), "P-1") {
		t.Errorf("%q, %v", text, err)
	}
}

// Two imports into one ledger on one machine: the second waits, and tells so.
func TestImportWaits(t *testing.T) {
	dir := t.TempDir()
	lock := flock.New(filepath.Join(dir, "import.lock"))
	if locked, err := lock.TryLock(); err != nil || !locked {
		t.Fatal(locked, err)
	}
	var told []time.Duration
	env := patient()
	env.Patience.Pause = func(context.Context, time.Duration) error {
		if len(told) == 700 { // longer than any patience
			return lock.Unlock()
		}
		return nil
	}
	var s memory.Store
	o := Options{Path: factsFile(t, residents), Scratch: dir, Envelope: env,
		Waiting: func(waited time.Duration) { told = append(told, waited) }}
	if sum, err := Import(context.Background(), &s, o); err != nil || sum.Written != 1 {
		t.Fatalf("%+v, %v", sum, err)
	}
	if len(told) != 700 || told[0] != 0 || told[699] != 699*lockPause {
		t.Errorf("told %d times: %v", len(told), told)
	}
	if locked, err := lock.TryLock(); err != nil || !locked {
		t.Fatal(locked, err)
	}
	o.Envelope = teller
	busy := (*store.BusyError)(nil)
	if _, err := Import(context.Background(), &s, o); !errors.As(err, &busy) {
		t.Errorf("without patience: %v", err)
	}
}
