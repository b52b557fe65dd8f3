// Package reliefs is the register of medical aid (医疗救助): per person and year
// what was paid, the cap and the room left under it; per fund and year the sums,
// with the premiums that aid paid for people it supports (资助参保).
//
// A reversal gives the room back to the year of the payment. The cap of a year is
// that in force on the last day of the year, or on the date asked for if that is
// earlier; the ledger decides on each payment by the cap of its own date.
//
// Source: 社会救助暂行办法 art. 29–31; the cap is set locally (国办发〔2021〕42号).
package reliefs

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/daily"
)

// Key is what a row is about.
type Key struct {
	Fund   fund.ID
	Person fund.Person // "": totals without persons
	First  int         // first calendar year covered
	Year   int         // last calendar year covered
}

// Row is the relief of one person and year, or of a total.
type Row struct {
	Key
	Paid     money.Sum // gross
	Reversed money.Sum
	Times    wide.Int // person-times paid
	Vague    int64    // totals in it whose number was not published
	Cap      money.Fen
	HasCap   bool
}

// Net returns what was paid and not reversed.
func (r Row) Net() money.Sum { return r.Paid.Minus(r.Reversed) }

// Room returns what may still be paid; zero or more. It means nothing without a cap.
func (r Row) Room() money.Sum { return r.Cap.Sum().Minus(r.Net()).Positive() }

// sumKey is a Key and what is summed, in as little room as it takes, and without
// pointers: a city has half a million.
type sumKey struct {
	fund        [len("441300.610")]byte
	what        what
	named       bool // of a person
	first, year int16
	person      [16]byte
}

type what uint8

const (
	paid what = iota
	reversed
	assisted
	returned // of assisted
)

// participates reports whether it is about premiums that aid paid, not about relief.
func (w what) participates() bool { return w == assisted || w == returned }

// newSumKey returns the key of a sum. A key that a recorded fact cannot have panics.
func newSumKey(k Key, w what) sumKey {
	s := sumKey{what: w, named: k.Person != "", first: int16(k.First), year: int16(k.Year)} //nolint:gosec // years have four digits
	if copy(s.fund[:], k.Fund) != len(k.Fund) {
		panic("reliefs: a fund of another form: " + string(k.Fund))
	}
	if s.named && !s.setPerson([]byte(k.Person)) {
		panic("reliefs: a person of another form: " + string(k.Person))
	}
	return s
}

// setPerson sets the person, and reports whether it is one.
func (s *sumKey) setPerson(digits []byte) bool {
	if !fund.Person(digits).Valid() {
		return false
	}
	_, err := hex.Decode(s.person[:], digits)
	return err == nil
}

// key returns what was given to newSumKey.
func (s sumKey) key() Key {
	k := Key{Fund: fund.ID(s.fund[:]), First: int(s.first), Year: int(s.year)}
	if s.named {
		k.Person = fund.Person(hex.EncodeToString(s.person[:]))
	}
	return k
}

// Append appends the key to dst as it is printed in the view's state.
func (s *sumKey) Append(dst []byte) []byte {
	dst = append(append(dst, "{{"...), s.fund[:]...)
	dst = append(dst, ' ')
	if s.named {
		dst = hex.AppendEncode(dst, s.person[:])
	}
	for i, n := range [...]int64{int64(s.first), int64(s.year), int64(s.what)} {
		dst = append(append(dst, "}"[:i/2]...), ' ')
		dst = strconv.AppendInt(dst, n, 10)
	}
	return append(dst, '}')
}

// String returns what Append appends.
func (s sumKey) String() string { return string(s.Append(nil)) }

// compareSums orders keys as their printed forms.
func compareSums(a, b sumKey) int {
	if a.fund != b.fund {
		return bytes.Compare(a.fund[:], b.fund[:])
	}
	if c := compareNamed(a, b); c != 0 { // as of most
		return c
	}
	return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.year, b.year), cmp.Compare(a.what, b.what))
}

// compareNamed orders by person, totals first.
func compareNamed(a, b sumKey) int {
	switch {
	case a.named == b.named:
		return bytes.Compare(a.person[:], b.person[:])
	case b.named:
		return -1
	}
	return 1
}

// limit is a cap and the fact that set it.
type limit struct {
	fact     event.LimitSet
	reversed fund.Date
}

// View is the fold. The zero View has seen nothing.
type View struct {
	sums  daily.Sums[sumKey]
	years map[sumKey]bool // keys of persons, without the person: by them one person's are found
	caps  []limit
}

// add adds to a sum. Error: daily.ErrTooMany.
func (v *View) add(k sumKey, on fund.Date, sum daily.Sum) error {
	v.note(k)
	return v.sums.Add(k, on, sum)
}

// note takes note of a key.
func (v *View) note(k sumKey) {
	if !k.named {
		return
	}
	if k.person = [16]byte{}; !v.years[k] {
		if v.years == nil {
			v.years = map[sumKey]bool{}
		}
		v.years[k] = true
	}
}

// Name returns the name of the view and of its state's form.
func (v *View) Name() string { return "reliefs.v2" }

// Clear makes the view one that has seen nothing.
func (v *View) Clear() { *v = View{} }

// Apply folds one entry in. Error: daily.ErrTooMany.
func (v *View) Apply(entry ledger.Entry) error {
	fact, on, sign := entry.Event, entry.Event.Common().OccurredOn, int64(1)
	if r, ok := fact.(event.FactReversed); ok {
		fact, on, sign = r.Reversed(), r.OccurredOn, -1
	}
	f := fact.Common()
	add := func(w what, key Key, amount money.Fen) error {
		sum := daily.Of(amount, f.Count)
		if f.Count == 0 {
			sum.Vague = 1
		}
		if sign < 0 {
			sum = sum.Neg()
		}
		return v.add(newSumKey(key, w), on, sum)
	}
	switch e := fact.(type) {
	case event.ReliefPaid:
		first := f.First().Year()
		if e.Person != "" {
			first = f.OccurredOn.Year() // what counts against the cap
		}
		return add(paid, Key{e.Fund, e.Person, first, f.OccurredOn.Year()}, e.Amount)
	case event.ReliefReversed:
		return add(reversed, Key{e.Fund, e.Person, e.PaidOn.Year(), e.PaidOn.Year()}, e.Amount)
	case event.ParticipationAssisted:
		return add(assisted, Key{Fund: e.AidFund, First: f.First().Year(), Year: f.OccurredOn.Year()}, e.Amount)
	case event.PremiumRefunded:
		if e.AidFund != "" {
			return add(returned, Key{Fund: e.AidFund, First: e.PaidOn.Year(), Year: e.PaidOn.Year()}, e.Amount)
		}
	case event.LimitSet:
		v.setCap(e, on, sign)
	default:
	}
	return nil
}

func (v *View) setCap(e event.LimitSet, on fund.Date, sign int64) {
	if e.Limit != event.ReliefAnnualCap {
		return
	}
	if sign > 0 {
		v.caps = append(v.caps, limit{fact: e})
		return
	}
	for i := range v.caps {
		if v.caps[i].fact == e && v.caps[i].reversed == 0 {
			v.caps[i].reversed = on
		}
	}
}

// capOn returns the cap of a region on a date, as it stands as of another.
func (v *View) capOn(r fund.Region, on, asOf fund.Date) (amount money.Fen, ok bool) {
	var from fund.Date
	for _, l := range v.caps {
		stands := l.reversed == 0 || asOf != 0 && asOf < l.reversed
		if stands && l.fact.Region == r && l.fact.OccurredOn <= on && l.fact.OccurredOn >= from {
			from, amount, ok = l.fact.OccurredOn, l.fact.Amount, true
		}
	}
	return amount, ok
}

// Persons returns the rows of everything dated up to and including a date (0
// means all), in the order of fund, year and person.
func (v *View) Persons(on fund.Date) []Row { return v.capped(on, v.sums.Until(on, compareSums)) }

// Person returns those of one person, without looking at any other.
func (v *View) Person(p fund.Person, on fund.Date) []Row {
	if !p.Valid() {
		return nil
	}
	of := newSumKey(Key{Person: p}, paid).person
	return v.capped(on, func(yield func(sumKey, daily.Sum) bool) {
		for k := range v.years {
			k.person = of
			if sum, some := v.sums.Of(k, on); some && !yield(k, sum) {
				return
			}
		}
	})
}

// capped returns the rows of sums by person, with their caps.
func (v *View) capped(on fund.Date, sums iter.Seq2[sumKey, daily.Sum]) []Row {
	rows := rowsOf(sums, func(k Key, w what) (Key, bool) { return k, !w.participates() })
	for i := range rows {
		r := &rows[i]
		if r.Person == "" {
			continue // a total over persons has no cap
		}
		last := fund.NewDate(r.Year, 12, 31)
		if on != 0 {
			last = min(last, on)
		}
		r.Cap, r.HasCap = v.capOn(r.Fund.Region(), last, on)
	}
	return rows
}

// Funds returns the sums per fund and year of direct relief, and of premiums paid
// for people (assisted), each in the order of fund and year.
func (v *View) Funds(on fund.Date) (direct, participation []Row) {
	sums := v.sums.Until(on, compareSums)
	sum := func(of func(what) bool) []Row {
		return rowsOf(sums, func(k Key, w what) (Key, bool) { return Key{Fund: k.Fund, First: k.First, Year: k.Year}, of(w) })
	}
	return sum(func(w what) bool { return !w.participates() }), sum(what.participates)
}

func rowsOf(sums iter.Seq2[sumKey, daily.Sum], group func(Key, what) (Key, bool)) []Row {
	byKey := map[Key]*Row{}
	for k, sum := range sums {
		key, wanted := group(k.key(), k.what)
		if !wanted || sum == (daily.Sum{}) {
			continue
		}
		r := byKey[key]
		if r == nil {
			r = &Row{Key: key}
			byKey[key] = r
		}
		switch k.what {
		case paid, assisted:
			r.Paid = r.Paid.Plus(sum.Amount)
			r.Times = r.Times.Plus(sum.Count)
			r.Vague += sum.Vague
		case reversed, returned:
			r.Reversed = r.Reversed.Plus(sum.Amount)
		}
	}
	rows := make([]Row, 0, len(byKey))
	for _, r := range byKey {
		rows = append(rows, *r)
	}
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Fund, b.Fund), cmp.Compare(a.Year, b.Year), cmp.Compare(a.First, b.First), cmp.Compare(a.Person, b.Person))
	})
	return rows
}

// State yields the lines of the whole state: equal histories give equal lines. A
// line is valid until the next.
func (v *View) State() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for line := range v.sums.State(compareSums) {
			if !yield(line) {
				return
			}
		}
		for _, l := range v.caps {
			if !yield(fmt.Appendf(nil, "cap %s %s %s %s\n", l.fact.Region, l.fact.OccurredOn, l.fact.Amount, l.reversed)) {
				return
			}
		}
	}
}

// AppendState appends the whole state to dst: equal histories give equal bytes.
func (v *View) AppendState(dst []byte) []byte {
	for line := range v.State() {
		dst = append(dst, line...)
	}
	return dst
}
