package folio

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/lines"
)

// Recorded does what lines.Finder says: where the lines of all days stand is found first.
// Errors as for Entries.
func (s *Shelf) Recorded(ctx context.Context, q lines.Query, since store.Position) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		spots, err := s.allSpots(ctx, &q, since)
		if err == nil {
			err = s.reading(&q, yield).day(ctx, 0, spots, since)
		}
		if err != nil && !errors.Is(err, errEnough) {
			yield(ledger.Entry{}, err)
		}
	}
}

// allSpots returns where in the log there are lines of any day that a query asks for, from the
// block of a position on.
func (s *Shelf) allSpots(ctx context.Context, q *lines.Query, since store.Position) ([]spot, error) {
	parts, err := s.parts(ctx, q)
	if err != nil {
		return nil, err
	}
	first, last := q.Days()
	spots := map[uint64]*spot{}
	behind := func(p part) bool { return p.end <= uint64(since) }
	for _, c := range cursorsOf(slices.DeleteFunc(parts, behind), q, first, last) {
		if err := c.open(first, last, false); err != nil {
			return nil, err
		}
		for ; len(c.days) > 0; c.days = c.days[1:] {
			if err := s.spots(c, q, spots); err != nil {
				return nil, err
			}
		}
	}
	return inOrder(spots), nil
}

// Recorded does what lines.Finder says. It does not fail.
func (p *Plain) Recorded(_ context.Context, q lines.Query, since store.Position) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		recorded := slices.SortedFunc(slices.Values(p.entries), func(a, b ledger.Entry) int { return int(a.Position) - int(b.Position) })
		for _, e := range recorded {
			if e.Position >= since && q.Knows(e) && q.Count(e, 0) > 0 && !yield(e, nil) {
				return
			}
		}
	}
}
