package office

import (
	"context"
	"errors"
	"iter"
	"sync"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/replay"
)

// Live is views of an open ledger that are kept current while it is followed. Whoever asks them
// meanwhile sees whole appends only, and how far they are.
type Live struct {
	office *Office
	views  []replay.View
	tick   <-chan time.Time // for tests: when a ledger that does not tell is asked; nil: every polling

	lock sync.RWMutex
	done replay.Result
	now  bool // they hold all that is recorded

	held held // for who asks next

	judging sync.Mutex
	judged  *judged // nil: nobody has asked
}

// Live returns views, which have seen nothing, to be kept current by Follow.
func (o *Office) Live(views ...replay.View) *Live {
	return &Live{office: o, views: views, held: held{office: o}}
}

// polling is how often a ledger that does not tell of new facts is asked: each is seen within 50 ms.
const polling = 20 * time.Millisecond

// Follow keeps the views current until ctx ends or told returns an error. told is told how far
// they are whenever they are current, and when that ends; they stand still meanwhile. Errors:
// those of replay.Replay.Follow.
func (l *Live) Follow(ctx context.Context, s store.Store, a Axes, told func(done replay.Result, now bool) error) error {
	follower, ok := s.(store.Follower)
	if !ok {
		tick := l.tick
		if tick == nil {
			tick = time.Tick(polling)
		}
		p := polled{store: s, tick: tick}
		if file, is := s.(interface {
			Changes(context.Context) (func() (bool, error), func() error, error)
		}); is {
			changed, end, err := file.Changes(ctx)
			if err != nil {
				return err
			}
			defer func() { _ = end() }() // nothing was written
			p.changed = changed
		}
		follower = p
	}
	r := replay.Replay{Store: s}
	if !a.Fresh {
		r.Snapshots = l.office.Kept()
	}
	l.lock.Lock() // until the views are current for the first time
	held := true
	hold := func() {
		if !held {
			l.lock.Lock()
			held = true
		}
	}
	release := func() {
		if held {
			held = false
			l.lock.Unlock()
		}
	}
	defer release()
	err := r.Follow(ctx, holding{follower, hold, release}, func(done replay.Result, now bool) error {
		l.done, l.now = done, now
		return told(done, now)
	}, l.views...)
	hold()
	l.now = false
	return err
}

// Ask calls do while the views stand still. done is how far they are: up to which position;
// now says that they hold all that is recorded, as far as is known.
func (l *Live) Ask(do func(done replay.Result, now bool) error) error {
	l.lock.RLock()
	defer l.lock.RUnlock()
	return do(l.done, l.now)
}

// List does what Office.List does, as Diff, Facts and Document do what those do: they hold what
// they rest on for the next question. Until all is closed by Close the ledger must stay open.
func (l *Live) List(ctx context.Context, s store.Store, a Axes, p figures.Page,
	of func(*books.View) (figures.Listing, error), do func(*books.View, figures.Listed) error) error {
	return l.asked(s, a).list(ctx, s, a, p, of, do)
}

// Diff does what Office.Diff does; see List.
func (l *Live) Diff(ctx context.Context, s store.Store, d *figures.Difference, until Axes, p figures.SpotPage,
	do func([]figures.Change, figures.Spot) error) error {
	return l.asked(s, until).diff(ctx, s, d, until, p, do)
}

// Facts does what Office.Facts does; see List.
func (l *Live) Facts(ctx context.Context, s store.Store, q FactQuery, do func(Fact) error) error {
	return l.asked(s, q.Axes).facts(ctx, s, q, do)
}

// Document does what Office.Document does; see List.
func (l *Live) Document(ctx context.Context, s store.Store, number string, q FactQuery, do func(Fact) error) error {
	return l.asked(s, q.Axes).document(ctx, s, number, q, do)
}

// Exceptions does what Office.Exceptions does; see List.
func (l *Live) Exceptions(ctx context.Context, s store.Store) (found Exceptions, err error) {
	l.judging.Lock()
	defer l.judging.Unlock()
	if l.judged == nil {
		l.judged = l.office.judging(ctx, s)
	}
	if found, err = l.judged.exceptions(ctx); err != nil {
		err = errors.Join(err, l.closeJudged()) // what has failed half-way does not go on
	}
	return found, err
}

func (l *Live) closeJudged() (err error) {
	if l.judged != nil {
		err = l.judged.close()
	}
	l.judged = nil
	return err
}

// asked returns what a question rests on: what is held, if it may rest on that.
func (l *Live) asked(s store.Store, a Axes) *held {
	if a.Fresh || isReadOnly(s) {
		return l.office.asked(a)
	}
	return &l.held
}

// Close closes what is held.
func (l *Live) Close() error {
	l.judging.Lock()
	defer l.judging.Unlock()
	return errors.Join(l.closeJudged(), l.held.close())
}

// holding is a ledger that is followed with a lock: taken at the first event of those that are
// new, and released when all of them were told.
type holding struct {
	store.Follower
	hold, release func()
}

// Follow does what store.Follower says.
func (h holding) Follow(ctx context.Context, from store.Position) iter.Seq2[store.Told, error] {
	return func(yield func(store.Told, error) bool) {
		for t, err := range h.Follower.Follow(ctx, from) {
			h.hold()
			if !yield(t, err) {
				return
			}
			if t.Live || t.Behind {
				h.release()
			}
		}
	}
}

// polled is a ledger that is asked again and again for what was recorded.
type polled struct {
	store   store.Store
	tick    <-chan time.Time
	changed func() (bool, error) // since it was asked; nil: perhaps
}

// Follow does what store.Follower says.
func (w polled) Follow(ctx context.Context, from store.Position) iter.Seq2[store.Told, error] {
	return func(yield func(store.Told, error) bool) {
		for fresh := true; ; {
			for r, err := range w.store.All(ctx, from) {
				if from, fresh = r.Position+1, true; !yield(store.Told{Recorded: r}, err) || err != nil {
					return
				}
			}
			if fresh && !yield(store.Told{Live: true}, nil) {
				return
			}
			fresh = false
			if err := w.wait(ctx); err != nil {
				yield(store.Told{}, err)
				return
			}
		}
	}
}

// wait waits until the ledger may have changed, or ctx ends. What comes while the log is read
// then is another change.
func (w polled) wait(ctx context.Context) error {
	for {
		select {
		case <-w.tick:
		case <-ctx.Done():
			return ctx.Err()
		}
		if w.changed == nil {
			return nil
		}
		if is, err := w.changed(); is || err != nil {
			return err
		}
	}
}
