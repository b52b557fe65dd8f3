package office

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/projections/folio"
	"github.com/fundledger/fundledger/projections/terms"
)

var (
	factsSeed  = flag.Uint64("facts-seed", 1, "seed of TestFacts")
	factsAsked = flag.Int("facts-asked", 1, "how many questions TestFacts asks of a large ledger each time; 3 in .ci/run")
)

// factWorld is a ledger of facts that no rule has looked at.
type factWorld struct {
	*memory.Store
	t         *testing.T
	random    *rand.Rand
	world     *eventtest.World
	revisions map[string]store.Revision
	entries   []ledger.Entry
	ids       map[string]bool // of what was recorded, and of what was reversed
}

func newFactWorld(t *testing.T, seed uint64) *factWorld {
	return &factWorld{Store: new(memory.Store), t: t, random: rand.New(rand.NewPCG(seed, 5)), world: eventtest.NewWorld(seed),
		revisions: map[string]store.Revision{}, ids: map[string]bool{}}
}

// grow records some facts, and now and then the reversal of one.
func (w *factWorld) grow(n int) {
	w.t.Helper()
	for len(w.entries) < n {
		stream, e := fmt.Sprintf("some-%d", w.random.IntN(20)), w.world.Next()
		if len(w.entries) > 0 && w.random.IntN(40) == 0 {
			of := w.entries[w.random.IntN(len(w.entries))]
			if _, is := of.Event.(event.FactReversed); !is {
				wire, version, data, err := event.Encode(of.Event)
				if err != nil {
					w.t.Fatal(err)
				}
				stream, e = of.Stream, event.FactReversed{
					Fact:   event.Fact{Document: fmt.Sprintf("CX-%d", w.random.IntN(50)), OccurredOn: eventtest.Today() + 30},
					Of:     store.EventID(of.Stream, wire, version, data).String(),
					OfType: wire, OfVersion: int64(version), OfData: string(data),
				}
			}
		}
		w.append(stream, e)
	}
}

// append records a fact.
func (w *factWorld) append(stream string, e event.Event) {
	w.t.Helper()
	last, some := w.revisions[stream]
	if !some {
		last = store.NoStream
	}
	wire, version, data, err := event.Encode(e)
	if err != nil {
		w.t.Fatal(err)
	}
	id := store.EventID(stream, wire, version, data).String()
	r, isReversal := e.(event.FactReversed)
	if w.ids[id] || w.ids["reversed "+r.Of] {
		return // a ledger takes neither
	}
	w.ids[id] = true
	at := time.Unix(1_700_000_000+int64(len(w.entries)), 0).UTC()
	_, err = w.Append(context.Background(), store.Append{Stream: stream, Expected: last, RecordedAt: at, Actor: "test",
		Events: []store.Event{{Type: wire, Version: version, Data: data}}})
	if err != nil {
		w.t.Fatal(err)
	}
	w.revisions[stream] = last + 1
	w.entries = append(w.entries, ledger.Entry{Position: store.Position(len(w.entries)), Stream: stream, RecordedAt: at, Event: e})
	if isReversal {
		w.ids["reversed "+r.Of] = true
		return
	}
	w.world.Recorded(e)
}

// query asks for something that a fact of the ledger has, mostly.
func (w *factWorld) query() (q FactQuery) {
	e := w.entries[w.random.IntN(len(w.entries))]
	for _, t := range terms.Of(nil, e) {
		if w.random.IntN(3) == 0 {
			q.Terms = append(q.Terms, t)
		}
	}
	if w.random.IntN(8) == 0 {
		q.About(terms.Document, "none")
	}
	if w.random.IntN(4) == 0 {
		q.Type = event.Wire(e.Event)
	}
	if w.random.IntN(4) == 0 {
		q.Fund = event.FundOf(e.Event)
	}
	if w.random.IntN(3) == 0 {
		q.KnownAt = w.entries[w.random.IntN(len(w.entries))].RecordedAt
	}
	switch w.random.IntN(3) {
	case 0:
		q.Limit, q.From = 1+w.random.IntN(150), store.Position(w.random.IntN(len(w.entries)))
	case 1:
		q.Last = 1 + w.random.IntN(30)
	}
	if q.Limit == 0 && w.random.IntN(3) == 0 {
		q.To, q.Ends = store.Position(w.random.IntN(len(w.entries)+5)), true
	}
	return q
}

// plain returns what a full reading says.
func (w *factWorld) plain(q FactQuery) (rows []string) {
	w.t.Helper()
	last := q.Last
	q.Last = 0
	if err := readFacts(context.Background(), w, &q, func(f Fact) error { rows = append(rows, rowOf(f)); return nil }); err != nil {
		w.t.Fatal(err)
	}
	if last > 0 {
		rows = rows[max(0, len(rows)-last):]
	}
	return rows
}

func rowOf(f Fact) string {
	return fmt.Sprintf("%d %s %s by %d %v of %d %v", f.Entry.Position, f.Recorded.Type, f.Recorded.Data, f.ReversedBy, f.IsReversed,
		f.Reverses, f.IsReversal)
}

// Facts are the same whether they are found or read, by an office that is opened for them or one
// that is open, in a ledger of several volumes, while it grows, and where what is kept was cut or
// taken away. What stands under a document is, too.
func TestFacts(t *testing.T) {
	ctx := context.Background()
	t.Logf("-facts-seed %d", *factsSeed)
	w := newFactWorld(t, *factsSeed)
	o := &Office{Folder: t.TempDir(), UserKey: filepath.Join(t.TempDir(), "person.key"), Random: rand.NewChaCha8([32]byte{1})}
	live := o.Live()
	defer func() {
		if err := live.Close(); err != nil {
			t.Error(err)
		}
	}()
	for round, n := range []int{50, 51, 500, 33_000, 66_000, 66_100} {
		w.grow(n)
		questions := 30
		if n > 1000 {
			questions = *factsAsked
		}
		for i := range questions {
			q := w.query()
			want := w.plain(q)
			var got, open []string
			err := errors.Join(o.Facts(ctx, w, q, func(f Fact) error { got = append(got, rowOf(f)); return nil }),
				live.Facts(ctx, w, q, func(f Fact) error { open = append(open, rowOf(f)); return nil }))
			if err != nil || !slices.Equal(got, want) || !slices.Equal(open, want) {
				t.Fatalf("round %d, question %d, %+v: found %d, open %d, want %d: %v\n%.900s\n%.900s\n%.900s",
					round, i, q, len(got), len(open), len(want), err, got, open, want)
			}
			if i > 0 && n > 1000 { // a full reading takes its time
				continue
			}
			number := w.entries[w.random.IntN(len(w.entries))].Event.Common().Document
			var under, fresh []string
			f := FactQuery{Axes: q.Axes, Limit: q.Limit, Last: q.Last, To: q.To, Ends: q.Ends}
			err = live.Document(ctx, w, number, f, func(f Fact) error { under = append(under, rowOf(f)); return nil })
			f.Fresh = true
			err = errors.Join(err, o.Document(ctx, w, number, f, func(f Fact) error { fresh = append(fresh, rowOf(f)); return nil }))
			if err != nil || !slices.Equal(under, fresh) {
				t.Fatalf("round %d, document %s, %+v: %v\n%.900s\n%.900s", round, number, f, err, under, fresh)
			}
		}
		if round == 4 {
			volumes, err := filepath.Glob(filepath.Join(o.Folder, SnapshotsFolder, "folio", "*.volume"))
			if err != nil || len(volumes) < 2 {
				t.Fatalf("%d volumes; %v", len(volumes), err)
			}
			if err := errors.Join(os.Truncate(volumes[0], 1000), os.Remove(volumes[1])); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// What is in both of two lists of stretches is what is in each.
func TestBoth(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	some := func() (list []folio.Stretch, has [100]bool) {
		for at := random.IntN(9); at < len(has); at += 1 + random.IntN(9) {
			from := at
			for at++; at < len(has) && random.IntN(6) > 0; at++ {
			}
			list = append(list, folio.Stretch{From: store.Position(from), To: store.Position(at)})
			for i := from; i < at; i++ {
				has[i] = true
			}
		}
		return list, has
	}
	for range 500 {
		a, inA := some()
		b, inB := some()
		var has [100]bool
		for _, at := range both(a, b) {
			for i := at.From; i < at.To; i++ {
				has[i] = true
			}
		}
		for i := range has {
			if has[i] != (inA[i] && inB[i]) {
				t.Fatalf("%d of %v and %v: %v", i, a, b, has[i])
			}
		}
	}
}
