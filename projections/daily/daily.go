// Package daily keeps sums per key and business date, so that a view can be
// asked as of any date and a back-dated event costs the same as any other.
package daily

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
)

// Sum is an amount of money and a number of single facts.
type Sum struct {
	Amount money.Sum
	Count  wide.Int // of the facts whose number is known
	Vague  int64    // events whose number of facts is not known
}

// Of returns the sum of one fact.
func Of(amount money.Fen, count int64) Sum { return Sum{Amount: amount.Sum(), Count: wide.Of(count)} }

// Plus returns the sum of both.
func (s Sum) Plus(t Sum) Sum {
	return Sum{Amount: s.Amount.Plus(t.Amount), Count: s.Count.Plus(t.Count), Vague: s.Vague + t.Vague}
}

// Neg returns the sum taken back.
func (s Sum) Neg() Sum { return Sum{Amount: s.Amount.Neg(), Count: s.Count.Neg(), Vague: -s.Vague} }

// dated is the sum of one date, in as little room as it takes: a city has millions.
type dated struct {
	on                  fund.Date
	vague               int32
	amount, count       uint64 // the lower bits
	amountHigh, cntHigh int32  // the upper ones: 96 in all
}

func (d dated) sum() Sum {
	return Sum{
		Amount: money.Sum(wide.FromBits(int64(d.amountHigh), d.amount)),
		Count:  wide.FromBits(int64(d.cntHigh), d.count),
		Vague:  int64(d.vague),
	}
}

// ErrTooMany is returned for more events of one day than a log can have: 2³¹.
var ErrTooMany = errors.New("daily: more events of one day than a log can have")

// newDated returns the sum of a date. Error: ErrTooMany.
func newDated(on fund.Date, s Sum) (dated, error) {
	amountHigh, amount := wide.Int(s.Amount).Bits()
	countHigh, count := s.Count.Bits()
	d := dated{on: on, vague: int32(s.Vague), amount: amount, count: count, amountHigh: int32(amountHigh),
		cntHigh: int32(countHigh)} //nolint:gosec // looked at below
	if int64(d.vague) != s.Vague || int64(d.amountHigh) != amountHigh || int64(d.cntHigh) != countHigh {
		return dated{}, ErrTooMany
	}
	return d, nil
}

// Sums holds a sum per key and date. The zero Sums is empty. Most keys have few
// dates and get them nearly in order, so the dates of a key are a sorted list.
type Sums[K comparable] struct {
	kept kept[K]       // what was restored, but for the keys that stand in days
	days map[K][]dated // of which something was added since
}

// Add adds to the sum of a key on a date. Error: ErrTooMany.
func (s *Sums[K]) Add(key K, on fund.Date, sum Sum) error {
	if s.days == nil {
		s.days = map[K][]dated{}
	}
	days, here := s.days[key]
	if !here {
		days = slices.Clone(s.kept.of(key))
	}
	at, found := len(days)-1, len(days) > 0 && days[len(days)-1].on == on
	if !found {
		at, found = slices.BinarySearchFunc(days, on, func(d dated, on fund.Date) int { return cmp.Compare(d.on, on) })
	}
	if found {
		sum = days[at].sum().Plus(sum)
	}
	d, err := newDated(on, sum)
	if err != nil {
		return fmt.Errorf("%v on %s: %w", key, on, err)
	}
	switch {
	case found:
		days[at] = d
	case len(days) == cap(days): // less room to spare than append would take
		days = append(make([]dated, 0, len(days)+1+len(days)/2), days...)
		fallthrough
	default:
		days = slices.Insert(days, at, d)
	}
	s.days[key] = days
	return nil
}

// Until yields the sum of every key over all dates up to and including one, in the
// order of compare; a key without such dates is left out. Date 0 means all dates.
func (s *Sums[K]) Until(on fund.Date, compare func(a, b K) int) iter.Seq2[K, Sum] {
	return func(yield func(K, Sum) bool) {
		for key, days := range s.all(compare) {
			if total, some := until(days, on); some && !yield(key, total) {
				return
			}
		}
	}
}

// Of returns the sum of one key as Until does, and whether it has such dates.
func (s *Sums[K]) Of(key K, on fund.Date) (total Sum, some bool) {
	days, here := s.days[key]
	if !here {
		days = s.kept.of(key)
	}
	return until(days, on)
}

// until returns the sum of the dates up to and including one, and whether there are any.
func until(days []dated, on fund.Date) (total Sum, some bool) {
	for _, d := range days {
		if on != 0 && d.on > on {
			break
		}
		total, some = total.Plus(d.sum()), true
	}
	return total, some
}

// all yields every key with its dates, in the order of compare, which is that of
// what was restored. The dates are valid until the next.
func (s *Sums[K]) all(compare func(a, b K) int) iter.Seq2[K, []dated] {
	return func(yield func(K, []dated) bool) {
		added := slices.SortedFunc(maps.Keys(s.days), compare)
		for key, days := range s.kept.all() {
			for len(added) > 0 && compare(added[0], key) < 0 {
				if !yield(added[0], s.days[added[0]]) {
					return
				}
				added = added[1:]
			}
			if len(added) > 0 && added[0] == key {
				days, added = s.days[key], added[1:]
			}
			if !yield(key, days) {
				return
			}
		}
		for _, key := range added {
			if !yield(key, s.days[key]) {
				return
			}
		}
	}
}

// State yields one line per key and date, in the order of compare and of dates:
// equal sums give equal lines. A line is valid until the next. A key with a method
// Append is printed by that, without a text for each of millions.
func (s *Sums[K]) State(compare func(a, b K) int) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		var key K
		printed, ok := any(&key).(interface{ Append(dst []byte) []byte })
		var line []byte
		for k, days := range s.all(compare) {
			if key = k; ok {
				line = printed.Append(line[:0])
			} else {
				line = fmt.Append(line[:0], key)
			}
			line = append(line, ' ')
			head := len(line)
			for _, d := range days {
				line = append(d.on.Append(line[:head]), ' ')
				sum := d.sum()
				line = append(sum.Amount.Append(line), ' ')
				line = append(sum.Count.Append(line), ' ')
				line = append(strconv.AppendInt(line, int64(d.vague), 10), '\n')
				if !yield(line) {
					return
				}
			}
		}
	}
}

// AppendState appends the lines of State to dst.
func (s *Sums[K]) AppendState(dst []byte, compare func(a, b K) int) []byte {
	for line := range s.State(compare) {
		dst = append(dst, line...)
	}
	return dst
}
