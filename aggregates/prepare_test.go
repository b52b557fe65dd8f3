package aggregates

import (
	"testing"

	"github.com/fundledger/fundledger/ledger/event/eventtest"
)

// What was parsed is prepared as any other fact, though it is not checked again.
func TestPrepareParsed(t *testing.T) {
	var one, other Preparer
	world := eventtest.NewWorld(8)
	prepared := 0
	for range 500 {
		fact := world.Next()
		want, err := one.Prepare(fact)
		if err != nil {
			continue
		}
		prepared++
		got := other.PrepareParsed(fact)
		if got.fact != want.fact || got.stream != want.stream || got.mark != want.mark || got.Type() != want.Type() ||
			got.encoded.Version != want.encoded.Version || string(got.encoded.Data) != string(want.encoded.Data) {
			t.Fatalf("%+v, want %+v", got, want)
		}
	}
	if prepared < 300 {
		t.Errorf("only %d facts were prepared", prepared)
	}
}
