package figures

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
)

// Difference is a view of what changed between two times at which the same days of the
// books are looked at: the earlier one, and that up to which it is folded.
type Difference struct {
	once
	Earlier time.Time
	Days    Days
	Fund    fund.ID // "": every fund
	Books   books.View

	cut, next store.Position // the first entry that was not known at the earlier time; the next one
	passed    bool
	lines     []Line
}

// Change is an account that changed, with the lines that changed it.
type Change struct {
	books.Key
	Known  bool      // whether anything was known of the fund's books at the earlier time
	Before money.Sum // at the earlier time
	After  money.Sum
	Lines  []Line // in the order of the log
}

// Apply folds one entry in. Errors: those of the books.
func (d *Difference) Apply(entry ledger.Entry) error {
	d.next = entry.Position + 1
	if !d.passed && entry.RecordedAt.After(d.Earlier) {
		d.passed, d.cut = true, entry.Position
	}
	for _, l := range linesOf(entry) {
		if d.passed && (d.Fund == "" || l.Fund == d.Fund) && d.Days.Has(l.Booked()) {
			d.lines = append(d.lines, l)
		}
	}
	return d.Books.Apply(entry)
}

// Recorded returns how many facts were recorded in between, and how many lines of them are
// of the days.
func (d *Difference) Recorded() (facts, lines int64) {
	if !d.passed {
		return 0, 0
	}
	return int64(d.next - d.cut), int64(len(d.lines))
}

// Changes returns the accounts that changed, in the order of funds as they were
// established and of codes. Error: *SumError.
func (d *Difference) Changes() ([]Change, error) {
	of := map[books.Key][]Line{}
	funds := d.Books.Funds()
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
		before, known := d.at(id, d.cut)
		after, _ := d.at(id, d.next)
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

// at returns the book of a fund in the days when the log ended before a position, and
// whether anything was known of the fund's books then.
func (d *Difference) at(id fund.ID, before store.Position) (book books.Book, known bool) {
	book = d.Books.KnownAt(id, d.Days.To, before)
	known = len(book.Accounts) > 0 && (d.Days.To == 0 || book.First <= d.Days.To)
	if day, ok := d.Days.Before(); ok {
		book = book.Less(d.Books.KnownAt(id, day, before))
	}
	return book, known
}
