package replay_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/replay"
)

// Up to a position views come out as they were known when the event before it was the last, wherever
// the replay begins and in whatever parts it reads; the time that is asked for does not count.
func TestUntil(t *testing.T) {
	ctx := context.Background()
	for seed := range uint64(3) {
		c := newCity(t, seed)
		c.grow(t, 40)
		keep := replay.Replay{Store: c.sqlite, Snapshots: c.folder()}.Cut(32, 128, 50)
		if _, err := keep.Run(ctx, sumsOnly()...); err != nil {
			t.Fatal(err)
		}
		c.grow(t, 20)
		for range 25 {
			known := c.times[c.random.IntN(len(c.times))]
			want := sumsOnly()
			plain, err := replay.Run(ctx, &c.memory, known, nil, want...)
			if err != nil {
				t.Fatal(err)
			}
			until := store.Position(plain.Entries)
			if until == 0 {
				continue // that is no position to ask for
			}
			a := &abridged{of: c, end: store.Position(c.random.IntN(c.size)), broken: store.Position(c.random.IntN(30) * unit)}
			for name, r := range map[string]replay.Replay{
				"one after another": {Store: &c.memory}, "by parts": replay.Replay{Store: c.sqlite}.Cut(32, 128, 50),
				"from snapshots": keep, "from sums": replay.Replay{Store: c.sqlite, Summed: a}.Cut(32, 128, 50),
			} {
				r.Until, r.KnownAt = until, c.times[c.random.IntN(len(c.times))]
				got := sumsOnly()
				result, err := r.Run(ctx, got...)
				if err != nil || result.Entries != plain.Entries || result.Last != plain.Last || !bytes.Equal(states(got), states(want)) {
					t.Fatalf("seed %d, %s, until %d: %+v, %v; want %+v; or other states", seed, name, until, result, err, plain)
				}
			}
		}
	}
}
