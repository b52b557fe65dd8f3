package verify_test

import (
	"testing"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/event/tally"
	"github.com/fundledger/fundledger/ledger/fund"
)

// The stream of a payment that was read without an event is that of the event, on every day
// of its month.
func TestStreamOfAPayment(t *testing.T) {
	var form tally.Form
	read := 0
	for seed := range uint64(4) {
		world := eventtest.NewWorld(seed)
		for range 3000 {
			e := world.Next()
			world.Recorded(e)
			wire, version, data, err := event.Encode(e)
			if err != nil {
				t.Fatal(err)
			}
			var p tally.Payment
			if !form.Payment(&p, wire, version, data) {
				continue
			}
			read++
			month := p.On.NextMonth().AddMonths(-1)
			for _, p.On = range [...]fund.Date{p.On, month, month.NextMonth() - 1} {
				if got, want := aggregates.StreamOf(p.Event()), aggregates.StreamOf(e); got != want {
					t.Fatalf("%s: %s, want %s", data, got, want)
				}
			}
		}
	}
	if read < 300 {
		t.Errorf("%d payments", read)
	}
}
