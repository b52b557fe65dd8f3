// Package lines is what is asked of the books line by line: which lines, from which place on,
// and what there is in front of it. Package folio answers.
package lines

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/posting"
)

// Finder finds what makes up a figure.
type Finder interface {
	// Totals returns what there is in front of a place; nil: everything. It is in the order
	// of the query's lines and of codes.
	Totals(ctx context.Context, q Query, before *Place) ([]Total, error)
	// Entries yields the events that have lines which a query asks for, as they are booked, in
	// the order of the books, from a place on; the zero Place: from the beginning. After an
	// error it yields nothing more.
	Entries(ctx context.Context, q Query, from Place) iter.Seq2[ledger.Entry, error]
	// Recorded yields the same events in the order of the log, from a position on.
	Recorded(ctx context.Context, q Query, since store.Position) iter.Seq2[ledger.Entry, error]
	// LastPlace returns where the last n lines begin that a query asks for, or a place a little
	// in front of that.
	LastPlace(ctx context.Context, q Query, n uint64) (Place, error)
}

// Query asks for lines of a fund, of the log as it was at a position.
type Query struct {
	Fund  fund.ID        // "": every fund, of a reading of the whole log
	Lines []Want         // a line that several want is one
	Until store.Position // events before this position are known; 0: all
}

// Want is lines of an account, with everything below it, on some days of the books.
type Want struct {
	Account       account.Code // "": every account
	From, To      fund.Date    // 0: without an end
	Debit, Credit bool         // the sides that are wanted
}

// Total is what there is of one account, of those that a Want asks for.
type Total struct {
	Want    int // number in the query
	Account account.Code
	Count   uint64 // of lines
	books.Totals
}

// Place is a place in the books: a day, and an event on it. Lines stand in the order of places.
type Place struct {
	Day      fund.Date
	Position store.Position
}

// PlaceOf returns where an event stands that is shown as it is booked.
func PlaceOf(booked ledger.Entry) Place {
	return Place{booked.Event.Common().Booked(), booked.Position}
}

// Compare returns a number below zero if p stands in front of q in the books.
func (p Place) Compare(q Place) int {
	return cmp.Or(cmp.Compare(p.Day, q.Day), cmp.Compare(p.Position, q.Position))
}

// String returns a place as people write it: 2025-06-30@123.
func (p Place) String() string { return fmt.Sprintf("%s@%d", p.Day, p.Position) }

// ParsePlace reads a place as String writes it.
func ParsePlace(text string) (p Place, ok bool) {
	day, position, _ := strings.Cut(text, "@")
	n, err := strconv.ParseUint(position, 10, 63)
	if p.Day, ok = fund.ParseDate(day); !ok || err != nil {
		return Place{}, false
	}
	p.Position = store.Position(n)
	return p, true
}

// Has reports whether an account is wanted.
func (w *Want) Has(c account.Code) bool { return w.Account == "" || c.Within(w.Account) }

// On reports whether a day is wanted.
func (w *Want) On(day fund.Date) bool {
	return (w.From == 0 || day >= w.From) && (w.To == 0 || day <= w.To)
}

// Takes reports whether the side of a line is wanted.
func (w *Want) Takes(l posting.Line) bool {
	return w.Debit && l.Debit != 0 || w.Credit && l.Credit != 0
}

// Count returns how many lines of an event are asked for, if it is booked on a day; 0: any.
func (q *Query) Count(booked ledger.Entry, day fund.Date) (n uint64) {
	on := booked.Event.Common().Booked()
	if day != 0 && on != day {
		return 0
	}
	for _, l := range posting.Of(booked.Event) {
		wants := func(w Want) bool { return w.Has(l.Account) && w.On(on) && w.Takes(l) }
		if (q.Fund == "" || l.Fund == q.Fund) && slices.ContainsFunc(q.Lines, wants) {
			n++
		}
	}
	return n
}

// Knows reports whether an event is known.
func (q *Query) Knows(e ledger.Entry) bool { return q.Until == 0 || e.Position < q.Until }

// Days returns the first and the last day that is asked for.
func (q *Query) Days() (from, to fund.Date) {
	from, to = math.MaxInt32, math.MinInt32
	for _, w := range q.Lines {
		if from = min(from, w.From); w.From == 0 {
			from = math.MinInt32
		}
		if to = max(to, w.To); w.To == 0 {
			to = math.MaxInt32
		}
	}
	return from, to
}
