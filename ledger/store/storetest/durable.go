package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger/store"
)

func testReopen(t *testing.T, h Harness) {
	if h.Open == nil {
		t.Skip("nothing outlives Close")
	}
	f := create(t, h)
	f.reopen() // empty
	f.check()
	for i := range 3 {
		f.reopen()
		f.same()
		interleaved(f, 1+i)
		f.check()
	}
}

func testRetryAfterReopen(t *testing.T, h Harness) {
	if h.Open == nil {
		t.Skip("nothing outlives Close")
	}
	f := create(t, h)
	a := to("fund-1", store.NoStream, events("a", 3)...)
	b := to("fund-1", 2, events("b", 2)...)
	f.ok(a, b)
	f.reopen()
	f.again([]store.Position{0, 3}, a, b)
	f.check()
}

// testRandom performs seeded random operations and compares with the model.
func testRandom(t *testing.T, h Harness) {
	const seed, steps = 20250331, 300
	t.Logf("seed %d", seed)
	f := create(t, h)
	random := rand.New(rand.NewPCG(seed, steps))
	var done []store.Append
	var first []store.Position
	for step := range steps {
		name := fmt.Sprint("fund-", random.IntN(9))
		last := f.model.last(name)
		switch n := random.IntN(10); {
		case n < 6:
			a := to(name, last, events(fmt.Sprint("step", step), 1+random.IntN(20))...)
			first = append(first, store.Position(len(f.model.log)))
			done = append(done, a)
			f.ok(a)
		case n < 7:
			refused[*store.ConflictError](f, nil, to(name, last+1+store.Revision(random.IntN(3)), event("bad", step)))
		case n < 8 && len(done) > 0:
			i := random.IntN(len(done))
			f.again(first[i:i+1], done[i])
		case n < 9 && h.Open != nil && step%4 == 0:
			f.reopen()
		default:
			from := random.IntN(len(f.model.log) + 1)
			if err := equal(f.store.All(context.Background(), store.Position(from)), f.model.log[from:]); err != nil {
				t.Fatalf("step %d: all from %d: %v", step, from, err)
			}
		}
	}
	f.check()
}

// image fills a store, closes it, and returns its file.
func image(f *fixture) []byte {
	f.Helper()
	if f.h.File == "" {
		f.Skip("no file to damage")
	}
	// Enough for trees of two levels, and rows that need several pages.
	for i := range 120 {
		name := fmt.Sprint("fund-", i%50)
		f.ok(to(name, f.model.last(name), events(fmt.Sprint("row", i), 1+i%5)...))
	}
	random := rand.New(rand.NewPCG(7, 7))
	noise := make([]store.Event, 40)
	for i := range noise {
		noise[i] = store.Event{Type: "test.noise", Version: 1, Data: fmt.Appendf(nil, `{"n":"%x%x%x%x"}`,
			random.Uint64(), random.Uint64(), random.Uint64(), random.Uint64())}
	}
	for i := range 3 {
		name := fmt.Sprint("relief-", i)
		f.ok(to(name, f.model.last(name), noise...))
	}
	f.close()
	bytes, err := os.ReadFile(filepath.Join(f.dir, f.h.File))
	if err != nil {
		f.Fatal(err)
	}
	return bytes
}

// damaged opens a store over bytes and reads everything. It returns an error if
// that gives neither a *store.CorruptError nor exactly what was written, and
// whether the damage was noticed.
func (f *fixture) damaged(bytes []byte) (noticed bool, err error) {
	dir, err := os.MkdirTemp(f.TempDir(), "damaged")
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := os.WriteFile(filepath.Join(dir, f.h.File), bytes, 0o600); err != nil {
		return false, err
	}
	var corrupt *store.CorruptError
	s, err := f.h.Open(f.T, dir)
	if err == nil {
		err = f.model.compare(s)
		_ = s.Close() // a damaged store may not close
	}
	if errors.As(err, &corrupt) {
		return true, nil
	}
	return false, err
}

// testFlips flips single bits of the closed file.
func testFlips(t *testing.T, h Harness) {
	const seed = 1
	flips := 250
	if h.Flips > 0 {
		flips = h.Flips
	}
	if testing.Short() {
		flips = 60
	}
	f := create(t, h)
	original := image(f)
	if noticed, err := f.damaged(original); noticed || err != nil {
		t.Fatalf("undamaged: %t, %v", noticed, err)
	}
	random := rand.New(rand.NewPCG(seed, 0))
	noticed := 0
	for range flips {
		bit := random.IntN(8 * len(original))
		bytes := slices.Clone(original)
		bytes[bit/8] ^= 1 << (bit % 8)
		found, err := f.damaged(bytes)
		if err != nil {
			t.Errorf("bit %d of byte %d of %d (seed %d): %v", bit%8, bit/8, len(bytes), seed, err)
		}
		if found {
			noticed++
		}
	}
	t.Logf("%d of %d flips were noticed; the others changed nothing that is read", noticed, flips)
	if noticed == 0 {
		t.Error("no flip was noticed")
	}
}

// testCuts cuts the closed file at random places and at the last few bytes.
func testCuts(t *testing.T, h Harness) {
	const seed = 2
	f := create(t, h)
	original := image(f)
	random := rand.New(rand.NewPCG(seed, 0))
	lengths := []int{0, 1, 15, 16, 99, 100, 101, len(original) / 2, len(original) - 100, len(original) - 2, len(original) - 1}
	for range 60 {
		lengths = append(lengths, random.IntN(len(original)))
	}
	for _, n := range lengths {
		if noticed, err := f.damaged(original[:n]); err != nil || !noticed {
			t.Errorf("cut to %d of %d bytes (seed %d): noticed %t, %v", n, len(original), seed, noticed, err)
		}
	}
}
