package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	driver "modernc.org/sqlite"

	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/store"
)

// FileName is the name of a ledger's file in its directory.
const FileName = "ledger.db"

// readers is how many reads of the file run at once; more wait for one another.
// No read outlives the fetching of one batch, so consumers cannot block it.
const readers = 4

// Store is a ledger in a directory; see the package comment. It implements
// store.Store. Open and Create make one.
type Store struct {
	path    string
	options options
	codec   *codec
	read    *sql.DB // many connections that cannot write
	write   *sql.DB // one connection; nil if the ledger is read only
	pool    *view   // statements on read
	log     *writer // on write's connection; used by the holder of turn only; nil as write is
	frozen  *frozen // what a ledger that is read only was when it was opened; else nil

	turn     chan struct{} // holds a token while a caller leads; see Append
	mu       sync.Mutex    // guards the following
	waiting  []*request
	scanners []*scanner // that nobody uses
	closing  sync.Once
	closed   error // of Close
}

var _ store.Store = (*Store)(nil)

// Open opens the ledger in dir. It looks at the header, the tables and where
// the log ends, not at every row. A ledger that the user may not write, or that is on
// a medium that cannot be written, is opened for reading only. Errors:
// *NotFoundError, *NewerFormatError, *JournalError, *disk.UnfitError,
// *store.CorruptError, *store.BusyError or I/O.
func Open(dir string, opts ...Option) (*Store, error) {
	path := filepath.Join(dir, FileName)
	if err := present(path); err != nil {
		return nil, err
	}
	if disk.MayWrite(path, dir) {
		return open(path, newOptions(opts), checkFile)
	}
	return openReadOnly(path, newOptions(opts))
}

// Create makes an empty ledger in dir, and dir itself if need be, and opens it. The
// file is its owner's alone, or as disk.Share says. A creation that was interrupted
// leaves an empty file, which Create takes for none. Errors: *ExistsError,
// *JournalError, *disk.UnfitError, *store.BusyError or I/O.
func Create(dir string, opts ...Option) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("create ledger: %w", err)
	}
	path := filepath.Join(dir, FileName)
	if err := reserve(path); err != nil {
		return nil, err
	}
	return open(path, newOptions(opts), createSchema)
}

// open opens the file at path and has prepare look at it before anything else does.
func open(path string, o options, prepare func(context.Context, *sql.Conn, string) error) (_ *Store, err error) {
	s := &Store{path: path, options: o, turn: make(chan struct{}, 1)}
	defer func() {
		if err != nil {
			_ = s.Close() // the first error says more
		}
	}()
	if s.codec, err = newCodec(); err != nil {
		return nil, err
	}
	if s.write, err = connect(path, o, "mode=rw", 1); err != nil {
		return nil, err
	}
	ctx := context.Background()
	conn, err := s.write.Conn(ctx)
	if err != nil {
		return nil, explain(ctx, path, "open", err)
	}
	s.log = &writer{path: path, conn: conn, scratch: o.synchronous == "OFF"}
	if err := prepare(ctx, conn, path); err != nil {
		return nil, err
	}
	var mode string
	if err := conn.QueryRowContext(ctx, `PRAGMA journal_mode = WAL`).Scan(&mode); err != nil {
		return nil, explain(ctx, path, "open", err)
	}
	if mode != "wal" {
		return nil, fmt.Errorf("open %s: the file system cannot share the file between programs (journal mode %s); use a local disk", path, mode)
	}
	if err := s.log.prepare(ctx, s.codec); err != nil {
		return nil, err
	}
	return s, s.beginReading(ctx)
}

// beginReading opens what the file is read through.
func (s *Store) beginReading(ctx context.Context) (err error) {
	if s.read, err = connect(s.path, s.options, "mode=rw&_query_only=1", readers); err != nil {
		return err
	}
	if s.pool, err = newView(ctx, s.read, s.path, s.codec); err != nil {
		return err
	}
	_, err = s.pool.logEnd(ctx)
	return err
}

// connect returns a pool of at most n connections to the file at path.
func connect(path string, o options, mode string, n int) (*sql.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	pragmas := []string{
		"_pragma=cell_size_check(1)", // notice a damaged page when it is read, not when it does harm
		"_pragma=trusted_schema(0)",
		"_pragma=synchronous(" + o.synchronous + ")",
		"_pragma=journal_size_limit(67108864)", // give an import's disk space back
	}
	if o.maxPages > 0 {
		pragmas = append(pragmas, "_pragma=max_page_count("+strconv.Itoa(o.maxPages)+")")
	}
	if o.readOnly != "" {
		mode = o.readOnly
	}
	dsn := fileURI(abs) + "?" + mode +
		"&_busy_timeout=" + strconv.FormatInt(o.busy.Milliseconds(), 10) +
		"&_defensive=1&_dqs=0&" + strings.Join(pragmas, "&")
	connector, err := driver.NewConnector(dsn)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db, nil
}

// fileURI returns an absolute path as SQLite takes it with parameters.
func fileURI(abs string) string {
	abs = filepath.ToSlash(abs)
	if !strings.HasPrefix(abs, "/") {
		abs = "/" + abs // a drive letter
	}
	return (&url.URL{Scheme: "file", Path: abs}).String()
}

// Close waits for the Append that is being performed, moves what stands in
// ledger.db-wal into ledger.db if no other program is in the way, and releases
// the file. Closing again does nothing and returns what the first Close did.
func (s *Store) Close() error {
	s.closing.Do(func() {
		s.turn <- struct{}{}
		defer func() { <-s.turn }() // who leads now finds the connection closed
		var errs []error
		for _, sc := range s.scanners {
			errs = append(errs, sc.close())
		}
		s.scanners = nil
		if s.read != nil {
			errs = append(errs, s.pool.close(), s.read.Close())
		}
		if s.log != nil {
			errs = append(errs, s.log.close())
		}
		if s.write != nil {
			errs = append(errs, s.write.Close())
		}
		if s.frozen != nil {
			errs = append(errs, s.frozen.forget())
		}
		if s.codec != nil {
			s.codec.dec.Close() // of the two only the decoder holds anything
		}
		s.closed = errors.Join(errs...)
	})
	return s.closed
}
