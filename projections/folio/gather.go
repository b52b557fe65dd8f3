package folio

import (
	"context"
	"fmt"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
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
	summing    *summing       // nil: of what no volume is made
	lines      []posting.Line // of the last event; room
	body       []byte         // of the last volume; room
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

// newVolume returns what gathers a stretch of which a volume is made.
func newVolume(first uint64) *gathered {
	g := newGathered(first)
	g.summing = new(summing)
	g.summing.reset(first)
	return g
}

// reset begins to gather from a position on, and keeps the memory of terms.
func (g *gathered) reset(first uint64) {
	g.first, g.end, g.sheets = first, first, map[key]days{}
	g.terms.Reset()
	g.summing.reset(first)
}

// gather reads the log on up to a position. After an error nothing is known of it.
func (s *Shelf) gather(ctx context.Context, into *gathered, to uint64) error {
	unit := max(s.sizes.block, s.sizes.piece/4)
	if to-into.end > s.sizes.piece {
		unit = s.sizes.piece
	}
	into.terms.Grow(int(to - into.end))
	return inorder.Each(ctx, starts(into.end, to, unit), func(ctx context.Context, at uint64) (*stretch, error) {
		return s.unit(ctx, at, min((at/unit+1)*unit, to))
	}, func(next *stretch) error { return into.join(next, s.closings, s.sizes) })
}

// unit reads the events from one position up to another.
func (s *Shelf) unit(ctx context.Context, from, to uint64) (*stretch, error) {
	g := gatherer{stretch: new(stretch), sizes: s.sizes}
	g.reset(from)
	g.terms.Grow(int(to - from))
	for r, err := range store.Between(ctx, s.store, store.Position(from), store.Position(to)) {
		if err != nil {
			return nil, fmt.Errorf("read the log: %w", err)
		}
		if uint64(r.Position) != g.end {
			return nil, store.Gap(store.Position(g.end), r.Position)
		}
		if err := g.add(&r); err != nil {
			return nil, err
		}
	}
	if g.end < to {
		return nil, &store.CorruptError{Where: fmt.Sprintf("position %d", g.end), Reason: "the log ends there"}
	}
	g.flush()
	return g.stretch, nil
}

// note adds what an event or a sum has, as it is booked.
func (g *gathered) note(n *noted, closed *closings.Fold, of sizes) {
	booked := closed.Booked(ledger.Entry{Position: n.position, Event: n.event}).Event
	g.lines = posting.AppendOf(g.lines[:0], booked)
	for _, l := range g.lines {
		m := mark{block: uint64(n.position) / of.block, at: n.at}
		m.Totals = books.TotalsOf(l)
		if l.Credit != 0 {
			m.lines[1] = n.events
		} else {
			m.lines[0] = n.events
		}
		g.put(key{l.Fund, l.Account}, booked.Common().Booked(), m, of)
	}
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

// join takes over what the next stretch of the log has; closed knows what is closed up to there at
// least. Errors: for a gap; those of summing.
func (g *gathered) join(next *stretch, closed *closings.Fold, of sizes) error {
	if next.first != g.end {
		return store.Gap(store.Position(g.end), store.Position(next.first))
	}
	noted := next.noted
	for i := range next.blocks {
		b := &next.blocks[i]
		for ; len(noted) > 0 && uint64(noted[0].position) < b.end; noted = noted[1:] {
			g.note(&noted[0], closed, of)
			if g.summing != nil {
				g.summing.note(&noted[0])
			}
		}
		if g.summing == nil {
			continue
		}
		g.summing.times.See(b.Times)
		if b.end%of.piece == 0 {
			if err := g.summing.end(b.end); err != nil {
				return err
			}
		}
	}
	g.terms.Join(&next.terms)
	g.end = next.end
	return nil
}
