package esdbtest_test

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
)

// secure starts a cluster with TLS and users, and returns how to log in.
func secure(t *testing.T) (*esdbtest.Cluster, func(user, password string) *esdb.Client) {
	t.Helper()
	server, authority, err := esdbtest.Certificate()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, authority, 0o600); err != nil {
		t.Fatal(err)
	}
	c := esdbtest.ForTest(t, esdbtest.Options{TLS: server, Users: map[string]esdbtest.User{
		"admin":   {Password: "changeit", Groups: []string{"$admins"}},
		"ledger":  {Password: "one", Groups: []string{"apps"}},
		"auditor": {Password: "two"},
		"guest":   {Password: "three"},
	}})
	return c, func(user, password string) *esdb.Client {
		t.Helper()
		login := ""
		if user != "" {
			login = user + ":" + password + "@"
		}
		return dialURL(t, "esdb://"+login+c.Addresses()[0]+"?tlsCAFile="+file)
	}
}

// try does each thing that can be done with a stream and tells what came of it.
func try(t *testing.T, client *esdb.Client, stream string) map[string]esdb.ErrorCode {
	t.Helper()
	_, read := readStream(t, client, stream)
	_, write := client.AppendToStream(within(t), stream, esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}})
	_, metaRead := readStream(t, client, "$$"+stream)
	_, metaWrite := client.AppendToStream(within(t), "$$"+stream, esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}})
	// It is refused at this revision where it is allowed at all.
	_, remove := client.DeleteStream(within(t), stream, esdb.DeleteStreamOptions{ExpectedRevision: esdb.Revision(1 << 40)})
	return map[string]esdb.ErrorCode{"r": code(read), "w": code(write), "mr": code(metaRead), "mw": code(metaWrite), "d": code(remove)}
}

const denied = esdb.ErrorCodeAccessDenied

// may checks that exactly the actions named are not denied.
func may(t *testing.T, who string, client *esdb.Client, stream string, actions ...string) {
	t.Helper()
	allowed := map[string]bool{}
	for _, a := range actions {
		allowed[a] = true
	}
	for action, got := range try(t, client, stream) {
		if (got != denied) != allowed[action] || got == esdb.ErrorCodeUnauthenticated {
			t.Errorf("%s: %s of %s: code %d", who, action, stream, got)
		}
	}
}

func TestAccess(t *testing.T) {
	c, login := secure(t)
	admin, ledger, auditor, guest := login("admin", "changeit"), login("ledger", "one"), login("auditor", "two"), login("guest", "three")
	nobody, impostor := login("", ""), login("admin", "wrong")
	everything := []string{"r", "w", "mr", "mw", "d"}

	// As a server is when it comes.
	may(t, "guest", guest, "fund-1", everything...)
	may(t, "guest", guest, "$system")
	may(t, "admin", admin, "$system", everything...)
	may(t, "nobody", nobody, "fund-1")
	for action, got := range try(t, impostor, "fund-1") {
		if got != esdb.ErrorCodeUnauthenticated {
			t.Errorf("a wrong password: %s: code %d", action, got)
		}
	}
	if _, err := drain(ledger.ReadAll(within(t), esdb.ReadAllOptions{}, 1)); code(err) != denied {
		t.Errorf("$all is a stream of the system's: %v", err)
	}
	if _, err := ledger.SubscribeToAll(within(t), esdb.SubscribeToAllOptions{From: esdb.Start{}}); code(err) != denied {
		t.Errorf("subscribing to $all: %v", err)
	}

	if _, err := admin.DeleteStream(within(t), "$$fund-1", esdb.DeleteStreamOptions{ExpectedRevision: esdb.Any{}}); code(err) != denied {
		t.Errorf("deleting metadata: %v", err)
	}

	// With other default rules: roles are names or groups, one or a list.
	settings := func(data string) {
		t.Helper()
		write(t, admin, "$settings", esdb.Any{}, esdb.EventData{EventType: "update-default-acl", ContentType: esdb.ContentTypeJson, Data: []byte(data)})
	}
	settings(`{"$userStreamAcl":{"$r":["apps","auditor"],"$w":"ledger","$d":"$admins","$mr":"$admins","$mw":"$admins"},
		"$systemStreamAcl":{"$r":["apps"],"$w":"$admins","$d":"$admins","$mr":"$admins","$mw":"$admins"}}`)
	may(t, "ledger", ledger, "fund-1", "r", "w")
	may(t, "auditor", auditor, "fund-1", "r")
	may(t, "guest", guest, "fund-1")
	may(t, "admin", admin, "fund-1", everything...)
	may(t, "ledger", ledger, "$system", "r")
	all, err := drain(ledger.ReadAll(within(t), esdb.ReadAllOptions{}, math.MaxUint64))
	if err != nil || len(all) != len(c.Events()) {
		t.Errorf("$all: %d events, %v", len(all), err)
	}
	if _, err := drain(auditor.ReadAll(within(t), esdb.ReadAllOptions{}, 1)); code(err) != denied {
		t.Errorf("$all for the auditor: %v", err)
	}

	// A stream's own rule comes first; what it does not say the default says.
	write(t, admin, "$$fund-1", esdb.Any{}, esdb.EventData{EventType: "$metadata", ContentType: esdb.ContentTypeJson, Data: []byte(`{"$acl":{"$r":"$all","$w":[]}}`)})
	may(t, "guest", guest, "fund-1", "r")
	may(t, "ledger", ledger, "fund-1", "r")
	may(t, "nobody", nobody, "fund-1")
	may(t, "guest", guest, "fund-2")
	write(t, admin, "$$$all", esdb.Any{}, esdb.EventData{EventType: "$metadata", ContentType: esdb.ContentTypeJson, Data: []byte(`{"$acl":{"$r":["auditor"]}}`)})
	if _, err := drain(auditor.ReadAll(within(t), esdb.ReadAllOptions{}, 1)); err != nil {
		t.Errorf("$all for the auditor, by its own rule: %v", err)
	}

	// Settings that are not understood bring the built-in rules back.
	settings(`{"$userStreamAcl":"nobody"}`)
	may(t, "guest", guest, "fund-2", everything...)
}

func TestCredentialsOfOneCall(t *testing.T) {
	_, login := secure(t)
	client := login("guest", "three")
	if _, err := drain(client.ReadAll(within(t),
		esdb.ReadAllOptions{Authenticated: &esdb.Credentials{Login: "admin", Password: "changeit"}}, 1)); err != nil {
		t.Error(err)
	}
}

func TestUsersNeedTLS(t *testing.T) {
	if _, err := esdbtest.Start(esdbtest.Options{Users: map[string]esdbtest.User{"a": {}}}); err == nil {
		t.Error("started with users and without TLS")
	}
}

// Without users nothing is refused, as with --insecure; $all is not written to
// all the same.
func TestInsecure(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{})
	client := dial(t, c, "")
	may(t, "anybody", client, "$system", "r", "w", "mr", "mw", "d")
	if _, err := client.AppendToStream(within(t), "$all", esdb.AppendToStreamOptions{}, events(1)...); code(err) != denied &&
		code(err) != esdb.ErrorCodeUnknown {
		t.Errorf("got %v", err)
	}
	if n := len(c.Events()); n != 0 {
		t.Errorf("%d events", n)
	}
}
