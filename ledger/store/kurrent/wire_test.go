package kurrent

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"

	"github.com/fundledger/fundledger/ledger/store"
)

// sample returns an append with awkward names.
func sample(events int) store.Append {
	a := store.Append{
		Stream: "fund-441300.390-2025", Expected: 6, RecordedAt: time.Date(2025, 3, 31, 9, 0, 0, 120_000, time.UTC),
		Actor: "李 \"四\" \\ \u2028 <x>", Correlation: "import\t1", Causation: "01J\u007f",
	}
	for range events {
		a.Events = append(a.Events, store.Event{Type: "fund.paid", Version: 3, Data: []byte(`{"a":"é","b":[1,2]}`)})
	}
	return a
}

// recorded returns event i of an append as the client reads it.
func recorded(a *store.Append, i int) *esdb.RecordedEvent {
	e := proposed(a, i)
	return &esdb.RecordedEvent{
		EventID: e.EventID, EventType: e.EventType, ContentType: jsonType, StreamID: "t." + a.Stream,
		EventNumber: uint64(a.Expected) + 1 + uint64(i), Position: esdb.Position{Commit: 900, Prepare: 899}, Data: e.Data,
		UserMetadata: e.Metadata,
	}
}

func TestRead(t *testing.T) {
	for _, events := range []int{1, 3} {
		a := sample(events)
		for i := range events {
			h, err := read("here", a.Stream, recorded(&a, i))
			if err != nil {
				t.Fatal(err)
			}
			want := held{
				Recorded: store.Recorded{
					Stream: a.Stream, Revision: a.Expected + 1 + store.Revision(i), RecordedAt: a.RecordedAt,
					Actor: a.Actor, Correlation: a.Correlation, Causation: a.Causation, Type: "fund.paid", Version: 3, Data: a.Events[i].Data,
				},
				number: 7 + uint64(i), at: place{900, 899},
			}
			if events > 1 {
				want.piece = piece{i + 1, events}
			}
			if !bytes.Equal(h.AppendLine(nil), want.AppendLine(nil)) || h.number != want.number || h.at != want.at || h.piece != want.piece {
				t.Errorf("got  %+v\nwant %+v", h, want)
			}
		}
	}
	if got, want := string(recorded(new(sample(1)), 0).UserMetadata), `"actor":"李 \"四\" \\ `; !strings.Contains(got, want) {
		t.Errorf("%s does not hold %s", got, want)
	}
}

// The metadata of one event is written down here: it must not change.
func TestMetadataIsWritten(t *testing.T) {
	a := store.Append{
		Stream: "fund-1", Expected: store.NoStream, RecordedAt: time.Date(2025, 1, 2, 3, 4, 5, 6000, time.UTC), Actor: "a clerk",
		Correlation: "c", Causation: "d",
		Events: []store.Event{{Type: "x", Version: 1, Data: []byte(`{}`)}, {Type: "x", Version: 2, Data: []byte(`{}`)}},
	}
	const want = `{"$causationId":"d","$correlationId":"c","actor":"a clerk","of":"2","part":"2","recordedAt":"2025-01-02T03:04:05.000006Z","revision":"1","schemaVersion":"2"}`
	if got := string(proposed(&a, 1).Metadata); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	a.Events, a.Correlation, a.Causation = a.Events[:1], "", ""
	const single = `{"actor":"a clerk","recordedAt":"2025-01-02T03:04:05.000006Z","revision":"0","schemaVersion":"1"}`
	e := proposed(&a, 0)
	if got := string(e.Metadata); got != single {
		t.Errorf("got  %s\nwant %s", got, single)
	}
	if e.EventID != store.EventID("fund-1", "x", 1, []byte(`{}`)) {
		t.Error("the id of a single event is not the ledger's")
	}
}

// What was changed, or was not written by the ledger, is corrupt.
func TestReadStrictness(t *testing.T) {
	replace := func(old, new string) func(*esdb.RecordedEvent) {
		return func(e *esdb.RecordedEvent) {
			if !bytes.Contains(e.UserMetadata, []byte(old)) {
				panic("no " + old)
			}
			e.UserMetadata = bytes.Replace(e.UserMetadata, []byte(old), []byte(new), 1)
		}
	}
	for name, change := range map[string]func(*esdb.RecordedEvent){
		"binary":                 func(e *esdb.RecordedEvent) { e.ContentType = "application/octet-stream" },
		"no metadata":            func(e *esdb.RecordedEvent) { e.UserMetadata = nil },
		"empty metadata":         func(e *esdb.RecordedEvent) { e.UserMetadata = []byte("{}") },
		"metadata is no object":  func(e *esdb.RecordedEvent) { e.UserMetadata = []byte("[]") },
		"cut metadata":           func(e *esdb.RecordedEvent) { e.UserMetadata = e.UserMetadata[:len(e.UserMetadata)-1] },
		"more after metadata":    func(e *esdb.RecordedEvent) { e.UserMetadata = append(e.UserMetadata, ' ') },
		"other data":             func(e *esdb.RecordedEvent) { e.Data = []byte(`{"a":"e","b":[1,2]}`) },
		"data is no object":      func(e *esdb.RecordedEvent) { e.Data = []byte(`1`) },
		"no data":                func(e *esdb.RecordedEvent) { e.Data = nil },
		"other type":             func(e *esdb.RecordedEvent) { e.EventType = "fund.closed" },
		"no type":                func(e *esdb.RecordedEvent) { e.EventType = "" },
		"other id":               func(e *esdb.RecordedEvent) { e.EventID = uuid.UUID{1} },
		"number before revision": func(e *esdb.RecordedEvent) { e.EventNumber = 6 },
		"other actor":            replace(`"actor":"李`, `"actor":"张`),
		"other part":             replace(`"part":"1"`, `"part":"2"`),
		"no actor":               replace(`"actor":"李 \"四\" \\`, `"actor":"`),
		"part 0":                 replace(`"part":"1"`, `"part":"0"`),
		"part after the last":    replace(`"part":"1"`, `"part":"4"`),
		"no part":                replace(`"part":"1",`, ``),
		"only part":              replace(`"of":"3"`, `"of":"1"`),
		"too many parts":         replace(`"of":"3"`, `"of":"10001"`),
		"sign":                   replace(`"revision":"7"`, `"revision":"+7"`),
		"leading zero":           replace(`"revision":"7"`, `"revision":"07"`),
		"negative revision":      replace(`"revision":"7"`, `"revision":"-7"`),
		"revision is no string":  replace(`"revision":"7"`, `"revision":7`),
		"version 0":              replace(`"schemaVersion":"3"`, `"schemaVersion":"0"`),
		"other version":          replace(`"schemaVersion":"3"`, `"schemaVersion":"4"`),
		"time in a zone":         replace(`09:00:00.000120Z`, `09:00:00.000120+00:00`),
		"milliseconds":           replace(`09:00:00.000120Z`, `09:00:00.000Z`),
		"the year 1":             replace(`2025-03-31`, `0001-03-31`),
		"unknown field":          replace(`"recordedAt"`, `"more":"x","recordedAt"`),
		"field twice":            replace(`"recordedAt"`, `"part":"1","recordedAt"`),
		"other order":            replace(`"of":"3","part":"1"`, `"part":"1","of":"3"`),
		"space":                  replace(`,"of"`, `, "of"`),
		"other escape":           replace(`\t`, `\u0009`),
	} {
		a := sample(3)
		e := recorded(&a, 0)
		change(e)
		h, err := read("here", a.Stream, e)
		if corrupt := (*store.CorruptError)(nil); !errors.As(err, &corrupt) {
			t.Errorf("%s: got %+v, %v", name, h, err)
		}
	}
}

// FuzzRead: whatever stands in the cluster, reading does not panic, and what is taken
// for an event of the ledger would be written the same.
func FuzzRead(f *testing.F) {
	for _, events := range []int{1, 3} {
		a := sample(events)
		for i := range events {
			e := recorded(&a, i)
			f.Add(a.Stream, e.EventType, e.ContentType, e.Data, e.UserMetadata, e.EventNumber, true)
		}
	}
	f.Add("s", "$>", jsonType, []byte("0@s"), []byte(`{"actor":"\ud800"}`), uint64(0), false)
	f.Fuzz(func(t *testing.T, stream, kind, content string, data, metadata []byte, number uint64, right bool) {
		e := &esdb.RecordedEvent{EventType: kind, ContentType: content, StreamID: "t." + stream, EventNumber: number, Data: data,
			UserMetadata: metadata}
		if right { // give it the id that belongs to it, so that more is looked at
			e.EventID = rightID(stream, e)
		}
		h, err := read("here", stream, e)
		if err != nil {
			if corrupt := (*store.CorruptError)(nil); !errors.As(err, &corrupt) {
				t.Fatalf("got %v", err)
			}
			return
		}
		a := store.Append{Stream: h.Stream, Expected: h.Revision - 1, RecordedAt: h.RecordedAt, Actor: h.Actor,
			Correlation: h.Correlation, Causation: h.Causation}
		i := 0
		if h.of > 0 { // the others do not matter
			i = h.part - 1
			a.Expected = h.Revision - store.Revision(h.part)
			a.Events = make([]store.Event, h.of)
		} else {
			a.Events = make([]store.Event, 1)
		}
		a.Events[i] = store.Event{Type: h.Type, Version: h.Version, Data: h.Data}
		again := proposed(&a, i)
		if !bytes.Equal(again.Metadata, metadata) || !bytes.Equal(again.Data, data) || again.EventType != kind || again.EventID != e.EventID {
			t.Errorf("read %s, wrote %s", metadata, again.Metadata)
		}
	})
}

// rightID returns the id that an event has if its metadata is the ledger's.
func rightID(stream string, e *esdb.RecordedEvent) uuid.UUID {
	fields, _ := flat(e.UserMetadata)
	version := 0
	for _, c := range fields["schemaVersion"] {
		version = version*10 + int(c-'0')
	}
	p := piece{}
	if _, some := fields["of"]; some {
		p.of = 2
	}
	return idOf(store.EventID(stream, e.EventType, version, e.Data), p, e.UserMetadata)
}

// An append of many events is sent in as few appends as it takes, none of which is
// larger than allowed unless it is one event.
func TestCut(t *testing.T) {
	a := sample(10)
	a.Expected = 99 // so that all revisions are as long
	one := size(proposed(&a, 0))
	for _, test := range []struct{ most, pieces int }{
		{1, 10}, {one - 1, 10}, {2*one - 1, 10}, {2*one + 1, 5}, {3*one - 1, 5}, {3*one + 1, 4}, {9*one + 1, 2}, {10 * one, 2}, {10*one + 1, 1},
	} {
		s := &Store{o: Options{MaxWrite: test.most}}
		pieces := s.cut(&a)
		n := 0
		for _, events := range pieces {
			bytes := 0
			for _, e := range events {
				if want := proposed(&a, n); want.EventID != e.EventID {
					t.Fatalf("event %d is another", n)
				}
				bytes += size(e)
				n++
			}
			if len(events) == 0 || bytes > test.most && len(events) > 1 {
				t.Errorf("at most %d: %d events of %d bytes", test.most, len(events), bytes)
			}
		}
		if n != 10 || len(pieces) != test.pieces {
			t.Errorf("at most %d: %d pieces of %d events, want %d", test.most, len(pieces), n, test.pieces)
		}
	}
}

// Streams of other ledgers, and of the server, are not ours.
func TestStreamOf(t *testing.T) {
	for name, want := range map[string]string{"t.fund-1": "fund-1", "t.a.b": "a.b", "t.": "", "tt.x": "!", "t": "!", "x.t.y": "!", "$$t.fund-1": "!", "fundledger_ledgers-t": "!"} {
		got, ok := streamOf("t", name)
		if !ok {
			got = "!"
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}
