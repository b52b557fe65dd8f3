package index

import (
	"context"
	"errors"
	"os"
	"testing"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
)

// An index that is made while its log is verified has what one has that reads the log itself,
// also of facts that are recorded meanwhile, and of a declaration by which others have other
// numbers; and one that is compared meanwhile is told right or wrong.
func TestAlong(t *testing.T) {
	each(t, func(t *testing.T, s store.Store, _ int) {
		ctx, l, folder := context.Background(), newLog(t, s, 7), Folder(t.TempDir())
		reads := func(along ...verify.Along) {
			t.Helper()
			if _, err := verify.Log(ctx, s, verify.Options{Along: along}); err != nil {
				t.Fatal(err)
			}
		}
		makes := func(meanwhile func() store.Position) *Index { // and up to which position it takes what was read
			t.Helper()
			m, err := Folder(t.TempDir()).making(ctx, s, small)
			if err != nil {
				t.Fatal(err)
			}
			until := meanwhile()
			if reads(m); m.next != uint64(until) {
				t.Errorf("it has taken the facts before %d, not before %d", m.next, until)
			}
			ix, err := m.Index(ctx)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := m.Stop(); err != nil {
					t.Error(err)
				}
			})
			return ix
		}
		l.holds(makes(func() store.Position { return 0 }))
		l.grow(700)
		l.holds(makes(func() store.Position { l.grow(300); return l.end }))

		ix, err := folder.open(ctx, s, small, nil)
		if err != nil {
			t.Fatal(err)
		}
		doubles := func(ix *Index) (n int) {
			for _, err := range ix.Doubles(ctx) {
				if err != nil {
					t.Fatal(err)
				}
				n++
			}
			return n
		}
		checks := func() (bool, error) {
			c := folder.Checking(ctx, s)
			reads(c)
			return c.Checked()
		}
		if whole, err := checks(); !whole || err != nil {
			t.Errorf("%v, %v", whole, err)
		}
		wrong := Record{42, 1}
		if err := errors.Join(ix.extend(ctx, ix.end, []Record{wrong}), ix.Close()); err != nil {
			t.Fatal(err)
		}
		damage := (*DamagedError)(nil)
		if whole, err := checks(); whole || !errors.As(err, &damage) {
			t.Errorf("one with a fact too many: %v, %v", whole, err)
		}
		if err := os.RemoveAll(string(folder)); err != nil {
			t.Fatal(err)
		}
		if whole, err := checks(); whole || err != nil {
			t.Errorf("none: %v, %v", whole, err)
		}

		made := makes(func() store.Position {
			l.declare(event.EachMonth, "441300")
			l.grow(600)
			return l.end - 601
		})
		if ix, err = folder.open(ctx, s, small, nil); err != nil {
			t.Fatal(err)
		}
		if made.End() != l.end || doubles(made) != doubles(ix) || doubles(ix) == 0 {
			t.Errorf("it ends at %d, the log at %d; %d doubles, %d in one that has read the log", made.End(), l.end, doubles(made), doubles(ix))
		}
		if err := ix.Close(); err != nil {
			t.Fatal(err)
		}
	})
}
