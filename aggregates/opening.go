package aggregates

import (
	"context"
	"iter"

	"github.com/fundledger/fundledger/aggregates/book"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// Log yields all recorded entries, such as ledger.All over a store. A desk asks it only
// for what an opening balance would hold already.
type Log func(ctx context.Context) iter.Seq2[ledger.Entry, error]

// Over tells the desk where the whole log is to be read. Without it an opening is not
// checked against what was recorded before the desk began.
func (d *Desk) Over(log Log) { d.log = log }

// entered notes the first fact of each fund that enters its books, of those that this
// desk has accepted: they may not be recorded yet.
func (d *Desk) entered(fact event.Event, on fund.Date) {
	for _, id := range event.FundsOf(fact) {
		if id == "" || id == d.latest.fund && on >= d.latest.on {
			continue
		}
		if first, some := d.first[id]; !some || on < first.on {
			d.first[id] = firstFact{fact, on}
		}
		d.latest = earliest{id, d.first[id].on}
	}
}

// earliest is the day of the first fact of a fund.
type earliest struct {
	fund fund.ID
	on   fund.Date
}

// firstFact is a fact and its day.
type firstFact struct {
	event.Event
	on fund.Date
}

// left notes that a fact was reversed.
func (d *Desk) left(fact event.Event) {
	for _, id := range event.FundsOf(fact) {
		if d.first[id].Event == fact {
			delete(d.first, id)
			d.latest = earliest{}
		}
	}
}

// heldBy returns a fact that an opening would hold already, recorded or accepted by this
// desk and not reversed; nil if there is none.
func (d *Desk) heldBy(ctx context.Context, opening event.FundOpened) (event.Event, error) {
	if held, err := d.recordedBefore(ctx, opening); held != nil || err != nil {
		return held, err
	}
	if first := d.first[opening.Fund].Event; first != nil && book.Holds(opening, first) {
		return first, nil
	}
	return nil, nil
}

// recordedBefore returns a recorded fact that an opening would hold already.
func (d *Desk) recordedBefore(ctx context.Context, opening event.FundOpened) (event.Event, error) {
	if d.log == nil {
		return nil, nil
	}
	reversed := map[event.Event]bool{}
	for _, pass := range []func(event.Event) bool{
		func(e event.Event) bool {
			if r, ok := e.(event.FactReversed); ok {
				reversed[r.Reversed()] = true
			}
			return false
		},
		func(e event.Event) bool {
			about := event.FundsOf(e)
			return (about[0] == opening.Fund || about[1] == opening.Fund) && book.Enters(e) && book.Holds(opening, e) && !reversed[e]
		},
	} {
		d.length = 0
		for entry, err := range d.log(ctx) {
			if err != nil {
				return nil, err
			}
			d.length++
			if pass(entry.Event) {
				return entry.Event, nil
			}
		}
	}
	return nil, nil
}
