// Package running adds up amounts that have days, so that a rule can ask what there
// was at the close of any of them: what is open of an item, what awaits its split.
// The order in which amounts are added makes no difference.
package running

import (
	"cmp"
	"slices"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// Sum is amounts by day. The zero Sum is nothing. Sums are values: none is changed.
type Sum struct {
	changes []change // of days that have one, in their order
}

type change struct {
	on     fund.Date
	amount money.Sum
}

// Add returns the sum with an amount more from a day on; less, if it is below zero.
func (s Sum) Add(on fund.Date, amount money.Fen) Sum {
	at, found := slices.BinarySearchFunc(s.changes, on, func(c change, on fund.Date) int { return cmp.Compare(c.on, on) })
	changes := make([]change, 0, len(s.changes)+1)
	changes = append(changes, s.changes...)
	if found {
		changes[at].amount = changes[at].amount.Add(amount)
	} else {
		changes = slices.Insert(changes, at, change{on, amount.Sum()})
	}
	return Sum{changes}
}

// Plus returns both sums in one.
func (s Sum) Plus(other Sum) Sum {
	both := slices.Concat(s.changes, other.changes)
	slices.SortFunc(both, func(a, b change) int { return cmp.Compare(a.on, b.on) })
	var out []change
	for _, c := range both {
		if last := len(out) - 1; last >= 0 && out[last].on == c.on {
			out[last].amount = out[last].amount.Plus(c.amount)
		} else {
			out = append(out, c)
		}
	}
	return Sum{out}
}

// On returns what there is at the close of a day.
func (s Sum) On(day fund.Date) money.Sum {
	var sum money.Sum
	for _, c := range s.changes {
		if c.on > day {
			break
		}
		sum = sum.Plus(c.amount)
	}
	return sum
}

// Last returns what there is in the end.
func (s Sum) Last() money.Sum {
	var sum money.Sum
	for _, c := range s.changes {
		sum = sum.Plus(c.amount)
	}
	return sum
}

// Least returns the least that there is at the close of a day or of a later one, and
// the first day on which it is so little: what may be taken on that day.
func (s Sum) Least(from fund.Date) (on fund.Date, amount money.Sum) {
	on, amount = from, s.On(from)
	sum := amount
	for _, c := range s.changes {
		if c.on <= from {
			continue
		}
		if sum = sum.Plus(c.amount); sum.Less(amount) {
			on, amount = c.on, sum
		}
	}
	return on, amount
}
