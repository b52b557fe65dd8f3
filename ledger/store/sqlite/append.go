package sqlite

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/fundledger/fundledger/ledger/store"
)

// request is one call of Append on its way through a transaction.
type request struct {
	ctx      context.Context
	appends  []Sealed
	receipts []store.Receipt
	err      error
	done     chan struct{} // closed when receipts and err are final
}

// finish gives the caller of r its outcome.
func (r *request) finish() { close(r.done) }

// fail gives the caller of r an outcome of which nothing stands.
func (r *request) fail(err error) {
	r.receipts, r.err = nil, err
	r.finish()
}

// Append does what store.Store says, for all of appends in one transaction. If
// any of them is invalid none is performed. When ctx ends before the
// transaction does, nothing is written. Errors: those of store.Store, *FullError,
// or the error of ctx.
//
// Callers that wait at the same moment share a transaction: one of them takes
// the turn and performs what all have put in the queue, the others wait.
func (s *Store) Append(ctx context.Context, appends ...store.Append) ([]store.Receipt, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if s.log == nil || s.ReadOnly() {
		return nil, &ReadOnlyError{Path: s.path}
	}
	sealed := make([]Sealed, len(appends))
	for i, a := range appends {
		var err error
		if sealed[i], err = s.codec.seal(a, !s.log.scratch); err != nil {
			return nil, err
		}
	}
	return s.AppendSealed(ctx, sealed...)
}

// enqueue has r performed, by this caller or by another, and returns its outcome.
func (s *Store) enqueue(r *request) ([]store.Receipt, error) {
	s.mu.Lock()
	s.waiting = append(s.waiting, r)
	s.mu.Unlock()

	select {
	case s.turn <- struct{}{}:
		s.lead(r)
		<-s.turn
	case <-r.done:
	case <-r.ctx.Done():
		if s.withdraw(r) {
			return nil, fmt.Errorf("append to %s: %w", s.path, r.ctx.Err())
		}
	}
	<-r.done // whoever has taken r finishes it
	return r.receipts, r.err
}

// lead performs what waits, r among it, in one transaction. The queue is taken
// once the file is locked, so that it grows while another program is waited for.
func (s *Store) lead(r *request) {
	select {
	case <-r.done:
		return // by the leader before
	default:
	}
	if err := s.log.begin(r.ctx); err != nil {
		if r.ctx.Err() != nil && s.withdraw(r) {
			r.fail(err) // the others have more time: one of them leads next
			return
		}
		for _, other := range s.take() {
			other.fail(err)
		}
		return
	}
	batch := s.take()
	err := s.log.perform(batch)
	var unknown *store.UnknownOutcomeError
	for _, r := range batch {
		switch {
		case err == nil:
			r.finish()
		case len(batch) == 1 || errors.As(err, &unknown):
			r.fail(err)
		default:
			s.alone(r)
		}
	}
}

// alone performs r in a transaction of its own after nothing of a shared one
// was written, so that one caller's huge append on a full disk does not fail
// another's small one.
func (s *Store) alone(r *request) {
	err := s.log.begin(r.ctx)
	if err == nil {
		err = s.log.perform([]*request{r})
	}
	if err != nil {
		r.fail(err)
		return
	}
	r.finish()
}

// take returns the waiting requests and empties the queue.
func (s *Store) take() []*request {
	s.mu.Lock()
	defer s.mu.Unlock()
	batch := s.waiting
	s.waiting = nil
	return batch
}

// withdraw removes r from the queue. It reports false if a leader has taken r.
func (s *Store) withdraw(r *request) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.Index(s.waiting, r)
	if i < 0 {
		return false
	}
	s.waiting = slices.Delete(s.waiting, i, i+1)
	return true
}
