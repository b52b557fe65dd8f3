package sqlite

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/fundledger/fundledger/ledger/store"
)

// events are positions and data of what a sequence yields, and its error.
func events(seq func(func(store.Recorded, error) bool)) (all []string, err error) {
	for r, err := range seq {
		if err != nil {
			return all, err
		}
		all = append(all, fmt.Sprintf("%d %s@%d %s %s %s", r.Position, r.Stream, r.Revision, r.RecordedAt, r.Actor, r.Data))
	}
	return all, nil
}

func fill(t *testing.T, s *Store, seed uint64, appends int) {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 6))
	next := map[string]store.Revision{}
	for i := range appends {
		name := fmt.Sprintf("fund-%d", random.IntN(9))
		if _, known := next[name]; !known {
			next[name] = store.NoStream
		}
		var data []string
		for j := range 1 + random.IntN(20) {
			data = append(data, fmt.Sprintf(`{"n":%d,"of":%d}`, j, i))
		}
		a := to(name, next[name], data...)
		a.Actor = fmt.Sprintf("clerk-%d", random.IntN(2))
		if _, err := s.Append(context.Background(), a); err != nil {
			t.Fatal(err)
		}
		next[name] += store.Revision(len(data))
	}
}

// Ranges that follow one another are the log, wherever they are cut, also when
// several goroutines read at once and others append.
func TestRangesMakeTheLog(t *testing.T) {
	ctx := context.Background()
	s := newStore(t)
	fill(t, s, 1, 100)
	want, err := events(s.All(ctx, 0))
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for seed := range uint64(6) {
		wait.Go(func() {
			random := rand.New(rand.NewPCG(seed, 7))
			for range 10 {
				var got []string
				var err error
				for from := 0; from < len(want); {
					to := from + 1 + random.IntN(60)
					part, err := events(s.Range(ctx, store.Position(from), store.Position(to)))
					if err != nil {
						t.Error(err)
						return
					}
					got, from = append(got, part...), to
				}
				if !slices.Equal(got[:min(len(want), len(got))], want) {
					t.Errorf("%d events in ranges, %d in all, or others", len(got), len(want))
				}
				from := random.IntN(len(want) + 1)
				to := from + random.IntN(len(want)+1-from)
				got, err = events(store.Between(ctx, s, store.Position(from), store.Position(to)))
				if err != nil || !slices.Equal(got, want[from:to]) {
					t.Errorf("between %d and %d: %d events, or others, %v", from, to, len(got), err)
				}
				got, err = events(s.Between(ctx, store.Position(from), 1<<40))
				if err != nil || !slices.Equal(got[:len(want)-from], want[from:]) {
					t.Errorf("from %d on: %d events, or others, %v", from, len(got), err)
				}
			}
		})
	}
	wait.Go(func() {
		for i := range 20 {
			if _, err := s.Append(ctx, to("other", store.Revision(i-1), `{}`)); err != nil {
				t.Error(err)
			}
		}
	})
	wait.Wait()
}

func TestRangeEnds(t *testing.T) {
	ctx := context.Background()
	s := newStore(t)
	fill(t, s, 2, 3)
	all, err := events(s.All(ctx, 0))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ from, to, events int }{
		{0, 0, 0}, {0, 1, -1}, {0, 1 << 40, len(all)}, {len(all), 1 << 40, 0}, {1 << 40, 1 << 41, 0}, {5, 3, 0},
	} {
		got, err := events(s.Range(ctx, store.Position(test.from), store.Position(test.to)))
		if err != nil || test.events >= 0 && len(got) != test.events || test.events < 0 && len(got) == 0 {
			t.Errorf("%d to %d: %d events, %v", test.from, test.to, len(got), err)
		}
	}
	for _, test := range []struct{ from, to, events int }{
		{0, 0, 0}, {0, 1, 1}, {0, 1 << 40, len(all)}, {len(all) - 1, 1 << 40, 1}, {len(all), 1 << 40, 0}, {1 << 40, 1 << 41, 0}, {5, 3, 0},
	} {
		if got, err := events(s.Between(ctx, store.Position(test.from), store.Position(test.to))); err != nil || len(got) != test.events {
			t.Errorf("between %d and %d: %d events, %v", test.from, test.to, len(got), err)
		}
	}
	canceled, cancel := context.WithCancel(ctx)
	cancel()
	for _, read := range []func(context.Context, store.Position, store.Position) iter.Seq2[store.Recorded, error]{s.Range, s.Between} {
		for range read(ctx, 0, 1<<40) {
			break // and is not called again
		}
		if _, err := events(read(canceled, 0, 1<<40)); !errors.Is(err, context.Canceled) {
			t.Errorf("canceled: %v", err)
		}
	}
}

// A row that was damaged, by whatever, is told by a range, too.
func TestRangeOfDamage(t *testing.T) {
	ctx := context.Background()
	s := newStore(t)
	fill(t, s, 3, 40)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	sound, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 8))
	found := 0
	for range 150 {
		spoiled := slices.Clone(sound)
		at := 4096 + random.IntN(len(spoiled)-4096)
		spoiled[at] ^= 1 << random.IntN(8)
		dir := t.TempDir()
		if err := os.WriteFile(dir+"/"+FileName, spoiled, 0o600); err != nil {
			t.Fatal(err)
		}
		damaged, err := Open(dir)
		if err != nil {
			continue
		}
		want, errAll := events(damaged.All(ctx, 0))
		got, errRange := events(damaged.Range(ctx, 0, 1<<40))
		var corrupt *store.CorruptError
		between, errBetween := events(damaged.Between(ctx, 0, 1<<40))
		if (errAll == nil) != (errBetween == nil) || errAll == nil && !slices.Equal(between, want) {
			t.Errorf("byte %d: all %v, between %v", at, errAll, errBetween)
		}
		switch {
		case errRange != nil && !errors.As(errRange, &corrupt):
			t.Errorf("byte %d: %v", at, errRange)
		case errAll == nil && (errRange != nil || !slices.Equal(got, want)):
			t.Errorf("byte %d: all of it can be read, a range of all not: %v", at, errRange)
		case errRange != nil:
			found++
		}
		if err := damaged.Close(); err != nil {
			t.Error(err)
		}
	}
	if found == 0 {
		t.Error("no damage was found by a range")
	}
}
