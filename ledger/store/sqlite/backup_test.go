package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/fundledger/fundledger/ledger/store"
)

// TestBackupWhileWriting takes backups while others append: each is the log as it
// was at one moment, with its tree.
func TestBackupWhileWriting(t *testing.T) {
	const writers, backups = 3, 4
	s := newStore(t)
	if _, err := s.Append(t.Context(), numbered("fund-0", store.NoStream, 700)); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var writing sync.WaitGroup
	stop := make(chan struct{})
	outcomes := make([]error, writers)
	for i := range writers {
		writing.Go(func() {
			for next := store.NoStream; outcomes[i] == nil; next += 3 {
				select {
				case <-stop:
					return
				default:
				}
				_, outcomes[i] = s.Append(context.Background(), numbered(fmt.Sprint("own-", i), next, 2), numbered(fmt.Sprint("own-", i), next+2, 1))
			}
		})
	}
	sizes := make([]int, backups)
	for i := range backups {
		// Each is of more than the one before, or it would show nothing.
		for last := 0; i > 0 && last <= sizes[i-1]; {
			r, _, err := s.Last(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			last = int(r.Position) + 1
		}
		copied := filepath.Join(dir, fmt.Sprint(i))
		if err := s.Backup(t.Context(), copied); err != nil {
			t.Fatal(err)
		}
		r, _, err := mustOpenIn(t, copied).Last(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		sizes[i] = int(r.Position) + 1
	}
	close(stop)
	writing.Wait()
	if err := errors.Join(outcomes...); err != nil {
		t.Fatal(err)
	}
	all := linesOf(t, s)
	for i := range backups {
		dir := filepath.Join(dir, fmt.Sprint(i))
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) > 3 { // with what stands beside while it is open
			t.Errorf("backup %d: %v, %v", i, entries, err)
		}
		b := mustOpenIn(t, dir)
		treeIsRight(t, b)
		lines := linesOf(t, b)
		if len(lines) != sizes[i] || !slices.Equal(lines, all[:len(lines)]) {
			t.Errorf("backup %d is not how the log began: %d of %d events", i, len(lines), len(all))
		}
		if (len(lines)-700)%3 != 0 {
			t.Errorf("backup %d has a part of an append: %d events", i, len(lines)-700)
		}
		stream := fmt.Sprint("own-", i%writers)
		next := store.NoStream
		for r, err := range b.Stream(t.Context(), stream, 0) {
			if err != nil {
				t.Fatal(err)
			}
			next = r.Revision
		}
		if _, err := b.Append(t.Context(), numbered(stream, next, 300)); err != nil { // it is a ledger
			t.Fatal(err)
		}
		treeIsRight(t, b)
	}
	t.Logf("backups of %v events while %d were written", sizes, len(all))
}

// linesOf returns the canonical lines of everything in s.
func linesOf(t *testing.T, s *Store) (lines []string) {
	t.Helper()
	for r, err := range s.All(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(r.AppendLine(nil)))
	}
	return lines
}

// TestBackupIsTheSameFormat: the header and what the file is made of are kept, and
// it has no empty pages.
func TestBackupIsTheSameFormat(t *testing.T) {
	s := newStore(t)
	if _, err := s.Append(t.Context(), numbered("fund-1", store.NoStream, 600)); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "a", "备份 '1'?mode=memory")
	if err := s.Backup(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 || entries[0].Name() != FileName {
		t.Fatalf("in the directory: %v, %v", entries, err)
	}
	b := mustOpenIn(t, dir)
	for _, pragma := range []string{"application_id", "user_version", "page_size", "auto_vacuum", "encoding"} {
		var here, there string
		for _, of := range []struct {
			s    *Store
			dest *string
		}{{s, &here}, {b, &there}} {
			if err := of.s.read.QueryRow(`PRAGMA ` + pragma).Scan(of.dest); err != nil {
				t.Fatal(err)
			}
		}
		if here != there {
			t.Errorf("%s is %s, in the backup %s", pragma, here, there)
		}
	}
	here, err := statementsOf(t, s)
	if err != nil {
		t.Fatal(err)
	}
	there, err := statementsOf(t, b)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(here)
	slices.Sort(there)
	if !slices.Equal(here, there) {
		t.Errorf("the schema is\n%s\nin the backup\n%s", strings.Join(here, "\n"), strings.Join(there, "\n"))
	}
	treeIsRight(t, b)
}

func statementsOf(t *testing.T, s *Store) (statements []string, err error) {
	t.Helper()
	objects, err := objectsOf(t.Context(), s.log.conn)
	for _, o := range objects {
		statements = append(statements, o.sql)
	}
	return statements, err
}

// TestBackupFails leaves nothing.
func TestBackupFails(t *testing.T) {
	s := newStore(t)
	for i := range 20 {
		if _, err := s.Append(t.Context(), numbered("fund-1", store.Revision(1000*i-1), 1000)); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Backup(ended, filepath.Join(dir, "cancelled")); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	later, cancel := context.WithCancel(t.Context())
	go func() {
		unfinished := filepath.Join(dir, "cancelled later", FileName+".unfinished")
		for t.Context().Err() == nil {
			if info, err := os.Stat(unfinished); err == nil && info.Size() > 0 {
				break
			}
		}
		cancel()
	}()
	if err := s.Backup(later, filepath.Join(dir, "cancelled later")); err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled later: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), filepath.Join(dir, "file")); err == nil {
		t.Error("into a file: no error")
	}
	left, err := filepath.Glob(filepath.Join(dir, "*", "*.unfinished*"))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	var exists *ExistsError
	if err := s.Backup(t.Context(), dirOf(s)); !errors.As(err, &exists) {
		t.Errorf("over itself: %v", err)
	}
	// What an interrupted backup left is no hindrance.
	stopped := filepath.Join(dir, "stopped")
	if err := errors.Join(os.Mkdir(stopped, 0o700), os.WriteFile(filepath.Join(stopped, FileName+".unfinished"), []byte("half"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), stopped); err != nil {
		t.Fatal(err)
	}
	treeIsRight(t, mustOpenIn(t, stopped))
	if err := s.Backup(t.Context(), stopped); !errors.As(err, &exists) {
		t.Errorf("over another: %v", err)
	}
	treeIsRight(t, s)
}

func TestRestore(t *testing.T) {
	s := newStore(t)
	if _, err := s.Append(t.Context(), numbered("fund-1", store.NoStream, 600)); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	backup := filepath.Join(dir, "backup")
	var missing *NotFoundError
	if err := Restore(backup, filepath.Join(dir, "restored")); !errors.As(err, &missing) {
		t.Errorf("from nowhere: %v", err)
	}
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	// Of a ledger in use a part stands in the log beside it.
	if err := Restore(dirOf(s), filepath.Join(dir, "restored")); err == nil || !strings.Contains(err.Error(), "ledger.db-wal") {
		t.Errorf("from a ledger in use: %v", err)
	}
	var exists *ExistsError
	if err := Restore(backup, dirOf(s)); !errors.As(err, &exists) {
		t.Errorf("over a ledger: %v", err)
	}
	if err := Restore(backup, filepath.Join(backup, FileName, "below a file")); err == nil {
		t.Error("into a file: no error")
	}
	if _, err := os.Stat(filepath.Join(dir, "restored", FileName)); err == nil {
		t.Error("a restoring that failed left a ledger")
	}
	for _, to := range []string{"restored", "restored/and again"} {
		if err := Restore(backup, filepath.Join(dir, to)); err != nil {
			t.Fatal(err)
		}
		r := mustOpenIn(t, filepath.Join(dir, to))
		if !slices.Equal(linesOf(t, r), linesOf(t, s)) {
			t.Errorf("%s is another ledger", to)
		}
		treeIsRight(t, r)
	}
}
