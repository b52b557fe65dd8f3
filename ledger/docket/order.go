package docket

import (
	"slices"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
)

// Line is what orders and receipts are matched by.
type Line struct {
	Fund        fund.ID
	Institution fund.Institution // "": not named
	Part        fund.Part        // "": not split
	PaidYear    int64            // of the original payments; 0: not split
}

// LineOf returns the line of an order.
func LineOf(e event.ClawbackOrdered) Line { return Line{e.Fund, e.Institution, e.Part, e.PaidYear} }

// Order is one order and what came of it.
type Order struct {
	Fact     event.ClawbackOrdered
	Annulled money.Sum // taken back
	Received money.Sum // in cash
	SetOff   money.Sum // kept from settlements
	Refunded money.Sum // given back after an annulment
	changed  fund.Date // day of the latest annulment
	latest   fund.Date // day of the latest receipt
	entries  []entered // what the fund has of it, as it was booked
}

// Booking is what decides how a receipt was booked, and so how its refund is.
type Booking struct {
	Year     int64 // in which it entered the books
	Part     fund.Part
	PaidYear int64
	Care     fund.Care // says nothing of what is on 4501
}

// plain returns the booking without the care of what was paid in another year: it is
// other income, whatever it was paid for. A refund of a later year says the care of
// what it pays.
func (b Booking) plain() Booking {
	if b.PaidYear != b.Year {
		b.Care = ""
	}
	return b
}

// entered is money that entered the books in one way.
type entered struct {
	Booking
	amount money.Fen
}

// enter counts money, or takes it back.
func (o *Order) enter(b Booking, amount money.Fen) {
	o.entries = append(slices.Clone(o.entries), entered{b.plain(), amount})
}

// excessIn returns what of its excess the fund has by one way of booking.
func (o Order) excessIn(b Booking) money.Sum {
	var in money.Sum
	for _, e := range o.entries {
		if e.Booking == b.plain() {
			in = in.Add(e.amount)
		}
	}
	return money.Least(o.Excess(), in.Positive())
}

// Under says which orders are meant: those on a line that a document states, under
// an article, and of a channel, each unless it is "".
type Under struct {
	Line
	Document string
	Article  law.Article
	Channel  event.Channel
}

func (u Under) has(o *Order) bool {
	return LineOf(o.Fact) == u.Line && (u.Document == "" || o.Fact.Document == u.Document) &&
		(u.Article == "" || o.Fact.Article == u.Article) &&
		(u.Channel == "" || o.Fact.Channel == u.Channel)
}

// CameIn returns what of the excess of orders entered the books in one way and was
// not refunded, and the day of the latest receipt under them.
func (d Docket) CameIn(u Under, b Booking) (sum money.Sum, latest fund.Date) {
	for o := range d.under(u) {
		sum, latest = sum.Plus(o.excessIn(b)), max(latest, o.latest)
	}
	return sum, latest
}

// Came reports whether a fund has money that came in from an institution in the
// case, with or without an order, and was not refunded.
func (d Docket) Came(id fund.ID, i fund.Institution) bool {
	return slices.ContainsFunc(d.orders.items, func(o *Order) bool {
		return o.Fact.Fund == id && o.Fact.Institution == i && o.came().Sign() > 0
	}) || slices.ContainsFunc(d.free.items, func(r Receipt) bool { return event.FundOf(r.Fact) == id && event.InstitutionOf(r.Fact) == i })
}

// Due returns what is ordered and was not annulled.
func (o Order) Due() money.Sum { return o.Fact.Amount.Sum().Minus(o.Annulled) }

// came is what the fund has of it.
func (o Order) came() money.Sum { return o.Received.Plus(o.SetOff).Minus(o.Refunded) }

// Open returns what is outstanding; never negative.
func (o Order) Open() money.Sum { return o.Due().Minus(o.came().Positive()).Positive() }

// Excess returns what is to be refunded; never negative.
func (o Order) Excess() money.Sum { return o.came().Minus(o.Due()).Positive() }

// MatchIn returns the line whose orders a receipt goes to among those that are
// meant, and whether there is any: that of its own part and year, else one that
// leaves the part or the year open.
func (d Docket) MatchIn(u Under) (Line, bool) {
	l := u.Line
	for _, candidate := range []Line{
		l,
		{l.Fund, l.Institution, l.Part, 0},
		{l.Fund, l.Institution, "", l.PaidYear},
		{l.Fund, l.Institution, "", 0},
	} {
		u.Line = candidate
		for range d.under(u) {
			return candidate, true
		}
	}
	return Line{}, false
}

// Sums returns the sums over the orders on a line that are of a channel, or of any if it is "".
func (d Docket) Sums(l Line, c event.Channel) (due, came, open money.Sum) {
	for on := range d.onLines().of(l, c) {
		due, came, open = due.Plus(on.due), came.Plus(on.came), open.Plus(on.open)
	}
	return due, came, open
}

// Ordered returns the sums over orders, and the day of the latest change: the
// order, or an annulment.
func (d Docket) Ordered(u Under) (due, excess money.Sum, changed fund.Date, found bool) {
	for o := range d.under(u) {
		due, excess, found = due.Plus(o.Due()), excess.Plus(o.Excess()), true
		changed = max(changed, o.Fact.OccurredOn, o.changed)
	}
	return due, excess, changed, found
}

// receive spreads a receipt over the open orders of its line and channel, oldest first, and
// keeps what is left of it as free: all if there is no such line.
func (d *Docket) receive(r Receipt, care fund.Care) {
	l := r.Line
	matched, _ := d.MatchIn(Under{Line: l, Channel: r.Channel})
	common := r.Fact.Common()
	d.goOn()
	d.orders = d.orders.own()
	for _, i := range d.lines.open(d.orders.items, matched, r.Channel) {
		if r.Amount == 0 {
			break
		}
		share := within(r.Amount, d.orders.items[i].Open())
		if share == 0 {
			continue
		}
		o := renew(d.orders, i)
		before := *o
		if r.SetOff {
			o.SetOff = o.SetOff.Add(share)
		} else {
			o.Received = o.Received.Add(share)
		}
		o.latest = max(o.latest, common.OccurredOn)
		o.enter(Booking{int64(common.Booked().Year()), l.Part, l.PaidYear, care}, share)
		d.lines.moved(before, *o)
		r.Amount -= share
	}
	if r.Amount != 0 {
		d.free = d.free.with(r)
	}
}

// change spreads a change over orders.
func (d *Docket) change(u Under, amount money.Fen, add func(*Order, money.Fen), rooms ...func(Order) money.Sum) {
	d.goOn()
	spread(&d.orders, u.has, amount, func(o *Order, share money.Fen) {
		before := *o
		add(o, share)
		d.lines.moved(before, *o)
	}, rooms)
}

// spread spreads a change over what is meant of a list, the oldest first, by one room
// after the other. What is left goes to the last of them: seen as of an earlier date, a
// change may come before what it rests on.
func spread[T any](l *list[*T], meant func(*T) bool, amount money.Fen, add func(*T, money.Fen), rooms []func(T) money.Sum) {
	*l = l.own()
	last := -1
	for _, room := range rooms {
		for i, item := range l.items {
			if meant(item) {
				if share := within(amount, room(*item)); share != 0 {
					add(renew(*l, i), share)
					amount -= share
				}
				last = i
			}
		}
	}
	if last >= 0 && amount != 0 {
		add(renew(*l, last), amount)
	}
}

// within returns how much of an amount there is room for.
func within(amount money.Fen, room money.Sum) money.Fen {
	if room.Less(amount.Sum()) {
		amount, _ = room.Positive().Fen()
	}
	return amount
}

// Since returns the first day of orders; the zero Date if there is none.
func (d Docket) Since(u Under) fund.Date {
	var first fund.Date
	earlier := func(day fund.Date) {
		if first == 0 || day < first {
			first = day
		}
	}
	if u.Document == "" && u.Article == "" {
		for on := range d.onLines().of(u.Line, u.Channel) {
			earlier(on.since)
		}
		return first
	}
	for o := range d.under(u) {
		earlier(o.Fact.OccurredOn)
	}
	return first
}
