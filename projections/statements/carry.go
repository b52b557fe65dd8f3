package statements

import (
	"slices"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/books"
)

// Carried returns a book as the statute has it after the years up to another were
// closed: income and expense of those years are in 3001, and their accounts begin
// the year with nothing. lastYear is the same fund's book at the end of the last
// closed year. 4601 and 4602 are never carried: at the end of a year they must
// be split, not closed. Error: money.ErrOverflow.
//
// Source: KJ 3001 §3(1)(2), and the last paragraph of each 4xxx and 5xxx account.
func Carried(b, lastYear books.Book) (books.Book, error) {
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
		surplus, err := sum(flows(kind, part), filled{turnover: lastYear})
		if err != nil {
			return books.Book{}, err
		}
		code, _ := share(kind, account.Balance, part)
		var t books.Totals
		if t.Credit = surplus; surplus < 0 {
			t.Debit, t.Credit = -surplus, 0
		}
		if out, err = with(out, code, t); err != nil {
			return books.Book{}, err
		}
	}
	return out, nil
}

// flows returns the income of a section less its expense.
func flows(kind fund.Kind, part section) []Leg {
	return slices.DeleteFunc(counted(netAssets(kind, part), Net), func(l Leg) bool { return l.Account.Element() == account.NetAsset })
}

// with returns the book with totals added to an account. Error: money.ErrOverflow.
func with(b books.Book, c account.Code, t books.Totals) (books.Book, error) {
	if t == (books.Totals{}) {
		return b, nil
	}
	at := slices.IndexFunc(b.Accounts, func(l books.Line) bool { return l.Account >= c })
	if at < 0 {
		at = len(b.Accounts)
	}
	b.Accounts = slices.Clone(b.Accounts)
	if at == len(b.Accounts) || b.Accounts[at].Account != c {
		b.Accounts = slices.Insert(b.Accounts, at, books.Line{Account: c})
	}
	var err error
	b.Accounts[at].Totals, err = b.Accounts[at].Add(t)
	return b, err
}

func within(c account.Code, above ...account.Code) bool {
	return slices.ContainsFunc(above, func(a account.Code) bool { return c.Within(a) })
}

// OpeningOf returns the book with which a period that begins on a day opens: as of
// the day before, earlier years closed. Error: money.ErrOverflow.
func OpeningOf(from fund.Date, at Books) (books.Book, error) {
	return Carried(at(before(from)), at(before(newYear(from.Year()))))
}
