package kurrent_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/kurrent"
	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
)

// double starts a double and returns it with how a new ledger is reached there.
func double(t testing.TB, o esdbtest.Options) (*esdbtest.Cluster, kurrent.Options) {
	t.Helper()
	c := esdbtest.ForTest(t, o)
	return c, options(t, c.URL())
}

// created returns a new ledger, which is closed when the test ends.
func created(t testing.TB, o kurrent.Options) *kurrent.Store {
	t.Helper()
	s, err := kurrent.Create(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closed(t, s) })
	return s
}

// opened does the same for a ledger that there is.
func opened(t testing.TB, o kurrent.Options) *kurrent.Store {
	t.Helper()
	s, err := kurrent.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closed(t, s) })
	return s
}

func closed(t testing.TB, s *kurrent.Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if c := s.Counts(); c.Running != 0 || c.Stranded != 0 {
		t.Errorf("after Close: %+v", c)
	}
}

// batchOf returns an append of so many events to stream "fund-1".
func batchOf(what string, expected store.Revision, events int) store.Append {
	a := store.Append{Stream: "fund-1", Expected: expected, RecordedAt: time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC), Actor: "a clerk", Causation: what}
	for i := range events {
		a.Events = append(a.Events, store.Event{Type: "fund.paid", Version: 1, Data: fmt.Appendf(nil, `{"n":%d,"what":%q}`, i, what)})
	}
	return a
}

func must(t testing.TB, s *kurrent.Store, a store.Append) store.Receipt {
	t.Helper()
	receipts, err := s.Append(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	return receipts[0]
}

// told returns what a store tells of the whole log: a word and a number of each event.
func told(t testing.TB, s *kurrent.Store) []string {
	t.Helper()
	var all []string
	for e, err := range s.All(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(e.Data))
	}
	return all
}

func isError[E error](err error) bool {
	var e E
	return errors.As(err, &e)
}

// metadata writes the metadata of a stream, as an administrator would.
func metadata(t testing.TB, c *esdbtest.Cluster, stream, text string) {
	t.Helper()
	_, err := raw(t, c).AppendToStream(context.Background(), "$$"+stream,
		esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}}, esdb.EventData{
			EventType: "$metadata", ContentType: esdb.ContentTypeJson, Data: []byte(text),
		})
	if err != nil {
		t.Fatal(err)
	}
}

// raw returns a client of the double, for what the ledger never does.
func raw(t testing.TB, c *esdbtest.Cluster) *esdb.Client {
	t.Helper()
	config, err := esdb.ParseConnectionString(c.URL() + "?tls=false")
	if err != nil {
		t.Fatal(err)
	}
	config.Logger = esdb.NoopLogging()
	client, err := esdb.NewClient(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() }) // never fails
	return client
}

// rights returns default rights by which some may read and some may append. Whoever
// is to read a ledger must be allowed to read the whole log of the server.
func rights(read, write string) []byte {
	return fmt.Appendf(nil, `{"$systemStreamAcl":{"$d":"$admins","$mr":"$admins","$mw":"$admins","$r":[%q,"$admins"],"$w":"$admins"},`+
		`"$userStreamAcl":{"$d":"$admins","$mr":"$admins","$mw":"$admins","$r":[%q,"$admins"],"$w":[%q,"$admins"]}}`, read, read, write)
}

// harden gives a server default rights as an administrator, and reports whether they
// were others.
func harden(t testing.TB, admin kurrent.Options, rights []byte) (changed bool) {
	t.Helper()
	h, err := kurrent.Harden(context.Background(), admin, kurrent.Document{Stream: "$settings", Type: "update-default-acl", Data: rights})
	if err != nil {
		t.Fatal(err)
	}
	return len(h.Changed) > 0
}

// secure starts a double with certificates and users, and returns how a new ledger
// is reached there by nobody yet.
func secure(t testing.TB) (*esdbtest.Cluster, kurrent.Options) {
	t.Helper()
	config, authority, err := esdbtest.Certificate()
	if err != nil {
		t.Fatal(err)
	}
	c := esdbtest.ForTest(t, esdbtest.Options{TLS: config, Users: map[string]esdbtest.User{
		"admin": {Password: "changeit", Groups: []string{"$admins"}}, "clerk": {Password: "secret"},
	}})
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, authority, 0o600); err != nil {
		t.Fatal(err)
	}
	return c, options(t, c.URL()+"?tlsCAFile="+file)
}
