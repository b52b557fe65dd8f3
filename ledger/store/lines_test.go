package store_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
)

// Lines writes of events in any order what each writes of itself.
func TestLines(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(of ...string) string { return of[random.IntN(len(of))] }
	at := time.Date(2025, 3, 31, 15, 59, 59, 123456000, time.UTC)
	var l store.Lines
	for range 3000 {
		r := store.Recorded{
			Stream: pick("a-1", "a-1", "基金-2"), Revision: store.Revision(random.Int64N(12)), Actor: pick("经办", "经办", "x\"y"),
			Correlation: pick("", "1", "01JQ"), Causation: pick("", "", "import a.csv"), Type: pick("a.b", "a.b", "c"), Version: 1 + random.IntN(2),
			RecordedAt: at.Add(time.Duration(random.IntN(2)) * time.Microsecond),
			Data:       fmt.Appendf(nil, `{"amount":"%d"}`, random.IntN(1000)),
		}
		if got, want := string(l.AppendLine([]byte("x"), &r)), string(r.AppendLine([]byte("x"))); got != want {
			t.Fatalf("%s\nwant %s", got, want)
		}
	}
}
