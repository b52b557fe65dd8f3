package sqlite

import (
	"context"
	"errors"
	"fmt"

	"github.com/fundledger/fundledger/ledger/store"
)

// Check looks at what reading every event does not: that each index of the file
// has what its table has, that no page is out of place, and that each name of a stream
// is one that the program has written. It takes a few milliseconds for each megabyte, and
// a microsecond for each stream. Errors: *store.CorruptError, *store.BusyError,
// I/O or the error of ctx.
func (s *Store) Check(ctx context.Context) error {
	const op = "check the indexes"
	rows, err := s.read.QueryContext(ctx, `PRAGMA integrity_check(1)`)
	if err != nil {
		return explain(ctx, s.path, op, err)
	}
	var found string
	for rows.Next() {
		if err := rows.Scan(&found); err != nil {
			return explain(ctx, s.path, op, errors.Join(misfit(s.path, err), rows.Close()))
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return explain(ctx, s.path, op, err)
	}
	if found != "ok" {
		return &store.CorruptError{Where: s.path, Reason: found}
	}
	return s.checkNames(ctx)
}

// checkNames looks at the table of streams, also at names that no event has: the first
// event of a stream would be refused where its name stands with another checksum.
func (s *Store) checkNames(ctx context.Context) error {
	const op = "check the names of streams"
	rows, err := s.read.QueryContext(ctx, `SELECT id, name, sum FROM streams NOT INDEXED ORDER BY id`)
	if err != nil {
		return explain(ctx, s.path, op, err)
	}
	var wrong error
	for next := int64(1); wrong == nil && rows.Next(); next++ {
		var id, sum int64
		var name string
		switch err := rows.Scan(&id, &name, &sum); {
		case err != nil:
			wrong = misfit(s.path, err)
		case id != next:
			wrong = &store.CorruptError{Where: s.path, Reason: fmt.Sprintf("stream %d is missing", next)}
		case sum != nameSum(name):
			wrong = &store.CorruptError{Where: s.path, Reason: fmt.Sprintf("the name of stream %d, %q, has another checksum than the program writes", id, name)}
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return explain(ctx, s.path, op, err)
	}
	return wrong
}
