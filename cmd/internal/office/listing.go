package office

import (
	"context"
	"errors"
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
	var v books.View
	known, err := o.Start(ctx, s, a, &v)
	if err != nil {
		return err
	}
	l, err := of(&v)
	if err != nil {
		return err
	}
	l.Until = known.Next()
	if !a.KnownAt.IsZero() { // what makes up a figure is found in what is known now
		if known, err = o.Start(ctx, s, Axes{Fresh: a.Fresh}); err != nil {
			return err
		}
	}
	var page figures.Listed
	read := func(from lines.Finder) (err error) {
		page, err = l.Read(ctx, from, p)
		return err
	}
	return o.answers(ctx, s, a, known, l.Query(), read, func() error { return do(&v, page) })
}

// Diff looks at the books of two times and calls do with a page of what changed in between; see
// figures.Difference.Read. until is the later time. Errors: those of both, of reading the log.
func (o *Office) Diff(ctx context.Context, s store.Store, d *figures.Difference, until Axes, limit int, after figures.Spot,
	do func([]figures.Change, figures.Spot) error) error {
	earlier, err := o.Start(ctx, s, Axes{KnownAt: d.Earlier, Fresh: until.Fresh}, &d.Before)
	if err != nil {
		return err
	}
	later, err := o.Start(ctx, s, until, &d.After)
	if err != nil {
		return err
	}
	d.Since, d.Until = earlier.Next(), later.Next()
	now, err := o.Start(ctx, s, Axes{Fresh: until.Fresh})
	if err != nil {
		return err
	}
	q := lines.Query{Fund: d.Fund, Until: d.Until, Lines: []lines.Want{{From: d.Days.From, To: d.Days.To, Debit: true, Credit: true}}}
	var changes []figures.Change
	var next figures.Spot
	return o.answers(ctx, s, until, now, q, func(from lines.Finder) (err error) {
		changes, next, err = d.Read(ctx, from, limit, after)
		return err
	}, func() error { return do(changes, next) })
}

// folio is the folder of what makes up figures: beside the snapshots, and deleted with them.
func (o *Office) folio() folio.Folder {
	return folio.Folder{Path: filepath.Join(o.Folder, SnapshotsFolder, "folio"), Key: o.viewKey}
}

// answers calls read with what answers a query of a ledger as it is known now, and then do.
func (o *Office) answers(ctx context.Context, s store.Store, a Axes, known *replay.Running, q lines.Query,
	read func(lines.Finder) error, do func() error) error {
	asked, err := o.ask(ctx, s, a, known, func(shelf *folio.Shelf) error { return read(shelf) }, func(*folio.Shelf) error { return do() })
	if asked || err != nil {
		return err
	}
	bar := o.progress(lang.F("查找", "search"), -1)
	plain, err := folio.Read(ctx, s, known.Closings(), q, known.Next(), bar.Set)
	bar.Done()
	if err == nil {
		err = read(plain)
	}
	if err == nil {
		err = do()
	}
	return err
}

// ask calls read with what is kept of a ledger as it is known now, and then do. A volume that is
// found damaged is thrown away, and read is called again. It reports false if nothing can be kept,
// or is not wanted.
func (o *Office) ask(ctx context.Context, s store.Store, a Axes, known *replay.Running, read, do func(*folio.Shelf) error) (bool, error) {
	again := true
	for !a.Fresh {
		shelf, err := o.shelf(ctx, s, known)
		if unkept := (*folio.UnkeptError)(nil); errors.As(err, &unkept) {
			if !isReadOnly(s) {
				o.warn("没有保存索引，每次都要通读全部事项：%v", "no index was kept, so all facts are read each time: %v", unkept.Cause)
			}
			break
		}
		if err == nil {
			if err = read(shelf); err == nil {
				again = false
				err = do(shelf)
			}
			err = errors.Join(err, shelf.Close())
		}
		if damage := (*folio.DamagedError)(nil); errors.As(err, &damage) {
			if forget := o.folio().Forget(damage); forget != nil {
				return true, errors.Join(err, forget)
			}
			if again {
				again = false
				continue
			}
		}
		return true, err
	}
	return false, nil
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
