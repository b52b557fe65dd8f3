package esdbtest_test

// The defects of the client that are about what it is told and tells; those of
// its connection are in the file of D1.

import (
	"strings"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"

	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
)

// The version of a server built from source is not understood.
func TestD11_VersionWithHyphen(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{Version: "24.10.0-prerelease"})
	err := attempt(t, dial(t, c, "&maxDiscoverAttempts=1&discoveryInterval=1"), patience, "s-1", esdb.Any{}, 1)
	if err == nil || !strings.Contains(err.Error(), "invalid EventStoreDB server version format") {
		t.Errorf("got %v", err)
	}
}

// A deadline that is no number is taken, as zero.
func TestD12_DeadlineThatIsNoNumber(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{})
	err := attempt(t, dial(t, c, "&defaultDeadline=abc"), patience, "s-1", esdb.Any{}, 1)
	if code(err) != esdb.ErrorCodeDeadlineExceeded {
		t.Errorf("got %v", err)
	}
}

// Metadata that are not there are an error, not empty, and a list of roles,
// which the client itself writes, it cannot read.
func TestD13_Metadata(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{})
	client := dial(t, c, "")
	_, err := client.GetStreamMetadata(within(t), "s-1", esdb.ReadStreamOptions{})
	if e, _ := esdb.FromError(err); code(err) != esdb.ErrorCodeResourceNotFound || e.Code() != esdb.ErrorCodeUnknown {
		t.Errorf("no metadata: %v", err)
	}
	for _, test := range []struct {
		roles []string
		want  esdb.ErrorCode
	}{
		{[]string{"one"}, -1},
		{[]string{"one", "two"}, esdb.ErrorCodeParsing},
	} {
		var m esdb.StreamMetadata
		var rules esdb.Acl
		rules.AddReadRoles(test.roles...)
		m.SetAcl(rules)
		if _, err := client.SetStreamMetadata(within(t), "s-1", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}}, m); err != nil {
			t.Fatal(err)
		}
		if _, err := client.GetStreamMetadata(within(t), "s-1", esdb.ReadStreamOptions{}); code(err) != test.want {
			t.Errorf("roles %q: %v", test.roles, err)
		}
	}
}

// Whoever leaves out the id and the revision gets a new id for each attempt,
// and no check: a retry after a lost acknowledgement writes twice.
func TestD14_DefaultsDuplicate(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{Faults: esdbtest.Faults{LoseAck: 1}})
	client := dial(t, c, "")
	event := esdb.EventData{EventType: "Paid", Data: []byte("1")}
	if _, err := client.AppendToStream(within(t), "s-1", esdb.AppendToStreamOptions{}, event); code(err) != esdb.ErrorUnavailable {
		t.Fatalf("got %v", err)
	}
	c.SetFaults(esdbtest.Faults{})
	if _, err := client.AppendToStream(within(t), "s-1", esdb.AppendToStreamOptions{}, event); err != nil {
		t.Fatal(err)
	}
	held := c.Events()
	if len(held) != 2 || held[0].ID == held[1].ID || held[0].ID == uuid.Nil {
		t.Errorf("held: %+v", held)
	}
}
