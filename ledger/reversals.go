package ledger

import (
	"context"
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
	r := Reversals{by: map[string]store.Position{}, streams: map[string]bool{}, stands: map[string]store.Position{}}
	wire := event.Wire(event.FactReversed{})
	for recorded, err := range s.All(ctx, 0) {
		if err != nil {
			return r, err
		}
		if recorded.Type != wire || !known.IsZero() && recorded.RecordedAt.After(known) {
			continue
		}
		entry, err := Read(recorded)
		if err != nil {
			return r, err
		}
		if e, ok := entry.Event.(event.FactReversed); ok {
			r.by[e.Of], r.streams[recorded.Stream] = recorded.Position, true
		}
	}
	return r, nil
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
