package office

import (
	"context"
	"iter"
	"slices"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/agreements"
	"github.com/fundledger/fundledger/projections/cases"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/penalties"
	"github.com/fundledger/fundledger/projections/recoveries"
	"github.com/fundledger/fundledger/projections/reliefs"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/terms"
)

// OriginQuery says which figure is asked for, of views that are shown facts.
type OriginQuery struct {
	Axes
	Fund   fund.ID                  // it is of facts of this fund only, beside those of cases; "": of any
	About  []terms.Term             // the case or the person that it is of; none: of any
	Figure func() (wide.Int, error) // what the views have, whatever they are shown
	Views  []replay.View
	After  time.Time // only of facts recorded later; the zero time: of all
}

// Origins calls do with the facts that a figure comes of, as known then. Those of a case or a person
// are found in what is kept of the log; others in the log, which is read once, or twice if facts may
// count that are of no case. Errors: those of reading the log, that of do.
func (o *Office) Origins(ctx context.Context, s store.Store, of OriginQuery, do func(iter.Seq2[figures.Origin, error]) error) error {
	if len(of.About) == 0 || of.Fresh {
		return do(of.origins(replay.Entries(ctx, s, of.may())))
	}
	return o.asked(of.Axes).answer(ctx, s, needs{shelf: true}, func(q *question) error {
		q.told = true // or it would begin again
		if q.shelf == nil {
			return do(of.origins(replay.Entries(ctx, s, of.may())))
		}
		found := foundFacts{query: &FactQuery{Axes: of.Axes, Terms: of.About}, known: q.known, shelf: q.shelf}
		var err error
		if found.stretches, err = found.where(); err != nil {
			return err
		}
		return do(of.origins(func(yield func(replay.Booked, error) bool) {
			for _, at := range found.stretches {
				for b, err := range found.known.Between(ctx, at.From, at.To, found.query.may) {
					if (err != nil || found.query.wants(b)) && !yield(b, err) || err != nil {
						return
					}
				}
			}
		}))
	})
}

// may returns what says whether a fact may count, as far as its stored bytes say: most of a log
// are reimbursements, of which most registers have nothing.
func (of OriginQuery) may() func(*store.Recorded) bool {
	wire, count := event.Wire(event.ReimbursementPaid{}), paid(of.Views)
	return func(r *store.Recorded) bool {
		return (of.KnownAt.IsZero() || !r.RecordedAt.After(of.KnownAt)) && (count || r.Type != wire)
	}
}

// origins yields the facts that the figure comes of, among those that may matter.
func (of OriginQuery) origins(facts iter.Seq2[replay.Booked, error]) iter.Seq2[figures.Origin, error] {
	all := func(yield func(ledger.Entry, error) bool) {
		for b, err := range facts {
			if err == nil && !b.RecordedAt.After(of.After) {
				continue
			}
			if !yield(b.Entry, err) || err != nil {
				return
			}
		}
	}
	return figures.Origins(all, &folded{of.Views, of.Figure}, of.Fund, !ofCases(of.Views))
}

// folded is views that are shown single facts, and a figure that they then have.
type folded struct {
	views  []replay.View
	figure func() (wide.Int, error)
}

// Clear makes the views ones that have seen nothing.
func (f *folded) Clear() {
	for _, v := range f.views {
		v.(interface{ Clear() }).Clear() // as every view does of which reports are made
	}
}

// Apply shows the views a fact.
func (f *folded) Apply(entry ledger.Entry) error {
	for _, v := range f.views {
		if err := v.Apply(entry); err != nil {
			return err
		}
	}
	return nil
}

// Figure returns what the views then have.
func (f *folded) Figure() (wide.Int, error) { return f.figure() }

// paid reports whether views may count reimbursements.
func paid(views []replay.View) bool {
	return slices.ContainsFunc(views, func(v replay.View) bool {
		switch v.(type) {
		case *cases.View, *agreements.View, *penalties.View, *recoveries.View, *reliefs.View:
			return false
		default:
			return true
		}
	})
}

// ofCases reports whether views count nothing but facts of cases, agreements and penalties.
func ofCases(views []replay.View) bool {
	return !slices.ContainsFunc(views, func(v replay.View) bool {
		switch v.(type) {
		case *cases.View, *agreements.View, *penalties.View:
			return false
		default:
			return true
		}
	})
}
