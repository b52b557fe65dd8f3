package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger/store"
)

// resting returns an append that rests on streams being where they were read.
func resting(a store.Append, reads ...store.Read) store.Append {
	a.Reads = reads
	return a
}

// at returns an append that rests on the length of the log.
func at(a store.Append, length store.Position) store.Append {
	a.Length = length
	return a
}

func testConditions(t *testing.T, h Harness) {
	f := create(t, h)
	f.ok(to("cap-1", store.NoStream, events("cap", 2)...))
	// What holds is no hindrance, and is not recorded: check compares all that stands.
	f.ok(
		resting(to("paid-1", store.NoStream, event("paid", 1)), store.Read{Stream: "cap-1", At: 1}, store.Read{Stream: "none-1", At: store.NoStream}),
		resting(to("paid-1", 0, event("paid", 2)), store.Read{Stream: "paid-1", At: 0}), // its own stream
		at(to("paid-1", 1, event("paid", 3)), 4),
		resting(to("paid-2", store.NoStream, event("paid", 4))),
	)
	f.check() // adds one event
	for _, test := range []struct {
		name    string
		reads   []store.Read
		length  store.Position
		refused store.ConflictError
	}{
		{"moved", []store.Read{{Stream: "cap-1", At: 0}}, 0, store.ConflictError{Stream: "cap-1", Expected: 0, Actual: 1}},
		{"ahead", []store.Read{{Stream: "cap-1", At: 2}}, 0, store.ConflictError{Stream: "cap-1", Expected: 2, Actual: 1}},
		{"there now", []store.Read{{Stream: "cap-1", At: store.NoStream}}, 0, store.ConflictError{Stream: "cap-1", Expected: store.NoStream, Actual: 1}},
		{"not there", []store.Read{{Stream: "none-1", At: 0}}, 0, store.ConflictError{Stream: "none-1", Expected: 0, Actual: store.NoStream}},
		{"its own", []store.Read{{Stream: "paid-1", At: 1}}, 0, store.ConflictError{Stream: "paid-1", Expected: 1, Actual: 2}},
		{"the second of them", []store.Read{{Stream: "cap-1", At: 1}, {Stream: "paid-2", At: 1}}, 0, store.ConflictError{Stream: "paid-2", Expected: 1, Actual: 0}},
		{"the log is longer", nil, 1, store.ConflictError{Expected: 0}},
		{"the log is shorter", nil, 1000, store.ConflictError{Expected: 999}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f.T = t
			want := test.refused
			if test.length > 0 {
				want.Actual = store.Revision(len(f.model.log)) - 1
			}
			bad := at(resting(to("paid-1", 2, event("bad", 0)), test.reads...), test.length)
			if e := refused[*store.ConflictError](f, nil, bad); *e != want {
				t.Errorf("got %+v, want %+v", *e, want)
			}
			// A stream that is not there yet is not made either.
			bad.Stream, bad.Expected = "new-1", store.NoStream
			refused[*store.ConflictError](f, nil, bad)
			f.check()
		})
	}
	f.T = t
	// The own revision is looked at first: it says most.
	e := refused[*store.ConflictError](f, nil, resting(to("paid-1", 0, event("bad", 0)), store.Read{Stream: "cap-1", At: 7}))
	if *e != (store.ConflictError{Stream: "paid-1", Expected: 0, Actual: 2}) {
		t.Errorf("got %+v", *e)
	}
	f.check()
}

// testConditionsInOneCall: each append is looked at where it comes to stand, so it
// counts what stands before it in the call.
func testConditionsInOneCall(t *testing.T, h Harness) {
	f := create(t, h)
	f.ok(
		to("cap-1", store.NoStream, event("cap", 0)),
		resting(to("paid-1", store.NoStream, event("paid", 0)), store.Read{Stream: "cap-1", At: 0}),
		resting(to("cap-1", 0, event("cap", 1)), store.Read{Stream: "paid-1", At: 0}),
		at(resting(to("paid-2", store.NoStream, event("paid", 1)), store.Read{Stream: "cap-1", At: 1}), 3),
	)
	f.check()
	good := to("cap-1", 1, event("cap", 2))
	bad := resting(to("paid-3", store.NoStream, event("paid", 2)), store.Read{Stream: "cap-1", At: 1})
	never := to("paid-4", store.NoStream, event("paid", 3))
	e := refused[*store.ConflictError](f, f.model.add(good), good, bad, never)
	if *e != (store.ConflictError{Stream: "cap-1", Expected: 1, Actual: 2}) {
		t.Errorf("got %+v", *e)
	}
	f.check()
}

// testConditionsOfARepetition: what stands was decided on when it held.
func testConditionsOfARepetition(t *testing.T, h Harness) {
	f := create(t, h)
	f.ok(to("cap-1", store.NoStream, event("cap", 0)))
	one := at(resting(to("paid-1", store.NoStream, event("paid", 0)), store.Read{Stream: "cap-1", At: 0}), 1)
	f.ok(one)
	f.again([]store.Position{1}, one)
	f.ok(to("cap-1", 0, event("cap", 1)), to("paid-1", 0, event("paid", 1)))
	f.again([]store.Position{1}, one)
	f.check()
	if h.Open != nil {
		f.reopen()
		f.again([]store.Position{1}, one)
		f.check()
	}
	// Other content is another append.
	other := one
	other.Events = events("other", 1)
	refused[*store.ConflictError](f, nil, other)
	f.check()
}

// testConditionsRace has callers pay as a limit allows it while others move the limit,
// and others that append only to a log of the length that they know. What the log then
// holds in order says what each rested on: a store with transactions lets nothing pass
// that has moved, and another says exactly of which appends that is so.
func testConditionsRace(t *testing.T, h Harness) {
	const each = 25
	f := create(t, h)
	stores := []store.Store{f.store, f.store}
	if h.Open != nil {
		second, err := h.Open(t, f.dir)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := second.Close(); err != nil {
				t.Error(err)
			}
		}()
		stores[1] = second
	}
	f.ok(to("cap-1", store.NoStream, event("cap", 0)))
	results := make([][]placed, racers)
	failures := make([]error, racers)
	together(racers, func(i int) {
		results[i], failures[i] = race(stores[i%2], i, each)
	})
	if err := errors.Join(failures...); err != nil {
		t.Fatal(err)
	}
	all := slices.Concat(results...)
	slices.SortFunc(all, func(a, b placed) int { return int(a.receipt.First) - int(b.receipt.First) })
	cap, overtaken, next := store.Revision(0), 0, store.Position(1)
	for _, p := range all {
		if p.receipt.First != next || p.receipt.Duplicate {
			t.Fatalf("%+v: the log should go on at %d", p.receipt, next)
		}
		held := (p.a.Length == 0 || p.a.Length == next) && (len(p.a.Reads) == 0 || p.a.Reads[0].At == cap)
		if held == p.receipt.Overtaken {
			t.Errorf("position %d: rests on %v and length %d, the limit is at %d; told that it was overtaken: %v", next, p.a.Reads, p.a.Length, cap, p.receipt.Overtaken)
		}
		if p.receipt.Overtaken {
			overtaken++
		}
		if p.a.Stream == "cap-1" {
			cap++
		}
		next++
	}
	if overtaken > 0 && h.Transactions {
		t.Errorf("%d appends passed a condition that did not hold", overtaken)
	}
	t.Logf("%d of %d were overtaken", overtaken, len(all))
}

// placed is an append and where it stands.
type placed struct {
	a       store.Append
	receipt store.Receipt
}

// race appends some events as the ith of several, again and again until they stand.
func race(s store.Store, i, each int) (all []placed, err error) {
	cap, end, own := store.Revision(0), store.Position(1), store.NoStream
	for n := 0; n < each; {
		a := to(fmt.Sprint("paid-", i), own, event(fmt.Sprint("racer", i), n))
		switch i % 4 {
		case 0:
			a.Stream, a.Expected = "cap-1", cap
		case 1:
			a.Length = end
		default:
			a.Reads = []store.Read{{Stream: "cap-1", At: cap}}
		}
		receipts, err := s.Append(context.Background(), a)
		if err == nil {
			all = append(all, placed{a, receipts[0]})
			if n++; a.Stream == "cap-1" {
				cap++
			} else {
				own++
			}
			end = receipts[0].First + 1
			continue
		}
		conflict := (*store.ConflictError)(nil)
		if !errors.As(err, &conflict) {
			return nil, err
		}
		switch conflict.Stream {
		case "cap-1":
			cap = conflict.Actual
		case "":
			end = store.Position(conflict.Actual) + 1
		default:
			return nil, fmt.Errorf("a conflict of %q, to which nobody else appends: %w", conflict.Stream, err)
		}
	}
	return all, nil
}
