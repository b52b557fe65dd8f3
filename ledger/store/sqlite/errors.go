package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"

	"github.com/fundledger/fundledger/ledger/store"
)

// NotFoundError says that a directory has no ledger in it.
type NotFoundError struct{ Path string } // of the file that should be there

func (e *NotFoundError) Error() string {
	return fmt.Sprintf("open %s: there is no ledger here; check the directory, or create a ledger first", e.Path)
}

// ExistsError says that Create found a ledger in the directory and left it alone.
type ExistsError struct{ Path string }

func (e *ExistsError) Error() string {
	return fmt.Sprintf("create %s: there is a ledger here already; open it, or choose another directory", e.Path)
}

// NewerFormatError says that a later version of this program wrote the ledger.
type NewerFormatError struct {
	Path          string
	Format, Known int // of the file; the latest that this program reads
}

func (e *NewerFormatError) Error() string {
	return fmt.Sprintf("open %s: format %d of the ledger is newer than %d, the newest this program reads; install a newer version of it",
		e.Path, e.Format, e.Known)
}

// JournalError says that a rollback journal stands beside a ledger, from which SQLite
// would write into the file before anything could be checked. This program leaves none.
type JournalError struct{ Path string }

func (e *JournalError) Error() string {
	return fmt.Sprintf("open the ledger: %s stands beside it, which no ledger has: SQLite would write what is in it into the ledger; move it away and keep it, then verify", e.Path)
}

// ReadOnlyError says that a ledger can only be read. Nothing was written.
type ReadOnlyError struct{ Path string }

func (e *ReadOnlyError) Error() string {
	return fmt.Sprintf("append to %s: the file or its directory may not be written; nothing was written; check the permissions and the medium", e.Path)
}

// FullError says that an append found no room. Nothing of it was written.
type FullError struct {
	Path  string
	Cause error
}

func (e *FullError) Error() string {
	return fmt.Sprintf("append to %s: the disk, or the quota for the ledger, is full; nothing was written; make room and retry: %v", e.Path, e.Cause)
}

// Unwrap returns the cause.
func (e *FullError) Unwrap() error { return e.Cause }

// explain returns err, which came from SQLite while doing op on the file at
// path, as the error that the contract names for it; nil for nil.
func explain(ctx context.Context, path, op string, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return fmt.Errorf("%s %s: %w", op, path, ctx.Err()) // what was interrupted may say anything
	}
	var corrupt *store.CorruptError
	if errors.As(err, &corrupt) {
		return err
	}
	switch code := resultCode(err); code & 0xff {
	case codes.SQLITE_BUSY:
		return &store.BusyError{Where: path}
	case codes.SQLITE_FULL:
		return &FullError{Path: path, Cause: err}
	case codes.SQLITE_CORRUPT, codes.SQLITE_NOTADB:
		return &store.CorruptError{Where: path, Reason: op, Cause: err}
	case codes.SQLITE_ERROR, codes.SQLITE_TOOBIG, codes.SQLITE_MISMATCH, codes.SQLITE_CONSTRAINT:
		// The statements of this package are constants: they make no sense, or
		// break a rule, only where the file is not what it was.
		return &store.CorruptError{Where: path, Reason: op, Cause: err}
	case codes.SQLITE_READONLY:
		return fmt.Errorf("%s %s: the file or its directory may not be written; nothing was written; check the permissions: %w", op, path, err)
	case codes.SQLITE_IOERR:
		if code == codes.SQLITE_IOERR_SHORT_READ {
			return &store.CorruptError{Where: path, Reason: op, Cause: err}
		}
		// Even a reader needs room, for the shared index of the log; and a quota
		// that is used up is not what SQLite takes for a full disk.
		if code == codes.SQLITE_IOERR_SHMSIZE || code == codes.SQLITE_IOERR_WRITE {
			if cause := room(filepath.Dir(path)); cause != nil {
				return &FullError{Path: path, Cause: errors.Join(err, cause)}
			}
		}
		return fmt.Errorf("%s %s: the disk failed; %scheck the disk and retry: %w", op, path, standing(op), err)
	}
	return fmt.Errorf("%s %s: %w", op, path, err)
}

// standing says what a failure during op left undone.
func standing(op string) string {
	switch op {
	case "append":
		return "nothing was written; "
	case "close": // what is in ledger.db-wal is on the disk
		return "what was recorded stands; "
	}
	return ""
}

// room returns why a directory has no room for what SQLite keeps beside a ledger,
// nil if it has or if that cannot be told.
func room(dir string) error {
	f, err := os.CreateTemp(dir, "room-*")
	if err == nil {
		_, err = f.Write(make([]byte, 32<<10))
		err = errors.Join(err, f.Sync(), f.Close(), os.Remove(f.Name()))
	}
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return err
	}
	return nil
}

// resultCode returns the extended result code of an SQLite error, or 0.
func resultCode(err error) int {
	var e *driver.Error
	var own *liteError
	switch {
	case errors.As(err, &e):
		return e.Code()
	case errors.As(err, &own):
		return own.code
	}
	return 0
}

// committed returns the error of a failed COMMIT. When there was no room, the
// frame that makes a transaction count was not written, and when the file was
// busy COMMIT did not start; any other failure may have come after that frame.
func committed(path string, err error) error {
	explained := explain(context.Background(), path, "commit", err)
	var full *FullError
	var busy *store.BusyError
	if errors.As(explained, &full) || errors.As(explained, &busy) {
		return explained
	}
	return &store.UnknownOutcomeError{Cause: fmt.Errorf("commit %s: %w", path, err)}
}
