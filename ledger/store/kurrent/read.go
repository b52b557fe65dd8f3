package kurrent

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/fundledger/fundledger/ledger/store"
)

// Stream does what store.Store says. It yields at least what this process has read of
// the stream or appended to it. Positions are Unplaced. Errors: *store.CorruptError,
// also if the beginning was truncated; *UnreachableError, *DeniedError, or the error
// of ctx.
func (s *Store) Stream(ctx context.Context, stream string, from store.Revision) iter.Seq2[store.Recorded, error] {
	return func(yield func(store.Recorded, error) bool) {
		err := s.stream(ctx, stream, max(from, 0), func(h held) bool { h.Position = store.Unplaced; return yield(h.Recorded, nil) })
		if err != nil {
			yield(store.Recorded{}, err)
		}
	}
}

// stream gives the events of a stream from a revision on to take, until it wants no
// more.
func (s *Store) stream(ctx context.Context, stream string, from store.Revision, take func(held) bool) error {
	stall := s.newStall(ctx)
	defer stall.over()
	gather := gatherer{where: s.where, midway: true}
	// The number of an event is its revision or more, so nothing before number from counts.
	number, next := uint64(from), from
	for {
		b, err := s.streamBatch(ctx, s.name(stream), number, esdb.Forwards, batchEvents)
		if len(b.raw) > 0 {
			stall.over()
		}
		for _, e := range b.raw {
			if e.EventNumber != number && number > uint64(from) {
				return s.gap(stream, e.EventNumber)
			}
			number = e.EventNumber + 1
			h, err := read(s.where, stream, e)
			if err != nil {
				return err
			}
			whole, err := gather.add(h)
			if err != nil {
				return err
			}
			for _, h := range whole {
				if h.Revision < next && next == from {
					continue
				}
				if h.Revision != next {
					return s.gap(stream, h.number)
				}
				next++
				if !take(h) {
					return nil
				}
			}
		}
		if err == nil && b.none && next == from {
			if err := s.hidden(ctx, s.name(stream)); err != nil {
				return err
			}
		}
		switch known, some := s.tipOf(stream); {
		case err == nil && !b.end:
			continue
		case err == nil && some && known.revision >= from && int64(number) <= known.number:
			err = errStale
		case err == nil:
			switch {
			case len(gather.open) == 0 && next > from:
				s.setTip(stream, tip{number: int64(number) - 1, revision: next - 1})
			case b.none && from == 0:
				s.setTip(stream, noTip)
			}
			return nil
		}
		if err := stall.wait("read stream "+stream, err); err != nil {
			return err
		}
	}
}

// hidden returns a *store.CorruptError if a stream of the server that seems not to
// exist does, and its metadata hides its events. Who may not read the metadata is told
// nothing: only an administrator can have written it then. Errors: those of
// stall.wait.
func (s *Store) hidden(ctx context.Context, stream string) error {
	stall := s.newStall(ctx)
	defer stall.over()
	for {
		b, err := s.streamBatch(ctx, "$$"+stream, 0, esdb.Backwards, 1)
		switch {
		case outcomeOf(err) == denied, err == nil && b.none:
			return nil
		case err == nil && len(b.raw) > 0:
			var limits struct {
				Before uint64 `json:"$tb"`
				Age    int64  `json:"$maxAge"`
				Count  int64  `json:"$maxCount"`
			}
			if json.Unmarshal(b.raw[0].Data, &limits) == nil && limits.Before == 0 && limits.Age == 0 && limits.Count == 0 {
				return nil
			}
			return &store.CorruptError{
				Where:  s.where + ": stream " + stream,
				Reason: fmt.Sprintf("its metadata hides its events: it was truncated or deleted: %.200s", b.raw[0].Data),
			}
		case err == nil:
			err = errStale
		}
		if err := stall.wait("read the metadata of stream "+stream, err); err != nil {
			return err
		}
	}
}

func (s *Store) gap(stream string, number uint64) error {
	return &store.CorruptError{
		Where:  s.where + ": stream " + stream,
		Reason: fmt.Sprintf("events before number %d are missing: the stream was truncated or deleted", number),
	}
}

// All does what store.Store says. It yields at least what this process has seen of
// the log. Errors: *store.CorruptError, *UnreachableError, *DeniedError, or the error
// of ctx.
func (s *Store) All(ctx context.Context, from store.Position) iter.Seq2[store.Recorded, error] {
	return func(yield func(store.Recorded, error) bool) {
		more := true
		err := s.scanFrom(ctx, func() point { return s.index.before(from) }, func(h held) bool {
			if h.Position >= from {
				more = yield(h.Recorded, nil)
			}
			return more
		})
		if err != nil {
			yield(store.Recorded{}, err)
		}
	}
}

// scanFrom gives the events of the log from a point of the index on to take, until
// it wants no more or the log ends.
func (s *Store) scanFrom(ctx context.Context, start func() point, take func(held) bool) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	l, more := s.newScan(start()), true
	l.prefetch = true
	for more {
		end, err := l.step(ctx, func(h held) bool { more = take(h); return more })
		if errors.Is(err, errIndex) {
			s.index.clear()
			l = s.newScan(point{})
			l.prefetch = true
			continue
		}
		if err != nil || end {
			return err
		}
	}
	return nil
}

// Last does what store.Store says. Errors as for All.
func (s *Store) Last(ctx context.Context) (r store.Recorded, ok bool, err error) {
	fresh := false
	err = s.catchUp(ctx, func() bool {
		defer func() { fresh = true }()
		r, ok = s.last, s.some
		return fresh // the second time: after the end was reached
	})
	r.Data = bytes.Clone(r.Data)
	return r, ok, err
}

// catchUp reads on in the log until enough says so; it is asked first before
// anything is read, and then whenever the end was reached. Errors as for All.
func (s *Store) catchUp(ctx context.Context, enough func() bool) error {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	stall := s.newStall(ctx)
	defer stall.over()
	if enough() {
		return nil
	}
	s.jump()
	for {
		end, err := s.log.step(ctx, func(h held) bool {
			s.last, s.some = h.Recorded, true
			s.note(h)
			return true
		})
		switch {
		case errors.Is(err, errIndex):
			s.index.clear()
			s.log, s.some = s.newScan(point{}), false
			continue
		case err != nil:
			return err
		case !end:
			stall.over()
			continue
		}
		s.caughtUp = true
		if enough() {
			return nil
		}
		if err := stall.wait("read the end of the log", errStale); err != nil {
			return err
		}
	}
}

// jump takes the log to the last point of the index if it is behind it.
func (s *Store) jump() {
	if s.caughtUp {
		return // there may be appends to be found
	}
	if p := s.index.before(1<<63 - 1); p.ID != "" && p.Position > s.log.count {
		s.log = s.newScan(p)
	}
}

// positionOf returns the position of an event that stands. Errors as for All.
func (s *Store) positionOf(ctx context.Context, stream string, revision store.Revision) (store.Position, error) {
	var at place
	found := false
	err := s.stream(ctx, stream, revision, func(h held) bool {
		at, found = h.at, true
		return false
	})
	if err != nil {
		return 0, err
	}
	var position store.Position
	if found {
		found = false
		err = s.scanFrom(ctx, func() point { return s.index.beforePlace(at) }, func(h held) bool {
			if h.Stream == stream && h.Revision == revision {
				position, found = h.Position, true
			}
			return !found
		})
	}
	if err == nil && !found {
		err = &store.CorruptError{Where: s.where, Reason: fmt.Sprintf("revision %d of stream %s is not in the log", revision, stream)}
	}
	return position, err
}
