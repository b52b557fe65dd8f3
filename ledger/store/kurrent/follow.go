package kurrent

import (
	"context"
	"errors"
	"iter"
	"math"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/fundledger/fundledger/ledger/store"
)

var _ store.Follower = (*Store)(nil)

// Follow does what store.Follower says. It reads what there is, subscribes at the
// place where that ended, and does both again whenever the subscription is dropped;
// so nothing is told twice or left out, wherever that happens. It ends with its
// context, or when the cluster does not answer for longer than Patience. Errors as
// for All.
func (s *Store) Follow(ctx context.Context, from store.Position) iter.Seq2[store.Told, error] {
	return func(yield func(store.Told, error) bool) {
		if err := s.follow(ctx, from, func(t store.Told) bool { return yield(t, nil) }); err != nil {
			yield(store.Told{}, err)
		}
	}
}

func (s *Store) follow(ctx context.Context, from store.Position, tell func(store.Told) bool) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stall := s.newStall(ctx)
	defer stall.over()
	l, more := s.newScan(s.index.before(from)), true
	l.prefetch = true
	take := func(h held) bool {
		if h.Position >= from {
			more = tell(store.Told{Recorded: h.Recorded})
		}
		return more
	}
	for {
		end, err := l.step(ctx, take)
		switch {
		case errors.Is(err, errIndex):
			s.index.clear()
			l = s.newScan(point{})
			l.prefetch = true
			continue
		case err != nil || !more:
			return err
		case !end:
			continue
		}
		live := func() bool {
			more = tell(store.Told{Live: true})
			return more
		}
		if !live() {
			return nil
		}
		err = s.subscribe(ctx, l, stall.answered, live, func(h held) bool {
			stall.over()
			return take(h)
		})
		if !more {
			return nil
		}
		if corrupt := (*store.CorruptError)(nil); errors.As(err, &corrupt) {
			return err
		}
		if ctx.Err() == nil {
			if more = tell(store.Told{Behind: true}); !more {
				return nil
			}
		}
		if err := stall.wait("follow the log", err); err != nil { // the first attempt after a drop often fails
			return err
		}
	}
}

// errSilent says that a subscription did not tell of what was recorded.
var errSilent = errors.New("the server did not tell of what was recorded")

// subscribe gives the events after a scan's cursor to take as they are recorded,
// until it or live wants no more or the subscription is dropped. It calls answered
// when the server has taken the subscription, and live when there were events and none
// waits. Both offsets of the cursor are told to the server: with the commit alone it
// may be off by one.
//
// A subscription can be silent for ever: of a node that was cut off from the others,
// or that fails without saying so. So when it has been silent for the time of an
// attempt, the log is read, and what is found there is told and ends it.
func (s *Store) subscribe(ctx context.Context, l *scan, answered func(), live func() bool, take func(held) bool) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	batches := make(chan batch, 64)
	dropped := make(chan error, 1)
	from, fresh := l.cursor, false // there was an event since live was called
	s.pool.calls.Go(func() {
		_, err := lend(ctx, s.pool, math.MaxInt64, func(ctx context.Context, c *esdb.Client) (struct{}, error) {
			return struct{}{}, s.receive(ctx, c, from, batches)
		})
		dropped <- err
	})
	silence := time.NewTimer(s.o.Attempt)
	defer silence.Stop()
	for {
		select {
		case <-silence.C:
			found, more := false, true
			for end := false; !end && more; {
				var err error
				end, err = l.step(ctx, func(h held) bool {
					found, more = true, take(h)
					return more
				})
				if err != nil {
					return err
				}
			}
			if found {
				return errSilent
			}
			silence.Reset(s.o.Attempt)
		case b := <-batches:
			silence.Reset(s.o.Attempt)
			answered()
			if b.some && l.cursor.before(b.at) || b.fault != nil {
				more, err := l.add(&b, take)
				if err == nil {
					err = b.fault
				}
				if err != nil || !more {
					return err
				}
				fresh = fresh || len(b.events) > 0
			}
			if fresh && len(batches) == 0 {
				if fresh = false; !live() {
					return nil
				}
			}
		case err := <-dropped:
			return err
		}
	}
}

// receive sends what a subscription tells to batches until it is dropped.
func (s *Store) receive(ctx context.Context, c *esdb.Client, from cursor, batches chan<- batch) error {
	o := esdb.SubscribeToAllOptions{
		From: esdb.Start{}, MaxSearchWindow: 32, CheckpointInterval: 100,
		Filter: &esdb.SubscriptionFilter{Type: esdb.StreamFilterType, Prefixes: []string{s.o.Name + separator}},
	}
	if from.begun {
		o.From = esdb.Position{Commit: from.Commit, Prepare: from.Prepare}
	}
	sub, err := c.SubscribeToAll(ctx, o)
	if err != nil {
		return err
	}
	defer sub.Close() //nolint:errcheck // it never fails
	last := from
	select {
	case batches <- batch{}: // it was taken
	case <-ctx.Done():
		return ctx.Err()
	}
	for {
		var b batch
		switch told := sub.Recv(); {
		case told.SubscriptionDropped != nil:
			return told.SubscriptionDropped.Error
		case told.CheckPointReached != nil:
			b.at, b.passed = place{told.CheckPointReached.Commit, told.CheckPointReached.Prepare}, true
		case told.EventAppeared != nil:
			e := told.EventAppeared.OriginalEvent()
			b.at = place{e.Position.Commit, e.Position.Prepare}
			if last.begun && !last.before(b.at) {
				continue // delivered again
			}
			if stream, own := s.own(e); own {
				h, err := read(s.where, stream, e)
				if b.fault = err; err == nil {
					b.events = []held{h}
				}
			}
		default:
			continue
		}
		if last.begun && b.at.before(last.place) {
			continue
		}
		last, b.some = cursor{place: b.at, begun: true}, true
		select {
		case batches <- b:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
