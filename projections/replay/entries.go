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
// are shown them. Errors: those of ledger.All, after which it yields nothing more.
func Entries(ctx context.Context, s store.Store) iter.Seq2[Booked, error] {
	return func(yield func(Booked, error) bool) {
		var closed closings.Fold
		for r, err := range s.All(ctx, 0) {
			b := Booked{Recorded: r}
			if err == nil {
				b.Entry, err = ledger.Read(r)
			}
			if err != nil {
				yield(Booked{}, err)
				return
			}
			b.Entry = closed.Apply(b.Entry)
			if !yield(b, nil) {
				return
			}
		}
	}
}
