package generate_test

import (
	"flag"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/generate"
)

var whole = flag.Bool("whole", false, "make every fact of a whole city, too")

// Every fact of a whole city, added up: half a minute. Without -whole only the
// arithmetic of its plan is tested; see plan_test.go.
func TestWholeCity(t *testing.T) {
	if !*whole {
		t.Skip("give -whole to make every fact of a whole city")
	}
	p := plan(t, "1")
	var tally generate.Tally
	for b := range p.Batches() {
		for e := range b.Facts {
			tally.Add(e)
		}
	}
	if got := tally.Totals(); got != p.Target || got != p.Published {
		t.Errorf("got %v, want %v", got, p.Target)
	}
	if tally.Facts < 62_000_000 {
		t.Errorf("%d facts only", tally.Facts)
	}
}
