package verify_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/ledger/verify"
)

// fixed is a log that holds what a test says, and no tree.
type fixed struct {
	store.Store // panics where a test needs it
	events      []store.Recorded
	err         error // after the events
	lastErr     error // of Last
	active      *int  // iterations that run
}

func (f *fixed) Last(context.Context) (r store.Recorded, ok bool, err error) {
	if n := len(f.events); n > 0 {
		r, ok = f.events[n-1], true
	}
	return r, ok, f.lastErr
}

func (f *fixed) All(ctx context.Context, from store.Position) iter.Seq2[store.Recorded, error] {
	return func(yield func(store.Recorded, error) bool) {
		if f.active != nil {
			*f.active++
			defer func() { *f.active-- }()
		}
		for _, r := range f.events {
			if r.Position < from {
				continue
			}
			if err := ctx.Err(); err != nil {
				yield(store.Recorded{}, err)
				return
			}
			if !yield(r, nil) {
				return
			}
		}
		if f.err != nil {
			yield(store.Recorded{}, f.err)
		}
	}
}

// ranging is a log that can be read in parts, too.
type ranging struct{ *keeping }

func (r ranging) Range(ctx context.Context, from, to store.Position) iter.Seq2[store.Recorded, error] {
	return func(yield func(store.Recorded, error) bool) {
		for e, err := range r.All(ctx, 0) {
			inside := from <= e.Position && e.Position < to
			if err != nil && int(to) <= len(r.events) { // behind the last event
				return
			}
			if (err != nil || inside) && !yield(e, err) {
				return
			}
		}
	}
}

// inBothWays verifies a log, and the same log that can be read in parts, with entries and
// without. It fails unless all say the same, and returns that.
func inBothWays(t *testing.T, k *keeping, o verify.Options) error {
	t.Helper()
	_, want := verify.Log(context.Background(), k, o)
	with := o
	if o.Fold == nil {
		with.Fold = func(ledger.Entry) error { return nil }
	}
	for name, log := range map[string]store.Store{"as one": k, "in parts": ranging{k}} {
		for _, o := range []verify.Options{o, with} {
			if _, err := verify.Log(context.Background(), log, o); fmt.Sprint(err) != fmt.Sprint(want) {
				t.Errorf("%s: %v, want %v", name, err, want)
			}
		}
	}
	return want
}

// keeping is a log that keeps a tree, which a test may change.
type keeping struct {
	fixed
	kept    merkle.Kept
	treeErr error
	check   error // of Check
}

func (k *keeping) Tree(context.Context) (merkle.Kept, error) { return k.kept, k.treeErr }

func (k *keeping) Blocks(context.Context) (merkle.Kept, error) {
	kept := k.kept
	kept.Tags = nil
	return kept, k.treeErr
}

func (k *keeping) Check(context.Context) error { return k.check }

// filled returns a memory store with n claims.
func filled(t testing.TB, n int) *memory.Store {
	t.Helper()
	s := &memory.Store{}
	importClaims(t, s, n)
	return s
}

// held returns everything in a store.
func held(t testing.TB, s store.Store) []store.Recorded {
	t.Helper()
	var out []store.Recorded
	for r, err := range s.All(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		r.Data = slices.Clone(r.Data)
		out = append(out, r)
	}
	return out
}

// newKeeping returns n claims with the tree of them.
func newKeeping(t testing.TB, n int) *keeping {
	t.Helper()
	k := &keeping{fixed: fixed{events: held(t, filled(t, n))}}
	k.kept = treeOf(k.events)
	return k
}

// treeOf returns what a store keeps of the tree of events.
func treeOf(events []store.Recorded) (k merkle.Kept) {
	var open merkle.Frontier
	for _, r := range events {
		leaf := merkle.LeafHash(r.AppendLine(nil))
		k.Tags = append(k.Tags, merkle.Tag(leaf))
		if block, complete := open.Append(leaf); complete {
			k.Blocks, open = append(k.Blocks, block), merkle.Frontier{}
		}
	}
	k.Size, k.Open = int64(len(events)), open.Root()
	return k
}

// headOf returns the head of the tree of events.
func headOf(events []store.Recorded) merkle.Head {
	var f merkle.Frontier
	for _, r := range events {
		f.Append(merkle.LeafHash(r.AppendLine(nil)))
	}
	return f.Head()
}
