package replay_test

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/history"
	"github.com/fundledger/fundledger/ledger/store/kurrent"
	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
	"github.com/fundledger/fundledger/projections/replay"
)

// Views that follow a ledger in a cluster that fails in every way that a read and a
// subscription can, and that are stopped and begun again from their snapshots, come
// out as a replay of the whole ledger does.
func TestFollowACluster(t *testing.T) {
	ctx := context.Background()
	for seed := range uint64(4) {
		double := esdbtest.ForTest(t, esdbtest.Options{Seed: seed, Faults: esdbtest.Faults{
			CutRead: 0.15, DuplicateDelivery: 0.2, KillConnection: 0.05, Busy: 0.02, BurstLength: 2,
		}})
		o, err := kurrent.ParseAddress(double.URL()+"/county?tls=false", true)
		if err != nil {
			t.Fatal(err)
		}
		o.Pause, o.MaxWrite = 4*time.Millisecond, 4096 // so that appends are cut
		cluster, err := kurrent.Create(ctx, o)
		if err != nil {
			t.Fatal(err)
		}
		c := newCity(t, 200+seed)
		random := rand.New(rand.NewPCG(seed, 78))
		grow := func(appends int) {
			c.grow(t, appends)
			if _, err := history.Copy(ctx, c.sqlite, cluster, nil); err != nil {
				t.Fatal(err)
			}
		}
		grow(25)
		r := replay.Replay{Store: cluster, Snapshots: c.folder()}.Cut(32, 1<<20, 64)
		from := map[uint64]bool{}
		for left := 12; left > 0; {
			v, stopAfter := summing(), 1+random.IntN(4)
			err := r.Follow(ctx, cluster, func(done replay.Result, live bool) error {
				from[uint64(done.From)] = true
				if !live || done.Entries < uint64(c.size) {
					return nil // an append is told of as it was recorded, a copy of many may be on its way
				}
				want := summing()
				if _, err := replay.Run(ctx, &c.memory, time.Time{}, nil, want...); err != nil || !bytes.Equal(states(v), states(want)) {
					t.Fatalf("seed %d: another state with %d entries than one after another: %v", seed, done.Entries, err)
				}
				left--
				if stopAfter--; stopAfter == 0 || left <= 0 {
					return errStop
				}
				grow(1 + random.IntN(3))
				return nil
			}, v...)
			if !errors.Is(err, errStop) {
				t.Fatal(err)
			}
		}
		if len(from) < 2 {
			t.Errorf("seed %d: every piece began at %v", seed, from)
		}
		if n := double.Counts().Faults; n["CutRead"]+n["KillConnection"] == 0 || n["DuplicateDelivery"] == 0 {
			t.Errorf("seed %d: faults %v", seed, n)
		}
		if err := cluster.Close(); err != nil {
			t.Error(err)
		}
	}
}
