package kurrent

import (
	"context"
	"errors"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/fundledger/fundledger/ledger/store"
)

// scan reads the log of the server in order and counts the ledger's events in it.
type scan struct {
	s      *Store
	cursor cursor
	count  store.Position // of events recorded before the cursor
	gather gatherer
	expect point // the event at which it began, if it began at one

	prefetch bool // all steps have one context
	ahead    chan fetched
}

// fetched is a batch that was read ahead.
type fetched struct {
	batch
	err error
}

// newScan returns a scan from a point of the index on, or from the beginning for
// point{}. The event at the point is the first that it finds.
func (s *Store) newScan(from point) *scan {
	l := &scan{s: s, cursor: s.origin, gather: gatherer{where: s.where, midway: from.ID != ""}, expect: from}
	if from.ID != "" {
		l.cursor = cursor{place: from.place, begun: true, inclusive: true}
		l.count = from.Position
	}
	return l
}

// errIndex says that the index is of another log: a cluster was restored or
// exchanged. It never reaches a caller.
var errIndex = errors.New("the index is of another log")

// step reads on and gives the events that were recorded to take, with their
// positions, until take wants no more, after which the scan is of no use. It reports
// whether the end of the log was reached. Errors: errIndex; those of stall.wait;
// *store.CorruptError.
func (l *scan) step(ctx context.Context, take func(held) bool) (end bool, err error) {
	stall := l.s.newStall(ctx)
	defer stall.over()
	for {
		b, err := l.fetch(ctx)
		if b.some {
			stall.over()
		}
		if more, err := l.add(&b, take); err != nil || !more {
			return false, err
		}
		switch {
		case b.fault != nil:
			return false, b.fault
		case l.expect.ID != "" && noPlace(err):
			return false, errIndex
		case err == nil && b.end && l.expect.ID != "":
			return false, errIndex // nothing stands there
		case err == nil && !b.end:
			return false, nil
		case err == nil && !l.cursor.before(l.s.seen()):
			return true, nil
		case err == nil:
			err = errStale
		}
		if err := stall.wait("read the log", err); err != nil {
			return false, err
		}
	}
}

// noPlace reports whether the server says that no event begins where it was to read:
// servers say so in one of these ways.
func noPlace(err error) bool {
	if err == nil {
		return false
	}
	switch status.Code(err) {
	case codes.InvalidArgument, codes.OutOfRange, codes.Unknown:
		return true
	}
	return false
}

// add counts the events of a batch. It reports whether take wants more.
func (l *scan) add(b *batch, take func(held) bool) (more bool, err error) {
	for _, h := range b.events {
		if l.expect.ID != "" {
			if h.at != l.expect.place || h.ID().String() != l.expect.ID {
				return false, errIndex
			}
			l.expect = point{}
		}
		whole, err := l.gather.add(h)
		if err != nil {
			return false, err
		}
		for i, h := range whole {
			h.Position = l.count
			l.count++
			if i == len(whole)-1 && len(l.gather.open) == 0 && l.s.index.wants(h.Position) {
				l.s.index.add(point{Position: h.Position, place: h.at, ID: h.ID().String()})
			}
			if !take(h) {
				l.s.see(h.at) // it was told
				return false, nil
			}
		}
	}
	if b.some {
		l.cursor = cursor{place: b.at, begun: true}
		if !b.passed {
			l.s.see(b.at)
		}
	}
	return true, nil
}

// fetch returns the next batch and, if asked to, has the one after it read meanwhile.
func (l *scan) fetch(ctx context.Context) (batch, error) {
	var f fetched
	if l.ahead != nil {
		f = <-l.ahead // no call outlives its context
		l.ahead = nil
	} else {
		f.batch, f.err = l.s.allBatch(ctx, l.cursor)
	}
	if l.prefetch && f.err == nil && !f.end && f.fault == nil && f.some {
		ahead, from := make(chan fetched, 1), cursor{place: f.at, begun: true}
		l.ahead = ahead
		l.s.pool.calls.Go(func() {
			var f fetched
			f.batch, f.err = l.s.allBatch(ctx, from)
			ahead <- f
		})
	}
	return f.batch, f.err
}
