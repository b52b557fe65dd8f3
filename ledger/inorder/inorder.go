// Package inorder reads the parts of something, such as the stretches of a log, by several
// goroutines, and takes what they read in the order of the parts: so the outcome does not
// depend on timing.
package inorder

import (
	"context"
	"iter"
	"runtime"
)

// ahead is how many parts for each goroutine may wait to be taken.
const ahead = 2

// part is one part that is read.
type part[P, T any] struct {
	of   P
	read T
	err  error
	done chan struct{} // closed when it is read
}

// Each calls read with every part, in as many goroutines as there are processors, and take
// with what it returned, in the order of the parts and in the goroutine of the caller. When
// Each returns none of them runs. Errors: the first in the order of the parts; that of ctx,
// if parts may be missing.
func Each[P, T any](ctx context.Context, parts iter.Seq[P], read func(context.Context, P) (T, error), take func(T) error) error {
	ctx, stop := context.WithCancel(ctx)
	workers := runtime.GOMAXPROCS(0)
	ordered, work := make(chan *part[P, T], ahead*workers), make(chan *part[P, T])
	defer func() { // the caller may close what is read next
		stop()
		for p := range ordered {
			<-p.done
		}
	}()
	for range workers {
		go func() {
			for p := range work {
				p.read, p.err = read(ctx, p.of)
				close(p.done)
			}
		}()
	}
	go func() {
		defer close(ordered)
		defer close(work)
		for of := range parts {
			p := &part[P, T]{of: of, done: make(chan struct{})}
			select {
			case ordered <- p:
			case <-ctx.Done():
				return
			}
			work <- p // a goroutine takes it, for those before it end
		}
	}()
	for p := range ordered {
		<-p.done
		if p.err != nil {
			return p.err
		}
		if err := take(p.read); err != nil {
			return err
		}
	}
	return ctx.Err()
}
