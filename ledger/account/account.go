// Package account holds the statutory chart of accounts of medical-insurance
// funds as data, and what it means for a booking to balance.
//
// Every fund is one set of books with the chart of its kind. Four-digit codes
// are statutory and fixed; two more digits make a sub-account of ours. 职工 books
// carry 统筹基金 (pool) and 个人账户基金 (personal) through every account that has
// them; 居民 books have no personal account. A medical-aid fund is not in the
// statute; its books follow it by analogy.
//
// Source: 财会〔2017〕28号 (KJ) Part 2 (科目表), Part 1 §4 (codes are fixed,
// sub-accounts may be added); 财社〔2013〕217号 for medical aid.
package account

import (
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Code is an account: four statutory digits, and two more for each level of
// sub-account, such as "1003" or "50010102".
type Code string

// The statutory accounts that medical insurance uses.
const (
	Cash            Code = "1001" // 库存现金
	IncomeAccount   Code = "1002" // 收入户存款
	SpecialAccount  Code = "1003" // 财政专户存款
	ExpenseAccount  Code = "1004" // 支出户存款
	Treasury        Code = "1005" // 国库存款
	Prepayments     Code = "1101" // 暂付款
	Bonds           Code = "1201" // 债券投资
	Suspense        Code = "2001" // 暂收款
	Borrowings      Code = "2101" // 借入款项
	Balance         Code = "3001" // 一般基金结余
	Premiums        Code = "4001" // 社会保险费收入
	Subsidy         Code = "4101" // 财政补贴收入
	Interest        Code = "4201" // 利息收入
	TransfersIn     Code = "4301" // 转移收入
	FromUpper       Code = "4401" // 上级补助收入
	FromLower       Code = "4402" // 下级上解收入
	OtherIncome     Code = "4501" // 其他收入
	UnsplitPremiums Code = "4601" // 待转社会保险费收入
	UnsplitInterest Code = "4602" // 待转利息收入
	Benefits        Code = "5001" // 社会保险待遇支出
	CriticalIllness Code = "5101" // 大病保险支出
	TransfersOut    Code = "5201" // 转移支出
	ToUpper         Code = "5301" // 上解上级支出
	ToLower         Code = "5302" // 补助下级支出
	OtherExpense    Code = "5401" // 其他支出
)

// Top returns the statutory account that the code is, or is below.
func (c Code) Top() Code { return c[:min(4, len(c))] }

// Within reports whether the code is the account above, or is below it.
func (c Code) Within(above Code) bool {
	return len(c) >= len(above) && c[:len(above)] == above
}

// Element is one of the five elements of accounts (会计要素).
type Element int

// The elements.
const (
	Asset Element = iota + 1
	Liability
	NetAsset
	Income
	Expense
)

// Element returns the element of the account by its first digit.
func (c Code) Element() Element {
	if c == "" || c[0] < '1' || c[0] > '5' {
		panic("account: no element for code " + string(c))
	}
	return Element(c[0] - '0')
}

// IsDebit reports whether accounts of the element grow on the debit side.
func (e Element) IsDebit() bool { return e == Asset || e == Expense }

// Name returns the element's name.
func (e Element) Name() lang.Text {
	return [...]lang.Text{
		{}, {ZH: "资产", EN: "assets"}, {ZH: "负债", EN: "liabilities"}, {ZH: "净资产", EN: "net assets"},
		{ZH: "收入", EN: "income"}, {ZH: "支出", EN: "expense"},
	}[e]
}

// Account is one line of a chart.
type Account struct {
	Code Code
	Name lang.Text // of the account itself, without those above it
	Leaf bool      // bookings go here; else only to its sub-accounts
}

// Of returns the sub-account of a part in the books of a kind: the account
// itself where the kind has no parts or the account is not carried in parts.
func Of(kind fund.Kind, c Code, p fund.Part) Code {
	if !carried(c) || !kind.Has(fund.Parts) {
		return c
	}
	switch p {
	case fund.Pool:
		return c + "01"
	case fund.Personal:
		return c + "02"
	}
	panic("account: 职工 books need a part for " + string(c))
}

// carried reports whether 职工 books carry an account in two parts.
//
// Source: KJ 3001, 4001, 4201, 4401, 4402, 4501, 5001, 5301, 5302, 5401.
func carried(c Code) bool {
	switch c {
	case Balance, Premiums, Interest, FromUpper, FromLower, OtherIncome, Benefits, ToUpper, ToLower, OtherExpense:
		return true
	default:
		return false
	}
}
