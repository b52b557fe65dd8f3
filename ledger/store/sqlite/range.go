package sqlite

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"

	"github.com/fundledger/fundledger/ledger/store"
)

// nextRange returns the rows that begin in a range. LEFT JOIN: see nextAll.
const nextRange = `SELECT ` + rowColumns + `, s.name
	FROM appends a NOT INDEXED LEFT JOIN streams s ON s.id = a.stream
	WHERE a.first >= ?1 AND a.first < ?2 ORDER BY a.first`

// Range does what store.Ranger says. Its rows are read in batches, as All's are.
func (s *Store) Range(ctx context.Context, from, to store.Position) iter.Seq2[store.Recorded, error] {
	return func(yield func(store.Recorded, error) bool) {
		sc, err := s.borrow()
		if err != nil {
			yield(store.Recorded{}, err)
			return
		}
		more := true
		err = s.eachOf(ctx, sc, int64(min(from, math.MaxInt64)), int64(min(to, math.MaxInt64)), func(r store.Recorded) bool {
			more = yield(r, nil)
			return more
		})
		if err = errors.Join(err, s.giveBack(sc, err != nil)); err != nil && more {
			yield(store.Recorded{}, err)
		}
	}
}

func (s *Store) eachOf(ctx context.Context, sc *scanner, from, to int64, yield func(store.Recorded) bool) error {
	next := int64(-1) // only the first row may begin anywhere
	for last := false; !last; from = next {
		var rows []row
		var err error
		if rows, last, err = sc.rows(ctx, from, to); err != nil {
			return err
		}
		for i := range rows {
			r := &rows[i]
			if err := ctx.Err(); err != nil {
				return fmt.Errorf("read %s: %w", s.path, err)
			}
			if next >= 0 && r.first != next {
				return s.pool.all().gap(next, r.first)
			}
			next = r.first + r.count
			if more, err := sc.unpacker.each(r, 0, yield); err != nil || !more {
				return err
			}
		}
	}
	return nil
}
