package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/fundledger/fundledger/ledger/disk"
)

// Backup writes a copy of the ledger as it is at this moment into dir, which it
// makes, and returns once the copy is on the disk. Appends go on meanwhile; they
// are in the copy or not, each as a whole. A copy that fails leaves nothing.
// Errors: *ExistsError if dir has a ledger, *store.BusyError, *FullError, I/O, or
// the error of ctx.
func (s *Store) Backup(ctx context.Context, dir string) (err error) {
	path := filepath.Join(dir, FileName)
	if err := Standing(dir); err != nil {
		return err
	}
	unfinished, err := begin(path)
	if err != nil {
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
	if err := disk.Sync(unfinished); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	if err := os.Rename(unfinished, path); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	return disk.Sync(dir)
}

// begin makes an empty file, and the folder it is in, for what becomes the file at
// path, in the place of what an interrupted program left there.
func begin(path string) (unfinished string, err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	unfinished = path + ".unfinished"
	if err := os.Remove(unfinished); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	f, err := disk.New(unfinished)
	if err != nil {
		return "", err
	}
	return unfinished, errors.Join(disk.Share(f, filepath.Dir(path)), f.Close())
}

// Restore copies a ledger's file from one directory into another, which it makes,
// and returns once the copy is on the disk. The ledger that is copied must not be
// open anywhere. Whether it is right is for package verify to say. Errors:
// *NotFoundError, *ExistsError, *JournalError, *disk.UnfitError, I/O.
func Restore(from, to string) (err error) {
	source, target := filepath.Join(from, FileName), filepath.Join(to, FileName)
	if err := present(source); err != nil {
		return err
	}
	if info, err := os.Stat(source + "-wal"); err == nil && info.Size() > 0 {
		return fmt.Errorf("restore %s: %s-wal stands beside it: a program has it open, or stopped without closing it; open and close it first", source, FileName)
	}
	if err := Standing(to); err != nil {
		return err
	}
	unfinished, err := begin(target)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(unfinished) // the first error says more
		}
	}()
	if err := copyPlain(disk.Fill, source, unfinished); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if err := os.Rename(unfinished, target); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return disk.Sync(to)
}

// copyPlain copies a plain file into the empty one that open makes, and waits for the disk.
func copyPlain(open func(path string) (*os.File, error), from, to string) (err error) {
	in, err := disk.Open(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	out, err := open(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
