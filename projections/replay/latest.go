package replay

import (
	"context"
	"iter"
	"slices"

	"github.com/fundledger/fundledger/ledger/store"
)

// Latest reads so many events at once first, and then each time twice as many up to most.
const (
	firstStretch = 1 << 6
	mostStretch  = 1 << 12
)

// Latest returns the last n events of the log that are wanted, in its order, as Entries
// yields them. It reads the log from its end, so that it costs what stands behind the first
// of them, and asks of each event that it reads whether it is wanted; those of a stretch
// in their order, but the last stretch first. Errors: those of Between.
func (r *Running) Latest(ctx context.Context, n int, wanted func(Booked) bool) ([]Booked, error) {
	var found []Booked
	stretch := store.Position(firstStretch)
	for end := r.Next(); end > 0 && len(found) < n; stretch = min(2*stretch, mostStretch) {
		from := end - min(end, stretch)
		var some []Booked
		for b, err := range r.Between(ctx, from, end, nil) {
			if err != nil {
				return nil, err
			}
			if wanted(b) {
				b.Recorded.Data = slices.Clone(b.Recorded.Data)
				some = append(some, b)
			}
		}
		found, end = append(some, found...), from
	}
	return found[max(0, len(found)-n):], nil
}

// Between yields the events from one position up to another, which is not behind what the
// replay has seen, as Entries does, but those that may not be wanted, if it is asked: of them
// nothing is decoded. Errors: those of ledger.All, after which it yields nothing more.
func (r *Running) Between(ctx context.Context, from, to store.Position, may func(*store.Recorded) bool) iter.Seq2[Booked, error] {
	return bookedBy(store.Between(ctx, r.f.Store, from, to), may, r.f.closings.Booked)
}
