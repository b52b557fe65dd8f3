package statements_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/statements"
)

// at answers with one book, whatever the day.
func at(id fund.ID, lines ...books.Line) statements.Books {
	return func(fund.Date) books.Book { return books.Book{Fund: id, Accounts: lines} }
}

func debit(f money.Fen) books.Totals  { return books.Totals{Debit: f.Sum()} }
func credit(f money.Fen) books.Totals { return books.Totals{Credit: f.Sum()} }

func TestAStatementThatDoesNotBalanceIsRefused(t *testing.T) {
	_, err := statements.BalanceSheet(resident, "2025-06", at(resident,
		books.Line{Account: "1003", Totals: debit(100_00)}, books.Line{Account: "2101", Totals: credit(30_00)},
		books.Line{Account: "4001", Totals: credit(69_98)}))
	var unbalanced *statements.UnbalancedError
	if !errors.As(err, &unbalanced) {
		t.Fatalf("%v", err)
	}
	if *unbalanced != (statements.UnbalancedError{Fund: resident, On: date(2024, 12, 31), Assets: money.Fen(100_00).Sum(),
		Liabilities: money.Fen(30_00).Sum(), NetAssets: money.Fen(69_98).Sum()}) {
		t.Errorf("%+v", unbalanced)
	}
	for _, want := range []string{"相差 0.02 元", "资产 100.00 元"} {
		if !strings.Contains(unbalanced.Text().ZH, want) {
			t.Errorf("%s: no %s", unbalanced.Text().ZH, want)
		}
	}
	if !strings.Contains(err.Error(), "a difference of 0.02 yuan") {
		t.Error(err)
	}
}

func TestAnAccountWithoutALineIsRefused(t *testing.T) {
	book := at(employee, books.Line{Account: "1003", Totals: debit(5)}, books.Line{Account: "4001", Totals: credit(5)}) // of no part
	var unlisted *statements.UnlistedError
	if _, err := statements.BalanceSheet(employee, "2025-06", book); !errors.As(err, &unlisted) || unlisted.Account != "4001" {
		t.Errorf("资产负债表: %v", err)
	}
	unlisted = nil
	if _, err := statements.Income(employee, "2025-06", nil, book); !errors.As(err, &unlisted) || unlisted.Account != "4001" || unlisted.Text().ZH == "" {
		t.Errorf("收支表: %v", err)
	}
}

func TestSumsAreWide(t *testing.T) {
	book := at(resident, books.Line{Account: "1003", Totals: debit(math.MaxInt64)}, books.Line{Account: "1004", Totals: debit(1)},
		books.Line{Account: "2101", Totals: credit(math.MaxInt64)}, books.Line{Account: "4001", Totals: credit(1)})
	if s, err := statements.BalanceSheet(resident, "2025-06", book); err != nil {
		t.Error(err)
	} else if l, _ := s.Line("assets"); l.Amounts[1].String() != "92233720368547758.08" {
		t.Errorf("%+v", l)
	}
	income := func(on fund.Date) books.Book {
		if on < date(2025, 1, 1) {
			return books.Book{Fund: resident}
		}
		return books.Book{Fund: resident, Accounts: []books.Line{{Account: "4001", Totals: credit(math.MaxInt64)}, {Account: "4101", Totals: credit(1)}}}
	}
	if s, err := statements.Income(resident, "2025-06", nil, income); err != nil {
		t.Error(err)
	} else if l, _ := s.Line("income"); l.Amounts[1].String() != "92233720368547758.08" {
		t.Errorf("%+v", l)
	}
	if got := statements.Trial(resident, date(2025, 1, 1), date(2025, 6, 30), true, income).Total.Closing.Credit.String(); got != "92233720368547758.08" {
		t.Error(got)
	}
}

func TestAPeriodThatIsNoneIsABug(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	_, _ = statements.BalanceSheet(resident, "2025-13", at(resident))
}
