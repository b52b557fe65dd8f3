package folio

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/fundledger/fundledger/ledger/verify"
	"github.com/fundledger/fundledger/ledger/viewkey"
	"github.com/fundledger/fundledger/projections/replay"
)

// harm cuts, flips or takes away a file.
func (w *world) harm(t *testing.T, f Folder) {
	t.Helper()
	files, err := os.ReadDir(f.Path)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		return
	}
	path := filepath.Join(f.Path, files[w.random.IntN(len(files))].Name())
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	switch at := w.random.IntN(len(text)); w.random.IntN(3) {
	case 0:
		err = os.Remove(path)
	case 1:
		err = os.WriteFile(path, text[:at], 0o600)
	case 2:
		text[at] ^= 1 << w.random.IntN(8)
		err = os.WriteFile(path, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// filled is a log of 300 events, and a folder with its volumes.
func filled(t *testing.T, seed uint64) (*world, Folder) {
	t.Helper()
	w, f := newWorld(seed), Folder{Path: filepath.Join(t.TempDir(), "folio"), Key: keyed}
	w.grow(t, 300)
	w.open(t, f)
	return w, f
}

// open opens a folder, which makes what is missing, and closes it.
func (w *world) open(t *testing.T, f Folder) {
	t.Helper()
	s, err := f.open(t.Context(), w.store, &w.closings, 300, tiny, nil)
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) check(t *testing.T, f Folder) (int, error) {
	t.Helper()
	c := f.checking(w.store, tiny)
	_, err := replay.Replay{Store: w.store, Along: c}.Run(t.Context())
	return c.Compared, err
}

// Two large volumes and a small one, of 128, 128 and 32 positions, are compared.
func TestCheck(t *testing.T) {
	w, f := filled(t, 1)
	if n, err := w.check(t, f); n != 3 || err != nil {
		t.Fatalf("%d are compared, %v", n, err)
	}
	of := newGathered(128)
	s := &Shelf{folder: f, store: w.store, closings: &w.closings, sizes: tiny}
	if err := s.gather(t.Context(), of, 256); err != nil {
		t.Fatal(err)
	}
	for _, d := range of.sheets { // one line more than there is
		for _, marks := range d {
			marks[0].lines[0]++
		}
		break
	}
	v, body := of.volume(tiny)
	body = v.addTerms(body, &of.terms)
	var err error
	if v.tie, err = verify.Tie(t.Context(), w.store, 256); err != nil {
		t.Fatal(err)
	}
	if _, err := f.keep(v, body, tiny); err != nil {
		t.Fatal(err)
	}
	damage := (*DamagedError)(nil)
	if _, err := w.check(t, f); !errors.As(err, &damage) || filepath.Base(damage.Path) != name(128, 256) {
		t.Errorf("a volume that says something else: %v", err)
	}
	if err := f.Forget(damage); err != nil {
		t.Fatal(err)
	}
	w.open(t, f)
	if n, err := w.check(t, f); n != 3 || err != nil {
		t.Errorf("made anew: %d, %v", n, err)
	}
}

// Volumes of another log, of somebody else, of an older one that has the same beginning, and
// without any key, are not used: each is made anew, as it was.
func TestStrange(t *testing.T) {
	w, f := filled(t, 1)
	right := files(t, f)
	other, g := filled(t, 2)
	for from, text := range files(t, g) {
		if err := os.WriteFile(filepath.Join(f.Path, from), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := w.check(t, f); n != 0 || err != nil {
		t.Errorf("those of another log: %d are compared, %v", n, err)
	}
	w.open(t, f)
	if !maps.EqualFunc(files(t, f), right, bytes.Equal) {
		t.Error("those of another log are used")
	}
	g.Key = func(bool) (viewkey.Key, error) { return viewkey.Key{8}, nil }
	if n, err := other.check(t, g); n != 0 || err != nil {
		t.Errorf("those of another key: %d are compared, %v", n, err)
	}
	before := files(t, g)
	other.open(t, g)
	if maps.EqualFunc(files(t, g), before, bytes.Equal) {
		t.Error("those of another key are used")
	}
	g.Key = func(bool) (viewkey.Key, error) { return viewkey.Key{}, viewkey.ErrNone }
	unkept := (*UnkeptError)(nil)
	_, err := g.open(t.Context(), other.store, &other.closings, 300, tiny, nil)
	if !errors.As(err, &unkept) || !errors.Is(err, viewkey.ErrNone) {
		t.Errorf("without a key: %v", err)
	}
}

// files are what a folder has.
func files(t *testing.T, f Folder) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	list, err := os.ReadDir(f.Path)
	for _, file := range list {
		text, failed := os.ReadFile(filepath.Join(f.Path, file.Name()))
		all[file.Name()], err = text, errors.Join(err, failed)
	}
	if err != nil {
		t.Fatal(err)
	}
	return all
}
