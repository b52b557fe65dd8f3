package office

import (
	"context"
	"iter"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/replay"
)

// Facts yields the facts that are wanted, in the order of the log and as they are booked, and
// what reversals say of them once they are shown each; of those known at a time. If last is
// not 0 they are the last so many, and the log is read from its end. Errors: those of
// reading the log.
func (o *Office) Facts(ctx context.Context, s store.Store, a Axes, last int, wanted func(replay.Booked) bool) (
	reversals ledger.Reversals, facts iter.Seq2[replay.Booked, error], err error) {
	known := func(b replay.Booked) bool { return a.KnownAt.IsZero() || !b.Entry.RecordedAt.After(a.KnownAt) }
	if last == 0 {
		reversals, err = ledger.FindReversals(ctx, s, a.KnownAt)
		return reversals, func(yield func(replay.Booked, error) bool) {
			for b, err := range replay.Entries(ctx, s) {
				shown := err != nil
				if !shown && known(b) {
					if shown = wanted(b); !shown {
						reversals.Mark(b.Recorded, b.Event) // it may be reversed by one that is wanted
					}
				}
				if shown && !yield(b, err) {
					return
				}
			}
		}, err
	}
	reversals = ledger.NewReversals()
	running, err := o.Start(ctx, s, Axes{})
	if err != nil {
		return reversals, nil, err
	}
	found, err := running.Latest(ctx, last, func(b replay.Booked) bool {
		if known(b) {
			reversals.Note(b.Entry)
		}
		return known(b) && wanted(b)
	})
	for i := 0; err == nil && i < len(found); i++ {
		err = reversals.Meet(ctx, s, found[i].Entry)
	}
	return reversals, func(yield func(replay.Booked, error) bool) {
		for i := 0; i < len(found) && yield(found[i], nil); i++ {
		}
	}, err
}
