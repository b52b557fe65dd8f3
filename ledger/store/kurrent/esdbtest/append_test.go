package esdbtest_test

import (
	"bytes"
	"math"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
)

// What the server decides on one append to a stream that holds events 1, 2, 3
// at revisions 0, 1, 2 (or, where said, something else).
func TestExpectedRevision(t *testing.T) {
	const ok = esdb.ErrorCode(-1)
	three := func(t *testing.T, client *esdb.Client) { write(t, client, "s-1", esdb.NoStream{}, events(1, 2, 3)...) }
	for _, test := range []struct {
		name   string
		before func(*testing.T, *esdb.Client)
		expect esdb.ExpectedRevision
		ids    []int
		want   esdb.ErrorCode
		last   uint64 // revision that the receipt says
		stored int    // events of the stream afterwards
	}{
		{"the current revision", three, esdb.Revision(2), []int{4}, ok, 3, 4},
		{"several at once", three, esdb.Revision(2), []int{4, 5, 6}, ok, 5, 6},
		{"no stream, and there is none", nil, esdb.NoStream{}, []int{1}, ok, 0, 1},
		{"any, and there is none", nil, esdb.Any{}, []int{1}, ok, 0, 1},
		{"a revision ahead", three, esdb.Revision(3), []int{4}, esdb.ErrorCodeWrongExpectedVersion, 0, 3},
		{"a revision of no stream", nil, esdb.Revision(0), []int{4}, esdb.ErrorCodeWrongExpectedVersion, 0, 0},
		{"an old revision, another event", three, esdb.Revision(1), []int{4}, esdb.ErrorCodeWrongExpectedVersion, 0, 3},
		{"no stream, another event", three, esdb.NoStream{}, []int{4}, esdb.ErrorCodeWrongExpectedVersion, 0, 3},

		{"repeated whole", three, esdb.NoStream{}, []int{1, 2, 3}, ok, 2, 3},
		{"repeated, the first part", three, esdb.NoStream{}, []int{1, 2}, ok, 1, 3},
		{"repeated, the last part", three, esdb.Revision(1), []int{3}, ok, 2, 3},
		{"repeated, then a new one", three, esdb.NoStream{}, []int{1, 2, 3, 4}, esdb.ErrorCodeWrongExpectedVersion, 0, 3},
		{"repeated, then another", three, esdb.NoStream{}, []int{1, 4}, esdb.ErrorCodeWrongExpectedVersion, 0, 3},
		{"repeated in another order", three, esdb.NoStream{}, []int{2, 1}, esdb.ErrorCodeWrongExpectedVersion, 0, 3},
		{"the same id again at the current revision is not noticed", three, esdb.Revision(2), []int{3}, ok, 3, 4},

		{"any, a new event", three, esdb.Any{}, []int{4}, ok, 3, 4},
		{"any, remembered", three, esdb.Any{}, []int{2, 3}, ok, 2, 3},
		{"any, remembered in part", three, esdb.Any{}, []int{3, 4}, esdb.ErrorCodeWrongExpectedVersion, 0, 3},
		{"any, first unknown", three, esdb.Any{}, []int{4, 3}, ok, 4, 5},
		{"stream exists, a new event", three, esdb.StreamExists{}, []int{4}, ok, 3, 4},
		{"stream exists, remembered", three, esdb.StreamExists{}, []int{3}, ok, 2, 3},
		{"stream exists, and it does not", nil, esdb.StreamExists{}, []int{4}, esdb.ErrorCodeWrongExpectedVersion, 0, 0},
		{"stream exists, if its metadata do", func(t *testing.T, client *esdb.Client) {
			write(t, client, "$$s-1", esdb.Any{}, esdb.EventData{EventID: id(9), EventType: "$metadata", ContentType: esdb.ContentTypeJson, Data: []byte(`{}`)})
		}, esdb.StreamExists{}, []int{4}, ok, 0, 1},
		{"an id of another stream is not remembered", func(t *testing.T, client *esdb.Client) {
			write(t, client, "s-2", esdb.NoStream{}, events(4)...)
		}, esdb.Any{}, []int{4}, ok, 0, 1},

		{"nothing, at the current revision", three, esdb.Revision(2), nil, ok, 2, 3},
		{"nothing, at an old revision", three, esdb.Revision(1), nil, esdb.ErrorCodeWrongExpectedVersion, 0, 3},
		{"nothing, to no stream: the client makes a revision up", nil, esdb.NoStream{}, nil, ok, 1, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := esdbtest.ForTest(t, esdbtest.Options{})
			client := dial(t, c, "")
			if test.before != nil {
				test.before(t, client)
			}
			held := c.Events()
			r, err := client.AppendToStream(within(t), "s-1", esdb.AppendToStreamOptions{ExpectedRevision: test.expect}, events(test.ids...)...)
			if code(err) != test.want {
				t.Fatalf("got %v", err)
			}
			if err == nil && r.NextExpectedVersion != test.last {
				t.Errorf("the receipt says revision %d, want %d", r.NextExpectedVersion, test.last)
			}
			got, err := readStream(t, client, "s-1")
			if len(got) != test.stored || err != nil && code(err) != esdb.ErrorCodeResourceNotFound {
				t.Fatalf("%d events are there, want %d; %v", len(got), test.stored, err)
			}
			if all := c.Events(); len(all) < len(held) || r != nil && len(test.ids) > 0 && got[test.last].Position.Commit != r.CommitPosition {
				t.Errorf("the receipt %+v does not say where the event is", r)
			}
		})
	}
}

func TestRepeatedKeepsTheFirstContent(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{})
	client := dial(t, c, "")
	first := write(t, client, "s-1", esdb.NoStream{}, events(1)...)
	write(t, client, "s-2", esdb.NoStream{}, events(2)...)
	other := events(1)
	other[0].Data = []byte(`{"n":"another"}`)
	again := write(t, client, "s-1", esdb.NoStream{}, other...)
	if *again != *first {
		t.Errorf("the receipts differ: %+v, %+v", first, again)
	}
	if held := c.Events(); len(held) != 2 || string(held[0].Data) != `{"n":1}` {
		t.Errorf("held: %+v", held)
	}
}

// What the server remembers of appends without a revision is lost when
// another node leads, and when the only one starts again.
func TestMemoryIsLost(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{Nodes: 3})
	client := dial(t, c, "")
	write(t, client, "s-1", esdb.Any{}, events(1)...)
	write(t, client, "s-1", esdb.Any{}, events(1)...)
	if n := len(c.Events()); n != 1 {
		t.Fatalf("%d events; the second should be remembered", n)
	}
	c.Elect(1)
	write(t, client, "s-1", esdb.Any{}, events(1)...)
	if n := len(c.Events()); n != 2 {
		t.Fatalf("%d events; the new leader should not remember", n)
	}
	write(t, client, "s-1", esdb.NoStream{}, events(1)...)
	if n := len(c.Events()); n != 2 {
		t.Fatalf("%d events; an exact revision does not rest on memory", n)
	}
}

func TestSizeLimit(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{MaxAppend: 1000})
	client := dial(t, c, "")
	one := func(data, metadata int) esdb.EventData {
		return esdb.EventData{EventID: id(1), EventType: "Paid", Data: bytes.Repeat([]byte("x"), data), Metadata: bytes.Repeat([]byte("y"), metadata)}
	}
	for _, test := range []struct {
		name   string
		events []esdb.EventData
		fits   bool
	}{
		{"just fits", []esdb.EventData{one(900, 92)}, true}, // 8 for the four characters of the type
		{"one byte more", []esdb.EventData{one(901, 92)}, false},
		{"metadata count", []esdb.EventData{one(0, 993)}, false},
		{"the whole append counts", []esdb.EventData{one(492, 0), one(493, 0)}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := client.AppendToStream(within(t), "s-"+test.name, esdb.AppendToStreamOptions{ExpectedRevision: esdb.NoStream{}}, test.events...)
			if test.fits != (err == nil) {
				t.Fatalf("got %v", err)
			}
			if err != nil && code(err) != esdb.ErrorCodeUnknown { // InvalidArgument, which the client does not know, or io.EOF
				t.Errorf("got %v", err)
			}
			if got, _ := readStream(t, client, "s-"+test.name); test.fits != (len(got) == len(test.events)) {
				t.Errorf("%d events are there", len(got))
			}
		})
	}
}

func TestDelete(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{})
	client := dial(t, c, "")
	write(t, client, "s-1", esdb.NoStream{}, events(1, 2, 3)...)
	if _, err := client.DeleteStream(within(t), "s-1", esdb.DeleteStreamOptions{ExpectedRevision: esdb.Revision(1)}); err == nil {
		t.Error("deleted at a wrong revision")
	}
	if _, err := client.DeleteStream(within(t), "s-9", esdb.DeleteStreamOptions{ExpectedRevision: esdb.Any{}}); err == nil {
		t.Error("deleted a stream that never was")
	}
	if _, err := client.DeleteStream(within(t), "s-1", esdb.DeleteStreamOptions{ExpectedRevision: esdb.Revision(2)}); err != nil {
		t.Fatal(err)
	}
	if _, err := readStream(t, client, "s-1"); code(err) != esdb.ErrorCodeResourceNotFound {
		t.Errorf("reading it: %v", err)
	}
	if _, err := client.AppendToStream(within(t), "s-1", esdb.AppendToStreamOptions{ExpectedRevision: esdb.StreamExists{}},
		events(9)...); code(err) != esdb.ErrorCodeStreamDeleted {
		t.Errorf("appending where it exists: %v", err)
	}
	all, err := drain(client.ReadAll(within(t), esdb.ReadAllOptions{}, math.MaxUint64))
	if err != nil || len(all) != 4 || all[3].StreamID != "$$s-1" || all[3].EventType != "$metadata" {
		t.Fatalf("$all holds %d events, %v", len(all), err)
	}

	// Appending goes on behind the last number, and only that is seen.
	if r := write(t, client, "s-1", esdb.NoStream{}, events(4)...); r.NextExpectedVersion != 3 {
		t.Errorf("revision %d", r.NextExpectedVersion)
	}
	got, err := readStream(t, client, "s-1")
	if err != nil || len(got) != 1 || got[0].EventNumber != 3 {
		t.Fatalf("%d events, %v", len(got), err)
	}
	if all := c.Events(); string(all[len(all)-1].Data) != `{"$tb":3}` {
		t.Errorf("the last event of all is %+v", all[len(all)-1])
	}
}

func TestTombstone(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{})
	client := dial(t, c, "")
	write(t, client, "s-1", esdb.NoStream{}, events(1)...)
	if _, err := client.TombstoneStream(within(t), "s-1", esdb.TombstoneStreamOptions{ExpectedRevision: esdb.Revision(0)}); err != nil {
		t.Fatal(err)
	}
	if _, err := readStream(t, client, "s-1"); code(err) != esdb.ErrorCodeStreamDeleted {
		t.Errorf("reading: %v", err)
	}
	for _, expect := range []esdb.ExpectedRevision{esdb.Any{}, esdb.NoStream{}, esdb.StreamExists{}, esdb.Revision(0)} {
		if _, err := client.AppendToStream(within(t), "s-1", esdb.AppendToStreamOptions{ExpectedRevision: expect},
			events(2)...); code(err) != esdb.ErrorCodeStreamDeleted {
			t.Errorf("appending at %v: %v", expect, err)
		}
	}
	if all := c.Events(); len(all) != 2 || all[1].Type != "$streamDeleted" || all[1].Number != math.MaxInt64 || all[1].Commit <= all[0].Commit {
		t.Errorf("held: %+v", all)
	}
}
