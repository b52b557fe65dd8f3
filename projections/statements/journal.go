package statements

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/posting"
)

// Journal gathers the booked lines of a fund: the fold behind 日记账 and 明细账. Set
// what to gather, then apply the log.
type Journal struct {
	Fund     fund.ID
	From, To fund.Date    // days of booking
	Account  account.Code // this one and everything below it; "": all

	lines []JournalLine
}

// JournalLine is one line of a booking.
type JournalLine struct {
	Booked   fund.Date // the day on which it entered the books
	Occurred fund.Date // its business date; another one where that was closed
	Position store.Position
	Type     string // wire name of the event
	Document string
	Note     string
	Account  account.Code
	books.Totals
}

// Name returns the name of the view and of its state's form.
func (j *Journal) Name() string { return "journal.v1" }

// Apply folds one entry in. It never fails.
func (j *Journal) Apply(entry ledger.Entry) error {
	fact := entry.Event.Common()
	booked := fact.Booked()
	if booked < j.From || booked > j.To {
		return nil
	}
	for _, l := range posting.Of(entry.Event) {
		if l.Fund == j.Fund && l.Account.Within(j.Account) {
			j.lines = append(j.lines, JournalLine{
				Booked: booked, Occurred: fact.OccurredOn, Position: entry.Position, Type: event.Wire(entry.Event),
				Document: fact.Document, Note: fact.Note, Account: l.Account, Totals: books.TotalsOf(l),
			})
		}
	}
	return nil
}

// Lines returns the lines by day of booking, then in the order of the log; the
// lines of one booking stay together, in its order.
func (j *Journal) Lines() []JournalLine {
	lines := slices.Clone(j.lines)
	slices.SortStableFunc(lines, func(a, b JournalLine) int {
		return cmp.Or(cmp.Compare(a.Booked, b.Booked), cmp.Compare(a.Position, b.Position))
	})
	return lines
}

// AppendState appends the whole state to dst: equal histories give equal bytes.
func (j *Journal) AppendState(dst []byte) []byte {
	for _, l := range j.lines {
		dst = fmt.Appendf(dst, "@%d %s %s %q %s %s %s\n", l.Position, l.Booked, l.Type, l.Document, l.Account, l.Debit, l.Credit)
	}
	return dst
}

// Total returns the totals of lines.
func Total(lines []JournalLine) books.Totals {
	var t books.Totals
	for _, l := range lines {
		t = t.Plus(l.Totals)
	}
	return t
}

// Ledger is 明细账: one account line by line with its balance.
type Ledger struct {
	Account  account.Code
	Opening  money.Sum // on the account's own side, as all balances here
	Rows     []LedgerRow
	Turnover books.Totals
	Closing  money.Sum
}

// LedgerRow is a line with the balance after it.
type LedgerRow struct {
	JournalLine
	Balance money.Sum
}

// LedgerOf returns the ledger of an account with everything below it: what the
// opening book has on it, and then the lines, which are the account's.
func LedgerOf(c account.Code, opening books.Book, lines []JournalLine) Ledger {
	sum := opening.Sum(c)
	l := Ledger{Account: c, Opening: sum.Balance(c)}
	for _, line := range lines {
		sum = sum.Plus(line.Totals)
		l.Rows = append(l.Rows, LedgerRow{line, sum.Balance(c)})
	}
	l.Closing = sum.Balance(c)
	l.Turnover = Total(lines)
	return l
}
