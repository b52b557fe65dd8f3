package ledger

import (
	"context"
	"iter"
	"time"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
)

// Reversals says which facts of a log were reversed, and by which entry. Make it with
// FindReversals; then show it every event in order, and ask.
type Reversals struct {
	by      map[string]store.Position // of the reversal, by the id of the fact
	streams map[string]bool           // that have a reversal
	stands  map[string]store.Position // of facts that are reversed later, once met
}

// FindReversals reads the reversals of a log that were recorded up to and including a
// time; the zero time: all. Errors: those of All.
func FindReversals(ctx context.Context, s store.Store, known time.Time) (Reversals, error) {
	r := NewReversals()
	for recorded, err := range s.All(ctx, 0) {
		if err != nil {
			return r, err
		}
		if !known.IsZero() && recorded.RecordedAt.After(known) || recorded.Type != event.Wire(event.FactReversed{}) {
			continue
		}
		entry, err := Read(recorded)
		if err != nil {
			return r, err
		}
		r.Note(entry)
	}
	return r, nil
}

// NewReversals returns reversals of which none is known.
func NewReversals() Reversals {
	return Reversals{by: map[string]store.Position{}, streams: map[string]bool{}, stands: map[string]store.Position{}}
}

// Note takes note of an entry that is a reversal; of another it takes none.
func (r Reversals) Note(entry Entry) {
	if e, ok := entry.Event.(event.FactReversed); ok {
		r.by[e.Of], r.streams[entry.Stream] = entry.Position, true
	}
}

// Meet meets the facts that an entry reverses, if it is a reversal: for whoever does not
// show Mark what stands before it. A store whose streams do not say where their events stand
// in the log is read from its beginning. Errors: those of the store.
func (r Reversals) Meet(ctx context.Context, s store.Store, entry Entry) error {
	e, isReversal := entry.Event.(event.FactReversed)
	if !isReversal {
		return nil
	}
	for _, events := range []iter.Seq2[store.Recorded, error]{s.Stream(ctx, entry.Stream, 0), s.All(ctx, 0)} {
		if _, met := r.stands[e.Of]; met {
			break
		}
		for recorded, err := range events {
			if err != nil {
				return err
			}
			if !r.streams[recorded.Stream] {
				continue
			}
			id := recorded.ID().String()
			if _, isReversed := r.by[id]; isReversed && recorded.Position != store.Unplaced {
				r.stands[id] = recorded.Position
			}
			if id == e.Of {
				break
			}
		}
	}
	return nil
}

// Mark returns the position of the entry that reverses an event, if there is one, and
// of the fact that the event itself reverses. e is the event, decoded. It must be shown
// the events of a log in order, each once.
func (r Reversals) Mark(recorded store.Recorded, e event.Event) (by, of store.Position, isReversed, reverses bool) {
	if !r.streams[recorded.Stream] {
		return 0, 0, false, false
	}
	if reversal, ok := e.(event.FactReversed); ok {
		of, reverses = r.stands[reversal.Of]
		return 0, of, false, reverses
	}
	id := recorded.ID().String()
	if by, isReversed = r.by[id]; isReversed {
		r.stands[id] = recorded.Position
	}
	return by, 0, isReversed, false
}
