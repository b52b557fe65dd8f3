package tables

import (
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/budget"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

// FundYear is what one fund took in, spent and held in a year and in the one before.
type FundYear struct {
	Fund  fund.ID
	Name  string
	lines map[string]BudgetLine
}

// FundYearOf returns a fund in a year.
func FundYearOf(id fund.ID, name string, year int, s *BudgetSources) FundYear {
	out := FundYear{id, name, map[string]BudgetLine{}}
	for _, l := range BudgetOf(id, year, fund.NewDate(year, 12, 31), s) {
		out.lines[l.Key] = l
	}
	return out
}

// Summary shows 收支总表: every fund of a region in a year, with the year before, on the basis of
// the statement of income. Funds are not added up: what one pays another is in both.
func Summary(funds []FundYear) List {
	this := func(l BudgetLine) Estimate { return l.Executed }
	before := func(l BudgetLine) Estimate { return l.LastYear }
	of := func(key, zh, en, line string, get func(BudgetLine) Estimate) column[FundYear] {
		return col(key, zh, en, func(f FundYear) report.Cell { return get(f.lines[line]).cell() })
	}
	return list(report.Table{
		Key: "summary", Title: lang.Text{ZH: "社会保险基金收支总表", EN: "Income and expense of all funds"}, Basis: statementBasis,
		Notes: []lang.Text{{ZH: "各基金不相加：资助参保等在两个基金里各有一笔。“—”是不知道，不是零。",
			EN: "Funds are not added up: assisted participation, for one, is in two of them. “—” is not known, which is not zero."}},
	}, []column[FundYear]{
		col("fund", "基金", "fund", func(f FundYear) report.Cell { return report.Text(string(f.Fund)) }).id(1),
		col("name", "名称", "name", func(f FundYear) report.Cell { return report.Text(f.Name) }),
		of("opening", "上年结余", "balance of last year", string(budget.Opening), this),
		of("income", "本年收入", "income", incomeTotal, this),
		of("income_before", "上年收入", "income last year", incomeTotal, before),
		of("expense", "本年支出", "expense", expenseTotal, this),
		of("expense_before", "上年支出", "expense last year", expenseTotal, before),
		of("surplus", "本年收支结余", "surplus", surplusTotal, this),
		of("surplus_before", "上年收支结余", "surplus last year", surplusTotal, before),
		of("closing", "年末滚存结余", "balance at the end", closingTotal, this),
	}, funds)
}
