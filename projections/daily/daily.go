// Package daily keeps sums per key and business date, so that a view can be
// asked as of any date and a back-dated event costs the same as any other.
package daily

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// Sum is an amount of money and a number of single facts.
type Sum struct {
	Amount money.Fen
	Count  int64 // of the facts whose number is known
	Vague  int64 // events whose number of facts is not known
}

// Add returns the sum of both. Error: money.ErrOverflow.
func (s Sum) Add(t Sum) (Sum, error) {
	amount, err := s.Amount.Add(t.Amount)
	if err != nil {
		return Sum{}, err
	}
	return Sum{Amount: amount, Count: s.Count + t.Count, Vague: s.Vague + t.Vague}, nil
}

// Sums holds a sum per key and date. The zero Sums is empty.
type Sums[K comparable] struct{ days map[K]map[fund.Date]Sum }

// Add adds to the sum of a key on a date. Error: money.ErrOverflow.
func (s *Sums[K]) Add(key K, on fund.Date, sum Sum) error {
	if s.days == nil {
		s.days = map[K]map[fund.Date]Sum{}
	}
	days := s.days[key]
	if days == nil {
		days = map[fund.Date]Sum{}
		s.days[key] = days
	}
	total, err := days[on].Add(sum)
	if err != nil {
		return fmt.Errorf("%v on %s: %w", key, on, err)
	}
	days[on] = total
	return nil
}

// Each calls visit with the sum of every key and date up to and including one,
// in no order; date 0 means all dates. It stops at the first error and returns it.
func (s *Sums[K]) Each(until fund.Date, visit func(key K, on fund.Date, sum Sum) error) error {
	for key, days := range s.days {
		for day, sum := range days {
			if until != 0 && day > until {
				continue
			}
			if err := visit(key, day, sum); err != nil {
				return fmt.Errorf("%v: %w", key, err)
			}
		}
	}
	return nil
}

// AsOf returns the sum of every key over all dates up to and including one; a
// key without such dates is left out. Date 0 means all dates. Error: money.ErrOverflow.
func (s *Sums[K]) AsOf(on fund.Date) (map[K]Sum, error) {
	out := make(map[K]Sum, len(s.days))
	err := s.Each(on, func(key K, _ fund.Date, sum Sum) error {
		total, err := out[key].Add(sum)
		out[key] = total
		return err
	})
	return out, err
}

// AppendState appends one line per key and date, in the order of compare and of
// dates, to dst: equal sums give equal bytes.
func (s *Sums[K]) AppendState(dst []byte, compare func(a, b K) int) []byte {
	for _, key := range slices.SortedFunc(maps.Keys(s.days), compare) {
		for _, day := range slices.Sorted(maps.Keys(s.days[key])) {
			sum := s.days[key][day]
			dst = fmt.Appendf(dst, "%v %s %s %d %d\n", key, day, sum.Amount, sum.Count, sum.Vague)
		}
	}
	return dst
}

// Compare orders keys by their printed form: the order for AppendState where a
// key has no order of its own.
func Compare[K comparable](a, b K) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) }
