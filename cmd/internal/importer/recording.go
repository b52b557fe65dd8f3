package importer

import (
	"bufio"
	"context"
	"errors"
	"io"
	"sync"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// committed is how many facts are recorded with one commit: so many that the disk is not
// waited for often, and so few that SQLite holds in memory what they change.
const committed = 32 << 10

// group is appends that are recorded with one commit.
type group struct {
	appends []staged
	err     error
}

// groups reads the sheet from its start, but for so many facts. The next group is read while
// one is recorded.
func (s *sheet) groups(skip int) (groups <-chan group, stop func()) {
	to, quit := make(chan group, 1), make(chan struct{})
	var reading sync.WaitGroup
	reading.Go(func() {
		defer close(to)
		r := bufio.NewReaderSize(io.NewSectionReader(s.file, 0, s.end), int(min(s.end, 1<<18)))
		left := s.end
		for {
			var g group
			size := 0
			for size < committed && g.err == nil {
				var x staged
				var length int64
				if x, _, length, g.err = readFrame(r, left); g.err != nil {
					break
				}
				if left -= length; skip > 0 {
					skip -= x.Len()
					continue
				}
				g.appends = append(g.appends, x)
				size += x.Len()
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

// recording records what runs have staged on a sheet, one behind the other.
type recording struct {
	to    *staging
	sheet *sheet
	runs  []*run
	from  store.Position // where it began
	aside bool           // it runs beside the deciding of others: it tells nothing, and gives up when it loses a race
	ended chan struct{}  // closed when a recording aside has ended
	err   error          // of it
}

// recording returns the recording of what some runs have staged on a sheet.
func (s *staging) recording(on *sheet, runs ...*run) *recording {
	return &recording{to: s, sheet: on, runs: runs, from: s.next}
}

// all appends everything staged to the ledger, in order, and counts in the summaries of the
// runs how many facts were appended, also beside an error. What lost a race is decided
// again; see run.again. A run of which facts are refused then is the last. After an error
// all may be called again, for what is left.
func (r *recording) all(ctx context.Context) error {
	if err := r.sheet.flushed(); err != nil {
		return err
	}
	groups, stop := r.sheet.groups(int(r.sheet.total) - r.left())
	defer stop()
	for g := range groups {
		if g.err != nil && !errors.Is(g.err, io.EOF) {
			return g.err
		}
		i := waitingRun(r.runs)
		if len(g.appends) == 0 || i == nil {
			break
		}
		if i.late > 0 { // nothing behind it is recorded
			g.appends = i.share(g.appends)
		}
		receipts, err := r.put(ctx, i.env, g.appends)
		for k, receipt := range receipts {
			if err := r.stands(waitingRun(r.runs), g.appends[k], receipt); err != nil {
				return err
			}
		}
		if race(err) && !r.aside {
			r.to.alone = false
			err = r.again(ctx, g.appends[len(receipts):], err)
		}
		if i.o.Progress != nil && !r.aside {
			i.o.Progress(i.path, Recording, r.sheet.total-int64(r.left()), r.sheet.total)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// left returns how many facts wait to be recorded.
func (r *recording) left() (facts int) {
	for _, i := range r.runs {
		facts += i.left
	}
	return facts
}

// waitingRun returns the first of runs of which something waits to be recorded; nil if there
// is none, or facts of one before it were refused.
func waitingRun(runs []*run) *run {
	for _, i := range runs {
		if i.left > 0 {
			return i
		}
		if i.late > 0 {
			return nil
		}
	}
	return nil
}

// share returns those of the appends that wait that are of the run.
func (i *run) share(rest []staged) []staged {
	n, left := 0, i.left
	for n < len(rest) && left > 0 {
		left -= rest[n].Len()
		n++
	}
	return rest[:n]
}

// stands counts an append of a run that stands in the ledger.
func (r *recording) stands(i *run, x staged, receipt store.Receipt) error {
	i.left -= x.Len()
	s := r.to
	s.alone = s.alone && !receipt.Duplicate && receipt.First == s.next
	s.next = receipt.First + store.Position(x.Len())
	if receipt.Duplicate {
		return i.stands(x)
	}
	i.sum.Written += int64(x.Len())
	return nil
}

// again decides anew on the appends of runs that did not stand because of cause.
func (r *recording) again(ctx context.Context, rest []staged, cause error) error {
	for len(rest) > 0 {
		i := waitingRun(r.runs)
		if i == nil {
			return nil
		}
		share := i.share(rest)
		n, err := i.again(ctx, share, cause)
		i.sum.Written += n
		if err != nil {
			return err
		}
		for _, x := range share {
			i.left -= x.Len()
		}
		rest = rest[len(share):]
	}
	_, err := r.crossed(ctx)
	return err
}

// put appends to the ledger as it was decided. Errors: those of store.Store.Append; a
// conflict also if others have recorded so much later that recording times would go
// back.
func (r *recording) put(ctx context.Context, env aggregates.Envelope, appends []staged) ([]store.Receipt, error) {
	last, some, err := r.to.base.Last(ctx)
	if err == nil && some && last.RecordedAt.Sub(env.At) > store.Drift {
		err = &store.ConflictError{Stream: last.Stream, Expected: last.Revision - 1, Actual: last.Revision}
	}
	if err != nil {
		return nil, err
	}
	return r.putBehind(ctx, appends)
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
