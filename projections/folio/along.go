package folio

import (
	"context"
	"errors"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event/tally"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/closings"
	"github.com/fundledger/fundledger/projections/replay"
)

// along gathers some stretches of a log while a replay reads it, and has something done with each
// when it is complete: it is a replay.Along.
type along struct {
	sizes   sizes
	wants   func(ctx context.Context, from, to store.Position) ([]Stretch, error) // which stretches, in order
	done    func(context.Context, *gathered) error
	wanted  []Stretch
	missing []Stretch // of these, that are not done
	now     *gathered // of the first of them, as far as it was taken
	spare   chan *looking
}

func newAlong(of sizes, wants func(context.Context, store.Position, store.Position) ([]Stretch, error),
	done func(context.Context, *gathered) error) *along {
	return &along{sizes: of, wants: wants, done: done, now: newVolume(0), spare: make(chan *looking, spareLooks)}
}

// spareLooks is how many looks wait to be used again, with their memory.
const spareLooks = 16

// Begin does what replay.Along says.
func (a *along) Begin(ctx context.Context, from, to store.Position) (err error) {
	a.wanted, err = a.wants(ctx, from, to)
	a.missing = a.wanted
	a.turn()
	return err
}

// turn begins to gather the next stretch.
func (a *along) turn() {
	if len(a.missing) > 0 {
		next := a.missing[0]
		a.now.reset(uint64(next.From))
		a.now.terms.Grow(int(next.To - next.From))
	}
}

// Look does what replay.Along says.
func (a *along) Look() replay.Look {
	var l *looking
	select {
	case l = <-a.spare:
	default:
		l = &looking{gatherer: gatherer{sizes: a.sizes}}
	}
	l.missing = a.wanted
	return l
}

// Take does what replay.Along says. Where nothing can be kept it does no more.
func (a *along) Take(ctx context.Context, seen replay.Look, closed *closings.Fold) error {
	l, _ := seen.(*looking)
	l.end()
	for _, next := range l.seen {
		if len(a.missing) == 0 {
			break
		}
		if err := a.now.join(next, closed, a.sizes); err != nil {
			return err
		}
		if store.Position(a.now.end) < a.missing[0].To {
			continue
		}
		a.missing = a.missing[1:]
		err := a.done(ctx, a.now)
		if unkept := (*UnkeptError)(nil); errors.As(err, &unkept) {
			a.missing = nil
			break
		}
		if err != nil {
			return err
		}
		a.turn()
	}
	a.keep(l)
	return nil
}

// keep keeps a look to be used again, with its memory, as long as there is something to look at.
func (a *along) keep(l *looking) {
	l.room, l.seen = append(l.room, l.seen...), l.seen[:0]
	if len(a.missing) > 0 {
		select {
		case a.spare <- l:
		default:
		}
		return
	}
	a.now = newVolume(0)
	for {
		select {
		case <-a.spare:
		default:
			return
		}
	}
}

// looking looks at a part of the log: at what stretches of it are wanted.
type looking struct {
	gatherer
	missing []Stretch // from the one that the next event may be in
	seen    []*stretch
	room    []*stretch // that were taken
}

// Payment does what replay.Look says.
func (l *looking) Payment(p *tally.Payment, of *store.Recorded) bool {
	return !l.asked(of.Position) || l.payment(p, of)
}

// Entry does what replay.Look says.
func (l *looking) Entry(e ledger.Entry, of *store.Recorded) {
	if l.asked(e.Position) {
		l.entry(e, of)
	}
}

// asked reports whether the next event, at a position, is of a stretch that is wanted, and
// begins a stretch with it if it is the first.
func (l *looking) asked(at store.Position) bool {
	for len(l.missing) > 0 && l.missing[0].To <= at {
		l.end()
		l.missing = l.missing[1:]
	}
	if len(l.missing) == 0 || at < l.missing[0].From {
		return false
	}
	if l.stretch == nil {
		if n := len(l.room); n > 0 {
			l.stretch, l.room = l.room[n-1], l.room[:n-1]
		} else {
			l.stretch = new(stretch)
			l.terms.Grow(2 * int(l.sizes.piece)) // about as many as a part has
		}
		l.reset(uint64(at))
	}
	return true
}

// end ends a stretch.
func (l *looking) end() {
	if l.stretch != nil {
		l.flush()
		l.seen, l.stretch = append(l.seen, l.stretch), nil
	}
}
