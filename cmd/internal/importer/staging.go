package importer

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"iter"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// staging holds what the import of files has decided and not yet recorded: sealed appends
// on a sheet. Read through it, a stream is the ledger's events followed by the staged ones.
type staging struct {
	base     store.Store
	next     store.Position                                     // after what was recorded here, or where base ended when that began
	own      []span                                             // of what was recorded here behind next
	numberOf func(event.Event, document.Number) document.Number // of the index
	met      bool                                               // others have recorded a number that is staged
	alone    bool                                               // nobody else has recorded in base since it began
	blank    bool                                               // nothing stood in base then
	mine     filter                                             // if blank: hashes of the streams that were recorded in
	scratch  string
	lock     *flock.Flock
	seed     maphash.Seed
	*sealing
	*sheet        // of what is staged now
	spare  *sheet // nil: there is none, or what stands on it is being recorded
}

// hash stands for a stream in a fifth of its room. Streams that share one share a
// chain of appends, in which each finds its own.
func (s *staging) hash(stream string) uint64 { return maphash.String(s.seed, stream) }

// stagingName is how the name of a staging file begins.
const stagingName = "staging-"

// lockPause is how long to wait before looking again whether another import has ended.
const lockPause = 250 * time.Millisecond

// unstaged is an error before anything was staged.
func unstaged(err error) error { return fmt.Errorf("import: make a staging area: %w", err) }

// newStaging returns a staging area over the ledger, in a new file under scratch;
// begin must be called. One import runs at a time there: another one is waited for, and
// told of as long as that lasts; but not without patience. What a killed one left
// behind is removed. Errors: *store.BusyError without patience; that of waiting.
func newStaging(ctx context.Context, base store.Store, o Options, patience aggregates.Patience) (*staging, error) {
	scratch := o.Scratch
	lock := flock.New(filepath.Join(scratch, "import.lock"))
	for waited := time.Duration(0); ; waited += lockPause {
		locked, err := lock.TryLock()
		switch {
		case err != nil:
			return nil, unstaged(err)
		case !locked && patience.Pause == nil:
			return nil, &store.BusyError{Where: scratch}
		}
		if locked {
			break
		}
		if o.Waiting != nil {
			o.Waiting(waited)
		}
		if err := patience.Pause(ctx, lockPause); err != nil {
			return nil, fmt.Errorf("import: wait for another import to end: %w", err)
		}
	}
	s := &staging{base: base, scratch: scratch, lock: lock, seed: maphash.MakeSeed()}
	left, err := filepath.Glob(filepath.Join(scratch, stagingName+"*"))
	for _, name := range left {
		err = errors.Join(err, os.RemoveAll(name))
	}
	if err == nil {
		s.sheet, err = newSheet(scratch)
	}
	if err == nil {
		s.sealing, err = newSealing(s.write)
	}
	if err != nil {
		s.close()
		return nil, unstaged(err)
	}
	return s, nil
}

// begin readies the area, in which nothing is staged, for a file that is recorded
// under env, or a little later. behind says why it cannot be. known reports that the
// ledger holds what it did when begin was last called and what was recorded since:
// what was read of it still holds.
func (s *staging) begin(ctx context.Context, env aggregates.Envelope) (known bool, behind, err error) {
	last, some, err := s.base.Last(ctx)
	if err != nil {
		return false, nil, unstaged(err)
	}
	next := store.Position(0)
	if some {
		next = last.Position + 1
		env, behind = env.After(last.RecordedAt)
	}
	s.env = env
	if s.alone && s.next == next {
		return true, behind, nil
	}
	s.next, s.alone, s.blank = next, true, !some
	s.own, s.met = nil, false
	return false, behind, nil
}

// close throws the staging area away. What it holds is worth nothing any more,
// so failing to remove it is no failure of the import; the next one does.
func (s *staging) close() {
	if s.sealing != nil {
		s.sealing.close()
	}
	for _, sheet := range [...]*sheet{s.sheet, s.spare} {
		if sheet != nil {
			sheet.close()
		}
	}
	_ = s.lock.Unlock()
}

// read yields a stream's entries: those of the ledger, then the staged ones. known says that
// the ledger has some.
func (s *staging) read(ctx context.Context, stream string, known bool) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		if err := s.settle(stream); err != nil {
			yield(ledger.Entry{}, err)
			return
		}
		if known || !s.blank || s.mine.has(s.hash(stream)) {
			for entry, err := range ledger.Stream(ctx, s.base, stream) {
				if !yield(entry, err) || err != nil {
					return
				}
			}
		}
		appends, err := s.chain(stream, s.hash(stream))
		if err != nil {
			yield(ledger.Entry{}, err)
			return
		}
		for _, x := range appends {
			if more := s.entries(x, yield); !more {
				return
			}
		}
	}
}

// all yields the entries of the ledger, then the staged ones.
func (s *staging) all(ctx context.Context) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		for entry, err := range ledger.All(ctx, s.base, 0) {
			if !yield(entry, err) || err != nil {
				return
			}
		}
		err := s.settleAll()
		if err == nil {
			err = s.flushed()
		}
		if err != nil {
			yield(ledger.Entry{}, err)
			return
		}
		groups, stop := s.groups(0)
		defer stop()
		for g := range groups {
			for _, x := range g.appends {
				if !s.entries(x.Sealed, yield) {
					return
				}
			}
			if g.err != nil && !errors.Is(g.err, io.EOF) {
				yield(ledger.Entry{}, g.err)
				return
			}
		}
	}
}

// entries yields the entries of a staged append and reports whether more are wanted.
func (s *staging) entries(x sqlite.Sealed, yield func(ledger.Entry, error) bool) bool {
	a, err := s.sealer.Open(x)
	if err != nil {
		yield(ledger.Entry{}, err)
		return false
	}
	for i, e := range a.Events {
		entry, err := ledger.Read(store.Recorded{
			Stream: a.Stream, Revision: a.Expected + 1 + store.Revision(i), RecordedAt: a.RecordedAt,
			Actor: a.Actor, Correlation: a.Correlation, Causation: a.Causation,
			Type: e.Type, Version: e.Version, Data: e.Data,
		})
		if !yield(entry, err) || err != nil {
			return false
		}
	}
	return true
}

// write writes sealed appends to the sheet.
func (s *staging) write(appends []staged, _ bool) error {
	for _, x := range appends {
		if err := s.enter(x, s.hash(x.Stream())); err != nil {
			return fmt.Errorf("import: %w", err)
		}
		s.forget(x.kept)
	}
	return nil
}

// recorded says that everything on a sheet was recorded, and whether more is decided on behind it.
func (s *staging) recorded(t *sheet, more bool) error {
	if s.blank && more {
		for hash := range t.last {
			s.mine.add(hash)
		}
	}
	return t.clear()
}

// turn begins an empty sheet, and returns the one that was in use until now.
func (s *staging) turn() (full *sheet, err error) {
	next := s.spare
	if next == nil {
		if next, err = newSheet(s.scratch); err != nil {
			return nil, unstaged(err)
		}
	}
	full, s.sheet, s.spare = s.sheet, next, nil
	return full, nil
}
