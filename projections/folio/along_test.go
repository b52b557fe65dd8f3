package folio

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event/tally"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/viewkey"
	"github.com/fundledger/fundledger/projections/closings"
	"github.com/fundledger/fundledger/projections/replay"
)

// along reads the log from a position on as a replay does: some parts, each to the end of an
// append, are looked at one behind the other or at the same time, and are taken in order.
func (w *world) along(t *testing.T, m replay.Along, from int) {
	t.Helper()
	ctx := t.Context()
	if err := m.Begin(ctx, store.Position(from), store.Position(len(w.recorded))); err != nil {
		t.Fatal(err)
	}
	var fold closings.Fold
	for i, e := range w.recorded[:from] {
		fold.Apply(ledger.Entry{Position: store.Position(i), Event: e})
	}
	var looks []replay.Look
	take := func() {
		for _, l := range looks {
			if err := m.Take(ctx, l, &fold); err != nil {
				t.Fatal(err)
			}
		}
		looks = nil
	}
	var look replay.Look
	var paid tally.Payment
	for r, err := range w.store.All(ctx, store.Position(from)) {
		if err != nil {
			t.Fatal(err)
		}
		e := w.recorded[r.Position]
		if look == nil {
			look = m.Look()
		}
		fold.Apply(ledger.Entry{Position: r.Position, Event: e})
		if w.random.IntN(9) == 0 || !paid.Read(r.Type, r.Version, r.Data) || !look.Payment(&paid, &r) {
			look.Entry(ledger.Entry{Position: r.Position, Correlation: "c", Event: e}, &r)
		}
		if w.random.IntN(30) == 0 {
			looks, look = append(looks, look), nil
			if w.random.IntN(2) == 0 {
				take()
			}
		}
	}
	if look != nil {
		looks = append(looks, look)
	}
	take()
}

// Volumes that are made while a replay reads the log are, byte by byte, those that are made of
// the log: all, or those that were missing behind where the replay began; and none is made twice.
func TestMakingAlong(t *testing.T) {
	for seed := range uint64(20) {
		w := newWorld(seed)
		w.grow(t, 40+w.random.IntN(700))
		right := Folder{Path: filepath.Join(t.TempDir(), "folio"), Key: keyed}
		s, err := right.open(t.Context(), w.store, &w.closings, store.Position(len(w.recorded)), tiny, nil)
		if err == nil {
			err = s.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		want := files(t, right)
		made := Folder{Path: t.TempDir(), Key: keyed}
		for range 4 {
			from := 0
			if w.random.IntN(2) == 0 {
				from = w.random.IntN(len(w.recorded))
			}
			before := files(t, made)
			w.along(t, made.making(w.store, tiny), from)
			for name, text := range files(t, made) {
				first, _, _ := parseName(name)
				if _, was := before[name]; !was && first < uint64(from) {
					t.Fatalf("seed %d: %s was made of what is behind %d", seed, name, from)
				}
				if !bytes.Equal(text, want[name]) {
					t.Fatalf("seed %d: %s is another", seed, name)
				}
			}
			if from == 0 && !maps.EqualFunc(files(t, made), want, bytes.Equal) {
				t.Fatalf("seed %d: %d volumes of %d", seed, len(files(t, made)), len(want))
			}
			for _, name := range slices.Sorted(maps.Keys(files(t, made))) {
				if w.random.IntN(3) == 0 {
					if err := os.Remove(filepath.Join(made.Path, name)); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
}

// Where no volume can be kept the replay goes on, and who opens the folder is told.
func TestMakingUnkept(t *testing.T) {
	w := newWorld(1)
	w.grow(t, 300)
	f := Folder{Path: t.TempDir(), Key: func(bool) (viewkey.Key, error) { return viewkey.Key{}, viewkey.ErrNone }}
	w.along(t, f.making(w.store, tiny), 0)
	if got := files(t, f); len(got) > 0 {
		t.Errorf("%d volumes", len(got))
	}
	unkept := (*UnkeptError)(nil)
	if _, err := f.open(t.Context(), w.store, &w.closings, 300, tiny, nil); !errors.As(err, &unkept) {
		t.Error(err)
	}
}
