// Package budget has the lines of the budget of a fund (社会保险基金预算), as data: those of
// the official forms, each with the accounts on which its execution stands.
//
// Source: 城乡居民基本医疗保险基金收支预算表 as published, for 390 and the kinds that follow it;
// budget classes 10203 and 20903, and published statements, for 310; published statements
// for 610 (利息, 其他, 上级补助, 医疗救助支出, 上解).
package budget

import (
	"slices"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Line is a line of the budget (预算项目). Codes are written into events and never change.
type Line string

// The lines. Those below a line are parts of it (其中), which need not add up to it.
const (
	Premiums     Line = "premiums"
	Collective   Line = "premiums_collective"
	Assisted     Line = "premiums_assisted"
	TreasuryPaid Line = "premiums_treasury"

	Subsidies Line = "subsidies"
	Standard  Line = "subsidies_standard"
	Vaccine   Line = "subsidies_vaccine"

	Interest    Line = "interest"
	OtherIncome Line = "other_income"
	TransfersIn Line = "transfers_in"
	FromUpper   Line = "from_upper"
	FromLower   Line = "from_lower"

	Benefits         Line = "benefits"
	BenefitsPool     Line = "benefits_pool"
	BenefitsPersonal Line = "benefits_personal"
	Inpatient        Line = "benefits_inpatient"
	Outpatient       Line = "benefits_outpatient"
	Direct           Line = "benefits_direct"
	Participation    Line = "benefits_participation"

	CriticalIllness Line = "critical_illness"
	TransfersOut    Line = "transfers_out"
	OtherExpense    Line = "other_expense"
	ToLower         Line = "to_lower"
	ToUpper         Line = "to_upper"

	Opening Line = "opening" // 上年结余, which begins the year
)

// Side is on which side of the form a line stands.
type Side int

// The sides. The balance stands on that of income, and is none.
const (
	Income Side = iota
	Expense
	Balance
)

// Row is what is known of a line in the budget of a kind of fund.
type Row struct {
	Line
	Name   lang.Text // as on the form, without its number
	Side   Side
	Within Line // of which it is a part; "": of none
	Levels bool // money between levels: below the subtotal (本年收入小计, 本年支出小计)

	// Accounts are where its execution stands, with all below them; none: the chart tells
	// it from nothing, and a fact says it (who paid a premium, what a subsidy is for).
	Accounts []account.Code
}

var rows = [...]Row{
	{Line: Premiums, Name: lang.Text{ZH: "基本医疗保险费收入", EN: "premiums"}, Accounts: codes(account.Premiums, account.UnsplitPremiums)},
	{Line: Collective, Name: lang.Text{ZH: "集体扶持收入", EN: "paid by collectives"}, Within: Premiums},
	{Line: Assisted, Name: lang.Text{ZH: "城乡医疗救助资助收入", EN: "paid by medical aid"}, Within: Premiums},
	{Line: TreasuryPaid, Name: lang.Text{ZH: "财政为困难人员代缴收入", EN: "paid by the treasury for people in need"}, Within: Premiums},
	{Line: Subsidies, Name: lang.Text{ZH: "财政补贴收入", EN: "fiscal subsidies"}, Accounts: codes(account.Subsidy)},
	{Line: Standard, Name: lang.Text{ZH: "按规定标准补助收入", EN: "by the prescribed standard"}, Within: Subsidies},
	{Line: Vaccine, Name: lang.Text{ZH: "对医保基金负担新冠病毒疫苗及接种费用的补助", EN: "for COVID-19 vaccines and vaccination"}, Within: Subsidies},
	{Line: Interest, Name: lang.Text{ZH: "利息收入", EN: "interest"}, Accounts: codes(account.Interest, account.UnsplitInterest)},
	{Line: OtherIncome, Name: lang.Text{ZH: "其他收入", EN: "other income"}, Accounts: codes(account.OtherIncome)},
	{Line: TransfersIn, Name: lang.Text{ZH: "转移收入", EN: "transfers in"}, Accounts: codes(account.TransfersIn)},
	{Line: FromUpper, Name: lang.Text{ZH: "上级补助收入", EN: "from the upper level"}, Levels: true, Accounts: codes(account.FromUpper)},
	{Line: FromLower, Name: lang.Text{ZH: "下级上解收入", EN: "from lower levels"}, Levels: true, Accounts: codes(account.FromLower)},

	{Line: Benefits, Name: lang.Text{ZH: "基本医疗保险待遇支出", EN: "benefits"}, Side: Expense, Accounts: codes(account.Benefits)},
	{Line: BenefitsPool, Name: lang.Text{ZH: "统筹基金待遇支出", EN: "of the pool"}, Side: Expense, Within: Benefits},
	{Line: BenefitsPersonal, Name: lang.Text{ZH: "个人账户基金待遇支出", EN: "of personal accounts"}, Side: Expense, Within: Benefits},
	{Line: Inpatient, Name: lang.Text{ZH: "住院费用支出", EN: "inpatient"}, Side: Expense, Within: Benefits},
	{Line: Outpatient, Name: lang.Text{ZH: "门诊费用支出", EN: "outpatient"}, Side: Expense, Within: Benefits},
	{Line: Direct, Name: lang.Text{ZH: "直接救助支出", EN: "direct relief"}, Side: Expense, Within: Benefits},
	{Line: Participation, Name: lang.Text{ZH: "资助参保支出", EN: "assisted participation"}, Side: Expense, Within: Benefits},
	{Line: CriticalIllness, Name: lang.Text{ZH: "大病保险支出", EN: "critical-illness insurance"}, Side: Expense, Accounts: codes(account.CriticalIllness)},
	{Line: TransfersOut, Name: lang.Text{ZH: "转移支出", EN: "transfers out"}, Side: Expense, Accounts: codes(account.TransfersOut)},
	{Line: OtherExpense, Name: lang.Text{ZH: "其他支出", EN: "other expense"}, Side: Expense, Accounts: codes(account.OtherExpense)},
	{Line: ToLower, Name: lang.Text{ZH: "补助下级支出", EN: "to lower levels"}, Side: Expense, Levels: true, Accounts: codes(account.ToLower)},
	{Line: ToUpper, Name: lang.Text{ZH: "上解上级支出", EN: "to the upper level"}, Side: Expense, Levels: true, Accounts: codes(account.ToUpper)},

	{Line: Opening, Name: lang.Text{ZH: "上年结余", EN: "balance of last year"}, Side: Balance},
}

func codes(list ...account.Code) []account.Code { return list }

// All returns every line there is, in the order of the forms; the names are those of 390.
func All() []Row { return slices.Clone(rows[:]) }

// Rows returns the lines of the budget of a kind of fund, in the order of its form: first
// the side of income, then that of expense, last the balance.
func Rows(kind fund.Kind) []Row {
	var out []Row
	for _, r := range rows {
		if of, ok := r.of(kind); ok {
			out = append(out, of)
		}
	}
	return out
}

// Find returns a line of the budget of a kind of fund, and whether it has it.
func Find(kind fund.Kind, l Line) (Row, bool) {
	for _, r := range rows {
		if r.Line == l {
			return r.of(kind)
		}
	}
	return Row{}, false
}

// of returns the row as the budget of a kind has it, and whether it does.
func (r Row) of(kind fund.Kind) (Row, bool) {
	has := true
	part := func(p fund.Part, care fund.Care) {
		code, ok := account.CareAccount(kind, p, care)
		has, r.Accounts = ok && care != "", codes(code)
	}
	switch r.Line {
	case Collective, Assisted, TreasuryPaid, Standard, Vaccine:
		return r, kind.Has(fund.Premiums) && !kind.Has(fund.Parts) // the form of 390
	case BenefitsPool:
		has, r.Accounts = kind.Has(fund.Parts), codes(account.Of(kind, account.Benefits, fund.Pool))
	case BenefitsPersonal:
		has, r.Accounts = kind.Has(fund.Parts), codes(account.Of(kind, account.Benefits, fund.Personal))
	case Inpatient:
		part("", fund.Inpatient)
	case Outpatient:
		part("", fund.Outpatient)
	case Direct:
		has, r.Accounts = kind.Has(fund.Relief), codes(account.DirectRelief)
	case Participation:
		has, r.Accounts = kind.Has(fund.Relief), codes(account.Participation)
	case Benefits:
		if kind.Has(fund.Relief) {
			r.Name = lang.Text{ZH: "医疗救助支出", EN: "medical aid"}
		}
	case Opening:
		return r, true
	}
	r.Accounts = slices.DeleteFunc(slices.Clone(r.Accounts), func(c account.Code) bool {
		_, some := account.Find(kind, c)
		return !some
	})
	return r, has && len(r.Accounts) > 0
}
