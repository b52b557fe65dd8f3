package sqlite

import "context"

// Changes returns what says whether somebody has written to the file since it was asked last, at
// first that it is so, and what ends that. To ask costs no reading of the log, so it may be asked
// many times a second: first that, then the log. Errors: those of reading.
func (s *Store) Changes(ctx context.Context) (changed func() (bool, error), end func() error, err error) {
	conn, err := s.read.Conn(ctx) // SQLite numbers the changes of other connections, for each in its own way
	if err != nil {
		return nil, nil, explain(ctx, s.path, "watch", err)
	}
	last := int64(-1)
	return func() (bool, error) {
		before := last
		err := conn.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&last)
		return last != before, explain(ctx, s.path, "watch", err)
	}, conn.Close, nil
}
