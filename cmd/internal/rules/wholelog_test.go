package rules

import (
	"context"
	"iter"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
)

// wholeLog finds facts by reading the whole log.
type wholeLog struct{ store.Store }

func (wholeLog) Follow(context.Context) error { return nil }

func (w wholeLog) End() store.Position {
	last, some, err := w.Last(context.Background())
	if err != nil || !some {
		return 0
	}
	return last.Position + 1
}

// Number returns the number without a period: what is found is compared.
func (wholeLog) Number(_ event.Event, plain document.Number) document.Number { return plain }

func (w wholeLog) Find(ctx context.Context, n document.Number) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		for entry, err := range ledger.All(ctx, w, 0) {
			if (err != nil || document.NumberOf(entry.Event) == n) && !yield(entry, err) {
				return
			}
		}
	}
}
