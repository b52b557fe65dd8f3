package replay

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/fundledger/fundledger/ledger/inorder"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/summary"
)

// Summed is the log, stretch by stretch, with its payments summed: package folio keeps it beside
// the log. What it says is believed.
type Summed interface {
	// Stretches yields stretches that follow one another, the first from a position on; none if
	// none begins there.
	Stretches(ctx context.Context, from store.Position) iter.Seq[Stretch]
	// Unit is how many positions a stretch has, and it begins at a multiple of that.
	Unit() store.Position
}

// Stretch is a stretch of the log with its payments summed.
type Stretch struct {
	From, To store.Position
	summary.Times
	// Read returns the summary. After an error the log is read from there on.
	Read func() ([]summary.Segment, error)
}

// skip folds in stretches that are summed, from where the replay begins up to the first that is
// not, or that has an event which was recorded later: so of the log itself little is to be read.
// Errors: those of the views, and of reading the log.
func (f *folder) skip(ctx context.Context) error {
	if f.Summed == nil || f.Along != nil || f.Anew || !f.sums() || f.personal() {
		return nil
	}
	last, some, err := f.Store.Last(ctx)
	if err != nil || !some {
		return err
	}
	unit := f.Summed.Unit()
	first := (f.next + unit - 1) / unit * unit
	if last.Position+1 < first+unit {
		return nil
	}
	if err := f.until(ctx, first); err != nil || f.next != first {
		return err
	}
	err = inorder.Each(ctx, f.stretches(ctx), func(_ context.Context, s Stretch) (readStretch, error) {
		segments, err := s.Read()
		if err != nil {
			return readStretch{}, errUnread
		}
		return readStretch{s, segments}, nil
	}, func(r readStretch) error { return f.stretch(ctx, &r.Stretch, r.segments) })
	if errors.Is(err, errUnread) {
		return nil
	}
	return err
}

// errUnread ends the stretches that are summed: the log has the rest.
var errUnread = errors.New("a summary that cannot be read")

// readStretch is a stretch with what it says.
type readStretch struct {
	Stretch
	segments []summary.Segment
}

// stretches yields the stretches that all views know whole.
func (f *folder) stretches(ctx context.Context) iter.Seq[Stretch] {
	return func(yield func(Stretch) bool) {
		for s := range f.Summed.Stretches(ctx, f.next) {
			later := !f.KnownAt.IsZero() && s.Latest.After(f.KnownAt)
			if f.Until > 0 {
				later = s.To > f.Until
			}
			if later || !yield(s) {
				return
			}
		}
	}
}

// stretch folds a stretch into the views.
func (f *folder) stretch(ctx context.Context, s *Stretch, segments []summary.Segment) error {
	if s.From != f.next {
		return store.Gap(f.next, s.From)
	}
	at := s.From
	for i := range segments {
		in := segment{first: at, end: s.To, entries: segments[i].Entries, sums: &segments[i], closing: segments[i].Closing}
		if in.closing.Event != nil {
			in.end = in.closing.Position
		}
		if err := f.segment(ctx, &in); err != nil {
			return err
		}
		at = in.end + 1
	}
	f.seen(uint64(s.To-s.From), s.First, s.Last, s.Latest)
	if f.next%f.sizes.interval == 0 {
		f.keep(ctx, f.next)
	}
	return nil
}

// personal reports whether a view needs the single payments to persons.
func (f *folder) personal() bool {
	return slices.ContainsFunc(f.views, func(v View) bool {
		_, is := v.(Personal)
		return is
	})
}
