package kurrent_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/kurrent"
	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
)

// every calls each method of a store that reads a stream or the log, and returns what
// each returned.
func every(s *kurrent.Store, stream string, next store.Revision) map[string]error {
	ctx := context.Background()
	errs := map[string]error{}
	for _, err := range s.Stream(ctx, stream, 0) {
		errs["Stream"] = err
	}
	for _, err := range s.All(ctx, 0) {
		errs["All"] = err
	}
	_, _, errs["Last"] = s.Last(ctx)
	a := batchOf("next", next, 1)
	a.Stream = stream
	_, errs["Append"] = s.Append(ctx, a)
	return errs
}

// What somebody with the right to do so did to a stream is noticed, never taken for
// a stream with less in it, by who had it open and by who opens it then. Where the
// whole log does not show it, it is Alarms that tells.
func TestStreamsThatWereTamperedWith(t *testing.T) {
	for name, test := range map[string]struct {
		do      func(testing.TB, *esdb.Client, string)
		corrupt []string // what must say so
	}{
		"deleted": {func(t testing.TB, c *esdb.Client, stream string) {
			if _, err := c.DeleteStream(context.Background(), stream, esdb.DeleteStreamOptions{ExpectedRevision: esdb.Any{}}); err != nil {
				t.Fatal(err)
			}
		}, []string{"Stream"}},
		"deleted for ever": {func(t testing.TB, c *esdb.Client, stream string) {
			if _, err := c.TombstoneStream(context.Background(), stream, esdb.TombstoneStreamOptions{ExpectedRevision: esdb.Any{}}); err != nil {
				t.Fatal(err)
			}
		}, []string{"Stream", "Append"}},
		"truncated": {func(t testing.TB, c *esdb.Client, stream string) {
			set(t, c, stream, `{"$tb":2}`)
		}, []string{"Stream"}},
		"truncated to its last event": {func(t testing.TB, c *esdb.Client, stream string) {
			set(t, c, stream, `{"$maxCount":1}`)
		}, []string{"Stream"}},
		"foreign event": {func(t testing.TB, c *esdb.Client, stream string) {
			put(t, c, stream, esdb.EventData{EventType: "hello", ContentType: esdb.ContentTypeJson, Data: []byte(`{}`)})
		}, []string{"Stream", "All", "Last", "Append"}},
		"foreign binary event": {func(t testing.TB, c *esdb.Client, stream string) {
			put(t, c, stream, esdb.EventData{EventType: "hello", Data: []byte(`{}`)})
		}, []string{"Stream", "All", "Last", "Append"}},
		"our metadata, another id": {func(t testing.TB, c *esdb.Client, stream string) {
			put(t, c, stream, esdb.EventData{
				EventType: "fund.paid", ContentType: esdb.ContentTypeJson, Data: []byte(`{}`),
				Metadata: []byte(`{"actor":"x","recordedAt":"2025-01-02T03:04:05.000006Z","revision":"4","schemaVersion":"1"}`),
			})
		}, []string{"Stream", "All", "Last", "Append"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, fresh := range []bool{false, true} {
				c, o := double(t, esdbtest.Options{})
				o.Patience = 5 * time.Second
				s := created(t, o)
				must(t, s, batchOf("one", store.NoStream, 3))
				must(t, s, batchOf("two", 2, 1))
				if alarms, err := s.Alarms(context.Background(), func(uint64) {}); err != nil || len(alarms) != 0 {
					t.Fatalf("%v, %v", alarms, err)
				}
				test.do(t, raw(t, c), o.Name+".fund-1")
				if fresh {
					s = opened(t, o)
				}
				errs := every(s, "fund-1", 3)
				for _, what := range test.corrupt {
					if !isError[*store.CorruptError](errs[what]) {
						t.Errorf("opened anew: %v: %s: got %v", fresh, what, errs[what])
					}
				}
				if !fresh && !strings.HasPrefix(name, "foreign") && !strings.HasPrefix(name, "our") {
					if alarms, err := s.Alarms(context.Background(), func(uint64) {}); err != nil || len(alarms) == 0 {
						t.Errorf("alarms: %v, %v", alarms, err)
					}
				}
			}
		})
	}
}

// set writes the metadata of a stream.
func set(t testing.TB, c *esdb.Client, stream, metadata string) {
	t.Helper()
	put(t, c, "$$"+stream, esdb.EventData{EventType: "$metadata", ContentType: esdb.ContentTypeJson, Data: []byte(metadata)})
}

func put(t testing.TB, c *esdb.Client, stream string, e esdb.EventData) {
	t.Helper()
	if _, err := c.AppendToStream(context.Background(), stream, esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}}, e); err != nil {
		t.Fatal(err)
	}
}

// Bytes that were changed in the server's files.
func TestEventsThatWereChanged(t *testing.T) {
	for name, change := range map[string]func(*esdbtest.Event){
		"data":         func(e *esdbtest.Event) { e.Data = []byte(`{"n":1,"what":"onE"}`) },
		"metadata":     func(e *esdbtest.Event) { e.Metadata = []byte(strings.Replace(string(e.Metadata), "clerk", "Clerk", 1)) },
		"type":         func(e *esdbtest.Event) { e.Type = "fund.pai" },
		"content type": func(e *esdbtest.Event) { e.ContentType = "application/octet-stream" },
		"removed":      func(e *esdbtest.Event) { e.Stream = "" },
	} {
		c, o := double(t, esdbtest.Options{})
		s := created(t, o)
		must(t, s, batchOf("one", store.NoStream, 3))
		must(t, s, batchOf("two", 2, 1))
		c.Damage(func(events []esdbtest.Event) {
			for i := range events {
				if strings.HasPrefix(events[i].Stream, o.Name+".") && events[i].Number == 1 {
					change(&events[i])
				}
			}
		})
		for _, s := range []*kurrent.Store{s, opened(t, o)} {
			errs := every(s, "fund-1", 3)
			for _, what := range []string{"Stream", "All"} {
				if !isError[*store.CorruptError](errs[what]) {
					t.Errorf("%s: %s: got %v", name, what, errs[what])
				}
			}
		}
	}
}

// The stream that says where the ledger begins was deleted, and made again.
func TestTheBeginningWasDeleted(t *testing.T) {
	c, o := double(t, esdbtest.Options{})
	s := created(t, o)
	must(t, s, batchOf("one", store.NoStream, 3))
	mark := "fundledger_ledgers-" + o.Name
	if _, err := raw(t, c).DeleteStream(context.Background(), mark, esdb.DeleteStreamOptions{ExpectedRevision: esdb.Any{}}); err != nil {
		t.Fatal(err)
	}
	if _, err := kurrent.Create(context.Background(), o); !isError[*store.CorruptError](err) {
		t.Errorf("Create: got %v", err)
	}
	if _, err := kurrent.Open(context.Background(), o); !isError[*store.CorruptError](err) {
		t.Errorf("Open: got %v", err)
	}
}

// long makes a ledger of many appends, whose index has points, and closes it.
func long(t *testing.T, o kurrent.Options, what string) []string {
	t.Helper()
	s, err := kurrent.Create(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	at := store.NoStream
	for i := range 30 {
		at = must(t, s, batchOf(fmt.Sprint(what, i), at, 1+i%3)).Last
	}
	all := told(t, s)
	closed(t, s)
	return all
}

// An index of another cluster, or of the same before it was restored, is noticed
// wherever it is used, and made anew.
func TestTheIndexOfAnotherCluster(t *testing.T) {
	dir := t.TempDir()
	for name, word := range map[string]string{"events of other lengths": "much longer than the other", "events of the same lengths": "B"} {
		first, o := double(t, esdbtest.Options{})
		o = kurrent.WithSpacing(o, 4)
		o.Index = filepath.Join(dir, word+"-first.json")
		long(t, o, "A")
		first.Close()
		foreign, err := os.ReadFile(o.Index)
		if err != nil || len(foreign) < 1000 {
			t.Fatalf("%s, %v", foreign, err)
		}
		second, p := double(t, esdbtest.Options{})
		p = kurrent.WithSpacing(p, 4)
		p.Name, p.Patience = o.Name, 5*time.Second
		p.Index = filepath.Join(dir, word+"-second.json")
		want := long(t, p, word)
		own, err := os.ReadFile(p.Index)
		if err != nil {
			t.Fatal(err)
		}
		use := func(what string, f func(*kurrent.Store) error) {
			if err := os.WriteFile(p.Index, foreign, 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := kurrent.Open(context.Background(), p)
			if err != nil {
				t.Fatal(err)
			}
			if err := f(s); err != nil {
				t.Errorf("%s: %s: %v", name, what, err)
			}
			closed(t, s)
			if now, err := os.ReadFile(p.Index); err != nil || string(now) == string(foreign) {
				t.Errorf("%s: %s: the index is still the other's", name, what)
			}
		}
		end := store.Position(len(want))
		use("All", func(s *kurrent.Store) error {
			n := end - 5
			for e, err := range s.All(context.Background(), n) {
				if err != nil || e.Position != n || string(e.Data) != want[n] {
					return fmt.Errorf("%d: %s, %w", e.Position, e.Data, err)
				}
				n++
			}
			if n != end {
				return fmt.Errorf("ended at %d", n)
			}
			return nil
		})
		use("Last", func(s *kurrent.Store) error {
			e, some, err := s.Last(context.Background())
			if err != nil || !some || e.Position != end-1 {
				return fmt.Errorf("%d, %w", e.Position, err)
			}
			return nil
		})
		use("Follow", func(s *kurrent.Store) error {
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			n := end - 5
			for e, err := range s.Follow(ctx, n) {
				if e.Live && n == end {
					return nil
				}
				if e.Live || e.Behind {
					continue
				}
				if err != nil || e.Position != n || string(e.Data) != want[n] {
					return fmt.Errorf("%d: %s, %w", e.Position, e.Data, err)
				}
				n++
			}
			return nil
		})
		use("Append", func(s *kurrent.Store) error {
			a := batchOf(fmt.Sprint(word, 29), store.Revision(end)-4, 3) // it stands there
			receipts, err := s.Append(context.Background(), a)
			if err != nil || !receipts[0].Duplicate || receipts[0].First != end-3 {
				return fmt.Errorf("%+v, %w", receipts, err)
			}
			return nil
		})
		if now, err := os.ReadFile(p.Index); err != nil || len(now) < len(own)/2 {
			t.Errorf("%s: the index was not made again: %d bytes, %v", name, len(now), err)
		}
		second.Close()
	}
}

// Certificates and passwords.
func TestUsers(t *testing.T) {
	c, o := secure(t)
	o.User, o.Password = "admin", "changeit"
	s := created(t, o)
	must(t, s, batchOf("one", store.NoStream, 1))
	for name, test := range map[string]struct {
		user, password string
		denied         bool
	}{
		"right":    {"admin", "changeit", false},
		"wrong":    {"admin", "letmein", true},
		"nobody":   {"somebody", "changeit", true},
		"no login": {"", "", true},
	} {
		p := o
		p.User, p.Password = test.user, test.password
		s, err := kurrent.Open(context.Background(), p)
		if isError[*kurrent.DeniedError](err) != test.denied || (err == nil) == test.denied {
			t.Errorf("%s: got %v", name, err)
		}
		if err == nil {
			must(t, s, batchOf(name, 0, 1))
			closed(t, s)
		}
	}
	// An authority that did not sign the certificate, and none at all.
	_, other, err := esdbtest.Certificate()
	if err != nil {
		t.Fatal(err)
	}
	p := o
	p.Patience = 50 * time.Millisecond
	p.CAFile = filepath.Join(t.TempDir(), "other.pem")
	if err := os.WriteFile(p.CAFile, other, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := kurrent.Open(context.Background(), p); !isError[*kurrent.UnreachableError](err) || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("got %v", err)
	}
	p.CAFile = ""
	if _, err := kurrent.Open(context.Background(), p); !isError[*kurrent.UnreachableError](err) {
		t.Errorf("got %v", err)
	}
	p.CAFile = filepath.Join(t.TempDir(), "none.pem")
	if _, err := kurrent.Open(context.Background(), p); err == nil {
		t.Error("without the authority's file")
	}
	if n := len(c.Events()); n == 0 {
		t.Error("no events")
	}
}

// A clerk may not write when the rights do not let him: at once, and for a store that
// was open when they changed, too.
func TestRightsThatChange(t *testing.T) {
	_, o := secure(t)
	admin, clerk := o, o
	admin.User, admin.Password = "admin", "changeit"
	clerk.User, clerk.Password = "clerk", "secret"
	a := created(t, admin)
	harden(t, admin, rights("clerk", "clerk"))
	s := opened(t, clerk)
	must(t, s, batchOf("one", store.NoStream, 1))
	for _, readable := range []bool{true, false} {
		reader := "clerk"
		if !readable {
			reader = "$admins"
		}
		if !harden(t, admin, rights(reader, "$admins")) || harden(t, admin, rights(reader, "$admins")) {
			t.Fatal("the rights are written when they are others, and only then")
		}
		if _, err := s.Append(context.Background(), batchOf("two", 0, 1)); !isError[*kurrent.DeniedError](err) {
			t.Errorf("got %v", err)
		}
		for what, err := range every(s, "fund-1", 0) {
			if isError[*kurrent.DeniedError](err) == (readable && what != "Append") {
				t.Errorf("readable: %v; %s: got %v", readable, what, err)
			}
		}
		// A stream that there is not: whether its metadata hides it he may not know.
		for _, err := range s.Stream(context.Background(), "fund-2", 0) {
			if readable || !isError[*kurrent.DeniedError](err) {
				t.Errorf("got %v", err)
			}
		}
	}
	if got := told(t, a); len(got) != 1 {
		t.Errorf("%q", got)
	}
}
