// Package figures says what makes up a figure of the books: the lines behind an account or
// a cell of a statement, what changed between two times at which the same days were looked
// at, and how a history got there step by step.
//
// What is listed always adds up to the figure, to the fen; if it did not, that is an error.
package figures

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/posting"
	"github.com/fundledger/fundledger/projections/statements"
)

// Figure is what is to be explained: accounts of a fund, or a cell of a statement.
type Figure struct {
	Fund  fund.ID
	Codes []account.Code // of accounts
	Side  Side
	Days  Days

	Form, Line, Column string // of a statement, else ""; no column is the usual one
	Period             event.Period
	Settings           statements.Settings
}

// The forms of the two statements.
const (
	BalanceSheet = "01" // 会社保01表
	Income       = "02" // 会社保02表
)

// Side is which amounts of accounts make up a figure.
type Side string

// The sides.
const (
	OwnSide Side = "balance" // of the account's own side, less the other
	Debit   Side = "debit"   // what was debited
	Credit  Side = "credit"  // what was credited
)

// Days is a range of days of the books, both included; 0 is without an end.
type Days struct{ From, To fund.Date }

// Has reports whether a day of the books is among the days.
func (d Days) Has(day fund.Date) bool {
	return (d.From == 0 || day >= d.From) && (d.To == 0 || day <= d.To)
}

// Before returns the day before the days, and whether there is one.
func (d Days) Before() (day fund.Date, ok bool) {
	if d.From == 0 {
		return 0, false
	}
	return d.From.DayBefore(), true
}

// Leg is an account that a figure is made of, and how it counts.
type Leg struct {
	Account account.Code // with everything below it
	Side    Side
	Minus   bool // taken off
	Days    Days
}

// of returns what totals of an account add to the figure by the leg.
func (l Leg) of(c account.Code, t books.Totals) money.Sum {
	amount := t.Balance(c)
	switch l.Side {
	case Debit:
		amount = t.Debit
	case Credit:
		amount = t.Credit
	case OwnSide:
	}
	if l.Minus {
		return amount.Neg()
	}
	return amount
}

// Cell is a figure as the books have it, and the legs that must add up to it.
type Cell struct {
	Name   lang.Text
	Amount money.Sum
	Legs   []Leg
	Days   Days // the longest of the legs

	Unknown fund.Date // the books began only then, so that the amount is not zero but not known; else no date
}

// Listing is the lines that make up a cell.
func (c Cell) Listing(id fund.ID) Listing {
	legs := c.Legs
	if len(legs) == 0 { // of no days
		legs = []Leg{{Account: account.Cash, Side: OwnSide, Days: Days{From: 2, To: 1}}}
	}
	return Listing{Fund: id, Legs: legs}
}

// MissingError says that a statement has no such line with a figure, or no such column.
type MissingError struct {
	Form, Line, Column string // what is missing; the other is ""
	Known              []string
}

// Error returns the message in English.
func (e *MissingError) Error() string {
	return fmt.Sprintf("%s has no %q; use %s", e.Form, e.Line+e.Column, strings.Join(e.Known, ", "))
}

// SumError says that the lines do not add up to a figure: a fault of the program.
type SumError struct {
	Of          string
	Sum, Figure money.Sum
}

// Error returns the message in English.
func (e *SumError) Error() string {
	return fmt.Sprintf("%s: the bookings add up to %s, not to the figure %s: this is a fault of the program", e.Of, e.Sum, e.Figure)
}

// Legs are what a figure of accounts is made of; none of a statement, whose lines say it.
func (f Figure) Legs() (legs []Leg) {
	for _, c := range f.Codes {
		legs = append(legs, Leg{Account: c, Side: f.Side, Days: f.Days})
	}
	return legs
}

// In returns the figure as the books have it, and what it is made of. Errors:
// *MissingError; those of a statement that cannot be made.
func (f Figure) In(v *books.View) (Cell, error) {
	if f.Form != "" {
		return f.inStatement(v)
	}
	book := v.AsOf(f.Fund, f.Days.To)
	if day, ok := f.Days.Before(); ok {
		book = book.Less(v.AsOf(f.Fund, day))
	}
	out := Cell{Days: f.Days, Legs: f.Legs()}
	if to := f.Days.To; to != 0 && (f.Days.From == 0 && book.Unknown(to) || f.Days.From != 0 && book.UnknownFlow(to)) {
		out.Unknown = cmp.Or(book.Opened, book.First)
	}
	var codes, zh, en []string
	for _, l := range out.Legs {
		out.Amount = out.Amount.Plus(l.of(l.Account, book.Sum(l.Account)))
		full := account.FullName(f.Fund.Kind(), l.Account)
		codes, zh, en = append(codes, string(l.Account)), append(zh, full.ZH), append(en, full.EN)
	}
	code := string(f.Fund) + "/" + strings.Join(codes, "+")
	out.Name = lang.F("%s %s（%s）", "%s %s (%s)", code, lang.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, " and ")}, f.sideName())
	return out, nil
}

// sideName says which amounts of accounts make up the figure.
func (f Figure) sideName() lang.Text {
	switch f.Side {
	case Debit:
		return lang.Text{ZH: "借方发生额", EN: "debits"}
	case Credit:
		return lang.Text{ZH: "贷方发生额", EN: "credits"}
	case OwnSide:
	}
	if f.Codes[0].Element().IsDebit() {
		return lang.Text{ZH: "借方减贷方", EN: "debits less credits"}
	}
	return lang.Text{ZH: "贷方减借方", EN: "credits less debits"}
}

// inStatement returns a cell of a statement. Errors: as In.
func (f Figure) inStatement(v *books.View) (Cell, error) {
	s, line, i, err := f.find(v)
	if err != nil {
		return Cell{}, err
	}
	c := s.Columns[i]
	out := Cell{Amount: line.Amounts[i], Days: Days{c.From, c.To}}
	out.Name = lang.F("%s %s %s %s（%s）%s", "%s %s %s %s (%s) %s", string(f.Fund), s.Form, s.Title, line.Name, c.Title, string(f.Period))
	if c.Unknown {
		book := v.AsOf(f.Fund, c.To)
		out.Unknown = cmp.Or(book.Opened, book.First)
	}
	for _, l := range line.Legs {
		leg := legOf(l, c)
		if leg.Days.From == 0 {
			out.Days.From = 0
		}
		out.Legs = append(out.Legs, leg)
	}
	return out, nil
}

// find returns the statement of a figure, its line and its column. Errors: as In.
func (f Figure) find(v *books.View) (s statements.Statement, line statements.Line, i int, err error) {
	at := func(on fund.Date) books.Book { return v.AsOf(f.Fund, on) }
	column := cmp.Or(f.Column, "closing")
	if f.Form == Income {
		s, err = statements.Income(f.Fund, f.Period, f.Settings, at)
		if f.Column == "" && err == nil {
			column = s.Columns[0].Key
		}
	} else {
		s, err = statements.BalanceSheet(f.Fund, f.Period, at)
	}
	if err != nil {
		return s, line, 0, err
	}
	i = slices.IndexFunc(s.Columns, func(c statements.Column) bool { return c.Key == column })
	if i < 0 {
		return s, line, 0, &MissingError{Form: s.Form, Column: column, Known: keys(s.Columns, func(c statements.Column) string { return c.Key })}
	}
	line, ok := s.Line(f.Line)
	if !ok || line.IsHeading() {
		with := slices.DeleteFunc(slices.Clone(s.Lines), statements.Line.IsHeading)
		return s, line, 0, &MissingError{Form: s.Form, Line: f.Line, Known: keys(with, func(l statements.Line) string { return l.Key })}
	}
	return s, line, i, nil
}

// legOf is a leg of a line in a column.
func legOf(l statements.Leg, c statements.Column) Leg {
	days := Days{c.From, c.To}
	if l.Counting == statements.Closing {
		days.From = 0
	}
	if l.Since != 0 && days.From <= l.Since {
		days.From = l.Since.DayAfter()
	}
	return Leg{Account: l.Account, Side: sideOf(l), Minus: l.Minus, Days: days}
}

func keys[T any](list []T, key func(T) string) []string {
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = key(t)
	}
	return out
}

// sideOf is which amounts a leg of a statement counts.
func sideOf(l statements.Leg) Side {
	switch {
	case l.Counting != statements.Gross:
		return OwnSide
	case l.Account.Element().IsDebit():
		return Debit
	}
	return Credit
}

// Line is one line of a booking with the fact that caused it, as it is booked.
type Line struct {
	posting.Line
	event.Fact
	Position   store.Position
	RecordedAt time.Time
	Wire       string // the type of the fact

	Adds, Sum money.Sum // to the figure, and so far; of a Listing
}

// lineOf returns a line of the booking of an entry.
func lineOf(entry ledger.Entry, l posting.Line) Line {
	return Line{Line: l, Fact: entry.Event.Common(), Position: entry.Position, RecordedAt: entry.RecordedAt, Wire: event.Wire(entry.Event)}
}

// HasFund reports whether a fund was established, or has entries.
func HasFund(v *books.View, id fund.ID) bool {
	return slices.Contains(v.Funds(), id) || len(v.AsOf(id, 0).Accounts) > 0
}
