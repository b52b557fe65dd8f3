package law_test

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
)

// What may be added to a late fine, by the days after its last day to pay.
//
// Source: 行政处罚法 art. 67 (15 days), art. 72: 每日按罚款数额的百分之三加处罚款，加处罚款的数额不得超出罚款的数额.
func TestSurcharge(t *testing.T) {
	due := date(2025, 5, 1) + law.DaysToPay
	if due != date(2025, 5, 16) {
		t.Fatalf("a fine of 2025-05-01 is due on %s", due)
	}
	paid := func(days int, amount money.Fen) law.Reduction {
		return law.Reduction{On: due + fund.Date(days), Amount: amount}
	}
	for _, test := range []struct {
		name       string
		fine       money.Fen
		days       int // after the last day to pay
		reductions []law.Reduction
		want       money.Fen
	}{
		{"before it is due", 30_000 * yuan, -3, nil, 0},
		{"on its last day", 30_000 * yuan, 0, nil, 0},
		{"1 day", 30_000 * yuan, 1, nil, 900 * yuan},
		{"33 days", 30_000 * yuan, 33, nil, 29_700 * yuan},
		{"34 days: no more than the fine", 30_000 * yuan, 34, nil, 30_000 * yuan},
		{"40 days: no more than the fine", 30_000 * yuan, 40, nil, 30_000 * yuan},
		{"ten years", 30_000 * yuan, 3653, nil, 30_000 * yuan},
		{"half a fen is rounded up", 50, 1, nil, 2},
		{"less is rounded down", 16, 1, nil, 0},
		{"the sum is rounded, not each day", 16, 2, nil, 1},
		{"paid in time", 30_000 * yuan, 40, []law.Reduction{paid(0, 30_000*yuan)}, 0},
		{"paid before it is due", 30_000 * yuan, 40, []law.Reduction{paid(-9, 30_000*yuan)}, 0},
		{"paid on the 40th day, which counts", 10_000 * yuan, 40, []law.Reduction{paid(10, 10_000*yuan)}, 3_000 * yuan},
		{"paid later than asked for", 10_000 * yuan, 10, []law.Reduction{paid(11, 10_000*yuan)}, 3_000 * yuan},
		{"half in time", 30_000 * yuan, 10, []law.Reduction{paid(-1, 15_000*yuan)}, 4_500 * yuan},
		{"half after 5 days", 30_000 * yuan, 10, []law.Reduction{paid(5, 15_000*yuan)}, (4_500 + 2_250) * yuan},
		{"two on one day", 30_000 * yuan, 10, []law.Reduction{paid(5, 5_000*yuan), paid(5, 10_000*yuan)}, (4_500 + 2_250) * yuan},
		{"the limit is the whole fine", 30_000 * yuan, 100, []law.Reduction{paid(20, 1_000*yuan)}, 30_000 * yuan},
		{"waived whole", 30_000 * yuan, 40, []law.Reduction{paid(2, 30_000*yuan)}, 1_800 * yuan},
		{"reduced by more than it is", 100 * yuan, 40, []law.Reduction{paid(2, 70*yuan), paid(3, 70*yuan)}, 6*yuan + 90},
		{"the largest fine", most, 33, nil, most / 100 * 99},
		{"the largest fine, capped", most, 40, nil, most},
		{"the largest fine, paid but for a fen", most, 1_000_000, []law.Reduction{paid(1, most-1)}, most/100*3 + 30_000},
	} {
		if got := law.Surcharge(test.fine, due, due+fund.Date(test.days), test.reductions); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

// The surcharge is that of a clerk who adds day by day, for random fines,
// payments and waivers.
func TestSurchargeAsDayByDay(t *testing.T) {
	for seed := range uint64(5000) {
		random := rand.New(rand.NewPCG(seed, 72))
		limit := []int64{200, 5_000_00, int64(most)}[random.IntN(3)]
		fine := money.Fen(1 + random.Int64N(limit))
		due := date(2025, 5, 16)
		on := due + fund.Date(random.IntN(90)-5)
		var reductions []law.Reduction
		left := fine
		for range random.IntN(5) {
			amount := money.Fen(random.Int64N(int64(left)/2 + 1))
			if random.IntN(8) == 0 {
				amount = left
			}
			left -= amount
			reductions = append(reductions, law.Reduction{On: due + fund.Date(random.IntN(80)-10), Amount: amount})
		}
		slices.SortStableFunc(reductions, func(a, b law.Reduction) int { return int(a.On - b.On) })
		if got, want := law.Surcharge(fine, due, on, reductions), dayByDay(fine, due, on, reductions); got != want {
			t.Fatalf("seed %d: fine %s, due %s, on %s, %+v: %s, want %s", seed, fine, due, on, reductions, got, want)
		}
	}
}

// dayByDay adds 3 % of what is unpaid at the opening of each day after the last
// day to pay, in whole numbers of any size.
func dayByDay(fine money.Fen, due, on fund.Date, reductions []law.Reduction) money.Fen {
	sum := new(big.Int) // in hundredths of a fen
	for day := due + 1; day <= on; day++ {
		unpaid := big.NewInt(int64(fine))
		for _, r := range reductions {
			if r.On < day {
				unpaid.Sub(unpaid, big.NewInt(int64(r.Amount)))
			}
		}
		if unpaid.Sign() > 0 {
			sum.Add(sum, unpaid.Mul(unpaid, big.NewInt(3)))
		}
	}
	sum.Div(sum.Add(sum, big.NewInt(50)), big.NewInt(100))
	if sum.Cmp(big.NewInt(int64(fine))) > 0 {
		return fine
	}
	return money.Fen(sum.Int64())
}
