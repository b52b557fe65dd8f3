package sqlite

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"unsafe"

	"modernc.org/libc"
	lite "modernc.org/sqlite/lib"

	"github.com/fundledger/fundledger/ledger/store"
)

// scanner reads rows of the file through SQLite's own interface, past database/sql:
// of a row with one event that takes a fifth of the time, and a city has millions of
// such rows. It only reads. One goroutine uses it at a time; see Store.scanners.
type scanner struct {
	path string
	tls  *libc.TLS
	db   uintptr // of sqlite3
	stmt uintptr // of nextRange

	all      []row // of the range; reused, as the following
	data     []byte
	unpacker unpacker
}

// liteError is a failure of SQLite's own interface.
type liteError struct {
	code int
	text string
}

func (e *liteError) Error() string { return fmt.Sprintf("%s (%d)", e.text, e.code) }

// newScanner opens the file at path. Errors: those of explain.
func newScanner(path string, o options, c *codec) (_ *scanner, err error) {
	s := &scanner{path: path, tls: libc.NewTLS(), unpacker: unpacker{path: path, codec: c}}
	defer func() {
		if err != nil {
			err = explain(context.Background(), path, "open", errors.Join(err, s.close()))
		}
	}()
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	var handle uintptr // where SQLite writes handles to
	if handle, err = s.room(); err != nil {
		return nil, err
	}
	defer libc.Xfree(s.tls, handle)
	flags := int32(lite.SQLITE_OPEN_READWRITE | lite.SQLITE_OPEN_NOMUTEX)
	if o.readOnly != "" {
		abs, flags = fileURI(abs)+"?"+o.readOnly, lite.SQLITE_OPEN_READONLY|lite.SQLITE_OPEN_NOMUTEX|lite.SQLITE_OPEN_URI
	}
	name, err := libc.CString(abs)
	if err != nil {
		return nil, err
	}
	defer libc.Xfree(s.tls, name)
	// Reading in WAL mode writes to the shared index of the log, so not READONLY.
	code := lite.Xsqlite3_open_v2(s.tls, name, handle, flags, 0)
	s.db = *at[uintptr](handle)
	if err := s.check(code); err != nil {
		return nil, err
	}
	lite.Xsqlite3_extended_result_codes(s.tls, s.db, 1)
	lite.Xsqlite3_busy_timeout(s.tls, s.db, int32(o.busy.Milliseconds()))
	for _, query := range []string{`PRAGMA query_only = 1`, `PRAGMA cell_size_check = 1`, `PRAGMA trusted_schema = 0`, nextRange} {
		if s.stmt != 0 {
			if _, err := s.step(); err != nil {
				return nil, err
			}
			lite.Xsqlite3_finalize(s.tls, s.stmt)
			s.stmt = 0
		}
		text, err := libc.CString(query)
		if err != nil {
			return nil, err
		}
		code := lite.Xsqlite3_prepare_v2(s.tls, s.db, text, -1, handle, 0)
		libc.Xfree(s.tls, text)
		if err := s.check(code); err != nil {
			return nil, err
		}
		s.stmt = *at[uintptr](handle)
	}
	return s, nil
}

// at returns the value at an address in SQLite's memory.
func at[T any](address uintptr) *T {
	return *(**T)(unsafe.Pointer(&address)) // SQLite's memory is not Go's: it does not move, and is not collected
}

// room returns memory for one handle.
func (s *scanner) room() (uintptr, error) {
	p := libc.Xcalloc(s.tls, 1, libc.Tsize_t(unsafe.Sizeof(uintptr(0))))
	if p == 0 {
		return 0, &liteError{lite.SQLITE_NOMEM, "out of memory"}
	}
	return p, nil
}

// check returns the failure that a result code means, nil for success.
func (s *scanner) check(code int32) error {
	if code == lite.SQLITE_OK {
		return nil
	}
	text := libc.GoString(lite.Xsqlite3_errstr(s.tls, code))
	if s.db != 0 {
		text = libc.GoString(lite.Xsqlite3_errmsg(s.tls, s.db))
	}
	return &liteError{int(code), text}
}

// step goes to the next row and reports whether there is one.
func (s *scanner) step() (row bool, err error) {
	switch code := lite.Xsqlite3_step(s.tls, s.stmt); code {
	case lite.SQLITE_ROW:
		return true, nil
	case lite.SQLITE_DONE:
		return false, nil
	default:
		return false, s.check(code)
	}
}

// rows returns the first rows that begin in a range, or that have events in it if those across
// its beginning are wanted, too: as many as make a batch, all of one state of the file, and
// whether they were the last. They stay until the next call. Errors: those of explain.
func (s *scanner) rows(ctx context.Context, from, to int64, across bool) (all []row, end bool, err error) {
	defer func() {
		lite.Xsqlite3_reset(s.tls, s.stmt) // ends the transaction; what failed was told by step
		err = explain(ctx, s.path, "read", err)
	}()
	before := int64(0) // is the row in front asked for
	if across {
		before = 1
	}
	for i, n := range [...]int64{from, to, before} {
		if err := s.check(lite.Xsqlite3_bind_int64(s.tls, s.stmt, int32(i+1), n)); err != nil {
			return nil, false, err
		}
	}
	s.all, s.data = s.all[:0], s.data[:0]
	var last row
	for len(s.all) < batchRows && len(s.data) < batchBytes {
		more, err := s.step()
		if err != nil || !more {
			return s.all, true, err
		}
		if err := ctx.Err(); err != nil {
			return nil, false, err
		}
		if err := s.fits(); err != nil {
			return nil, false, err
		}
		start := len(s.data)
		s.data = append(s.data, s.bytes(8)...) // old arrays stay as they are when it grows
		r := row{
			first: s.number(0), stream: s.number(1), revision: s.number(2), count: s.number(3), recordedAt: s.number(4),
			actor: same(last.actor, s.bytes(5)), correlation: same(last.correlation, s.bytes(6)), causation: same(last.causation, s.bytes(7)),
			data: s.data[start:len(s.data):len(s.data)], sum: s.number(9), name: same(last.name, s.bytes(10)),
		}
		s.all, last = append(s.all, r), r
	}
	return s.all, false, nil
}

// kinds are the types of the columns of a row. SQLite would read another as a nought or as the
// number that a text begins with, which the checksum of the row need not tell.
var kinds = [...]int32{
	lite.SQLITE_INTEGER, lite.SQLITE_INTEGER, lite.SQLITE_INTEGER, lite.SQLITE_INTEGER, lite.SQLITE_INTEGER,
	lite.SQLITE_TEXT, lite.SQLITE_TEXT, lite.SQLITE_TEXT, lite.SQLITE_BLOB, lite.SQLITE_INTEGER, lite.SQLITE_TEXT,
}

// fits returns an error if a column of the row has a value of another type. Error:
// *store.CorruptError.
func (s *scanner) fits() error {
	for i, kind := range kinds {
		if found := lite.Xsqlite3_column_type(s.tls, s.stmt, int32(i)); found != kind {
			return misfit(s.path, fmt.Errorf("column %d is of type %d, not %d", i, found, kind))
		}
	}
	return nil
}

// number returns a column as a number.
func (s *scanner) number(column int32) int64 {
	return lite.Xsqlite3_column_int64(s.tls, s.stmt, column)
}

// bytes returns a column as bytes, which stay until the next step.
func (s *scanner) bytes(column int32) []byte {
	p := lite.Xsqlite3_column_blob(s.tls, s.stmt, column)
	n := lite.Xsqlite3_column_bytes(s.tls, s.stmt, column)
	if p == 0 || n == 0 {
		return nil
	}
	return unsafe.Slice(at[byte](p), n)
}

// same returns text as a string: the one before if it is equal, as it mostly is
// among the rows of one import.
func same(before string, text []byte) string {
	if before == string(text) {
		return before
	}
	return string(text)
}

// close releases the scanner.
func (s *scanner) close() error {
	defer s.tls.Close()
	lite.Xsqlite3_finalize(s.tls, s.stmt)
	return s.check(lite.Xsqlite3_close_v2(s.tls, s.db))
}

// borrow returns a scanner that no other goroutine uses. Errors: those of explain.
func (s *Store) borrow() (*scanner, error) {
	s.mu.Lock()
	if last := len(s.scanners) - 1; last >= 0 {
		free := s.scanners[last]
		s.scanners = s.scanners[:last]
		s.mu.Unlock()
		return free, nil
	}
	s.mu.Unlock()
	return newScanner(s.path, s.options, s.codec)
}

// giveBack keeps a scanner for whoever needs one next, or closes it if there are
// enough, or it failed.
func (s *Store) giveBack(sc *scanner, failed bool) error {
	s.mu.Lock()
	if !failed && len(s.scanners) < readers {
		s.scanners = append(s.scanners, sc)
		s.mu.Unlock()
		return nil
	}
	s.mu.Unlock()
	return explain(context.Background(), s.path, "close", sc.close())
}

var _ store.Ranger = (*Store)(nil)
