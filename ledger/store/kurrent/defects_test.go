package kurrent_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/kurrent"
	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
)

// The client of v4.2.0 has defects, which are called D1 to D15 here. Each that can
// touch a ledger has a test of what becomes of it. Those without a test:
//
//   - D7: the client ends the process when an event comes without the time at which
//     the server took it. Every server sends that time; nothing here could help.
//   - D15: the client panics at an unknown strategy of a persistent subscription.
//     There are none here: Follow has its own loop.

// The client does not ask for the leader, so a read may be answered by a node that
// lags behind. A store notices by what it has seen, and looks for the leader again.
func TestD1_ReadsOfAFollowerThatLagsBehind(t *testing.T) {
	c, o := double(t, esdbtest.Options{Nodes: 3})
	s := created(t, o)
	for i := range 6 {
		must(t, s, batchOf(fmt.Sprint(i), store.Revision(i-1), 1))
	}
	c.Lag(0, 4)
	c.Elect(1) // whoever is connected to node 0 now reads of a follower
	if got := told(t, s); len(got) != 6 {
		t.Errorf("%d events, 6 were acknowledged", len(got))
	}
	n := 0
	for _, err := range s.Stream(context.Background(), "fund-1", 0) {
		if n++; err != nil {
			t.Fatal(err)
		}
	}
	if last, _, err := s.Last(context.Background()); n != 6 || err != nil || last.Position != 5 {
		t.Errorf("%d events in the stream; last %d, %v", n, last.Position, err)
	}
	must(t, s, batchOf("6", 5, 1))
	if n := c.Counts().RequiresLeader; n != 0 {
		t.Logf("the client asked for the leader %d times: D1 is mended", n)
	}
}

// Nor does Create take a node that lags behind for one without the ledger.
func TestD1_CreateWhereAFollowerLagsBehind(t *testing.T) {
	c, o := double(t, esdbtest.Options{Nodes: 3, Seed: 3, Faults: esdbtest.Faults{EndReadEarly: 0.5}})
	for n := range 3 {
		c.Lag(n, 3)
	}
	for range 6 {
		o.Name = ledgerName()
		created(t, o)
	}
}

// A client that finds no node is of no use ever after. The store takes another.
func TestD2_TheServerRestarts(t *testing.T) {
	c, o := double(t, esdbtest.Options{})
	s := created(t, o)
	must(t, s, batchOf("before", store.NoStream, 3))
	for i := range 3 {
		c.Stop(0)
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		if _, err := s.Append(ctx, batchOf(fmt.Sprint(i), store.Revision(2+i), 1)); err == nil {
			t.Fatal("appended to a server that is not there")
		}
		cancel()
		c.Restart(0)
		must(t, s, batchOf(fmt.Sprint(i), store.Revision(2+i), 1))
	}
	if got := told(t, s); len(got) != 6 {
		t.Errorf("%q", got)
	}
}

// Who waits gives up in patience's time, and is told that nothing was changed.
func TestD2_TheServerDoesNotComeBack(t *testing.T) {
	c, o := double(t, esdbtest.Options{})
	o.Patience = 100 * time.Millisecond
	s := created(t, o)
	must(t, s, batchOf("before", store.NoStream, 1))
	c.Stop(0)
	if _, _, err := s.Last(context.Background()); !isError[*kurrent.UnreachableError](err) {
		t.Errorf("got %v", err)
	}
	_, err := kurrent.Open(context.Background(), o)
	if !isError[*kurrent.UnreachableError](err) {
		t.Errorf("got %v", err)
	}
}

// Many calls at the moment when a client dies wait for ever. Here each has its own.
func TestD3_ManyCallsWhileTheServerIsAway(t *testing.T) {
	h := newHeartbeat()
	defer h.stop()
	c, o := double(t, esdbtest.Options{})
	s := created(t, o)
	must(t, s, batchOf("before", store.NoStream, 1))
	c.Stop(0)
	var calls sync.WaitGroup
	for i := range 50 {
		calls.Go(func() {
			inTime(t, h, 200*time.Millisecond, func(ctx context.Context) error {
				switch i % 4 {
				case 0:
					_, err := s.Append(ctx, batchOf(strconv.Itoa(i), 0, 1))
					return err
				case 1:
					_, _, err := s.Last(ctx)
					return err
				case 2:
					for _, err := range s.Stream(ctx, "fund-1", 0) {
						return err
					}
				default:
					for _, err := range s.All(ctx, 0) {
						return err
					}
				}
				return nil
			})
		})
	}
	calls.Wait()
	c.Restart(0)
	must(t, s, batchOf("after", 0, 1))
}

// An address that takes connections and never answers. The client looks for a node
// for seconds and does not know of contexts.
func TestD4_AnAddressThatNeverAnswers(t *testing.T) {
	h := newHeartbeat()
	defer h.stop()
	hole, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var conns []net.Conn
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := hole.Accept()
			if err != nil {
				return
			}
			conns = append(conns, conn)
		}
	}()
	t.Cleanup(func() {
		hole.Close()
		<-done
		for _, conn := range conns {
			conn.Close()
		}
	})
	var addresses sync.WaitGroup
	defer addresses.Wait()
	for _, address := range []string{"esdb://" + hole.Addr().String(), "esdb://" + hole.Addr().String() + "," + hole.Addr().String()} {
		o := options(t, address)
		var calls sync.WaitGroup
		for range 20 {
			calls.Go(func() {
				inTime(t, h, 150*time.Millisecond, func(ctx context.Context) error {
					_, err := kurrent.Open(ctx, o)
					return err
				})
			})
		}
		calls.Wait()
		o.Patience = 100 * time.Millisecond
		addresses.Go(func() {
			inTime(t, h, 20*time.Second, func(ctx context.Context) error {
				_, err := kurrent.Open(ctx, o)
				if !isError[*kurrent.UnreachableError](err) {
					t.Errorf("got %v", err)
				}
				return err
			})
		})
	}
}

// And a server that answers no more, when the store is open.
func TestD4_AServerThatAnswersNoMore(t *testing.T) {
	h := newHeartbeat()
	defer h.stop()
	c, o := double(t, esdbtest.Options{})
	o.Attempt = 200 * time.Millisecond
	s := created(t, o)
	must(t, s, batchOf("before", store.NoStream, 1))
	c.SetFaults(esdbtest.Faults{Hang: 1})
	inTime(t, h, 50*time.Millisecond, func(ctx context.Context) error {
		_, err := s.Append(ctx, batchOf("after", 0, 1))
		if !isError[*store.UnknownOutcomeError](err) {
			t.Errorf("got %v", err)
		}
		return err
	})
	inTime(t, h, 50*time.Millisecond, func(ctx context.Context) error {
		_, _, err := s.Last(ctx)
		return err
	})
	c.SetFaults(esdbtest.Faults{})
	must(t, s, batchOf("after", 0, 1))
	if got := told(t, s); len(got) != 2 {
		t.Errorf("%q", got)
	}
}

// Of an append that the server refuses before it has all of it the client loses the
// reason. So its outcome is unknown, and it is sent again with the same ids.
func TestD5_AnAppendThatIsRefusedEarly(t *testing.T) {
	for seed := range uint64(2) {
		c, o := double(t, esdbtest.Options{Seed: seed, Faults: esdbtest.Faults{EarlyReject: 0.5}})
		s := created(t, o)
		must(t, s, batchOf("many", store.NoStream, 700))
		if got := told(t, s); len(got) != 700 {
			t.Fatalf("%d events", len(got))
		}
		c.SetFaults(esdbtest.Faults{EarlyReject: 1})
		o.Patience = 50 * time.Millisecond
		impatient := opened(t, o)
		_, err := impatient.Append(context.Background(), batchOf("more", 699, 700))
		if !isError[*store.UnknownOutcomeError](err) {
			t.Fatalf("got %v", err)
		}
		c.SetFaults(esdbtest.Faults{})
		if got := must(t, impatient, batchOf("more", 699, 700)); got.Duplicate || got.First != 700 || got.Last != 1399 {
			t.Errorf("%+v", got)
		}
	}
}

// If the reason is that the user may not append, he is told so at once.
func TestD5_ADenialThatTheClientLoses(t *testing.T) {
	_, o := secure(t)
	admin := o
	admin.User, admin.Password = "admin", "changeit"
	s := created(t, admin)
	harden(t, admin, rights("$all", "$admins"))
	clerk := o
	clerk.User, clerk.Password = "clerk", "secret"
	for range 8 {
		_, err := opened(t, clerk).Append(context.Background(), batchOf("many", store.NoStream, 2000))
		denial := (*kurrent.DeniedError)(nil)
		if !errors.As(err, &denial) || !strings.HasPrefix(denial.What, "append") || isError[*store.UnknownOutcomeError](err) {
			t.Fatalf("got %v", err)
		}
	}
	if got := told(t, s); len(got) != 0 {
		t.Errorf("%d events", len(got))
	}
}

// The client panics when a call fails after it was closed. Close waits for the calls.
func TestD6_CloseDuringCallsThatFail(t *testing.T) {
	for seed := range uint64(6) {
		c, o := double(t, esdbtest.Options{Seed: seed})
		o.Patience = 5 * time.Second
		s, err := kurrent.Create(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		c.SetFaults(esdbtest.Faults{KillConnection: 0.3, Busy: 0.3, LoseAck: 0.3, NotLeader: 0.2})
		var calls sync.WaitGroup
		begun := make(chan struct{}, 100)
		for i := range 8 {
			calls.Go(func() {
				for n := 0; ; n++ {
					begun <- struct{}{}
					a := batchOf(fmt.Sprintf("%d of %d", n, i), store.NoStream, 1)
					a.Stream = fmt.Sprintf("fund-%d-%d", i, n)
					if _, err := s.Append(context.Background(), a); err != nil {
						return // it is closed
					}
				}
			})
		}
		for range 12 {
			<-begun
		}
		go func() {
			for range begun { //nolint:revive // so that nobody waits to begin
			}
		}()
		closed(t, s)
		calls.Wait()
		close(begun)
	}
}

// The client forgets to close the connection that it had before it looked for
// another node. The store throws the client away with it.
func TestD8_GoroutinesAfterTwentyRestarts(t *testing.T) {
	c, o := double(t, esdbtest.Options{})
	var s *kurrent.Store
	label := t.Name()
	labelled(label, func() { s = created(t, o) })
	most := 0
	for i := range 20 {
		labelled(label, func() { must(t, s, batchOf(fmt.Sprint(i), store.Revision(i-1), 1)) })
		if i == 4 {
			most = running(t, label)
		}
		c.Restart(0)
	}
	labelled(label, func() { must(t, s, batchOf("last", 19, 1)) })
	timer, look := time.NewTimer(10*time.Second), time.NewTicker(10*time.Millisecond)
	defer timer.Stop()
	defer look.Stop()
	for n := running(t, label); n > most+10; n = running(t, label) { // connections are closed in the background
		select {
		case <-look.C:
		case <-timer.C:
			t.Fatalf("%d goroutines after 5 restarts, %d after 20", most, n)
		}
	}
}

// The version of a server that somebody built himself. He is told what to do, and
// not that the server does not answer.
func TestD11_AVersionThatTheClientDoesNotUnderstand(t *testing.T) {
	_, o := double(t, esdbtest.Options{Version: "24.10.0-prerelease"})
	_, err := kurrent.Open(context.Background(), o)
	version := (*kurrent.VersionError)(nil)
	if !errors.As(err, &version) || version.Part != "0-prerelease" || !strings.Contains(err.Error(), "version_suffix") {
		t.Errorf("got %v", err)
	}
}

// A setting that is no number is taken for 0 by the client. It is not given any text.
func TestD12_ASettingThatIsNoNumber(t *testing.T) {
	_, err := kurrent.ParseAddress("esdb://localhost/x?defaultDeadline=abc", false)
	if fault := (*kurrent.AddressError)(nil); !errors.As(err, &fault) || fault.Kind != kurrent.FaultSetting {
		t.Errorf("got %v", err)
	}
}

// The client does not understand metadata with two roles for one action. The store
// reads metadata itself, and only what may hide events.
func TestD13_MetadataWithSeveralRoles(t *testing.T) {
	c, o := double(t, esdbtest.Options{})
	s := created(t, o)
	metadata(t, c, o.Name+".fund-1", `{"$acl":{"$r":["a","b"],"$w":["a","b"]},"note":"ours"}`)
	for e, err := range s.Stream(context.Background(), "fund-1", 0) {
		t.Fatal(e, err)
	}
	must(t, s, batchOf("first", store.NoStream, 2))
	if got := told(t, s); len(got) != 2 {
		t.Errorf("%q", got)
	}
}

// Without an id the client makes one for each attempt, and without a revision the
// server remembers a little only, and nothing when the leader changes. Here each
// append has both.
func TestD14_ARetryAfterTheLeaderHasChanged(t *testing.T) {
	c, o := double(t, esdbtest.Options{Nodes: 3})
	o.MaxWrite = 400
	o.Patience = 60 * time.Millisecond
	s := created(t, o)
	at := store.NoStream
	for i, events := range []int{1, 8, 1, 5} {
		a := batchOf(fmt.Sprint(i), at, events)
		c.SetFaults(esdbtest.Faults{LoseAck: 1})
		if _, err := s.Append(context.Background(), a); !isError[*store.UnknownOutcomeError](err) {
			t.Fatalf("got %v", err)
		}
		c.SetFaults(esdbtest.Faults{})
		c.Elect((c.Leader() + 1) % 3)
		patient := o
		patient.Patience = 20 * time.Second
		for range 2 {
			must(t, opened(t, patient), a)
		}
		at += store.Revision(events)
	}
	if got := told(t, s); len(got) != 15 {
		t.Errorf("%d events", len(got))
	}
}
