package generate

import (
	"time"

	"github.com/fundledger/fundledger/ledger/fund"
)

// month is one month of a history, by its place in it.
type month struct {
	first, last fund.Date
	year        int
	name        string // such as 2021-03
	digits      string // such as 202103
	traffic     uint64 // how busy it is beside others
	prices      uint64 // how dear care is beside other years
}

// newMonth returns the n-th month of a history that begins with a year.
func newMonth(firstYear, n int) month {
	first := fund.NewDate(firstYear, time.Month(n+1), 1)
	digits := first.Month()
	m := month{first: first, last: first.NextMonth() - 1, year: first.Year(), name: digits[:4] + "-" + digits[4:], digits: digits}
	// Fewer people go in the month of the Spring Festival, more in winter and at the end of the year.
	season := [...]uint64{98, 82, 102, 100, 101, 99, 103, 101, 98, 97, 104, 115}
	m.traffic = season[((n%12)+12)%12] * uint64(100+6*max(0, n/12))
	m.prices = uint64(100 + 2*max(0, n/12))
	return m
}

// recorded returns when the n-th batch of the month is recorded: in the evening of
// its last day.
func (m month) recorded(n int) time.Time {
	return time.Unix(int64(m.last.Since1970())*86400, 0).UTC().Add(10*time.Hour + time.Duration(n)*time.Minute)
}

// busyness is how much is done on a day of the week beside others, from Sunday on.
var busyness = [7]uint64{70, 118, 108, 104, 102, 104, 94}

func busy(d fund.Date) uint64 { return busyness[(d.Since1970()%7+7+4)%7] } // 1970-01-01 was a Thursday

// workdays are the days of a month on which something can be done, with how busy
// each is with those before it.
type workdays struct {
	days [31]fund.Date
	upTo [31]uint64
	n    int
}

func (w *workdays) add(d fund.Date) {
	sum := busy(d)
	if w.n > 0 {
		sum += w.upTo[w.n-1]
	}
	w.days[w.n], w.upTo[w.n] = d, sum
	w.n++
}

// sum returns how busy all days are together.
func (w *workdays) sum() uint64 {
	if w.n == 0 {
		return 0
	}
	return w.upTo[w.n-1]
}

// all fills in every day of a month.
func (w *workdays) all(m month) {
	w.n = 0
	for d := m.first; d <= m.last; d++ {
		w.add(d)
	}
}

// walk yields dates in their order for a number of facts that come evenly over the days.
type walk struct {
	days        *workdays
	at          int
	done, count uint64
	phase       uint64 // below the sum of the days
}

// next returns the date of the next fact.
func (w *walk) next() fund.Date {
	reached := (w.done*w.days.sum() + w.phase) / w.count
	w.done++
	for w.at < w.days.n-1 && w.days.upTo[w.at] <= reached {
		w.at++
	}
	return w.days.days[w.at]
}
