package storetest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
)

// refused appends and fails the test unless the store performs what stands in
// want and then gives an error of type E, which it returns.
func refused[E error](f *fixture, want []store.Receipt, appends ...store.Append) (e E) {
	f.Helper()
	got, err := f.store.Append(context.Background(), appends...)
	if !errors.As(err, &e) {
		f.Fatalf("append: got error %v (%T), want a %T", err, err, e)
	}
	f.receipts(got, want)
	return e
}

func testConflict(t *testing.T, h Harness) {
	f := create(t, h)
	for _, test := range []struct {
		expected store.Revision
		actual   store.Revision // of the error
	}{
		{0, store.NoStream},
		{7, store.NoStream},
	} {
		e := refused[*store.ConflictError](f, nil, to("fund-1", test.expected, event("early", 0)))
		if *e != (store.ConflictError{Stream: "fund-1", Expected: test.expected, Actual: test.actual}) {
			t.Errorf("got %+v", e)
		}
		f.check()
	}
	f.ok(to("fund-1", store.NoStream, events("first", 3)...))
	f.ok(to("fund-2", store.NoStream, events("first", 1)...))
	for _, expected := range []store.Revision{store.NoStream, 0, 1, 3, 1 << 40} {
		e := refused[*store.ConflictError](f, nil, to("fund-1", expected, event("other", 0)))
		if *e != (store.ConflictError{Stream: "fund-1", Expected: expected, Actual: 2}) {
			t.Errorf("got %+v", e)
		}
		f.check()
	}
}

func testSeveral(t *testing.T, h Harness) {
	f := create(t, h)
	f.ok( // later ones build on earlier ones
		to("fund-1", store.NoStream, events("a", 2)...),
		to("fund-2", store.NoStream, events("a", 1)...),
		to("fund-1", 1, events("b", 3)...),
	)
	f.check()
	good := to("fund-2", 0, events("c", 2)...)
	bad := to("fund-1", 1, events("d", 2)...)
	never := to("fund-2", 2, events("e", 2)...)
	e := refused[*store.ConflictError](f, f.model.add(good), good, bad, never)
	if *e != (store.ConflictError{Stream: "fund-1", Expected: 1, Actual: 4}) {
		t.Errorf("got %+v", e)
	}
	f.check()
	refused[*store.ConflictError](f, nil, bad, to("fund-9", store.NoStream, events("f", 1)...))
	f.check()
}

func testInvalid(t *testing.T, h Harness) {
	f := create(t, h)
	f.ok(to("fund-1", store.NoStream, event("first", 0)))
	for name, spoil := range map[string]func(*store.Append){
		"no stream":           func(a *store.Append) { a.Stream = "" },
		"no actor":            func(a *store.Append) { a.Actor = "" },
		"stream too long":     func(a *store.Append) { a.Stream = strings.Repeat("s", store.MaxNameBytes+1) },
		"line break":          func(a *store.Append) { a.Correlation = "a\nb" },
		"NUL":                 func(a *store.Append) { a.Causation = "a\x00b" },
		"not UTF-8":           func(a *store.Append) { a.Actor = "a\xffb" },
		"expected":            func(a *store.Append) { a.Expected = -2 },
		"no time":             func(a *store.Append) { a.RecordedAt = time.Time{} },
		"time in a zone":      func(a *store.Append) { a.RecordedAt = recordedAt.In(time.FixedZone("CST", 8*60*60)) },
		"nanoseconds":         func(a *store.Append) { a.RecordedAt = recordedAt.Add(time.Nanosecond) },
		"a read of no stream": func(a *store.Append) { a.Reads = []store.Read{{At: 1}} },
		"a read at -2":        func(a *store.Append) { a.Reads = []store.Read{{Stream: "fund-1", At: -2}} },
		"a read of two lines": func(a *store.Append) { a.Reads = []store.Read{{Stream: "a\nb"}} },
		"no events":           func(a *store.Append) { a.Events = nil },
		"too many events":     func(a *store.Append) { a.Events = events("many", store.MaxEvents+1) },
		"no type":             func(a *store.Append) { a.Events[1].Type = "" },
		"type with a space":   func(a *store.Append) { a.Events[1].Type = "a b" },
		"version 0":           func(a *store.Append) { a.Events[1].Version = 0 },
		"no data":             func(a *store.Append) { a.Events[1].Data = nil },
		"data not an object":  func(a *store.Append) { a.Events[1].Data = []byte(`[1]`) },
		"data in two lines":   func(a *store.Append) { a.Events[1].Data = []byte("{\n}") },
		"data too long": func(a *store.Append) {
			a.Events[1].Data = []byte(`{"n":"` + strings.Repeat("n", store.MaxEventBytes) + `"}`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			bad := to("fund-1", 0, events("bad", 2)...)
			spoil(&bad)
			good := to("fund-2", store.NoStream, event("good", 0))
			refused[*store.InvalidError](f, nil, bad)
			// A caller's bug is found before anything is performed.
			refused[*store.InvalidError](f, nil, good, bad)
			f.same()
		})
	}
	f.check()
}

func testCancelled(t *testing.T, h Harness) {
	f := create(t, h)
	f.ok(to("fund-1", store.NoStream, events("first", 3)...))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	receipts, err := f.store.Append(ctx, to("fund-1", 2, event("never", 0)))
	if len(receipts) != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("append: got %v, %v", receipts, err)
	}
	if err := equal(f.store.All(ctx, 0), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("all: got %v", err)
	}
	if err := equalStream(f.store.Stream(ctx, "fund-1", 0), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("stream: got %v", err)
	}
	f.check()
}
