package inorder_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/fundledger/fundledger/ledger/inorder"
)

func count(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := 0; i < n && yield(i); i++ {
		}
	}
}

// What is read comes in the order of the parts.
func TestEach(t *testing.T) {
	var got []int
	err := inorder.Each(context.Background(), count(1000),
		func(_ context.Context, i int) (int, error) { return 2 * i, nil },
		func(n int) error { got = append(got, n); return nil })
	if err != nil || len(got) != 1000 || !slices.IsSorted(got) || got[999] != 1998 {
		t.Errorf("%v, %v", got, err)
	}
}

// The first error in the order of the parts ends it, whoever met one first; nothing runs behind it.
func TestErrors(t *testing.T) {
	broken, refused := errors.New("broken"), errors.New("refused")
	for _, test := range []struct {
		read, take int
		want       error
		taken      int
	}{{3, 9, broken, 3}, {9, 3, refused, 3}, {5, 5, broken, 5}} {
		var running atomic.Int64
		taken := 0
		err := inorder.Each(context.Background(), count(1000),
			func(_ context.Context, i int) (int, error) {
				running.Add(1)
				defer running.Add(-1)
				if i >= test.read {
					return 0, broken
				}
				return i, nil
			},
			func(i int) error {
				if i == test.take {
					return refused
				}
				taken++
				return nil
			})
		if !errors.Is(err, test.want) || taken != test.taken || running.Load() != 0 {
			t.Errorf("%+v: %v, %d taken, %d run", test, err, taken, running.Load())
		}
	}
}

// Where the context ends, parts may be missing.
func TestEnded(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	taken := 0
	err := inorder.Each(ctx, count(1000),
		func(context.Context, int) (int, error) { return 0, nil },
		func(int) error {
			if taken++; taken == 3 {
				cancel()
			}
			return nil
		})
	if !errors.Is(err, context.Canceled) || taken == 1000 {
		t.Errorf("%v after %d", err, taken)
	}
}
