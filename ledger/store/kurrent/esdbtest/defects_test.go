package esdbtest_test

// The defects of the client v4.2.0 that the double brings out, each in a test
// of its own name: whoever wraps the client can see what it must absorb, and a
// newer client will fail the tests of what it has mended.
//
// Not shown is D15, that an unknown consumer strategy ends the process with a
// panic: it is about persistent subscriptions, which the double does not serve
// and a ledger does not use.

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
)

// Neither RequiresLeader nor nodePreference=leader sends the header, so a
// reader whose node no longer leads is not told and reads what that node has.
func TestD1_RequiresLeaderIsNeverSent(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{Nodes: 3})
	client := dial(t, c, "&nodePreference=leader")
	if _, err := client.AppendToStream(within(t), "s-1",
		esdb.AppendToStreamOptions{ExpectedRevision: esdb.NoStream{}, RequiresLeader: true}, events(1, 2)...); err != nil {
		t.Fatal(err)
	}
	write(t, client, "s-1", esdb.Revision(1), events(3)...)
	c.Elect(1)
	c.Lag(0, 1)
	got, err := drain(client.ReadStream(within(t), "s-1", esdb.ReadStreamOptions{RequiresLeader: true}, 10))
	if err != nil || len(got) != 2 {
		t.Errorf("%d events, %v; a stale read was to be expected", len(got), err)
	}
	if n := c.Counts().RequiresLeader; n != 0 {
		t.Errorf("%d calls carried the header", n)
	}
}

// quick makes discovery fail within a fifth of a second.
const quick = "&maxDiscoverAttempts=2&discoveryInterval=100"

// dead returns a client that has lost its server for ever. Nobody closes it.
func dead(t *testing.T, c *esdbtest.Cluster) *esdb.Client {
	t.Helper()
	client := unclosed(t, c.URL()+"?tls=false"+quick)
	write(t, client, "s-1", esdb.Any{}, events(1)...)
	c.Stop(0)
	for {
		err := attempt(t, client, patience, "s-1", esdb.Any{}, 2)
		switch {
		case errors.Is(err, io.EOF) && code(err) == esdb.ErrorCodeUnknown: // the end came while it sent: D5
		case code(err) == esdb.ErrorUnavailable:
			return client
		default:
			t.Fatalf("a call after the end: %v", err)
		}
	}
}

// A client whose discovery failed once stays closed, though the server is back.
func TestD2_FailedDiscoveryClosesForEver(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{})
	client := dead(t, c)
	if err := attempt(t, client, patience, "s-1", esdb.Any{}, 2); err == nil || !strings.Contains(err.Error(), "maximum discovery attempt count reached: 2") {
		t.Fatalf("got %v", err)
	}
	c.Restart(0)
	for range 3 {
		if err := attempt(t, client, patience, "s-1", esdb.Any{}, 2); code(err) != esdb.ErrorCodeConnectionClosed {
			t.Fatalf("got %v", err)
		}
	}
	write(t, dial(t, c, ""), "s-1", esdb.Any{}, events(2)...)
}

// Those who call while a client dies hang for ever, whatever their context
// says. Closing the client then is a race and makes them panic, so here they
// are left behind, as they must be by whoever replaces the client.
func TestD3_CallersHangWhenDiscoveryFails(t *testing.T) {
	const callers = 6
	c := esdbtest.ForTest(t, esdbtest.Options{})
	client := dead(t, c)
	returned := make(chan error, callers)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	for range callers {
		go func() {
			_, err := client.AppendToStream(ctx, "s-1", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}}, events(2)...)
			returned <- err
		}()
	}
	if err := <-returned; err == nil {
		t.Fatal("the call that discovers should fail")
	}
	back, late := 1, time.After(500*time.Millisecond)
	for waiting := true; waiting; {
		select {
		case <-returned:
			back++
		case <-late:
			waiting = false
		}
	}
	if back == callers {
		t.Errorf("all %d calls returned", back)
	}
}

// A call waits for discovery as long as that takes: its context counts only
// afterwards.
func TestD4_DiscoveryIgnoresTheContext(t *testing.T) {
	mute, err := net.Listen("tcp", "127.0.0.1:0") // takes connections and never says a word
	if err != nil {
		t.Fatal(err)
	}
	defer mute.Close()
	client := dialURL(t, "esdb://"+mute.Addr().String()+"?tls=false&gossipTimeout=1&maxDiscoverAttempts=1")
	returned := make(chan error, 1)
	go func() { returned <- attempt(t, client, 50*time.Millisecond, "s-1", esdb.Any{}, 1) }()
	select {
	case err := <-returned:
		t.Errorf("it returned with its context: %v", err)
	case <-time.After(500 * time.Millisecond):
	}
	select {
	case <-returned:
	case <-time.After(patience):
		t.Error("it does not return at all")
	}
}

// An append that is rejected while its events are still being sent fails with
// io.EOF; that it was denied is lost.
func TestD5_EarlyRejectionIsLost(t *testing.T) {
	_, login := secure(t)
	client := login("guest", "three")
	lost := 0
	for range 20 {
		_, err := client.AppendToStream(within(t), "$system", esdb.AppendToStreamOptions{}, events(upTo(2000)...)...)
		switch {
		case err == nil:
			t.Fatal("a guest may append to a stream of the system's")
		case errors.Is(err, io.EOF) && code(err) == esdb.ErrorCodeUnknown:
			lost++
		case code(err) != denied:
			t.Fatalf("got %v", err)
		}
	}
	if lost == 0 {
		t.Error("the status came through each time")
	}
}

// A call that fails with Unavailable after Close panics.
func TestD6_UnavailableAfterClosePanics(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{})
	client := dial(t, c, "")
	write(t, client, "s-1", esdb.Any{}, events(1)...)
	c.SetFaults(esdbtest.Faults{Hang: 1})
	outcome := make(chan any, 1)
	go func() {
		defer func() { outcome <- recover() }()
		_ = attempt(t, client, patience, "s-1", esdb.Any{}, 2)
	}()
	awaitFault(t, c, "Hang")

	// Another call's failure makes the client forget the connection that the
	// first one hangs on, so Close leaves that one alone.
	c.SetFaults(esdbtest.Faults{RefuseAppend: 1})
	if err := attempt(t, client, patience, "s-2", esdb.Any{}, 3); code(err) != esdb.ErrorUnavailable {
		t.Fatalf("got %v", err)
	}
	c.SetFaults(esdbtest.Faults{})
	write(t, client, "s-2", esdb.Any{}, events(3)...)
	if err := client.Close(); err != nil {
		t.Fatal(err)
	}
	states(t, c, 0) // so that the race detector sees that Close came before
	c.Stop(0)
	select {
	case p := <-outcome:
		if e, ok := p.(error); !ok || e.Error() != "send on closed channel" {
			t.Errorf("it ended with %v", p)
		}
	case <-time.After(patience):
		t.Error("it does not end")
	}
}

// awaitFault waits until a fault has been injected.
func awaitFault(t *testing.T, c *esdbtest.Cluster, kind string) {
	t.Helper()
	for ctx := within(t); c.Counts().Faults[kind] == 0; {
		if ctx.Err() != nil {
			t.Fatalf("no %s", kind)
		}
		pause()
	}
}

// An event without a time ends the process of whoever reads it.
func TestD7_MissingCreatedEndsTheProcess(t *testing.T) {
	if os.Getenv("ESDBTEST_READ_TIMELESS") != "" {
		c := esdbtest.ForTest(t, esdbtest.Options{Faults: esdbtest.Faults{NoCreated: 1}})
		client := dial(t, c, "")
		write(t, client, "s-1", esdb.Any{}, events(1)...)
		_, err := readStream(t, client, "s-1")
		t.Logf("still alive: %v", err)
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	child := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestD7_MissingCreatedEndsTheProcess$", "-test.v")
	child.Env = append(os.Environ(), "ESDBTEST_READ_TIMELESS=1")
	said, err := child.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 || !strings.Contains(string(said), "Failed to parse created date") || strings.Contains(string(said), "still alive") {
		t.Errorf("%v\n%s", err, said)
	}
}

// Each time the client connects anew it keeps the old connection, and Close
// frees the last one only.
func TestD8_ReconnectingLeaks(t *testing.T) {
	const times = 10
	before := runtime.NumGoroutine()
	c := esdbtest.ForTest(t, esdbtest.Options{})
	client := dial(t, c, "")
	write(t, client, "s-1", esdb.Any{}, events(1)...)
	once := runtime.NumGoroutine() - before
	for n := range times {
		c.SetFaults(esdbtest.Faults{RefuseAppend: 1})
		if err := attempt(t, client, patience, "s-1", esdb.Any{}, 10+n); code(err) != esdb.ErrorUnavailable {
			t.Fatalf("got %v", err)
		}
		c.SetFaults(esdbtest.Faults{})
		write(t, client, "s-1", esdb.Any{}, events(10+n)...)
	}
	if err := client.Close(); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		pause() // for what does end
	}
	if now := runtime.NumGoroutine() - before; now < once+times {
		t.Errorf("%d goroutines with one connection, %d once %d more are closed", once, now, times)
	}
}

// dropped returns a client whose subscription to the leader of a cluster has
// just been dropped, because that node stopped, and with what error.
func dropped(t *testing.T) (*esdb.Client, error) {
	t.Helper()
	c := esdbtest.ForTest(t, esdbtest.Options{Nodes: 3})
	client := dial(t, c, "&nodePreference=leader")
	write(t, client, "s-1", esdb.NoStream{}, events(1)...)
	sub, err := client.SubscribeToAll(within(t), esdb.SubscribeToAllOptions{From: esdb.End{}})
	if err != nil {
		t.Fatal(err)
	}
	same(t, take(sub, 1), "caught up")
	c.Stop(0)
	e := sub.Recv()
	if e.SubscriptionDropped == nil {
		t.Fatalf("got %+v", e)
	}
	return client, e.SubscriptionDropped.Error
}

// A subscription that drops says so with an error that is not the client's,
// and the client does not look for another node until the next call has failed.
func TestD9_DropDoesNotRediscover(t *testing.T) {
	client, err := dropped(t)
	if code(err) != -2 || status.Code(err) != codes.Unavailable {
		t.Errorf("dropped with %v", err)
	}
	if _, err := client.SubscribeToAll(within(t), esdb.SubscribeToAllOptions{From: esdb.Start{}}); code(err) != esdb.ErrorUnavailable {
		t.Errorf("the first subscription afterwards: %v", err)
	}
	sub, err := client.SubscribeToAll(within(t), esdb.SubscribeToAllOptions{From: esdb.Start{}})
	if err != nil {
		t.Fatal(err)
	}
	defer sub.Close()
	same(t, take(sub, 2), "s-1/0", "caught up")
}

// A read that cannot even begin fails with an error that is not the client's,
// and never makes it look for another node, however often.
func TestD10_ReadDoesNotRediscover(t *testing.T) {
	client, _ := dropped(t)
	for range 5 {
		_, err := client.ReadStream(within(t), "s-1", esdb.ReadStreamOptions{}, 10)
		if code(err) != -2 || status.Code(err) != codes.Unavailable {
			t.Fatalf("got %v", err)
		}
	}
	if err := attempt(t, client, patience, "s-1", esdb.Revision(0), 2); code(err) != esdb.ErrorUnavailable {
		t.Fatalf("got %v", err)
	}
	if got, err := readStream(t, client, "s-1"); err != nil || len(got) != 1 {
		t.Errorf("after an append has failed: %d events, %v", len(got), err)
	}
}
