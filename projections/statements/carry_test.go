package statements_test

import (
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/statements"
)

// The surplus of closed years is in 3001, on the side of its sign, whether the books had
// that account already or not, and the accounts stay in their order.
func TestCarried(t *testing.T) {
	line := func(c account.Code, debit, credit money.Fen) books.Line {
		return books.Line{Account: c, Totals: books.Totals{Debit: debit.Sum(), Credit: credit.Sum()}}
	}
	for _, test := range []struct {
		name            string
		fund            fund.ID
		now, then, want []books.Line
	}{
		{"a surplus without an opening", resident,
			[]books.Line{line("1003", 40, 0), line("4001", 0, 40)}, []books.Line{line("1003", 40, 0), line("4001", 0, 40)},
			[]books.Line{line("1003", 40, 0), line("3001", 0, 40), line("4001", 0, 0)}},
		{"a deficit of a fund that was opened", resident,
			[]books.Line{line("1003", 50, 12), line("3001", 0, 50), line("5001", 12, 0)}, []books.Line{line("1003", 50, 9), line("3001", 0, 50), line("5001", 9, 0)},
			[]books.Line{line("1003", 50, 12), line("3001", 9, 50), line("5001", 3, 0)}},
		{"neither", resident,
			[]books.Line{line("4001", 0, 7), line("5001", 7, 0)}, []books.Line{line("4001", 0, 7), line("5001", 7, 0)},
			[]books.Line{line("4001", 0, 0), line("5001", 0, 0)}},
		{"3001 is before all others", resident,
			[]books.Line{line("4001", 0, 7), line("5001", 6, 0)}, []books.Line{line("4001", 0, 7), line("5001", 6, 0)},
			[]books.Line{line("3001", 0, 1), line("4001", 0, 0), line("5001", 0, 0)}},
		{"one part had it, and what awaits its split stays", employee,
			[]books.Line{line("300102", 0, 5), line("400101", 0, 8), line("400102", 0, 3), line("4601", 0, 2)},
			[]books.Line{line("400101", 0, 8), line("400102", 0, 3), line("4601", 0, 2)},
			[]books.Line{line("300101", 0, 8), line("300102", 0, 8), line("400101", 0, 0), line("400102", 0, 0), line("4601", 0, 2)}},
	} {
		got := statements.Carried(books.Book{Fund: test.fund, Accounts: test.now}, books.Book{Fund: test.fund, Accounts: test.then})
		if !slices.Equal(got.Accounts, test.want) {
			t.Errorf("%s:\n%v\nwant\n%v", test.name, got.Accounts, test.want)
		}
	}
}
