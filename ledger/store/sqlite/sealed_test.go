package sqlite_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

func sealer(tb testing.TB) *sqlite.Sealer {
	tb.Helper()
	s, err := sqlite.NewSealer()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(s.Close)
	return s
}

// What was sealed, written to a file and read again is what Append appends.
func TestSealed(t *testing.T) {
	ctx := context.Background()
	plain, _ := create(t)
	sealed, _ := create(t)
	s := sealer(t)
	events := settlements(700)
	appends := []store.Append{
		to("fund-1", store.NoStream, events[:300]...), to("fund-2", store.NoStream, events[300:301]...),
		to("fund-1", 299, events[301:]...),
	}
	var file []byte
	for _, a := range appends {
		x, err := s.Seal(a)
		if err != nil {
			t.Fatal(err)
		}
		if x.Stream() != a.Stream || x.Expected() != a.Expected || x.Len() != len(a.Events) || !x.RecordedAt().Equal(a.RecordedAt) {
			t.Errorf("sealed %s %d: %d events of %s", x.Stream(), x.Expected(), x.Len(), x.RecordedAt())
		}
		file = x.AppendTo(file)
	}
	var all []sqlite.Sealed
	for rest := file; len(rest) > 0; {
		var x sqlite.Sealed
		var err error
		if x, rest, err = sqlite.ReadSealed(rest); err != nil {
			t.Fatal(err)
		}
		opened, err := s.Open(x)
		if err != nil {
			t.Fatal(err)
		}
		want := appends[len(all)]
		same := slices.EqualFunc(opened.Events, want.Events, func(a, b store.Event) bool {
			return a.Type == b.Type && a.Version == b.Version && bytes.Equal(a.Data, b.Data)
		})
		if !same || opened.Causation != want.Causation || opened.Actor != want.Actor || opened.Correlation != want.Correlation {
			t.Errorf("append %d was sealed, and opened as another", len(all))
		}
		all = append(all, x)
	}
	want, err := plain.Append(ctx, appends...)
	if err != nil {
		t.Fatal(err)
	}
	got, err := sealed.AppendSealed(ctx, all...)
	if err != nil || !slices.Equal(got, want) {
		t.Fatalf("%+v, %v; want %+v", got, err, want)
	}
	a, errA := plain.Tree(ctx)
	b, errB := sealed.Tree(ctx)
	if err := errors.Join(errA, errB); err != nil || a.Size != 700 || a.Open != b.Open || !slices.Equal(a.Blocks, b.Blocks) ||
		!bytes.Equal(a.Tags, b.Tags) {
		t.Errorf("the trees differ: %+v, %+v, %v", a, b, err)
	}
	got, err = sealed.AppendSealed(ctx, all...)
	if err != nil || !got[0].Duplicate || !got[2].Duplicate {
		t.Errorf("again: %+v, %v", got, err)
	}
}

func TestSealedConflict(t *testing.T) {
	s, _ := create(t)
	x, err := sealer(t).Seal(to("fund-1", 3, settlements(1)...))
	if err != nil {
		t.Fatal(err)
	}
	var conflict *store.ConflictError
	if _, err := s.AppendSealed(context.Background(), x); !errors.As(err, &conflict) || conflict.Actual != store.NoStream {
		t.Errorf("%v", err)
	}
}

func TestSealingWhatIsNotAnAppend(t *testing.T) {
	var invalid *store.InvalidError
	if _, err := sealer(t).Seal(to("fund-1", 3)); !errors.As(err, &invalid) {
		t.Errorf("%v", err)
	}
}

// Another program's appends, and transactions that were rolled back, must not
// leave a store with stale knowledge of where streams and the log end.
func TestTwoWritersTakeTurns(t *testing.T) {
	ctx := context.Background()
	one, dir := create(t)
	other, err := sqlite.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := other.Close(); err != nil {
			t.Error(err)
		}
	}()
	next := store.NoStream
	for i, s := range []*sqlite.Store{one, one, other, one, other, other, one} {
		var conflict *store.ConflictError
		if _, err := s.Append(ctx, to("fund-1", next+1, settlements(1)...)); !errors.As(err, &conflict) || conflict.Actual != next {
			t.Fatalf("turn %d: %v", i, err)
		}
		receipts, err := s.Append(ctx, to("fund-1", next, settlements(1)...))
		if err != nil || receipts[0].First != store.Position(i) {
			t.Fatalf("turn %d: %+v, %v", i, receipts, err)
		}
		next++
	}
}

func FuzzReadSealed(f *testing.F) {
	s, err := sqlite.NewSealer()
	if err != nil {
		f.Fatal(err)
	}
	defer s.Close()
	for _, n := range []int{1, 2, 40} {
		x, err := s.Seal(to("fund-1", 7, settlements(n)...))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(x.AppendTo(nil))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		x, rest, err := sqlite.ReadSealed(src)
		var corrupt *store.CorruptError
		if err != nil {
			if !errors.As(err, &corrupt) {
				t.Fatalf("%v", err)
			}
			return
		}
		if again, _, err := sqlite.ReadSealed(x.AppendTo(nil)); err != nil || again.Stream() != x.Stream() || again.Len() != x.Len() {
			t.Fatalf("written again it reads as another: %v", err)
		}
		if len(rest) >= len(src) {
			t.Fatal("nothing was read")
		}
		if _, err := s.Open(x); err != nil && !errors.As(err, &corrupt) {
			t.Fatalf("%v", err)
		}
	})
}
