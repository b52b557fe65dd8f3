package storetest

import (
	"context"
	"testing"

	"github.com/fundledger/fundledger/ledger/store"
)

// again repeats appends that stand. They must be recognised at first positions.
func (f *fixture) again(first []store.Position, appends ...store.Append) {
	f.Helper()
	var want []store.Receipt
	for i, a := range appends {
		want = append(want, store.Receipt{First: first[i], Last: a.Expected + store.Revision(len(a.Events)), Duplicate: true})
	}
	got, err := f.store.Append(context.Background(), appends...)
	if err != nil {
		f.Fatalf("retry: %v", err)
	}
	f.receipts(got, want)
}

func testRetry(t *testing.T, h Harness) {
	f := create(t, h)
	one := to("fund-1", store.NoStream, event("one", 0))
	two := to("fund-2", store.NoStream, events("two", 2)...)
	three := to("fund-1", 0, events("three", 3)...)
	f.ok(one, two, three)
	f.again([]store.Position{0, 1, 3}, one, two, three)
	f.check()
	f.again([]store.Position{3}, three)

	// Time and envelope are those of the first time; the caller's clock went on.
	later := three
	later.RecordedAt, later.Actor, later.Causation = later.RecordedAt.AddDate(0, 0, 1), "other", "command-2"
	f.again([]store.Position{3}, later)
	f.check()

	// One call may repeat some and add others.
	four := to("fund-1", 3, event("four", 0))
	want := append([]store.Receipt{{First: 3, Last: 3, Duplicate: true}}, f.model.add(four)...)
	got, err := f.store.Append(context.Background(), three, four)
	if err != nil {
		t.Fatal(err)
	}
	f.receipts(got, want)
	f.check()

	// Once more, within one call.
	five := to("fund-1", 4, events("five", 2)...)
	want = f.model.add(five)
	want = append(want, store.Receipt{First: want[0].First, Last: want[0].Last, Duplicate: true})
	if got, err = f.store.Append(context.Background(), five, five); err != nil {
		t.Fatal(err)
	}
	f.receipts(got, want)
	f.check()
}

func testRetryOther(t *testing.T, h Harness) {
	f := create(t, h)
	stands := events("stands", 3)
	f.ok(to("fund-1", store.NoStream, stands...))
	for name, change := range map[string]func([]store.Event) []store.Event{
		"other data":    func(e []store.Event) []store.Event { e[2].Data = []byte(`{"n":9}`); return e },
		"other type":    func(e []store.Event) []store.Event { e[0].Type = "test.happened2"; return e },
		"other version": func(e []store.Event) []store.Event { e[1].Version = 2; return e },
		"one more":      func(e []store.Event) []store.Event { return append(e, event("stands", 3)) },
		"other order":   func(e []store.Event) []store.Event { e[0], e[1] = e[1], e[0]; return e },
	} {
		t.Run(name, func(t *testing.T) {
			e := refused[*store.ConflictError](f, nil,
				to("fund-1", store.NoStream, change(append([]store.Event(nil), stands...))...))
			if *e != (store.ConflictError{Stream: "fund-1", Expected: store.NoStream, Actual: 2}) {
				t.Errorf("got %+v", e)
			}
			f.same()
		})
	}
	// Events that stand, but one place further.
	refused[*store.ConflictError](f, nil, to("fund-1", store.NoStream, stands[1:]...))
	// Overlapping the end: the first stands, the second does not.
	refused[*store.ConflictError](f, nil, to("fund-1", 1, stands[2], event("new", 0)))
	// The same events in another stream are other events.
	f.ok(to("fund-2", store.NoStream, stands...))
	f.check()
}

// testRetryOverAppends repeats events under another division into appends: what
// counts is which events stand at which revisions.
func testRetryOverAppends(t *testing.T, h Harness) {
	f := create(t, h)
	all := events("all", 6)
	f.ok(to("fund-1", store.NoStream, all[:3]...))
	f.ok(to("fund-2", store.NoStream, event("between", 0)))
	f.ok(to("fund-1", 2, all[3:]...))
	f.again([]store.Position{0}, to("fund-1", store.NoStream, all...))
	f.again([]store.Position{0}, to("fund-1", store.NoStream, all[:2]...))
	f.again([]store.Position{1}, to("fund-1", 0, all[1:5]...))
	f.again([]store.Position{5}, to("fund-1", 3, all[4:]...))
	f.check()
}
