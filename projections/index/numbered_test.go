package index

import (
	"context"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
)

// declare records that premiums of a region are numbered anew each month of 2024 or year.
func (l *log) declare(begins event.Beginning, region fund.Region) {
	l.t.Helper()
	e := event.NumberingDeclared{
		Fact: event.Fact{Document: "BH", OccurredOn: fund.NewDate(2024, 1, 1)}, Region: region, Facts: "premium.received", Begins: begins,
	}
	wire, version, data, err := event.Encode(e)
	if err != nil {
		l.t.Fatal(err)
	}
	last, some := l.revisions[event.NumberingStream]
	if !some {
		last = store.NoStream
	}
	_, err = l.Append(context.Background(), store.Append{
		Stream: event.NumberingStream, Expected: last, RecordedAt: time.Unix(1_700_000_000, 0).UTC(), Actor: "test",
		Events: []store.Event{{Type: wire, Version: version, Data: data}},
	})
	if err != nil {
		l.t.Fatal(err)
	}
	l.revisions[event.NumberingStream] = last + 1
	l.end++
}

// After a declaration an index is made anew, with the numbers that facts have then: when it
// is opened, when it follows, whether the declaration is in its files or behind them. One of
// before says nothing wrong, and nobody takes it for this one.
func TestDeclarations(t *testing.T) {
	each(t, func(t *testing.T, s store.Store, _ int) {
		ctx, l, folder := context.Background(), newLog(t, s, 5), Folder(t.TempDir())
		l.grow(500)
		open := func() *Index {
			ix, err := folder.open(ctx, s, small, nil)
			if err != nil {
				t.Fatal(err)
			}
			return ix
		}
		ix := open()
		l.holds(ix)
		premium := l.premium()
		plain := document.NumberOf(premium)
		if ix.Number(premium, plain) != plain {
			t.Error("a number counts with its month, and nobody has said so")
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
		all := doubles(ix)
		l.declare(event.EachMonth, "441300")
		l.grow(3)
		if whole, err := folder.Check(ctx, s, nil); whole || err != nil {
			t.Errorf("an index of before the declaration: %v, %v", whole, err)
		}
		if err := ix.Follow(ctx); err != nil {
			t.Fatal(err)
		}
		number := ix.Number(premium, plain)
		if number == plain {
			t.Error("a number counts without its month")
		}
		if some := doubles(ix); some >= all || some == 0 {
			t.Errorf("%d doubles, with months %d", all, some)
		}
		standing := map[store.Position]bool{}
		for _, at := range l.want[plain] {
			standing[at] = true
		}
		for entry, err := range ix.Find(ctx, number) {
			if err != nil || !standing[entry.Position] || entry.Event.Common().OccurredOn.Month() != premium.OccurredOn.Month() {
				t.Errorf("%+v, %v", entry, err)
			}
		}
		if err := ix.Close(); err != nil {
			t.Fatal(err)
		}
		if whole, err := folder.Check(ctx, s, nil); !whole || err != nil {
			t.Errorf("an index of after the declaration: %v, %v", whole, err)
		}
		l.grow(100)
		l.declare(event.EachYear, "430522") // in the middle of what is read next
		l.grow(100)
		ix = open()
		defer ix.Close() //nolint:errcheck // of a test
		if ix.End() != l.end || ix.Number(premium, plain) != number {
			t.Errorf("it ends at %d, the log at %d", ix.End(), l.end)
		}
		if whole, err := folder.Check(ctx, s, nil); !whole || err != nil {
			t.Errorf("an index of after the second declaration: %v, %v", whole, err)
		}
	})
}
