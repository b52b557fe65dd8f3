package replay_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/ledger/viewkey"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// A report never begins at a snapshot without the seal of the reader's view key,
// whatever it says; Check compares it nevertheless, for another reader may.
func TestSealedSnapshots(t *testing.T) {
	ctx := context.Background()
	c := newCity(t, 22)
	c.grow(t, 60)
	var key *viewkey.Key
	source := func(make bool) (viewkey.Key, error) {
		switch {
		case key == nil && !make:
			return viewkey.Key{}, viewkey.ErrNone
		case key == nil:
			key = &viewkey.Key{7}
		}
		return *key, nil
	}
	forged := func() []replay.View {
		var all []replay.View
		for _, v := range summing() {
			if err := v.Apply(ledger.Entry{Event: event.SubsidyReceived{Fact: event.Fact{Document: "x",
				OccurredOn: fund.NewDate(2025, 1, 1), Count: 1}, Fund: "441300.390", Amount: 1}}); err != nil {
				t.Fatal(err)
			}
			all = append(all, v)
		}
		return all
	}
	want := summing()
	if _, err := replay.Run(ctx, &c.memory, time.Time{}, nil, want...); err != nil {
		t.Fatal(err)
	}
	other := func(bool) (viewkey.Key, error) { return viewkey.Key{8}, nil }
	for name, s := range map[string]store.Store{"by parts": c.sqlite, "one after another": &c.memory} {
		for _, forger := range []replay.Snapshots{c.folder(), snapshot.Vault{Folder: c.folder(), Key: other}} {
			if err := os.RemoveAll(string(c.folder())); err != nil {
				t.Fatal(err)
			}
			key = nil
			forging := replay.Replay{Store: s, Snapshots: forger, Anew: true}.Cut(32, 128, 50)
			if _, err := forging.Run(ctx, forged()...); err != nil {
				t.Fatal(err)
			}
			mine := replay.Replay{Store: s, Snapshots: snapshot.Vault{Folder: c.folder(), Key: source}}.Cut(32, 128, 50)
			for range 2 { // without a key, and with one
				var wrong *replay.WrongError
				if found, err := mine.Check(ctx, keptOf(summing())...); !errors.As(err, &wrong) {
					t.Errorf("%s: forged by %T: %+v, %v", name, forger, found, err)
				}
				got := summing()
				result, err := mine.Run(ctx, got...)
				if err != nil || result.From != 0 || !bytes.Equal(states(got), states(want)) {
					t.Errorf("%s: forged by %T: the replay began at %d: %v", name, forger, result.From, err)
				}
				if err := os.RemoveAll(string(c.folder())); err != nil {
					t.Fatal(err)
				}
				if _, err := forging.Run(ctx, forged()...); err != nil {
					t.Fatal(err)
				}
			}
			// Its own are taken, and for who has another key they are right and not taken.
			if err := os.RemoveAll(string(c.folder())); err != nil {
				t.Fatal(err)
			}
			if _, err := mine.Run(ctx, summing()...); err != nil {
				t.Fatal(err)
			}
			again := summing()
			if result, err := mine.Run(ctx, again...); err != nil || result.From == 0 || !bytes.Equal(states(again), states(want)) {
				t.Errorf("%s: its own snapshot was not taken: %+v, %v", name, result, err)
			}
			key = &viewkey.Key{9}
			found, err := mine.Check(ctx, keptOf(summing())...)
			if err != nil || found.Compared == 0 || found.Unsealed != found.Compared {
				t.Errorf("%s: with another key: %+v, %v", name, found, err)
			}
			if result, err := mine.Run(ctx, summing()...); err != nil || result.From != 0 {
				t.Errorf("%s: a snapshot of another key was taken: %+v, %v", name, result, err)
			}
		}
	}
}

// A snapshot is of every event before it, also of those after the last complete block:
// a ledger that was restored to an earlier state and went on otherwise takes none of
// those that were kept before.
func TestSnapshotOfAnotherEnd(t *testing.T) {
	ctx := context.Background()
	c := newCity(t, 23)
	c.grow(t, 60)
	r := replay.Replay{Store: &c.memory, Snapshots: c.folder()}.Cut(32, 1<<20, 50)
	if _, err := r.Run(ctx, summing()...); err != nil {
		t.Fatal(err)
	}
	size := store.Position(c.size)
	if size%merkle.BlockSize < 2 {
		t.Fatalf("%d events: the test needs another seed", size)
	}
	var other memory.Store // without the last event, and with another in its place
	for e, err := range c.memory.All(ctx, 0) {
		if err != nil {
			t.Fatal(err)
		}
		a := store.Append{Stream: e.Stream, Expected: e.Revision - 1, RecordedAt: e.RecordedAt, Actor: e.Actor,
			Correlation: e.Correlation, Causation: e.Causation,
			Events: []store.Event{{Type: e.Type, Version: e.Version, Data: bytes.Clone(e.Data)}}}
		if e.Position == size-1 {
			a.Correlation = "another"
		}
		if _, err := other.Append(ctx, a); err != nil {
			t.Fatal(err)
		}
	}
	r.Store = &other
	if result, err := r.Run(ctx, summing()...); err != nil || result.From != 0 {
		t.Errorf("it began at a snapshot of another end: %+v, %v", result, err)
	}
}

func keptOf(views []replay.View) []replay.Kept {
	var all []replay.Kept
	for _, v := range views {
		k, _ := v.(replay.Kept)
		all = append(all, k)
	}
	return all
}
