package history

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/fundledger/fundledger/ledger/store"
)

// Copied is what a copy did.
type Copied struct {
	Before store.Position // events that the target had already
	Events store.Position // that it has now
}

// OtherHistoryError says that the target of a copy holds something else than the
// source does. Nothing was written over it.
type OtherHistoryError struct {
	At store.Position // of the first event that was found to differ
}

func (e *OtherHistoryError) Error() string {
	return fmt.Sprintf("copy: event %d of the target is not that of the source; copy into a new ledger", e.At)
}

// How many events, and about how many bytes of them, one call of Append gets.
const (
	copyEvents = 8192
	copyBytes  = 8 << 20
)

// Copy appends the log of one store to another, event by event with the envelope that
// it has, so that both have the same canonical lines and the same root. What the
// target has of it already is left: a copy that was interrupted goes on where it
// stopped. That the whole beginning is the source's only their roots show; here the
// last event that both have is compared.
//
// Events of one stream that follow one another under one envelope are appended
// together. Errors: *OtherHistoryError, also if somebody else writes to the target;
// those of reading and appending, after which the same copy may be repeated.
func Copy(ctx context.Context, from, to store.Store, progress Progress) (Copied, error) {
	var done Copied
	last, some, err := to.Last(ctx)
	if err != nil {
		return done, fmt.Errorf("copy: read the target: %w", err)
	}
	c := copying{to: to}
	if some {
		done.Before = last.Position + 1
		if err := follows(ctx, from, last); err != nil {
			return done, err
		}
	}
	c.next = done.Before
	for r, err := range from.All(ctx, c.next) {
		if err != nil {
			return Copied{done.Before, c.written()}, fmt.Errorf("copy: read the source: %w", err)
		}
		if c.events >= copyEvents || c.bytes >= copyBytes {
			if err := c.flush(ctx); err != nil {
				return Copied{done.Before, c.written()}, err
			}
			if progress != nil {
				progress(uint64(c.next))
			}
		}
		c.add(r)
	}
	err = c.flush(ctx)
	return Copied{done.Before, c.written()}, err
}

// follows returns an error unless the source has an event where it is in the target.
func follows(ctx context.Context, from store.Store, last store.Recorded) error {
	for r, err := range from.All(ctx, last.Position) {
		if err != nil {
			return fmt.Errorf("copy: read the source: %w", err)
		}
		if bytes.Equal(r.AppendLine(nil), last.AppendLine(nil)) {
			return nil
		}
		break
	}
	return &OtherHistoryError{At: last.Position}
}

// copying gathers events into appends.
type copying struct {
	to      store.Store
	appends []store.Append
	events  int
	bytes   int
	next    store.Position // of the next event that is gathered
}

// written returns how many events the target has.
func (c *copying) written() store.Position { return c.next - store.Position(c.events) }

// add gathers an event.
func (c *copying) add(r store.Recorded) {
	e := store.Event{Type: r.Type, Version: r.Version, Data: bytes.Clone(r.Data)}
	c.events++
	c.bytes += len(e.Data)
	c.next++
	if n := len(c.appends); n > 0 {
		a := &c.appends[n-1]
		if a.Stream == r.Stream && a.RecordedAt.Equal(r.RecordedAt) && a.Actor == r.Actor && a.Correlation == r.Correlation &&
			a.Causation == r.Causation &&
			a.Expected+store.Revision(len(a.Events))+1 == r.Revision && len(a.Events) < store.MaxEvents {
			a.Events = append(a.Events, e)
			return
		}
	}
	c.appends = append(c.appends, store.Append{
		Stream: r.Stream, Expected: r.Revision - 1, RecordedAt: r.RecordedAt,
		Actor: r.Actor, Correlation: r.Correlation, Causation: r.Causation, Events: []store.Event{e},
	})
}

// flush appends what was gathered, and checks that it stands where it stood.
func (c *copying) flush(ctx context.Context) error {
	if c.events == 0 {
		return nil
	}
	first := c.written()
	receipts, err := c.to.Append(ctx, c.appends...)
	for i, receipt := range receipts {
		if receipt.First != first {
			return &OtherHistoryError{At: first}
		}
		n := len(c.appends[i].Events)
		first += store.Position(n)
		c.events -= n
	}
	if conflict := (*store.ConflictError)(nil); errors.As(err, &conflict) {
		return &OtherHistoryError{At: first}
	}
	if err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	c.appends, c.bytes = nil, 0
	return nil
}
