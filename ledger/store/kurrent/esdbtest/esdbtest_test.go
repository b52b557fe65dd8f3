package esdbtest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"

	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
)

// patience is how long a test waits for what must come.
const patience = 20 * time.Second

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

// dial returns a client of the cluster, without TLS.
func dial(t *testing.T, c *esdbtest.Cluster, query string) *esdb.Client {
	t.Helper()
	return dialURL(t, c.URL()+"?tls=false"+query)
}

func dialURL(t *testing.T, url string) *esdb.Client {
	t.Helper()
	client := unclosed(t, url)
	t.Cleanup(func() { _ = client.Close() })
	return client
}

// unclosed returns a client that the test does not close.
func unclosed(t *testing.T, url string) *esdb.Client {
	t.Helper()
	cfg, err := esdb.ParseConnectionString(url)
	if err != nil {
		t.Fatal(err)
	}
	cfg.Logger = esdb.NoopLogging()
	client, err := esdb.NewClient(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// id makes the n-th id.
func id(n int) uuid.UUID {
	return uuid.NewSHA1(uuid.NameSpaceOID, fmt.Appendf(nil, "%d", n))
}

// events makes events with the given ids.
func events(ids ...int) []esdb.EventData {
	var all []esdb.EventData
	for _, n := range ids {
		all = append(all, esdb.EventData{EventID: id(n), EventType: "Paid", ContentType: esdb.ContentTypeJson,
			Data: fmt.Appendf(nil, `{"n":%d}`, n), Metadata: []byte(`{"m":"1"}`)})
	}
	return all
}

func write(t *testing.T, client *esdb.Client, stream string, expect esdb.ExpectedRevision, all ...esdb.EventData) *esdb.WriteResult {
	t.Helper()
	result, err := client.AppendToStream(within(t), stream, esdb.AppendToStreamOptions{ExpectedRevision: expect}, all...)
	if err != nil {
		t.Fatalf("append to %s: %v", stream, err)
	}
	return result
}

// code is the code of a client's error, -1 of none and -2 of another error.
func code(err error) esdb.ErrorCode {
	var e *esdb.Error
	switch {
	case err == nil:
		return -1
	case errors.As(err, &e):
		return e.Code()
	}
	return -2
}

// drain reads to the end.
func drain(rs *esdb.ReadStream, err error) ([]*esdb.RecordedEvent, error) {
	if err != nil {
		return nil, err
	}
	defer rs.Close()
	var all []*esdb.RecordedEvent
	for {
		e, err := rs.Recv()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		all = append(all, e.OriginalEvent())
	}
}

func readStream(t *testing.T, client *esdb.Client, stream string) ([]*esdb.RecordedEvent, error) {
	t.Helper()
	return drain(client.ReadStream(within(t), stream, esdb.ReadStreamOptions{}, math.MaxUint64))
}

func TestRoundTrip(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{})
	client := dial(t, c, "")
	r := write(t, client, "fund-1", esdb.NoStream{}, events(1, 2, 3)...)
	if r.NextExpectedVersion != 2 {
		t.Errorf("the last revision is %d", r.NextExpectedVersion)
	}
	got, err := readStream(t, client, "fund-1")
	if err != nil || len(got) != 3 {
		t.Fatalf("read %d events, %v", len(got), err)
	}
	for i, e := range got {
		if e.EventID != id(i+1) || e.EventNumber != uint64(i) || e.EventType != "Paid" || e.ContentType != "application/json" ||
			string(e.Data) != fmt.Sprintf(`{"n":%d}`, i+1) || string(e.UserMetadata) != `{"m":"1"}` || e.StreamID != "fund-1" || e.Position.Commit != e.Position.Prepare {
			t.Errorf("event %d is %+v", i, e)
		}
	}
	if got[2].Position.Commit != r.CommitPosition {
		t.Errorf("the last event is at %v, the receipt says %d", got[2].Position, r.CommitPosition)
	}
	all, err := drain(client.ReadAll(within(t), esdb.ReadAllOptions{}, math.MaxUint64))
	if err != nil || len(all) != 3 {
		t.Fatalf("read %d events of $all, %v", len(all), err)
	}
	sub, err := client.SubscribeToAll(within(t), esdb.SubscribeToAllOptions{From: esdb.Start{}})
	if err != nil {
		t.Fatal(err)
	}
	defer sub.Close()
	for i := range 3 {
		if e := sub.Recv(); e.EventAppeared == nil || e.EventAppeared.OriginalEvent().EventID != id(i+1) {
			t.Fatalf("got %+v", e)
		}
	}
	if e := sub.Recv(); e.CaughtUp == nil {
		t.Fatalf("got %+v", e)
	}
	write(t, client, "fund-1", esdb.Revision(2), events(4)...)
	if e := sub.Recv(); e.EventAppeared == nil || e.EventAppeared.OriginalEvent().EventID != id(4) {
		t.Fatalf("got %+v", e)
	}
}
