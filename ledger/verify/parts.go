package verify

import (
	"bytes"
	"context"
	"fmt"

	"github.com/fundledger/fundledger/ledger/store"
)

// partSize is of how many positions the appends are that one goroutine reads at once.
const partSize = 4096

// ahead is how many parts for each worker may wait to be checked.
const ahead = 3

// part is the appends that begin in a range of positions.
type part struct {
	from, to store.Position
	done     chan struct{} // gets a token when the rest is set
	batches  []*batch      // of its events
	used     int           // so many batches; others are memory
	err      error         // something is not as it should be
}

// parts checks the log up to end in parts, which several goroutines read, and looks at
// nothing behind a part that does not read as it should: that is for rest. Errors: those of
// batch.
func (c *checker) parts(ctx context.Context, s store.Ranger, end store.Position) error {
	ctx, stop := context.WithCancel(ctx)
	ordered, free := c.cut(ctx, s, end)
	defer func() { // the caller may close the store next
		stop()
		for p := range ordered {
			<-p.done
		}
	}()
	for p := range ordered {
		<-p.done
		if p.err != nil || p.used > 0 && int64(p.batches[0].events[0].Position) != c.size() {
			return nil
		}
		for _, b := range p.batches[:p.used] {
			if err := c.batch(b); err != nil {
				return err
			}
		}
		select {
		case free <- p:
		default:
		}
	}
	return nil
}

// cut yields the parts of the log up to end in order, while workers read them. Parts in
// free are used again.
func (c *checker) cut(ctx context.Context, s store.Ranger, end store.Position) (_ <-chan *part, free chan *part) {
	ordered, work := make(chan *part, ahead*workers()), make(chan *part)
	free = make(chan *part, workers())
	for range workers() {
		go func() {
			l := look{o: &c.o}
			for p := range work {
				p.err = p.read(ctx, s, &l)
				p.done <- struct{}{}
			}
		}()
	}
	go func() {
		defer close(ordered)
		defer close(work)
		for from := store.Position(0); from < end; from += partSize {
			p := &part{done: make(chan struct{}, 1)}
			select {
			case p = <-free:
			default:
			}
			p.from, p.to = from, from+partSize
			select {
			case ordered <- p:
			case <-ctx.Done():
				return
			}
			work <- p // a worker takes it, for those before it end
		}
	}()
	return ordered, free
}

// read reads the events of a part and looks at each. Errors: those of reading, and of
// events that do not follow one another; what it has read is then of no use.
func (p *part) read(ctx context.Context, s store.Ranger, l *look) error {
	p.used = 0
	var b *batch
	next := store.Position(0)
	for r, err := range s.Range(ctx, p.from, p.to) {
		switch {
		case err != nil:
			return err
		case b == nil:
			b = p.next()
		case r.Position != next:
			return fmt.Errorf("event %d stands where %d belongs", r.Position, next)
		case b.ends():
			b.close()
			b = p.next()
		}
		next = r.Position + 1
		b.events = append(b.events, r)
		l.at(b, len(b.events)-1)
		kept := &b.events[len(b.events)-1]
		if kept.Data = nil; r.Type == clockWire {
			kept.Data = bytes.Clone(r.Data)
		}
	}
	if b != nil {
		b.close()
	}
	return nil
}

// next returns one more batch of the part, which is empty.
func (p *part) next() *batch {
	if p.used == len(p.batches) {
		p.batches = append(p.batches, new(batch))
	}
	b := p.batches[p.used]
	b.reset()
	p.used++
	return b
}
