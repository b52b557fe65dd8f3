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
	Length   store.Position // of the log before it, on which it rests as a whole, as an opening does; 0: it does not

	encoded store.Event // the only event, if it is the fact as it was prepared
}

// Desk decides on facts one after another. It keeps the states that it loaded,
// so every accepted decision must be appended, or its stream forgotten. Not for
// use by several goroutines.
type Desk struct {
	read    Read
	log     Log                                           // nil: only what this desk decides on is known
	entered *entered                                      // what entered the books; nil: it must be read
	ends    func(context.Context) (store.Position, error) // how long the log is; nil: it must be read
	today   fund.Date
	cache
	rests  []store.Read // what is being decided rests on
	rested []store.Read // what was decided last rests on; see reads

	numbering *document.Numbering // nil: it must be read

	retraced *retraced                  // nil: the desk decides
	recorded retraced                   // the memory of retraced
	right    event.Event                // what corrects the fact that is reversed next; nil: nothing
	awaited  map[event.Digest]fund.Date // right facts of corrections, and as of when they stand in the books
	void     Void                       // nil: every closing counts

	elsewhere Elsewhere // no function: nobody asks

	preparer Preparer
	brief    bool // keep brief files
}

// NewDesk returns a desk that loads streams with read and refuses facts dated
// after today (Asia/Shanghai). To bound memory a desk drops streams and reads
// them again: so read must yield every decision that Decide has returned, also
// one that waits to be appended.
func NewDesk(read Read, today fund.Date) *Desk {
	return &Desk{read: read, entered: &entered{}, today: today, cache: newCache(), brief: true}
}

// On sets the day after which facts are refused.
func (d *Desk) On(today fund.Date) { d.today = today }

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
	numbers, err := d.numbersOf(ctx, stream)
	if err != nil {
		return Decision{}, err
	}
	own, need := numbers.Mark(fact, p.mark), whole
	r, isReversal := fact.(event.FactReversed)
	switch {
	case isReversal:
		need = trailed
	case alone(fact):
		need = brief
	}
	f, err := d.own(ctx, p, need, own)
	if err != nil {
		return Decision{}, err
	}
	d.shrink(f)
	d.rests = d.rests[:0]
	// A fact that stands already stays so, whatever happened to others since.
	again, refused := f.admit(fact, own)
	if again && isReversal && d.right != nil {
		if err := d.awaitStanding(ctx, stream, r); err != nil {
			return Decision{}, err
		}
	}
	if again && d.retraced == nil {
		return Decision{Stream: stream, Expected: f.last}, nil
	}
	if again {
		refused = document.Again(fact)
	}
	if err := d.object(d.references(ctx, p)); err != nil {
		return Decision{}, err
	}
	if refused != nil && d.retraced != nil {
		if f, refused, err = d.asWritten(ctx, p, own, numbers, refused); err != nil {
			return Decision{}, err
		}
	}
	if err := d.object(refused); err != nil {
		return Decision{}, err
	}
	if err := d.object(d.once(ctx, p, numbers)); err != nil {
		return Decision{}, err
	}
	if err := d.object(d.writtenOtherwise(ctx, f, fact)); err != nil {
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
	decision := Decision{Stream: stream, Expected: f.last, Events: events, Reads: d.reads(f, stream)}
	if _, isOpening := fact.(event.FundOpened); isOpening {
		decision.Length = d.entered.length
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
		if d.retraced == nil {
			d.stands(e, p.enters)
		}
	}
	if again { // perhaps what it says again was reversed
		if f.behind = f.trail != nil; !f.behind {
			d.retraced.anew = true
		}
	}
	d.renumber(fact)
	return decision, nil
}

// own returns the file of the stream of a fact, of which own is the mark; of a closing with
// the closings that are not void.
func (d *Desk) own(ctx context.Context, p *Prepared, need depth, own document.Mark) (*file, error) {
	f, err := d.file(ctx, p.stream, need, own)
	if _, isClosing := p.fact.(event.Closing); isClosing && err == nil {
		return d.valid(ctx, event.FundOf(p.fact))
	}
	return f, err
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

// Forget drops what is kept of a stream, so that it is loaded again.
func (d *Desk) Forget(stream string) {
	if stream == event.NumberingStream {
		d.numbering = nil
	}
	d.drop(stream)
}
