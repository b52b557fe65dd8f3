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

// Making makes the volumes of a log that are missing while a replay reads it, so that it is read
// once: it is a replay.Along. What it cannot make Open makes, or says why not.
type Making struct {
	folder  Folder
	store   store.Store
	sizes   sizes
	wanted  []Stretch // that volumes were missing of, in order
	missing []Stretch // that they are still missing of
	now     *gathered // of the first of these, as far as it was taken
	spare   chan *looking
}

// Making returns who makes the volumes that are missing of a log.
func (f Folder) Making(s store.Store) *Making { return f.making(s, usual) }

func (f Folder) making(s store.Store, of sizes) *Making {
	return &Making{folder: f, store: s, sizes: of, now: newGathered(0), spare: make(chan *looking, spareLooks)}
}

// spareLooks is how many looks wait to be used again, with their memory.
const spareLooks = 16

// Begin does what replay.Along says: it looks which volumes are missing.
func (m *Making) Begin(ctx context.Context, from, to store.Position) error {
	m.wanted = nil
	for at := uint64(0); at+m.sizes.piece <= uint64(to); {
		end := at + m.sizes.next(at, uint64(to))
		v, err := m.folder.load(ctx, m.store, at, end, m.sizes)
		damage := (*DamagedError)(nil)
		switch {
		case err == nil:
			err = v.close()
		case errors.As(err, &damage):
			if err = nil; store.Position(at) >= from {
				m.wanted = append(m.wanted, Stretch{store.Position(at), store.Position(end)})
			}
		}
		if err != nil {
			return err
		}
		at = end
	}
	m.missing = m.wanted
	m.turn()
	return nil
}

// turn begins to gather the next volume.
func (m *Making) turn() {
	if len(m.missing) > 0 {
		next := m.missing[0]
		m.now.reset(uint64(next.From))
		m.now.terms.Grow(int(next.To - next.From))
	}
}

// Look does what replay.Along says.
func (m *Making) Look() replay.Look {
	var l *looking
	select {
	case l = <-m.spare:
	default:
		l = &looking{gatherer: gatherer{sizes: m.sizes}}
	}
	l.missing = m.wanted
	return l
}

// Take does what replay.Along says: it keeps the volumes that are complete. Where none can be
// kept it makes no more.
func (m *Making) Take(ctx context.Context, seen replay.Look, closed *closings.Fold) error {
	l, _ := seen.(*looking)
	l.end()
	for _, next := range l.seen {
		if len(m.missing) == 0 {
			break
		}
		if err := m.now.join(next, closed, m.sizes); err != nil {
			return err
		}
		if store.Position(m.now.end) < m.missing[0].To {
			continue
		}
		m.missing = m.missing[1:]
		err := m.folder.write(ctx, m.store, m.now, m.sizes)
		if unkept := (*UnkeptError)(nil); errors.As(err, &unkept) {
			m.missing = nil
			break
		}
		if err != nil {
			return err
		}
		m.turn()
	}
	m.keep(l)
	return nil
}

// keep keeps a look to be used again, with its memory, as long as there is something to look at.
func (m *Making) keep(l *looking) {
	l.room, l.seen = append(l.room, l.seen...), l.seen[:0]
	if len(m.missing) > 0 {
		select {
		case m.spare <- l:
		default:
		}
		return
	}
	m.now = newGathered(0)
	for {
		select {
		case <-m.spare:
		default:
			return
		}
	}
}

// looking looks at a part of the log: at what stretches of it are missing.
type looking struct {
	gatherer
	missing []Stretch // from the one that the next event may be in
	seen    []*stretch
	room    []*stretch // that were taken
}

// Payment does what replay.Look says.
func (l *looking) Payment(p *tally.Payment, at store.Position, correlation string) bool {
	return !l.wants(at) || l.payment(p, at, correlation)
}

// Entry does what replay.Look says.
func (l *looking) Entry(e ledger.Entry) {
	if l.wants(e.Position) {
		l.entry(e)
	}
}

// wants reports whether the next event, at a position, is of a volume that is missing, and
// begins a stretch with it if it is the first.
func (l *looking) wants(at store.Position) bool {
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
