package posting

import (
	"slices"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// corrections books a reversal. Within the year it books back every line. Of an
// earlier year income and expense are not touched any more: what the fund had
// too much becomes other expense, what it had too little other income.
//
// Of a fact of a closed period that is corrected only the difference is booked, by the
// same rule: each account gets one line, or none.
//
// Source: KJ 4501 §1, 5401 (prior-year corrections), by the rule of 4001 and 5001.
func corrections(c event.Correction) []Line {
	switch r := c.(type) {
	case event.FactReversed:
		year := r.Booked().Year()
		fact := r.Reversed()
		earlier := fact.Common().InBooks().Year() != year
		by, corrected := r.By()
		if !corrected {
			return takenBack(Standing(fact), earlier)
		}
		var d difference
		d.add(takenBack(Standing(fact), false), earlier)
		d.add(Standing(by), by.Common().InBooks().Year() != year)
		return d.lines()
	}
	panic("posting: a correction without a booking")
}

// takenBack turns the lines of a fact into those of its reversal: the same with the sides
// changed, but for income and expense of an earlier year.
func takenBack(lines []Line, earlier bool) []Line {
	for i := range lines {
		l := &lines[i]
		l.Debit, l.Credit = l.Credit, l.Debit
		if earlier {
			l.Account = ofEarlierYear(l.Fund, l.Account, l.Debit > 0)
		}
	}
	return lines
}

// Standing returns what stands in the books because of a fact: what it booked, or what
// the reversal of the one that it corrects made of that one's bookings.
func Standing(fact event.Event) []Line {
	if on := fact.Common().BookedFor; on != 0 {
		fact = event.BookOn(event.BookFor(fact, 0), on)
	}
	return Of(fact)
}

// ofEarlierYear returns the account that takes what an account of an earlier year had
// too much or too little.
func ofEarlierYear(id fund.ID, c account.Code, debit bool) account.Code {
	correction := account.OtherIncome
	switch {
	case !ofResult(c):
		return c
	case debit:
		correction = account.OtherExpense
	}
	return part(id, correction, PartOf(id, c))
}

// ofResult reports whether an account is one of income or expense.
func ofResult(c account.Code) bool {
	element := c.Element()
	return element == account.Income || element == account.Expense
}

// difference sums what is taken back and what is right instead.
type difference []sum

// sum is what an account gets; of an earlier year all income and expense of a part
// together, under other income.
type sum struct {
	fund    fund.ID
	account account.Code
	earlier bool
	debit   money.Fen // below zero: credit
}

// add adds lines of this year or of an earlier one.
func (d *difference) add(lines []Line, earlier bool) {
	for _, l := range lines {
		s := sum{fund: l.Fund, account: l.Account}
		if earlier {
			s.account, s.earlier = ofEarlierYear(l.Fund, l.Account, false), ofResult(l.Account)
		}
		at := slices.IndexFunc(*d, func(t sum) bool { return t.fund == s.fund && t.account == s.account && t.earlier == s.earlier })
		if at < 0 {
			at = len(*d)
			*d = append(*d, s)
		}
		(*d)[at].debit += l.Debit - l.Credit
	}
}

// lines returns the sums that are not zero, in the order in which their accounts came.
func (d difference) lines() []Line {
	var out []Line
	for _, s := range d {
		l := Line{Fund: s.fund, Account: s.account, Debit: max(s.debit, 0), Credit: max(-s.debit, 0)}
		if s.earlier {
			l.Account = ofEarlierYear(s.fund, s.account, s.debit > 0)
		}
		if s.debit != 0 {
			out = append(out, l)
		}
	}
	return out
}

// ByDate returns the bookings of an event by its own day: those that it would have if no
// period had been closed. The year of that day says which accounts they are on, never the
// day on which the event entered the books, and what was corrected counts whole, as what
// is right instead does. So the reversal of a fact takes back what the fact has here: in
// the same year on the same accounts, of an earlier year as in the books (see Of).
//
// Source: KJ 4001, 5001, 4501 §1, 5401: whether money comes back in the year in which it was
// paid. That a closed period takes nothing more is about the books.
func ByDate(e event.Event) []Line {
	if paid, ok := e.(event.ReimbursementPaid); ok { // most are, and books the same in every year
		return payment(nil, &paid)
	}
	f := e.Common()
	if r, isReversal := e.(event.FactReversed); isReversal {
		fact := r.Reversed()
		return takenBack(ByDate(fact), fact.Common().OccurredOn.Year() != f.OccurredOn.Year())
	}
	if f.BookedOn != 0 || f.BookedFor != 0 {
		e = event.Unclosed(e)
	}
	return Of(e)
}

// PartOf returns the part of a 职工 fund that an income or expense account
// belongs to; accounts that are not carried in parts belong to the pool, but for
// transfers.
//
// Source: KJ 3001 (closing paragraph): 4301 and 5201 close to 个人账户基金.
func PartOf(id fund.ID, c account.Code) fund.Part {
	switch {
	case !id.Kind().Has(fund.Parts):
		return ""
	case c == account.TransfersIn || c == account.TransfersOut:
		return fund.Personal
	case account.Of(id.Kind(), c.Top(), fund.Personal) != c.Top() && c.Within(account.Of(id.Kind(), c.Top(), fund.Personal)):
		return fund.Personal
	}
	return fund.Pool
}
