package replay_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event/tally"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/closings"
	"github.com/fundledger/fundledger/projections/replay"
)

// witness is who reads along and writes down what it is shown.
type witness struct {
	from, to store.Position
	seen     []string
	payments int
	fails    error
}

func (w *witness) Begin(_ context.Context, from, to store.Position) error {
	w.from, w.to, w.seen, w.payments = from, to, nil, 0
	return nil
}

func (w *witness) Look() replay.Look { return new(sight) }

func (w *witness) Take(_ context.Context, seen replay.Look, closed *closings.Fold) error {
	s := seen.(*sight)
	for _, e := range s.entries { // all of the part is closed that is
		if got := closed.Booked(e); got.Position != e.Position {
			return fmt.Errorf("booked at %d", got.Position)
		}
	}
	w.seen, w.payments = append(w.seen, s.seen...), w.payments+s.payments
	if len(w.seen) > 50 {
		return w.fails
	}
	return nil
}

// sight is of one part; it leaves every seventh payment to Entry.
type sight struct {
	seen     []string
	entries  []ledger.Entry
	payments int
}

func (s *sight) Payment(p *tally.Payment, of *store.Recorded) bool {
	if of.Position%7 == 0 {
		return false
	}
	s.seen, s.payments = append(s.seen, fmt.Sprint(uint64(of.Position), " ", string(p.Document))), s.payments+1
	return true
}

func (s *sight) Entry(e ledger.Entry, _ *store.Recorded) {
	s.entries = append(s.entries, e)
	s.seen = append(s.seen, fmt.Sprint(uint64(e.Position), " ", e.Event.Common().Document))
}

// Who reads along is shown every event once, in order, from where the replay begins up to the end
// of the log or to the time that counts; the views are as without.
func TestAlong(t *testing.T) {
	ctx := context.Background()
	for seed := range uint64(6) {
		c := newCity(t, seed)
		c.grow(t, 40)
		for name, s := range map[string]store.Store{"by parts": c.sqlite, "one after another": &c.memory} {
			var w witness
			r := replay.Replay{Store: s, Snapshots: c.folder(), Along: &w}.Cut(32, 128, 50)
			for _, anew := range []bool{true, false} {
				r.Anew = anew
				views, want := summing(), summing()
				done, err := r.Run(ctx, views...)
				if _, fails := replay.Run(ctx, s, time.Time{}, nil, want...); err != nil || fails != nil {
					t.Fatal(err, fails)
				}
				if !slices.Equal(states(views), states(want)) || anew != (done.From == 0) || w.from != done.From || int(w.to) != c.size {
					t.Errorf("%s: %+v, from %d to %d", name, done, w.from, w.to)
				}
				var events []string
				for e, err := range ledger.All(ctx, s, done.From) {
					if err != nil {
						t.Fatal(err)
					}
					events = append(events, fmt.Sprint(uint64(e.Position), " ", e.Event.Common().Document))
				}
				if !slices.Equal(w.seen, events) {
					t.Errorf("%s: %d were shown of %d events", name, len(w.seen), len(events))
				}
				if name == "by parts" && anew && w.payments == 0 {
					t.Error("no payment was read for both")
				}
				c.grow(t, 5) // the next replay begins at a snapshot
			}
			r.KnownAt, r.Anew = c.times[len(c.times)/2], true
			done, err := r.Run(ctx, summing()...)
			if err != nil || uint64(len(w.seen)) != done.Entries {
				t.Errorf("%s: %d were shown of %d that count, %v", name, len(w.seen), done.Entries, err)
			}
			r.KnownAt, w.fails = time.Time{}, errors.New("no room")
			if _, err := r.Run(ctx, summing()...); !errors.Is(err, w.fails) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}
