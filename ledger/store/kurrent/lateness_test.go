package kurrent_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"
)

// heartbeat is a clock that stands still while the machine does not let this process
// run: with many processes on few processors that is often and long. It counts the
// ticks that came to it.
type heartbeat struct {
	quit chan struct{}
	done chan struct{}

	mu    sync.Mutex
	ticks []time.Time // the last ones
}

const (
	tick     = 2 * time.Millisecond
	memory   = 1 << 14 // ticks
	tolerant = 100 * time.Millisecond
)

func newHeartbeat() *heartbeat {
	h := &heartbeat{quit: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(h.done)
		ticks := time.NewTicker(tick) // it drops those for which nobody is there
		defer ticks.Stop()
		for {
			select {
			case <-h.quit:
				return
			case at := <-ticks.C:
				h.mu.Lock()
				if len(h.ticks) == 2*memory {
					h.ticks = append(h.ticks[:0], h.ticks[memory:]...)
				}
				h.ticks = append(h.ticks, at)
				h.mu.Unlock()
			}
		}
	}()
	return h
}

func (h *heartbeat) stop() { close(h.quit); <-h.done }

// since returns how much time has come to this process since a time.
func (h *heartbeat) since(from time.Time) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := 0
	for i := len(h.ticks) - 1; i >= 0 && h.ticks[i].After(from); i-- {
		n++
	}
	return time.Duration(n) * tick
}

// tooLate returns a *lateError if a call has returned more than 100 ms after its
// deadline.
func (h *heartbeat) tooLate(what string, deadline time.Time) error {
	if late := h.since(deadline); late > tolerant {
		return &lateError{what: what, late: late}
	}
	return nil
}

// lateError says that a call outlived its context.
type lateError struct {
	what string
	late time.Duration
}

func (e *lateError) Error() string {
	return fmt.Sprintf("%s returned %v after its context ended", e.what, e.late)
}

// inTime has f called with a context that lasts so long, and fails if it returns
// more than 100 ms after that, in so far as the machine was not late itself.
func inTime(t testing.TB, h *heartbeat, lasts time.Duration, f func(context.Context) error) {
	ctx, cancel := context.WithTimeout(context.Background(), lasts)
	defer cancel()
	err := f(ctx)
	deadline, _ := ctx.Deadline()
	if late := h.tooLate("a call", deadline); late != nil {
		t.Errorf("%v: %v", late, err)
	}
	if err == nil {
		t.Error("a call that must fail did not")
	}
}
