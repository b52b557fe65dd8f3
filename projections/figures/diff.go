package figures

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/posting"
)

// Difference is what changed between two times at which the same days of the books are
// looked at. Whoever asks replays the books of both times, and shows it what was recorded
// in between.
type Difference struct {
	Earlier       time.Time
	Days          Days
	Fund          fund.ID // "": every fund
	Before, After books.View

	facts int64
	lines []Line
}

// Change is an account that changed, with the lines that changed it.
type Change struct {
	books.Key
	Known  bool      // whether anything was known of the fund's books at the earlier time
	Before money.Sum // at the earlier time
	After  money.Sum
	Lines  []Line // in the order of the log
}

// Add takes an entry that was recorded in between.
func (d *Difference) Add(entry ledger.Entry) {
	d.facts++
	for _, l := range posting.Of(entry.Event) {
		if (d.Fund == "" || l.Fund == d.Fund) && d.Days.Has(entry.Event.Common().Booked()) {
			d.lines = append(d.lines, lineOf(entry, l))
		}
	}
}

// Recorded returns how many facts were recorded in between, and how many lines of them are
// of the days.
func (d *Difference) Recorded() (facts, lines int64) { return d.facts, int64(len(d.lines)) }

// Changes returns the accounts that changed, in the order of funds as they were
// established and of codes. Error: *SumError.
func (d *Difference) Changes() ([]Change, error) {
	of := map[books.Key][]Line{}
	funds := d.After.Funds()
	for _, l := range d.lines {
		k := books.Key{Fund: l.Fund, Account: l.Account}
		of[k] = append(of[k], l)
	}
	for _, l := range d.lines {
		if !slices.Contains(funds, l.Fund) {
			funds = append(funds, l.Fund)
		}
	}
	var changes []Change
	for _, id := range funds {
		before, known := d.of(&d.Before, id)
		after, _ := d.of(&d.After, id)
		for _, k := range slices.SortedFunc(maps.Keys(of),
			func(a, b books.Key) int { return strings.Compare(string(a.Account), string(b.Account)) }) {
			if k.Fund != id {
				continue
			}
			c := Change{Key: k, Known: known, Before: before.Standing(k.Account), After: after.Standing(k.Account), Lines: of[k]}
			var sum books.Totals
			for _, l := range c.Lines {
				sum = sum.Plus(books.TotalsOf(l.Line))
			}
			if got, want := sum.Balance(k.Account), c.After.Minus(c.Before); got != want {
				return nil, &SumError{string(id) + "/" + string(k.Account), got, want}
			}
			changes = append(changes, c)
		}
	}
	return changes, nil
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
