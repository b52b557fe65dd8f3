package event

import (
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// PeriodClosed says that a month or a year of a fund's books was closed with
// these balances. If they are those of everything in front of it in the log,
// nothing enters the books in it from then on; else it closes nothing.
type PeriodClosed struct {
	Fact
	Fund     fund.ID
	Period   Period
	Balances Balances
	// Seen is how many facts the balances are made of: those that book something in
	// the fund, in the period or before it. 0: there are none, or an older program
	// did not say.
	Seen    int64
	Warning Warning // written by the ledger
}

// Period is a month (2025-06) or a year (2025) of the books.
type Period string

// Last returns the last day of the period, or no date if it is not well formed.
func (p Period) Last() fund.Date {
	first := p.First()
	if first == 0 {
		return 0
	}
	if p.IsYear() {
		return fund.NewDate(first.Year(), 12, 31)
	}
	return first.NextMonth().DayBefore()
}

// First returns the first day of the period, or no date if it is not well formed.
func (p Period) First() fund.Date {
	text := string(p) + "-01"
	if p.IsYear() {
		text = string(p) + "-01-01"
	}
	first, _ := fund.ParseDate(text)
	return first
}

// IsYear reports whether the period is a year.
func (p Period) IsYear() bool { return len(p) == 4 }

// Balances are the balances of a book as sealed text: for each account that is
// not nil its code and its balance on its own side, in the order of codes, such
// as "1003 12.00; 3001 12.00".
type Balances string

// Balance is what stood on one account, on its own side.
type Balance struct {
	Account account.Code
	Amount  money.Sum
}

// SealBalances returns the balances as text. Accounts that are nil are left out.
func SealBalances(list []Balance) Balances {
	list = slices.DeleteFunc(slices.Clone(list), func(b Balance) bool { return b.Amount.IsZero() })
	slices.SortFunc(list, func(a, b Balance) int { return strings.Compare(string(a.Account), string(b.Account)) })
	texts := make([]string, len(list))
	for i, b := range list {
		texts[i] = string(b.Account) + " " + b.Amount.String()
	}
	if len(texts) == 0 {
		return "-"
	}
	return Balances(strings.Join(texts, "; "))
}

// List returns the balances, and whether the text is well formed.
func (b Balances) List() (list []Balance, ok bool) {
	if b == "-" {
		return nil, true
	}
	for _, part := range strings.Split(string(b), "; ") {
		code, text, found := strings.Cut(part, " ")
		amount, err := money.ParseSum(text)
		if !found || err != nil || amount.IsZero() || amount.String() != text || len(code) < 4 || len(code)%2 != 0 ||
			code[0] < '1' || code[0] > '5' || strings.Trim(code, "0123456789") != "" {
			return nil, false
		}
		if n := len(list); n > 0 && string(list[n-1].Account) >= code {
			return nil, false
		}
		list = append(list, Balance{account.Code(code), amount})
	}
	return list, true
}

func checkPeriod(text string) *Problem {
	if p := Period(text); len(text) != 4 && len(text) != 7 || p.First() == 0 {
		return problem(lang.F("不是会计期间", "this is not a period"), lang.F("写成 2025-06 或 2025", "write 2025-06 or 2025"))
	}
	return nil
}

func checkBalances(text string) *Problem {
	if _, ok := Balances(text).List(); !ok {
		return problem(lang.F("不是封存的余额", "these are not sealed balances"), lang.F("用 fundledger close 结账", "close with: fundledger close"))
	}
	return nil
}
