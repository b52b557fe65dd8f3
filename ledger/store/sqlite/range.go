package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"math"

	"github.com/fundledger/fundledger/ledger/store"
)

var _ store.Ranger = (*Store)(nil)

// nextRange returns the rows that begin in a range. LEFT JOIN: see nextAll.
const nextRange = `SELECT ` + rowColumns + `, s.name
	FROM appends a NOT INDEXED LEFT JOIN streams s ON s.id = a.stream
	WHERE a.first >= ?1 AND a.first < ?2 ORDER BY a.first`

// Range does what store.Ranger says. The rows of the range are read in one
// transaction, which ends before the consumer sees any event; so a range of a
// hundred thousand events takes some megabytes.
func (s *Store) Range(ctx context.Context, from, to store.Position) iter.Seq2[store.Recorded, error] {
	return func(yield func(store.Recorded, error) bool) {
		err := s.eachOf(ctx, int64(min(from, math.MaxInt64)), int64(min(to, math.MaxInt64)), func(r store.Recorded) bool { return yield(r, nil) })
		if err != nil {
			yield(store.Recorded{}, err)
		}
	}
}

func (s *Store) eachOf(ctx context.Context, from, to int64, yield func(store.Recorded) bool) error {
	rows, err := s.rowsOf(ctx, from, to)
	if err != nil {
		return err
	}
	u := unpacker{path: s.path, codec: s.codec}
	next := int64(-1) // only the first row may begin anywhere
	for i := range rows {
		r := &rows[i]
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("read %s: %w", s.path, err)
		}
		if next >= 0 && r.first != next {
			return s.pool.all().gap(next, r.first)
		}
		next = r.first + r.count
		if more, err := u.each(r, 0, yield); err != nil || !more {
			return err
		}
	}
	return nil
}

// rowsOf returns the rows that begin in a range.
func (s *Store) rowsOf(ctx context.Context, from, to int64) (all []row, err error) {
	rows, err := s.pool.nextRange.QueryContext(ctx, from, to)
	if err != nil {
		return nil, explain(ctx, s.path, "read", err)
	}
	defer func() { err = explain(ctx, s.path, "read", errors.Join(err, rows.Close())) }()
	var arena []byte
	var data, actor, correlation, causation, name sql.RawBytes
	var last row
	for rows.Next() {
		var r row
		if err := rows.Scan(&r.first, &r.stream, &r.revision, &r.count, &r.recordedAt, &actor, &correlation, &causation, &data, &r.sum, &name); err != nil {
			return nil, misfit(s.path, err)
		}
		r.name = same(last.name, name)
		r.actor, r.correlation, r.causation = same(last.actor, actor), same(last.correlation, correlation), same(last.causation, causation)
		if cap(arena)-len(arena) < len(data) {
			arena = make([]byte, 0, max(1<<20, len(data)))
		}
		at := len(arena)
		arena = append(arena, data...)
		r.data = arena[at:len(arena):len(arena)]
		all, last = append(all, r), r
	}
	return all, rows.Err()
}

// same returns text as a string: the one before if it is equal, as it mostly is
// among the rows of one import.
func same(before string, text []byte) string {
	if before == string(text) {
		return before
	}
	return string(text)
}
