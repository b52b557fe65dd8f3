package esdbtest_test

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
)

func upTo(n int) []int {
	var all []int
	for i := range n {
		all = append(all, i)
	}
	return all
}

func reversed(all []int) []int {
	all = slices.Clone(all)
	slices.Reverse(all)
	return all
}

func TestReadStream(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{})
	client := dial(t, c, "")
	write(t, client, "s-1", esdb.NoStream{}, events(upTo(100)...)...)
	for _, test := range []struct {
		name string
		o    esdb.ReadStreamOptions
		most uint64
		want []int
	}{
		{"whole", esdb.ReadStreamOptions{}, math.MaxUint64, upTo(100)},
		{"the first", esdb.ReadStreamOptions{}, 40, upTo(40)},
		{"from one on, itself included", esdb.ReadStreamOptions{From: esdb.Revision(98)}, 9, []int{98, 99}},
		{"from behind the end", esdb.ReadStreamOptions{From: esdb.Revision(100)}, 9, nil},
		{"backwards", esdb.ReadStreamOptions{Direction: esdb.Backwards, From: esdb.End{}}, math.MaxUint64, reversed(upTo(100))},
		{"the last", esdb.ReadStreamOptions{Direction: esdb.Backwards, From: esdb.End{}}, 1, []int{99}},
		{"backwards from one, itself included", esdb.ReadStreamOptions{Direction: esdb.Backwards, From: esdb.Revision(1)}, 9, []int{1, 0}},
		{"backwards from behind the end", esdb.ReadStreamOptions{Direction: esdb.Backwards, From: esdb.Revision(500)}, 2, []int{99, 98}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := drain(client.ReadStream(within(t), "s-1", test.o, test.most))
			if err != nil || len(got) != len(test.want) {
				t.Fatalf("%d events, %v", len(got), err)
			}
			for i, e := range got {
				if e.EventID != id(test.want[i]) || e.EventNumber != uint64(test.want[i]) {
					t.Fatalf("event %d is number %d", i, e.EventNumber)
				}
			}
		})
	}
	_, err := readStream(t, client, "s-2")
	if code(err) != esdb.ErrorCodeResourceNotFound || err.Error() != "[ErrorCodeResourceNotFound] a remote resource was not found or its access was denied: stream 's-2' is not found" {
		t.Errorf("a stream that is not there: %v", err)
	}
}

func TestReadAll(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{})
	client := dial(t, c, "")
	for i := range 50 {
		write(t, client, fmt.Sprintf("s-%d", i%3), esdb.Any{}, events(2*i, 2*i+1)...)
	}
	held := c.Events()
	if !slices.IsSortedFunc(held, func(a, b esdbtest.Event) int { return int(a.Commit) - int(b.Commit) }) || held[0].Commit == 0 {
		t.Fatal("positions do not grow")
	}
	for i := 1; i < len(held); i++ {
		if gap := held[i].Commit - held[i-1].Commit; gap < 50 || held[i].Commit != held[i].Prepare {
			t.Fatalf("positions %d and %d", held[i-1].Commit, held[i].Commit)
		}
	}
	at := func(i int) esdb.Position { return esdb.Position{Commit: held[i].Commit, Prepare: held[i].Prepare} }
	for _, test := range []struct {
		name string
		o    esdb.ReadAllOptions
		most uint64
		want []int
	}{
		{"whole", esdb.ReadAllOptions{}, math.MaxUint64, upTo(100)},
		{"the first", esdb.ReadAllOptions{}, 33, upTo(33)},
		{"from one on, itself included", esdb.ReadAllOptions{From: at(98)}, 9, []int{98, 99}},
		{"backwards", esdb.ReadAllOptions{Direction: esdb.Backwards, From: esdb.End{}}, math.MaxUint64, reversed(upTo(100))},
		{"backwards from one, itself not included", esdb.ReadAllOptions{Direction: esdb.Backwards, From: at(2)}, 9, []int{1, 0}},
		{"from the end", esdb.ReadAllOptions{From: esdb.End{}}, 9, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := drain(client.ReadAll(within(t), test.o, test.most))
			if err != nil || len(got) != len(test.want) {
				t.Fatalf("%d events, %v", len(got), err)
			}
			for i, e := range got {
				if e.EventID != id(test.want[i]) || e.Position != at(test.want[i]) {
					t.Fatalf("event %d is at %v", i, e.Position)
				}
			}
		})
	}
	if _, err := drain(client.ReadAll(within(t),
		esdb.ReadAllOptions{From: esdb.Position{Commit: held[3].Commit + 1, Prepare: held[3].Commit + 1}}, 1)); err == nil {
		t.Error("a position between two events is not refused")
	}
}

// What hides events from the readers of a stream leaves them in $all.
func TestHidden(t *testing.T) {
	for _, test := range []struct {
		name, metadata string
		binary         bool
		want           []uint64
	}{
		{"truncated", `{"$tb":3}`, false, []uint64{3, 4}},
		{"truncated whole", `{"$tb":9}`, false, nil},
		{"the last two", `{"$maxCount":2}`, false, []uint64{3, 4}},
		{"both", `{"$maxCount":4,"$tb":2}`, false, []uint64{2, 3, 4}},
		{"old ones", `{"$maxAge":3600}`, false, []uint64{3, 4}},
		{"metadata with a mistake count for nothing", `{"$tb":3,"$maxCount":"2"}`, false, []uint64{0, 1, 2, 3, 4}},
		{"a role that is no role, too", `{"$tb":3,"$acl":"$userStreamAcl"}`, false, []uint64{0, 1, 2, 3, 4}},
		{"metadata that are not JSON, too", `{"$tb":3}`, true, []uint64{0, 1, 2, 3, 4}},
	} {
		t.Run(test.name, func(t *testing.T) {
			hour := 0
			c := esdbtest.ForTest(t, esdbtest.Options{Now: func() time.Time {
				hour++
				return time.Date(2026, 1, 1, min(hour, 4), hour, 0, 0, time.UTC) // one a hour, the last two in the same
			}})
			client := dial(t, c, "")
			write(t, client, "s-1", esdb.NoStream{}, events(1, 2, 3, 4, 5)...)
			m := esdb.EventData{EventID: id(100), EventType: "$metadata", ContentType: esdb.ContentTypeJson, Data: []byte(test.metadata)}
			if test.binary {
				m.ContentType = esdb.ContentTypeBinary
			}
			write(t, client, "$$s-1", esdb.Any{}, m)
			got, err := readStream(t, client, "s-1")
			var numbers []uint64
			for _, e := range got {
				numbers = append(numbers, e.EventNumber)
			}
			if err != nil || !slices.Equal(numbers, test.want) {
				t.Errorf("forwards: %v, %v", numbers, err)
			}
			got, err = drain(client.ReadStream(within(t), "s-1", esdb.ReadStreamOptions{Direction: esdb.Backwards, From: esdb.End{}}, 10))
			if err != nil || len(got) != len(test.want) {
				t.Errorf("backwards: %d events, %v", len(got), err)
			}
			all, err := drain(client.ReadAll(within(t), esdb.ReadAllOptions{}, 10))
			if err != nil || len(all) != 6 {
				t.Errorf("$all: %d events, %v", len(all), err)
			}
		})
	}
}

// Of a stream of metadata only the last event is seen, forwards too.
func TestMetadataStream(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{})
	client := dial(t, c, "")
	for n := range uint64(3) {
		m := esdb.StreamMetadata{}
		m.SetMaxCount(n + 5)
		if _, err := client.SetStreamMetadata(within(t), "s-1", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}}, m); err != nil {
			t.Fatal(err)
		}
	}
	got, err := readStream(t, client, "$$s-1")
	if err != nil || len(got) != 1 || got[0].EventNumber != 2 {
		t.Fatalf("%d events, %v", len(got), err)
	}
	m, err := client.GetStreamMetadata(within(t), "s-1", esdb.ReadStreamOptions{})
	if err != nil || *m.MaxCount() != 7 {
		t.Errorf("got %+v, %v", m, err)
	}
}

func TestCreated(t *testing.T) {
	at := time.Date(2025, 3, 4, 5, 6, 7, 8900, time.UTC)
	c := esdbtest.ForTest(t, esdbtest.Options{Now: func() time.Time { return at }})
	client := dial(t, c, "")
	write(t, client, "s-1", esdb.NoStream{}, events(1)...)
	got, err := readStream(t, client, "s-1")
	if err != nil || !got[0].CreatedDate.Equal(at) || got[0].SystemMetadata["created"] != "17410647670000089" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestDamage(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{})
	client := dial(t, c, "")
	write(t, client, "s-1", esdb.NoStream{}, events(1, 2, 3)...)
	c.Damage(func(all []esdbtest.Event) {
		all[0].Data[0] ^= 1
		all[1].Stream = ""
	})
	got, err := readStream(t, client, "s-1")
	if err != nil || len(got) != 2 || got[0].Data[0] != '{'^1 || got[1].EventNumber != 2 {
		t.Errorf("got %+v, %v", got, err)
	}
	if n := len(c.Events()); n != 2 {
		t.Errorf("%d events are held", n)
	}
}

func TestSystem(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{})
	client := dial(t, c, "")
	c.System("$scavenges", "$scavengeStarted", []byte(`{"scavengeId":"1"}`))
	got, err := readStream(t, client, "$scavenges")
	if err != nil || len(got) != 1 || got[0].EventType != "$scavengeStarted" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestVersion(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{Version: "23.10.8"})
	if v, err := dial(t, c, "").GetServerVersion(); err != nil || *v != (esdb.ServerVersion{Major: 23, Minor: 10, Patch: 8}) {
		t.Errorf("got %v, %v", v, err)
	}
}

func TestReadIsClosedEarly(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{})
	client := dial(t, c, "")
	write(t, client, "s-1", esdb.NoStream{}, events(upTo(200)...)...)
	rs, err := client.ReadStream(within(t), "s-1", esdb.ReadStreamOptions{}, math.MaxUint64)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rs.Recv(); err != nil {
		t.Fatal(err)
	}
	rs.Close()
	if _, err := rs.Recv(); !errors.Is(err, io.EOF) {
		t.Errorf("got %v", err)
	}
}
