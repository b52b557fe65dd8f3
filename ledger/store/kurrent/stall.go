package kurrent

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
)

// stall is a run of failures with no progress between them. It says how long to
// wait before the next attempt, and when to give up.
type stall struct {
	outer    context.Context //nolint:containedctx // of the call that it is part of
	pool     *pool
	patience time.Duration
	pause    time.Duration // of an append of unknown outcome
	where    string
	told     func() // that it begins to wait; may be nil

	inner    context.Context //nolint:containedctx // ends when patience does; nil: nothing has failed
	cancel   context.CancelFunc
	failures int
}

func (s *Store) newStall(ctx context.Context) *stall {
	return &stall{outer: ctx, pool: s.pool, patience: s.o.Patience, pause: s.o.Pause, where: s.where, told: s.o.Waiting}
}

// errStale says that the cluster answered with less than it had told before: the
// node that answers lags behind.
var errStale = errors.New("the node that answers knows less than was read before; it lags behind the others")

// wait waits before a read, or what has certainly not been sent, is tried again
// after cause: a little longer each time, at most as long as for an append. It
// returns the error to give up with: that of the context, *DeniedError,
// *store.CorruptError if the stream was deleted, or *UnreachableError when patience
// is at an end.
func (t *stall) wait(what string, cause error) error {
	pause := t.pause
	if t.failures < 7 {
		pause = t.pause >> (7 - t.failures)
	}
	return t.waitFor(what, cause, pause)
}

// waitUnknown does the same after an append of unknown outcome.
func (t *stall) waitUnknown(what string, cause error) error { return t.waitFor(what, cause, t.pause) }

func (t *stall) waitFor(what string, cause error, pause time.Duration) error {
	if t.outer.Err() != nil {
		return t.outer.Err()
	}
	if errors.Is(cause, errClosed) {
		return cause
	}
	if version := (*VersionError)(nil); errors.As(cause, &version) {
		return cause
	}
	switch outcomeOf(cause) {
	case denied:
		return &DeniedError{Where: t.where, What: what, Cause: cause}
	case deleted:
		return &store.CorruptError{Where: t.where, Reason: what + ": the stream was deleted", Cause: cause}
	}
	if errors.Is(cause, errStale) {
		t.pool.renew()
	}
	if t.inner == nil {
		t.inner, t.cancel = context.WithTimeout(t.outer, t.patience)
		if t.told != nil {
			t.told()
		}
	}
	t.failures++
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-t.inner.Done():
	}
	if t.outer.Err() != nil {
		return t.outer.Err()
	}
	unreachable := (*UnreachableError)(nil)
	if errors.As(cause, &unreachable) {
		return cause
	}
	return &UnreachableError{Where: t.where, Cause: fmt.Errorf("%s: %w", what, cause)}
}

// answered says that the cluster answers: patience begins anew, but the pauses do not.
func (t *stall) answered() {
	failures := t.failures
	t.over()
	t.failures = failures
}

// over says that there was progress: patience begins anew.
func (t *stall) over() {
	if t.cancel != nil {
		t.cancel()
	}
	t.inner, t.cancel, t.failures = nil, nil, 0
}
