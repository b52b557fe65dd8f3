package importer

import (
	"context"
	"fmt"
	"hash/maphash"
	"iter"
	"runtime"
	"sync"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// Recorder records facts that the program itself makes, many of them, on the way
// that the facts of a file take, but without waiting for the last one: what is
// decided is recorded in groups. It is used by one goroutine. NewRecorder makes one;
// Close must be called.
type Recorder struct {
	ctx  context.Context //nolint:containedctx // of everything that it records
	to   store.Store
	desk *aggregates.Desk
	*sealing
	began bool

	blank bool   // nothing stood in the ledger when it began
	mine  filter // if blank: hashes of the streams that were recorded in
	seed  maphash.Seed

	mu      sync.Mutex
	waiting []sqlite.Sealed // for the last of their flush
	written int64
}

// NewRecorder returns a recorder into a ledger. Errors: those of store.Store.Last.
func NewRecorder(ctx context.Context, to store.Store) (*Recorder, error) {
	_, some, err := to.Last(ctx)
	if err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	r := &Recorder{ctx: ctx, to: to, blank: !some, seed: maphash.MakeSeed()}
	if r.sealing, err = newSealing(newPriority(), r.hand); err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	r.desk = aggregates.NewDesk(r.read, 0)
	r.desk.Over(func(ctx context.Context) iter.Seq2[ledger.Entry, error] { return ledger.All(ctx, to, 0) })
	return r, nil
}

// Take records facts under env, in order, and returns how many: Rows, Recorded,
// Already and Late of a Summary. facts runs in another goroutine, ahead of what is
// recorded. When Take returns, the facts are decided on; Wait makes sure that they
// stand in the ledger. Errors: *refusal.Error and *event.InvalidError, after which
// the facts before the refused one are recorded and the recorder may take others;
// those of store.Store.Append and aggregates.Envelope.Following, after which it must
// not be used: recording the same facts again completes them.
func (r *Recorder) Take(env aggregates.Envelope, facts iter.Seq[event.Event]) (Summary, error) {
	var sum Summary
	if err := r.follow(env); err != nil {
		return sum, err
	}
	ready := prepare(facts)
	defer ready.close()
	for b, more := ready.take(); more; b, more = ready.take() {
		for k := range b.facts {
			fact := &b.facts[k]
			sum.Rows++
			decision, err := r.desk.DecidePrepared(r.ctx, fact)
			if err == nil {
				sum.count(fact, &decision)
				err = r.add(&decision)
			}
			if err != nil {
				return sum, fmt.Errorf("record %s %s: %w", fact.Type(), fact.Fact().Common().Document, err)
			}
		}
		if b.err != nil {
			return sum, fmt.Errorf("record: %w", b.err)
		}
		if err := r.ctx.Err(); err != nil {
			return sum, fmt.Errorf("record: %w", err)
		}
	}
	return sum, nil
}

// follow makes env the envelope of what is taken from now on.
func (r *Recorder) follow(env aggregates.Envelope) error {
	var err error
	if !r.began {
		env, err = env.Following(r.ctx, r.to)
	} else if env.At.Before(r.env.At) {
		env, err = env.After(r.env.At)
	}
	if err == nil {
		err = r.flush() // what waits was decided under the envelope before
	}
	if err != nil {
		return fmt.Errorf("record: %w", err)
	}
	r.began, r.env = true, env
	r.desk.On(fund.DateIn(env.At))
	return nil
}

// add takes a decision.
func (r *Recorder) add(d *aggregates.Decision) error {
	if r.blank && len(d.Events) > 0 && d.Expected == store.NoStream {
		r.mine.add(maphash.String(r.seed, d.Stream))
	}
	return r.sealing.add(d, nil)
}

// read yields a stream's entries, once all that was decided on it is recorded.
func (r *Recorder) read(ctx context.Context, stream string) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		if r.blank && !r.mine.has(maphash.String(r.seed, stream)) {
			return // most streams are new: do not ask for them
		}
		if err := r.settle(stream); err != nil {
			yield(ledger.Entry{}, err)
			return
		}
		for entry, err := range ledger.Stream(ctx, r.to, stream) {
			if !yield(entry, err) {
				return
			}
		}
	}
}

// hand records what was sealed, with one commit for a flush.
func (r *Recorder) hand(appends []staged, last bool) error {
	for _, x := range appends {
		r.waiting = append(r.waiting, x.Sealed)
	}
	if !last {
		return nil
	}
	receipts, err := appendSealed(r.ctx, r.to, r.sealer, r.waiting)
	r.mu.Lock()
	for i := range receipts {
		r.written += int64(r.waiting[i].Len())
	}
	r.mu.Unlock()
	r.waiting = r.waiting[:0]
	return err
}

// Wait waits until everything that was taken is recorded, and returns how many
// facts the recorder has recorded. Errors: those of store.Store.Append.
func (r *Recorder) Wait() (int64, error) {
	err := r.settleAll()
	if err != nil {
		err = fmt.Errorf("record: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.written, err
}

// Close ends the recorder. What was taken and not waited for may be recorded or not.
func (r *Recorder) Close() { r.sealing.close() }

// batch is some facts that follow one another.
type batch struct {
	facts []aggregates.Prepared
	err   error // of the fact after them
}

// batchFacts is how many facts are prepared at once.
const batchFacts = 256

// preparing is facts being prepared ahead of whoever takes them.
type preparing struct {
	*ordered[[]event.Event, batch]
	making sync.WaitGroup
}

func prepare(facts iter.Seq[event.Event]) *preparing {
	p := &preparing{ordered: newOrdered(runtime.GOMAXPROCS(0), blocks, func() func([]event.Event) batch {
		var preparer aggregates.Preparer
		return func(facts []event.Event) batch {
			b := batch{facts: make([]aggregates.Prepared, 0, len(facts))}
			for _, fact := range facts {
				ready, err := preparer.Prepare(fact)
				if err != nil {
					b.err = err
					break
				}
				b.facts = append(b.facts, ready)
			}
			return b
		}
	})}
	p.making.Go(func() {
		defer p.end()
		var some []event.Event
		for fact := range facts {
			if some == nil {
				some = make([]event.Event, 0, batchFacts)
			}
			if some = append(some, fact); len(some) < batchFacts {
				continue
			}
			if !p.give(some) {
				return
			}
			some = nil
		}
		if len(some) > 0 {
			p.give(some)
		}
	})
	return p
}

// close ends the preparing, whether all was taken or not.
func (p *preparing) close() {
	p.quit()
	p.making.Wait()
	p.wait()
}
