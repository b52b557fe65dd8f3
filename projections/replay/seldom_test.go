package replay_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// ballast is a view whose state is so many bytes.
type ballast struct {
	nothing
	size  int
	asked *int // how often its state is asked for
}

func (b ballast) Name() string { return fmt.Sprint("ballast-", b.size, ".v1") }
func (b ballast) AppendSnapshot(dst []byte) []byte {
	*b.asked++
	return append(dst, make([]byte, b.size)...)
}

type nothing struct{}

func (nothing) Apply(ledger.Entry) error        { return nil }
func (nothing) AppendState(dst []byte) []byte   { return dst }
func (nothing) Sums() bool                      { return true }
func (nothing) ApplySum(event.Event, int) error { return nil }
func (nothing) Restore([]byte) error            { return nil }

// Snapshots of a large state are kept more seldom than those of a small one: a position a byte. Where none
// is kept the state is not even asked for, but once: a city's takes a second.
func TestSeldom(t *testing.T) {
	var s memory.Store
	for i := range 300 {
		var events []store.Event
		for k := range 10 {
			wire, version, data, err := event.Encode(event.PremiumReceived{Fund: "441300.390", Amount: 100,
				Fact: event.Fact{Document: fmt.Sprint(i, "-", k), OccurredOn: fund.NewDate(2025, 1, 5), Count: 1}})
			if err != nil {
				t.Fatal(err)
			}
			events = append(events, store.Event{Type: wire, Version: version, Data: data})
		}
		one := store.Append{Stream: fmt.Sprint(i), Expected: store.NoStream, Actor: "a", RecordedAt: time.Date(2025, 2, 1, 0, i, 0, 0, time.UTC)}
		one.Events = events
		if _, err := s.Append(t.Context(), one); err != nil {
			t.Fatal(err)
		}
	}
	folder := snapshot.Folder(t.TempDir())
	r := replay.Replay{Store: &s, Snapshots: folder}.Cut(32, 256, 50).Thin(1)
	small, large, huge := ballast{asked: new(int)}, ballast{size: 1000, asked: new(int)}, ballast{size: 5000, asked: new(int)}
	if _, err := r.Run(t.Context(), small, large, huge); err != nil {
		t.Fatal(err)
	}
	for of, want := range map[ballast]int{small: 11 + 1, large: 1 + 1, huge: 1} { // and one at the end
		places, err := folder.Places(of.Name())
		if err != nil || len(places) != want || places[want-1].Position != 3000 {
			t.Errorf("%s: %v, %v; want %d", of.Name(), places, err, want)
		}
		if of.size > 0 && *of.asked != want+1 {
			t.Errorf("%s: its state was asked for %d times, for %d snapshots", of.Name(), *of.asked, want)
		}
	}
}
