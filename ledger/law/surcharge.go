package law

import (
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// DaysToPay is how many days after a decision its fine is to be paid.
//
// Source: 行政处罚法 art. 67.
const DaysToPay = 15

// surchargePercent is what is added to an unpaid fine for each day.
//
// Source: 行政处罚法 art. 72: 3 % a day, no more than the fine.
const surchargePercent = 3

// Reduction is an amount by which a fine became smaller on a day: paid or waived.
type Reduction struct {
	On     fund.Date
	Amount money.Fen
}

// Surcharge returns what may be added to a fine by the close of a day (加处罚款):
// 3 % of what was unpaid on each day after the due date, the day of a payment
// included, and no more than the fine. Reductions are in the order of their
// days. The sum is rounded half up to the fen.
func Surcharge(fine money.Fen, due, on fund.Date, reductions []Reduction) money.Fen {
	unpaid, from := fine, due
	var sum int64              // in hundredths of a fen
	limit := int64(fine) * 100 // amounts are below 10^16 fen, so this does not overflow
	add := func(days int64) {
		if days <= 0 || unpaid <= 0 || sum >= limit {
			return
		}
		daily := int64(unpaid) * surchargePercent
		sum += daily * min(days, (limit-sum)/daily+1)
	}
	for _, r := range reductions {
		if r.On > on {
			break
		}
		add(int64(r.On - from))
		unpaid = max(0, unpaid-r.Amount)
		from = max(from, r.On)
	}
	add(int64(on - from))
	return min(fine, money.Fen((sum+50)/100))
}
