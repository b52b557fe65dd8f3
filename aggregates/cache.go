package aggregates

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
)

// file is the loaded state of one stream: what its aggregate decides on, and
// the facts that stand in it.
type file struct {
	stream string
	aggregate
	depth  depth
	facts  document.Register
	known  document.Known // instead of facts, if hazy
	valid  bool           // of closings: those that are void count for nothing in it
	last   store.Revision
	rested []store.Read // of the last decision; see reads
	trail  *trail       // of one of depth trailed
	behind bool         // the state is that before the last reversals; see catchUp
	size   int          // bytes
	used   uint64
}

// depth is how much of a stream a file knows.
type depth uint8

const (
	hazy    depth = iota // as brief, but of facts only that most do not stand there
	brief                // what facts are decided on of which alone says so
	whole                // what every fact is decided on but a reversal
	trailed              // that, too
)

// cache keeps the files of streams that were asked for, up to so many bytes. Those that
// were used longest ago are dropped beyond it, but never the one in hand.
type cache struct {
	files   map[string]*file
	clock   uint64          // counts uses
	kept    int             // bytes: sum of the sizes of all files
	bound   int             // of kept but for the file in hand
	dropped map[string]bool // large files that were
}

// keptBytes is about what a month touches of a city of five million people. Of twice as much
// the collector of garbage looks through more than loading streams again takes.
const keptBytes = 32_000_000

// How many bytes are kept, about.
const (
	emptyFile  = 1500 // of a file without any fact
	emptyBrief = 530  // of a brief or hazy one
	wholeFact  = 150  // of a fact in the register, and in a state
	trailFact  = 400  // of a fact in a trail, beside that
	briefFact  = 65   // of a fact in the register of a brief file
	hazyFact   = 7    // of one in a hazy file
)

func newCache() cache {
	return cache{files: map[string]*file{}, dropped: map[string]bool{}, bound: keptBytes}
}

// find returns the file of a stream; nil if it is not kept.
func (c *cache) find(stream string) *file {
	c.clock++
	f := c.files[stream]
	if f != nil {
		f.used = c.clock
	}
	return f
}

// keep puts a file that was loaded among the files. Facts that go to two long streams in
// turn need both: of a large file that was dropped and is needed again, the bound grows.
func (c *cache) keep(f *file) {
	if c.dropped[f.stream] {
		c.bound += f.size
		delete(c.dropped, f.stream)
	}
	f.used = c.clock
	c.files[f.stream] = f
	c.kept += f.size
}

// drop takes the file of a stream out of the files.
func (c *cache) drop(stream string) {
	if f := c.files[stream]; f != nil {
		c.kept -= f.size
		delete(c.files, stream)
	}
}

// shrink drops files until a quarter of the bound is free, if there are more than that.
func (c *cache) shrink(inHand *file) {
	if c.kept-inHand.size <= c.bound {
		return
	}
	files := make([]*file, 0, len(c.files))
	for _, f := range c.files {
		if f != inHand {
			files = append(files, f)
		}
	}
	slices.SortFunc(files, func(a, b *file) int { return cmp.Compare(a.used, b.used) })
	for _, f := range files {
		if c.kept-inHand.size <= c.bound/4*3 {
			return
		}
		c.drop(f.stream)
		if f.size > c.bound/8 {
			c.dropped[f.stream] = true
		}
	}
}

// grow counts one event more in a file.
func (c *cache) grow(f *file) {
	f.last++
	f.size += f.room()
	c.kept += f.room()
}

// room returns what a fact takes.
func (f *file) room() int {
	switch f.depth {
	case trailed:
		return wholeFact + trailFact
	case whole:
		return wholeFact
	case brief:
		return briefFact
	}
	return hazyFact
}

// admit is document.Register.AdmitMarked of the facts of a file.
func (f *file) admit(fact event.Event, m document.Mark) (again bool, err error) {
	if f.depth == hazy {
		return false, nil // or file would have loaded it with its facts
	}
	return f.facts.AdmitMarked(fact, m)
}

// take moves the state of the stream on by one event, of which m is the mark under its
// numbering, and at the place without a period.
func (f *file) take(e event.Event, m document.Mark, at document.Place) error {
	if f.depth == hazy {
		f.known.Note(m)
	} else {
		f.facts = f.facts.NoteMarked(m)
	}
	if f.trail != nil {
		f.trail.add(e)
	}
	return f.evolve(e, at)
}

// file returns the file of a stream, that knows what is needed for a fact of a mark; it is
// loaded if it is not kept, or knows less.
func (d *Desk) file(ctx context.Context, stream string, need depth, m document.Mark) (*file, error) {
	f := d.find(stream)
	if f != nil && (f.depth >= need || f.depth == hazy && need == brief && f.known.Clear(m)) {
		return f, nil
	}
	d.drop(stream)
	return d.load(ctx, stream, need, m)
}

// open returns the file of a stream of which no fact is decided on. The name of the stream
// is copied only if it must be loaded, so that whoever asks for one that is kept needs no
// memory for it.
func (d *Desk) open(ctx context.Context, stream string) (*file, error) {
	if f := d.find(stream); f != nil {
		return f, nil
	}
	return d.load(ctx, strings.Clone(stream), brief, document.Mark{})
}

// load loads a stream. Most facts do not stand there yet: so of a stream of which brief is
// enough, the register is kept only if the fact of the mark does, as when its file is
// imported again.
func (d *Desk) load(ctx context.Context, stream string, need depth, m document.Mark) (*file, error) {
	events, last, err := d.events(ctx, stream)
	if err != nil {
		return nil, err
	}
	numbers, err := d.numbersOf(ctx, stream)
	if err != nil {
		return nil, err
	}
	f := (*file)(nil)
	if d.brief && need == brief {
		f = sketch(stream, events, numbers)
	}
	switch {
	case f != nil:
		if known := f.facts.Known(); known.Clear(m) {
			f.depth, f.facts, f.known = hazy, document.Register{}, known
		}
	default:
		if f, err = fold(stream, events, numbers); err != nil {
			return nil, err
		}
		if need == trailed {
			f.trail, f.depth = newTrail(stream, events), trailed
		}
	}
	f.last = last
	d.enter(f, len(events))
	return f, nil
}

// enter puts a file of so many events among the files.
func (d *Desk) enter(f *file, events int) {
	if f.size = emptyFile; f.depth <= brief {
		f.size = emptyBrief
	}
	f.size += events * f.room()
	d.keep(f)
}

// events reads the events of a stream, and the revision of the last.
func (d *Desk) events(ctx context.Context, stream string) (events []event.Event, last store.Revision, err error) {
	last = store.NoStream
	for entry, err := range d.read(ctx, stream) {
		if err != nil {
			return nil, last, fmt.Errorf("load %s: %w", stream, err)
		}
		events = append(events, entry.Event)
		last = entry.Revision
	}
	return events, last, nil
}

// sketch returns the brief file of a stream after its events, or nil if there is none,
// or one of them is not decided on alone.
func sketch(stream string, events []event.Event, n document.Numbering) *file {
	f := &file{stream: stream, aggregate: newBrief(stream), depth: brief}
	if f.aggregate == nil {
		return nil
	}
	for _, e := range events {
		plain := document.MarkOf(e)
		m := n.Mark(e, plain)
		if again, err := f.facts.AdmitMarked(e, m); again || err != nil || !alone(e) || f.take(e, m, plain.Place) != nil {
			return nil // also if fold has something to say about it
		}
	}
	return f
}

// fold returns the whole file of a stream after its events. What was reversed counts
// for nothing but its document, and where sums are kept by day until its reversal.
func fold(stream string, events []event.Event, n document.Numbering) (*file, error) {
	reversed := reversals(events)
	f := &file{stream: stream, aggregate: newAggregate(stream, n), depth: whole}
	for i, e := range events {
		by, isReversed := reversed[e]
		switch r, ok := e.(event.FactReversed); {
		case ok:
			f.facts = f.facts.NoteMarked(n.MarkOf(e)).ReverseMarked(n.MarkOf(r.Reversed()))
		case isReversed:
			f.facts = f.facts.NoteMarked(n.MarkOf(e))
			f.revoke(e, by)
		default:
			plain := document.MarkOf(e)
			if err := f.take(e, n.Mark(e, plain), plain.Place); err != nil {
				return nil, &store.CorruptError{Where: fmt.Sprintf("%s@%d", stream, i), Reason: err.Error()}
			}
		}
	}
	return f, nil
}

// reversals returns the facts that are reversed by one of the events, and by what.
func reversals(events []event.Event) map[event.Event]event.Fact {
	gone := map[event.Event]event.Fact{}
	for _, e := range events {
		if r, ok := e.(event.FactReversed); ok {
			gone[r.Reversed()] = r.Common()
		}
	}
	return gone
}
