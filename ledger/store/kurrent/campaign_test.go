package kurrent_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime/pprof"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/kurrent"
	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
)

var (
	campaignRuns = flag.Int("campaign.runs", 12, "how many runs each fault campaign makes; 30 in .ci/run")
	campaignSeed = flag.Uint64("campaign.seed", 1, "the seed of its first run; each has the next one")
)

// TestCampaign makes runs of random commands under random faults and checks what
// stands at the end. A run has one to three writers and up to two followers, each
// with a store of its own, on a cluster of one or three nodes. What each of them
// does and which operations fail follow from the seed. How they meet does not, so a
// failure may need some runs of its seed to be seen again; TestCampaignAlone is the
// part of which nothing is left to chance.
//
//	go test -race -run 'TestCampaign$' ./ledger/store/kurrent -campaign.runs 5000
func TestCampaign(t *testing.T) {
	campaign(t, func(seed uint64) *run { return newRun(t, seed, false) })
}

// TestCampaignAlone does the same with one writer, on one node, whose operations
// follow one another: a seed does the same every time.
func TestCampaignAlone(t *testing.T) {
	campaign(t, func(seed uint64) *run { return newRun(t, seed, true) })
}

func campaign(t *testing.T, make func(seed uint64) *run) {
	runs := *campaignRuns
	beat := newHeartbeat()
	defer beat.stop()
	var mu sync.Mutex
	var sum tally
	sum.faults = map[string]int{}
	var next atomic.Int64
	var failed, late atomic.Int64
	var workers sync.WaitGroup
	for range 6 {
		workers.Go(func() {
			for {
				n := next.Add(1) - 1
				if n >= int64(runs) || failed.Load() >= 5 {
					return
				}
				seed := *campaignSeed + uint64(n)
				r := make(seed)
				r.beat = beat
				errs := r.labelled()
				// One goroutine can be kept waiting by the machine while the heartbeat is not.
				// What the store does late it does again.
				for again := 0; again < 2 && onlyLate(errs); again++ {
					again := make(seed)
					again.beat = beat
					errs = again.labelled()
					late.Add(1)
				}
				if len(errs) > 0 {
					failed.Add(1)
					t.Errorf("%v\nagain: go test -race -run '%s$' ./ledger/store/kurrent -campaign.runs 1 -campaign.seed %d", errors.Join(errs...), t.Name(), seed)
				}
				mu.Lock()
				sum.add(r.tally())
				mu.Unlock()
			}
		})
	}
	workers.Wait()
	t.Logf("%v; %d runs were made again because a call was late", sum.String(), late.Load())
}

// onlyLate reports whether all that is wrong is that calls were late.
func onlyLate(errs []error) bool {
	for _, err := range errs {
		if late := (*lateError)(nil); !errors.As(err, &late) {
			return false
		}
	}
	return len(errs) > 0
}

// tally says what runs did.
type tally struct {
	runs, calls, short, acked, refused, unknown, events, told int
	lost                                                      int // runs in which the client lost a connection, see misled
	faults                                                    map[string]int
}

func (t *tally) add(o tally) {
	t.runs += o.runs
	t.calls += o.calls
	t.short += o.short
	t.acked += o.acked
	t.refused += o.refused
	t.unknown += o.unknown
	t.events += o.events
	t.told += o.told
	t.lost += o.lost
	for k, n := range o.faults {
		t.faults[k] += n
	}
}

func (t *tally) String() string {
	var faults []string
	for _, k := range slices.Sorted(maps.Keys(t.faults)) {
		faults = append(faults, fmt.Sprintf("%s %d", k, t.faults[k]))
	}
	return fmt.Sprintf("%d runs: %d calls (%d with a short deadline); appends: %d acknowledged, %d refused, %d never known; %d events stand, %d were followed; in %d runs the client lost a connection; faults: %s",
		t.runs, t.calls, t.short, t.acked, t.refused, t.unknown, t.events, t.told, t.lost, strings.Join(faults, ", "))
}

// run is one run of a campaign.
type run struct {
	seed    uint64
	alone   bool
	dir     string
	label   string // of its goroutines
	rand    *rand.Rand
	beat    *heartbeat
	cluster *esdbtest.Cluster
	options kurrent.Options
	streams []string
	orders  map[int64]func() // what befalls the cluster, by how many calls were made
	begun   atomic.Int64     // calls

	calls, short atomic.Int64

	mu     sync.Mutex
	record record
	errs   []error
	log    []store.Recorded
	told   int
	lost   bool // the client lost a connection, see misled
	faults map[string]int
}

func newRun(t *testing.T, seed uint64, alone bool) *run {
	dir := t.TempDir()
	return &run{seed: seed, alone: alone, dir: dir, label: dir, rand: rand.New(rand.NewPCG(seed, 0)), orders: map[int64]func(){}}
}

func (r *run) tally() tally {
	t := tally{runs: 1, calls: int(r.calls.Load()), short: int(r.short.Load()), events: len(r.log), told: r.told, faults: r.faults}
	if r.lost {
		t.lost = 1
	}
	for _, c := range r.record.commands {
		switch {
		case c.acked:
			t.acked++
		case c.unknown:
			t.unknown++
		default:
			t.refused++
		}
	}
	return t
}

func (r *run) fail(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errs = append(r.errs, fmt.Errorf(format, args...))
}

// labelled makes the run and then looks for goroutines of it that are left. They are
// known by a label, which a goroutine has from the one that started it.
func (r *run) labelled() []error {
	pprof.Do(context.Background(), pprof.Labels("campaign", r.label), func(context.Context) {
		done := make(chan struct{})
		go func() {
			defer close(done)
			r.make()
		}()
		<-done
	})
	if left := leftOver(r.label); left != "" && !r.misled(left) {
		r.fail("goroutines are left:\n%s", left)
	}
	for i, err := range r.errs {
		r.errs[i] = fmt.Errorf("seed %d: %w", r.seed, err)
	}
	return r.errs
}

// misled reports whether goroutines that are left are those of connections which the
// client itself loses: told of another leader it connects to that node, and if the
// node does not answer forgets the connection. Nobody else can close it. No server
// tells our calls of another leader, for the client never asks for the leader (D1);
// the double does.
func (r *run) misled(left string) bool {
	r.lost = r.faults["NotLeader"] > 0 && !strings.Contains(left, "/kurrent.") && !strings.Contains(left, "/esdb.")
	return r.lost
}

// make makes the run.
func (r *run) make() {
	nodes := 1
	if !r.alone && r.rand.IntN(2) == 0 {
		nodes = 3
	}
	var err error
	if r.cluster, err = esdbtest.Start(esdbtest.Options{Nodes: nodes, Seed: r.seed}); err != nil {
		r.fail("%v", err)
		return
	}
	defer func() {
		r.faults = r.cluster.Counts().Faults
		r.cluster.Close()
	}()
	o, err := kurrent.ParseAddress(r.cluster.URL()+"/t?tls=false", true)
	if err != nil {
		r.fail("%v", err)
		return
	}
	o.Pause, o.Patience, o.Attempt = 2*time.Millisecond, 300*time.Millisecond, 150*time.Millisecond
	if r.alone {
		o.Attempt = time.Second // only what hangs takes so long
		o.Patience = 10 * time.Second
	}
	o.MaxWrite = 300 + r.rand.IntN(1200)
	r.options = kurrent.WithSpacing(o, store.Position(1+r.rand.IntN(8)))
	for i := range 1 + r.rand.IntN(3) {
		r.streams = append(r.streams, fmt.Sprintf("fund-%d", i))
	}
	ctx := context.Background()
	patient := r.options
	patient.Patience, patient.Attempt = 20*time.Second, 10*time.Second
	s, err := kurrent.Create(ctx, patient)
	if err != nil {
		r.fail("create: %v", err)
		return
	}
	if err := s.Close(); err != nil {
		r.fail("close: %v", err)
	}
	r.cluster.SetFaults(r.someFaults())
	writers, each, followers := 1+r.rand.IntN(3), 10, r.rand.IntN(3)
	if r.alone {
		writers, each, followers = 1, 16, 0
	} else {
		r.plan(nodes, int64(writers*each))
	}
	var work sync.WaitGroup
	var follow []*follower
	for i := range followers {
		f := newFollower(r, i)
		follow = append(follow, f)
		go f.work()
	}
	for i := range writers {
		w := newWriter(r, i)
		work.Go(func() { w.work(each) })
	}
	work.Wait()
	r.heal(nodes)
	r.finish(ctx)
	for _, f := range follow {
		f.finish(len(r.log))
	}
	r.errs = append(r.errs, r.record.check(r.log)...)
}

// heal makes the cluster well again.
func (r *run) heal(nodes int) {
	r.cluster.SetFaults(esdbtest.Faults{})
	for n := range nodes {
		r.cluster.Lag(n, 0)
		r.cluster.Restart(n)
	}
}

// finish has the outcome of every append found out, and reads the log.
func (r *run) finish(ctx context.Context) {
	o := r.options
	o.Patience, o.Attempt = 20*time.Second, 10*time.Second
	s, err := kurrent.Open(ctx, o)
	if err != nil {
		r.fail("open at the end: %v", err)
		return
	}
	defer func() {
		if err := s.Close(); err != nil {
			r.fail("close at the end: %v", err)
		}
		if c := s.Counts(); c.Running != 0 || c.Stranded != 0 {
			r.fail("after Close: %+v", c)
		}
	}()
	for _, c := range r.record.commands {
		if c.acked || !c.unknown || c.attempts%2 == 0 {
			continue // some stay unknown: they are whole or absent
		}
		receipts, err := s.Append(ctx, c.a)
		conflict := (*store.ConflictError)(nil)
		if err != nil && !errors.As(err, &conflict) {
			r.fail("append at the end: %v", err)
			return
		}
		if err := outcome([]*command{c}, receipts, err); err != nil {
			r.fail("%v", err)
		}
		if err != nil {
			c.unknown = false // now it is known
		}
	}
	for e, err := range s.All(ctx, 0) {
		if err != nil {
			r.fail("read at the end: %v", err)
			return
		}
		e.Data = bytes.Clone(e.Data)
		r.log = append(r.log, e)
	}
	for _, name := range r.streams {
		g := glance{who: "the last reader", stream: name, ended: true, least: store.NoStream}
		for e, err := range s.Stream(ctx, name, 0) {
			if err != nil {
				r.fail("read %s at the end: %v", name, err)
				return
			}
			g.lines = append(g.lines, line(e))
		}
		for _, e := range r.log {
			if e.Stream == name {
				g.least = e.Revision
			}
		}
		r.record.glances = append(r.record.glances, g)
	}
}

// someFaults returns what goes wrong in the run: a few kinds, more or less often.
func (r *run) someFaults() esdbtest.Faults {
	var f esdbtest.Faults
	often := []float64{0.02, 0.1, 0.3}[r.rand.IntN(3)]
	some := func() float64 {
		if r.rand.IntN(3) > 0 {
			return 0
		}
		return often * r.rand.Float64()
	}
	f.LoseAck, f.NotReady = some(), r.rand.IntN(4)
	f.RefuseAppend, f.EarlyReject = some(), some()
	f.Busy, f.BurstLength = some()/4, r.rand.IntN(4)
	f.NotReadyAfterRestart = r.rand.IntN(4)
	f.CutRead, f.EndReadEarly, f.DuplicateDelivery = some(), some(), some()
	f.Hang = some() / 4
	f.NotLeader, f.KillConnection = some(), some()
	if r.alone {
		f.Hang /= 4 // each costs a whole attempt
	}
	return f
}

// plan decides what befalls the cluster during so many calls.
func (r *run) plan(nodes int, calls int64) {
	for range r.rand.IntN(6) {
		at, node := r.rand.Int64N(calls), r.rand.IntN(nodes)
		switch kind := r.rand.IntN(4); {
		case kind == 0 || nodes == 1 && kind < 3:
			r.orders[at] = func() { r.cluster.Stop(node) }
			r.orders[at+1+r.rand.Int64N(4)] = func() { r.cluster.Restart(node) }
		case nodes == 1:
			r.orders[at] = func() { r.cluster.Restart(node) }
		case kind == 1:
			r.orders[at] = func() { r.cluster.Elect(node) }
		default:
			events := r.rand.IntN(6)
			r.orders[at] = func() { r.cluster.Lag(node, events) }
		}
	}
}

// context returns the context of a call, which sometimes is a short one, and what is
// to be called when the call has returned.
func (r *run) context(random *rand.Rand) (context.Context, func(what string)) {
	r.calls.Add(1)
	if order := r.orders[r.begun.Add(1)-1]; order != nil {
		order()
	}
	lasts := 30 * time.Second
	if n := random.IntN(6); n == 0 && !r.alone {
		lasts = time.Duration(random.IntN(30_000)) * time.Microsecond
		r.short.Add(1)
	}
	ctx, cancel := context.WithTimeout(context.Background(), lasts)
	return ctx, func(what string) {
		deadline, _ := ctx.Deadline()
		if err := r.beat.tooLate(what, deadline); err != nil {
			r.fail("%w", err)
		}
		if lasts == 30*time.Second && ctx.Err() != nil {
			r.fail("%s did not give up", what)
		}
		cancel()
	}
}
