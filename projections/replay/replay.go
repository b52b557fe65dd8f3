// Package replay rebuilds views from the log: it reads every entry in total
// order and folds it into each view.
//
// A view depends on earlier entries only. Equal histories give equal states,
// byte for byte, however often and wherever they are replayed.
//
// # How it is fast
//
// A store that is a store.Ranger is read in parts, by as many goroutines as there
// are processors; each reads, decompresses and decodes its part. The parts are
// folded in order by one goroutine, so the outcome does not depend on timing.
// Where every view is Summing, reimbursements are not decoded one by one but
// summed within their part (see tally.Tally), and the sums are folded: a city has
// fifty million of them and a part a few hundred sums.
//
// What is made of the log beside views can be made in the same reading; see Along.
//
// # What the views are shown
//
// Views are shown every entry as it is booked: what stands behind a closing that
// counts, and is dated in it, is booked on the first open day (see package closings).
// This is the one place where that is decided, so no view knows of it. A closing ends
// a segment of its part: payments behind it are summed apart from those before.
//
// With Snapshots a replay begins at the latest snapshot that serves it, and keeps
// new ones; see Snapshots.
package replay

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/tally"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/closings"
)

// View is a fold over entries.
type View interface {
	// Name returns the name of the view and of the form of its state; a new form
	// is a new name.
	Name() string
	// Apply folds one entry in.
	Apply(ledger.Entry) error
	// AppendState appends the whole state to dst: equal histories give equal bytes.
	AppendState(dst []byte) []byte
}

// Summing is a view that may keep nothing of single payments but sums.
type Summing interface {
	View
	// Sums reports whether it is so: then reimbursements that differ only in
	// document, person, institution, department, day of care, note and amount may be
	// folded in as their sum, relief payments to persons likewise, after the other
	// entries of their part of the log, and the state comes out the same.
	Sums() bool
	// ApplySum folds in n reimbursements or relief payments as one that has their
	// summed amount and count, and nothing in those other fields.
	ApplySum(e event.Event, n int) error
}

// Personal is a Summing view that keeps relief by person. It gets the single
// payments besides their sums.
type Personal interface {
	Summing
	ApplyReliefs(paid []tally.PersonRelief) error
}

// Digest returns the SHA-256 of a view's state in hexadecimal.
func Digest(v View) string {
	hash := sha256.New()
	if lines, ok := v.(interface{ State() iter.Seq[[]byte] }); ok { // the same bytes, and never all at once
		for line := range lines.State() {
			hash.Write(line)
		}
	} else {
		hash.Write(v.AppendState(nil))
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// Result is what a replay read.
type Result struct {
	Entries uint64    // folded in, or in the snapshot that it began with
	Later   uint64    // recorded after the known-at time, and left out
	First   time.Time // recording time of the first and last entries folded in
	Last    time.Time
	From    store.Position // of the first entry that was read: where the snapshot ends
	Unkept  error          // why snapshots could not be kept; the views are right nevertheless
}

// Replay says what views are rebuilt from.
type Replay struct {
	Store store.Store
	// KnownAt is until when entries count: those recorded up to and including it;
	// the zero time: every entry. What counts is always a beginning of the log: after
	// the first later entry nothing does, even if the writer's clock went back. What was
	// recorded by a clock that was ahead counts from when that was acknowledged.
	KnownAt time.Time
	// Until, if not 0, is the first position that does not count any more, whatever KnownAt says:
	// two entries may have one recording time.
	Until store.Position
	// Snapshots are where to begin and what to keep; nil: the beginning, nothing.
	Snapshots Snapshots
	// Anew says to begin at the beginning although there are snapshots.
	Anew bool
	// Summed, if not nil, is what the log says as far as views need no more than sums of payments:
	// then a replay that begins at a snapshot, or may, reads the log only behind it.
	Summed Summed
	// Along, if not nil, reads the same events.
	Along Along
	// Progress, if not nil, is called now and then with the number of entries read.
	Progress func(read uint64)

	sizes *sizes // nil: the usual
}

// Run folds every entry that was recorded up to and including knownAt into the
// views, from the first entry on; see Replay.
func Run(ctx context.Context, s store.Store, knownAt time.Time, progress func(read uint64), views ...View) (Result, error) {
	return Replay{Store: s, KnownAt: knownAt, Progress: progress}.Run(ctx, views...)
}

// Run rebuilds views, which have seen nothing. Errors: those of ledger.All and of
// the views; *store.CorruptError for a gap in positions.
func (r Replay) Run(ctx context.Context, views ...View) (Result, error) {
	running, err := r.Start(ctx, views...)
	return running.Result(), err
}

// Start is Run of a replay that can go on. Errors: as for Run.
func (r Replay) Start(ctx context.Context, views ...View) (*Running, error) {
	f := r.folder(views)
	if err := f.pardoned(ctx); err != nil {
		return &Running{f}, err
	}
	if err := f.begin(ctx); err != nil {
		return &Running{f}, err
	}
	if err := f.skip(ctx); err != nil {
		return &Running{f}, fmt.Errorf("replay: %w", err)
	}
	if err := f.read(ctx); err != nil {
		return &Running{f}, err
	}
	f.end(ctx)
	return &Running{f}, nil
}

// Running is a replay that has come to the end of the log, as it was then.
type Running struct{ f *folder }

// Result returns what was read so far.
func (r *Running) Result() Result { return r.f.result }

// Next returns the position at which the log goes on.
func (r *Running) Next() store.Position { return r.f.next }

// Closings returns what is closed; it is not to be changed, and changes with CatchUp.
func (r *Running) Closings() *closings.Fold { return &r.f.closings }

// CatchUp folds in what was recorded since. Errors: as for Run, after which the
// views must not be used.
func (r *Running) CatchUp(ctx context.Context) error { return r.f.read(ctx) }

// folder returns what runs the replay.
func (r Replay) folder(views []View) *folder {
	if len(views) == 0 {
		views = []View{nothing{}}
	}
	return &folder{Replay: r, views: views, sizes: r.cut()}
}

// read folds in the rest of the log.
func (f *folder) read(ctx context.Context) error {
	if err := f.beginAlong(ctx); err != nil {
		return err
	}
	last, some, err := f.Store.Last(ctx)
	if err != nil {
		return fmt.Errorf("replay: %w", err)
	}
	if !some {
		return nil
	}
	return f.until(ctx, last.Position+1)
}

// until folds in the log up to a position.
func (f *folder) until(ctx context.Context, end store.Position) error {
	if _, parallel := f.Store.(store.Ranger); parallel {
		return f.parts(ctx, end)
	}
	return f.one(ctx, end)
}

// cut returns how the replay is cut.
func (r Replay) cut() *sizes {
	if r.sizes == nil {
		return &usual
	}
	return r.sizes
}

// folder is a replay that runs.
type folder struct {
	Replay
	sizes    *sizes
	views    []View
	closings closings.Fold
	next     store.Position // of the entry that is to be folded in
	latest   time.Time      // of the recording times so far
	result   Result
	keeper   keeper
	look     Look                       // at what was folded in since the last was taken, where the log is not read in parts
	checks   map[store.Position][]check // of snapshots; see Check
	pardons  []pardon
}

// one folds the log up to a position by one goroutine, one entry after another.
func (f *folder) one(ctx context.Context, end store.Position) error {
	const stride = 1 << 14
	for r, err := range store.Between(ctx, f.Store, f.next, end) {
		if err != nil {
			return fmt.Errorf("replay: %w", err)
		}
		entry, err := ledger.Read(r)
		if err != nil {
			return fmt.Errorf("replay: %w", err)
		}
		if entry.Position != f.next {
			return store.Gap(f.next, entry.Position)
		}
		if f.Progress != nil && entry.Position%stride == 0 {
			f.Progress(uint64(entry.Position))
		}
		if f.isLater(entry.Position, entry.RecordedAt) {
			f.result.Later = uint64(end - f.next)
			break
		}
		f.lookAt(entry, &r)
		if err := f.fold(entry); err != nil {
			return err
		}
		f.seen(1, entry.RecordedAt, entry.RecordedAt, entry.RecordedAt)
		if f.next%alongEvery == 0 {
			if err := f.takeLook(ctx); err != nil {
				return err
			}
		}
		if f.next%f.sizes.interval == 0 {
			f.keep(ctx, f.next)
		}
		if err := f.compare(); err != nil {
			return err
		}
	}
	return f.takeLook(ctx)
}

// fold folds one entry, as it is booked, into every view.
func (f *folder) fold(entry ledger.Entry) error {
	entry = f.closings.Apply(entry)
	for _, v := range f.views {
		if err := v.Apply(entry); err != nil {
			return fmt.Errorf("replay: position %d into %s: %w", entry.Position, v.Name(), err)
		}
	}
	return nil
}

// foldSums folds what a segment summed, as it is booked, into every view, which all
// take sums.
func (f *folder) foldSums(sums sums, reliefs []tally.PersonRelief) (err error) {
	sums.Each(func(e event.Event, n int) bool {
		e = f.closings.ApplySum(e, n)
		for _, v := range f.views {
			if s, ok := v.(Summing); ok && err == nil {
				err = f.folded(v, s.ApplySum(e, n))
			}
		}
		return err == nil
	})
	for _, v := range f.views {
		if p, ok := v.(Personal); ok && err == nil {
			err = f.folded(v, p.ApplyReliefs(reliefs))
		}
	}
	return err
}

// folded says where an error of a view came up; nil for nil.
func (f *folder) folded(v View, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("replay: payments from position %d on into %s: %w", f.next, v.Name(), err)
}

// seen counts n entries that were folded in.
func (f *folder) seen(n uint64, first, last, latest time.Time) {
	if n == 0 {
		return
	}
	if f.result.Entries == 0 {
		f.result.First = first
	}
	f.result.Entries += n
	f.result.Last = last
	f.next += store.Position(n)
	if latest.After(f.latest) {
		f.latest = latest
	}
}
