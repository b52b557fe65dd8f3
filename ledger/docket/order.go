package docket

import (
	"slices"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// Line is what orders and receipts are matched by.
type Line struct {
	Fund        fund.ID
	Institution fund.Institution // "": not named
	Part        account.Part     // "": not split
	PaidYear    int64            // of the original payments; 0: not split
}

// LineOf returns the line of an order.
func LineOf(e event.ClawbackOrdered) Line { return Line{e.Fund, e.Institution, e.Part, e.PaidYear} }

// Order is one order and what came of it.
type Order struct {
	Fact     event.ClawbackOrdered
	Annulled money.Fen // taken back
	Received money.Fen // in cash
	SetOff   money.Fen // kept from settlements
	Refunded money.Fen // given back after an annulment
	changed  fund.Date // day of the latest annulment
	years    []inYear  // what the fund has of it, by the year in which it entered the books
}

// inYear is money that entered the books in a calendar year.
type inYear struct {
	year   int64
	amount money.Fen
}

// enter counts money of a year, or takes it back.
func (o *Order) enter(year int64, amount money.Fen) {
	o.years = append(slices.Clone(o.years), inYear{year, amount})
}

// CameIn returns what entered the books in a year under the orders that a
// document states on a line, and was not refunded.
func (d Docket) CameIn(l Line, document string, year int64) money.Fen {
	var sum money.Fen
	for _, o := range d.orders {
		if LineOf(o.Fact) != l || o.Fact.Document != document {
			continue
		}
		for _, in := range o.years {
			if in.year == year {
				sum += in.amount
			}
		}
	}
	return sum
}

// Due returns what is ordered and was not annulled.
func (o Order) Due() money.Fen { return o.Fact.Amount - o.Annulled }

// came is what the fund has of it.
func (o Order) came() money.Fen { return o.Received + o.SetOff - o.Refunded }

// Open returns what is outstanding; never negative.
func (o Order) Open() money.Fen { return max(0, o.Due()-o.came()) }

// Excess returns what is to be refunded; never negative.
func (o Order) Excess() money.Fen { return max(0, o.came()-o.Due()) }

// Match returns the line whose orders a receipt goes to, and whether there is any:
// that of its own part and year, else one that leaves the part or the year open.
func (d Docket) Match(l Line) (Line, bool) { return d.MatchIn(l, "") }

// MatchIn is Match among the orders that a document states (any, if "").
func (d Docket) MatchIn(l Line, document string) (Line, bool) {
	for _, candidate := range []Line{
		l,
		{l.Fund, l.Institution, l.Part, 0},
		{l.Fund, l.Institution, "", l.PaidYear},
		{l.Fund, l.Institution, "", 0},
	} {
		for _, o := range d.orders {
			if LineOf(o.Fact) == candidate && (document == "" || o.Fact.Document == document) {
				return candidate, true
			}
		}
	}
	return Line{}, false
}

// Sums returns the sums over the orders of one line.
func (d Docket) Sums(l Line) (due, came, open money.Fen) {
	for _, o := range d.orders {
		if LineOf(o.Fact) == l {
			due += o.Due()
			came += o.came()
			open += o.Open()
		}
	}
	return due, came, open
}

// Ordered returns the sums over the orders of one line that a document states,
// and the day of the latest change: the order, or an annulment.
func (d Docket) Ordered(l Line, document string) (due, excess money.Fen, changed fund.Date, found bool) {
	for _, o := range d.orders {
		if LineOf(o.Fact) == l && o.Fact.Document == document {
			due, excess, found = due+o.Due(), excess+o.Excess(), true
			changed = max(changed, o.Fact.OccurredOn, o.changed)
		}
	}
	return due, excess, changed, found
}

// fill spreads a receipt over the open orders of its line, oldest first, and
// returns what is left of it: all if there is no such line.
func (d Docket) fill(l Line, amount money.Fen, add func(*Order, money.Fen)) money.Fen {
	matched, found := d.Match(l)
	if !found {
		return amount
	}
	for i := range d.orders {
		if LineOf(d.orders[i].Fact) == matched {
			share := min(amount, d.orders[i].Open())
			add(&d.orders[i], share)
			amount -= share
		}
	}
	return amount
}

// change spreads a change over the orders that a document states on a line. What
// is left goes to the last of them: seen as of an earlier date, a change may come
// before what it rests on.
func (d Docket) change(l Line, document string, amount money.Fen, room func(Order) money.Fen, add func(*Order, money.Fen)) {
	last := -1
	for i := range d.orders {
		if LineOf(d.orders[i].Fact) == l && d.orders[i].Fact.Document == document {
			share := min(amount, max(0, room(d.orders[i])))
			add(&d.orders[i], share)
			amount -= share
			last = i
		}
	}
	if last >= 0 && amount != 0 {
		add(&d.orders[last], amount)
	}
}

// Since returns the first day of the orders that a document (any, if "") states
// on a line; the zero Date if there is none.
func (d Docket) Since(l Line, document string) fund.Date {
	var first fund.Date
	for _, o := range d.orders {
		if LineOf(o.Fact) == l && (document == "" || o.Fact.Document == document) && (first == 0 || o.Fact.OccurredOn < first) {
			first = o.Fact.OccurredOn
		}
	}
	return first
}
