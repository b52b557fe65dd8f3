package replay_test

import (
	"context"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/replay"
)

// The last events are those that a reading of the whole log ends with, of a log of any
// length, whatever is wanted, from snapshots or without.
func TestLatest(t *testing.T) {
	ctx := context.Background()
	c := newCity(t, 31)
	random := rand.New(rand.NewPCG(31, 1))
	clone := func(b replay.Booked) replay.Booked {
		b.Recorded.Data = slices.Clone(b.Recorded.Data)
		return b
	}
	for range 12 {
		c.grow(t, 1+random.IntN(20))
		r := replay.Replay{Store: []store.Store{&c.memory, c.sqlite}[random.IntN(2)]}
		if random.IntN(2) == 0 {
			r.Snapshots = c.folder()
		}
		for _, wanted := range []func(replay.Booked) bool{
			func(replay.Booked) bool { return true },
			func(b replay.Booked) bool { return b.Entry.Position%7 == 3 },
			func(b replay.Booked) bool { return b.Entry.Position < 5 },
			func(b replay.Booked) bool { return b.Event.Common().BookedOn != 0 },
		} {
			var all []replay.Booked
			for b, err := range replay.Entries(ctx, r.Store, nil) {
				if err != nil {
					t.Fatal(err)
				}
				if wanted(b) {
					all = append(all, clone(b))
				}
			}
			n := 1 + random.IntN(len(all)+5)
			running, err := r.Start(ctx)
			if err != nil {
				t.Fatal(err)
			}
			got, err := running.Latest(ctx, n, wanted)
			if want := all[max(0, len(all)-n):]; err != nil || len(got) != len(want) || len(want) > 0 && !reflect.DeepEqual(got, want) {
				t.Fatalf("%d of %d: %v\n%+v, want\n%+v", n, len(all), err, got, want)
			}
		}
	}
}
