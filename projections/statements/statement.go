// Package statements makes the statutory statements and books of account of one
// fund out of its books: 资产负债表 (会社保01表), 收支表 (会社保02表), 试算平衡表,
// 日记账 and 明细账.
//
// A statement is the form with figures in it. Every line says which accounts it
// is made of and how each counts, so that any figure can be opened: the figure
// is the sum of its legs, for totals as for single lines. The same books give
// the same statement, whatever was asked before.
//
// The view of the books never moves income and expense to 3001. A statement does:
// the balance 3001 that it shows is 3001 as booked, and the income less expense of
// all days up to its date.
//
// Source: 财会〔2017〕28号 (KJ below) Part 4 (forms) and Part 5 (how they are filled in).
package statements

import (
	"slices"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/books"
)

// Books returns the book of one fund as of the end of a day; it is asked only for
// real days. It decides what is known: pass books.View.AsOf, or KnownAt.
type Books func(on fund.Date) books.Book

// Statement is a form with its figures.
type Statement struct {
	Form    string // the form's number, such as "会社保01表"
	Title   lang.Text
	Fund    fund.ID
	Period  event.Period
	Analogy bool // the statute has no form for the fund's kind; this follows 居民's
	Columns []Column
	Lines   []Line // in the order of the form
	Notes   []lang.Text
}

// Column is a column of figures.
type Column struct {
	Key      string // stable name
	Title    lang.Text
	From, To fund.Date // the days it covers; a column of balances has no From

	// Unknown says that the books began after it, so that its figures are not zero but
	// not known; a note says so. Those of its lines mean nothing.
	Unknown bool
}

// Line is a line of a statement.
type Line struct {
	// Key is the stable name: the account that the line shows, such as "500101", or
	// a word for a total, such as "net_assets".
	Key     string
	Name    lang.Text // as on the form, with its number
	Level   int       // 0 for totals and headings, 1 for items, 2 for what is within an item
	OffForm bool      // the statutory form has no such line
	Legs    []Leg     // none for a heading
	Amounts []money.Sum
}

// IsHeading reports whether the line has no figures.
func (l Line) IsHeading() bool { return len(l.Legs) == 0 }

// Leg is an account that a line is made of.
type Leg struct {
	Account  account.Code // with everything below it
	Counting Counting
	Minus    bool      // taken off
	Since    fund.Date // what is booked up to this day is left out; no date: nothing is
}

// Line returns the line with a key, and whether there is one.
func (s Statement) Line(key string) (Line, bool) {
	i := slices.IndexFunc(s.Lines, func(l Line) bool { return l.Key == key })
	if i < 0 {
		return Line{}, false
	}
	return s.Lines[i], true
}

// filled is a column with the books that fill it.
type filled struct {
	Column
	closing  books.Book // as of the end of To
	turnover books.Book // of the days from From to To
	opening  books.Book // as of the day of the opening, if that is among these days
}

// fill makes the column from the books.
func fill(c Column, at Books) filled {
	f := filled{Column: c, closing: at(c.To)}
	f.turnover = f.closing
	if c.From != 0 {
		f.turnover = f.closing.Less(at(c.From.DayBefore()))
		f.Unknown = f.closing.UnknownFlow(c.To)
		if opened := f.closing.Opened; c.From <= opened && opened <= c.To {
			f.opening = at(opened)
		}
	} else {
		f.Unknown = f.closing.Unknown(c.To)
	}
	return f
}

// amount returns what the leg adds to its line.
func (l Leg) amount(f filled) money.Sum {
	book := f.turnover
	if l.Counting == Closing {
		book = f.closing
	}
	t := book.Sum(l.Account)
	if l.Since != 0 && f.From <= l.Since && l.Since <= f.To {
		t = f.closing.Sum(l.Account).Minus(f.opening.Sum(l.Account))
	}
	if l.Counting == Gross { // the side on which it grows, alone
		if l.Account.Element().IsDebit() {
			t.Credit = money.Sum{}
		} else {
			t.Debit = money.Sum{}
		}
	}
	if l.Minus {
		return t.Balance(l.Account).Neg()
	}
	return t.Balance(l.Account)
}

// sum returns the sum of the legs.
func sum(legs []Leg, f filled) money.Sum {
	var total money.Sum
	for _, leg := range legs {
		total = total.Plus(leg.amount(f))
	}
	return total
}

// fillIn puts the figures into the lines. A line off the form is left out where it
// is nil. Error: *UnlistedError.
func (s *Statement) fillIn(lines []Line, columns []filled, elements ...account.Element) error {
	for _, f := range columns {
		s.Columns = append(s.Columns, f.Column)
		if err := listed(f.closing, lines, elements); err != nil {
			return err
		}
	}
	for _, l := range lines {
		isNil := true
		if !l.IsHeading() {
			l.Amounts = make([]money.Sum, len(columns))
		}
		for i := range l.Amounts {
			l.Amounts[i] = sum(l.Legs, columns[i])
			isNil = isNil && l.Amounts[i].IsZero()
		}
		if !l.OffForm || !isNil {
			s.Lines = append(s.Lines, l)
		}
	}
	return nil
}

// listed refuses a book with a balance on an account of the elements that no line
// is made of.
func listed(b books.Book, lines []Line, elements []account.Element) error {
	for _, l := range b.Accounts {
		if l.Balance(l.Account).IsZero() || !slices.Contains(elements, l.Account.Element()) {
			continue
		}
		if !slices.ContainsFunc(lines, func(line Line) bool {
			return slices.ContainsFunc(line.Legs, func(leg Leg) bool { return l.Account.Within(leg.Account) })
		}) {
			return &UnlistedError{Fund: b.Fund, Account: l.Account}
		}
	}
	return nil
}

// unknown says in notes of which columns the figures are not known, or of a part of the
// days only.
func (s *Statement) unknown(columns []filled) {
	for _, f := range columns {
		opened := f.closing.Opened
		switch {
		case f.Unknown && opened != 0:
			s.Notes = append(s.Notes, lang.F("%s空白：账从期初日 %s 开始，此前的数不知道，不是零。",
				"%s is blank: the books begin with the opening of %s; what was before is not known, which is not zero.", f.Title, opened))
		case f.Unknown:
			s.Notes = append(s.Notes, lang.F("%s空白：没有期初余额，第一笔账在 %s，此前的数不知道，不是零。",
				"%s is blank: there is no opening balance, and the first booking is of %s; what was before is not known, which is not zero.", f.Title, f.closing.First))
		case f.From != 0 && f.From <= opened:
			s.Notes = append(s.Notes, lang.F("%s只含 %s 起的收支：此前的在期初余额里，不知道。",
				"%s is of the days from %s on: what was before is in the opening balance and not known by itself.", f.Title, opened+1))
		}
	}
}

// analogy says in a note that the statute has no form for the fund.
func (s *Statement) analogy() {
	switch kind := s.Fund.Kind(); {
	case kind.Has(fund.Statute):
		return
	case kind.Has(fund.Relief):
		s.Notes = append(s.Notes, lang.Text{
			ZH: "医疗救助基金不在财会〔2017〕28号之内，比照城乡居民基本医疗保险基金的报表列示。",
			EN: "财会〔2017〕28号 does not cover medical aid; this follows the form of resident medical insurance by analogy.",
		})
	default:
		s.Notes = append(s.Notes, lang.Text{
			ZH: "财会〔2017〕28号没有本险种的报表，比照城乡居民基本医疗保险基金的报表列示。",
			EN: "财会〔2017〕28号 has no form for this kind of fund; this follows the form of resident medical insurance by analogy.",
		})
	}
	s.Analogy = true
}

// newYear returns the first day of a year.
func newYear(year int) fund.Date { return fund.NewDate(year, 1, 1) }

// mustBe panics for a period that is not well formed.
func mustBe(p event.Period) {
	if p.First() == 0 {
		panic("statements: not a period: " + string(p))
	}
}
