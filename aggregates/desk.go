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
	"strings"

	"github.com/fundledger/fundledger/aggregates/reimbursement"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/rule"
	"github.com/fundledger/fundledger/ledger/store"
)

// Read yields the entries of one stream, such as ledger.Stream over a store.
type Read func(ctx context.Context, stream string) iter.Seq2[ledger.Entry, error]

// Decision is what a fact causes.
type Decision struct {
	Stream   string
	Expected store.Revision // revision of the stream's last event
	Events   []event.Event  // none: the fact stands already

	encoded store.Event // the only event, if it is the fact as it was prepared
}

// Desk decides on facts one after another. It keeps the states that it loaded,
// so every accepted decision must be appended, or its stream forgotten. Not for
// use by several goroutines.
type Desk struct {
	read  Read
	today fund.Date
	files map[string]*file
	near  near

	preparer Preparer
	clock    uint64 // counts uses, to find the file that was used longest ago
	kept     int    // bytes: sum of the sizes of all files
	bound    int    // of kept; see keptBytes
	brief    bool   // keep brief files
}

// NewDesk returns a desk that loads streams with read and refuses facts dated
// after today (Asia/Shanghai). To bound memory a desk drops streams and reads
// them again: so read must yield every decision that Decide has returned, also
// one that waits to be appended.
func NewDesk(read Read, today fund.Date) *Desk {
	return &Desk{read: read, today: today, files: map[string]*file{}, bound: keptBytes, brief: true}
}

// On sets the day after which facts are refused.
func (d *Desk) On(today fund.Date) { d.today = today }

// keptBytes bounds the memory of a desk: streams used longest ago are dropped
// beyond it and loaded again when needed. Two months of payments of a city of five
// million people fit, so that a file in the order of dates is read once.
const keptBytes = 80_000_000

// How many bytes are kept, about.
const (
	emptyFile = 2400 // of a file without any fact
	wholeFact = 110  // of a fact in the register, and in a state
	briefFact = 36   // of a fact that is only known
)

// file is the loaded state of one stream: what its aggregate decides on, and
// the facts that stand in it. In a brief file, of facts that are decided on alone,
// the state is the zero state, and the facts are only known.
type file struct {
	aggregate
	facts document.Register
	known *document.Known // of a brief file
	last  store.Revision
	size  int // bytes
	used  uint64
}

// Decide returns what a fact causes, and takes it as done: the state of its
// stream moves on. A fact of a closed period is entered into the first open day
// (event.Fact.BookedOn). Errors: *rule.Refusal, *event.InvalidError, or those of reading.
func (d *Desk) Decide(ctx context.Context, fact event.Event) (Decision, error) {
	p, err := d.preparer.Prepare(fact)
	if err != nil {
		return Decision{}, err
	}
	return d.DecidePrepared(ctx, p)
}

// DecidePrepared is Decide of a fact that was prepared.
func (d *Desk) DecidePrepared(ctx context.Context, p Prepared) (Decision, error) {
	fact, stream := p.fact, p.stream
	if err := d.notInFuture(fact.Common()); err != nil {
		return Decision{}, err
	}
	if d.kept > d.bound {
		d.shrink()
	}
	f, err := d.own(ctx, stream)
	if err != nil {
		return Decision{}, err
	}
	// A fact that stands already stays so, whatever happened to others since.
	again, clear, refusal := false, false, error(nil)
	if f.known != nil && alone(fact) {
		again, clear = f.known.Look(p.mark)
	}
	if !again && !clear {
		if f, err = d.whole(ctx, stream, f); err != nil {
			return Decision{}, err
		}
		again, refusal = f.facts.AdmitMarked(fact, p.mark)
	}
	if again {
		return Decision{Stream: stream, Expected: f.last}, nil
	}
	if err := d.references(ctx, fact); err != nil {
		return Decision{}, err
	}
	if refusal != nil {
		return Decision{}, refusal
	}
	if fact, err = d.intoOpenPeriod(ctx, fact); err != nil {
		return Decision{}, err
	}
	if r, isReversal := fact.(event.FactReversed); isReversal {
		return d.reverse(ctx, f, stream, r)
	}
	caps, err := d.reliefCaps(ctx, fact)
	if err != nil {
		return Decision{}, err
	}
	events, err := f.decide(fact, surroundings{caps: caps})
	if err != nil {
		return Decision{}, err
	}
	decision := Decision{Stream: stream, Expected: f.last, Events: events}
	for _, e := range events {
		mark := p.mark
		switch {
		case e == p.fact:
			if len(events) == 1 {
				decision.encoded = p.encoded
			}
		case e != fact:
			mark = document.MarkOf(e)
		}
		if err := f.take(e, mark); err != nil {
			return Decision{}, err
		}
		d.grow(f)
	}
	return decision, nil
}

// grow counts one event more in a file.
func (d *Desk) grow(f *file) {
	room := wholeFact
	if f.known != nil {
		room = briefFact
	}
	f.last++
	f.size += room
	d.kept += room
}

// alone reports whether a fact is decided on without looking at any state.
func alone(e event.Event) bool {
	r, ok := e.(event.Reimbursement)
	return ok && reimbursement.Alone(r)
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
	return &rule.Refusal{
		Rule: "date-in-future", Field: field,
		Why:    lang.F("%s 还没有到（今天是 %s）", "%s has not come yet (today is %s)", on, d.today),
		Remedy: lang.F("核对日期；事项发生后再登记", "check the date; record a fact after it happened"),
	}
}

// take moves the state of the stream on by one event.
func (f *file) take(e event.Event, m document.Mark) error {
	if f.known != nil {
		f.known.Note(m)
		return nil
	}
	f.facts = f.facts.NoteMarked(m)
	return f.evolve(e, m.Place)
}

// Forget drops what is kept of a stream, so that it is loaded again.
func (d *Desk) Forget(stream string) {
	if f := d.files[stream]; f != nil {
		d.kept -= f.size
		delete(d.files, stream)
		d.near = near{}
	}
}

// open returns the file of a stream, loading it if it is not kept.
func (d *Desk) open(ctx context.Context, stream string) (*file, error) {
	d.clock++
	if f := d.files[stream]; f != nil {
		f.used = d.clock
		return f, nil
	}
	return d.load(ctx, stream, false)
}

// whole returns the file of a stream, which is f, with its state.
func (d *Desk) whole(ctx context.Context, stream string, f *file) (*file, error) {
	if f.known == nil {
		return f, nil
	}
	d.Forget(stream)
	return d.load(ctx, stream, true)
}

// load loads a stream; as a brief file if that is enough and not the whole is asked for.
func (d *Desk) load(ctx context.Context, stream string, whole bool) (*file, error) {
	var events []event.Event
	last := store.NoStream
	for entry, err := range d.read(ctx, stream) {
		if err != nil {
			return nil, fmt.Errorf("load %s: %w", stream, err)
		}
		events = append(events, entry.Event)
		last = entry.Revision
	}
	f := (*file)(nil)
	if d.brief && !whole {
		f = sketch(stream, events)
	}
	if f == nil {
		var err error
		if f, err = fold(stream, events); err != nil {
			return nil, err
		}
		f.size = emptyFile + len(events)*wholeFact
	}
	f.last, f.used = last, d.clock
	d.files[stream] = f
	d.kept += f.size
	return f, nil
}

// sketch returns the brief file of a stream after its events, or nil if one of them
// is not decided on alone.
func sketch(stream string, events []event.Event) *file {
	if category, _, _ := strings.Cut(stream, "-"); category != "reimbursement" {
		return nil
	}
	f := &file{aggregate: newAggregate(stream), known: &document.Known{}, size: emptyFile + len(events)*briefFact}
	for _, e := range events {
		if !alone(e) || !f.known.Note(document.MarkOf(e)) {
			return nil
		}
	}
	return f
}

// fold returns the state of a stream after its events. What was reversed counts
// for nothing but its document.
func fold(stream string, events []event.Event) (*file, error) {
	reversed := reversals(events)
	f := &file{aggregate: newAggregate(stream)}
	for i, e := range events {
		switch r, ok := e.(event.FactReversed); {
		case ok:
			f.facts = f.facts.Note(e).Reverse(r.Reversed())
		case reversed[e]:
			f.facts = f.facts.Note(e)
		default:
			if err := f.take(e, document.MarkOf(e)); err != nil {
				return nil, &store.CorruptError{Where: fmt.Sprintf("%s@%d", stream, i), Reason: err.Error()}
			}
		}
	}
	return f, nil
}

// reversals returns the facts that are reversed by one of the events.
func reversals(events []event.Event) map[event.Event]bool {
	gone := map[event.Event]bool{}
	for _, e := range events {
		if r, ok := e.(event.FactReversed); ok {
			gone[r.Reversed()] = true
		}
	}
	return gone
}

// shrink drops the quarter of the files that was used longest ago.
func (d *Desk) shrink() {
	ages := make([]uint64, 0, len(d.files))
	for _, f := range d.files {
		ages = append(ages, f.used)
	}
	d.dropOlderThan(quartile(ages))
}

func (d *Desk) dropOlderThan(age uint64) {
	for stream, f := range d.files {
		if f.used <= age {
			d.Forget(stream)
		}
	}
}
