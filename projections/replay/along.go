package replay

import (
	"context"
	"fmt"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event/tally"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/closings"
)

// Along is who reads the log along with a replay, each event once for both: an index, which is
// no view, for it is shown where in the log each event stands.
//
// The parts of the log are looked at by several goroutines, and taken in order.
type Along interface {
	// Begin is told from which position on up to which other events are going to be read.
	// Errors are those of the replay, as for Take.
	Begin(ctx context.Context, from, to store.Position) error
	// Look returns who looks at the next part that a goroutine reads.
	Look() Look
	// Take takes over what was seen of the part behind those that were taken. closed knows what
	// is closed up to its end.
	Take(ctx context.Context, seen Look, closed *closings.Fold) error
}

// Look looks at the events of a part of the log, in their order, as they were recorded.
type Look interface {
	// Payment looks at a stored payment that was read, and that event.Decode accepts. False means
	// that it is for Entry.
	Payment(p *tally.Payment, of *store.Recorded) bool
	// Entry looks at any event, and as it is recorded.
	Entry(e ledger.Entry, of *store.Recorded)
}

// alongEvery is how many events are looked at before they are taken, where the log is not read
// in parts.
const alongEvery = 1 << 14

// beginAlong tells who reads along that the rest of the log is read next.
func (f *folder) beginAlong(ctx context.Context) error {
	if f.Along == nil {
		return nil
	}
	last, some, err := f.Store.Last(ctx)
	if err == nil && some {
		err = f.Along.Begin(ctx, f.next, last.Position+1)
	}
	if err != nil {
		return fmt.Errorf("replay: %w", err)
	}
	return nil
}

// lookAt shows an event to who reads along.
func (f *folder) lookAt(e ledger.Entry, of *store.Recorded) {
	if f.Along == nil {
		return
	}
	if f.look == nil {
		f.look = f.Along.Look()
	}
	f.look.Entry(e, of)
}

// takeLook is take of what was seen since.
func (f *folder) takeLook(ctx context.Context) error {
	seen := f.look
	f.look = nil
	return f.take(ctx, seen)
}

// take has who reads along take what was seen, which was folded in.
func (f *folder) take(ctx context.Context, seen Look) error {
	if seen == nil {
		return nil
	}
	if err := f.Along.Take(ctx, seen, &f.closings); err != nil {
		return fmt.Errorf("replay: %w", err)
	}
	return nil
}
