// Package closings decides for every closing (结账) of a log whether it counts,
// and on which day every other entry enters the books.
//
// # What counts
//
// A closing counts if the balances that it seals are those of everything in front
// of it in the log. While they were computed somebody may have recorded a fact of
// the fund, booked in the period or before it: then it was overtaken, and closes
// nothing. That is no damage. Whoever closed tries again.
//
// What stands behind a closing that counts and is dated in its period, or before,
// is booked on the first open day, whatever it says of itself. So no closed period
// changes on any store, also where two appends cannot be made one: the order of the
// log decides.
//
// # What a closing says
//
// A closing says how many facts its balances are made of (event.PeriodClosed.Seen),
// so that one which was overtaken can be told from one that is wrong: of the same facts
// no honest program makes other balances, and it has not seen more than there are.
// Neither counts. Closings of older programs do not say it and are judged by their
// balances alone.
//
// # Why sums of months
//
// Periods end with months. So for each fund the fold keeps how many facts were
// booked in each month, and what they sum to on each account: some kilobytes for
// years of a city. Sums are wider than money is and never wrap: a fact that is too
// large must not make it impossible to tell what is closed.
package closings

import (
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/posting"
)

// Fold is the closings of a log so far. The zero Fold has seen nothing.
type Fold struct {
	funds  map[fund.ID]*kept
	latest fund.Date // last day that is closed in any fund
	// moved are the facts that are booked on another day than they say, by their
	// digests: a reversal carries its fact as it was recorded.
	moved map[event.Digest]fund.Date

	near near
}

// near is the month that was booked in last: entries mostly follow others like them.
type near struct {
	id          fund.ID
	first, last fund.Date
	*turnover
}

// kept is what is kept of one fund.
type kept struct {
	closed   fund.Date               // last day that is closed
	closings []Closing               // every one, in the order of the log
	months   map[fund.Date]*turnover // by their last days
}

// turnover is what was booked in one month of a fund.
type turnover struct {
	facts int64
	sums  map[account.Code]*money.Sum // each on its account's own side
}

// Verdict is what became of a closing.
type Verdict int

// The verdicts.
const (
	Counts    Verdict = iota // it closes its period
	Overtaken                // void: facts of the period stand in front of it that it did not see
	Wrong                    // void: no honest program made these balances of what stands in front of it
)

// Closing is one closing of a fund.
type Closing struct {
	Position store.Position
	Period   event.Period
	Verdict  Verdict
}

// Counts reports whether the closing closes its period.
func (c Closing) Counts() bool { return c.Verdict == Counts }

// Of returns every closing of a fund, in the order of the log: the first is
// revision 0 of the fund's stream of closings, the next 1, and so on.
func (f *Fold) Of(id fund.ID) []Closing {
	if b := f.funds[id]; b != nil {
		return b.closings
	}
	return nil
}

// Closed returns the last day of a fund's books that is closed, or no date.
func (f *Fold) Closed(id fund.ID) fund.Date {
	if b := f.funds[id]; b != nil {
		return b.closed
	}
	return 0
}

// Standing returns the closing of a period of a fund that counts, and whether there
// is one.
func (f *Fold) Standing(id fund.ID, p event.Period) (Closing, bool) {
	for _, c := range f.Of(id) {
		if c.Period == p && c.Counts() {
			return c, true
		}
	}
	return Closing{}, false
}

// Apply folds one entry in and returns it as it is booked.
func (f *Fold) Apply(entry ledger.Entry) ledger.Entry {
	if closed, ok := entry.Event.(event.PeriodClosed); ok {
		f.close(entry.Position, closed)
		return entry
	}
	booked, moved := f.booked(entry.Event)
	if moved {
		f.Moved(entry.Event)
	}
	f.movedRight(entry.Event, booked)
	f.count(booked, 1)
	entry.Event = booked
	return entry
}

// ApplySum folds in n payments as their sum (see tally.Tally), and returns it as it
// is booked.
func (f *Fold) ApplySum(e event.Event, n int) event.Event {
	e, _ = f.booked(e)
	f.count(e, int64(n))
	return e
}

// Booked returns an entry that the fold has seen, as it was booked: Apply returned the same.
func (f *Fold) Booked(entry ledger.Entry) ledger.Entry {
	entry.Event, _ = f.bookedBy(entry.Event, func(id fund.ID) (closed fund.Date) {
		for _, c := range f.Of(id) {
			if c.Position < entry.Position && c.Counts() {
				closed = fund.Later(closed, c.Period.Last())
			}
		}
		return closed
	})
	return entry
}

// SomeMoved reports whether anything is booked on another day than it says.
func (f *Fold) SomeMoved() bool { return len(f.moved) > 0 }

// Moves reports whether an entry would be booked on another day than it says.
func (f *Fold) Moves(e event.Event) bool {
	_, moved := f.booked(e)
	return moved
}

// Moved takes note of a fact that is booked on another day than it says; of one that
// is not it takes none. It must be told of each payment that was folded in as a part
// of a sum, before a later entry reverses it.
func (f *Fold) Moved(e event.Event) {
	booked, moved := f.booked(e)
	if _, isCorrection := e.(event.Correction); !moved || isCorrection || e.Common().BookedFor != 0 {
		return // a reversal is not reversed, and what corrects a closed period has no bookings to move
	}
	f.note(e, booked.Common().BookedOn)
}

// movedRight takes note of the right fact of a correction that stands in the books as of
// another day than it says, because the wrong one does.
func (f *Fold) movedRight(said, booked event.Event) {
	r, isReversal := said.(event.FactReversed)
	if !isReversal || r.ByType == "" || said == booked {
		return
	}
	b, _ := booked.(event.FactReversed)
	was, _ := r.By()
	right, _ := b.By()
	if in := right.Common().BookedFor; in != was.Common().BookedFor {
		f.note(right, in)
	}
}

func (f *Fold) note(e event.Event, on fund.Date) {
	if f.moved == nil {
		f.moved = map[event.Digest]fund.Date{}
	}
	f.moved[event.DigestOf(e)] = on
}

// booked returns an event as it is booked now, and whether that is on another day than
// it says.
func (f *Fold) booked(e event.Event) (_ event.Event, moved bool) { return f.bookedBy(e, f.Closed) }

// bookedBy is booked when closed returned the last closed day of each fund.
func (f *Fold) bookedBy(e event.Event, closedOf func(fund.ID) fund.Date) (_ event.Event, moved bool) {
	if f.latest == 0 {
		return e, false
	}
	r, isReversal := e.(event.FactReversed)
	if isReversal && len(f.moved) > 0 {
		if on, ok := f.moved[event.DigestOf(r.Reversed())]; ok {
			e = r.OfBookedOn(on)
		}
	}
	on := e.Common().Booked()
	if on > f.latest {
		return e, false
	}
	var closed fund.Date
	for _, id := range event.FundsOf(e) {
		if id != "" {
			closed = fund.Later(closed, closedOf(id))
		}
	}
	if closed == 0 || on > closed {
		return e, false
	}
	if _, isClosing := e.(event.Closing); isClosing {
		return e, false
	}
	return event.BookOn(e, closed.DayAfter()), true
}

// count counts n facts that are booked as one.
func (f *Fold) count(e event.Event, n int64) {
	var room [2]posting.Line
	lines := posting.AppendOf(room[:0], e)
	if len(lines) == 0 {
		return
	}
	on := e.Common().Booked()
	for i, l := range lines {
		t := f.turnover(l.Fund, on)
		if !touched(lines[:i], l.Fund) {
			t.facts += n
		}
		s := t.sums[l.Account]
		if s == nil {
			s = new(money.Sum)
			t.sums[l.Account] = s
		}
		*s = s.Add(l.Net())
	}
}

// touched reports whether one of the lines is one of the fund.
func touched(lines []posting.Line, id fund.ID) bool {
	for i := range lines {
		if lines[i].Fund == id {
			return true
		}
	}
	return false
}

// turnover returns the month of a day of a fund.
func (f *Fold) turnover(id fund.ID, on fund.Date) *turnover {
	if n := &f.near; n.id == id && n.first <= on && on <= n.last {
		return n.turnover
	}
	next := on.NextMonth()
	b := f.of(id)
	t := b.months[next-1]
	if t == nil {
		t = &turnover{sums: map[account.Code]*money.Sum{}}
		b.months[next-1] = t
	}
	f.near = near{id: id, first: next.AddMonths(-1), last: next - 1, turnover: t}
	return t
}

func (f *Fold) of(id fund.ID) *kept {
	if f.funds == nil {
		f.funds = map[fund.ID]*kept{}
	}
	b := f.funds[id]
	if b == nil {
		b = &kept{months: map[fund.Date]*turnover{}}
		f.funds[id] = b
	}
	return b
}

// close decides on a closing.
func (f *Fold) close(at store.Position, e event.PeriodClosed) {
	made := f.Seal(e.Fund, e.Period)
	verdict := Counts
	switch right := made.Balances == e.Balances; {
	case right && (e.Seen == 0 || e.Seen == made.Seen):
	case e.Seen == 0 || e.Seen < made.Seen:
		verdict = Overtaken
	default:
		verdict = Wrong
	}
	b := f.of(e.Fund)
	b.closings = append(b.closings, Closing{Position: at, Period: e.Period, Verdict: verdict})
	if verdict == Counts {
		b.closed = fund.Later(b.closed, e.Period.Last())
		f.latest = fund.Later(f.latest, b.closed)
	}
}
