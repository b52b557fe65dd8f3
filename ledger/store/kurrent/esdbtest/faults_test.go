package esdbtest_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
)

// brief is the deadline of a call that is meant to fail by it.
const brief = 250 * time.Millisecond

func attempt(t *testing.T, client *esdb.Client, d time.Duration, stream string, expect esdb.ExpectedRevision, ids ...int) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(within(t), d)
	defer cancel()
	_, err := client.AppendToStream(ctx, stream, esdb.AppendToStreamOptions{ExpectedRevision: expect}, events(ids...)...)
	return err
}

// What one append meets, and whether it was performed.
func TestAppendFaults(t *testing.T) {
	for _, test := range []struct {
		name      string
		faults    esdbtest.Faults
		kind      string
		want      []esdb.ErrorCode
		performed []bool // what can have become of it
	}{
		{"lost", esdbtest.Faults{LoseAck: 1}, "LoseAck", []esdb.ErrorCode{esdb.ErrorUnavailable}, []bool{true}},
		{"refused", esdbtest.Faults{RefuseAppend: 1}, "RefuseAppend", []esdb.ErrorCode{esdb.ErrorUnavailable}, []bool{false}},
		{"busy", esdbtest.Faults{Busy: 1}, "Busy", []esdb.ErrorCode{esdb.ErrorUnavailable, esdb.ErrorAborted}, []bool{false}},
		{"rejected early", esdbtest.Faults{EarlyReject: 1}, "EarlyReject", []esdb.ErrorCode{esdb.ErrorUnavailable, esdb.ErrorCodeUnknown}, []bool{false}},
		{"hanging", esdbtest.Faults{Hang: 1}, "Hang", []esdb.ErrorCode{esdb.ErrorCodeDeadlineExceeded}, []bool{true, false}},
		{"cut off", esdbtest.Faults{KillConnection: 1}, "KillConnection", []esdb.ErrorCode{esdb.ErrorUnavailable}, []bool{true, false}},
		{"not the leader", esdbtest.Faults{NotLeader: 1}, "NotLeader", []esdb.ErrorCode{esdb.ErrorCodeNotLeader}, []bool{false}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			deadline, seeds := patience, uint64(8)
			if test.faults.Hang > 0 {
				deadline, seeds = brief, 4
			}
			seen := map[bool]bool{}
			for seed := range seeds {
				c := esdbtest.ForTest(t, esdbtest.Options{Seed: seed, Faults: test.faults})
				client := dial(t, c, "")
				if _, err := client.GetServerVersion(); err != nil { // it is connected
					t.Fatal(err)
				}
				err := attempt(t, client, deadline, "s-1", esdb.NoStream{}, 1)
				if !slices.Contains(test.want, code(err)) {
					t.Fatalf("got %v", err)
				}
				performed := len(c.Events()) == 1
				seen[performed] = true
				if !slices.Contains(test.performed, performed) || c.Counts().Faults[test.kind] != 1 || c.Counts().Appends != 1 {
					t.Fatalf("performed: %v; %+v", performed, c.Counts())
				}
				c.SetFaults(esdbtest.Faults{})
				write(t, client, "s-1", esdb.NoStream{}, events(1)...)
				if n := len(c.Events()); n != 1 {
					t.Fatalf("%d events after the retry", n)
				}
			}
			if len(seen) != len(test.performed) {
				t.Errorf("the seeds brought only %v", seen)
			}
		})
	}
}

func TestBusyBurst(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{Faults: esdbtest.Faults{Busy: 1, BurstLength: 2}})
	client := dial(t, c, "")
	if err := attempt(t, client, patience, "s-1", esdb.NoStream{}, 1); err == nil {
		t.Fatal("not refused")
	}
	for range 3 { // two of the burst, and the first of the next
		if err := attempt(t, client, patience, "s-2", esdb.NoStream{}, 1); err == nil {
			t.Fatal("not refused")
		}
	}
	if n := c.Counts().Faults["Busy"]; n != 4 {
		t.Errorf("%d were refused", n)
	}
}

// A retry of an append whose acknowledgement was lost is dropped until the
// original is replicated.
func TestIdempotentNotReady(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{Faults: esdbtest.Faults{LoseAck: 1, NotReady: 2}})
	client := dial(t, c, "")
	if err := attempt(t, client, patience, "s-1", esdb.NoStream{}, 1, 2); code(err) != esdb.ErrorUnavailable {
		t.Fatalf("got %v", err)
	}
	c.SetFaults(esdbtest.Faults{})
	for range 2 {
		if err := attempt(t, client, patience, "s-1", esdb.NoStream{}, 1, 2); code(err) != esdb.ErrorAborted {
			t.Fatalf("got %v", err)
		}
	}
	if err := attempt(t, client, patience, "s-1", esdb.NoStream{}, 1, 2); err != nil || len(c.Events()) != 2 {
		t.Fatalf("got %v", err)
	}
}

func TestReadFaults(t *testing.T) {
	for _, test := range []struct {
		name   string
		faults esdbtest.Faults
		kind   string
		want   []esdb.ErrorCode // of a read
		drop   []codes.Code     // of a subscription
		whole  bool             // whether all events may have come
	}{
		{"cut", esdbtest.Faults{CutRead: 1}, "CutRead", []esdb.ErrorCode{esdb.ErrorUnavailable}, []codes.Code{codes.Unavailable}, true},
		{"ended early", esdbtest.Faults{EndReadEarly: 1}, "EndReadEarly", []esdb.ErrorCode{-1}, []codes.Code{codes.Unknown}, false}, // io.EOF
		{"hanging", esdbtest.Faults{Hang: 1}, "Hang", []esdb.ErrorCode{esdb.ErrorCodeDeadlineExceeded}, []codes.Code{codes.DeadlineExceeded}, true},
		{"cut off", esdbtest.Faults{KillConnection: 1}, "KillConnection", []esdb.ErrorCode{esdb.ErrorUnavailable}, []codes.Code{codes.Unavailable}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			deadline, seeds := patience, uint64(8)
			if test.faults.Hang > 0 {
				deadline, seeds = brief, 4
			}
			lengths := map[int]bool{}
			for seed := range seeds {
				c := esdbtest.ForTest(t, esdbtest.Options{Seed: seed})
				client := dial(t, c, "")
				write(t, client, "s-1", esdb.NoStream{}, events(1, 2, 3)...)
				c.SetFaults(test.faults)
				ctx, cancel := context.WithTimeout(within(t), deadline)
				defer cancel()
				got, err := drain(client.ReadStream(ctx, "s-1", esdb.ReadStreamOptions{}, math.MaxUint64))
				if !slices.Contains(test.want, code(err)) || !test.whole && len(got) == 3 {
					t.Fatalf("%d events, %v", len(got), err)
				}
				lengths[len(got)] = true
				if c.Counts().Faults[test.kind] != 1 {
					t.Fatalf("%+v", c.Counts())
				}

				c.SetFaults(esdbtest.Faults{})
				client = dial(t, c, "")
				write(t, client, "s-1", esdb.Revision(2), events(upTo(50)[4:]...)...)
				c.SetFaults(test.faults)
				ctx, cancel = context.WithTimeout(within(t), deadline)
				defer cancel()
				sub, err := client.SubscribeToStream(ctx, "s-1", esdb.SubscribeToStreamOptions{From: esdb.Start{}})
				if err != nil {
					if code(err) != esdb.ErrorUnavailable && code(err) != esdb.ErrorCodeUnknown {
						t.Fatalf("subscribing: %v", err)
					}
					continue // it was cut before the first message could be read
				}
				for n := 0; ; n++ {
					e := sub.Recv()
					if n > 60 {
						t.Fatal("it never ends")
					}
					if e.SubscriptionDropped == nil {
						continue
					}
					if !slices.Contains(test.drop, status.Code(e.SubscriptionDropped.Error)) {
						t.Errorf("dropped after %d with %v", n, e.SubscriptionDropped.Error)
					}
					break
				}
			}
			if len(lengths) < 2 && test.faults.KillConnection == 0 { // a reset takes along what was under way
				t.Errorf("the seeds brought only lengths %v", lengths)
			}
		})
	}
}

func TestDuplicateDelivery(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{Seed: 1, Faults: esdbtest.Faults{DuplicateDelivery: 0.3}})
	client := dial(t, c, "")
	write(t, client, "s-1", esdb.NoStream{}, events(upTo(30)...)...)
	sub, err := client.SubscribeToAll(within(t), esdb.SubscribeToAllOptions{From: esdb.Start{}})
	if err != nil {
		t.Fatal(err)
	}
	defer sub.Close()
	highest, count := -1, 0
	for {
		e := sub.Recv()
		if e.CaughtUp != nil {
			break
		}
		n := int(e.EventAppeared.OriginalEvent().EventNumber)
		if n > highest+1 || n < highest-2 {
			t.Fatalf("event %d after %d", n, highest)
		}
		highest = max(highest, n)
		count++
	}
	if highest != 29 || count <= 30 || c.Counts().Faults["DuplicateDelivery"] == 0 {
		t.Errorf("%d events up to %d; %+v", count, highest, c.Counts())
	}
}

func TestNotReadyAfterRestart(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{Faults: esdbtest.Faults{NotReadyAfterRestart: 3}})
	client := dial(t, c, "")
	write(t, client, "s-1", esdb.NoStream{}, events(1)...)
	c.Restart(0)
	client = dial(t, c, "")
	for range 3 {
		if _, err := readStream(t, client, "s-1"); code(err) != esdb.ErrorUnavailable {
			t.Fatalf("got %v", err)
		}
	}
	if got, err := readStream(t, client, "s-1"); err != nil || len(got) != 1 {
		t.Fatalf("%d events, %v", len(got), err)
	}
}

// The same seed and the same operations bring the same faults, whatever else
// is done on other streams.
func TestSeed(t *testing.T) {
	run := func(seed uint64, others bool) string {
		c := esdbtest.ForTest(t, esdbtest.Options{Seed: seed, Faults: esdbtest.Faults{RefuseAppend: 0.3, LoseAck: 0.3}})
		client := dial(t, c, "")
		var trace string
		for i := range 20 {
			before := len(c.Events())
			err := attempt(t, client, patience, "s-1", esdb.Any{}, i)
			trace += fmt.Sprintf("%d%v ", len(c.Events())-before, err == nil)
			if others {
				_ = attempt(t, client, patience, "s-2", esdb.Any{}, 100+i) // whatever comes of it
			}
		}
		return trace
	}
	one, again, beside, other := run(1, false), run(1, false), run(1, true), run(2, false)
	if one != again || one != beside {
		t.Errorf("the seed brought\n%s\n%s\n%s", one, again, beside)
	}
	if one == other {
		t.Error("two seeds bring the same")
	}
}

func TestSetFaultsEndsABurst(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{Faults: esdbtest.Faults{Busy: 1, BurstLength: 1000}})
	client := dial(t, c, "")
	if err := attempt(t, client, patience, "s-1", esdb.NoStream{}, 1); err == nil || errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("got %v", err)
	}
	c.SetFaults(esdbtest.Faults{})
	write(t, client, "s-1", esdb.NoStream{}, events(1)...)
}
