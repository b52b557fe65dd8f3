package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Backup writes a copy of the ledger as it is at this moment into dir, which it
// makes, and returns once the copy is on the disk. Appends go on meanwhile; they
// are in the copy or not, each as a whole. A copy that fails leaves nothing.
// Errors: *ExistsError if dir has a ledger, *store.BusyError, *FullError, I/O, or
// the error of ctx.
func (s *Store) Backup(ctx context.Context, dir string) (err error) {
	path := filepath.Join(dir, FileName)
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, &ExistsError{Path: path})
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	unfinished := path + ".unfinished"
	if err := os.Remove(unfinished); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("back up: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(unfinished) // the first error says more
		}
	}()
	// A connection of its own, for those that read refuse every statement that
	// writes, and the one that writes is to be free. One read transaction makes a
	// consistent copy, without the empty pages of the original.
	db, err := connect(s.path, s.options, "mode=rw", 1)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `VACUUM INTO ?1`, unfinished)
	if err := errors.Join(explain(ctx, unfinished, "back up", err), db.Close()); err != nil {
		return err
	}
	if err := syncFile(unfinished); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	if err := os.Rename(unfinished, path); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	return syncFile(dir)
}

// Restore copies a ledger's file from one directory into another, which it makes,
// and returns once the copy is on the disk. The ledger that is copied must not be
// open anywhere. Whether it is right is for package verify to say. Errors:
// *NotFoundError, *ExistsError, I/O.
func Restore(from, to string) (err error) {
	source, target := filepath.Join(from, FileName), filepath.Join(to, FileName)
	for _, beside := range []string{"-wal", "-journal"} {
		if info, err := os.Stat(source + beside); err == nil && info.Size() > 0 {
			return fmt.Errorf("restore %s: %s%s stands beside it: a program has it open, or stopped without closing it; open and close it first", source, FileName, beside)
		}
	}
	in, err := os.Open(source)
	if errors.Is(err, fs.ErrNotExist) {
		return &NotFoundError{Path: source}
	}
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	if _, err := os.Stat(target); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, &ExistsError{Path: target})
	}
	if err := os.MkdirAll(to, 0o700); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	unfinished := target + ".unfinished"
	defer func() {
		if err != nil {
			_ = os.Remove(unfinished) // the first error says more
		}
	}()
	if err := copyFile(unfinished, in); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if err := os.Rename(unfinished, target); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return syncFile(to)
}

func copyFile(path string, in io.Reader) error {
	out, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// syncFile makes sure that a file, or what a directory lists, is on the disk.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
