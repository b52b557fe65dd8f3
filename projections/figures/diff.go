package figures

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/lines"
	"github.com/fundledger/fundledger/projections/posting"
)

// Difference is what changed between two times at which the same days of the books are
// looked at. Whoever asks replays the books of both times.
type Difference struct {
	Earlier       time.Time
	Days          Days
	Fund          fund.ID // "": every fund
	Before, After *books.View
	Since, Until  store.Position // of the first event that was recorded in between, and of the first behind

	lines uint64 // of what was recorded in between; see Read
}

// Change is an account that changed, with the lines that changed it.
type Change struct {
	books.Key
	Known  bool      // whether anything was known of the fund's books at the earlier time
	Before money.Sum // at the earlier time
	After  money.Sum
	Count  uint64                 // of the lines
	Lines  iter.Seq2[Line, error] // in the order of the log, of a page those that it has
}

// Spot is a line of a difference: an account, and an event that changed it.
type Spot struct {
	books.Key
	Position store.Position
}

// String returns a spot as people write it: 441300.390/1003@123.
func (s Spot) String() string { return fmt.Sprintf("%s/%s@%d", s.Fund, s.Account, s.Position) }

// ParseSpot reads a spot as String writes it.
func ParseSpot(text string) (s Spot, ok bool) {
	key, position, _ := strings.Cut(text, "@")
	id, code, _ := strings.Cut(key, "/")
	n, err := strconv.ParseUint(position, 10, 63)
	s = Spot{books.Key{Fund: fund.ID(id), Account: account.Code(code)}, store.Position(n)}
	return s, err == nil && s.Fund.Valid() && code != ""
}

// Recorded returns how many facts were recorded in between, and how many lines of them are of
// the days, on whatever page; once Read has found them.
func (d *Difference) Recorded() (facts, lines int64) { return int64(d.Until - d.Since), int64(d.lines) }

// Read returns the accounts that changed, in the order of funds and of codes, each with its
// lines. A page has so many lines, and the accounts that these are of, and says behind which line
// the next page comes; the zero Spot is none. Errors: *SumError, those of lines.Finder.
func (d *Difference) Read(ctx context.Context, from lines.Finder, p SpotPage) (all []Change, next Spot, err error) {
	for _, id := range d.funds() {
		of, err := d.changes(ctx, from, id)
		if err != nil {
			return nil, next, err
		}
		all = append(all, of...)
	}
	d.lines = 0
	for _, c := range all {
		d.lines += c.Count
	}
	if p.Before != (Spot{}) {
		return d.back(ctx, from, all, p)
	}
	limit, after := p.Limit, p.After
	all = all[max(0, slices.IndexFunc(all, func(c Change) bool { return c.Key == after.Key })):]
	left := limit
	for i := range all {
		c := &all[i]
		since := d.Since
		if c.Key == after.Key {
			since = max(since, after.Position+1)
		}
		if c.Lines = d.linesOf(ctx, from, c.Key, since); limit == 0 {
			continue
		}
		some, more, err := cutLines(c.Lines, left)
		if err != nil {
			return nil, next, err
		}
		if n := len(some); n > 0 {
			left, next = left-min(left, n), Spot{c.Key, some[n-1].Position}
		}
		c.Lines = func(yield func(Line, error) bool) {
			for i := 0; i < len(some) && yield(some[i], nil); i++ {
			}
		}
		if more {
			all = all[:i+1]
			break
		}
		if i+1 == len(all) {
			next = Spot{}
		}
	}
	for limit > 0 && len(all) > 0 && isEmpty(all[len(all)-1].Lines) { // it begins the next page
		all = all[:len(all)-1]
	}
	if len(all) > 0 && limit > 0 && all[0].Key == after.Key && isEmpty(all[0].Lines) { // it ended the page before
		all = all[1:]
	}
	return all, next, nil
}

func isEmpty(of iter.Seq2[Line, error]) bool {
	for range of {
		return false
	}
	return true
}

// cutLines returns the first so many lines, or a few more of the last event, and whether there
// are others.
func cutLines(of iter.Seq2[Line, error], limit int) (some []Line, more bool, err error) {
	for line, err := range of {
		if err != nil {
			return nil, false, err
		}
		if n := len(some); n >= limit && (n == 0 || line.Position != some[n-1].Position) {
			return some, true, nil
		}
		some = append(some, line)
	}
	return some, false, nil
}

// funds are those that are looked at.
func (d *Difference) funds() []fund.ID {
	if d.Fund != "" {
		return []fund.ID{d.Fund}
	}
	return d.After.Booked()
}

// changes returns the accounts of a fund that changed. Errors: as for Read.
func (d *Difference) changes(ctx context.Context, from lines.Finder, id fund.ID) (all []Change, err error) {
	between := map[account.Code]lines.Total{}
	for _, until := range []store.Position{d.Since, d.Until} {
		if until == 0 {
			continue // nothing was known then
		}
		totals, err := from.Totals(ctx, d.query(books.Key{Fund: id}, until), nil)
		if err != nil {
			return nil, err
		}
		for _, t := range totals {
			earlier := between[t.Account]
			between[t.Account] = lines.Total{Account: t.Account, Count: t.Count - earlier.Count, Totals: t.Totals.Minus(earlier.Totals)}
		}
	}
	before, known := d.of(d.Before, id)
	after, _ := d.of(d.After, id)
	for _, code := range slices.Sorted(maps.Keys(between)) {
		t := between[code]
		c := Change{Key: books.Key{Fund: id, Account: code}, Known: known, Count: t.Count,
			Before: before.Standing(code), After: after.Standing(code)}
		if got, want := t.Balance(code), c.After.Minus(c.Before); got != want {
			return nil, &SumError{string(id) + "/" + string(code), got, want}
		}
		if t.Count > 0 {
			all = append(all, c)
		}
	}
	return all, nil
}

// query asks for the lines of an account and those below it, as known at a position.
func (d *Difference) query(k books.Key, until store.Position) lines.Query {
	return lines.Query{Fund: k.Fund, Until: until, Lines: []lines.Want{{
		Account: k.Account, From: d.Days.From, To: d.Days.To, Debit: true, Credit: true,
	}}}
}

// linesOf yields the lines of an account that were recorded from a position on.
func (d *Difference) linesOf(ctx context.Context, from lines.Finder, k books.Key, since store.Position) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		for entry, err := range from.Recorded(ctx, d.query(k, d.Until), since) {
			if err != nil {
				yield(Line{}, err)
				return
			}
			for _, l := range posting.Of(entry.Event) {
				if l.Fund == k.Fund && l.Account == k.Account && !yield(lineOf(entry, l), nil) {
					return
				}
			}
		}
	}
}

// of returns the book of a fund in the days at one of the times, and whether anything was
// known of the fund's books then.
func (d *Difference) of(then *books.View, id fund.ID) (book books.Book, known bool) {
	book = then.AsOf(id, d.Days.To)
	known = len(book.Accounts) > 0 && (d.Days.To == 0 || book.First <= d.Days.To)
	if day, ok := d.Days.Before(); ok {
		book = book.Less(then.AsOf(id, day))
	}
	return book, known
}
