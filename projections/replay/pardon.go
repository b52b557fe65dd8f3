package replay

import (
	"context"
	"fmt"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
)

// pardon is an acknowledgement that the recording times of some positions are of a
// clock that was ahead: what stands there was known when that was recorded.
type pardon struct {
	from, to store.Position // to is that of the acknowledgement
	at       time.Time
}

// pardoned reads the acknowledgements, which matter where a known-at time is asked for.
func (f *folder) pardoned(ctx context.Context) error {
	if f.KnownAt.IsZero() {
		return nil
	}
	for entry, err := range ledger.Stream(ctx, f.Store, event.ClockStream) {
		if err != nil {
			return fmt.Errorf("replay: %w", err)
		}
		if a, ok := entry.Event.(event.ClockAcknowledged); ok {
			f.pardons = append(f.pardons, pardon{store.Position(a.OfPosition), entry.Position, entry.RecordedAt})
		}
	}
	return nil
}

// isLater reports whether the event at a position was recorded after the known-at time, or stands
// behind the last that counts.
func (f *folder) isLater(position store.Position, at time.Time) bool {
	if f.Until > 0 {
		return position >= f.Until
	}
	if f.KnownAt.IsZero() || !at.After(f.KnownAt) {
		return false
	}
	for _, p := range f.pardons {
		if p.from <= position && position < p.to && !p.at.After(f.KnownAt) {
			return false
		}
	}
	return true
}
