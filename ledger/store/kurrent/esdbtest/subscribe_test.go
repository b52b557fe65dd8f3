package esdbtest_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
)

// take tells what the next messages of a subscription are: "s-1/0" of an
// event, "at 1234" of a checkpoint, "caught up", or "dropped".
func take(sub *esdb.Subscription, n int) []string {
	var got []string
	for range n {
		e := sub.Recv()
		switch {
		case e.EventAppeared != nil:
			o := e.EventAppeared.OriginalEvent()
			got = append(got, fmt.Sprintf("%s/%d", o.StreamID, o.EventNumber))
		case e.CheckPointReached != nil:
			got = append(got, fmt.Sprintf("at %d", e.CheckPointReached.Commit))
		case e.CaughtUp != nil:
			got = append(got, "caught up")
		case e.SubscriptionDropped != nil:
			got = append(got, fmt.Sprintf("dropped %v", status.Code(e.SubscriptionDropped.Error)))
			return got
		default:
			got = append(got, "?")
		}
	}
	return got
}

func same(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestSubscribeToStream(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{})
	client := dial(t, c, "")
	write(t, client, "s-1", esdb.NoStream{}, events(1, 2, 3)...)
	write(t, client, "s-2", esdb.NoStream{}, events(4)...)
	for _, test := range []struct {
		name, stream string
		from         esdb.StreamPosition
		want         []string
	}{
		{"from the start", "s-1", esdb.Start{}, []string{"s-1/0", "s-1/1", "s-1/2", "caught up"}},
		{"from the end", "s-1", esdb.End{}, []string{"caught up"}},
		{"after one, which is not sent again", "s-1", esdb.Revision(1), []string{"s-1/2", "caught up"}},
		{"after one that is not there yet", "s-1", esdb.Revision(5), []string{"caught up"}},
		{"of nothing", "s-9", esdb.Start{}, []string{"caught up"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			sub, err := client.SubscribeToStream(within(t), test.stream, esdb.SubscribeToStreamOptions{From: test.from})
			if err != nil || sub.Id() == "" {
				t.Fatal(err)
			}
			defer sub.Close()
			same(t, take(sub, len(test.want)), test.want...)
		})
	}
	sub, err := client.SubscribeToStream(within(t), "s-9", esdb.SubscribeToStreamOptions{From: esdb.Start{}})
	if err != nil {
		t.Fatal(err)
	}
	defer sub.Close()
	same(t, take(sub, 1), "caught up")
	write(t, client, "s-9", esdb.NoStream{}, events(5, 6)...)
	same(t, take(sub, 2), "s-9/0", "s-9/1")
	if _, err := client.TombstoneStream(within(t), "s-9", esdb.TombstoneStreamOptions{ExpectedRevision: esdb.Any{}}); err != nil {
		t.Fatal(err)
	}
	same(t, take(sub, 2), "s-9/9223372036854775807", "dropped FailedPrecondition")
}

func TestSubscribeToAll(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{})
	client := dial(t, c, "")
	write(t, client, "fund-1", esdb.NoStream{}, events(1, 2)...)
	write(t, client, "case-1", esdb.NoStream{}, events(3)...)
	c.System("$scavenges", "$scavengeStarted", []byte(`{}`))
	held := c.Events()
	at := func(i int) esdb.Position { return esdb.Position{Commit: held[i].Commit, Prepare: held[i].Prepare} }
	end := fmt.Sprintf("at %d", held[3].Commit)
	for _, test := range []struct {
		name string
		o    esdb.SubscribeToAllOptions
		want []string
	}{
		{"from the start", esdb.SubscribeToAllOptions{From: esdb.Start{}}, []string{"fund-1/0", "fund-1/1", "case-1/0", "$scavenges/0", "caught up"}},
		{"after one, which is not sent again", esdb.SubscribeToAllOptions{From: at(1)}, []string{"case-1/0", "$scavenges/0", "caught up"}},
		{"from the end", esdb.SubscribeToAllOptions{From: esdb.End{}}, []string{"caught up"}},
		{"after the last", esdb.SubscribeToAllOptions{From: at(3)}, []string{"caught up"}},
		{"between two", esdb.SubscribeToAllOptions{From: esdb.Position{Commit: held[1].Commit + 1, Prepare: held[1].Commit + 1}}, []string{"dropped InvalidArgument"}},
		{"some streams", esdb.SubscribeToAllOptions{From: esdb.Start{},
			Filter: &esdb.SubscriptionFilter{Type: esdb.StreamFilterType, Prefixes: []string{"case-", "none-"}}},
			[]string{"case-1/0", end, "caught up"}},
		{"some streams by a pattern", esdb.SubscribeToAllOptions{From: esdb.Start{}, Filter: &esdb.SubscriptionFilter{Type: esdb.StreamFilterType, Regex: "^fund-"}},
			[]string{"fund-1/0", "fund-1/1", end, "caught up"}},
		{"some types", esdb.SubscribeToAllOptions{From: esdb.Start{}, Filter: &esdb.SubscriptionFilter{Type: esdb.EventFilterType, Prefixes: []string{"$scavenge"}}},
			[]string{"$scavenges/0", end, "caught up"}},
		{"no events of the system", esdb.SubscribeToAllOptions{From: at(0), Filter: esdb.ExcludeSystemEventsFilter()}, []string{"fund-1/1", "case-1/0", end, "caught up"}},
		{"nothing to catch up with", esdb.SubscribeToAllOptions{From: at(3), Filter: esdb.ExcludeSystemEventsFilter()}, []string{"caught up"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			sub, err := client.SubscribeToAll(within(t), test.o)
			if err != nil {
				t.Fatal(err)
			}
			defer sub.Close()
			same(t, take(sub, len(test.want)), test.want...)
		})
	}
}

// A filtered subscription tells how far it is, every window times interval
// events that it looked at, whether they passed or not.
func TestCheckpoints(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{})
	client := dial(t, c, "")
	for i := range 10 {
		write(t, client, fmt.Sprintf("s-%d", i), esdb.NoStream{}, events(i)...)
	}
	held := c.Events()
	at := func(i int) string { return fmt.Sprintf("at %d", held[i].Commit) }
	sub, err := client.SubscribeToAll(within(t), esdb.SubscribeToAllOptions{
		From: esdb.Start{}, MaxSearchWindow: 2, CheckpointInterval: 2,
		Filter: &esdb.SubscriptionFilter{Type: esdb.StreamFilterType, Prefixes: []string{"s-5", "z-"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer sub.Close()
	same(t, take(sub, 5), at(3), "s-5/0", at(7), at(9), "caught up")
	write(t, client, "x-1", esdb.NoStream{}, events(20, 21)...)
	held = c.Events()
	same(t, take(sub, 1), at(11))
	write(t, client, "z-1", esdb.NoStream{}, events(22)...)
	same(t, take(sub, 1), "z-1/0")
}

func TestSubscriptionEndsWithItsContext(t *testing.T) {
	c := esdbtest.ForTest(t, esdbtest.Options{})
	client := dial(t, c, "")
	ctx, cancel := context.WithCancel(within(t))
	sub, err := client.SubscribeToAll(ctx, esdb.SubscribeToAllOptions{From: esdb.Start{}})
	if err != nil {
		t.Fatal(err)
	}
	same(t, take(sub, 1), "caught up")
	cancel()
	if e := sub.Recv(); e.SubscriptionDropped == nil || status.Code(e.SubscriptionDropped.Error) != codes.Canceled {
		t.Errorf("got %+v", e)
	}
}
