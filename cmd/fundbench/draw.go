package main

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
)

// draw is chance among what a survey found: the same seed and log, the same questions.
type draw struct {
	*survey
	chance *rand.Rand
	dates  [2]fund.Date // between which it asks
	all    []caseKey
	some   []fund.Institution
}

func newDraw(v *survey, seed uint64) *draw {
	d := &draw{survey: v, chance: rand.New(rand.NewPCG(seed, 1)), all: v.sortedCases()}
	for i := range v.institutions {
		d.some = append(d.some, i)
	}
	slices.Sort(d.some)
	d.dates = [2]fund.Date{v.first + 1, v.first + 1} // on the first day the books open
	for _, s := range v.sample {
		d.dates[1] = max(d.dates[1], s.booked)
	}
	return d
}

// of draws one of several. There must be one.
func of[T any](d *draw, several []T) T { return several[d.chance.IntN(len(several))] }

// fact draws a fact that booked something.
func (d *draw) fact() seen {
	for range sampled {
		if s := of(d, d.sample); len(s.lines) > 0 {
			return s
		}
	}
	return d.sample[0]
}

// fund draws a fund.
func (d *draw) fund() string { return string(of(d, d.keys).fund) }

// day draws a day among those of the sample.
func (d *draw) day() fund.Date {
	return d.dates[0] + fund.Date(d.chance.IntN(int(d.dates[1]-d.dates[0])+1)) //nolint:gosec // some thousand days
}

// month draws a month, such as 2025-06.
func (d *draw) month() string { return d.day().String()[:len("2025-06")] }

// dayOf returns the date that a text is.
func dayOf(text string) fund.Date {
	d, _ := fund.ParseDate(text)
	return d
}

// instant draws a time at which something was recorded, not before a position, nor at the very
// beginning, where there were no books yet.
func (d *draw) instant(from store.Position) time.Time {
	latest := d.sample[0]
	for range sampled {
		s := of(d, d.sample)
		if s.position >= max(from, store.Position(d.facts/20)) {
			return s.recordedAt
		}
		if s.position > latest.position {
			latest = s
		}
	}
	return latest.recordedAt
}
