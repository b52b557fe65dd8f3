package oracle

import (
	"context"
	"errors"
	"math/rand/v2"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

// faulty is a store in bad weather: one append in five conflicts although
// nobody wrote, or loses its answer, having happened or not.
type faulty struct {
	memory.Store
	random *rand.Rand
}

func (f *faulty) Append(ctx context.Context, appends ...store.Append) ([]store.Receipt, error) {
	lost := &store.UnknownOutcomeError{Cause: errors.New("the line went dead")}
	switch f.random.IntN(15) {
	case 0:
		return nil, &store.ConflictError{Stream: appends[0].Stream, Expected: appends[0].Expected, Actual: appends[0].Expected}
	case 1:
		return nil, lost
	case 2:
		if _, err := f.Store.Append(ctx, appends...); err != nil {
			return nil, err
		}
		return nil, lost
	}
	return f.Store.Append(ctx, appends...)
}
