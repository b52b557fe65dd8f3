package relief

import (
	"cmp"
	"slices"
	"unique"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// Days is what a person was paid, less what came back, by fund and day, in that order: all
// of a State that payments are decided on. What came back counts on the day on which it
// did. The zero Days is nothing.
type Days []day

type day struct {
	fund   unique.Handle[fund.ID] // one string for all persons, and none that is part of a file's text
	on     fund.Date
	paid   bool // something was paid; else it only came back
	amount money.Sum
}

// Alone reports whether DecideByDays decides on a fact.
func Alone(fact event.Relief) bool {
	switch fact.(type) {
	case event.ReliefPaid:
		return true
	case event.ReliefReversed:
	}
	return false
}

// DecideByDays is Decide of a payment. Refusals: relief-over-cap,
// relief-before-insurance.
func DecideByDays(s Days, c Command) ([]event.Event, error) {
	e, ok := c.Fact.(event.ReliefPaid)
	if !ok {
		panic("relief: days do not say which payments there were")
	}
	if err := last(e); err != nil {
		return nil, err
	}
	if e.Person != "" {
		if err := s.within(c.Caps, e.Fund, e.OccurredOn, e.Amount); err != nil {
			return nil, err
		}
	}
	return []event.Event{c.Fact}, nil
}

// EvolveDays returns the days after a recorded payment.
func EvolveDays(s Days, e event.Relief) Days {
	paid, ok := e.(event.ReliefPaid)
	if !ok {
		panic("relief: days do not say which payments there were")
	}
	return s.add(paid.Fund, paid.OccurredOn, paid.Amount, true)
}

// within refuses an amount on a day if with it, on that day or on a later day of the year
// with a payment, more was paid since the beginning of the year than the cap of that day.
// So the order in which payments are recorded makes no difference.
func (s Days) within(caps Caps, id fund.ID, on fund.Date, amount money.Fen) error {
	if caps == nil {
		return nil
	}
	var sum money.Sum
	for _, d := range s.add(id, on, 0, true) {
		if d.fund.Value() != id {
			continue
		}
		sum = sum.Plus(d.amount)
		if d.on < on || !d.paid || d.on.Year() != on.Year() {
			continue
		}
		if limit, ok := caps(d.on); ok {
			if err := room(amount, sum, limit, d.on); err != nil {
				return err
			}
		}
	}
	return nil
}

// add returns the days with an amount more on one of them, in memory of their own.
func (s Days) add(id fund.ID, on fund.Date, amount money.Fen, paid bool) Days {
	at, found := slices.BinarySearchFunc(s, on, func(d day, on fund.Date) int {
		return cmp.Or(cmp.Compare(d.fund.Value(), id), cmp.Compare(d.on, on))
	})
	days := append(make(Days, 0, len(s)+1), s...)
	if !found {
		days = slices.Insert(days, at, day{fund: unique.Make(id), on: on})
	}
	days[at].amount = days[at].amount.Add(amount)
	days[at].paid = days[at].paid || paid
	return days
}
