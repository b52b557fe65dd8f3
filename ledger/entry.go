// Package ledger joins the log to the events: it reads recorded bytes as
// entries, each an event with its envelope.
//
// The log is the only truth. Everything that a person reads is a fold over its
// entries, in the order of their positions, that can be thrown away and rebuilt.
package ledger

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
)

// Entry is one recorded event.
type Entry struct {
	Position    store.Position
	Stream      string
	Revision    store.Revision
	RecordedAt  time.Time // UTC: when the ledger took it
	Actor       string
	Correlation string
	Causation   string
	Event       event.Event
}

// All yields every entry of the log from a position on, in total order. Errors:
// those of the store, and *store.CorruptError for bytes that are no event.
func All(ctx context.Context, s store.Store, from store.Position) iter.Seq2[Entry, error] {
	return entries(s.All(ctx, from))
}

// Stream yields every entry of one stream, in order. Errors as for All.
func Stream(ctx context.Context, s store.Store, stream string) iter.Seq2[Entry, error] {
	return entries(s.Stream(ctx, stream, 0))
}

func entries(recorded iter.Seq2[store.Recorded, error]) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for r, err := range recorded {
			if err != nil {
				yield(Entry{}, err)
				return
			}
			entry, err := Read(r)
			if !yield(entry, err) || err != nil {
				return
			}
		}
	}
}

// Read returns the entry of a recorded event. Errors: *event.VersionError and
// *event.UnknownTypeError, wrapped with the place, if a newer program wrote it;
// *store.CorruptError if the bytes are not canonical.
func Read(r store.Recorded) (Entry, error) {
	e, err := event.Decode(r.Type, r.Version, r.Data)
	switch err := err.(type) { //nolint:errorlint // Decode documents bare types
	case nil:
	case *event.FormError:
		return Entry{}, &store.CorruptError{Where: place(r), Reason: "not a canonical event", Cause: err}
	default:
		return Entry{}, fmt.Errorf("read %s: %w", place(r), err)
	}
	return EntryOf(&r, e), nil
}

// EntryOf returns the entry of a recorded event that was decoded.
func EntryOf(r *store.Recorded, e event.Event) Entry {
	return Entry{
		Position: r.Position, Stream: r.Stream, Revision: r.Revision, RecordedAt: r.RecordedAt,
		Actor: r.Actor, Correlation: r.Correlation, Causation: r.Causation, Event: e,
	}
}

func place(r store.Recorded) string {
	if r.Position == store.Unplaced {
		return fmt.Sprintf("%s@%d", r.Stream, r.Revision)
	}
	return fmt.Sprintf("position %d (%s@%d)", r.Position, r.Stream, r.Revision)
}
