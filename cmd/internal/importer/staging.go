package importer

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"iter"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/projections/index"
)

// staging holds what the import of a file has decided and not yet recorded, in a
// flat file that the next one begins anew and that is thrown away at the end: sealed
// appends one after another, each with the place of the one before it of the same
// stream and what its facts were decided on. Read through it, a stream is the ledger's events followed by the staged ones.
type staging struct {
	base     store.Store
	next     store.Position                                     // after what was recorded here, or where base ended when that began
	own      []span                                             // of what was recorded here behind next
	numberOf func(event.Event, document.Number) document.Number // of the index
	met      bool                                               // others have recorded a number that is staged
	alone    bool                                               // nobody else has recorded in base since it began
	blank    bool                                               // nothing stood in base then
	mine     filter                                             // if blank: hashes of the streams that were recorded in
	lock     *flock.Flock
	file     *os.File
	*sealing

	mu   sync.Mutex // guards what the goroutine changes that writes the file
	w    *bufio.Writer
	r    *bufio.Reader // for groups
	end  int64
	last map[uint64]int64 // hash of a stream → place of its last append
	seed maphash.Seed

	total int64 // facts
	buf   []byte

	renumbers bool // some of the facts that are staged say how documents are numbered

	waiting *index.Pending // of the facts that are staged; nil: nobody asks
}

const (
	nowhere    = -1    // the place of no append
	frameBytes = 8 + 4 // before each append: the place of the one before it in its stream, and its length
)

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
func newStaging(ctx context.Context, base store.Store, o Options, patience aggregates.Patience, first *priority) (*staging, error) {
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
	s := &staging{base: base, lock: lock, last: map[uint64]int64{}, seed: maphash.MakeSeed()}
	left, err := filepath.Glob(filepath.Join(scratch, stagingName+"*"))
	for _, name := range left {
		err = errors.Join(err, os.RemoveAll(name))
	}
	if err == nil {
		s.file, err = os.CreateTemp(scratch, stagingName)
	}
	if err == nil {
		s.sealing, err = newSealing(first, s.write)
	}
	if err != nil {
		s.close()
		return nil, unstaged(err)
	}
	s.w, s.r = bufio.NewWriterSize(s.file, 1<<18), bufio.NewReaderSize(nil, 1<<18)
	return s, nil
}

// begin readies the area, in which nothing is staged, for a file that is recorded
// under env, or a little later. behind says why it cannot be. known reports that the
// ledger holds what it did when begin was last called and what was recorded since:
// what was read of it still holds.
func (s *staging) begin(ctx context.Context, env aggregates.Envelope) (known bool, behind, err error) {
	last, some, err := s.base.Last(ctx)
	if err == nil {
		_, err = s.file.Seek(0, io.SeekStart)
	}
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
	_ = s.dismiss()
	if s.file != nil {
		_ = s.file.Close()
		_ = os.Remove(s.file.Name())
	}
	_ = s.lock.Unlock()
}

// write writes sealed appends to the end of the file.
func (s *staging) write(appends []staged, _ bool) error {
	if s.waiting != nil {
		for _, x := range appends {
			if err := s.waiting.Add(x.numbers...); err != nil {
				return fmt.Errorf("import: %w", err)
			}
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range appends {
		hash := s.hash(x.Stream())
		before, some := s.last[hash]
		if !some {
			before = nowhere
		}
		frame := x.AppendTo(append(s.buf[:0], make([]byte, frameBytes)...))
		frame = append(frame, x.notes...)
		if len(frame)-frameBytes > math.MaxUint32 {
			panic("importer: an append of four gigabytes")
		}
		binary.LittleEndian.PutUint64(frame, uint64(before))
		binary.LittleEndian.PutUint32(frame[8:], uint32(len(frame)-frameBytes))
		s.buf = frame
		if _, err := s.w.Write(frame); err != nil {
			return fmt.Errorf("import: stage: %w", err)
		}
		s.last[hash] = s.end
		s.end += int64(len(frame))
		s.total += int64(x.Len())
	}
	return nil
}

// read yields a stream's entries: those of the ledger, then the staged ones.
func (s *staging) read(ctx context.Context, stream string) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		if err := s.settle(stream); err != nil {
			yield(ledger.Entry{}, err)
			return
		}
		if !s.blank || s.mine.has(s.hash(stream)) {
			for entry, err := range ledger.Stream(ctx, s.base, stream) {
				if !yield(entry, err) || err != nil {
					return
				}
			}
		}
		appends, err := s.chain(stream)
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
		groups, stop := s.groups()
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

// flushed writes what is staged to the file.
func (s *staging) flushed() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.w.Flush(); err != nil {
		return fmt.Errorf("import: stage: %w", err)
	}
	return nil
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

// chain returns the staged appends of a stream, in order.
func (s *staging) chain(stream string) ([]sqlite.Sealed, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, some := s.last[s.hash(stream)]
	if !some {
		return nil, nil
	}
	if err := s.w.Flush(); err != nil {
		return nil, fmt.Errorf("import: stage: %w", err)
	}
	var appends []sqlite.Sealed
	for at != nowhere {
		x, before, _, err := readFrame(io.NewSectionReader(s.file, at, s.end-at), s.end-at)
		if err != nil {
			return nil, err
		}
		if x.Stream() == stream {
			appends = append(appends, x.Sealed)
		}
		at = before
	}
	slices.Reverse(appends)
	return appends, nil
}

// readFrame reads one append from a file of which so many bytes are left, the
// place of the one before it in its stream, and its length. Error: io.EOF if there
// is none.
func readFrame(r io.Reader, left int64) (x staged, before, length int64, err error) {
	damaged := func(err error) (staged, int64, int64, error) {
		return staged{}, 0, 0, fmt.Errorf("import: read the staging area: %w", err)
	}
	var frame [frameBytes]byte
	if _, err := io.ReadFull(r, frame[:]); errors.Is(err, io.EOF) {
		return staged{}, 0, 0, io.EOF
	} else if err != nil {
		return damaged(err)
	}
	size := int64(binary.LittleEndian.Uint32(frame[8:]))
	if size > left-frameBytes {
		return damaged(io.ErrUnexpectedEOF)
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(r, body); err != nil {
		return damaged(err)
	}
	sealed, rest, err := sqlite.ReadSealed(body)
	if err != nil {
		return damaged(err)
	}
	return staged{Sealed: sealed, notes: rest}, int64(binary.LittleEndian.Uint64(frame[:])), frameBytes + size, nil
}

// group is appends that are recorded with one commit.
type group struct {
	appends []staged
	err     error
}

// groups reads the file from its start. The next group is read while one is recorded.
func (s *staging) groups() (groups <-chan group, stop func()) {
	to, quit := make(chan group, 1), make(chan struct{})
	var reading sync.WaitGroup
	reading.Go(func() {
		defer close(to)
		s.r.Reset(io.NewSectionReader(s.file, 0, s.end))
		left := s.end
		for {
			var g group
			size := 0
			for size < gathered && g.err == nil {
				var x staged
				var length int64
				if x, _, length, g.err = readFrame(s.r, left); g.err == nil {
					g.appends = append(g.appends, x)
					size += x.Len()
					left -= length
				}
			}
			select {
			case to <- g:
			case <-quit:
				return
			}
			if g.err != nil {
				return
			}
		}
	})
	return to, func() {
		close(quit)
		reading.Wait()
	}
}

// record appends everything staged to the ledger, in order, for a run, and returns how
// many facts it appended, also beside an error. What lost a race is decided again; see
// run.again. Without an error, nothing is staged any more.
func (s *staging) record(ctx context.Context, i *run) (int64, error) {
	if err := s.w.Flush(); err != nil {
		return 0, fmt.Errorf("import: stage: %w", err)
	}
	groups, stop := s.groups()
	defer stop()
	var done int64
	for g := range groups {
		if g.err != nil && !errors.Is(g.err, io.EOF) {
			return done, g.err
		}
		if len(g.appends) == 0 {
			break
		}
		receipts, err := s.put(ctx, g.appends)
		for k, receipt := range receipts {
			x := g.appends[k]
			s.alone = s.alone && !receipt.Duplicate && receipt.First == s.next
			s.next = receipt.First + store.Position(x.Len())
			if !receipt.Duplicate {
				done += int64(x.Len())
			} else if err := i.stands(x); err != nil {
				return done, err
			}
		}
		if race(err) {
			s.alone = false
			var n int64
			n, err = i.again(ctx, g.appends[len(receipts):], err)
			done += n
			if err == nil {
				_, err = s.crossed(ctx)
			}
		}
		if i.o.Progress != nil {
			i.o.Progress(Recording, done, s.total)
		}
		if err != nil {
			return done, err
		}
	}
	s.reset()
	return done, nil
}

// put appends to the ledger as it was decided. Errors: those of store.Store.Append; a
// conflict also if others have recorded so much later that recording times would go
// back.
func (s *staging) put(ctx context.Context, appends []staged) ([]store.Receipt, error) {
	last, some, err := s.base.Last(ctx)
	if err == nil && some && last.RecordedAt.Sub(s.env.At) > store.Drift {
		err = &store.ConflictError{Stream: last.Stream, Expected: last.Revision - 1, Actual: last.Revision}
	}
	if err != nil {
		return nil, err
	}
	return s.putBehind(ctx, appends)
}

// reset empties the area after everything staged was recorded.
func (s *staging) reset() {
	if s.blank {
		for hash := range s.last {
			s.mine.add(hash)
		}
	}
	s.clear()
}

// clear forgets everything staged.
func (s *staging) clear() {
	clear(s.last)
	s.end, s.total = 0, 0
}

// appendSealed appends what was sealed to a store: as it is if the store keeps it
// so, else opened.
func appendSealed(ctx context.Context, to store.Store, sealer *sqlite.Sealer, sealed []sqlite.Sealed) ([]store.Receipt, error) {
	if own, ok := to.(*sqlite.Store); ok {
		return own.AppendSealed(ctx, sealed...)
	}
	appends := make([]store.Append, len(sealed))
	for i, x := range sealed {
		var err error
		if appends[i], err = sealer.Open(x); err != nil {
			return nil, err
		}
	}
	return to.Append(ctx, appends...)
}
