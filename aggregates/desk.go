// Package aggregates takes facts to the aggregates that decide on them.
//
// Each subpackage is one noun with two pure functions: Decide says which events
// a fact causes in a state, or refuses it; Evolve is the state after an event.
// The Desk loads states, asks, and keeps what it loaded; Record is the one loop
// that writes: load, decide, append at the exact revision, and on a conflict
// load and decide again.
package aggregates

import (
	"context"
	"fmt"
	"iter"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
)

// Read yields the entries of one stream, such as ledger.Stream over a store.
type Read func(ctx context.Context, stream string) iter.Seq2[ledger.Entry, error]

// Decision is what a fact causes.
type Decision struct {
	Stream   string
	Expected store.Revision // revision of the stream's last event
	Events   []event.Event  // none: the fact stands already
	Reads    []store.Read   // the other streams that it rests on, as they were; not to be changed
	Length   store.Position // of the log that it rests on as a whole, as an opening does; 0: it does not

	encoded store.Event // the only event, if it is the fact as it was prepared
}

// Desk decides on facts one after another. It keeps the states that it loaded,
// so every accepted decision must be appended, or its stream forgotten. Not for
// use by several goroutines.
type Desk struct {
	read   Read
	log    Log            // nil: only what this desk decides on is known
	length store.Position // of the log when it was last read
	first  map[fund.ID]firstFact
	latest earliest // of the fund that was asked for last
	today  fund.Date
	files  map[string]*file
	packed packed // files that were dropped
	near   near
	rests  []store.Read // what is being decided rests on

	numbering *document.Numbering // nil: it must be read

	retraced *retraced                  // nil: the desk decides
	right    event.Event                // what corrects the fact that is reversed next; nil: nothing
	awaited  map[event.Digest]fund.Date // right facts of corrections, and as of when they stand in the books
	void     Void                       // nil: every closing counts

	elsewhere Elsewhere // no function: nobody asks

	preparer Preparer
	clock    uint64          // counts uses, to find the file that was used longest ago
	kept     int             // bytes: sum of the sizes of all files
	bound    int             // of kept but for the file in hand; see keptBytes
	costly   map[string]bool // large files that were dropped and cannot be unpacked
	brief    bool            // keep brief files
}

// NewDesk returns a desk that loads streams with read and refuses facts dated
// after today (Asia/Shanghai). To bound memory a desk drops streams and reads
// them again: so read must yield every decision that Decide has returned, also
// one that waits to be appended.
func NewDesk(read Read, today fund.Date) *Desk {
	return &Desk{read: read, today: today, first: map[fund.ID]firstFact{}, files: map[string]*file{}, packed: newPacked(), bound: keptBytes, brief: true, costly: map[string]bool{}}
}

// On sets the day after which facts are refused.
func (d *Desk) On(today fund.Date) { d.today = today }

// keptBytes bounds the memory of files, beside that of packed ones and of the file in
// hand: streams used longest ago are dropped beyond it and unpacked, or loaded again,
// when needed. It is about half of what a month touches of a city of five million people: with
// twice as much the collector of garbage took more than loading them took less. Facts
// that go to two long streams in turn need both: of a large file that was dropped and
// is needed again, the bound grows by the size.
const keptBytes = 20_000_000

// How many bytes are kept, about.
const (
	emptyFile  = 2400 // of a file without any fact
	emptyBrief = 400  // of a brief one
	wholeFact  = 110  // of a fact in the register, and in a state
	trailFact  = 400  // of a fact in a trail, beside that
	exactFact  = 36   // of a fact that is only known
	briefFact  = 7    // of a fact of which it is only known that there is one
)

// file is the loaded state of one stream: what its aggregate decides on, and
// the facts that stand in it. In a brief file, of facts that are decided on alone,
// the aggregate is a brief one, and the facts are only known.
type file struct {
	stream string
	aggregate
	facts  *document.Register // nil: it is a brief file
	known  document.Known     // of a brief file
	fresh  bool               // a brief file that no fact was looked up in
	valid  bool               // of closings: those that are void count for nothing in it
	last   store.Revision
	rested []store.Read // of the last decision; see reads
	trail  *trail       // nil: none of its facts was reversed by this desk
	behind bool         // the state is that before the last reversals; see catchUp
	size   int          // bytes
	used   uint64
}

func (f *file) brief() bool { return f.facts == nil }

// room returns what a fact takes.
func (f *file) room() int {
	switch {
	case f.trail != nil:
		return wholeFact + trailFact
	case !f.brief():
		return wholeFact
	case f.known.Exact():
		return exactFact
	}
	return briefFact
}

// measure sets the size of a file of so many facts.
func (f *file) measure(facts int) {
	f.size = emptyFile
	if f.brief() {
		f.size = emptyBrief
	}
	f.size += facts * f.room()
}

// Decide returns what a fact causes, and takes it as done: the state of its
// stream moves on. A fact of a closed period is entered into the first open day
// (event.Fact.BookedOn). Errors: *refusal.Error, *event.InvalidError, or those of reading.
func (d *Desk) Decide(ctx context.Context, fact event.Event) (Decision, error) {
	p, err := d.preparer.Prepare(fact)
	if err != nil {
		return Decision{}, err
	}
	return d.DecidePrepared(ctx, &p)
}

// DecidePrepared is Decide of a fact that was prepared.
func (d *Desk) DecidePrepared(ctx context.Context, p *Prepared) (Decision, error) {
	fact, stream, common := p.fact, p.stream, p.fact.Common()
	if err := d.object(d.notInFuture(common)); err != nil {
		return Decision{}, err
	}
	open := d.own
	r, isReversal := fact.(event.FactReversed)
	if isReversal {
		open = d.trailed
	}
	f, err := open(ctx, stream)
	if err != nil {
		return Decision{}, err
	}
	if d.kept-f.size > d.bound {
		d.shrink(f)
	}
	if _, isClosing := fact.(event.Closing); isClosing {
		if f, err = d.valid(ctx, event.FundOf(fact)); err != nil {
			return Decision{}, err
		}
	}
	d.rests = d.rests[:0]
	numbers, err := d.numbersOf(ctx, stream)
	if err != nil {
		return Decision{}, err
	}
	own := numbers.Mark(fact, p.mark)
	// A fact that stands already stays so, whatever happened to others since.
	again, clear, refused := false, false, error(nil)
	if f.brief() && alone(fact) {
		if f, again, clear, err = d.look(ctx, stream, f, own); err != nil {
			return Decision{}, err
		}
	}
	if !again && !clear {
		if f, err = d.whole(ctx, stream, f); err != nil {
			return Decision{}, err
		}
		again, refused = f.facts.AdmitMarked(fact, own)
	}
	if again && isReversal && d.right != nil {
		if err := d.awaitStanding(ctx, stream, r); err != nil {
			return Decision{}, err
		}
	}
	if again && d.retraced == nil {
		return Decision{Stream: stream, Expected: f.last}, nil
	}
	if again {
		refused, d.retraced.anew = document.Again(fact), true
	}
	if err := d.object(d.references(ctx, p)); err != nil {
		return Decision{}, err
	}
	if refused != nil && d.retraced != nil {
		if refused, err = d.asWritten(ctx, stream, refused); err != nil {
			return Decision{}, err
		}
	}
	if err := d.object(refused); err != nil {
		return Decision{}, err
	}
	if err := d.object(d.once(ctx, p, numbers)); err != nil {
		return Decision{}, err
	}
	if err := d.object(complete(fact)); err != nil {
		return Decision{}, err
	}
	if fact, err = d.intoOpenPeriod(ctx, fact, common); err != nil {
		return Decision{}, err
	}
	if r, isReversal = fact.(event.FactReversed); isReversal {
		return d.reverse(ctx, f, r)
	}
	if fact, err = d.asCorrection(fact, common.BookedFor); err != nil {
		return Decision{}, err
	}
	around, err := d.around(ctx, fact)
	if err != nil {
		return Decision{}, err
	}
	if !blind(fact) {
		if err := d.catchUp(ctx, f); err != nil {
			return Decision{}, err
		}
	}
	events, err := f.decide(fact, around)
	if err := d.object(err); err != nil {
		return Decision{}, err
	}
	if d.retraced != nil {
		events = d.retraced.stands(events)
	}
	if p.enters {
		d.entered(fact, common.OccurredOn)
	}
	decision := Decision{Stream: stream, Expected: f.last, Events: events, Reads: d.reads(f, stream)}
	if _, isOpening := fact.(event.FundOpened); isOpening {
		decision.Length = d.length
	}
	for _, e := range events {
		mark, at := own, p.mark.Place
		switch {
		case e == p.fact:
			if len(events) == 1 {
				decision.encoded = p.encoded
			}
		case e != fact:
			plain := document.MarkOf(e)
			mark, at = numbers.Mark(e, plain), plain.Place
		}
		if err := f.take(e, mark, at); err != nil {
			return Decision{}, err
		}
		d.grow(f)
	}
	d.renumber(fact)
	return decision, nil
}

// look looks a fact up in a brief file of a stream, and returns the file that it is
// then. A file is exact as long as what is looked up in it is mostly there.
func (d *Desk) look(ctx context.Context, stream string, f *file, m document.Mark) (now *file, again, clear bool, err error) {
	again, clear = f.known.Look(m)
	switch fresh := f.fresh; {
	case clear && fresh:
		d.kept -= f.size
		f.known.Relax()
		f.measure(f.known.Len())
		d.kept += f.size
	case !again && !clear && !f.known.Exact():
		d.drop(stream)
		if f, err = d.load(ctx, stream, false); err != nil {
			return nil, false, false, err
		}
		if f.brief() {
			again, clear = f.known.Look(m)
		}
	}
	f.fresh = false
	return f, again, clear, nil
}

// grow counts one event more in a file.
func (d *Desk) grow(f *file) {
	f.last++
	f.size += f.room()
	d.kept += f.room()
}

// notInFuture refuses a fact that has not happened, or enters the books later
// than on the first day after today. Refusal: date-in-future.
func (d *Desk) notInFuture(f event.Fact) error {
	field, on := "occurred_on", f.OccurredOn
	if on <= d.today {
		if f.BookedOn <= d.today+1 { // the first open day, should today be closed
			return nil
		}
		field, on = "booked_on", f.BookedOn
	}
	return &refusal.Error{
		Rule: "date-in-future", Field: field,
		Why:    lang.F("%s 还没有到（今天是 %s）", "%s has not come yet (today is %s)", on, d.today),
		Remedy: lang.F("核对日期；事项发生后再登记", "check the date; record a fact after it happened"),
	}
}

// take moves the state of the stream on by one event, of which m is the mark under its
// numbering, and at the place without a period.
func (f *file) take(e event.Event, m document.Mark, at document.Place) error {
	if f.brief() {
		f.known.Note(m)
	} else {
		*f.facts = f.facts.NoteMarked(m)
	}
	if f.trail != nil {
		f.trail.add(e)
	}
	return f.evolve(e, at)
}

// Forget drops what is kept of a stream, so that it is loaded again.
func (d *Desk) Forget(stream string) {
	if stream == event.NumberingStream {
		d.numbering = nil
	}
	d.drop(stream)
	d.packed.take(stream)
}

// drop takes the file of a stream out of the files and returns it; nil if it was not there.
func (d *Desk) drop(stream string) *file {
	f := d.files[stream]
	if f != nil {
		d.kept -= f.size
		delete(d.files, stream)
		d.near = near{}
	}
	return f
}

// open returns the file of a stream, loading it if it is not kept.
func (d *Desk) open(ctx context.Context, stream string) (*file, error) {
	d.clock++
	if f := d.files[stream]; f != nil {
		f.used = d.clock
		return f, nil
	}
	f := d.packed.take(stream)
	if f == nil {
		return d.load(ctx, stream, false)
	}
	d.keep(stream, f)
	return f, nil
}

// keep puts a file among the files.
func (d *Desk) keep(stream string, f *file) {
	f.used = d.clock
	d.files[stream] = f
	d.kept += f.size
}

// whole returns the file of a stream, which is f, with its state.
func (d *Desk) whole(ctx context.Context, stream string, f *file) (*file, error) {
	if !f.brief() {
		return f, nil
	}
	d.drop(stream)
	return d.load(ctx, stream, true)
}

// load loads a stream; as a brief file, an exact one, if that is enough and not the
// whole is asked for.
func (d *Desk) load(ctx context.Context, stream string, whole bool) (*file, error) {
	events, last, err := d.events(ctx, stream)
	if err != nil {
		return nil, err
	}
	numbers, err := d.numbersOf(ctx, stream)
	if err != nil {
		return nil, err
	}
	f := (*file)(nil)
	if d.brief && !whole {
		f = sketch(stream, events, numbers)
	}
	if f == nil {
		if f, err = fold(stream, events, numbers); err != nil {
			return nil, err
		}
	}
	d.enter(f, stream, last, len(events))
	return f, nil
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

// enter puts a file that was loaded among the files.
func (d *Desk) enter(f *file, stream string, last store.Revision, events int) {
	f.measure(events)
	f.stream, f.last = stream, last
	if d.costly[stream] {
		d.bound += f.size // what was dropped is needed again: to load it each time would take for ever
		delete(d.costly, stream)
	}
	d.keep(stream, f)
}

// sketch returns the brief file of a stream after its events, or nil if there is none,
// or one of them is not decided on alone.
func sketch(stream string, events []event.Event, n document.Numbering) *file {
	f := &file{aggregate: newBrief(stream), known: document.NewExact(), fresh: true}
	if f.aggregate == nil {
		return nil
	}
	for _, e := range events {
		m := document.MarkOf(e)
		if !alone(e) || !f.known.Note(n.Mark(e, m)) || f.evolve(e, m.Place) != nil {
			return nil // also if fold has something to say about it
		}
	}
	return f
}

// fold returns the state of a stream after its events. What was reversed counts
// for nothing but its document, and where sums are kept by day until its reversal.
func fold(stream string, events []event.Event, n document.Numbering) (*file, error) {
	reversed := reversals(events)
	f := &file{aggregate: newAggregate(stream, n), facts: &document.Register{}}
	for i, e := range events {
		by, isReversed := reversed[e]
		switch r, ok := e.(event.FactReversed); {
		case ok:
			*f.facts = f.facts.NoteMarked(n.MarkOf(e)).ReverseMarked(n.MarkOf(r.Reversed()))
		case isReversed:
			*f.facts = f.facts.NoteMarked(n.MarkOf(e))
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
