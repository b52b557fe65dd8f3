package storetest

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/store"
)

func testEmpty(t *testing.T, h Harness) {
	f := create(t, h)
	ctx := context.Background()
	for _, from := range []store.Position{0, 1, math.MaxUint64} {
		if err := equal(f.store.All(ctx, from), nil); err != nil {
			t.Errorf("all from %d: %v", from, err)
		}
	}
	for _, from := range []store.Revision{0, 1, math.MaxInt64} {
		if err := equalStream(f.store.Stream(ctx, "fund-1", from), nil); err != nil {
			t.Errorf("stream from %d: %v", from, err)
		}
	}
	receipts, err := f.store.Append(ctx)
	if len(receipts) != 0 || err != nil {
		t.Errorf("append of nothing: %v, %v", receipts, err)
	}
	f.check()
}

// interleaved appends rounds of one to three events to each of three streams.
func interleaved(f *fixture, rounds int) {
	f.Helper()
	for i := range rounds {
		for j, name := range []string{"fund-1", "fund-11", "relief-x"} {
			f.ok(to(name, f.model.last(name), events(fmt.Sprint(name, i), 1+(i+j)%3)...))
		}
	}
}

func testOrder(t *testing.T, h Harness) {
	f := create(t, h)
	interleaved(f, 8)
	f.check()
	ctx := context.Background()
	for from := range len(f.model.log) + 3 {
		want := f.model.log[min(from, len(f.model.log)):]
		if err := equal(f.store.All(ctx, store.Position(from)), want); err != nil {
			t.Fatalf("all from %d: %v", from, err)
		}
	}
	for name, held := range f.model.streams() {
		for from := range len(held) + 3 {
			want := held[min(from, len(held)):]
			if err := equalStream(f.store.Stream(ctx, name, store.Revision(from)), want); err != nil {
				t.Fatalf("stream %s from %d: %v", name, from, err)
			}
		}
		if err := equalStream(f.store.Stream(ctx, name, math.MaxInt64), nil); err != nil {
			t.Errorf("stream %s from the last revision there can be: %v", name, err)
		}
	}
	if err := equal(f.store.All(ctx, math.MaxUint64), nil); err != nil {
		t.Errorf("all from the last position there can be: %v", err)
	}
	for _, name := range []string{"fund", "fund-111", "FUND-1"} {
		if err := equalStream(f.store.Stream(ctx, name, 0), nil); err != nil {
			t.Errorf("stream %s, which does not exist: %v", name, err)
		}
	}
}

// testBreak breaks out of iterations at every point, more often than a store
// can have connections to lose.
func testBreak(t *testing.T, h Harness) {
	f := create(t, h)
	interleaved(f, 4)
	for stop := range f.model.log {
		n := 0
		for _, err := range f.store.All(context.Background(), 0) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n > stop {
				break
			}
		}
		for range f.store.Stream(context.Background(), "fund-1", 0) {
			break
		}
	}
	f.check()
}

// testAppendWhileReading appends, and reads another stream, inside an iteration.
func testAppendWhileReading(t *testing.T, h Harness) {
	f := create(t, h)
	interleaved(f, 4)
	before := len(f.model.log)
	seen := 0
	for r, err := range f.store.All(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if int(r.Position) != seen {
			t.Fatalf("position %d, want %d", r.Position, seen)
		}
		if seen++; seen > before {
			continue // a new one, which may be seen or not
		}
		f.ok(to("relief-y", f.model.last("relief-y"), event("inside", seen)))
		if err := equalStream(f.store.Stream(context.Background(), "fund-1", 0), f.model.stream("fund-1")); err != nil {
			t.Fatal(err)
		}
	}
	if seen < before {
		t.Errorf("%d events seen, %d stood before", seen, before)
	}
	f.check()
}

// testCanonicalLine has the one form that is hashed and exported. A change of
// these lines is a change of every ledger's root hash.
func testCanonicalLine(t *testing.T, h Harness) {
	f := create(t, h)
	f.ok(store.Append{
		Stream: "fund-441300.390-2025", Expected: store.NoStream, RecordedAt: recordedAt,
		Actor: `经办 "A"`, Correlation: "", Causation: "01JQ\\1",
		Events: []store.Event{
			{Type: "fund.opened", Version: 1, Data: []byte(`{"amount":"1234.56","name":"职工医保"}`)},
			{Type: "fund.renamed", Version: 12, Data: []byte(`{}`)},
		},
	})
	want := []string{
		`{"actor":"经办 \"A\"","causation":"01JQ\\1","correlation":"","data":{"amount":"1234.56","name":"职工医保"},"id":"93b5ff73-37cc-523f-985d-db8dacced0cf","recorded_at":"2025-03-31T15:59:59.123456Z","revision":0,"stream":"fund-441300.390-2025","type":"fund.opened","version":1}`,
		`{"actor":"经办 \"A\"","causation":"01JQ\\1","correlation":"","data":{},"id":"0204b44a-da8f-54c5-99dd-769e881ae262","recorded_at":"2025-03-31T15:59:59.123456Z","revision":1,"stream":"fund-441300.390-2025","type":"fund.renamed","version":12}`,
	}
	n := 0
	for r, err := range f.store.All(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if got := string(r.AppendLine(nil)); n < len(want) && got != want[n] {
			t.Errorf("line %d:\ngot  %s\nwant %s", n, got, want[n])
		}
		n++
	}
	if n != len(want) {
		t.Errorf("%d events, want %d", n, len(want))
	}
	f.check()
}

func testCallersBytes(t *testing.T, h Harness) {
	f := create(t, h)
	a := to("fund-1", store.NoStream, events("mine", 3)...)
	f.ok(a)
	for i := range a.Events {
		copy(a.Events[i].Data, bytes.Repeat([]byte("X"), len(a.Events[i].Data)))
		a.Events[i].Type = "other"
	}
	f.check()
	// What was read is the store's only until the next step.
	var kept []byte
	for r, err := range f.store.Stream(context.Background(), "fund-1", 0) {
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, r.Data...)
		_ = append(r.Data, "over what follows"...)
	}
	if want := `{"n":0,"what":"mine"}{"n":1,"what":"mine"}{"n":2,"what":"mine"}`; string(kept) != want {
		t.Errorf("read %s, want %s", kept, want)
	}
	f.check()
}

func testLargest(t *testing.T, h Harness) {
	f := create(t, h)
	f.ok(to("fund-1", store.NoStream, events("many", store.MaxEvents)...))
	f.ok(to("fund-1", store.MaxEvents-1, event("next", 0)))
	long := strings.Repeat("长", store.MaxNameBytes/3)
	a := to("f-"+long[:store.MaxNameBytes/3*3-3], store.NoStream, store.Event{
		Type: long, Version: math.MaxInt32,
		Data: fmt.Appendf(nil, `{"n":"%s"}`, strings.Repeat("n", store.MaxEventBytes-8)),
	})
	a.Actor, a.Correlation, a.Causation = long, long, long
	f.ok(a)
	f.check()
}

func testAwkward(t *testing.T, h Harness) {
	f := create(t, h)
	for i, name := range []string{
		"基金-441300.390-2025", "é", "e\u0301", "fund-1", "fund-1 ", " fund-1", "Fund-1", "fund-%", "fund-_", "'; --", `"`, "👛", "\t", "0", "00", "1e3", "NULL",
	} {
		e := event("awkward", i)
		e.Type = "类型-" + strings.ReplaceAll(name, " ", "_")
		e.Data = fmt.Appendf(nil, `{"a b":" c  d ","n":%d,"七":"\u0001\n\"\\"}`, i)
		a := to(name, store.NoStream, e, event("plain", i))
		a.Actor, a.Correlation, a.Causation = name, name, ""
		f.ok(a)
	}
	f.check()
}
