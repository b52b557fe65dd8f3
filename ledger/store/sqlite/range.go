package sqlite

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"

	"github.com/fundledger/fundledger/ledger/store"
)

// nextRange returns the rows that begin in a range, and if it is asked to the one in front of
// them, across which the range begins. LEFT JOIN: see nextAll.
const nextRange = `SELECT ` + rowColumns + `, s.name
	FROM appends a NOT INDEXED LEFT JOIN streams s ON s.id = a.stream
	WHERE a.first >= iif(?3, coalesce((SELECT max(first) FROM appends NOT INDEXED WHERE first <= ?1), 0), ?1) AND a.first < ?2
	ORDER BY a.first`

// Range does what store.Ranger says. Its rows are read in batches, as All's are.
func (s *Store) Range(ctx context.Context, from, to store.Position) iter.Seq2[store.Recorded, error] {
	return s.scanned(func(sc *scanner, yield func(store.Recorded) bool) error {
		return s.eachOf(ctx, sc, number(from), number(to), yield)
	})
}

// Between does what store.Between says: it reads no row that has none of the events.
func (s *Store) Between(ctx context.Context, from, to store.Position) iter.Seq2[store.Recorded, error] {
	return s.scanned(func(sc *scanner, yield func(store.Recorded) bool) error {
		return s.eachBetween(ctx, sc, number(from), number(to), yield)
	})
}

// number is a position as SQLite has it.
func number(p store.Position) int64 { return int64(min(p, math.MaxInt64)) }

// scanned yields what read reads through a scanner, and its error.
func (s *Store) scanned(read func(*scanner, func(store.Recorded) bool) error) iter.Seq2[store.Recorded, error] {
	return func(yield func(store.Recorded, error) bool) {
		sc, err := s.borrow()
		if err != nil {
			yield(store.Recorded{}, err)
			return
		}
		more := true
		err = read(sc, func(r store.Recorded) bool {
			more = yield(r, nil)
			return more
		})
		failed := err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) // who had enough broke nothing
		if err = errors.Join(err, s.giveBack(sc, failed)); err != nil && more {
			yield(store.Recorded{}, err)
		}
	}
}

func (s *Store) eachOf(ctx context.Context, sc *scanner, from, to int64, yield func(store.Recorded) bool) error {
	next := int64(-1) // only the first row may begin anywhere
	for last := false; !last; from = next {
		var rows []row
		var err error
		if rows, last, err = sc.rows(ctx, from, to, false); err != nil {
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

func (s *Store) eachBetween(ctx context.Context, sc *scanner, from, to int64, yield func(store.Recorded) bool) error {
	if from >= to {
		return nil
	}
	within := func(r store.Recorded) bool { return number(r.Position) < to && yield(r) }
	next, end := int64(-1), int64(0) // of the rows that were read; of the log, once it was asked for
	for at := from; next < to; at = next {
		rows, last, err := sc.rows(ctx, at, to, true)
		if err != nil {
			return err
		}
		for i := range rows {
			r := &rows[i]
			if err := ctx.Err(); err != nil {
				return fmt.Errorf("read %s: %w", s.path, err)
			}
			if next >= 0 && r.first != next || next < 0 && r.first > from {
				return s.pool.all().gap(max(next, 0), r.first)
			}
			if next = r.first + r.count; next <= from {
				continue // from is beyond the end
			}
			if more, err := sc.unpacker.each(r, max(0, from-r.first), within); err != nil || !more {
				return err
			}
		}
		if next = max(next, 0); !last || next >= to {
			continue
		}
		if next < end {
			return s.pool.all().gap(next, end)
		}
		if end, err = s.pool.logEnd(ctx); err != nil || end <= next {
			return err
		}
	}
	return nil
}
