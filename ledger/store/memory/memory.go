// Package memory keeps a ledger's events in memory. It is the slow, obvious
// store that the conformance suite and the random tests compare the others
// with, and what tests use where no disk is wanted. Nothing outlives the value.
//
// Conditions of an append (store.Append.Reads, Length) are checked under the lock that
// appends: they are exact.
//
// Its one invariant: the log is a slice in total order, and a stream is the
// list of its events' positions in that slice.
package memory

import (
	"bytes"
	"context"
	"iter"
	"slices"
	"sync"

	"github.com/fundledger/fundledger/ledger/store"
)

// Store is an append-only log in memory. The zero value is an empty log. It
// must not be copied after first use.
type Store struct {
	mu      sync.Mutex
	log     []store.Recorded            // the index is the position
	streams map[string][]store.Position // the index is the revision
}

var _ store.Store = (*Store)(nil)

// Append does what store.Store says. It stops between appends, never within
// one, when ctx ends. Errors: *store.ConflictError, *store.InvalidError, or
// the error of ctx.
func (s *Store) Append(ctx context.Context, appends ...store.Append) ([]store.Receipt, error) {
	for _, a := range appends {
		if err := a.Check(); err != nil {
			return nil, err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var receipts []store.Receipt
	for _, a := range appends {
		if err := ctx.Err(); err != nil {
			return receipts, err
		}
		receipt, err := s.append(a)
		if err != nil {
			return receipts, err
		}
		receipts = append(receipts, receipt)
	}
	return receipts, nil
}

// append performs one checked append.
func (s *Store) append(a store.Append) (store.Receipt, error) {
	stream := s.streams[a.Stream]
	last := store.Revision(len(stream) - 1)
	end := a.Expected + store.Revision(len(a.Events))
	if a.Expected != last {
		if a.Expected > last || !s.stands(stream, a) {
			return store.Receipt{}, &store.ConflictError{Stream: a.Stream, Expected: a.Expected, Actual: last}
		}
		return store.Receipt{First: stream[a.Expected+1], Last: end, Duplicate: true}, nil
	}
	if err := s.holds(a); err != nil {
		return store.Receipt{}, err
	}
	first := store.Position(len(s.log))
	for i, e := range a.Events {
		stream = append(stream, store.Position(len(s.log)))
		s.log = append(s.log, store.Recorded{
			Position:    first + store.Position(i),
			Stream:      a.Stream,
			Revision:    a.Expected + 1 + store.Revision(i),
			RecordedAt:  a.RecordedAt.Round(0), // a monotonic reading would not survive a real store
			Actor:       a.Actor,
			Correlation: a.Correlation,
			Causation:   a.Causation,
			Type:        e.Type,
			Version:     e.Version,
			Data:        bytes.Clone(e.Data),
		})
	}
	if s.streams == nil {
		s.streams = make(map[string][]store.Position)
	}
	s.streams[a.Stream] = stream
	return store.Receipt{First: first, Last: end}, nil
}

// holds returns a *store.ConflictError unless the conditions of a hold.
func (s *Store) holds(a store.Append) error {
	for _, r := range a.Reads {
		if last := store.Revision(len(s.streams[r.Stream]) - 1); last != r.At {
			return &store.ConflictError{Stream: r.Stream, Expected: r.At, Actual: last}
		}
	}
	if length := store.Position(len(s.log)); a.Length != 0 && a.Length != length {
		return store.GrownError(a.Length, length)
	}
	return nil
}

// stands reports whether the stream holds exactly a's events from revision
// a.Expected+1 on, so that a is a repetition.
func (s *Store) stands(stream []store.Position, a store.Append) bool {
	held := stream[a.Expected+1:]
	if len(held) < len(a.Events) {
		return false
	}
	return slices.EqualFunc(held[:len(a.Events)], a.Events, func(p store.Position, e store.Event) bool {
		r := s.log[p]
		return r.Type == e.Type && r.Version == e.Version && bytes.Equal(r.Data, e.Data)
	})
}

// Stream does what store.Store says. A negative revision means the beginning.
func (s *Store) Stream(ctx context.Context, stream string, from store.Revision) iter.Seq2[store.Recorded, error] {
	return func(yield func(store.Recorded, error) bool) {
		for i := max(from, 0); ; i++ {
			r, ok := s.at(func() (store.Position, bool) {
				positions := s.streams[stream]
				if i >= store.Revision(len(positions)) {
					return 0, false
				}
				return positions[i], true
			})
			if err := ctx.Err(); err != nil {
				yield(store.Recorded{}, err)
				return
			}
			if !ok || !yield(r, nil) {
				return
			}
		}
	}
}

// All does what store.Store says.
func (s *Store) All(ctx context.Context, from store.Position) iter.Seq2[store.Recorded, error] {
	return func(yield func(store.Recorded, error) bool) {
		for p := from; ; p++ {
			r, ok := s.at(func() (store.Position, bool) { return p, p < store.Position(len(s.log)) })
			if err := ctx.Err(); err != nil {
				yield(store.Recorded{}, err)
				return
			}
			if !ok || !yield(r, nil) {
				return
			}
		}
	}
}

// Last does what store.Store says.
func (s *Store) Last(ctx context.Context) (store.Recorded, bool, error) {
	r, ok := s.at(func() (store.Position, bool) { return store.Position(len(s.log) - 1), len(s.log) > 0 })
	return r, ok, ctx.Err()
}

// at returns a copy of the event that find names under the lock. The lock is
// not held while a consumer looks at the event, so that the consumer may append.
func (s *Store) at(find func() (store.Position, bool)) (store.Recorded, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := find()
	if !ok {
		return store.Recorded{}, false
	}
	r := s.log[p]
	r.Data = bytes.Clone(r.Data)
	return r, true
}

// Close does nothing and returns nil.
func (s *Store) Close() error { return nil }
