package kurrent_test

import (
	"errors"
	"fmt"
	"slices"

	"github.com/fundledger/fundledger/ledger/store"
)

// command is one append of a campaign and what is known of its outcome. No other
// command has its content.
type command struct {
	a        store.Append // as it was sent first; others may have sent it with another envelope
	acked    bool         // some attempt succeeded
	unknown  bool         // some attempt may have been performed
	receipt  store.Receipt
	attempts int
}

// sight is what a reader was told of the whole log from a position on.
type sight struct {
	who   string
	from  store.Position
	lines []string
	ended bool           // by itself, without an error and not by its reader
	least store.Position // what it had to reach if it ended: what this store had acknowledged before
}

// glance is what a reader was told of one stream.
type glance struct {
	who    string
	stream string
	from   store.Revision
	lines  []string
	ended  bool
	least  store.Revision // the last revision that it had to tell if it ended
}

// line is an event as it is compared: its canonical line holds all but its position.
func line(r store.Recorded) string { return string(r.AppendLine(nil)) }

// record is all that a run did and saw.
type record struct {
	commands []*command
	sights   []sight
	glances  []glance
}

// check returns what is wrong with the log that stands at the end, in view of what
// was acknowledged, refused and told.
func (c *record) check(log []store.Recorded) []error {
	var errs []error
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	lines := make([]string, len(log))
	streams := map[string][]string{}
	byData := map[string]int{}
	for i, r := range log {
		lines[i] = line(r)
		if r.Position != store.Position(i) {
			fail("position %d comes after %d", r.Position, i-1)
		}
		if int(r.Revision) != len(streams[r.Stream]) {
			fail("position %d: revision %d of %s after %d", i, r.Revision, r.Stream, len(streams[r.Stream])-1)
		}
		streams[r.Stream] = append(streams[r.Stream], lines[i])
		if first, twice := byData[string(r.Data)]; twice {
			fail("doubled: %s at positions %d and %d", r.Data, first, i)
		}
		byData[string(r.Data)] = i
	}
	// ends[i]: an append ends before position i.
	ends := make([]bool, len(log)+1)
	ends[0], ends[len(log)] = true, true
	known := 0
	for _, command := range c.commands {
		a := command.a
		first, stands := byData[string(a.Events[0].Data)]
		for i, e := range a.Events {
			at, some := byData[string(e.Data)]
			if some != stands || some && at != first+i {
				fail("not whole: event %d of %d of an append to %s", i, len(a.Events), a.Stream)
				break
			}
			if some {
				known++
			}
		}
		switch {
		case command.acked && !stands:
			fail("missing: %s to %s was acknowledged", a.Events[0].Data, a.Stream)
		case !command.acked && !command.unknown && stands:
			fail("refused, but stands: %s in %s", a.Events[0].Data, a.Stream)
		case command.acked && (command.receipt.First != store.Position(first) || command.receipt.Last != log[first+len(a.Events)-1].Revision):
			fail("receipt %+v of %s, which is at %d", command.receipt, a.Events[0].Data, first)
		}
		if stands {
			ends[first], ends[first+len(a.Events)] = true, true
			for i := range a.Events {
				r := log[min(first+i, len(log)-1)]
				if r.Actor != log[first].Actor || !r.RecordedAt.Equal(log[first].RecordedAt) {
					fail("two envelopes in one append: %s and %s", line(log[first]), line(r))
				}
			}
		}
	}
	if known != len(log) {
		fail("%d events stand, %d of them are known", len(log), known)
	}
	for _, s := range c.sights {
		end := int(s.from) + len(s.lines)
		switch {
		case len(s.lines) > 0 && (end > len(lines) || !slices.Equal(s.lines, lines[s.from:end])):
			fail("%s was told another log from position %d on (%d events)", s.who, s.from, len(s.lines))
		case s.ended && s.from <= s.least && end < int(s.least)+1:
			fail("%s: the log ended at %d, before %d, which had been acknowledged to it", s.who, end, s.least)
		case s.ended && len(s.lines) > 0 && !ends[end]:
			fail("%s: the log ended at %d, within an append", s.who, end)
		}
	}
	for _, g := range c.glances {
		all := streams[g.stream]
		end := int(g.from) + len(g.lines)
		switch {
		case len(g.lines) > 0 && (end > len(all) || !slices.Equal(g.lines, all[g.from:end])):
			fail("%s was told another stream %s from revision %d on", g.who, g.stream, g.from)
		case g.ended && g.from <= g.least && end < int(g.least)+1:
			fail("%s: stream %s ended at %d, before %d, which had been acknowledged to it", g.who, g.stream, end, g.least)
		}
	}
	return errs
}

// outcome notes what came of sending commands in one Append. It returns an error if
// that is none that a fault explains.
func outcome(commands []*command, receipts []store.Receipt, err error) error {
	if len(receipts) > len(commands) || err == nil && len(receipts) != len(commands) {
		return fmt.Errorf("%d receipts of %d appends, error %v", len(receipts), len(commands), err)
	}
	for i, r := range receipts {
		c := commands[i]
		if c.acked && (c.receipt.First != r.First || c.receipt.Last != r.Last) {
			return fmt.Errorf("receipt %+v, and then %+v", c.receipt, r)
		}
		c.acked, c.receipt = true, r
	}
	if unknown := (*store.UnknownOutcomeError)(nil); errors.As(err, &unknown) {
		for _, c := range commands[len(receipts):] {
			c.unknown = true
		}
	}
	return nil
}
