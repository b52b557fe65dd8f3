package index

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

var small = sizes{tail: 20, most: 50, batch: 64}

// log is a ledger with a plain map of what an index of it must find.
type log struct {
	store.Store
	t         *testing.T
	random    *rand.Rand
	revisions map[string]store.Revision
	want      map[document.Number][]store.Position
	end       store.Position
}

func newLog(t *testing.T, s store.Store, seed uint64) *log {
	t.Helper()
	t.Cleanup(func() { _ = s.Close() })
	return &log{Store: s, t: t, random: rand.New(rand.NewPCG(seed, 1)), revisions: map[string]store.Revision{},
		want: map[document.Number][]store.Position{}}
}

// premium returns a premium with one of a few numbers, in one of a few months.
func (l *log) premium() event.PremiumReceived {
	on, _ := fund.DateOf(2024, 1+l.random.IntN(12), 1+l.random.IntN(28))
	return event.PremiumReceived{
		Fact: event.Fact{Document: fmt.Sprintf("P-%d", l.random.IntN(300)), OccurredOn: on, Count: 1},
		Fund: "441300.390", Amount: 100,
	}
}

// grow records some events, and returns their numbers in order.
func (l *log) grow(events int) (numbers []document.Number) {
	l.t.Helper()
	for events > 0 {
		n := min(events, 1+l.random.IntN(10))
		events -= n
		stream := fmt.Sprintf("premium-%d", l.random.IntN(5))
		last, some := l.revisions[stream]
		if !some {
			last = store.NoStream
		}
		a := store.Append{Stream: stream, Expected: last, RecordedAt: time.Unix(1_700_000_000, 0).UTC(), Actor: "test"}
		for range n {
			e := l.premium()
			wire, version, data, err := event.Encode(e)
			if err != nil {
				l.t.Fatal(err)
			}
			a.Events = append(a.Events, store.Event{Type: wire, Version: version, Data: data})
			number := document.NumberOf(e)
			numbers = append(numbers, number)
			l.want[number] = append(l.want[number], l.end)
			l.end++
		}
		if _, err := l.Append(context.Background(), a); err != nil {
			l.t.Fatal(err)
		}
		l.revisions[stream] = last + store.Revision(n)
	}
	return numbers
}

// holds fails unless an index finds what the map has, and nothing else.
func (l *log) holds(ix *Index) {
	l.t.Helper()
	if ix.End() != l.end {
		l.t.Fatalf("the index ends at %d, the log at %d", ix.End(), l.end)
	}
	for range 40 {
		number := document.NumberOf(l.premium())
		if l.random.IntN(5) == 0 {
			number = document.Number(l.random.Uint64())
		}
		var got []store.Position
		for entry, err := range ix.Find(context.Background(), number) {
			if err != nil {
				l.t.Fatal(err)
			}
			if document.NumberOf(entry.Event) != number {
				l.t.Fatalf("%v has another number", entry)
			}
			got = append(got, entry.Position)
		}
		if !slices.Equal(got, l.want[number]) {
			l.t.Fatalf("found at %v, want %v", got, l.want[number])
		}
	}
}

func each(t *testing.T, do func(t *testing.T, s store.Store, rounds int)) {
	t.Run("memory", func(t *testing.T) { do(t, new(memory.Store), 60) })
	t.Run("sqlite", func(t *testing.T) {
		s, err := sqlite.Create(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		do(t, s, 15) // every append waits for the disk
	})
}

// An index finds what a map does, however the log grows, whoever reads it when.
func TestIndex(t *testing.T) {
	each(t, func(t *testing.T, s store.Store, rounds int) {
		ctx := context.Background()
		l := newLog(t, s, 1)
		folder := Folder(filepath.Join(t.TempDir(), "index"))
		open := func() *Index {
			ix, err := folder.open(ctx, s, small, nil)
			if err != nil {
				t.Fatal(err)
			}
			return ix
		}
		ix := open()
		files := 0
		for range rounds {
			switch l.random.IntN(4) {
			case 0:
				l.grow(1)
			case 1:
				l.grow(1 + l.random.IntN(400))
			case 2: // recorded at once, and taken over
				l.takeOver(ix)
			case 3: // whoever opens it next reads little
				err := ix.Save(ctx)
				if list, unread := folder.list(); err != nil || unread != nil && ix.end > small.tail || ix.end-list.Size > small.tail {
					t.Fatalf("saved up to %d of %d; %v, %v", list.Size, ix.end, err, unread)
				}
				if err := ix.Close(); err != nil {
					t.Fatal(err)
				}
				ix = open()
			}
			if err := ix.Follow(ctx); err != nil {
				t.Fatal(err)
			}
			l.holds(ix)
			files = max(files, len(ix.runs))
		}
		if files > 3*fan {
			t.Errorf("%d files at the most", files)
		}
		if err := ix.Close(); err != nil {
			t.Fatal(err)
		}
		if whole, err := folder.Check(ctx, s, nil); !whole || err != nil {
			t.Errorf("the index is whole: %v, %v", whole, err)
		}
		kept, err := os.ReadDir(string(folder))
		if err != nil || len(kept) > len(ix.list.Runs)+2 {
			t.Errorf("%d files beside %d on the list; %v", len(kept), len(ix.list.Runs), err)
		}
	})
}

// takeOver has Pendings look up what is recorded then, and the index take them, each while
// the next one collects.
func (l *log) takeOver(ix *Index) {
	l.t.Helper()
	ctx := context.Background()
	if err := ix.Follow(ctx); err != nil {
		l.t.Fatal(err)
	}
	take := func() error { return nil }
	for range 1 + l.random.IntN(3) {
		before := maps.Clone(l.want)
		first := l.end
		numbers := l.grow(1 + l.random.IntN(500))
		p, err := ix.Pending(l.t.TempDir(), "pending")
		if err != nil {
			l.t.Fatal(err)
		}
		added := make(chan error)
		go func() { added <- p.Add(numbers...) }()
		if err := errors.Join(take(), <-added); err != nil {
			l.t.Fatal(err)
		}
		suspects, err := p.Suspects()
		if err != nil {
			l.t.Fatal(err)
		}
		for i, n := range numbers {
			_, got := suspects[n]
			if want := len(before[n]) > 0 || slices.Contains(numbers[:i], n) || slices.Contains(numbers[i+1:], n); got != want {
				l.t.Fatalf("number %d is suspect: %v, want %v", i, got, want)
			}
		}
		take = func() error { return errors.Join(ix.Take(ctx, p, first), p.Close()) }
	}
	if l.random.IntN(4) == 0 {
		l.grow(1) // somebody else
	}
	if err := take(); err != nil {
		l.t.Fatal(err)
	}
}

// An index that is damaged, incomplete, or of another log is made anew; Check says of the
// damaged one that it is.
func TestIndexMadeAnew(t *testing.T) {
	ctx := context.Background()
	s := new(memory.Store)
	l := newLog(t, s, 2)
	l.grow(1000)
	folder := Folder(filepath.Join(t.TempDir(), "index"))
	again := func(what string, told bool) {
		t.Helper()
		damage := (*DamagedError)(nil)
		if _, err := folder.Check(ctx, s, nil); errors.As(err, &damage) != told {
			t.Errorf("%s: Check says %v", what, err)
		}
		ix, err := folder.open(ctx, s, small, nil)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		l.holds(ix)
		if err := ix.Close(); err != nil {
			t.Fatal(err)
		}
		if whole, err := folder.Check(ctx, s, nil); !whole || err != nil {
			t.Errorf("%s: it is whole then: %v, %v", what, whole, err)
		}
	}
	again("none", false)
	files := func() (paths []string) {
		list, err := folder.list()
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list.Runs {
			paths = append(paths, folder.path(r.Name))
		}
		return paths
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.Remove(files()[0]))
	again("a file is missing", true)
	must(os.Truncate(files()[0], 3*pageBytes))
	again("a file was cut off", true)
	must(os.WriteFile(folder.listPath(), []byte("{}"), 0o600))
	again("another list", true)
	must(os.Remove(folder.listPath()))
	again("no list", false)
	must(os.WriteFile(folder.path(temporary+"1"), []byte("half"), 0o600))
	must(os.WriteFile(folder.path("99999999.records"), []byte("half"), 0o600))
	again("what a crash left", false)
	if _, err := os.Stat(folder.path(temporary + "1")); err == nil {
		t.Error("what a crash left is still there")
	}

	// What an earlier program wrote is of no use, which is no damage.
	earlier, err := folder.list()
	must(err)
	earlier.Form = 0
	must(folder.save(earlier))
	again("an earlier form", false)

	// A file that says something else, and is whole.
	list, err := folder.list()
	must(err)
	r, err := openRun(files()[0])
	must(err)
	records := drain(t, r.all())
	must(r.close())
	records[len(records)/2].At ^= 1
	must(writeRun(files()[0], Documents, uint64(len(records)), true, &inMemory{records}))
	damage := (*DamagedError)(nil)
	if _, err := folder.Check(ctx, s, nil); !errors.As(err, &damage) {
		t.Errorf("a forged file: %v", err)
	}
	must(os.Remove(folder.listPath()))
	again("no list", false)

	// Another log that begins as this one did, and a shorter one.
	for _, keep := range []uint64{list.Size - 1, 700, 256, 100, 0} {
		other := new(memory.Store)
		for r, err := range s.All(ctx, 0) {
			must(err)
			if uint64(r.Position) == keep {
				break
			}
			_, err = other.Append(ctx, store.Append{Stream: r.Stream, Expected: r.Revision - 1, RecordedAt: r.RecordedAt, Actor: r.Actor,
				Events: []store.Event{{Type: r.Type, Version: r.Version, Data: r.Data}}})
			must(err)
		}
		o := newLog(t, other, 3)
		o.end = store.Position(keep)
		for stream := range l.revisions {
			o.revisions[stream] = store.NoStream
		}
		for entry := range s.All(ctx, 0) {
			if uint64(entry.Position) == keep {
				break
			}
			o.revisions[entry.Stream] = entry.Revision
		}
		for number, at := range l.want {
			for _, p := range at {
				if uint64(p) < keep {
					o.want[number] = append(o.want[number], p)
				}
			}
		}
		o.grow(int(1200 - keep))
		ix, err := folder.open(ctx, other, small, nil)
		must(err)
		o.holds(ix)
		must(ix.Close())
		ix, err = folder.open(ctx, s, small, nil)
		must(err)
		l.holds(ix)
		must(ix.Close())
	}
}
