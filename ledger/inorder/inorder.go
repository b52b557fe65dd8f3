// Package inorder has the parts of something, such as the stretches of a log or the rows of a
// file, worked on by several goroutines, and takes what comes of them in the order of the
// parts: so the outcome does not depend on timing. Each is for whoever has all parts at hand,
// Line for whoever gives and takes as he goes.
package inorder

import (
	"context"
	"iter"
	"runtime"
)

// ahead is how many parts for each goroutine may wait to be taken.
const ahead = 2

// Each calls read with every part, in as many goroutines as there are processors, and take
// with what it returned, in the order of the parts and in the goroutine of the caller. When
// Each returns none of them runs. Errors: the first in the order of the parts; that of ctx,
// if parts may be missing.
func Each[P, T any](ctx context.Context, parts iter.Seq[P], read func(context.Context, P) (T, error), take func(T) error) error {
	type part struct {
		read T
		err  error
	}
	ctx, stop := context.WithCancel(ctx)
	workers := runtime.GOMAXPROCS(0)
	l := NewLine(workers, ahead*workers, func() func(P) part {
		return func(of P) part {
			text, err := read(ctx, of)
			return part{text, err}
		}
	})
	defer func() { // the caller may close what is read next
		stop()
		l.Quit()
		for more := true; more; {
			_, more = l.Take()
		}
		l.Wait()
	}()
	go func() {
		defer l.End()
		for of := range parts {
			if ctx.Err() != nil || !l.Give(of) {
				return
			}
		}
	}()
	for {
		p, more := l.Take()
		if !more {
			return ctx.Err()
		}
		if p.err != nil {
			return p.err
		}
		if err := take(p.read); err != nil {
			return err
		}
	}
}
