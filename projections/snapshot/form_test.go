package snapshot

import (
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/fund"
)

// The dates that can be read are those of years with four digits, and no date.
func TestDates(t *testing.T) {
	first, last := fund.NewDate(1, time.January, 1), fund.NewDate(9999, time.December, 31)
	for _, d := range []fund.Date{first, -1, 0, 1, 20_000, last} {
		for _, other := range []fund.Date{first, 0, 19_999, last} {
			w := new(Writer)
			w.Date(d)
			w.DateAfter(other, d)
			r := NewReader(w.Bytes)
			if a, b := r.Date(), r.DateAfter(other); a != d || b != d || r.Err() != nil {
				t.Errorf("%d after %d: read as %d and %d: %v", d, other, a, b, r.Err())
			}
		}
	}
	for _, d := range []fund.Date{first - 1, last + 1} {
		w := new(Writer)
		w.DateAfter(20_000, d)
		if r := NewReader(w.Bytes); r.DateAfter(20_000) != 0 || r.Err() == nil {
			t.Errorf("%d was read", d)
		}
	}
}
