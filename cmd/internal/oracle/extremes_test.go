package oracle

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

// extreme makes the largest amounts of a world, some 400 of the unit, as large as one may be
// (10¹⁶ fen), so that a hundredfold of one leaves 64 bits, and so do two thousand of them.
const extreme = money.Fen(24_999_999_999_999)

// With amounts as large as they may be every rule, view, register and closing says what the
// naive ledger says, which counts with big numbers. With -facts 3000 sums leave 64 bits.
func TestExtremes(t *testing.T) {
	for name, world := range map[string]func(seed uint64) *eventtest.World{
		"everything": eventtest.NewWorld, "cases": eventtest.NewCases, "agreements": eventtest.NewAgreements,
	} {
		for _, seed := range seedsOf(2) {
			t.Run(fmt.Sprintf("%s/seed=%d", name, seed), func(t *testing.T) {
				t.Parallel()
				t.Logf("replay with: go test ./cmd/internal/oracle -run Extremes/%s -seed %d -facts %d", name, seed, *factsFlag)
				if name == "everything" {
					run(t, new(memory.Store), world(seed).Times(extreme), seed, *factsFlag)
					return
				}
				p := &pair{t: t, log: new(memory.Store), world: world(seed).Times(extreme), random: rand.New(rand.NewPCG(seed, 5)),
					said: map[string]int{}}
				p.lifeOfCases(*factsFlag)
			})
		}
	}
}
