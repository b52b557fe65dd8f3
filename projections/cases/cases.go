// Package cases is the view of enforcement cases: every fact of a case in the
// order of recording, and the file of each case (see package docket) as of a
// business date. The registers of recoveries and fines read it.
//
// A fact counts from its own date on, and a reversed one until the date of its
// reversal. Facts of agreements and payments that name a case belong to its
// timeline, but not to its file.
package cases

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/docket"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
)

// Key names one case.
type Key struct {
	Region fund.Region
	Number string
}

// Step is one fact of a case.
type Step struct {
	Position store.Position
	Event    event.Event
	Reversed fund.Date // from this day on it counts no more; zero: it stands
}

// stands reports whether the fact counts as of a date; 0 means now.
func (s Step) stands(on fund.Date) bool {
	if on == 0 {
		return s.Reversed == 0
	}
	return s.Event.Common().OccurredOn <= on && (s.Reversed == 0 || on < s.Reversed)
}

// file is what was recorded of a case.
type file struct {
	key         Key
	steps       []Step
	first, last fund.Date // the first day of a step; the last of a step or a reversal
	now         docket.Docket
	folded      bool // now is kept: of cases that were restored, until something is reversed
}

// add adds a step.
func (f *file) add(s Step) {
	on := s.Event.Common().OccurredOn
	if len(f.steps) == 0 {
		f.first, f.last = on, on
	}
	f.steps = append(f.steps, s)
	f.first, f.last = min(f.first, on), max(f.last, on, s.Reversed)
	if f.folded {
		f.now = s.after(f.now)
	}
}

// reverse takes back the first step that a fact is and that still stands.
func (f *file) reverse(fact event.Event, on fund.Date) {
	i := slices.IndexFunc(f.steps, func(s Step) bool { return s.Event == fact && s.Reversed == 0 })
	if i < 0 {
		return
	}
	f.steps[i].Reversed, f.last = on, max(f.last, on)
	f.now, f.folded = docket.Docket{}, false
}

// asOf is the file as of a date; 0 means now.
func (f *file) asOf(on fund.Date) docket.Docket {
	switch {
	case on != 0 && on < f.first:
		return docket.Docket{}
	case f.folded && (on == 0 || on >= f.last):
		return f.now
	}
	return f.until(on)
}

// until folds the steps that count as of a date.
func (f *file) until(on fund.Date) (d docket.Docket) {
	for _, s := range f.steps {
		if e, ok := s.Event.(event.Enforcement); ok && s.stands(on) {
			d = d.After(e)
		}
	}
	return d
}

// View is the fold. The zero View has seen nothing.
type View struct {
	files map[Key]*file
	order []*file // by key
}

// file returns the file of a case, which may be new.
func (v *View) file(key Key) *file {
	f := v.files[key]
	if f == nil {
		if v.files == nil {
			v.files = map[Key]*file{}
		}
		at, _ := slices.BinarySearchFunc(v.order, key, func(f *file, key Key) int { return compare(f.key, key) })
		f = &file{key: key}
		v.files[key], v.order = f, slices.Insert(v.order, at, f)
	}
	return f
}

// Name returns the name of the view and of its state's form.
func (v *View) Name() string { return "cases.v2" }

// Clear makes the view one that has seen nothing.
func (v *View) Clear() { *v = View{} }

// Apply folds one entry in. It does not fail.
func (v *View) Apply(entry ledger.Entry) error {
	region, number := event.CaseOf(entry.Event)
	if number == "" {
		return nil
	}
	if r, ok := entry.Event.(event.FactReversed); ok {
		if f := v.files[Key{region, number}]; f != nil {
			f.reverse(r.Reversed(), r.OccurredOn)
		}
		return nil
	}
	v.file(Key{region, number}).add(Step{Position: entry.Position, Event: entry.Event})
	return nil
}

// Steps returns every fact of a case in the order of recording, reversed ones
// too. They must not be changed.
func (v *View) Steps(key Key) []Step {
	if f := v.files[key]; f != nil {
		return f.steps
	}
	return nil
}

// Standing returns the facts of a case that count as of a date (0 means now), in
// the order of recording.
func (v *View) Standing(key Key, on fund.Date) []event.Event {
	var out []event.Event
	for _, s := range v.Steps(key) {
		if s.stands(on) {
			out = append(out, s.Event)
		}
	}
	return out
}

// Docket returns the file of a case as of a date; 0 means now. It is that of others, too:
// no facts are to be added to it.
func (v *View) Docket(key Key, on fund.Date) docket.Docket {
	if f := v.files[key]; f != nil {
		return f.asOf(on)
	}
	return docket.Docket{}
}

// All yields the file of every case as of a date (0 means now), in the order of
// region and number.
func (v *View) All(on fund.Date) iter.Seq2[Key, docket.Docket] {
	return func(yield func(Key, docket.Docket) bool) {
		for _, f := range v.order {
			if !yield(f.key, f.asOf(on)) {
				return
			}
		}
	}
}

// Keys returns every case in the order of region and number.
func (v *View) Keys() []Key {
	keys := make([]Key, len(v.order))
	for i, f := range v.order {
		keys[i] = f.key
	}
	return keys
}

func compare(a, b Key) int {
	return cmp.Or(cmp.Compare(a.Region, b.Region), cmp.Compare(a.Number, b.Number))
}

// AppendState appends the whole state to dst: equal histories give equal bytes.
func (v *View) AppendState(dst []byte) []byte {
	for _, f := range v.order {
		for _, s := range f.steps {
			wire, version, data, err := event.Encode(s.Event)
			if err != nil {
				panic("cases: a recorded event cannot be encoded: " + err.Error())
			}
			dst = fmt.Appendf(dst, "%s %q %d %s/%d %s %s\n", f.key.Region, f.key.Number, s.Position, wire, version, s.Reversed, data)
		}
	}
	return dst
}

// Sums are the money of a case.
type Sums struct {
	Due, Returned, Outstanding money.Sum // of the funds
	Charged, Unpaid            money.Sum // due to the treasury
	Oldest                     fund.Date // of the orders that are outstanding; zero: none is
}

// SumsOf returns the money of a case.
func SumsOf(d docket.Docket) (s Sums) {
	for _, o := range d.Orders() {
		s.Due = s.Due.Plus(o.Due())
		s.Returned = s.Returned.Plus(o.Received).Plus(o.SetOff).Minus(o.Refunded)
		s.Outstanding = s.Outstanding.Plus(o.Open())
		if !o.Open().IsZero() && (s.Oldest == 0 || o.Fact.OccurredOn < s.Oldest) {
			s.Oldest = o.Fact.OccurredOn
		}
	}
	for _, r := range d.Free() {
		s.Returned = s.Returned.Plus(r.Amount.Sum())
	}
	for _, c := range d.Charges() {
		s.Charged, s.Unpaid = s.Charged.Plus(c.Remaining()), s.Unpaid.Plus(c.Open())
	}
	return s
}

// Prevented is what was denied before payment in a case as of a date; no money of a
// fund moved.
func (v *View) Prevented(key Key, on fund.Date) (sum money.Sum) {
	for _, e := range v.Standing(key, on) {
		if denied, ok := e.(event.ClaimDenied); ok {
			sum = sum.Add(denied.Amount)
		}
	}
	return sum
}

// Moment is a step of a case and its file after it.
type Moment struct {
	Step
	After docket.Docket
}

// Timeline returns the steps of a case dated by a day (0 means all) in the order of their
// dates, then as recorded; a reversal later than the day has not happened yet. A file is
// folded in the order of recording, so one that was recorded before an earlier row begins
// anew.
func (v *View) Timeline(key Key, on fund.Date) []Moment {
	steps := inOrder(v.Steps(key), on)
	out := make([]Moment, len(steps))
	var run docket.Docket
	latest := store.Position(0)
	for i, s := range steps {
		if s.Position < latest {
			run = docket.Docket{}
			soFar := slices.Clone(steps[:i+1])
			slices.SortFunc(soFar, func(a, b Step) int { return cmp.Compare(a.Position, b.Position) })
			for _, earlier := range soFar {
				run = earlier.after(run)
			}
		} else {
			run, latest = s.after(run), s.Position
		}
		out[i] = Moment{s, run}
	}
	return out
}

// after returns a file with the step in it, if the step counts.
func (s Step) after(d docket.Docket) docket.Docket {
	if e, ok := s.Event.(event.Enforcement); ok && s.Reversed == 0 {
		return d.After(e)
	}
	return d
}

// inOrder returns the steps dated by a day in the order of their dates.
func inOrder(steps []Step, on fund.Date) (out []Step) {
	for _, s := range steps {
		if on != 0 && s.Event.Common().OccurredOn > on {
			continue
		}
		if on != 0 && s.Reversed > on {
			s.Reversed = 0
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b Step) int { return int(a.Event.Common().OccurredOn) - int(b.Event.Common().OccurredOn) })
	return out
}
