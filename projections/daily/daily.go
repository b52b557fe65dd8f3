// Package daily keeps sums per key and business date, so that a view can be
// asked as of any date and a back-dated event costs the same as any other.
package daily

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/snapshot"
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
type Sums[K comparable] struct{ days map[K][]dated }

// Add adds to the sum of a key on a date. Error: ErrTooMany.
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
		sum = days[at].sum().Plus(sum)
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
		days = append(make([]dated, 0, len(days)+1+len(days)/2), days...)
	}
	s.days[key] = slices.Insert(days, at, d)
	return nil
}

// AsOf returns the sum of every key over all dates up to and including one; a
// key without such dates is left out. Date 0 means all dates.
func (s *Sums[K]) AsOf(on fund.Date) map[K]Sum {
	out := make(map[K]Sum, len(s.days))
	for key := range s.days {
		if total, some := s.Of(key, on); some {
			out[key] = total
		}
	}
	return out
}

// Of returns the sum of one key as AsOf does, and whether it has such dates.
func (s *Sums[K]) Of(key K, on fund.Date) (total Sum, some bool) {
	for _, d := range s.days[key] {
		if on != 0 && d.on > on {
			break
		}
		total, some = total.Plus(d.sum()), true
	}
	return total, some
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
			sum := d.sum()
			w.DateAfter(before, d.on)
			w.Sum(sum.Amount)
			w.Wide(sum.Count)
			w.Int(int64(d.vague))
			before = d.on
		}
	}
}

// roomOfSums is for how many dates of keys room is made at once.
const roomOfSums = 1 << 10

// Restore reads what AppendSnapshot wrote into sums that are empty; key reads one key.
func (s *Sums[K]) Restore(r *snapshot.Reader, key func(*snapshot.Reader) K) {
	n := r.Len()
	s.days = make(map[K][]dated, n)
	var room []dated // for many keys: most have few dates
	for range n {
		k := key(r)
		some := r.Len()
		if some > len(room) {
			room = make([]dated, max(some, roomOfSums))
		}
		days := room[:some:some]
		room = room[some:]
		before := fund.Date(0)
		for i := range days {
			on := r.DateAfter(before)
			var err error
			if days[i], err = newDated(on, Sum{Amount: r.Sum(), Count: r.Wide(), Vague: r.Int()}); err != nil {
				r.Refuse()
			}
			before = on
		}
		s.days[k] = days
	}
}
