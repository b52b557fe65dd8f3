package folio

import (
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/tally"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/terms"
)

// stretch is what a stretch of the log says, not yet as it is booked: what is closed in front
// of it need not be known, so that several are read at the same time.
type stretch struct {
	first, end uint64 // positions
	noted      []noted
	terms      terms.Set
}

// noted is an event, or the sum of payments of one block that are booked alike.
type noted struct {
	position store.Position // of a sum: that of the last event of its block so far
	event    event.Event
	events   uint64
	at       []uint16 // where they stand in the block, in order, if they are few; see sizes
}

// reset makes a stretch an empty one that begins at a position, and keeps its memory.
func (s *stretch) reset(at uint64) {
	clear(s.noted)
	s.first, s.end, s.noted = at, at, s.noted[:0]
	s.terms.Reset()
}

// gatherer reads a stretch of the log, event by event. Payments, which most events are, are
// summed first.
type gatherer struct {
	*stretch
	sizes sizes
	paid  tally.Payment // the last that was read

	payments tally.Tally // of this block, which are not noted yet
	places   []place     // of them
}

// place is where a payment stands in its block, and in which sum of the tally it is.
type place struct {
	at  uint16
	sum int32
}

// add takes in the next event. Errors: those of ledger.Read.
func (g *gatherer) add(r *store.Recorded) error {
	if g.paid.Read(r.Type, r.Version, r.Data) && g.payment(&g.paid, r.Position, r.Correlation) {
		return nil
	}
	entry, err := ledger.Read(*r)
	if err == nil {
		g.entry(entry)
	}
	return err
}

// payment takes in the next event, of which the payment was read; or reports false, then it is
// for entry.
func (g *gatherer) payment(p *tally.Payment, at store.Position, correlation string) bool {
	g.turn()
	if !g.payments.AddPayment(p) {
		return false
	}
	g.places = append(g.places, place{uint16(g.end % g.sizes.block), int32(g.payments.Latest())})
	g.terms.AddPayment(p, at, correlation)
	g.end++
	return true
}

// entry takes in the next event.
func (g *gatherer) entry(entry ledger.Entry) {
	g.turn()
	if _, isClosing := entry.Event.(event.Closing); isClosing {
		g.flush() // payments behind it may be booked otherwise
	}
	g.terms.AddEntry(entry)
	g.noted = append(g.noted, noted{entry.Position, entry.Event, 1, []uint16{uint16(g.end % g.sizes.block)}})
	g.end++
}

// turn notes the payments of a block that is complete.
func (g *gatherer) turn() {
	if g.end%g.sizes.block == 0 {
		g.flush()
	}
}

// flush notes the payments that were summed.
func (g *gatherer) flush() {
	if len(g.places) == 0 {
		return
	}
	first := len(g.noted)
	g.payments.Each(func(e event.Event, n int) bool {
		next := noted{position: store.Position(g.end - 1), event: e, events: uint64(n)}
		if next.events <= g.sizes.few {
			next.at = make([]uint16, 0, n)
		}
		g.noted = append(g.noted, next)
		return true
	})
	for _, p := range g.places {
		if n := &g.noted[first+int(p.sum)]; n.events <= g.sizes.few {
			n.at = append(n.at, p.at)
		}
	}
	g.payments.Reset()
	g.places = g.places[:0]
}
