package folio

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/fund"
)

// What says a day has its text, wherever it stands, beside whatever begins like it.
func TestSaying(t *testing.T) {
	random := rand.New(rand.NewPCG(31, 32))
	day := func() fund.Date {
		return fund.NewDate(1999+random.IntN(3), time.Month(1+random.IntN(12)), 1+random.IntN(28))
	}
	found := 0
	for range 5000 {
		var s saying
		days := make([]fund.Date, random.IntN(4))
		for i := range days {
			if days[i] = day(); i > 0 && random.IntN(2) == 0 {
				days[i] = days[0] + fund.Date(random.IntN(30))
			}
			s.add(days[i])
		}
		data := []byte("x-")
		for range random.IntN(4) {
			on := day()
			if len(days) > 0 && random.IntN(3) == 0 {
				on = days[random.IntN(len(days))]
			}
			data = fmt.Appendf(data, "%s%s", on, [...]string{"", "20", `","`, "2000-0"}[random.IntN(4)])
		}
		want := len(days) == 0
		for _, on := range days {
			want = want || bytes.Contains(data, on.Append(nil))
		}
		if got := s.in(data); got != want {
			t.Fatalf("%v in %q: %v", days, data, got)
		} else if got {
			found++
		}
	}
	if found < 1000 || found > 4000 {
		t.Errorf("%d of 5000 say one of the days", found)
	}
}
