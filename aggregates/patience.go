package aggregates

import (
	"context"
	"errors"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
)

// Patience is how a race that was lost to another program is run again: after a pause,
// a longer one each time and of a length that chance decides, so that those who lost
// together do not meet again. The zero Patience makes a few attempts without a pause.
type Patience struct {
	Total  time.Duration                                    // the pauses together, since something was recorded
	Pause  func(ctx context.Context, d time.Duration) error // waits; its error ends all attempts
	Chance func() float64                                   // from 0 up to, not including, 1
}

// The shortest pause and the longest; each is a half up to the whole of twice the one
// before.
const (
	shortestPause = 4 * time.Millisecond
	longestPause  = 500 * time.Millisecond
)

// attempts is how often something is tried without patience.
const attempts = 5

// Tries is the attempts at one thing.
type Tries struct {
	patience Patience
	lost     int
	paused   time.Duration
}

// Tries returns the attempts at something, none of which was made yet.
func (p Patience) Tries() *Tries { return &Tries{patience: p} }

// Again waits for the next attempt after err, if another may go better: a race was
// lost, or another program was writing all the time. Else, or when patience is at an
// end, it returns err. Error of the pause.
func (t *Tries) Again(ctx context.Context, err error) error {
	conflict, busy := (*store.ConflictError)(nil), (*store.BusyError)(nil)
	t.lost++
	switch p := t.patience; {
	case errors.As(err, &conflict) && p.Pause == nil && t.lost < attempts:
		return nil
	case p.Pause == nil || !errors.As(err, &conflict) && !errors.As(err, &busy) || t.paused >= p.Total:
		return err
	default:
		pause := min(shortestPause<<min(t.lost, 16), longestPause) / 2
		pause += time.Duration(p.Chance() * float64(pause))
		t.paused += pause
		return p.Pause(ctx, pause)
	}
}

// Progress says that something was recorded: patience begins anew.
func (t *Tries) Progress() { t.lost, t.paused = 0, 0 }
