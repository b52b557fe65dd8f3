// Package daily keeps sums per key and business date, so that a view can be
// asked as of any date and a back-dated event costs the same as any other.
package daily

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strconv"

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

// dated is the sum of one date, in as little room as it takes: a city has millions.
type dated struct {
	on     fund.Date
	vague  int32
	amount money.Fen
	count  int64
}

func (d dated) sum() Sum { return Sum{Amount: d.amount, Count: d.count, Vague: int64(d.vague)} }

// newDated returns the sum of a date. Error: money.ErrOverflow, for more events of
// an unknown number than a log can have.
func newDated(on fund.Date, s Sum) (dated, error) {
	vague := int32(s.Vague)
	if int64(vague) != s.Vague {
		return dated{}, money.ErrOverflow
	}
	return dated{on: on, vague: vague, amount: s.Amount, count: s.Count}, nil
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
	if found {
		var err error
		if sum, err = days[at].sum().Add(sum); err != nil {
			return fmt.Errorf("%v on %s: %w", key, on, err)
		}
	}
	d, err := newDated(on, sum)
	if err != nil {
		return fmt.Errorf("%v on %s: %w", key, on, err)
	}
	if found {
		days[at] = d
		return nil
	}
	if len(days) == cap(days) { // less room to spare than append would take
		days = append(make([]dated, 0, len(days)+2+len(days)/2), days...)
	}
	s.days[key] = slices.Insert(days, at, d)
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
			if err := visit(key, d.on, d.sum()); err != nil {
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

// State yields one line per key and date, in the order of compare and of dates:
// equal sums give equal lines. Without compare the order is that of the keys'
// printed form. A line is valid until the next. A key with a method Append is
// printed by that, without a text for each of millions.
func (s *Sums[K]) State(compare func(a, b K) int) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		var key K
		printed, ok := any(&key).(interface{ Append(dst []byte) []byte })
		var line []byte
		for _, e := range s.sorted(compare) {
			if key = e.key; ok {
				line = printed.Append(line[:0])
			} else {
				line = fmt.Append(line[:0], key)
			}
			line = append(line, ' ')
			head := len(line)
			for _, d := range e.days {
				line = append(d.on.Append(line[:head]), ' ')
				line = append(d.amount.Append(line), ' ')
				line = append(strconv.AppendInt(line, d.count, 10), ' ')
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

// entry is a key with its sums.
type entry[K comparable] struct {
	key  K
	days []dated
}

// sorted returns everything in the order of compare, or of the keys' printed form.
func (s *Sums[K]) sorted(compare func(a, b K) int) []entry[K] {
	all := make([]entry[K], 0, len(s.days))
	for key, days := range s.days {
		all = append(all, entry[K]{key, days})
	}
	if compare != nil {
		slices.SortFunc(all, func(a, b entry[K]) int { return compare(a.key, b.key) })
		return all
	}
	type printed struct {
		entry[K]
		text string
	}
	texts := make([]printed, len(all))
	for i, e := range all {
		texts[i] = printed{e, fmt.Sprint(e.key)}
	}
	slices.SortFunc(texts, func(a, b printed) int { return cmp.Compare(a.text, b.text) })
	for i, p := range texts {
		all[i] = p.entry
	}
	return all
}

// AppendSnapshot writes all sums, in the order of compare; key writes one key.
func (s *Sums[K]) AppendSnapshot(w *snapshot.Writer, compare func(a, b K) int, key func(*snapshot.Writer, K)) {
	w.Len(len(s.days))
	for _, e := range s.sorted(compare) {
		key(w, e.key)
		w.Len(len(e.days))
		before := fund.Date(0)
		for _, d := range e.days {
			w.DateAfter(before, d.on)
			w.Fen(d.amount)
			w.Int(d.count)
			w.Int(int64(d.vague))
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
			days[i].on = r.DateAfter(before)
			days[i].amount, days[i].count, days[i].vague = r.Fen(), r.Int(), int32(r.Int()) //nolint:gosec // as it was written
			before = days[i].on
		}
		s.days[k] = days
	}
}
