package closings_test

import (
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/closings"
)

// The closing of a period that stands is the one that counts, whatever else was said of
// it before or behind.
func TestStanding(t *testing.T) {
	const march = "1003 1300.00; 3001 1000.00; 4001 300.00"
	f := facts()
	var fold closings.Fold
	for i, e := range []event.Event{f[0], f[1], closing("2025-02", "1003 1000.00; 3001 1000.00"), f[2], closing("2025-03", "-"), closing("2025-03", march), closing("2025-04", "-")} {
		fold.Apply(ledger.Entry{Position: store.Position(i), Event: e})
	}
	for period, want := range map[event.Period]store.Position{"2025-02": 2, "2025-03": 5} {
		if c, ok := fold.Standing(resident, period); !ok || c.Position != want || c.Period != period {
			t.Errorf("%s: %+v, %v; want that at %d", period, c, ok, want)
		}
	}
	for _, period := range []event.Period{"2025-01", "2025-04", "2025"} {
		if c, ok := fold.Standing(resident, period); ok {
			t.Errorf("%s stands: %+v", period, c)
		}
	}
	if _, ok := fold.Standing("441300.310", "2025-03"); ok {
		t.Error("the closing of another fund stands")
	}
}
