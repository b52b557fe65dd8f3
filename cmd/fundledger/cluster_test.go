package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/fundledger/fundledger/cmd/internal/cluster"
	"github.com/fundledger/fundledger/ledger/store/kurrent"
	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
)

// clusterVariable holds the address of a cluster. With it, every ledger that a
// script names by a directory is one in the cluster; what stands beside it is in the
// directory.
const clusterVariable = "CLUSTER"

// What scripts that name a cluster are given: its address, and a name that no other has.
const (
	serverVariable = "SERVER"
	nameVariable   = "WORKNAME" // ends the names of a script's ledgers
)

// realServer holds the address of a real server, such as esdb://127.0.0.1:2113, to
// use instead of the double.
const realServer = "FUNDLEDGER_TEST_ESDB"

// inCluster returns what office.Stores.InCluster is with a cluster.
func inCluster(cluster string) func(location string) string {
	return func(location string) string {
		if kurrent.IsAddress(location) {
			return location
		}
		abs, err := filepath.Abs(location)
		if err != nil {
			panic(err)
		}
		return cluster + "/t" + ledgerName(abs) + "?tls=false"
	}
}

// patient makes a store give up sooner than it would for a user.
func patient(o *kurrent.Options) { o.Patience, o.Pause = 5*time.Second, 10*time.Millisecond }

// startCluster returns the address of a server for tests: a real one if there is
// one, else the double.
func startCluster(t *testing.T) string {
	t.Helper()
	if address := os.Getenv(realServer); address != "" {
		t.Logf("against the server at %s", address)
		return address
	}
	t.Log("against the double; name a real server in " + realServer)
	c, err := esdbtest.Start(esdbtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c.URL()
}

// withServer gives scripts a cluster.
func withServer(t *testing.T, p testscript.Params) testscript.Params {
	cluster := startCluster(t)
	setup := p.Setup
	p.Setup = func(e *testscript.Env) error {
		e.Setenv(serverVariable, cluster)
		e.Setenv(nameVariable, ledgerName(e.WorkDir)) // no two scripts share a ledger
		return setup(e)
	}
	return p
}

// What scripts that name a secure server are given: its address and the file of its
// authority's certificate. Its users are admin, ledger and auditor; each has the
// password "of-" and his name.
const (
	secureVariable    = "SECURE"
	authorityVariable = "AUTHORITY"
)

// withSecureServer gives scripts a double with users, which only TLS makes possible,
// and the command
//
//	metadata STREAM JSON      write the metadata of a stream of the server, as its administrator
func withSecureServer(t *testing.T, p testscript.Params) testscript.Params {
	config, authority, err := esdbtest.Certificate()
	if err != nil {
		t.Fatal(err)
	}
	users := map[string]esdbtest.User{"admin": {Password: "of-admin", Groups: []string{"$admins"}}}
	for _, name := range []string{cluster.Application, cluster.Auditor} {
		users[name] = esdbtest.User{Password: "of-" + name}
	}
	c := esdbtest.ForTest(t, esdbtest.Options{TLS: config, Users: users})
	file := filepath.Join(t.TempDir(), "ca.crt")
	if err := os.WriteFile(file, authority, 0o600); err != nil {
		t.Fatal(err)
	}
	setup := p.Setup
	p.Setup = func(e *testscript.Env) error {
		e.Setenv(secureVariable, c.URL())
		e.Setenv(authorityVariable, file)
		return setup(e)
	}
	p.Cmds = maps.Clone(p.Cmds)
	p.Cmds["metadata"] = func(ts *testscript.TestScript, _ bool, args []string) {
		config, err := esdb.ParseConnectionString("esdb://admin:of-admin@" + strings.TrimPrefix(c.URL(), "esdb://") + "?tlsCAFile=" + file)
		ts.Check(err)
		config.Logger = esdb.NoopLogging()
		client, err := esdb.NewClient(config)
		ts.Check(err)
		defer client.Close() //nolint:errcheck // it never fails
		_, err = client.AppendToStream(context.Background(), "$$"+args[0], esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}},
			esdb.EventData{EventType: cluster.MetadataEventType, ContentType: esdb.ContentTypeJson, Data: []byte(args[1])})
		ts.Check(err)
	}
	return p
}

// ledgerName returns a name of a ledger that depends on a path.
func ledgerName(path string) string {
	sum := sha256.Sum256([]byte(path))
	return hex.EncodeToString(sum[:12])
}

var everyScript = flag.Bool("every", false, "run every script in a cluster, too, as .ci/run does, not a third of them")

// TestScriptsInCluster runs scripts of testdata/script with every ledger in a cluster. What a
// script does to the file of a ledger it does not do there.
func TestScriptsInCluster(t *testing.T) {
	alone(t)
	p := withSecureServer(t, withServer(t, atCounter(t, scripts("testdata/script"))))
	p.UpdateScripts = false
	if !*everyScript {
		all, err := filepath.Glob(filepath.Join(p.Dir, "*.txtar"))
		if err != nil || len(all) < 30 {
			t.Fatal(len(all), err)
		}
		p.Dir = ""
		for i := 0; i < len(all); i += 3 {
			p.Files = append(p.Files, all[i])
		}
	}
	p.Condition = func(name string) (bool, error) {
		file, err := condition(name)
		return file && name != "file", err
	}
	setup := p.Setup
	p.Setup = func(e *testscript.Env) error {
		err := setup(e)
		e.Setenv(clusterVariable, e.Getenv(serverVariable))
		return err
	}
	testscript.Run(t, p)
}
