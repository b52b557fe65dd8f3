package replay_test

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/replay"
)

// growing is a ledger that is followed while it grows: whenever all was told, grow is
// called, until it says that nothing comes any more. Now and then it is cut off.
type growing struct {
	*city
	grow   func() bool
	random *rand.Rand
}

func (g growing) Follow(ctx context.Context, from store.Position) iter.Seq2[store.Told, error] {
	return func(yield func(store.Told, error) bool) {
		for {
			for r, err := range g.sqlite.All(ctx, from) {
				from = r.Position + 1
				if !yield(store.Told{Recorded: r}, err) || err != nil {
					return
				}
			}
			if !yield(store.Told{Live: true}, nil) {
				return
			}
			if !g.grow() {
				return
			}
			if g.random.IntN(3) == 0 && !yield(store.Told{Behind: true}, nil) {
				return
			}
		}
	}
}

var errStop = errors.New("stop")

// Followed in pieces, each of which ends anywhere and begins where its snapshots say,
// a ledger that grows gives what a replay of all of it gives.
func TestFollow(t *testing.T) {
	ctx := context.Background()
	for seed := range uint64(6) {
		c := newCity(t, 100+seed)
		c.grow(t, 25)
		random := rand.New(rand.NewPCG(seed, 77))
		r := replay.Replay{Store: c.sqlite, Snapshots: c.folder()}.Cut(32, 1<<20, 64)
		from := map[uint64]bool{}
		for left := 16; left > 0; {
			v, stopAfter := summing(), 1+random.IntN(5)
			g := growing{c, func() bool {
				if left--; left < 0 {
					return false
				}
				c.grow(t, 1+random.IntN(4))
				return true
			}, random}
			first := true
			err := r.Follow(ctx, g, func(done replay.Result, live bool) error {
				if first {
					from[uint64(done.From)] = true
					first = false
				}
				if live {
					want := summing()
					if _, err := replay.Run(ctx, &c.memory, time.Time{}, nil, want...); err != nil || !bytes.Equal(states(v), states(want)) {
						t.Fatalf("seed %d: another state with %d entries than one after another: %v", seed, done.Entries, err)
					}
				}
				if stopAfter--; stopAfter == 0 {
					return errStop
				}
				return nil
			}, v...)
			if err != nil && !errors.Is(err, errStop) {
				t.Fatal(err)
			}
		}
		if len(from) < 2 {
			t.Errorf("seed %d: every piece began at %v", seed, from)
		}
	}
}

// A follower that leaves an entry out, or tells one again, is not believed.
func TestFollowGap(t *testing.T) {
	for name, tell := range map[string][]int{"left out": {0, 2}, "again": {0, 1, 1}} {
		s := log(t, 0, 1, 2)
		var all []store.Recorded
		for r, err := range s.All(context.Background(), 0) {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, r)
		}
		var corrupt *store.CorruptError
		err := replay.Replay{Store: s}.Follow(context.Background(), told(func(yield func(store.Told, error) bool) {
			for _, i := range tell {
				if !yield(store.Told{Recorded: all[i]}, nil) {
					return
				}
			}
		}), func(replay.Result, bool) error { return nil }, &list{})
		if !errors.As(err, &corrupt) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

type told iter.Seq2[store.Told, error]

func (s told) Follow(context.Context, store.Position) iter.Seq2[store.Told, error] {
	return iter.Seq2[store.Told, error](s)
}
