package aggregates

import (
	"context"
	"fmt"

	"github.com/fundledger/fundledger/aggregates/period"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
)

// Void tells which closings of a fund close nothing, because facts stand in front of
// them that they did not see: of each, in the order of their stream, whether it is so.
// Of those that it does not know yet it says nothing. What it says of one is true for
// ever.
type Void func(ctx context.Context, id fund.ID) ([]bool, error)

// Voids tells the desk whom to ask about closings. It asks only if a fact is dated in a
// period that somebody closed, or if one is closed.
func (d *Desk) Voids(v Void) { d.void = v }

// valid returns the file of the closings of a fund, in which those that are void count
// for nothing.
func (d *Desk) valid(ctx context.Context, id fund.ID) (*file, error) {
	stream := period.Stream(id)
	f, err := d.consult(ctx, stream)
	if err != nil || d.void == nil || f.valid || f.last == store.NoStream {
		return f, err
	}
	events, last, err := d.events(ctx, stream)
	if err != nil {
		return nil, err
	}
	void, err := d.void(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("judge %s: %w", stream, err)
	}
	numbers, err := d.numbers(ctx)
	if err != nil {
		return nil, err
	}
	valid := &file{stream: stream, aggregate: newAggregate(stream, numbers), depth: whole, valid: true, last: last}
	for i, e := range events {
		plain := document.MarkOf(e)
		m := numbers.Mark(e, plain)
		if i < len(void) && void[i] {
			valid.facts = valid.facts.NoteMarked(m).ReverseMarked(m) // its number is free
			continue
		}
		if err := valid.take(e, m, plain.Place); err != nil {
			return nil, &store.CorruptError{Where: fmt.Sprintf("%s@%d", stream, i), Reason: err.Error()}
		}
	}
	d.drop(stream)
	d.enter(valid, len(events))
	return d.consult(ctx, stream)
}

// closed returns the last day that is closed in the books that a fact enters, or no date.
func (d *Desk) closed(ctx context.Context, fact event.Event, on fund.Date) (fund.Date, error) {
	var closed fund.Date
	for _, id := range event.FundsOf(fact) {
		if id == "" {
			continue
		}
		f, err := d.consult(ctx, period.Stream(id))
		if err != nil {
			return 0, err
		}
		if last := stateOf[period.State](f).Closed(); last != 0 && on <= last {
			if f, err = d.valid(ctx, id); err != nil {
				return 0, err
			}
		}
		closed = fund.Later(closed, stateOf[period.State](f).Closed())
	}
	return closed, nil
}

// intoOpenPeriod returns the fact with the day on which it enters the books: the first
// open day if the period of its business date is closed. A fact may say so itself, as
// one does that was exported. Refusals: period-open, period-closed, for another day.
func (d *Desk) intoOpenPeriod(ctx context.Context, fact event.Event, common event.Fact) (event.Event, error) {
	if _, isClosing := fact.(event.Closing); isClosing {
		return fact, nil
	}
	closed, err := d.closed(ctx, fact, common.OccurredOn)
	if err != nil {
		return nil, err
	}
	isOpen := closed == 0 || common.OccurredOn > closed
	leaveOut := lang.Text{ZH: "不填 booked_on；所属期间已结账时由程序填写", EN: "leave booked_on out; the program fills it in where the period is closed"}
	switch {
	case isOpen && common.BookedOn == 0:
		return fact, nil
	case isOpen:
		return nil, &refusal.Error{
			Rule: "period-open", Field: "booked_on",
			Why:    lang.F("%s 所属期间未结账，记入当日，不能记入 %s", "the period of %s is open: it is booked on that day, and not on %s", common.OccurredOn, common.BookedOn),
			Remedy: leaveOut,
		}
	case common.BookedOn != 0 && common.BookedOn != closed.DayAfter():
		return nil, &refusal.Error{
			Rule: "period-closed", Field: "booked_on",
			Why:    lang.F("账已结至 %s，应记入 %s，不能记入 %s", "the books are closed to %s: it is booked on %s, and not on %s", closed, closed.DayAfter(), common.BookedOn),
			Remedy: leaveOut,
		}
	}
	return event.BookOn(fact, closed.DayAfter()), nil
}
