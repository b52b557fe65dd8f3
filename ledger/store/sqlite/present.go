package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/store"
)

// present returns nil if there is a ledger's file at path, and nothing beside it that
// SQLite would take for a part of it. An empty file is what a creation leaves that was
// interrupted, or what is left of a ledger: a *store.CorruptError whose cause is a
// *NotFoundError. Other errors: *NotFoundError, *JournalError, *disk.UnfitError, I/O.
func present(path string) error {
	switch empty, err := isEmpty(path); {
	case errors.Is(err, fs.ErrNotExist):
		return &NotFoundError{Path: path}
	case empty:
		return &store.CorruptError{
			Where: path, Reason: "the file is empty: it was never finished, and the ledger can be created again, or all of it is lost",
			Cause: &NotFoundError{Path: path},
		}
	case err != nil:
		return fmt.Errorf("open %s: %w", path, err)
	}
	return unmixed(path)
}

// isEmpty reports whether the plain file at path, and its write-ahead log, hold
// nothing. Errors: *disk.UnfitError, those of the file system.
func isEmpty(path string) (bool, error) {
	if err := disk.Plain(path); err != nil {
		return false, err
	}
	info, err := os.Lstat(path)
	if err != nil || info.Size() > 0 {
		return false, err
	}
	log, err := os.Lstat(path + "-wal")
	return err != nil || log.Size() == 0, nil
}

// unmixed returns nil if what SQLite would read besides the file at path is plain, and
// no rollback journal: SQLite plays one back into the file before anything is looked
// at, though a ledger never has one. Errors: *JournalError, *disk.UnfitError, I/O.
func unmixed(path string) error {
	for _, suffix := range []string{"-wal", "-shm", "-journal"} {
		err := disk.Plain(path + suffix)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("open %s: %w", path, err)
		}
		if info, err := os.Lstat(path + suffix); suffix == "-journal" && err == nil && info.Size() > 0 {
			return &JournalError{Path: path + suffix}
		}
	}
	return nil
}

// Standing returns the error that Open and Create give for what stands in dir already:
// *ExistsError if there is a ledger, nil if there is none, or an empty file that a
// creation left, which it removes. Other errors: *disk.UnfitError, I/O.
func Standing(dir string) error {
	path := filepath.Join(dir, FileName)
	switch empty, err := isEmpty(path); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !empty:
		return &ExistsError{Path: path}
	}
	for _, left := range []string{path + "-wal", path + "-shm", path + "-journal", path} {
		if err := os.Remove(left); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// reserve makes the empty file of a ledger that is to be created, unless there is one.
func reserve(path string) error {
	f, err := disk.New(path)
	if errors.Is(err, fs.ErrExist) {
		if err := disk.Plain(path); err != nil {
			return fmt.Errorf("create %s: %w", path, err)
		}
		return unmixed(path)
	}
	if err != nil {
		return fmt.Errorf("create ledger: %w", err)
	}
	return errors.Join(disk.Share(f, filepath.Dir(path)), f.Close())
}
