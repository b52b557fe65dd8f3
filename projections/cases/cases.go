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
	"maps"
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

// View is the fold. The zero View has seen nothing.
type View struct{ steps map[Key][]Step }

// Name returns the name of the view and of its state's form.
func (v *View) Name() string { return "cases.v1" }

// Clear makes the view one that has seen nothing.
func (v *View) Clear() { *v = View{} }

// Apply folds one entry in. It does not fail.
func (v *View) Apply(entry ledger.Entry) error {
	region, number := event.CaseOf(entry.Event)
	if number == "" {
		return nil
	}
	key := Key{region, number}
	if r, ok := entry.Event.(event.FactReversed); ok {
		fact := r.Reversed()
		for i, s := range v.steps[key] {
			if s.Event == fact && s.Reversed == 0 {
				v.steps[key][i].Reversed = r.OccurredOn
				break
			}
		}
		return nil
	}
	if v.steps == nil {
		v.steps = map[Key][]Step{}
	}
	v.steps[key] = append(v.steps[key], Step{Position: entry.Position, Event: entry.Event})
	return nil
}

// Steps returns every fact of a case in the order of recording, reversed ones
// too. They must not be changed.
func (v *View) Steps(key Key) []Step { return v.steps[key] }

// Standing returns the facts of a case that count as of a date (0 means now), in
// the order of recording.
func (v *View) Standing(key Key, on fund.Date) []event.Event {
	var out []event.Event
	for _, s := range v.steps[key] {
		if s.stands(on) {
			out = append(out, s.Event)
		}
	}
	return out
}

// Docket returns the file of a case as of a date; 0 means now.
func (v *View) Docket(key Key, on fund.Date) docket.Docket {
	var d docket.Docket
	for _, s := range v.steps[key] {
		if e, ok := s.Event.(event.Enforcement); ok && s.stands(on) {
			d = d.After(e)
		}
	}
	return d
}

// All yields the file of every case as of a date (0 means now), in the order of
// region and number.
func (v *View) All(on fund.Date) iter.Seq2[Key, docket.Docket] {
	return func(yield func(Key, docket.Docket) bool) {
		for _, key := range v.Keys() {
			if !yield(key, v.Docket(key, on)) {
				return
			}
		}
	}
}

// Keys returns every case in the order of region and number.
func (v *View) Keys() []Key { return slices.SortedFunc(maps.Keys(v.steps), compare) }

func compare(a, b Key) int {
	return cmp.Or(cmp.Compare(a.Region, b.Region), cmp.Compare(a.Number, b.Number))
}

// AppendState appends the whole state to dst: equal histories give equal bytes.
func (v *View) AppendState(dst []byte) []byte {
	for _, key := range v.Keys() {
		for _, s := range v.steps[key] {
			wire, version, data, err := event.Encode(s.Event)
			if err != nil {
				panic("cases: a recorded event cannot be encoded: " + err.Error())
			}
			dst = fmt.Appendf(dst, "%s %q %d %s/%d %s %s\n", key.Region, key.Number, s.Position, wire, version, s.Reversed, data)
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
	steps := inOrder(v.steps[key], on)
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
