// Package clock follows the recording times of a log.
//
// They come from the clocks of machines and never go back by more than store.Drift.
// A clock that was ahead once would let nobody record until the others have reached
// it. So a log can hold an event clock.acknowledged (event.ClockAcknowledged), which
// names the position from which on recording times are of a wrong clock: behind it they
// go on from its own.
package clock

import (
	"time"

	"github.com/fundledger/fundledger/ledger/store"
)

// Course is the recording times of a log so far. The zero Course is of an empty one.
type Course struct {
	latest time.Time
	jumps  []Jump
}

// Jump is where the times became later by more than Drift.
type Jump struct {
	At     store.Position
	Before time.Time // the latest time before it; zero before the first event
}

// CourseOf returns the course of a log whose latest time, and whose jumps, are known.
func CourseOf(latest time.Time, jumps []Jump) Course { return Course{latest, jumps} }

// Jumps returns where the times became later, since the last acknowledgement. They are not to
// be changed.
func (c *Course) Jumps() []Jump { return c.jumps }

// Latest returns the latest time so far, since the last acknowledgement.
func (c *Course) Latest() time.Time { return c.latest }

// Next takes the time of the event at a position. It reports false, and changes
// nothing, for one that goes back by more than Drift.
func (c *Course) Next(at store.Position, recorded time.Time) bool {
	if c.latest.Sub(recorded) > store.Drift {
		return false
	}
	if recorded.Sub(c.latest) > store.Drift {
		c.jumps = append(c.jumps, Jump{at, c.latest})
	}
	if recorded.After(c.latest) {
		c.latest = recorded
	}
	return true
}

// Wrong returns the position from which on times are of a clock that was ahead, if the
// right time is now: the last one at which they jumped from what was right. It reports
// false if none is ahead by more than Drift.
func (c *Course) Wrong(now time.Time) (from store.Position, ok bool) {
	if c.latest.Sub(now) <= store.Drift {
		return 0, false
	}
	for i := len(c.jumps) - 1; i >= 0; i-- {
		if c.jumps[i].Before.Sub(now) <= store.Drift {
			return c.jumps[i].At, true
		}
	}
	return 0, false
}

// Acknowledge takes an acknowledgement, recorded at a time, that times are wrong from a
// position on. It reports false, and changes nothing, if that is not so.
func (c *Course) Acknowledge(from store.Position, recorded time.Time) bool {
	if wrong, ok := c.Wrong(recorded); !ok || wrong != from {
		return false
	}
	for i, j := range c.jumps {
		if j.At == from {
			c.jumps, c.latest = c.jumps[:i], recorded
			break
		}
	}
	return true
}
