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
}

// Desk decides on facts one after another. It keeps the states that it loaded,
// so every accepted decision must be appended, or its stream forgotten. Not for
// use by several goroutines.
type Desk struct {
	read  Read
	today fund.Date
	files map[string]*file
	clock uint64 // counts uses, to find the file that was used longest ago
	facts int    // sum of the sizes of all files
	bound int    // of facts; see keptFacts
}

// NewDesk returns a desk that loads streams with read and refuses facts dated
// after today (Asia/Shanghai). To bound memory a desk drops streams and reads
// them again: so read must yield every decision that Decide has returned, also
// one that waits to be appended.
func NewDesk(read Read, today fund.Date) *Desk {
	return &Desk{read: read, today: today, files: map[string]*file{}, bound: keptFacts}
}

// keptFacts bounds the memory of a desk: streams used longest ago are dropped
// beyond it and loaded again when needed. About 200 bytes each.
const keptFacts = 400_000

// emptyFile is how many facts take as much room as a file without any.
const emptyFile = 10

// file is the loaded state of one stream.
type file struct {
	aggregate
	last store.Revision
	size int
	used uint64
}

// Decide returns what a fact causes, and takes it as done: the state of its
// stream moves on. Errors: *rule.Refusal, *event.InvalidError, or those of reading.
func (d *Desk) Decide(ctx context.Context, fact event.Event) (Decision, error) {
	if problems := event.Check(fact); len(problems) > 0 {
		return Decision{}, &event.InvalidError{Wire: event.Wire(fact), Problems: problems}
	}
	if on := fact.Common().OccurredOn; on > d.today {
		return Decision{}, &rule.Refusal{
			Rule: "date-in-future", Field: "occurred_on",
			Why:    lang.F("%s 还没有到（今天是 %s）", "%s has not come yet (today is %s)", on, d.today),
			Remedy: lang.F("核对日期；事项发生后再登记", "check the date; record a fact after it happened"),
		}
	}
	if d.facts > d.bound {
		d.shrink()
	}
	limit, hasLimit, err := d.reliefCap(ctx, fact)
	if err != nil {
		return Decision{}, err
	}
	stream := StreamOf(fact)
	f, err := d.open(ctx, stream)
	if err != nil {
		return Decision{}, err
	}
	events, refusal := f.decide(fact, surroundings{cap: limit, hasCap: hasLimit})
	// A fact that stands already stays so, whatever happened to others since.
	if refusal != nil || len(events) > 0 {
		if err := d.references(ctx, fact); err != nil {
			return Decision{}, err
		}
	}
	if refusal != nil {
		return Decision{}, refusal
	}
	decision := Decision{Stream: stream, Expected: f.last, Events: events}
	for _, e := range events {
		if err := f.evolve(e); err != nil {
			return Decision{}, err
		}
		f.last++
		f.size++
		d.facts++
	}
	return decision, nil
}

// Forget drops what is kept of a stream, so that it is loaded again.
func (d *Desk) Forget(stream string) {
	if f := d.files[stream]; f != nil {
		d.facts -= f.size
		delete(d.files, stream)
	}
}

// open returns the file of a stream, loading it if it is not kept.
func (d *Desk) open(ctx context.Context, stream string) (*file, error) {
	d.clock++
	if f := d.files[stream]; f != nil {
		f.used = d.clock
		return f, nil
	}
	f := &file{aggregate: newAggregate(stream), last: store.NoStream, used: d.clock}
	for entry, err := range d.read(ctx, stream) {
		if err != nil {
			return nil, fmt.Errorf("load %s: %w", stream, err)
		}
		if err := f.evolve(entry.Event); err != nil {
			return nil, &store.CorruptError{Where: fmt.Sprintf("%s@%d", stream, entry.Revision), Reason: err.Error()}
		}
		f.last = entry.Revision
		f.size++
	}
	f.size += emptyFile
	d.files[stream] = f
	d.facts += f.size
	return f, nil
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
