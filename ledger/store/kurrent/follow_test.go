package kurrent_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
)

// The client does not look for another node when a subscription is dropped, and the
// next attempt fails. Follow goes on, with each event once.
func TestD9_ASubscriptionIsDropped(t *testing.T) {
	c, o := double(t, esdbtest.Options{})
	s := created(t, o)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	const rounds = 5
	var writing sync.WaitGroup
	defer writing.Wait()
	writing.Go(func() {
		look := time.NewTicker(time.Millisecond)
		defer look.Stop()
		for i := range store.Revision(rounds) {
			for c.Counts().Subscriptions <= int(i) && ctx.Err() == nil {
				<-look.C
			}
			if _, err := s.Append(ctx, batchOf(fmt.Sprint(i), 2*i-1, 2)); err != nil {
				t.Error(err)
				return
			}
			c.Restart(0)
		}
	})
	n := 0
	for tell, err := range s.Follow(ctx, 0) {
		if err != nil {
			t.Error(err)
			return
		}
		if tell.Live || tell.Behind {
			continue
		}
		if tell.Position != store.Position(n) {
			t.Errorf("position %d after %d events", tell.Position, n)
		}
		if n++; n == 2*rounds {
			break
		}
	}
	if subscriptions := c.Counts().Subscriptions; subscriptions < rounds {
		t.Errorf("%d subscriptions", subscriptions)
	}
}

// A ledger to which nothing is added for a long time is followed as long, however
// often the subscription is dropped.
func TestD9_AQuietLedgerIsFollowedForEver(t *testing.T) {
	c, o := double(t, esdbtest.Options{})
	s := created(t, o)
	o.Patience = 300 * time.Millisecond
	quiet := opened(t, o)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	timer := time.NewTimer(0)
	defer timer.Stop()
	drops := 0
	for tell, err := range quiet.Follow(ctx, 0) {
		switch {
		case err != nil:
			t.Fatal(err)
		case tell.Behind:
		case tell.Behind:
		case !tell.Live:
			return
		case drops == 6:
			must(t, s, batchOf("at last", store.NoStream, 1))
		default:
			drops++
			go func() {
				timer := time.NewTimer(120 * time.Millisecond)
				defer timer.Stop()
				<-timer.C
				c.Restart(0)
			}()
		}
	}
}

// A subscription that tells nothing, and does not end either.
func TestD9_ASubscriptionThatIsSilent(t *testing.T) {
	c, o := double(t, esdbtest.Options{Seed: 1})
	o.Attempt = 200 * time.Millisecond
	s := created(t, o)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	n := 0
	var once sync.Once
	var writing sync.WaitGroup
	defer writing.Wait()
	for tell, err := range s.Follow(ctx, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if tell.Live {
			once.Do(func() {
				c.SetFaults(esdbtest.Faults{Hang: 1}) // of the subscription that is about to begin
				writing.Go(func() {
					look := time.NewTicker(time.Millisecond)
					defer look.Stop()
					for c.Counts().Subscriptions == 0 {
						select {
						case <-ctx.Done():
							return
						case <-look.C:
						}
					}
					c.SetFaults(esdbtest.Faults{})
					for i := range 30 { // more than a subscription tells before it hangs
						if _, err := s.Append(ctx, batchOf(fmt.Sprint(i), store.Revision(i-1), 1)); err != nil {
							t.Error(err)
						}
					}
				})
			})
			continue
		}
		if tell.Behind {
			continue
		}
		if tell.Position != store.Position(n) {
			t.Fatalf("position %d after %d", tell.Position, n)
		}
		if n++; n == 30 {
			return
		}
	}
}
