package kurrent

import (
	"fmt"

	"github.com/fundledger/fundledger/ledger/store"
)

// gatherer puts the events of each append together again. An append counts from its
// last event on, whole: who reads before that sees none of it, be it that it was cut
// and is being sent, or that a read ended within it. One that was left unfinished,
// because its writer died or another was faster, is void: whatever follows it in its
// stream says so, for its parts follow one another without a gap.
//
// This depends on nothing but the order of events that the server holds, so all
// readers see the same, always.
type gatherer struct {
	where  string
	midway bool                  // the first event may be in the middle of an append
	open   map[string]*gathering // by stream
}

type gathering struct {
	events []held
	of     int
}

// next returns which part is expected next.
func (g *gathering) next() (part int, number uint64) {
	last := g.events[len(g.events)-1]
	return last.part + 1, last.number + 1
}

// add takes the next event of the server and returns the events that are recorded
// by it, often itself, in order. Error: *store.CorruptError.
func (g *gatherer) add(h held) ([]held, error) {
	open := g.open[h.Stream]
	midway := g.midway
	g.midway = false
	if h.of == 0 {
		delete(g.open, h.Stream)
		return []held{h}, nil
	}
	switch {
	case h.part == 1 || open == nil && midway:
		open = &gathering{of: h.of}
	case open == nil || open.of != h.of:
		return nil, g.fault(h)
	default:
		if part, number := open.next(); part != h.part || number != h.number {
			return nil, g.fault(h)
		}
	}
	if h.part == h.of {
		delete(g.open, h.Stream)
		return append(open.events, h), nil
	}
	open.events = append(open.events, h)
	if g.open == nil {
		g.open = map[string]*gathering{}
	}
	g.open[h.Stream] = open
	return nil, nil
}

func (g *gatherer) fault(h held) error {
	return &store.CorruptError{
		Where:  fmt.Sprintf("%s: event %d of stream %s", g.where, h.number, h.Stream),
		Reason: fmt.Sprintf("it is part %d of %d of an append, and does not follow the part before it", h.part, h.of),
	}
}
