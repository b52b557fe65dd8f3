package office

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/folio"
	"github.com/fundledger/fundledger/projections/lines"
	"github.com/fundledger/fundledger/projections/replay"
)

// held is what questions for lines and for facts rest on: the ledger as it is known when one is
// asked. An Office opens it for one question, a Live holds it from one to the next. Several may
// ask at the same time.
type held struct {
	office *Office
	fresh  bool // rest on nothing that is kept
	once   bool // close what was opened when a question is answered

	lock  sync.RWMutex
	known *replay.Running // what is closed, and the books if they are asked for; nil: nothing is open
	books *books.View     // nil: the question does not need them
	shelf *folio.Shelf    // nil: no question has needed it, or nothing can be kept
}

// needs are what a question rests on beside what is closed.
type needs struct{ books, shelf bool }

// asked returns what one question rests on, which is closed behind it.
func (o *Office) asked(a Axes) *held { return &held{office: o, fresh: a.Fresh, once: true} }

// question is what one question finds.
type question struct {
	*held
	store store.Store
	told  bool // whoever asks was told something already
}

// answer calls ask with the ledger as it is known now; which may be called again if a volume is
// found damaged before anybody was told anything. Errors: that of ask, those of reading the log.
func (h *held) answer(ctx context.Context, s store.Store, of needs, ask func(*question) error) error {
	err := h.answered(ctx, s, of, ask)
	if h.once { // not deferred: whoever panics may have the lock
		err = errors.Join(err, h.close())
	}
	return err
}

func (h *held) answered(ctx context.Context, s store.Store, of needs, ask func(*question) error) error {
	for again := true; ; again = false {
		q := &question{held: h, store: s}
		if err := h.open(ctx, s, of); err != nil {
			return err
		}
		err := ask(q)
		h.lock.RUnlock()
		damage := (*folio.DamagedError)(nil)
		if !errors.As(err, &damage) {
			return err
		}
		if forget := errors.Join(h.close(), h.office.folio().Forget(damage)); forget != nil {
			return errors.Join(err, forget)
		}
		if q.told || !again {
			return err
		}
	}
}

// open opens what is asked for, or takes in what was recorded since, and leaves it locked for
// reading.
func (h *held) open(ctx context.Context, s store.Store, of needs) error {
	for {
		h.lock.Lock()
		err := h.current(ctx, s, of)
		if err != nil {
			err = errors.Join(err, h.shut())
		}
		h.lock.Unlock()
		if err != nil {
			return err
		}
		h.lock.RLock()
		if h.known != nil {
			return nil
		}
		h.lock.RUnlock() // somebody has found damage meanwhile
	}
}

func (h *held) current(ctx context.Context, s store.Store, of needs) (err error) {
	switch {
	case h.known != nil:
		err = h.known.CatchUp(ctx)
	case of.books || !h.once: // the next question may need them
		h.books = new(books.View)
		h.known, err = h.office.Start(ctx, s, Axes{Fresh: h.fresh}, h.books)
	default:
		h.known, err = h.office.Start(ctx, s, Axes{Fresh: h.fresh})
	}
	if err != nil || h.fresh || !of.shelf && h.shelf == nil {
		return err
	}
	if h.shelf == nil {
		h.shelf, err = h.office.shelf(ctx, s, h.known)
	} else {
		err = h.shelf.Follow(ctx, h.known.Next(), nil)
	}
	if unkept := (*folio.UnkeptError)(nil); errors.As(err, &unkept) {
		if !isReadOnly(s) {
			h.office.warn("没有保存索引，每次都要通读全部事项：%v", "no index was kept, so all facts are read each time: %v", unkept.Cause)
		}
		return h.unshelve()
	}
	return err
}

// unshelve closes the shelf.
func (h *held) unshelve() (err error) {
	if h.shelf != nil {
		err = h.shelf.Close()
	}
	h.shelf = nil
	return err
}

// shut closes all that is held.
func (h *held) shut() error {
	h.known, h.books = nil, nil
	return h.unshelve()
}

// close closes all that is held, when nobody asks it any more.
func (h *held) close() error {
	h.lock.Lock()
	defer h.lock.Unlock()
	return h.shut()
}

// booksAt returns the books as they are known at a time, and up to which position that is. Of
// now they are held if the question needs them.
func (q *question) booksAt(ctx context.Context, at time.Time) (*books.View, store.Position, error) {
	if at.IsZero() && q.books != nil {
		return q.books, q.known.Next(), nil
	}
	v := new(books.View)
	then, err := q.office.Start(ctx, q.store, Axes{KnownAt: at, Fresh: q.fresh}, v)
	if err != nil {
		return nil, 0, err
	}
	return v, then.Next(), nil
}

// find calls read with what answers a query, and then do.
func (q *question) find(ctx context.Context, of lines.Query, read func(lines.Finder) error, do func() error) error {
	var from lines.Finder = q.shelf
	if q.shelf == nil {
		bar := q.office.progress(lang.F("查找", "search"), -1)
		plain, err := folio.Read(ctx, q.store, q.known.Closings(), of, q.known.Next(), bar.Set)
		bar.Done()
		if err != nil {
			return err
		}
		from = plain
	}
	if err := read(from); err != nil {
		return err
	}
	q.told = true
	return do()
}
