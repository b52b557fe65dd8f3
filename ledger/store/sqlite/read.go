package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"math"

	"github.com/fundledger/fundledger/ledger/store"
)

// A batch is what one read transaction fetches. It ends before the consumer
// sees any of it, so a slow consumer holds up no checkpoint of the file and no
// other reader. The first batch is small, for whoever wants one event or one block
// of the tree; each is four times the one before, up to these bounds.
const (
	firstRows  = 4
	batchRows  = 1024
	batchBytes = 1 << 20 // of blobs; one row may be more
)

// All does what store.Store says.
func (s *Store) All(ctx context.Context, from store.Position) iter.Seq2[store.Recorded, error] {
	return func(yield func(store.Recorded, error) bool) {
		s.pool.all().events(ctx, int64(min(from, math.MaxInt64)), yield)
	}
}

// Stream does what store.Store says. A negative revision means the beginning.
func (s *Store) Stream(ctx context.Context, stream string, from store.Revision) iter.Seq2[store.Recorded, error] {
	return func(yield func(store.Recorded, error) bool) {
		id, err := s.pool.streamID(ctx, stream)
		if err != nil {
			yield(store.Recorded{}, err)
			return
		}
		if id != 0 {
			s.pool.stream(id, stream).events(ctx, int64(max(from, 0)), yield)
		}
	}
}

// Last does what store.Store says.
func (s *Store) Last(ctx context.Context) (last store.Recorded, ok bool, err error) {
	end, err := s.pool.logEnd(ctx)
	if err != nil || end == 0 {
		return store.Recorded{}, false, err
	}
	err = s.pool.all().each(ctx, end-1, func(r store.Recorded) bool {
		r.Data = bytes.Clone(r.Data)
		last, ok = r, true
		return true // more may have been appended since
	})
	return last, ok, err
}

// walk is a way through rows that follow one another by a key: the first
// event's position, or its revision in one stream.
type walk struct {
	view *view
	what string
	key  func(*row) int64
	// end returns the key after the last row, as two structures of the file have it.
	end func(ctx context.Context) (int64, error)
	// start returns the largest key up to from: of the row that holds the event at from.
	start func(ctx context.Context, from int64) (sql.NullInt64, error)
	// query returns the rows from a key on, in order.
	query func(ctx context.Context, from int64) (*sql.Rows, error)
	scan  func(rows *sql.Rows, r *row) error
}

func (v *view) all() walk {
	return walk{
		view: v,
		what: "position",
		key:  func(r *row) int64 { return r.first },
		end:  v.logEnd,
		start: func(ctx context.Context, from int64) (key sql.NullInt64, err error) {
			err = v.ask(ctx, v.startAll, "read", []any{from}, &key) // in a statement of its own: it sets key
			return key, err
		},
		query: func(ctx context.Context, from int64) (*sql.Rows, error) {
			return v.nextAll.QueryContext(ctx, from)
		},
		scan: func(rows *sql.Rows, r *row) error { return rows.Scan(append(r.columns(), &r.name)...) },
	}
}

func (v *view) stream(id int64, name string) walk {
	return walk{
		view: v,
		what: "revision of " + name,
		key:  func(r *row) int64 { return r.revision },
		end:  func(ctx context.Context) (int64, error) { return v.streamEnd(ctx, id, name) },
		start: func(ctx context.Context, from int64) (key sql.NullInt64, err error) {
			err = v.ask(ctx, v.startOne, "read", []any{id, from}, &key) // in a statement of its own: it sets key
			return key, err
		},
		query: func(ctx context.Context, from int64) (*sql.Rows, error) {
			return v.nextOne.QueryContext(ctx, id, from)
		},
		// The sum tells whether the row is of the stream that was asked for.
		scan: func(rows *sql.Rows, r *row) error { r.name = name; return rows.Scan(r.columns()...) },
	}
}

// events yields the events from a key on, or an error and nothing more.
func (w walk) events(ctx context.Context, from int64, yield func(store.Recorded, error) bool) {
	err := w.each(ctx, from, func(e store.Recorded) bool { return yield(e, nil) })
	if err != nil {
		yield(store.Recorded{}, err)
	}
}

// each calls yield for the events from a key on until it returns false. It
// checks that each row begins where the one before ended, and that the last
// one ends where the walk's end was.
func (w walk) each(ctx context.Context, from int64, yield func(store.Recorded) bool) error {
	u := unpacker{path: w.view.path, codec: w.view.codec}
	begin, err := w.start(ctx, from)
	if err != nil {
		return err
	}
	next := begin.Int64 // 0 if there is no row, and if there is one it must begin there
	for rows := firstRows; ; rows = min(4*rows, batchRows) {
		// The end is asked for before the rows are, so rows appended in between
		// make the walk longer than it, never shorter.
		end, err := w.end(ctx)
		if err != nil {
			return err
		}
		batch, last, err := w.fetch(ctx, next, rows)
		if err != nil {
			return err
		}
		for i := range batch {
			r := &batch[i]
			if err := ctx.Err(); err != nil {
				return fmt.Errorf("read %s: %w", w.view.path, err)
			}
			if w.key(r) != next {
				return w.gap(next, w.key(r))
			}
			if next += r.count; next <= from {
				continue // from is beyond the end
			}
			more, err := u.each(r, max(0, from-w.key(r)), yield)
			if err != nil || !more {
				return err
			}
		}
		if last {
			if next < end {
				return w.gap(next, end)
			}
			return nil
		}
	}
}

func (w walk) gap(wanted, found int64) error {
	return &store.CorruptError{Where: w.view.path, Reason: fmt.Sprintf("%s %d is missing; the next is %d", w.what, wanted, found)}
}

// fetch returns rows from a key on, as many as make a batch of so many rows at the
// most, and whether they were the last.
func (w walk) fetch(ctx context.Context, from int64, most int) (batch []row, last bool, err error) {
	rows, err := w.query(ctx, from)
	if err != nil {
		return nil, false, explain(ctx, w.view.path, "read", err)
	}
	defer func() {
		err = explain(ctx, w.view.path, fmt.Sprintf("read %s %d", w.what, from), errors.Join(err, rows.Close()))
	}()
	for size := 0; len(batch) < most && size < batchBytes; {
		if !rows.Next() {
			return batch, true, rows.Err()
		}
		var r row
		if err := w.scan(rows, &r); err != nil {
			return nil, false, misfit(w.view.path, err)
		}
		size += len(r.data)
		batch = append(batch, r)
	}
	return batch, false, nil
}

// columns returns where to scan rowColumns to.
func (r *row) columns() []any {
	return []any{&r.first, &r.stream, &r.revision, &r.count, &r.recordedAt, &r.actor, &r.correlation, &r.causation, &r.data, &r.sum}
}
