package office

import (
	"context"
	"errors"
	"sync"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/folio"
	"github.com/fundledger/fundledger/projections/replay"
)

// shelved is the books of an open ledger with what makes up their figures, held for who asks
// next, and brought up to date when somebody asks.
type shelved struct {
	lock  sync.Mutex // of one question
	books books.View
	known *replay.Running // of the books
	shelf *folio.Shelf
}

// List does what Office.List does, and holds what it rests on for the next question. Until all is
// closed by Close the ledger must stay open.
func (l *Live) List(ctx context.Context, s store.Store, a Axes, p figures.Page,
	of func(*books.View) (figures.Listing, error), do func(*books.View, figures.Listed) error) error {
	if a.Fresh || isReadOnly(s) {
		return l.office.List(ctx, s, a, p, of, do)
	}
	l.shelved.lock.Lock()
	defer l.shelved.lock.Unlock()
	err := l.list(ctx, s, a, p, of, do)
	if damage := (*folio.DamagedError)(nil); errors.As(err, &damage) {
		if err = errors.Join(l.shelved.forget(), l.office.folio().Forget(damage)); err == nil {
			err = l.list(ctx, s, a, p, of, do)
		}
	}
	return err
}

// Close closes what List holds.
func (l *Live) Close() error {
	l.shelved.lock.Lock()
	defer l.shelved.lock.Unlock()
	return l.shelved.forget()
}

func (l *Live) list(ctx context.Context, s store.Store, a Axes, p figures.Page,
	of func(*books.View) (figures.Listing, error), do func(*books.View, figures.Listed) error) error {
	if err := l.shelved.current(ctx, l.office, s); err != nil {
		return errors.Join(err, l.shelved.forget())
	}
	v, until := &l.shelved.books, l.shelved.known.Next()
	if !a.KnownAt.IsZero() {
		v = new(books.View)
		then, err := l.office.Start(ctx, s, a, v)
		if err != nil {
			return err
		}
		until = then.Next()
	}
	listing, err := of(v)
	if err != nil {
		return err
	}
	listing.Until = until
	page, err := listing.Read(ctx, l.shelved.shelf, p)
	if err != nil {
		return err
	}
	return do(v, page)
}

// current opens what is held, or takes in what was recorded since. After an error it is of no use.
func (h *shelved) current(ctx context.Context, o *Office, s store.Store) (err error) {
	if h.known == nil {
		if h.known, err = o.Start(ctx, s, Axes{}, &h.books); err == nil {
			h.shelf, err = o.shelf(ctx, s, h.known)
		}
		return err
	}
	if err = h.known.CatchUp(ctx); err == nil {
		err = h.shelf.Follow(ctx, h.known.Next(), nil)
	}
	return err
}

// forget closes what is held.
func (h *shelved) forget() (err error) {
	if h.shelf != nil {
		err = h.shelf.Close()
	}
	h.books, h.known, h.shelf = books.View{}, nil, nil
	return err
}
