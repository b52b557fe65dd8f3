package kurrent

import (
	"context"
	"errors"
	"io"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
)

// How much one read of the server brings at most.
const (
	batchEvents = 4096
	batchBytes  = 4 << 20
)

// batch is what one read of the server brought.
type batch struct {
	raw    []*esdb.RecordedEvent // of a stream, or all of $all
	events []held                // those of the ledger; of $all
	at     place                 // of the last event, also if it is not the ledger's; of $all
	some   bool                  // there was an event
	passed bool                  // at is no event's, but how far the server has looked
	end    bool                  // there is nothing after it now
	none   bool                  // the stream does not exist
	fault  error                 // *store.CorruptError of the event after them
}

// cursor is where to read on in the log of the server.
type cursor struct {
	place
	begun     bool // false: from the beginning
	inclusive bool // the event at the place, too
}

// allBatch reads the ledger's events of $all from a cursor on. Beside an error it
// returns what came before it.
func (s *Store) allBatch(ctx context.Context, from cursor) (batch, error) {
	return s.readAll(ctx, from, func(b *batch, e *esdb.RecordedEvent) {
		stream, own := s.own(e)
		if !own {
			return
		}
		h, err := read(s.where, stream, e)
		if b.fault = err; err == nil {
			b.events = append(b.events, h)
		}
	})
}

// rawBatch reads all events of $all from a cursor on.
func (s *Store) rawBatch(ctx context.Context, from cursor) (batch, error) {
	return s.readAll(ctx, from, func(b *batch, e *esdb.RecordedEvent) { b.raw = append(b.raw, e) })
}

// readAll reads events of $all from a cursor on and has take put them into a batch.
func (s *Store) readAll(ctx context.Context, from cursor, take func(*batch, *esdb.RecordedEvent)) (batch, error) {
	return call(ctx, s.pool, func(ctx context.Context, c *esdb.Client) (b batch, err error) {
		o := esdb.ReadAllOptions{Direction: esdb.Forwards, From: esdb.Start{}}
		if from.begun {
			o.From = esdb.Position{Commit: from.Commit, Prepare: from.Prepare}
		}
		rs, err := c.ReadAll(ctx, o, batchEvents)
		if err != nil {
			return b, err
		}
		defer rs.Close()
		bytes := 0
		for n := 0; n < batchEvents && bytes < batchBytes && b.fault == nil; n++ {
			resolved, err := rs.Recv()
			if errors.Is(err, io.EOF) {
				b.end = true
				return b, nil
			}
			if err != nil {
				return b, err
			}
			e := resolved.OriginalEvent()
			at := place{e.Position.Commit, e.Position.Prepare}
			if from.begun && (at.before(from.place) || at == from.place && !from.inclusive) {
				continue
			}
			take(&b, e)
			b.at, b.some = at, true
			bytes += len(e.Data) + len(e.UserMetadata)
		}
		return b, nil
	})
}

// streamBatch reads at most count events of a stream from a number on; backwards it
// reads from the end. Beside an error it returns what came before it.
func (s *Store) streamBatch(ctx context.Context, stream string, from uint64, direction esdb.Direction, count int) (batch, error) {
	return call(ctx, s.pool, func(ctx context.Context, c *esdb.Client) (b batch, err error) {
		o := esdb.ReadStreamOptions{Direction: direction, From: esdb.Revision(from)}
		if direction == esdb.Backwards {
			o.From = esdb.End{}
		}
		rs, err := c.ReadStream(ctx, stream, o, uint64(count))
		if err != nil {
			return b, err
		}
		defer rs.Close()
		bytes := 0
		for len(b.raw) < count && bytes < batchBytes {
			resolved, err := rs.Recv()
			switch {
			case errors.Is(err, io.EOF):
				b.end = true
				return b, nil
			case err != nil && outcomeOf(err) == missing && len(b.raw) == 0:
				b.end, b.none = true, true
				return b, nil
			case err != nil:
				return b, err
			}
			e := resolved.OriginalEvent()
			b.raw = append(b.raw, e)
			bytes += len(e.Data) + len(e.UserMetadata)
		}
		return b, nil
	})
}
