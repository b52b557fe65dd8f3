package folio

import (
	"bytes"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/tally"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/summary"
	"github.com/fundledger/fundledger/projections/terms"
)

// stretch is what a stretch of the log says, not yet as it is booked: what is closed in front
// of it need not be known, so that several are read at the same time.
type stretch struct {
	first, end uint64 // positions
	noted      []noted
	blocks     []seen // and what is left of one
	terms      terms.Set
}

// seen is when the events of a block were recorded, or of a part of one.
type seen struct {
	end uint64 // position
	summary.Times
}

// noted is an event, or the sum of payments of one block that are booked alike.
type noted struct {
	position store.Position // of a sum: that of the last event of its block so far
	event    event.Event
	recorded *store.Recorded // of an event
	events   uint64
	at       []uint16 // where they stand in the block, in order, if they are few; see sizes
}

// reset makes a stretch an empty one that begins at a position, and keeps its memory.
func (s *stretch) reset(at uint64) {
	clear(s.noted)
	s.first, s.end, s.noted, s.blocks = at, at, s.noted[:0], s.blocks[:0]
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
	if g.paid.Read(r.Type, r.Version, r.Data) && g.payment(&g.paid, r) {
		return nil
	}
	entry, err := ledger.Read(*r)
	if err == nil {
		g.entry(entry, r)
	}
	return err
}

// payment takes in the next event, of which the payment was read; or reports false, then it is
// for entry.
func (g *gatherer) payment(p *tally.Payment, of *store.Recorded) bool {
	g.turn()
	if !g.payments.AddPayment(p) {
		return false
	}
	g.places = append(g.places, place{uint16(g.end % g.sizes.block), int32(g.payments.Latest())})
	g.terms.AddPayment(p, of.Position, of.Correlation)
	g.see(of)
	return true
}

// entry takes in the next event, and as it is recorded.
func (g *gatherer) entry(entry ledger.Entry, of *store.Recorded) {
	g.turn()
	if _, isClosing := entry.Event.(event.Closing); isClosing {
		g.flush() // payments behind it may be booked otherwise
	}
	g.terms.AddEntry(entry)
	kept := *of
	kept.Data = bytes.Clone(of.Data)
	g.noted = append(g.noted, noted{position: entry.Position, event: entry.Event, recorded: &kept, events: 1,
		at: []uint16{uint16(g.end % g.sizes.block)}})
	g.see(of)
}

// see takes note of when the next event was recorded.
func (g *gatherer) see(r *store.Recorded) {
	if n := len(g.blocks); n == 0 || g.end%g.sizes.block == 0 {
		g.blocks = append(g.blocks, seen{})
	}
	last := &g.blocks[len(g.blocks)-1]
	last.See(summary.Times{First: r.RecordedAt, Last: r.RecordedAt, Latest: r.RecordedAt})
	g.end++
	last.end = g.end
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
