package figures

import (
	"context"
	"iter"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/lines"
	"github.com/fundledger/fundledger/projections/posting"
)

// Listing is lines of the books of a fund in their order: by the day on which they entered
// the books, then as they were recorded.
type Listing struct {
	Fund  fund.ID
	Legs  []Leg          // what makes up a figure; none: every line of the days, as in a journal
	Days  Days           // of a journal
	Until store.Position // events before this position are known; 0: all
}

// Page says which lines of a listing are wanted. The lines of one event stay together. The
// zero Page is the whole listing.
type Page struct {
	Limit  int         // so many, or a few more of the last event; 0: all
	Last   int         // the last so many, or a few more of the first event; 0: not asked for
	After  lines.Place // those behind this place; the zero Place: from the beginning
	Before lines.Place // the last of those in front of this place; the zero Place: not asked for
}

// IsWhole reports whether the whole listing is wanted.
func (p Page) IsWhole() bool { return p == Page{} }

// Running is what lines come to.
type Running struct {
	books.Totals
	Sum   money.Sum // of what they add to the figure
	Lines uint64    // how many there are; one that two legs count is two
}

// Listed is a page of a listing.
type Listed struct {
	Before, Whole Running
	Next          lines.Place            // where the next page comes after; the zero Place: there is none
	Lines         iter.Seq2[Line, error] // of the page; read as they are asked for if it is not limited. At the end *SumError, if it is due
}

// Query is what a listing asks for.
func (l Listing) Query() lines.Query {
	q := lines.Query{Fund: l.Fund, Until: l.Until}
	if len(l.Legs) == 0 {
		q.Lines = []lines.Want{{From: l.Days.From, To: l.Days.To, Debit: true, Credit: true}}
	}
	for _, leg := range l.Legs {
		q.Lines = append(q.Lines, lines.Want{
			Account: leg.Account, From: leg.Days.From, To: leg.Days.To, Debit: leg.Side != Credit, Credit: leg.Side != Debit,
		})
	}
	return q
}

// Read returns a page of a listing. Errors: those of lines.Finder.
func (l Listing) Read(ctx context.Context, from lines.Finder, p Page) (out Listed, err error) {
	q := l.Query()
	if out.Whole, err = l.running(ctx, from, nil); err != nil {
		return out, err
	}
	if p.Before != (lines.Place{}) {
		return out, l.back(ctx, from, p, &out)
	}
	begin := lines.Place{}
	if p.After != begin {
		begin = lines.Place{Day: p.After.Day, Position: p.After.Position + 1}
	}
	if p.Last > 0 {
		if begin, err = from.LastPlace(ctx, q, uint64(p.Last)); err != nil {
			return out, err
		}
	}
	all := l.lines(from.Entries(ctx, q, begin))
	if p.Limit > 0 || p.Last > 0 {
		var some []Line
		if some, out.Next, err = p.cut(all); err != nil {
			return out, err
		}
		if len(some) > 0 {
			begin = some[0].place()
		}
		all = each(some)
	}
	if begin != (lines.Place{}) {
		if out.Before, err = l.running(ctx, from, &begin); err != nil {
			return out, err
		}
	}
	out.Lines = out.summed(l, all)
	return out, nil
}

// summed yields lines of the page with the running sum.
func (out Listed) summed(l Listing, all iter.Seq2[Line, error]) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		sum := out.Before.Sum
		for line, err := range all {
			sum = sum.Plus(line.Adds)
			line.Sum = sum
			if !yield(line, err) || err != nil {
				return
			}
		}
		if out.Next == (lines.Place{}) && sum != out.Whole.Sum {
			yield(Line{}, &SumError{string(l.Fund), sum, out.Whole.Sum})
		}
	}
}

// each yields lines that are there.
func each(some []Line) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		for i := 0; i < len(some) && yield(some[i], nil); i++ {
		}
	}
}

// place is where the line stands.
func (l *Line) place() lines.Place { return lines.Place{Day: l.Booked(), Position: l.Position} }

// running returns what the lines in front of a place come to; nil: all of them.
func (l Listing) running(ctx context.Context, from lines.Finder, before *lines.Place) (r Running, err error) {
	totals, err := from.Totals(ctx, l.Query(), before)
	for _, t := range totals {
		r.Totals = r.Totals.Plus(t.Totals)
		r.Lines += t.Count
		if len(l.Legs) > 0 {
			r.Sum = r.Sum.Plus(l.Legs[t.Want].of(t.Account, t.Totals))
		}
	}
	return r, err
}

// lines yields the lines of entries that the listing has.
func (l Listing) lines(entries iter.Seq2[ledger.Entry, error]) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		var booked []posting.Line
		for entry, err := range entries {
			if err != nil {
				yield(Line{}, err)
				return
			}
			booked = posting.AppendOf(booked[:0], entry.Event)
			for _, of := range booked {
				if line, has := l.line(entry, of); has && !yield(line, nil) {
					return
				}
			}
		}
	}
}

// line returns a line of an entry, and whether the listing has it.
func (l Listing) line(entry ledger.Entry, of posting.Line) (line Line, has bool) {
	day := entry.Event.Common().Booked()
	if of.Fund != l.Fund {
		return line, false
	}
	has = len(l.Legs) == 0 && l.Days.Has(day)
	line = lineOf(entry, of)
	for _, leg := range l.Legs {
		if of.Account.Within(leg.Account) && leg.Days.Has(day) {
			adds := leg.of(of.Account, books.TotalsOf(of))
			line.Adds, has = line.Adds.Plus(adds), has || !adds.IsZero()
		}
	}
	return line, has
}

// cut returns the lines of the page, of those from where it begins or a little in front of
// that, and after which place the next page comes.
func (p Page) cut(of iter.Seq2[Line, error]) (some []Line, next lines.Place, err error) {
	if p.Last > 0 {
		some, err = lastOf(of, p.Last)
		return some, next, err
	}
	for line, err := range of {
		if err != nil {
			return nil, next, err
		}
		if n := len(some); n >= p.Limit && line.Position != some[n-1].Position {
			return some, some[n-1].place(), nil
		}
		some = append(some, line)
	}
	return some, next, nil
}

// lastOf returns the last so many lines, or a few more of the first event; 0: all.
func lastOf(of iter.Seq2[Line, error], n int) (some []Line, err error) {
	const room = 1 << 10
	for line, err := range of {
		if err != nil {
			return nil, err
		}
		if some = append(some, line); n > 0 && len(some) > 2*n+room {
			some = append(some[:0], lastLines(some, n)...)
		}
	}
	if n == 0 {
		return some, nil
	}
	return lastLines(some, n), nil
}

// lastLines returns the last so many of some lines, or a few more of the first event.
func lastLines(some []Line, n int) []Line {
	for first := 0; ; {
		behind := slices.IndexFunc(some[first:], func(l Line) bool { return l.Position != some[first].Position })
		if behind < 0 || len(some)-first-behind < n {
			return some[first:]
		}
		first += behind
	}
}
