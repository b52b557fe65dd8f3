package verify

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/fundledger/fundledger/ledger/inorder"
	"github.com/fundledger/fundledger/ledger/store"
)

// partSize is of how many positions the appends are that one goroutine reads at once.
const partSize = 4096

// part is the appends that begin in a range of positions, and the memory to look at them.
type part struct {
	look
	batches []*batch // of its events
	used    int      // so many batches; others are memory
}

// errOdd says that a part does not read as it should.
var errOdd = errors.New("verify: the log is to be read as one")

// parts checks the log up to end in parts, which several goroutines read, and looks at
// nothing behind a part that does not read as it should: that is for rest. Errors: those of
// batch.
func (c *checker) parts(ctx context.Context, s store.Ranger, end store.Position) (found error) {
	starts := func(yield func(store.Position) bool) {
		for from := store.Position(0); from < end && yield(from); from += partSize {
		}
	}
	free := make(chan *part, inFlight())
	_ = inorder.Each(ctx, starts, func(ctx context.Context, from store.Position) (*part, error) { // its errors are met again
		p := &part{look: look{o: &c.o}}
		select {
		case p = <-free:
		default:
		}
		return p, p.read(ctx, s, from)
	}, func(p *part) error {
		if p.used > 0 && int64(p.batches[0].events[0].Position) != c.size() {
			return errOdd
		}
		for _, b := range p.batches[:p.used] {
			if found = c.batch(b); found != nil {
				return found
			}
		}
		select {
		case free <- p:
		default:
		}
		return nil
	})
	return found
}

// read reads the events of the appends that begin in a part, and looks at each. Errors:
// those of reading, and errOdd for events that do not follow one another; what it has read
// is then of no use.
func (p *part) read(ctx context.Context, s store.Ranger, from store.Position) error {
	p.used = 0
	var b *batch
	next := store.Position(0)
	for r, err := range s.Range(ctx, from, from+partSize) {
		switch {
		case err != nil:
			return fmt.Errorf("verify: %w", err)
		case b == nil:
			b = p.next()
		case r.Position != next:
			return errOdd
		case b.ends():
			b.close()
			b = p.next()
		}
		next = r.Position + 1
		b.events = append(b.events, r)
		p.at(b, len(b.events)-1)
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
	b.reset(p.o)
	p.used++
	return b
}
