package eventtest_test

import (
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
)

// Each world makes every type that it is about within so many facts, whatever its
// seed, if the ledger takes all of them: so a type that is added is made, or this
// test names it.
func TestEveryTypeComesUp(t *testing.T) {
	// They say what a ledger holds; whoever has one makes them.
	ofLedgers := []string{"fact.reversed", "period.closed"}
	for name, world := range map[string]struct {
		of    func(uint64) *eventtest.World
		about func(event.Event) bool
		steps int
	}{
		"all":    {eventtest.NewWorld, func(event.Event) bool { return true }, 6000},
		"cases":  {eventtest.NewCases, func(e event.Event) bool { _, is := e.(event.Enforcement); return is }, 2000},
		"agreed": {eventtest.NewAgreements, func(e event.Event) bool { _, is := e.(event.Institution); return is }, 800},
	} {
		for seed := range uint64(8) {
			w, seen := world.of(seed), map[string]bool{}
			for range world.steps {
				e := w.Next()
				seen[event.Wire(e)] = true
				w.Recorded(e)
			}
			for _, typ := range event.Types() {
				if !seen[typ.Wire] && world.about(typ.Example) && !slices.Contains(ofLedgers, typ.Wire) {
					t.Errorf("%s, seed %d: no %s within %d facts", name, seed, typ.Wire, world.steps)
				}
			}
		}
	}
}
