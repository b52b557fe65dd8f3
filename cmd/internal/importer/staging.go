package importer

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/gofrs/flock"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

const (
	stagedAtOnce = 8192 // facts buffered before they are staged: bounds memory
	recordAtOnce = 8192 // facts appended to the ledger with one commit
)

// staging holds what an import has decided and not yet recorded: a store of its
// own on disk, thrown away at the end. Read through it, a stream is the ledger's
// events followed by the staged ones.
type staging struct {
	base  store.Store
	dir   string
	lock  *flock.Flock
	store *sqlite.Store
	total int64

	pending map[string]int // stream → index in appends
	appends []store.Append // decided, not staged yet; Causation holds the revision expected in the ledger
	size    int
	staged  map[uint64]store.Revision // last staged revision by hash of the stream
	seed    maphash.Seed
}

// hash stands for a stream in a fifth of its room. Should two streams ever
// share one, staging the second is refused by the store, and the next import,
// under another seed, passes.
func (s *staging) hash(stream string) uint64 { return maphash.String(s.seed, stream) }

// newStaging returns an empty staging area over the ledger, in a new directory
// under scratch. One import runs at a time there; what a killed one left behind
// is removed. Error: *store.BusyError while another import runs.
func newStaging(base store.Store, scratch string) (*staging, error) {
	fail := func(err error) error { return fmt.Errorf("import: make a staging area: %w", err) }
	lock := flock.New(filepath.Join(scratch, "import.lock"))
	if locked, err := lock.TryLock(); err != nil {
		return nil, fail(err)
	} else if !locked {
		return nil, &store.BusyError{Where: scratch}
	}
	s := &staging{base: base, lock: lock, pending: map[string]int{}, staged: map[uint64]store.Revision{}, seed: maphash.MakeSeed()}
	left, err := filepath.Glob(filepath.Join(scratch, stagingName+"*"))
	for _, dir := range left {
		err = errors.Join(err, os.RemoveAll(dir))
	}
	if err == nil {
		s.dir, err = os.MkdirTemp(scratch, stagingName)
	}
	if err == nil {
		s.store, err = sqlite.Create(s.dir, sqlite.Scratch())
	}
	if err != nil {
		s.close()
		return nil, fail(err)
	}
	return s, nil
}

// stagingName is how the name of a staging directory begins.
const stagingName = "staging-"

// close throws the staging area away. What it holds is worth nothing any more,
// so failing to remove it is no failure of the import; the next one does.
func (s *staging) close() {
	if s.store != nil {
		_ = s.store.Close()
	}
	if s.dir != "" {
		_ = os.RemoveAll(s.dir)
	}
	_ = s.lock.Unlock()
}

// read yields a stream's entries: those of the ledger, then the staged ones.
func (s *staging) read(ctx context.Context, stream string) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		if _, waiting := s.pending[stream]; waiting {
			if err := s.flush(ctx); err != nil {
				yield(ledger.Entry{}, err)
				return
			}
		}
		for entry, err := range ledger.Stream(ctx, s.base, stream) {
			if !yield(entry, err) || err != nil {
				return
			}
		}
		if _, some := s.staged[s.hash(stream)]; !some {
			return
		}
		expected, next := "", store.Revision(0)
		for entry, err := range ledger.Stream(ctx, s.store, stream) {
			if err == nil && entry.Causation != expected {
				expected = entry.Causation
				next, err = parseRevision(expected)
				next++
			}
			entry.Revision = next
			next++
			if !yield(entry, err) || err != nil {
				return
			}
		}
	}
}

// add takes a decision into the staging area.
func (s *staging) add(ctx context.Context, d aggregates.Decision) error {
	if len(d.Events) == 0 {
		return nil
	}
	a, err := d.Append(aggregates.Envelope{At: time.Unix(0, 0), Actor: "staging", Causation: strconv.FormatInt(int64(d.Expected), 10)})
	if err != nil {
		return err
	}
	if at, waiting := s.pending[d.Stream]; waiting {
		s.appends[at].Events = append(s.appends[at].Events, a.Events...)
	} else {
		s.pending[d.Stream] = len(s.appends)
		s.appends = append(s.appends, a)
	}
	s.size += len(a.Events)
	if s.size >= stagedAtOnce {
		return s.flush(ctx)
	}
	return nil
}

// flush stages what is pending, in the order in which streams were first touched.
func (s *staging) flush(ctx context.Context) error {
	if s.size == 0 {
		return nil
	}
	for i := range s.appends {
		s.appends[i].Expected = store.NoStream
		if last, some := s.staged[s.hash(s.appends[i].Stream)]; some {
			s.appends[i].Expected = last
		}
	}
	receipts, err := s.store.Append(ctx, s.appends...)
	if err != nil {
		return fmt.Errorf("import: stage: %w", err)
	}
	for i, r := range receipts {
		s.staged[s.hash(s.appends[i].Stream)] = r.Last
	}
	s.total += int64(s.size)
	s.appends, s.size = s.appends[:0], 0
	clear(s.pending)
	return nil
}

// record appends everything staged to the ledger, in order, and returns how
// many facts it appended, also beside an error.
func (s *staging) record(ctx context.Context, to store.Store, env aggregates.Envelope, progress func(done, total int64)) (int64, error) {
	var batch []store.Append
	var done int64
	size := 0
	write := func() error {
		receipts, err := to.Append(ctx, batch...)
		for i := range receipts {
			done += int64(len(batch[i].Events))
		}
		batch, size = batch[:0], 0
		progress(done, s.total)
		return err
	}
	causation := ""
	for r, err := range s.store.All(ctx, 0) {
		if err != nil {
			return done, fmt.Errorf("read the staging area: %w", err)
		}
		last := len(batch) - 1
		joins := last >= 0 && batch[last].Stream == r.Stream && causation == r.Causation
		if !joins && size >= recordAtOnce {
			if err := write(); err != nil {
				return done, err
			}
		}
		if !joins {
			causation = r.Causation
			expected, err := parseRevision(causation)
			if err != nil {
				return done, err
			}
			batch = append(batch, store.Append{
				Stream: r.Stream, Expected: expected,
				RecordedAt: env.At.UTC().Truncate(time.Microsecond),
				Actor:      env.Actor, Correlation: env.Correlation, Causation: env.Causation,
			})
			last = len(batch) - 1
		}
		batch[last].Events = append(batch[last].Events, store.Event{Type: r.Type, Version: r.Version, Data: append([]byte(nil), r.Data...)})
		size++
	}
	if len(batch) == 0 {
		return done, nil
	}
	return done, write()
}

func parseRevision(text string) (store.Revision, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("the staging area is damaged: %w", err)
	}
	return store.Revision(n), nil
}
