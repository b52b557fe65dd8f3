package aggregates

import (
	"maps"
	"slices"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
)

// Remembered is what a desk that goes over a log remembers of it beside streams, which it
// reads again: so another desk can go on where this one stopped.
type Remembered struct {
	Length  store.Position // of the log so far
	Entered []Entered      // by fund, then by day
	Awaited map[event.Digest]fund.Date
}

// Entered is how many facts of a day entered the books of a fund and were not reversed.
type Entered struct {
	Fund  fund.ID
	Day   fund.Date
	Facts int
	One   event.Event // of them; nil if it was reversed
}

// Remembers returns what the desk remembers. Only a desk knows it that was not told to read
// the whole log (Over).
func (d *Desk) Remembers() Remembered {
	r := Remembered{Length: d.entered.length, Awaited: d.awaited}
	for _, id := range slices.Sorted(maps.Keys(d.entered.of)) {
		for _, day := range d.entered.of[id].days {
			r.Entered = append(r.Entered, Entered{id, day.day, day.facts, day.one})
		}
	}
	return r
}

// Remember makes a desk that has seen nothing what the one was that remembered this.
func (d *Desk) Remember(r Remembered) {
	n := &entered{length: r.Length}
	for _, e := range r.Entered {
		f := n.find(e.Fund)
		f.days = append(f.days, dayEntered{e.Day, e.Facts, e.One})
	}
	d.entered, d.awaited = n, r.Awaited
}
