package esdbtest_test

import (
	"context"
	"fmt"
	"math"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	api "github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
)

// wire is a connection to one node without the client.
func wire(t *testing.T, address string) *grpc.ClientConn {
	t.Helper()
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// states asks a node who is in the cluster.
func states(t *testing.T, c *esdbtest.Cluster, node int) string {
	t.Helper()
	info, err := gossip.NewGossipClient(wire(t, c.Addresses()[node])).Read(within(t), &shared.Empty{})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for i, m := range info.Members {
		if at := fmt.Sprintf("%s:%d", m.HttpEndPoint.Address, m.HttpEndPoint.Port); at != c.Addresses()[i] {
			t.Errorf("node %d is at %s", i, at)
		}
		state := m.State.String()
		if !m.IsAlive {
			state = "dead"
		}
		all = append(all, state)
	}
	return strings.Join(all, " ")
}

func TestGossip(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{Nodes: 3})
	if got := states(t, c, 2); got != "Leader Follower Follower" {
		t.Error(got)
	}
	c.Elect(1)
	if got := states(t, c, 2); got != "Follower Leader Follower" {
		t.Error(got)
	}
	c.Stop(1)
	if got := states(t, c, 2); got != "Leader dead Follower" || c.Leader() != 0 {
		t.Error(got)
	}
	c.Stop(0)
	if got := states(t, c, 2); got != "dead dead Unknown" || c.Leader() != -1 {
		t.Error(got)
	}
	c.Elect(1)
	c.Restart(1)
	if got := states(t, c, 2); got != "dead Leader Follower" || c.Leader() != 1 {
		t.Error(got)
	}
}

// A cluster that has lost its leader goes on with another; what is written
// stays, and a client that starts then finds it.
func TestFailover(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{Nodes: 3})
	if n := strings.Count(c.URL(), "127.0.0.1:"); n != 3 || !strings.HasPrefix(c.URL(), "esdb://") {
		t.Fatal(c.URL())
	}
	write(t, dial(t, c, ""), "s-1", esdb.NoStream{}, events(1)...)
	c.Stop(0)
	client := dial(t, c, "")
	write(t, client, "s-1", esdb.Revision(0), events(2)...)
	c.Stop(2)
	if _, err := client.AppendToStream(within(t), "s-1", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Revision(1)},
		events(3)...); code(err) != esdb.ErrorUnavailable {
		t.Fatalf("most nodes are stopped: %v", err)
	}
	c.Restart(0)
	got, err := readStream(t, dial(t, c, ""), "s-1")
	if err != nil || len(got) != 2 {
		t.Fatalf("%d events, %v", len(got), err)
	}
}

// A client that asks for a follower gets one; it forwards what is written and
// reads what it has itself.
func TestFollowerLags(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{Nodes: 3})
	leader, follower := dial(t, c, "&nodePreference=leader"), dial(t, c, "&nodePreference=follower")
	write(t, leader, "s-1", esdb.NoStream{}, events(1)...)
	write(t, follower, "s-1", esdb.Revision(0), events(2, 3)...)
	for node := range 3 {
		c.Lag(node, 1) // of no consequence for the leader
	}
	for _, test := range []struct {
		name   string
		client *esdb.Client
		want   int
	}{
		{"leader", leader, 3},
		{"follower", follower, 1}, // the last append was of two events; half of it is never seen
	} {
		got, err := readStream(t, test.client, "s-1")
		if err != nil || len(got) != test.want {
			t.Errorf("%s: %d events, %v", test.name, len(got), err)
		}
		all, err := drain(test.client.ReadAll(within(t), esdb.ReadAllOptions{Direction: esdb.Backwards, From: esdb.End{}}, math.MaxUint64))
		if err != nil || len(all) != test.want {
			t.Errorf("%s: %d events of $all, %v", test.name, len(all), err)
		}
	}
	sub, err := follower.SubscribeToStream(within(t), "s-1", esdb.SubscribeToStreamOptions{From: esdb.Start{}})
	if err != nil {
		t.Fatal(err)
	}
	defer sub.Close()
	same(t, take(sub, 2), "s-1/0", "caught up")
	c.Lag(1, 0)
	c.Lag(2, 0)
	same(t, take(sub, 2), "s-1/1", "s-1/2")
}

// The header that asks for the leader is obeyed; no client of this version
// sends it.
func TestRequiresLeader(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{Nodes: 3})
	c.Elect(2)
	read := func(node int) (metadata.MD, error) {
		ctx := metadata.NewOutgoingContext(within(t), metadata.Pairs("requires-leader", "true"))
		stream, err := api.NewStreamsClient(wire(t, c.Addresses()[node])).Read(ctx, &api.ReadReq{Options: &api.ReadReq_Options{
			StreamOption: &api.ReadReq_Options_All{All: &api.ReadReq_Options_AllOptions{}}, CountOption: &api.ReadReq_Options_Count{Count: 1},
			UuidOption: &api.ReadReq_Options_UUIDOption{Content: &api.ReadReq_Options_UUIDOption_Structured{}},
		}})
		if err != nil {
			t.Fatal(err)
		}
		_, err = stream.Recv()
		return stream.Trailer(), err
	}
	trailer, err := read(0)
	_, port, _ := net.SplitHostPort(c.Addresses()[2])
	if status.Code(err) != codes.NotFound || trailer.Get("exception")[0] != "not-leader" || trailer.Get("leader-endpoint-port")[0] != port {
		t.Errorf("got %v, %v", err, trailer)
	}
	if _, err := read(2); err.Error() != "EOF" {
		t.Errorf("the leader: %v", err)
	}
	if n := c.Counts().RequiresLeader; n != 2 {
		t.Errorf("%d headers", n)
	}
}

// The client follows "not leader" to the leader.
func TestNotLeader(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{Nodes: 3})
	client := dial(t, c, "&nodePreference=follower")
	write(t, client, "s-1", esdb.NoStream{}, events(1)...)
	c.Lag(1, 1)
	c.Lag(2, 1)
	c.SetFaults(esdbtest.Faults{NotLeader: 1})
	if _, err := readStream(t, client, "s-1"); code(err) != esdb.ErrorCodeNotLeader {
		t.Fatalf("got %v", err)
	}
	c.SetFaults(esdbtest.Faults{})
	if got, err := readStream(t, client, "s-1"); err != nil || len(got) != 1 {
		t.Fatalf("%d events, %v: it should read from the leader now", len(got), err)
	}
}

func TestRestartKeepsAddressAndData(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{})
	client := dial(t, c, "")
	write(t, client, "s-1", esdb.NoStream{}, events(1)...)
	url := c.URL()
	c.Stop(0)
	if _, err := wireRead(t, c); status.Code(err) != codes.Unavailable {
		t.Errorf("a stopped node: %v", err)
	}
	c.Restart(0)
	c.Restart(0) // one that runs, too
	if c.URL() != url {
		t.Errorf("%s became %s", url, c.URL())
	}
	if got, err := readStream(t, dial(t, c, ""), "s-1"); err != nil || len(got) != 1 {
		t.Errorf("%d events, %v", len(got), err)
	}
}

func wireRead(t *testing.T, c *esdbtest.Cluster) (*gossip.ClusterInfo, error) {
	t.Helper()
	return gossip.NewGossipClient(wire(t, c.Addresses()[0])).Read(within(t), &shared.Empty{})
}

// Close ends reads, subscriptions, appends that hang and every goroutine.
func TestCloseFreesAll(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 3 {
		c, err := esdbtest.Start(esdbtest.Options{Nodes: 3, Faults: esdbtest.Faults{Hang: 0.5}})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		conn, err := grpc.NewClient(c.Addresses()[0], grpc.WithTransportCredentials(insecure.NewCredentials()))
		if err != nil {
			t.Fatal(err)
		}
		sub, err := api.NewStreamsClient(conn).Read(ctx, &api.ReadReq{Options: &api.ReadReq_Options{
			StreamOption: &api.ReadReq_Options_All{All: &api.ReadReq_Options_AllOptions{}}, CountOption: &api.ReadReq_Options_Subscription{},
			UuidOption: &api.ReadReq_Options_UUIDOption{},
		}})
		if err != nil {
			t.Fatal(err)
		}
		if m, err := sub.Recv(); err != nil || m.GetConfirmation() == nil {
			t.Fatalf("got %v, %v", m, err)
		}
		c.Close()
		c.Close() // a second time does no harm
		for err == nil {
			_, err = sub.Recv()
		}
		conn.Close()
		cancel()
	}
	settled(t, before)
}

// settled waits until no more goroutines run than before.
func settled(t *testing.T, before int) {
	t.Helper()
	for range 200 {
		if runtime.NumGoroutine() <= before {
			return
		}
		pause()
	}
	stacks := make([]byte, 1<<16)
	t.Errorf("%d goroutines, %d before\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
}

// pause lets others work: what ends in the background gives no signal.
func pause() { <-time.After(10 * time.Millisecond) }
