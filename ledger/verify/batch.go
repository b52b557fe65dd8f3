package verify

import (
	"context"
	"fmt"
	"runtime"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/tally"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
)

// workers is how many goroutines decode and hash.
func workers() int { return max(1, runtime.GOMAXPROCS(0)) }

// inFlight is how many batches wait to be checked at the most.
func inFlight() int { return 4 * workers() }

// batch is consecutive events of one block of the tree: all of them, but for the first and
// the last of what is read at once.
type batch struct {
	events []store.Recorded
	data   []byte // of all events, where they are not looked at when they are read
	err    error  // of reading, after the events

	done    chan struct{} // gets a token when the rest is set
	leaves  []merkle.Hash
	block   merkle.Hash    // of the leaves, if they are a block
	entries []ledger.Entry // if they are folded
	looks   []Look         // at the entries
	failed  error          // of decoding
	fails   int            // which event; none if there is no error
	strays  int            // the event that is in another stream than its own; -1: none
	own     string         // its own
}

// reset empties a batch, and keeps its memory.
func (b *batch) reset(o *Options) {
	*b = batch{
		events: b.events[:0], data: b.data[:0], leaves: b.leaves[:0], entries: b.entries[:0], looks: o.looks(b.looks),
		done: b.done, strays: -1,
	}
}

// ends reports whether the next event after the last belongs to the next block.
func (b *batch) ends() bool {
	n := len(b.events)
	return n == merkle.BlockSize || n > 0 && (b.events[n-1].Position+1)%merkle.BlockSize == 0
}

// look is one goroutine that looks at events by themselves: what line they make, whether it
// is canonical, and which stream they belong into.
type look struct {
	o     *Options
	lines store.Lines
	line  []byte // behind a merkle.LeafPrefix

	form tally.Form
	paid tally.Payment // that is looked at
	near [4]near       // the last that were unlike: an append has those of a few funds
	turn int           // which of these is the next to go
}

// near is a payment that was looked at, and its stream.
type near struct {
	paid   tally.Payment
	month  [2]fund.Date // its first and last day
	stream string       // "": there is none
}

// all looks at all events of a batch.
func (l *look) all(b *batch) {
	for i := range b.events {
		l.at(b, i)
	}
	b.close()
}

// close sets what follows once all events were looked at.
func (b *batch) close() {
	if len(b.leaves) == merkle.BlockSize && b.events[0].Position%merkle.BlockSize == 0 {
		b.block = merkle.BlockHash(b.leaves)
	}
}

// at looks at the event of a batch at i, after those before it.
func (l *look) at(b *batch, i int) {
	r := &b.events[i]
	l.line = l.lines.AppendLine(append(l.line[:0], merkle.LeafPrefix), r)
	b.leaves = append(b.leaves, merkle.HashLeaf(l.line))
	if b.failed != nil {
		return
	}
	plain := l.form.Payment(&l.paid, r.Type, r.Version, r.Data)
	if plain {
		l.payment(b, i, &l.paid)
		if l.o.Fold == nil && len(b.looks) == 0 {
			return
		}
	}
	entry, err := l.entry(r, plain)
	if err != nil {
		b.failed, b.fails = err, i
		return
	}
	if l.o.Fold != nil {
		b.entries = append(b.entries, entry)
	}
	for _, look := range b.looks {
		look.Entry(entry, r)
	}
	if !plain && l.o.StreamOf != nil && b.strays < 0 {
		b.stray(i, l.o.StreamOf(entry.Event))
	}
}

// entry is ledger.Read, of a payment without reading it again.
func (l *look) entry(r *store.Recorded, plain bool) (ledger.Entry, error) {
	if plain {
		return ledger.EntryOf(r, l.form.Event(&l.paid)), nil
	}
	return ledger.Read(*r)
}

// payment is what at does of a payment that was read without an event.
func (l *look) payment(b *batch, i int, p *tally.Payment) {
	if l.o.StreamOf == nil || b.strays >= 0 {
		return
	}
	b.stray(i, l.streamOf(p))
}

// streamOf returns the stream that a payment belongs into.
func (l *look) streamOf(p *tally.Payment) string {
	for i := range l.near {
		if n := &l.near[i]; n.stream != "" && p.On >= n.month[0] && p.On <= n.month[1] && p.Alike(&n.paid) {
			return n.stream
		}
	}
	n := &l.near[l.turn]
	l.turn = (l.turn + 1) % len(l.near)
	next := p.On.NextMonth()
	*n = near{p.Kept(n.paid), [2]fund.Date{next.AddMonths(-1), next - 1}, l.o.StreamOf(p.Event())}
	return n.stream
}

// stray notes the event at i if it is not in its own stream.
func (b *batch) stray(i int, own string) {
	if own != b.events[i].Stream {
		b.strays, b.own = i, own
	}
}

// clockWire is the type of what acknowledges a wrong clock: to check the order of times,
// its content is needed.
var clockWire = event.Wire(event.ClockAcknowledged{})

// rest checks what is not checked yet, as one goroutine reads it.
func (c *checker) rest(ctx context.Context, s store.Store) error {
	ctx, stop := context.WithCancel(ctx)
	free := make(chan *batch, inFlight())
	ordered := c.read(ctx, s, free)
	defer func() { // the caller may close the store next
		stop()
		for b := range ordered {
			<-b.done
		}
	}()
	for b := range ordered {
		<-b.done
		if err := c.batch(b); err != nil {
			return err
		}
		select {
		case free <- b:
		default:
		}
	}
	if err := ctx.Err(); err != nil { // then batches may be missing
		return fmt.Errorf("verify: %w", err)
	}
	return nil
}

// read yields the log behind what is checked in batches that are being worked on. It uses
// those in free again.
func (c *checker) read(ctx context.Context, s store.Store, free <-chan *batch) <-chan *batch {
	ordered := make(chan *batch, inFlight())
	work := make(chan *batch, inFlight()+1) // never full, for each batch is in ordered too, or just taken from it
	for range workers() {
		go func() {
			l := look{o: &c.o}
			for b := range work {
				l.all(b)
				b.done <- struct{}{}
			}
		}()
	}
	from := store.Position(c.size())
	go func() {
		defer close(ordered)
		defer close(work)
		send := func(b *batch) bool {
			select {
			case ordered <- b:
				work <- b
				return true
			case <-ctx.Done():
				return false
			}
		}
		b := c.newBatch(free)
		for r, err := range s.All(ctx, from) {
			if err != nil {
				b.err = err
				send(b)
				return
			}
			at := len(b.data)
			b.data = append(b.data, r.Data...)
			r.Data = b.data[at:len(b.data):len(b.data)] // old arrays stay as they are when data grows
			b.events = append(b.events, r)
			if b.ends() {
				if !send(b) {
					return
				}
				b = c.newBatch(free)
			}
		}
		send(b)
	}()
	return ordered
}

// newBatch returns an empty batch, with the memory of a free one if there is one.
func (c *checker) newBatch(free <-chan *batch) *batch {
	b := &batch{done: make(chan struct{}, 1)}
	select {
	case b = <-free:
	default:
	}
	b.reset(&c.o)
	return b
}
