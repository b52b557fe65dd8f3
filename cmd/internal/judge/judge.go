// Package judge folds a log through the rules of the ledger: would each fact have been
// accepted where it stands, knowing what stands before it and nothing else?
//
// It asks the desk that decides on facts (aggregates.Desk.Retrace), so that it knows no
// rule of its own but those of the envelope. What speaks against a fact is an exception
// if its rule has a row in package exceptions, else a broken rule.
//
// Its memory is that of a desk, besides where streams end of which few facts depend on:
// what it dropped it reads again from the store, up to the fact that it looks at.
// Facts are prepared by several goroutines and judged by one, in order.
package judge

import (
	"context"
	"iter"
	"runtime"
	"strings"
	"time"
	"unicode"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/clock"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
	"github.com/fundledger/fundledger/projections/closings"
	"github.com/fundledger/fundledger/projections/exceptions"
)

// Broken is a rule that a fact breaks where it stands.
type Broken struct {
	Position store.Position
	Stream   string
	Event    event.Event
	*refusal.Error
}

// Verdict is what was found.
type Verdict struct {
	Broken   []Broken // the first of them; after Resume only of those since
	Breaches int      // how many there are
	Register *exceptions.Register
	Closings []Closing // in the order of the log
	Forged   bool      // a state that was to be compared is another; see Log
}

// Closing is a closing of a fund.
type Closing struct {
	Fund fund.ID
	closings.Closing
	Again bool // it is void, and another one closes its period
}

// listed bounds how many broken rules are kept.
const listed = 50

// Judge folds a log. Entries are given to Fold in order, or it reads along with verify.Log; End
// waits for the verdict.
type Judge struct {
	ctx   context.Context
	stop  context.CancelFunc
	store store.Store
	now   time.Time
	desk  *aggregates.Desk

	batch   *batch
	ordered chan *batch
	work    chan *batch
	free    chan *batch // that were judged
	ended   chan struct{}

	// Of the goroutine that judges.
	entry     ledger.Entry              // in hand
	seen      map[string]store.Revision // how many events of a stream were judged
	at        time.Time                 // when the entry before was recorded
	printable [3]string                 // actor, causation and correlation that can be seen, of the entry before
	first     fund.Date                 // of the days of all facts
	last      fund.Date
	next      store.Position // of the entry that is to be judged
	fold      closings.Fold
	overtaken []ledger.Entry
	void      map[string]map[store.Revision]bool // closings that close nothing, by stream
	view      exceptions.View
	course    clock.Course
	early     []early // in their order
	settled   map[settlement]int
	unplaced  bool // the store does not say where the events of a stream stand in the log
	compare   *Kept
	verdict   Verdict
	err       error
}

// batch is entries that follow one another.
type batch struct {
	entries  []ledger.Entry
	prepared []aggregates.Prepared
	done     chan struct{} // gets a token when the rest is set

	judged chan struct{} // not nil: nothing but to be closed once all before it was judged
}

const batchSize = 256

// New returns a judge of the log of a store. now is the time beyond which nothing can
// have been recorded. Its register keeps all exceptions, or the first of very many. It must be
// ended.
func New(ctx context.Context, s store.Store, now time.Time, all bool) *Judge {
	workers := max(1, runtime.GOMAXPROCS(0))
	j := &Judge{
		store: s, now: now,
		ordered: make(chan *batch, 4*workers), work: make(chan *batch, 4*workers+1), free: make(chan *batch, 64*workers),
		ended: make(chan struct{}),
		seen:  map[string]store.Revision{}, void: map[string]map[store.Revision]bool{},
		verdict: Verdict{Register: &exceptions.Register{All: all}},
	}
	j.ctx, j.stop = context.WithCancel(ctx)
	j.desk = aggregates.NewDesk(j.read, 0)
	for range workers {
		go func() {
			var p aggregates.Preparer
			for b := range j.work {
				b.prepare(&p)
				b.done <- struct{}{}
			}
		}()
	}
	go j.run()
	return j
}

// prepare sets what follows from each entry alone.
func (b *batch) prepare(p *aggregates.Preparer) {
	for i := range b.entries {
		b.prepared = append(b.prepared, p.PrepareRecorded(b.entries[i]))
	}
}

// Entry prepares an entry when it is read; see verify.Look.
func (b *batch) Entry(e ledger.Entry, of *store.Recorded) {
	b.entries = append(b.entries, e)
	b.prepared = append(b.prepared, aggregates.PrepareRead(e, of))
}

// Look returns who prepares the next entries; see verify.Along.
func (j *Judge) Look() verify.Look { return j.empty() }

// Take gives the judge the next entries, which were looked at; see verify.Along. Error: that of
// the context.
func (j *Judge) Take(seen verify.Look) error {
	b, _ := seen.(*batch)
	b.done <- struct{}{}
	select {
	case j.ordered <- b:
		return nil
	case <-j.ctx.Done():
		return j.ctx.Err()
	}
}

// empty returns a batch without entries.
func (j *Judge) empty() *batch {
	select {
	case b := <-j.free:
		*b = batch{entries: b.entries[:0], prepared: b.prepared[:0], done: b.done}
		return b
	default:
		return &batch{entries: make([]ledger.Entry, 0, batchSize), prepared: make([]aggregates.Prepared, 0, batchSize),
			done: make(chan struct{}, 1)}
	}
}

// Fold gives the judge the next entry. Error: that of the context.
func (j *Judge) Fold(e ledger.Entry) error {
	if j.batch == nil {
		j.batch = j.empty()
	}
	j.batch.entries = append(j.batch.entries, e)
	if len(j.batch.entries) == batchSize {
		return j.send()
	}
	return nil
}

func (j *Judge) send() error {
	b := j.batch
	if j.batch = nil; b == nil {
		return nil
	}
	select {
	case j.ordered <- b:
		j.work <- b
		return nil
	case <-j.ctx.Done():
		return j.ctx.Err()
	}
}

// Verdict waits until every entry was judged that was given so far, and says what was found.
// It may be given more then, but not meanwhile. Errors: those of reading.
func (j *Judge) Verdict() (Verdict, error) {
	if err := j.send(); err != nil {
		return j.verdict, err
	}
	b := &batch{judged: make(chan struct{})}
	select {
	case j.ordered <- b:
		<-b.judged
	case <-j.ctx.Done():
		return j.verdict, j.ctx.Err()
	}
	if j.err != nil {
		return j.verdict, j.err
	}
	return j.settle()
}

// End waits until every entry was judged, or at once if it was stopped. Errors: those of
// reading.
func (j *Judge) End() (Verdict, error) {
	_ = j.send() // its error is told below
	close(j.ordered)
	<-j.ended
	close(j.work)
	defer j.stop()
	if j.err == nil {
		j.err = j.ctx.Err()
	}
	if j.err != nil {
		return j.verdict, j.err
	}
	return j.settle()
}

// Stop ends the judge before its verdict.
func (j *Judge) Stop() { j.stop() }

func (j *Judge) run() {
	defer close(j.ended)
	for b := range j.ordered {
		if b.judged != nil {
			close(b.judged)
			continue
		}
		if j.err == nil {
			j.err = j.ctx.Err()
		}
		if j.err != nil {
			j.stop()
			continue
		}
		<-b.done
		for i := range b.entries {
			if err := j.judge(b.entries[i], &b.prepared[i]); err != nil {
				j.err = err
				break
			}
		}
		select {
		case j.free <- b:
		default:
		}
	}
}

// judge judges one entry.
func (j *Judge) judge(e ledger.Entry, p *aggregates.Prepared) error {
	j.entry = e
	if !e.RecordedAt.Equal(j.at) || e.Position == 0 {
		j.at = e.RecordedAt
		j.desk.On(fund.DateIn(e.RecordedAt))
	}
	objections, err := j.desk.Retrace(j.ctx, e, p)
	if err != nil {
		return err
	}
	for _, o := range objections {
		j.object(e, o)
	}
	j.envelope(e)
	j.clocked(e)
	if on := e.Event.Common().OccurredOn; j.first == 0 || on < j.first {
		j.first = on
	}
	j.last = fund.Later(j.last, e.Event.Common().OccurredOn)
	if depended(e.Stream) {
		j.seen[e.Stream] = e.Revision + 1
	}
	j.view.Apply(j.booked(e), j.verdict.Register)
	j.settles(e.Event)
	j.next = e.Position + 1
	return j.compared()
}

// booked returns an entry as it is booked. A closing that is void closes nothing: the desk
// is not to know of it.
func (j *Judge) booked(e ledger.Entry) ledger.Entry {
	booked := j.fold.Apply(e)
	closed, ok := e.Event.(event.PeriodClosed)
	if !ok {
		return booked
	}
	of := j.fold.Of(closed.Fund)
	last := of[len(of)-1]
	j.verdict.Closings = append(j.verdict.Closings, Closing{Fund: closed.Fund, Closing: last})
	if !last.Counts() {
		j.overtake(e)
	}
	return booked
}

// overtake notes a closing that is void.
func (j *Judge) overtake(e ledger.Entry) {
	if j.void[e.Stream] == nil {
		j.void[e.Stream] = map[store.Revision]bool{}
	}
	j.void[e.Stream][e.Revision] = true
	j.desk.Forget(e.Stream)
	j.overtaken = append(j.overtaken, e)
}

// object notes what speaks against an entry.
func (j *Judge) object(e ledger.Entry, o *refusal.Error) {
	if kind, ok := exceptions.OfRefusal(o); ok {
		if kind.Later() {
			return
		}
		j.verdict.Register.NoteFact(kind, e, o.Why)
		return
	}
	j.verdict.broken(e, o)
}

// broken notes a broken rule.
func (v *Verdict) broken(e ledger.Entry, o *refusal.Error) {
	v.Breaches++
	if len(v.Broken) < listed {
		v.Broken = append(v.Broken, Broken{e.Position, e.Stream, e.Event, o})
	}
}

// unprintable is the rule of an envelope, which the program writes itself.
const unprintable = "envelope-text"

// envelope asks whether the program could have written who recorded an entry, and for
// what.
func (j *Judge) envelope(e ledger.Entry) {
	words := [...]string{e.Actor, e.Causation, e.Correlation}
	if words == j.printable { // mostly, for events of one append are
		return
	}
	j.printable = words
	for _, text := range [...]struct{ field, value string }{{"actor", e.Actor}, {"causation", e.Causation}, {"correlation", e.Correlation}} {
		if strings.IndexFunc(text.value, func(r rune) bool { return !unicode.IsPrint(r) }) >= 0 {
			j.printable = [len(words)]string{}
			j.object(e, &refusal.Error{Rule: unprintable, Field: text.field, Why: lang.F("%s 含看不见的字符：%q", "%s has characters that cannot be seen: %q", text.field, text.value)})
		}
	}
}

// depended reports whether facts of other streams may depend on a stream. Of payments,
// which are most of a log, only those of their own stream do.
func depended(stream string) bool {
	return !strings.HasPrefix(stream, "reimbursement-") && !strings.HasPrefix(stream, "relief-")
}

// read yields what stands of a stream before the entry in hand.
func (j *Judge) read(ctx context.Context, stream string) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		before := j.seen[stream]
		if stream == j.entry.Stream {
			before = j.entry.Revision
		}
		if before == 0 {
			return
		}
		for e, err := range ledger.Stream(ctx, j.store, stream) {
			if err == nil && e.Revision >= before {
				return
			}
			if err == nil && j.void[stream][e.Revision] {
				continue
			}
			if !yield(e, err) {
				return
			}
		}
	}
}
