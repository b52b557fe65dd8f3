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
