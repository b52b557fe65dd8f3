package office

import (
	"context"
	"iter"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/agreements"
	"github.com/fundledger/fundledger/projections/cases"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/penalties"
	"github.com/fundledger/fundledger/projections/replay"
)

// Origins yields the facts, as known then, that a figure of some views comes of, if it is one of a
// fund only those; "": of any. figure is what the views have, whatever they are shown.
// Errors: those of reading the log.
func Origins(ctx context.Context, s store.Store, a Axes, of fund.ID, figure func() (wide.Int, error),
	views ...replay.View) iter.Seq2[figures.Origin, error] {
	all := func(yield func(ledger.Entry, error) bool) {
		for b, err := range replay.Entries(ctx, s) {
			if err == nil && !a.KnownAt.IsZero() && b.RecordedAt.After(a.KnownAt) {
				continue
			}
			if !yield(b.Entry, err) || err != nil {
				return
			}
		}
	}
	return figures.Origins(all, &folded{views, figure}, of, !ofCases(views))
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
