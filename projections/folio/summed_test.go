package folio

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/viewkey"
	"github.com/fundledger/fundledger/projections/balances"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/snapshot"
	"github.com/fundledger/fundledger/projections/statistics"
)

// another is the view key of somebody else.
func another(bool) (viewkey.Key, error) { return viewkey.Key{8}, nil }

// As known at any time views come out of what volumes sum as of a reading of the whole log: while
// the log grows, after volumes were cut, flipped or taken away, and when they are another's.
func TestSummedModel(t *testing.T) {
	ctx := t.Context()
	known := func(w *world) time.Time {
		if w.random.IntN(5) == 0 {
			return time.Time{}
		}
		return time.Date(2025, 1, 1, 0, 0, w.random.IntN(len(w.recorded)), 0, time.UTC)
	}
	views := func() []replay.View { return []replay.View{new(books.View), new(balances.View), new(statistics.View)} }
	states := func(all []replay.View) (state []byte) {
		for _, v := range all {
			state = v.AppendState(state)
			kept, _ := v.(replay.Kept)
			state = kept.AppendSnapshot(state)
		}
		return state
	}
	damaged, read := 0, 0
	for seed := range uint64(12) {
		w := newWorld(seed)
		w.grow(t, 100+w.random.IntN(500))
		folder := Folder{Path: t.TempDir() + "/folio", Key: keyed}
		shelve := func() {
			s, err := folder.open(ctx, w.store, &w.closings, store.Position(len(w.booked)), tiny, nil)
			if err == nil {
				err = s.Close()
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		shelve()
		for range 20 {
			at := known(w)
			want := views()
			plain, err := replay.Run(ctx, w.store, at, nil, want...)
			if err != nil {
				t.Fatal(err)
			}
			of := folder.summed(w.store, tiny)
			if w.random.IntN(6) == 0 {
				of = Folder{Path: folder.Path, Key: another}.summed(w.store, tiny)
			}
			got := views()
			r := replay.Replay{Store: w.store, KnownAt: at, Summed: of}
			if w.random.IntN(2) == 0 {
				r.Snapshots = snapshot.Folder(t.TempDir())
			}
			result, err := r.Run(ctx, got...)
			if err != nil || result != plain || !bytes.Equal(states(got), states(want)) {
				t.Fatalf("seed %d, known at %s: %+v, want %+v, or another state; %v", seed, at, result, plain, err)
			}
			read += len(of.volumes)
			err = of.Close()
			if damage := (*DamagedError)(nil); errors.As(err, &damage) {
				damaged++
				err = folder.Forget(damage)
			}
			if err != nil {
				t.Fatal(err)
			}
			switch w.random.IntN(5) {
			case 0:
				w.grow(t, 1+w.random.IntN(60))
			case 1:
				w.harm(t, folder)
			case 2:
				shelve()
			}
		}
	}
	if damaged == 0 || read == 0 {
		t.Errorf("%d volumes were read, %d damaged", read, damaged)
	}
}
