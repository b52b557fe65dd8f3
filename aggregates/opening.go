package aggregates

import (
	"context"
	"iter"
	"slices"

	"github.com/fundledger/fundledger/aggregates/book"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
)

// Log yields all entries, such as ledger.All over a store, and then every decision that a
// desk has returned and that waits to be appended. A desk asks for it once at most, when
// it first decides on an opening balance.
type Log func(ctx context.Context) iter.Seq2[ledger.Entry, error]

// Over tells the desk where the whole log is to be read. Without it an opening is not
// checked against what was recorded before the desk began.
func (d *Desk) Over(log Log) { d.log, d.entered = log, nil }

// entered is what entered the books of each fund and was not reversed: as days and how
// many facts, for an opening asks no more of it, and an import has millions.
type entered struct {
	of     map[fund.ID]*fundEntered
	latest *fundEntered   // that was asked for last
	length store.Position // of the log, with what waits to be appended
}

// fundEntered is what entered the books of a fund, by the first day whose opening balance
// would hold it (book.HeldFrom), in order.
type fundEntered struct {
	fund fund.ID
	days []dayEntered
	last int // of days, that was asked for last
}

// dayEntered is how many facts there are of a day.
type dayEntered struct {
	day   fund.Date
	facts int
	one   event.Event // of them; nil if it was reversed
}

// find returns the entries of a fund.
func (n *entered) find(id fund.ID) *fundEntered {
	if n.latest != nil && n.latest.fund == id {
		return n.latest
	}
	f := n.of[id]
	if f == nil {
		if n.of == nil {
			n.of = map[fund.ID]*fundEntered{}
		}
		f = &fundEntered{fund: id}
		n.of[id] = f
	}
	n.latest = f
	return f
}

// at returns where the entries of a day stand, or would, and whether they do.
func (f *fundEntered) at(day fund.Date) (int, bool) {
	if f.last < len(f.days) && f.days[f.last].day == day {
		return f.last, true
	}
	at, some := slices.BinarySearchFunc(f.days, day, func(d dayEntered, day fund.Date) int { return int(d.day - day) })
	f.last = at
	return at, some
}

// enter adds a fact that enters books.
func (n *entered) enter(fact event.Event) {
	day := book.HeldFrom(fact)
	for _, id := range event.FundsOf(fact) {
		if id == "" {
			continue
		}
		f := n.find(id)
		at, some := f.at(day)
		if !some {
			f.days = slices.Insert(f.days, at, dayEntered{day: day, one: fact})
		}
		f.days[at].facts++
	}
}

// leave takes out a fact that was reversed.
func (n *entered) leave(fact event.Event) {
	day := book.HeldFrom(fact)
	for _, id := range event.FundsOf(fact) {
		if id == "" {
			continue
		}
		f := n.find(id)
		at, some := f.at(day)
		if !some {
			continue
		}
		e := &f.days[at]
		if e.facts--; e.facts == 0 {
			f.days = slices.Delete(f.days, at, at+1)
		} else if e.one == fact {
			e.one = nil
		}
	}
}

// stands notes an event that was decided on, or that a desk goes over, and whether it enters
// books: it counts for the next as if it were recorded.
func (d *Desk) stands(e event.Event, enters bool) {
	if d.entered == nil {
		return
	}
	d.entered.length++
	if enters {
		d.entered.enter(e)
	} else if r, ok := e.(event.FactReversed); ok {
		if of := r.Reversed(); book.Enters(of) {
			d.entered.leave(of)
		}
	}
}

// heldBy returns what an opening would hold already, recorded or accepted by this desk
// and not reversed.
func (d *Desk) heldBy(ctx context.Context, opening event.FundOpened) (book.Held, error) {
	if d.entered == nil {
		if err := d.loadEntered(ctx); err != nil {
			return book.Held{}, err
		}
	}
	days := d.entered.find(opening.Fund).days
	if len(days) == 0 || days[0].day > opening.OccurredOn {
		return book.Held{}, nil
	}
	return book.Held{Some: true, One: days[0].one}, nil
}

// length returns how long the log is in front of what is decided on, with what waits to be
// appended.
func (d *Desk) length(ctx context.Context) (store.Position, error) {
	if d.retraced != nil {
		return d.retraced.at, nil
	}
	if d.ends != nil {
		return d.ends(ctx)
	}
	if d.entered == nil {
		if err := d.loadEntered(ctx); err != nil {
			return 0, err
		}
	}
	return d.entered.length, nil
}

// Ends tells the desk where it learns how long the log is, with every decision that it has
// returned and that waits to be appended. Without it the log is read for that.
func (d *Desk) Ends(length func(context.Context) (store.Position, error)) { d.ends = length }

// loadEntered reads what entered the books of all funds. The log is read twice, so that
// the facts that it names are none that were reversed.
func (d *Desk) loadEntered(ctx context.Context) error {
	gone, n := map[event.Event]bool{}, &entered{}
	for _, take := range []func(event.Event){
		func(e event.Event) {
			if r, ok := e.(event.FactReversed); ok {
				gone[r.Reversed()] = true
			}
		},
		func(e event.Event) {
			if book.Enters(e) && !gone[e] {
				n.enter(e)
			}
		},
	} {
		n.length = 0
		for entry, err := range d.log(ctx) {
			if err != nil {
				return err
			}
			n.length++
			take(entry.Event)
		}
	}
	d.entered = n
	return nil
}
