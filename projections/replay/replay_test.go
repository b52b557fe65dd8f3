package replay_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/projections/replay"
)

// list is a view that lists the positions it has seen, and fails at one.
type list struct {
	seen   []byte
	failAt store.Position
}

var errView = errors.New("the view fails")

func (l *list) Name() string { return "list" }

func (l *list) Apply(e ledger.Entry) error {
	if l.failAt != 0 && e.Position == l.failAt {
		return errView
	}
	l.seen = fmt.Appendf(l.seen, " %d", e.Position)
	return nil
}

func (l *list) AppendState(dst []byte) []byte { return append(dst, l.seen...) }

var noon = time.Date(2025, 7, 1, 4, 0, 0, 0, time.UTC)

// log returns a log of one interest receipt per given recording second.
func log(t *testing.T, seconds ...int) *memory.Store {
	t.Helper()
	s := new(memory.Store)
	for i, second := range seconds {
		wire, version, data, err := event.Encode(event.InterestReceived{
			Fact: event.Fact{Document: fmt.Sprint(i), OccurredOn: fund.NewDate(2025, 7, 1), Count: 1}, Fund: "441300.390", Amount: 1,
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.Append(context.Background(), store.Append{
			Stream: "s", Expected: store.Revision(i - 1), RecordedAt: noon.Add(time.Duration(second) * time.Second), Actor: "a",
			Events: []store.Event{{Type: wire, Version: version, Data: data}},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestKnownAt(t *testing.T) {
	for _, test := range []struct {
		name    string
		seconds []int
		knownAt int // seconds; -1: all
		want    string
	}{
		{"all", []int{1, 2, 3}, -1, " 0 1 2"},
		{"up to and including", []int{1, 2, 3}, 2, " 0 1"},
		{"one second for two", []int{1, 2, 2, 3}, 2, " 0 1 2"},
		{"before the first", []int{1, 2, 3}, 0, ""},
		{"after the last", []int{1, 2, 3}, 9, " 0 1 2"},
		{"empty log", nil, 9, ""},
		// A clock that went back must not let a later entry in without those it builds on.
		{"a clock that went back", []int{1, 5, 2, 3, 6}, 3, " 0"},
		{"a clock that went back, later", []int{1, 5, 2, 3, 6}, 5, " 0 1 2 3"},
	} {
		t.Run(test.name, func(t *testing.T) {
			knownAt := time.Time{}
			if test.knownAt >= 0 {
				knownAt = noon.Add(time.Duration(test.knownAt) * time.Second)
			}
			v := new(list)
			result, err := replay.Run(context.Background(), log(t, test.seconds...), knownAt, nil, v)
			if err != nil || string(v.seen) != test.want {
				t.Errorf("%q (%v), want %q", v.seen, err, test.want)
			}
			if result.Entries+result.Later != uint64(len(test.seconds)) {
				t.Errorf("%+v of %d entries", result, len(test.seconds))
			}
			if test.want == "" {
				return
			}
			first, last := test.seconds[0], test.seconds[result.Entries-1]
			if !result.First.Equal(noon.Add(time.Duration(first)*time.Second)) || !result.Last.Equal(noon.Add(time.Duration(last)*time.Second)) {
				t.Errorf("%+v, want from second %d to %d", result, first, last)
			}
		})
	}
}

// A long replay tells now and then how far it is, in the order of the log.
func TestProgress(t *testing.T) {
	const entries = 40_000
	data := []byte(`{"amount":"0.01","count":1,"document":"N-1","fund":"441300.390","occurred_on":"2025-07-01"}`)
	s := new(memory.Store)
	for n := 0; n < entries; n += store.MaxEvents {
		events := make([]store.Event, store.MaxEvents)
		for i := range events {
			events[i] = store.Event{Type: "interest.received", Version: 1, Data: data}
		}
		if _, err := s.Append(context.Background(),
			store.Append{Stream: "s", Expected: store.Revision(n - 1), RecordedAt: noon, Actor: "a", Events: events}); err != nil {
			t.Fatal(err)
		}
	}
	var told []uint64
	result, err := replay.Run(context.Background(), s, time.Time{}, func(read uint64) { told = append(told, read) })
	if err != nil || result.Entries != entries {
		t.Fatalf("%+v, %v", result, err)
	}
	if len(told) < 2 || len(told) > 100 || !slices.IsSorted(told) || told[len(told)-1] > entries {
		t.Errorf("told %v", told)
	}
}

func TestAFailingViewStopsTheReplay(t *testing.T) {
	a, b := &list{}, &list{failAt: 1}
	if _, err := replay.Run(context.Background(), log(t, 1, 2, 3), time.Time{}, nil, a, b); !errors.Is(err, errView) {
		t.Errorf("%v", err)
	}
}

// gap is a log that leaves a position out.
type gap struct{ store.Store }

func (g gap) All(ctx context.Context, from store.Position) iter.Seq2[store.Recorded, error] {
	return func(yield func(store.Recorded, error) bool) {
		for r, err := range g.Store.All(ctx, from) {
			if r.Position != 1 && !yield(r, err) {
				return
			}
		}
	}
}

func TestAGapIsCorrupt(t *testing.T) {
	corrupt := (*store.CorruptError)(nil)
	if _, err := replay.Run(context.Background(), gap{log(t, 1, 2, 3)}, time.Time{}, nil, new(list)); !errors.As(err, &corrupt) {
		t.Errorf("%v", err)
	}
}

func TestBytesThatAreNoEventAreCorrupt(t *testing.T) {
	s := log(t, 1)
	_, err := s.Append(context.Background(), store.Append{
		Stream: "s", Expected: 0, RecordedAt: noon, Actor: "a",
		Events: []store.Event{{Type: "interest.received", Version: 1, Data: []byte(`{"amount":"1"}`)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	corrupt := (*store.CorruptError)(nil)
	if _, err := replay.Run(context.Background(), s, time.Time{}, nil, new(list)); !errors.As(err, &corrupt) {
		t.Errorf("%v", err)
	}
}

func TestDigestIsOfTheState(t *testing.T) {
	const ofX = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881" // printf x | sha256sum
	if got := replay.Digest(&list{seen: []byte("x")}); got != ofX {
		t.Errorf("%s, want %s", got, ofX)
	}
}

// A store that keeps no tree has snapshots too: what ties them to its log is computed.
func TestSnapshotsWithoutATree(t *testing.T) {
	ctx := context.Background()
	c := newCity(t, 31)
	c.grow(t, 40)
	r := replay.Replay{Store: &c.memory, Snapshots: c.folder()}.Cut(32, 1<<20, 64)
	first := summing()
	if result, err := r.Run(ctx, first...); err != nil || result.Unkept != nil || result.From != 0 {
		t.Fatalf("%+v, %v", result, err)
	}
	c.grow(t, 3)
	again, want := summing(), summing()
	result, err := r.Run(ctx, again...)
	if err != nil || result.From == 0 {
		t.Errorf("%+v, %v: did not begin with the snapshot", result, err)
	}
	if _, err := replay.Run(ctx, &c.memory, time.Time{}, nil, want...); err != nil || !bytes.Equal(states(again), states(want)) {
		t.Errorf("another state than from the beginning: %v", err)
	}
	other := newCity(t, 32)
	other.grow(t, 60)
	r.Store = &other.memory
	if result, err := r.Run(ctx, summing()...); err != nil || result.From != 0 {
		t.Errorf("%+v, %v: began with the snapshot of another log", result, err)
	}
}
