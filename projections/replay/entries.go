package replay

import (
	"context"
	"iter"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/closings"
)

// Booked is an event as it is recorded, and as it is booked.
type Booked struct {
	Recorded store.Recorded // its Data is valid until the next iteration step
	ledger.Entry
}

// Entries yields every event of the log, in order, for whoever lists them: as views
// are shown them; but those that may not be wanted, as far as their stored bytes say (nil: all).
// Errors: those of ledger.All, after which it yields nothing more.
func Entries(ctx context.Context, s store.Store, may func(*store.Recorded) bool) iter.Seq2[Booked, error] {
	return func(yield func(Booked, error) bool) {
		var closed closings.Fold
		bookedBy(s.All(ctx, 0), may, closed.Apply)(yield)
	}
}

// bookedBy yields events as they are booked, but those that may not be wanted; nil: all.
func bookedBy(recorded iter.Seq2[store.Recorded, error], may func(*store.Recorded) bool,
	booked func(ledger.Entry) ledger.Entry) iter.Seq2[Booked, error] {
	return func(yield func(Booked, error) bool) {
		var b Booked
		for r, err := range recorded {
			b = Booked{Recorded: r}
			if err == nil && may != nil && !may(&b.Recorded) {
				continue
			}
			if err == nil {
				b.Entry, err = ledger.Read(r)
			}
			if err != nil {
				yield(Booked{}, err)
				return
			}
			b.Entry = booked(b.Entry)
			if !yield(b, nil) {
				return
			}
		}
	}
}
