package folio

import (
	"context"
	"fmt"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/tally"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/inorder"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/closings"
	"github.com/fundledger/fundledger/projections/posting"
	"github.com/fundledger/fundledger/projections/terms"
)

// gathered is what a stretch of the log has, in memory.
type gathered struct {
	first, end uint64 // positions
	sheets     map[key]days
	terms      terms.Set
}

// key is an account of a fund.
type key struct {
	fund    fund.ID
	account account.Code
}

// days are what an account has on each day of the books, block by block.
type days map[fund.Date][]mark

// mark is what a block has of one account on one day.
type mark struct {
	block uint64
	sums
	at []uint16 // where the lines stand in the block, in order, if they are few; see sizes
}

func newGathered(first uint64) *gathered {
	return &gathered{first: first, end: first, sheets: map[key]days{}}
}

// gather reads the log on up to a position. After an error nothing is known of it.
func (s *Shelf) gather(ctx context.Context, into *gathered, to uint64) error {
	unit := max(s.sizes.block, s.sizes.piece/4)
	if to-into.end > s.sizes.piece {
		unit = s.sizes.piece
	}
	begin := into.end
	into.terms.Grow(int(to - begin))
	err := inorder.Each(ctx, starts(begin, to, unit), func(ctx context.Context, at uint64) (*gathered, error) {
		return s.unit(ctx, at, min((at/unit+1)*unit, to), begin, to)
	}, func(next *gathered) error {
		if next.first == next.end { // an append reaches across it
			return nil
		}
		if next.first != into.end {
			return store.Gap(store.Position(into.end), store.Position(next.first))
		}
		into.join(next, s.sizes)
		return nil
	})
	if err == nil && into.end < to {
		err = &store.CorruptError{Where: fmt.Sprintf("position %d", into.end), Reason: "the log ends there"}
	}
	return err
}

// unit reads the events from one position up to another; of a store.Ranger those of the appends
// that begin there, and of all units only events from begin up to end.
func (s *Shelf) unit(ctx context.Context, from, to, begin, end uint64) (*gathered, error) {
	events := s.store.All(ctx, store.Position(from))
	if ranger, ok := s.store.(store.Ranger); ok {
		first := from
		if from == begin { // an append may reach across it
			first -= min(first, store.MaxEvents)
		}
		events, to = ranger.Range(ctx, store.Position(first), store.Position(to)), end
	}
	g := gatherer{gathered: newGathered(from), closings: s.closings, sizes: s.sizes}
	g.terms.Grow(int(min(to, from+s.sizes.piece) - from))
	for r, err := range events {
		if err != nil {
			return nil, fmt.Errorf("read the log: %w", err)
		}
		at := uint64(r.Position)
		if at < begin {
			continue
		}
		if at >= to {
			break
		}
		if g.first == g.end {
			g.first, g.end = at, at
		}
		if at != g.end {
			return nil, store.Gap(store.Position(g.end), store.Position(at))
		}
		if err := g.add(r); err != nil {
			return nil, err
		}
	}
	g.flush()
	return g.gathered, nil
}

// gatherer reads a stretch of the log, event by event.
type gatherer struct {
	*gathered
	closings *closings.Fold
	sizes    sizes
	lines    []posting.Line // of the last event

	payments tally.Tally // of this block, which are not noted yet
	places   []place     // of them
}

// place is where a payment stands in its block, and in which sum of the tally it is.
type place struct {
	at  uint16
	sum int32
}

// add takes the next event in. Payments, which most events are, are summed first. Errors:
// those of ledger.Read.
func (g *gatherer) add(r store.Recorded) error {
	at := g.end % g.sizes.block
	if at == 0 {
		g.flush()
	}
	stored := g.terms.AddStored(&r)
	if stored && g.payments.Add(r.Type, r.Version, r.Data) {
		g.places = append(g.places, place{uint16(at), int32(g.payments.Latest())})
		g.end++
		return nil
	}
	entry, err := ledger.Read(r)
	if err != nil {
		return err
	}
	if !stored {
		g.terms.AddEntry(entry)
	}
	if _, isClosing := entry.Event.(event.Closing); isClosing {
		g.flush() // payments behind it may be booked otherwise
	}
	booked := g.closings.Booked(entry).Event
	g.lines = posting.AppendOf(g.lines[:0], booked)
	for _, l := range g.lines {
		g.note(l, booked.Common().Booked(), mark{block: g.end / g.sizes.block, at: []uint16{uint16(at)}}, 1)
	}
	g.end++
	return nil
}

// flush notes the payments that were summed.
func (g *gatherer) flush() {
	if len(g.places) == 0 {
		return
	}
	last := g.end - 1
	var few [][]uint16 // places of each sum, where these are few
	g.payments.Each(func(_ event.Event, n int) bool {
		var places []uint16
		if uint64(n) <= g.sizes.few {
			places = make([]uint16, 0, n)
		}
		few = append(few, places)
		return true
	})
	for _, p := range g.places {
		if few[p.sum] != nil {
			few[p.sum] = append(few[p.sum], p.at)
		}
	}
	number := 0
	g.payments.Each(func(e event.Event, n int) bool {
		booked := g.closings.Booked(ledger.Entry{Position: store.Position(last), Event: e}).Event
		g.lines = posting.AppendOf(g.lines[:0], booked)
		for _, l := range g.lines {
			g.note(l, booked.Common().Booked(), mark{block: last / g.sizes.block, at: few[number]}, uint64(n))
		}
		number++
		return true
	})
	g.payments.Reset()
	g.places = g.places[:0]
}

// note adds n lines that sum to one.
func (g *gatherer) note(l posting.Line, on fund.Date, m mark, n uint64) {
	m.Totals = books.TotalsOf(l)
	if l.Credit != 0 {
		m.lines[1] = n
	} else {
		m.lines[0] = n
	}
	g.put(key{l.Fund, l.Account}, on, m, g.sizes)
}

// put adds a mark behind those of its day.
func (g *gathered) put(k key, on fund.Date, m mark, of sizes) {
	d := g.sheets[k]
	if d == nil {
		d = days{}
		g.sheets[k] = d
	}
	marks := d[on]
	n := len(marks)
	if n == 0 || marks[n-1].block != m.block {
		d[on] = append(marks, m)
		return
	}
	last := &marks[n-1]
	last.plus(m.sums)
	if last.count() > of.few {
		last.at = nil
		return
	}
	last.at = append(last.at, m.at...)
}

// join takes over what the next stretch of the log has.
func (g *gathered) join(next *gathered, of sizes) {
	for k, d := range next.sheets {
		for on, marks := range d {
			for _, m := range marks {
				g.put(k, on, m, of)
			}
		}
	}
	g.terms.Join(&next.terms)
	g.end = next.end
}
