package esdbtest

import (
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/keepalive"
)

// Cluster is a running double of one server or of several that share a log.
// Its methods may be called from any goroutine.
type Cluster struct {
	options Options
	nodes   []*node

	mu sync.Mutex // guards all below
	history
	leader     int // -1: none
	faults     Faults
	counts     Counts
	turns      map[string]int // operations so far, by kind and stream
	burst      int            // operations that are still refused
	burstError error
	unready    map[string]int // retries that are still dropped, by stream and first event
}

// node is one server of the cluster.
type node struct {
	cluster *Cluster
	index   int
	door    *door

	power  sync.Mutex   // held while the node is started or stopped
	server *grpc.Server // nil while the node is stopped
	serves sync.WaitGroup

	// guarded by the cluster's lock
	up      bool
	warming int // operations that are still answered "not ready"
	lag     int // events that this node's readers do not see yet
}

// Start starts a cluster on free ports of the loopback interface. Errors: of
// the options, or of listening.
func Start(o Options) (*Cluster, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	c := &Cluster{
		options: o, history: newHistory(o.Now), faults: o.Faults,
		counts: Counts{Faults: map[string]int{}}, turns: map[string]int{}, unready: map[string]int{},
	}
	c.addUsers()
	for i := range o.Nodes {
		d, err := openDoor()
		if err != nil {
			c.Close()
			return nil, err
		}
		c.nodes = append(c.nodes, &node{cluster: c, index: i, door: d})
	}
	for _, n := range c.nodes {
		n.up = true
		n.start()
	}
	return c, nil
}

// ForTest starts a cluster that is closed when the test ends.
func ForTest(t testing.TB, o Options) *Cluster {
	t.Helper()
	c, err := Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// start begins to serve. The caller holds n.power, or nobody knows the node yet.
func (n *node) start() {
	guest := n.door.open()
	options := []grpc.ServerOption{
		grpc.MaxRecvMsgSize(17 << 20),
		// The client pings every ten seconds, with or without calls; the
		// library's own limit would drop it for that.
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: 5 * time.Second, PermitWithoutStream: true}),
		grpc.WaitForHandlers(true),
	}
	if n.cluster.options.TLS != nil {
		options = append(options, grpc.Creds(credentials.NewTLS(n.cluster.options.TLS)))
	}
	server := grpc.NewServer(options...)
	streams.RegisterStreamsServer(server, &streamService{node: n})
	gossip.RegisterGossipServer(server, &gossipService{node: n})
	serverfeatures.RegisterServerFeaturesServer(server, &featureService{node: n})
	n.server = server
	n.serves.Add(1)
	go func() {
		defer n.serves.Done()
		_ = server.Serve(guest) // ends when the node is stopped
	}()
}

// stop ends every connection and waits until no call is left.
func (n *node) stop() {
	if n.server == nil {
		return
	}
	n.server.Stop()
	n.serves.Wait()
	n.server = nil
}

// URL is what the client connects to, without a query: the caller adds
// "?tls=false" or "?tlsCAFile=…".
func (c *Cluster) URL() string { return "esdb://" + strings.Join(c.Addresses(), ",") }

// Addresses are the nodes' addresses, host:port.
func (c *Cluster) Addresses() []string {
	var addresses []string
	for _, n := range c.nodes {
		host, port := n.endpoint()
		addresses = append(addresses, fmt.Sprintf("%s:%d", host, port))
	}
	return addresses
}

func (n *node) endpoint() (string, int) {
	a := n.door.listener.Addr().(*net.TCPAddr) // we listened on TCP
	return "127.0.0.1", a.Port
}

// Close stops every node, frees the ports and waits for every goroutine. What
// the cluster held can still be seen with Events and Counts.
func (c *Cluster) Close() {
	for i := range c.nodes {
		c.Stop(i)
	}
	for _, n := range c.nodes {
		n.door.close()
	}
}

// Stop stops a node: its connections are reset, and so are those that come
// later, until Restart. Its data stays. If it was the leader and most of the
// nodes are left, the first of those leads from now on; else nobody does, and
// every operation is answered "not ready".
func (c *Cluster) Stop(node int) {
	n := c.nodes[node]
	n.power.Lock()
	defer n.power.Unlock()
	c.mu.Lock()
	n.up = false
	c.elect()
	c.mu.Unlock()
	n.stop()
}

// Restart starts a stopped node again at the same address. It waits for
// nothing. A node that runs is stopped first.
func (c *Cluster) Restart(node int) {
	c.Stop(node)
	n := c.nodes[node]
	n.power.Lock()
	defer n.power.Unlock()
	c.mu.Lock()
	n.up = true
	n.warming = c.faults.NotReadyAfterRestart
	c.elect()
	c.mu.Unlock()
	n.start()
}

// elect sees to it that a running node leads if most nodes run. The caller
// holds the lock.
func (c *Cluster) elect() {
	running, first := 0, -1
	for _, n := range c.nodes {
		if n.up {
			running++
			if first < 0 {
				first = n.index
			}
		}
	}
	switch {
	case running <= len(c.nodes)/2:
		c.setLeader(-1)
	case c.leader < 0 || !c.nodes[c.leader].up:
		c.setLeader(first)
	}
}

// setLeader makes a node the leader, whose memory of recent appends is empty.
func (c *Cluster) setLeader(node int) {
	if c.leader != node {
		c.leader = node
		c.recent = recent{}
		c.wake() // a leader has every event, whatever it lacked before
	}
}

// Leader is the node that leads, -1 if there is none.
func (c *Cluster) Leader() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.leader
}

// Elect makes a running node the leader. Connections and subscriptions stay,
// as on a real cluster whose leader resigns. A stopped node is not elected.
func (c *Cluster) Elect(node int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.leader >= 0 && c.nodes[node].up {
		c.setLeader(node)
	}
}

// Lag makes the last events of the log invisible to those who read from a
// node, as on a follower that is behind, until another Lag says less. An
// append is seen whole or not at all. The leader is never behind.
func (c *Cluster) Lag(node, events int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.nodes[node].lag = events
	c.wake()
}

// visible is how many records a node's readers see. The caller holds the lock.
func (n *node) visible() int {
	c := n.cluster
	end := len(c.records)
	if n.lag == 0 || c.leader == n.index {
		return end
	}
	end = max(0, end-n.lag)
	if end < len(c.records) {
		end = c.records[end].begin
	}
	return end
}
