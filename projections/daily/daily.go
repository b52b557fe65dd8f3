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
	"github.com/fundledger/fundledger/projections/snapshot"
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

// dated is the sum of one date.
type dated struct {
	on fund.Date
	Sum
}

// Sums holds a sum per key and date. The zero Sums is empty. Most keys have few
// dates and get them nearly in order, so the dates of a key are a sorted list.
type Sums[K comparable] struct{ days map[K][]dated }

// Add adds to the sum of a key on a date. Error: money.ErrOverflow.
func (s *Sums[K]) Add(key K, on fund.Date, sum Sum) error {
	if s.days == nil {
		s.days = map[K][]dated{}
	}
	days := s.days[key]
	at, found := len(days)-1, len(days) > 0 && days[len(days)-1].on == on
	if !found {
		at, found = slices.BinarySearchFunc(days, on, func(d dated, on fund.Date) int { return cmp.Compare(d.on, on) })
	}
	if !found {
		s.days[key] = slices.Insert(days, at, dated{on, sum})
		return nil
	}
	total, err := days[at].Add(sum)
	if err != nil {
		return fmt.Errorf("%v on %s: %w", key, on, err)
	}
	days[at].Sum = total
	return nil
}

// Each calls visit with the sum of every key and date up to and including one,
// in no order; date 0 means all dates. It stops at the first error and returns it.
func (s *Sums[K]) Each(until fund.Date, visit func(key K, on fund.Date, sum Sum) error) error {
	for key, days := range s.days {
		for _, d := range days {
			if until != 0 && d.on > until {
				break
			}
			if err := visit(key, d.on, d.Sum); err != nil {
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
// dates, to dst: equal sums give equal bytes. Without compare the order is that of
// the keys' printed form.
func (s *Sums[K]) AppendState(dst []byte, compare func(a, b K) int) []byte {
	type printed struct {
		key  K
		text string
	}
	keys := make([]printed, 0, len(s.days))
	for key := range s.days {
		keys = append(keys, printed{key, fmt.Sprint(key)})
	}
	slices.SortFunc(keys, func(a, b printed) int {
		if compare == nil {
			return cmp.Compare(a.text, b.text)
		}
		return compare(a.key, b.key)
	})
	for _, k := range keys {
		for _, d := range s.days[k.key] {
			dst = append(append(dst, k.text...), ' ')
			dst = append(append(dst, d.on.String()...), ' ')
			dst = append(dst, d.Amount.String()...)
			dst = fmt.Appendf(dst, " %d %d\n", d.Count, d.Vague)
		}
	}
	return dst
}

// AppendSnapshot writes all sums, in the order of compare; key writes one key.
func (s *Sums[K]) AppendSnapshot(w *snapshot.Writer, compare func(a, b K) int, key func(*snapshot.Writer, K)) {
	w.Len(len(s.days))
	for _, k := range slices.SortedFunc(maps.Keys(s.days), compare) {
		key(w, k)
		w.Len(len(s.days[k]))
		before := fund.Date(0)
		for _, d := range s.days[k] {
			w.Date(d.on - before)
			w.Fen(d.Amount)
			w.Int(d.Count)
			w.Int(d.Vague)
			before = d.on
		}
	}
}

// Restore reads what AppendSnapshot wrote into sums that are empty; key reads one key.
func (s *Sums[K]) Restore(r *snapshot.Reader, key func(*snapshot.Reader) K) {
	n := r.Len()
	s.days = make(map[K][]dated, n)
	for range n {
		k := key(r)
		days := make([]dated, r.Len())
		before := fund.Date(0)
		for i := range days {
			days[i].on = before + r.Date()
			days[i].Amount, days[i].Count, days[i].Vague = r.Fen(), r.Int(), r.Int()
			before = days[i].on
		}
		s.days[k] = days
	}
}
