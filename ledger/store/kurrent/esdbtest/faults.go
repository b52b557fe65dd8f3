package esdbtest

import (
	"context"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"strconv"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
)

// Faults says how often operations go wrong: each number is a probability for
// one operation, 0 to 1. Whether an operation is hit follows from
// Options.Seed, the kind of operation, its stream and how many of that kind
// the stream has had, so that other streams' operations do not disturb it.
// Deletions meet Busy, RefuseAppend and NotReadyAfterRestart only.
type Faults struct {
	// LoseAck performs an append and then answers Unavailable, or cuts the
	// connection.
	LoseAck float64
	// NotReady drops that many retries of an append whose acknowledgement was
	// lost (Aborted), as the server does until the original is replicated.
	NotReady int

	// RefuseAppend answers an append with Unavailable and performs nothing.
	RefuseAppend float64
	// EarlyReject answers an append with Unavailable when its header has come,
	// before its events: the client meets io.EOF while it sends them, and
	// mostly never learns the status.
	EarlyReject float64

	// Busy answers an operation with Unavailable or Aborted, unperformed, and
	// the next BurstLength operations of anybody too.
	Busy        float64
	BurstLength int
	// NotReadyAfterRestart is how many operations a node answers with
	// Unavailable ("Server Is Not Ready") after each Restart.
	NotReadyAfterRestart int

	// CutRead ends a read or a subscription with Unavailable after some events.
	CutRead float64
	// EndReadEarly ends a read or a subscription in good order after some
	// events, as if there were no more.
	EndReadEarly float64
	// DuplicateDelivery delivers the last one to three events of a
	// subscription again; the probability is for each event.
	DuplicateDelivery float64

	// Hang never answers: until the caller's context ends or the node stops.
	// An append may have been performed or not.
	Hang float64
	// NotLeader answers "not leader" with the address of the leader.
	NotLeader float64
	// KillConnection resets the TCP connection, before or after an append is
	// performed, or within a read.
	KillConnection float64

	// NoCreated leaves out the time of an event that is read. No server does
	// that; the client then ends its process.
	NoCreated float64
}

// Counts says what the cluster has been asked for, and what went wrong by
// intention.
type Counts struct {
	Appends, Reads, Subscriptions int            // that were begun
	RequiresLeader                int            // operations that carried the header "requires-leader"
	Faults                        map[string]int // faults by kind: the name of the field in Faults
}

// SetFaults changes what goes wrong from now on. Operations under way keep
// what was in force when they began; a burst of Busy ends.
func (c *Cluster) SetFaults(f Faults) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.faults = f
	c.burst = 0
}

// Counts returns what has been counted since the start.
func (c *Cluster) Counts() Counts {
	c.mu.Lock()
	defer c.mu.Unlock()
	counts := c.counts
	counts.Faults = maps.Clone(counts.Faults)
	return counts
}

// plan says what is to go wrong with one operation.
type plan struct {
	Faults // as they were when the operation began

	refuse, early, lose, notLeader, cut, end bool
	hang, kill                               bool
	late                                     bool // of hang and kill: once the append is performed
	silent                                   bool // of lose: the connection is cut
	aborted                                  bool // of a burst that begins here
	busy                                     bool
	events                                   int // of cut, end and kill: after how many events
	random                                   *rand.Rand
}

// plan decides for the next operation of a kind on a stream. It draws the same
// numbers whatever is in force, so that one fault's probability does not move
// the others.
func (c *Cluster) plan(kind, stream string) plan {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := kind + " " + stream
	c.turns[key]++
	h := fnv.New64a()
	h.Write([]byte(key + " " + strconv.Itoa(c.turns[key])))
	r := rand.New(rand.NewPCG(c.options.Seed, h.Sum64()))
	f := c.faults
	hit := func(p float64) bool { return r.Float64() < p }
	return plan{
		Faults: f,
		lose:   hit(f.LoseAck), refuse: hit(f.RefuseAppend), early: hit(f.EarlyReject), busy: hit(f.Busy),
		cut: hit(f.CutRead), end: hit(f.EndReadEarly), hang: hit(f.Hang), notLeader: hit(f.NotLeader), kill: hit(f.KillConnection),
		late: hit(0.5), silent: hit(0.5), aborted: hit(0.5), events: r.IntN(16), random: r,
	}
}

// injected counts a fault.
func (c *Cluster) injected(fault string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.counts.Faults[fault]++
}

// blocked answers an operation that is not served at all, or returns nil.
func (n *node) blocked(ctx context.Context, p plan) error {
	c := n.cluster
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case n.warming > 0:
		n.warming--
		c.counts.Faults["NotReadyAfterRestart"]++
		return notReady()
	case c.leader < 0:
		return notReady()
	case c.burst > 0:
		c.burst--
		c.counts.Faults["Busy"]++
		return c.burstError
	case p.busy:
		c.burst = p.BurstLength
		c.burstError = status.Error(codes.Unavailable, "Server Is Too Busy")
		if p.aborted {
			c.burstError = status.Error(codes.Aborted, "Operation timed out: Prepare phase timeout")
		}
		c.counts.Faults["Busy"]++
		return c.burstError
	case p.notLeader:
		c.counts.Faults["NotLeader"]++
		return c.notLeader(ctx)
	}
	if md, _ := metadata.FromIncomingContext(ctx); len(md.Get("requires-leader")) > 0 {
		c.counts.RequiresLeader++
		if md.Get("requires-leader")[0] == "true" && c.leader != n.index {
			return c.notLeader(ctx)
		}
	}
	return nil
}

// notLeader says where the leader is. The caller holds the lock.
func (c *Cluster) notLeader(ctx context.Context) error {
	host, port := c.nodes[c.leader].endpoint()
	_ = grpc.SetTrailer(ctx, metadata.Pairs("exception", "not-leader", "leader-endpoint-host", host, "leader-endpoint-port", strconv.Itoa(port)))
	return status.Error(codes.NotFound, "Leader info available")
}

// kill resets the connection that an operation came by.
func (n *node) kill(ctx context.Context) error {
	if p, ok := peer.FromContext(ctx); ok {
		n.door.cut(p.Addr.String())
	}
	return status.Error(codes.Unavailable, "the connection was cut")
}

// wait is a call that is never answered.
func wait(ctx context.Context) error {
	<-ctx.Done()
	return status.FromContextError(ctx.Err()).Err()
}

func notReady() error { return status.Error(codes.Unavailable, "Server Is Not Ready") }
