package replay_test

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event/tally"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/balances"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/recoveries"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/statistics"
	"github.com/fundledger/fundledger/projections/summary"
)

// abridged is the log of a city with its payments summed, some stretches of it, of which one may
// be unreadable.
type abridged struct {
	of         *city
	first, end store.Position
	broken     store.Position
	read       atomic.Int64
}

const unit = 48

func (a *abridged) Unit() store.Position { return unit }

// Stretches does what replay.Summed says.
func (a *abridged) Stretches(ctx context.Context, from store.Position) iter.Seq[replay.Stretch] {
	return func(yield func(replay.Stretch) bool) {
		for at := from; at >= a.first && at+unit <= a.end && at%unit == 0; at += unit {
			var b summary.Builder
			b.Begin(at)
			s := replay.Stretch{From: at, To: at + unit}
			var t tally.Tally
			flush := func() {
				for e, n := range t.Each {
					b.AddSum(e, uint64(n))
				}
				t.Reset()
			}
			for r, err := range store.Between(ctx, &a.of.memory, at, at+unit) {
				if err != nil {
					panic(err)
				}
				s.See(summary.Times{First: r.RecordedAt, Last: r.RecordedAt, Latest: r.RecordedAt})
				if at%3 > 0 && t.Add(r.Type, r.Version, r.Data) {
					continue
				}
				entry, err := ledger.Read(r)
				if err != nil {
					panic(err)
				}
				if r.Type == "period.closed" {
					flush()
				}
				b.Add(&r, entry.Event)
			}
			flush()
			packed, err := b.Append(nil)
			s.Read = func() ([]summary.Segment, error) {
				if a.read.Add(1); at == a.broken {
					return nil, errView
				}
				segments, failed := summary.Read(packed, at)
				return segments, errors.Join(err, failed)
			}
			if !yield(s) {
				return
			}
		}
	}
}

func sumsOnly() []replay.View {
	return []replay.View{new(balances.View), new(statistics.View), new(recoveries.View), new(books.View)}
}

// From what was summed of a log views come out as from all of it, as known at any time, wherever
// the replay begins and what was summed ends or is broken; and of who needs the single payments
// to persons it is not used.
func TestSummed(t *testing.T) {
	ctx := context.Background()
	for seed := range uint64(4) {
		c := newCity(t, seed)
		c.grow(t, 30)
		if seed%2 == 1 { // some snapshots to begin at, which are not where a stretch does
			keep := replay.Replay{Store: c.sqlite, Snapshots: c.folder()}.Cut(32, 128, 50)
			if _, err := keep.Run(ctx, sumsOnly()...); err != nil {
				t.Fatal(err)
			}
		}
		c.grow(t, 30)
		used := 0
		for round := range 40 {
			known := c.times[c.random.IntN(len(c.times))]
			if round%8 == 0 {
				known = time.Time{}
			}
			want := sumsOnly()
			plain, err := replay.Run(ctx, &c.memory, known, nil, want...)
			if err != nil {
				t.Fatal(err)
			}
			a := &abridged{of: c, end: store.Position(c.random.IntN(c.size)), broken: store.Position(c.random.IntN(30) * unit)}
			for name, s := range map[string]store.Store{"by parts": c.sqlite, "one after another": &c.memory} {
				r := replay.Replay{Store: s, KnownAt: known, Summed: a}.Cut(32, 128, 50)
				if seed%2 == 1 {
					r.Snapshots = c.folder()
				}
				got := sumsOnly()
				result, err := r.Run(ctx, got...)
				if err != nil {
					t.Fatalf("seed %d, %s: %v", seed, name, err)
				}
				if result.From = 0; result != plain || !bytes.Equal(states(got), states(want)) {
					t.Fatalf("seed %d, %s, known at %s: %+v, want %+v; or other states", seed, name, known, result, plain)
				}
			}
			used += int(a.read.Load())
		}
		if used < 20 {
			t.Errorf("seed %d: %d stretches were read", seed, used)
		}
		a := &abridged{of: c, end: store.Position(c.size)}
		if _, err := (replay.Replay{Store: c.sqlite, Summed: a}).Cut(32, 128, 50).Run(ctx, summing()...); err != nil || a.read.Load() > 0 {
			t.Errorf("%d stretches were read for who needs single payments, %v", a.read.Load(), err)
		}
		a.end = 100 * unit * store.Position(c.size)
		if _, err := (replay.Replay{Store: c.sqlite, Summed: &shifted{a}}).Run(ctx, sumsOnly()...); err == nil {
			t.Error("a stretch that does not follow was taken")
		}
	}
}

// shifted has stretches that do not follow one another.
type shifted struct{ *abridged }

func (s *shifted) Stretches(ctx context.Context, from store.Position) iter.Seq[replay.Stretch] {
	return s.abridged.Stretches(ctx, from+unit)
}
