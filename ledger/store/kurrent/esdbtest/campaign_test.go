package esdbtest_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
)

// Whoever appends at exact revisions with ids of its own, and repeats what was
// not answered, has each event once in the end, whatever goes wrong between.
func TestExactlyOnceUnderFaults(t *testing.T) {
	const each, streams = 12, 3
	happened := map[string]int{}
	for seed := range uint64(12) {
		c := esdbtest.ForTest(t, esdbtest.Options{Nodes: 3, Seed: seed, Faults: esdbtest.Faults{
			LoseAck: 0.2, NotReady: 1, RefuseAppend: 0.1, EarlyReject: 0.1, Busy: 0.05, BurstLength: 2, NotReadyAfterRestart: 1,
			Hang: 0.01, NotLeader: 0.05, KillConnection: 0.1,
		}})
		random := rand.New(rand.NewPCG(seed, 0))
		client := dial(t, c, "&discoveryInterval=1")
		for n := range each * streams {
			stream, revision := fmt.Sprintf("s-%d", n%streams), n/streams
			expect := esdb.ExpectedRevision(esdb.NoStream{})
			if revision > 0 {
				expect = esdb.Revision(uint64(revision - 1))
			}
			for tries := 0; ; tries++ {
				err := attempt(t, client, brief, stream, expect, n)
				if err == nil {
					break
				}
				if code(err) == esdb.ErrorCodeWrongExpectedVersion || tries == 100 {
					t.Fatalf("seed %d, event %d: %v", seed, n, err)
				}
				if code(err) == esdb.ErrorCodeConnectionClosed || code(err) == esdb.ErrorCodeDeadlineExceeded {
					client = dial(t, c, "&discoveryInterval=1")
				}
			}
			switch node := random.IntN(3); random.IntN(12) {
			case 0:
				c.Restart(node)
			case 1:
				c.Elect(node)
			}
		}
		held := map[string]int{}
		for _, e := range c.Events() {
			var stream int
			if _, err := fmt.Sscanf(e.Stream, "s-%d", &stream); err != nil || e.ID != id(held[e.Stream]*streams+stream) {
				t.Fatalf("seed %d: event %d of %s is another than was written", seed, e.Number, e.Stream)
			}
			held[e.Stream]++
		}
		for n := range streams {
			if got := held[fmt.Sprintf("s-%d", n)]; got != each {
				t.Errorf("seed %d: %d events of %d", seed, got, each)
			}
		}
		for kind, n := range c.Counts().Faults {
			happened[kind] += n
		}
		c.Close()
	}
	for _, kind := range []string{"LoseAck", "NotReady", "RefuseAppend", "EarlyReject", "Busy", "NotReadyAfterRestart", "Hang", "NotLeader", "KillConnection"} {
		if happened[kind] == 0 {
			t.Errorf("no %s in all the runs", kind)
		}
	}
}
