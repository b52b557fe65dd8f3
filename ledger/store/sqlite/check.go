package sqlite

import (
	"context"
	"errors"

	"github.com/fundledger/fundledger/ledger/store"
)

// Check looks at what reading every event does not: that each index of the file
// has what its table has, and that no page is out of place. It takes a few
// milliseconds for each megabyte. Errors: *store.CorruptError, *store.BusyError,
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
	return nil
}
