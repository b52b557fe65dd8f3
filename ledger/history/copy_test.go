package history_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/history"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/ledger/verify"
)

// fill appends random events to a store: streams that take turns, envelopes that
// change within a stream.
func fill(t *testing.T, s store.Store, random *rand.Rand, appends int) {
	t.Helper()
	next := map[string]store.Revision{}
	for i := range appends {
		stream := fmt.Sprint("s-", random.IntN(4))
		last, known := next[stream]
		if !known {
			last = store.NoStream
		}
		a := store.Append{
			Stream: stream, Expected: last, RecordedAt: time.Unix(1_750_000_000+int64(i/3), 0).UTC(),
			Actor: "a", Causation: fmt.Sprint(random.IntN(2)), Correlation: "c",
		}
		for range 1 + random.IntN(40) {
			a.Events = append(a.Events, store.Event{Type: "t.happened", Version: 1, Data: fmt.Appendf(nil, `{"n":"%d"}`, random.IntN(1000))})
		}
		receipts, err := s.Append(context.Background(), a)
		if err != nil {
			t.Fatal(err)
		}
		next[stream] = receipts[0].Last
	}
}

// interrupted is a store of which every append but the first few ends with an
// unknown outcome, sometimes performed.
type interrupted struct {
	store.Store
	random *rand.Rand
	left   int
}

func (s *interrupted) Append(ctx context.Context, appends ...store.Append) ([]store.Receipt, error) {
	if s.left--; s.left >= 0 {
		return s.Store.Append(ctx, appends...)
	}
	if n := s.random.IntN(len(appends) + 1); n > 0 {
		if _, err := s.Store.Append(ctx, appends[:n]...); err != nil {
			return nil, err
		}
	}
	return nil, &store.UnknownOutcomeError{Cause: errors.New("the cable was pulled")}
}

// A copy that is interrupted again and again is at last the same log, in another
// store and back.
func TestCopy(t *testing.T) {
	ctx := context.Background()
	random := rand.New(rand.NewPCG(5, 5))
	var from, back memory.Store
	fill(t, &from, random, 3000)
	file, err := sqlite.Create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // of a test
	_, want, err := verify.Tree(ctx, &from)
	if err != nil {
		t.Fatal(err)
	}
	tries := 0
	for ; ; tries++ {
		done, err := history.Copy(ctx, &from, &interrupted{file, random, 1 + random.IntN(2)}, nil)
		if err == nil && int64(done.Events) == want.Size {
			break
		}
		if err == nil || tries > 100 {
			t.Fatalf("copied %+v of %d events: %v", done, want.Size, err)
		}
	}
	if tries < 3 {
		t.Errorf("interrupted only %d times", tries)
	}
	if done, err := history.Copy(ctx, file, &back, nil); err != nil || done.Before != 0 {
		t.Fatal(done, err)
	}
	for name, s := range map[string]store.Store{"there": file, "back": &back} {
		if _, head, err := verify.Tree(ctx, s); err != nil || head != want {
			t.Errorf("%s: %+v, want %+v: %v", name, head, want, err)
		}
	}
	// Again there is nothing to do; and the copy goes on when the source does.
	if done, err := history.Copy(ctx, file, &back, nil); err != nil || int64(done.Before) != want.Size || done.Events != done.Before {
		t.Errorf("again: %+v, %v", done, err)
	}
	a := store.Append{Stream: "new", Expected: store.NoStream, RecordedAt: time.Unix(1_760_000_000, 0).UTC(), Actor: "a",
		Events: []store.Event{{Type: "t", Version: 1, Data: []byte("{}")}}}
	if _, err := file.Append(ctx, a); err != nil {
		t.Fatal(err)
	}
	if done, err := history.Copy(ctx, file, &back, nil); err != nil || done.Events != done.Before+1 {
		t.Errorf("after one more: %+v, %v", done, err)
	}
}

// A target with something else in it is left alone.
func TestCopyOverSomethingElse(t *testing.T) {
	ctx := context.Background()
	for name, fillTarget := range map[string]func(s store.Store){
		"another history": func(s store.Store) { fill(t, s, rand.New(rand.NewPCG(2, 2)), 3) },
		"more events":     func(s store.Store) { fill(t, s, rand.New(rand.NewPCG(1, 1)), 11) },
	} {
		var from, to memory.Store
		fill(t, &from, rand.New(rand.NewPCG(1, 1)), 10)
		fillTarget(&to)
		before, _, err := to.Last(ctx)
		if err != nil {
			t.Fatal(err)
		}
		other := (*history.OtherHistoryError)(nil)
		if _, err := history.Copy(ctx, &from, &to, nil); !errors.As(err, &other) {
			t.Errorf("%s: %v", name, err)
		}
		if after, _, err := to.Last(ctx); err != nil || after.Position != before.Position {
			t.Errorf("%s: something was written, %v", name, err)
		}
	}
}
