package account

import (
	"slices"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

// statutory is the chart that all kinds share, without sub-accounts.
//
// Source: KJ Part 2; accounts of other schemes only (1202, 3101, 3201, 4102,
// 4202, 5102–5105) are left out.
var statutory = [...]Account{
	{Code: Cash, Name: lang.Text{ZH: "库存现金", EN: "cash"}},
	{Code: IncomeAccount, Name: lang.Text{ZH: "收入户存款", EN: "agency income account"}},
	{Code: SpecialAccount, Name: lang.Text{ZH: "财政专户存款", EN: "fiscal special account"}},
	{Code: ExpenseAccount, Name: lang.Text{ZH: "支出户存款", EN: "agency expenditure account"}},
	{Code: Treasury, Name: lang.Text{ZH: "国库存款", EN: "treasury deposit"}},
	{Code: Prepayments, Name: lang.Text{ZH: "暂付款", EN: "prepayments and receivables"}},
	{Code: Bonds, Name: lang.Text{ZH: "债券投资", EN: "bonds"}},
	{Code: Suspense, Name: lang.Text{ZH: "暂收款", EN: "suspense receipts"}},
	{Code: Borrowings, Name: lang.Text{ZH: "借入款项", EN: "borrowings"}},
	{Code: Balance, Name: lang.Text{ZH: "一般基金结余", EN: "general fund balance"}},
	{Code: Premiums, Name: lang.Text{ZH: "社会保险费收入", EN: "premiums"}},
	{Code: Subsidy, Name: lang.Text{ZH: "财政补贴收入", EN: "fiscal subsidy"}},
	{Code: Interest, Name: lang.Text{ZH: "利息收入", EN: "interest"}},
	{Code: TransfersIn, Name: lang.Text{ZH: "转移收入", EN: "transfers in"}},
	{Code: FromUpper, Name: lang.Text{ZH: "上级补助收入", EN: "received from upper level"}},
	{Code: FromLower, Name: lang.Text{ZH: "下级上解收入", EN: "received from lower level"}},
	{Code: OtherIncome, Name: lang.Text{ZH: "其他收入", EN: "other income"}},
	{Code: UnsplitPremiums, Name: lang.Text{ZH: "待转社会保险费收入", EN: "premiums awaiting split"}},
	{Code: UnsplitInterest, Name: lang.Text{ZH: "待转利息收入", EN: "interest awaiting split"}},
	{Code: Benefits, Name: lang.Text{ZH: "社会保险待遇支出", EN: "benefits"}},
	{Code: CriticalIllness, Name: lang.Text{ZH: "大病保险支出", EN: "critical-illness insurance"}},
	{Code: TransfersOut, Name: lang.Text{ZH: "转移支出", EN: "transfers out"}},
	{Code: ToUpper, Name: lang.Text{ZH: "上解上级支出", EN: "paid to upper level"}},
	{Code: ToLower, Name: lang.Text{ZH: "补助下级支出", EN: "paid to lower level"}},
	{Code: OtherExpense, Name: lang.Text{ZH: "其他支出", EN: "other expense"}},
}

// The sub-accounts that all books keep for care in other provinces, and for what is
// not cross-province.
//
// Source: KJ 1101, 2001 (异地就医).
const (
	PrepaidElsewhere    = Prepayments + "01" // 异地就医预付金 that the fund has paid
	OtherPrepayments    = Prepayments + "09"
	PrepaidByOthers     = Suspense + "01" // 异地就医预付金 that others have paid
	ClearingOfElsewhere = Suspense + "02" // 异地就医清算资金
	FundsOfElsewhere    = Suspense + "03" // 异地就医资金
	OtherSuspense       = Suspense + "09"
)

// inAllBooks are these sub-accounts.
var inAllBooks = [...]Account{
	{Code: PrepaidElsewhere, Name: lang.Text{ZH: "异地就医预付金", EN: "cross-province prepayment"}},
	{Code: OtherPrepayments, Name: lang.Text{ZH: "其他暂付款", EN: "other prepayments"}},
	{Code: PrepaidByOthers, Name: lang.Text{ZH: "异地就医预付金", EN: "cross-province prepayment"}},
	{Code: ClearingOfElsewhere, Name: lang.Text{ZH: "异地就医清算资金", EN: "cross-province clearing"}},
	{Code: FundsOfElsewhere, Name: lang.Text{ZH: "异地就医资金", EN: "cross-province funds"}},
	{Code: OtherSuspense, Name: lang.Text{ZH: "其他暂收款", EN: "other suspense receipts"}},
}

// charts are the accounts of the books of each kind. They are asked for the name of every line.
var charts = func() map[fund.Kind][]Account {
	all := map[fund.Kind][]Account{}
	for _, of := range fund.Kinds() {
		all[of.Kind] = chartOf(of.Kind)
	}
	return all
}()

// Chart returns the accounts of the books of a kind, in the order of codes.
func Chart(kind fund.Kind) []Account { return slices.Clone(chart(kind)) }

// chart is Chart, whose accounts must not be changed.
func chart(kind fund.Kind) []Account {
	if all, is := charts[kind]; is {
		return all
	}
	return chartOf(kind)
}

func chartOf(kind fund.Kind) []Account {
	var chart []Account
	for _, a := range statutory {
		if !usable(kind, a.Code) {
			continue
		}
		chart = append(chart, a)
		if kind.Has(fund.Parts) && carried(a.Code) {
			chart = append(chart,
				Account{Code: Of(kind, a.Code, fund.Pool), Name: lang.Text{ZH: "统筹基金", EN: "pool"}},
				Account{Code: Of(kind, a.Code, fund.Personal), Name: lang.Text{ZH: "个人账户基金", EN: "personal accounts"}})
		}
	}
	if kind.Has(fund.Relief) {
		chart = append(chart,
			Account{Code: DirectRelief, Name: lang.Text{ZH: "直接救助支出", EN: "direct relief"}},
			Account{Code: Participation, Name: lang.Text{ZH: "资助参保支出", EN: "assisted participation"}})
	}
	chart = append(chart, inAllBooks[:]...)
	for _, c := range fund.Cares() {
		for _, p := range []fund.Part{fund.Pool, fund.Personal} {
			if code, ok := CareAccount(kind, p, c.Care); ok && !slices.ContainsFunc(chart, func(a Account) bool { return a.Code == code }) {
				chart = append(chart, Account{Code: code, Name: lang.Text{ZH: c.Name.ZH + "支出", EN: c.Name.EN}})
			}
		}
	}
	slices.SortFunc(chart, func(a, b Account) int {
		if a.Code < b.Code {
			return -1
		}
		return 1
	})
	for i := range chart {
		chart[i].Leaf = i+1 == len(chart) || !chart[i+1].Code.Within(chart[i].Code)
	}
	return chart
}

// usable reports whether books of a kind have a statutory account.
//
// Source: KJ 4301, 5201, 4601, 4602 (职工 only); KJ Part 4 (居民 has no transfers).
func usable(kind fund.Kind, c Code) bool {
	switch c {
	case TransfersIn, TransfersOut, UnsplitPremiums, UnsplitInterest:
		return kind.Has(fund.Parts)
	case Premiums:
		return kind.Has(fund.Premiums)
	case CriticalIllness:
		return kind.Has(fund.Insurer)
	default:
		return true
	}
}

// Find returns the account of a code in the books of a kind, and whether there is one.
func Find(kind fund.Kind, c Code) (Account, bool) {
	for _, a := range chart(kind) {
		if a.Code == c {
			return a, true
		}
	}
	return Account{}, false
}

// FullName returns the name of an account with those above it, such as
// "社会保险待遇支出—统筹基金—住院费用支出"; the code itself if there is none.
func FullName(kind fund.Kind, c Code) lang.Text {
	var name lang.Text
	for _, a := range chart(kind) {
		if !c.Within(a.Code) {
			continue
		}
		if name.IsZero() {
			name = a.Name
		} else {
			name = lang.Text{ZH: name.ZH + "—" + a.Name.ZH, EN: name.EN + ": " + a.Name.EN}
		}
	}
	if name.IsZero() {
		return lang.Text{ZH: string(c), EN: string(c)}
	}
	return name
}
