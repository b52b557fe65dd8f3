// Package storetest is the conformance suite of package store. Each store runs
// it whole; what it checks is what the ledger relies on.
//
//	storetest.Run(t, storetest.Harness{Create: …, Open: …, File: …})
//
// The suite knows stores only through store.Store and compares what they give
// back with what a slow model of its own holds. It has no clock and no
// randomness that is not seeded here.
package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
)

// Harness tells the suite how to make the store under test.
type Harness struct {
	// Create returns a new, empty store. dir is an empty directory that it may
	// use, and the store's name for Open. The suite closes the store.
	Create func(t *testing.T, dir string) (store.Store, error)

	// Open opens again the store that Create made in dir and that was closed
	// since. Nil if nothing outlives Close.
	Open func(t *testing.T, dir string) (store.Store, error)

	// File is the name of the one file in dir that holds everything once the
	// store is closed. The suite damages it. Empty if there is no such file.
	File string

	// Transactions says that the store checks the conditions of an append in the moment
	// in which it appends: none is ever overtaken.
	Transactions bool

	// Flips is how many single bits of the file are flipped, if not 250.
	Flips int
}

// Run checks that the store that h makes keeps the contract of package store.
func Run(t *testing.T, h Harness) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, Harness)
	}{
		{"empty", testEmpty},
		{"order", testOrder},
		{"early break", testBreak},
		{"append while reading", testAppendWhileReading},
		{"canonical line", testCanonicalLine},
		{"bytes belong to the caller", testCallersBytes},
		{"last", testLast},
		{"last is the caller's", testLastIsTheCallers},
		{"last after reopen", testLastAfterReopen},
		{"last while appending", testLastWhileAppending},
		{"largest append", testLargest},
		{"awkward names and data", testAwkward},
		{"conflict", testConflict},
		{"several appends", testSeveral},
		{"invalid", testInvalid},
		{"cancelled", testCancelled},
		{"conditions", testConditions},
		{"conditions in one call", testConditionsInOneCall},
		{"conditions of a repetition", testConditionsOfARepetition},
		{"conditions race", testConditionsRace},
		{"retry", testRetry},
		{"retry of other content", testRetryOther},
		{"retry over appends", testRetryOverAppends},
		{"one winner", testOneWinner},
		{"concurrent writers", testConcurrentWriters},
		{"reopen", testReopen},
		{"retry after reopen", testRetryAfterReopen},
		{"random operations", testRandom},
		{"flipped bits", testFlips},
		{"cut file", testCuts},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, h) })
	}
}

// recordedAt is when everything in the suite was recorded.
var recordedAt = time.Date(2025, 3, 31, 15, 59, 59, 123456000, time.UTC)

// fixture is a store under test and what the suite expects it to hold.
type fixture struct {
	*testing.T
	h     Harness
	dir   string
	store store.Store
	model model
}

// create returns an empty store, closed when the test ends.
func create(t *testing.T, h Harness) *fixture {
	t.Helper()
	f := &fixture{T: t, h: h, dir: t.TempDir()}
	s, err := h.Create(t, f.dir)
	if err != nil {
		t.Fatalf("create: %v", err)
	}
	f.store = s
	t.Cleanup(func() {
		if f.store == nil {
			return
		}
		if err := f.store.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return f
}

// close closes the store.
func (f *fixture) close() {
	f.Helper()
	s := f.store
	f.store = nil
	if err := s.Close(); err != nil {
		f.Fatalf("close: %v", err)
	}
}

// reopen closes the store and opens it again.
func (f *fixture) reopen() {
	f.Helper()
	f.close()
	s, err := f.h.Open(f.T, f.dir)
	if err != nil {
		f.Fatalf("open: %v", err)
	}
	f.store = s
}

// event returns an event whose data says what and n.
func event(what string, n int) store.Event {
	return store.Event{Type: "test.happened", Version: 1, Data: fmt.Appendf(nil, `{"n":%d,"what":"%s"}`, n, what)}
}

// events returns n different events.
func events(what string, n int) []store.Event {
	all := make([]store.Event, n)
	for i := range all {
		all[i] = event(what, i)
	}
	return all
}

// to returns an append to a stream.
func to(stream string, expected store.Revision, events ...store.Event) store.Append {
	return store.Append{
		Stream: stream, Expected: expected, RecordedAt: recordedAt,
		Actor: "clerk", Correlation: "import-1", Causation: "command-1", Events: events,
	}
}

// ok appends and records in the model what must stand now. The receipts must be
// those of appends that were written.
func (f *fixture) ok(appends ...store.Append) {
	f.Helper()
	want := f.model.add(appends...)
	got, err := f.store.Append(context.Background(), appends...)
	if err != nil {
		f.Fatalf("append: %v", err)
	}
	f.receipts(got, want)
}

// receipts fails the test if got are not want.
func (f *fixture) receipts(got, want []store.Receipt) {
	f.Helper()
	if len(got) != len(want) {
		f.Fatalf("receipts: got %+v, want %+v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			f.Fatalf("receipt %d: got %+v, want %+v", i, got[i], want[i])
		}
	}
}

// check fails the test if the store does not hold exactly what the model does,
// in all and in every stream. Then it appends, to see that the store still
// works and that what failed before has left no gap.
func (f *fixture) check() {
	f.Helper()
	f.same()
	f.ok(to("check-1", f.model.last("check-1"), event("check", len(f.model.log))))
	f.same()
}

// same fails the test if the store does not hold exactly what the model does.
func (f *fixture) same() {
	f.Helper()
	if err := f.model.compare(f.store); err != nil {
		f.Fatal(err)
	}
}
