package statements

import (
	"cmp"
	"slices"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/books"
)

// Carried returns a book as the statute has it after the years up to another were
// closed: income and expense of those years are in 3001, and their accounts begin
// the year with nothing. lastYear is the same fund's book at the end of the last
// closed year. 4601 and 4602 are never carried: at the end of a year they must
// be split, not closed.
//
// Source: KJ 3001 §3(1)(2), and the last paragraph of each 4xxx and 5xxx account.
func Carried(b, lastYear books.Book) books.Book {
	kind := b.Fund.Kind()
	out := b.Less(lastYear)
	for i, l := range b.Accounts { // balances go on
		switch l.Account.Element() {
		case account.Income, account.Expense:
			if within(l.Account, account.UnsplitPremiums, account.UnsplitInterest) {
				out.Accounts[i].Totals = l.Totals
			}
		case account.Asset, account.Liability, account.NetAsset:
			out.Accounts[i].Totals = l.Totals
		}
	}
	for _, part := range sections(kind) {
		if part == unsplit {
			continue
		}
		surplus := sum(flows(kind, part), filled{turnover: lastYear})
		code, _ := share(kind, account.Balance, part)
		out = with(out, code, OneSide(books.Totals{Credit: surplus}))
	}
	return out
}

// flows returns the income of a section less its expense.
func flows(kind fund.Kind, part section) []Leg {
	return slices.DeleteFunc(counted(netAssets(kind, part), Net), func(l Leg) bool { return l.Account.Element() == account.NetAsset })
}

// with returns the book with totals added to an account.
func with(b books.Book, c account.Code, t books.Totals) books.Book {
	if t == (books.Totals{}) {
		return b
	}
	at, found := slices.BinarySearchFunc(b.Accounts, c, func(l books.Line, c account.Code) int { return cmp.Compare(l.Account, c) })
	b.Accounts = slices.Clone(b.Accounts)
	if !found {
		b.Accounts = slices.Insert(b.Accounts, at, books.Line{Account: c})
	}
	b.Accounts[at].Totals = b.Accounts[at].Plus(t)
	return b
}

func within(c account.Code, above ...account.Code) bool {
	return slices.ContainsFunc(above, func(a account.Code) bool { return c.Within(a) })
}

// OpeningOf returns the book with which a period that begins on a day opens: as of
// the day before, earlier years closed.
func OpeningOf(from fund.Date, at Books) books.Book {
	return Carried(at(from.DayBefore()), at(newYear(from.Year()).DayBefore()))
}

// BeginsAnew reports whether an account begins every year with nothing: what it had is carried.
func BeginsAnew(c account.Code) bool {
	flow := c.Element() == account.Income || c.Element() == account.Expense
	return flow && !within(c, account.UnsplitPremiums, account.UnsplitInterest)
}

// CarriedInto returns the accounts whose closed years an account of the general fund balance, or
// those below it, have taken over.
func CarriedInto(kind fund.Kind, c account.Code) (legs []Leg) {
	for _, part := range sections(kind) {
		if code, ok := share(kind, account.Balance, part); ok && part != unsplit && code.Within(c) {
			legs = append(legs, flows(kind, part)...)
		}
	}
	return legs
}
