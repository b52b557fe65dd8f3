package docket

import (
	"cmp"
	"iter"
	"slices"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// lines is what the orders of a docket come to on each line, so that nobody looks through all
// orders of a case for each receipt. It is that of the newest version of a docket, and is
// changed with it; an older version makes its own when it is asked.
type lines struct {
	version int
	all     map[Line][]*onLine
}

// onLine is the orders on a line that are of one channel.
type onLine struct {
	channel         event.Channel
	orders          []int // where they stand among those of the docket
	settled         int   // nothing is open of so many of the first
	due, came, open money.Sum
	since           fund.Date // the first day
}

// newLines returns the lines of orders.
func newLines(orders []*Order) *lines {
	l := &lines{all: map[Line][]*onLine{}}
	for at, o := range orders {
		l.add(at, o)
	}
	return l
}

// add adds an order that stands at a place among those of the docket.
func (l *lines) add(at int, o *Order) {
	line, on := LineOf(o.Fact), l.holding(o)
	if on == nil {
		on = &onLine{channel: o.Fact.Channel, since: o.Fact.OccurredOn}
		l.all[line] = append(l.all[line], on)
	}
	on.orders, on.since = append(on.orders, at), min(on.since, o.Fact.OccurredOn)
	on.due, on.came, on.open = on.due.Plus(o.Due()), on.came.Plus(o.came()), on.open.Plus(o.Open())
}

// holding returns the list that an order belongs to; nil: there is none yet.
func (l *lines) holding(o *Order) *onLine {
	for _, on := range l.all[LineOf(o.Fact)] {
		if on.channel == o.Fact.Channel {
			return on
		}
	}
	return nil
}

// moved takes a change of an order into the sums.
func (l *lines) moved(before, after Order) {
	on := l.holding(&after)
	on.due = on.due.Minus(before.Due()).Plus(after.Due())
	on.came = on.came.Minus(before.came()).Plus(after.came())
	on.open = on.open.Minus(before.Open()).Plus(after.Open())
	if before.Open().Less(after.Open()) {
		on.settled = 0
	}
}

// of yields the lists on a line that are of a channel, or of any if it is "".
func (l *lines) of(line Line, c event.Channel) iter.Seq[*onLine] {
	return func(yield func(*onLine) bool) {
		for _, on := range l.all[line] {
			if (c == "" || on.channel == c) && !yield(on) {
				return
			}
		}
	}
}

// open returns where the orders on a line stand that are of a channel, the oldest first, but
// for some of which nothing is open.
func (l *lines) open(orders []*Order, line Line, c event.Channel) (places []int) {
	lists := 0
	for on := range l.of(line, c) {
		for on.settled < len(on.orders) && orders[on.orders[on.settled]].Open() == (money.Sum{}) {
			on.settled++
		}
		if rest := on.orders[on.settled:]; lists == 0 {
			places = rest
		} else {
			places = slices.Concat(places, rest)
		}
		lists++
	}
	if lists > 1 {
		slices.SortFunc(places, cmp.Compare)
	}
	return places
}

// onLines returns the lines of the orders.
func (d Docket) onLines() *lines {
	if d.lines != nil && d.lines.version == d.version {
		return d.lines
	}
	return newLines(d.orders.items)
}

// goOn makes d the newest version, whose lines may be changed.
func (d *Docket) goOn() {
	d.lines = d.onLines()
	d.lines.version++
	d.version = d.lines.version
}

// under yields the orders that are meant.
func (d Docket) under(u Under) iter.Seq[*Order] {
	return func(yield func(*Order) bool) {
		for on := range d.onLines().of(u.Line, u.Channel) {
			for _, at := range on.orders {
				if o := d.orders.items[at]; u.has(o) && !yield(o) {
					return
				}
			}
		}
	}
}
