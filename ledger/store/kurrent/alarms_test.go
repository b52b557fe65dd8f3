package kurrent_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/kurrent"
	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
)

// scavenge writes what two nodes write that scavenge the log from a point.
func scavenge(t testing.TB, c *esdb.Client, run string) {
	t.Helper()
	event := func(stream, typ, data string) {
		put(t, c, stream, esdb.EventData{EventType: typ, ContentType: esdb.ContentTypeJson, Data: []byte(data)})
	}
	event("$scavengePoints", "$scavengePoint", `{"threshold":0}`)
	for _, node := range []string{"a", "b"} {
		id := run + node
		for _, typ := range []string{"$scavengeStarted", "$scavengeChunksCompleted", "$scavengeMergeCompleted", "$scavengeIndexCompleted", "$scavengeCompleted"} {
			event("$scavenges-"+id, typ, fmt.Sprintf(`{"scavengeId":%q,"nodeEndpoint":"10.0.0.1:2113","result":"%s"}`, id, strings.Repeat("long ", 80)))
			event("$scavenges", "$>", "0@$scavenges-"+id)
		}
	}
}

// An act is one alarm, however much the server writes of it, nothing of what was written
// is cut, and it is said after how many events it was.
func TestAlarmsAreActs(t *testing.T) {
	c, o := double(t, esdbtest.Options{})
	client := raw(t, c)
	scavenge(t, client, "before-the-ledger")
	s := created(t, o)
	must(t, s, batchOf("one", store.NoStream, 3))
	scavenge(t, client, "first")
	must(t, s, batchOf("two", 2, 4))
	acl := `{"$acl":{"$w":["` + strings.Repeat("clerk-", 60) + `"]}}`
	set(t, client, o.Name+".fund-1", acl)
	scavenge(t, client, "second")
	alarms, err := s.Alarms(context.Background(), func(uint64) {})
	if err != nil {
		t.Fatal(err)
	}
	type told struct {
		kind  kurrent.AlarmKind
		after store.Position
	}
	var got []told
	for _, a := range alarms {
		got = append(got, told{a.Kind, a.After})
		if a.Kind == kurrent.AlarmMetadata && a.By != acl {
			t.Errorf("told %q", a.By)
		}
	}
	want := []told{
		{kurrent.AlarmScavenge, 3}, {kurrent.AlarmScavenge, 3}, // each node
		{kurrent.AlarmMetadata, 7}, {kurrent.AlarmScavenge, 7}, {kurrent.AlarmScavenge, 7},
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
