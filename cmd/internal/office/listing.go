package office

import (
	"context"
	"path/filepath"

	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/folio"
	"github.com/fundledger/fundledger/projections/lines"
	"github.com/fundledger/fundledger/projections/replay"
)

// List calls do with a page of a listing, of the books as they are known at a time. of says
// which listing that is, of these books. Errors: those of both, of figures.Listing.Read, of
// reading the log.
func (o *Office) List(ctx context.Context, s store.Store, a Axes, p figures.Page,
	of func(*books.View) (figures.Listing, error), do func(*books.View, figures.Listed) error) error {
	return o.asked(a).list(ctx, s, a, p, of, do)
}

func (h *held) list(ctx context.Context, s store.Store, a Axes, p figures.Page,
	of func(*books.View) (figures.Listing, error), do func(*books.View, figures.Listed) error) error {
	// What makes up a figure of the past is found in what is known now.
	return h.answer(ctx, s, needs{books: a.KnownAt.IsZero(), shelf: true}, func(q *question) error {
		v, until, err := q.booksAt(ctx, a.KnownAt)
		if err != nil {
			return err
		}
		l, err := of(v)
		if err != nil {
			return err
		}
		l.Until = until
		var page figures.Listed
		return q.find(ctx, l.Query(), func(from lines.Finder) (err error) {
			page, err = l.Read(ctx, from, p)
			return err
		}, func() error { return do(v, page) })
	})
}

// Diff looks at the books of two times and calls do with a page of what changed in between; see
// figures.Difference.Read. until is the later time. Errors: those of both, of reading the log.
func (o *Office) Diff(ctx context.Context, s store.Store, d *figures.Difference, until Axes, p figures.SpotPage,
	do func([]figures.Change, figures.Spot) error) error {
	return o.asked(until).diff(ctx, s, d, until, p, do)
}

func (h *held) diff(ctx context.Context, s store.Store, d *figures.Difference, until Axes, p figures.SpotPage,
	do func([]figures.Change, figures.Spot) error) error {
	return h.answer(ctx, s, needs{books: until.KnownAt.IsZero(), shelf: true}, func(q *question) (err error) {
		if d.Before, d.Since, err = q.booksAt(ctx, d.Earlier); err != nil {
			return err
		}
		if d.After, d.Until, err = q.booksAt(ctx, until.KnownAt); err != nil {
			return err
		}
		of := lines.Query{Fund: d.Fund, Until: d.Until,
			Lines: []lines.Want{{From: d.Days.From, To: d.Days.To, Debit: true, Credit: true}}}
		var changes []figures.Change
		var next figures.Spot
		return q.find(ctx, of, func(from lines.Finder) (err error) {
			changes, next, err = d.Read(ctx, from, p)
			return err
		}, func() error { return do(changes, next) })
	})
}

// folio is the folder of what makes up figures: beside the snapshots, and deleted with them.
func (o *Office) folio() folio.Folder {
	return folio.Folder{Path: filepath.Join(o.Folder, SnapshotsFolder, "folio"), Key: o.viewKey}
}

// shelf opens what is kept of what makes up figures, up to where a replay is. Errors: those of
// folio.Folder.Open.
func (o *Office) shelf(ctx context.Context, s store.Store, known *replay.Running) (*folio.Shelf, error) {
	b := Bar(unseen{})
	shelf, err := o.folio().Open(ctx, s, known.Closings(), known.Next(), func(n uint64) {
		if b == Bar(unseen{}) {
			b = o.progress(lang.F("编索引", "index"), -1)
		}
		b.Set(n)
	})
	b.Done()
	return shelf, err
}
