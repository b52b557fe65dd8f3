package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	codes "modernc.org/sqlite/lib"

	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/store"
)

// How SQLite opens a file that the user cannot write; see "Reading only" in the
// package comment.
const (
	alone  = "mode=ro&immutable=1" // nobody has it open: what is in ledger.db is all
	shared = "mode=ro"             // another program has it open, or stopped without closing it
)

// frozen is the ledger's file, as it was when it was opened for reading only.
type frozen struct {
	path  string
	was   [2]stamp // of the file and of its write-ahead log
	watch bool     // SQLite does not notice when it changes
	aside string   // folder of a private copy that is read instead; "": none
}

// stamp changes when a file is written.
type stamp struct {
	size, modified int64
	there          bool
}

func stampOf(path string) stamp {
	info, err := os.Stat(path)
	if err != nil {
		return stamp{}
	}
	return stamp{size: info.Size(), modified: info.ModTime().UnixNano(), there: true}
}

func stampsOf(path string) [2]stamp {
	return [2]stamp{stampOf(path), stampOf(path + "-wal")}
}

// forget removes the private copy.
func (f *frozen) forget() error {
	if f.aside == "" {
		return nil
	}
	return os.RemoveAll(f.aside)
}

// ReadOnly reports whether the ledger can only be read.
func (s *Store) ReadOnly() bool { return s.frozen != nil }

// Moved reports whether another program wrote to a ledger that is read only, in a
// way that this one does not notice: what was read may then look damaged, and reading
// again is right.
func (s *Store) Moved() bool {
	return s.frozen != nil && s.frozen.watch && stampsOf(s.frozen.path) != s.frozen.was
}

// openReadOnly opens the file at path, which the user cannot write, or whose folder.
func openReadOnly(path string, o options) (*Store, error) {
	was := stampsOf(path)
	o.readOnly = alone
	if was[1].there {
		o.readOnly = shared
	}
	s, err := reading(path, o)
	if err == nil {
		s.frozen = &frozen{path: path, was: was, watch: o.readOnly == alone}
		return s, nil
	}
	code := resultCode(err) & 0xff
	if !errors.Is(err, errOldFormat) && code != codes.SQLITE_CANTOPEN && code != codes.SQLITE_READONLY {
		return nil, err
	}
	dir, err := putAside(path)
	if err != nil {
		return nil, err
	}
	o.readOnly = ""
	s, err = open(filepath.Join(dir, FileName), o, checkFile)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	s.frozen = &frozen{path: path, aside: dir}
	return s, nil
}

// errOldFormat says that a file would have to be written before it can be read.
var errOldFormat = errors.New("the ledger is of a format that has no tree")

// reading opens the file at path without anything to write it through.
func reading(path string, o options) (_ *Store, err error) {
	s := &Store{path: path, options: o, turn: make(chan struct{}, 1)}
	defer func() {
		if err != nil {
			_ = s.Close() // the first error says more
		}
	}()
	if s.codec, err = newCodec(); err != nil {
		return nil, err
	}
	look, err := connect(path, o, "", 1)
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	conn, err := look.Conn(ctx)
	if err != nil {
		return nil, errors.Join(explain(ctx, path, "open", err), look.Close())
	}
	found, err := formatOf(ctx, conn, path)
	if err == nil && found == 1 {
		err = errOldFormat
	}
	if err := errors.Join(err, conn.Close(), look.Close()); err != nil {
		return nil, err
	}
	return s, s.beginReading(ctx)
}

// copyTries is how often a ledger is copied that is written meanwhile.
const copyTries = 5

// putAside copies the file at path and its write-ahead log into a private folder and
// returns that. Error: *store.BusyError if another program writes all the time.
func putAside(path string) (dir string, err error) {
	fail := func(err error) (string, error) {
		return "", errors.Join(fmt.Errorf("copy %s, to read it: %w", path, err), os.RemoveAll(dir))
	}
	if dir, err = os.MkdirTemp("", "fundledger-reading-"); err != nil {
		return fail(err)
	}
	for range copyTries {
		was := stampsOf(path)
		for _, suffix := range []string{"", "-wal"} {
			to := filepath.Join(dir, FileName+suffix)
			if err := os.Remove(to); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fail(err)
			}
			if err := copyPlain(disk.New, path+suffix, to); err != nil && (suffix == "" || !errors.Is(err, fs.ErrNotExist)) {
				return fail(err)
			}
		}
		if stampsOf(path) == was {
			return dir, nil
		}
	}
	return "", errors.Join(&store.BusyError{Where: path}, os.RemoveAll(dir))
}
