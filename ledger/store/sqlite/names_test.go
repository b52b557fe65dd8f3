package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
)

// A name of a stream with a wrong checksum, which no event has yet and no trigger hinders,
// is found before its first event is refused.
func TestCheckFindsNames(t *testing.T) {
	ctx := context.Background()
	for name, statement := range map[string]string{
		"a wrong checksum":   `INSERT INTO streams (id, name, sum) SELECT coalesce(max(id), 0) + 1, 'book-441300.310', 7 FROM streams`,
		"another's checksum": `INSERT INTO streams (id, name, sum) SELECT max(id) + 1, 'book-441300.310', (SELECT sum FROM streams LIMIT 1) FROM streams`,
	} {
		dir := t.TempDir()
		s, err := Create(dir)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Append(ctx, store.Append{Stream: "book-441300.390", Expected: store.NoStream,
			RecordedAt: time.UnixMicro(1743436799123456).UTC(), Actor: "a",
			Events: []store.Event{{Type: "t", Version: 1, Data: []byte("{}")}}}); err != nil {
			t.Fatal(err)
		}
		if err := s.Check(ctx); err != nil {
			t.Fatalf("%s: before: %v", name, err)
		}
		db, err := sql.Open("sqlite", filepath.Join(dir, FileName))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.ExecContext(ctx, statement); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		corrupt := (*store.CorruptError)(nil)
		if err := s.Check(ctx); !errors.As(err, &corrupt) {
			t.Errorf("%s: %v", name, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}
