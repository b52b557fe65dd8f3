package annual

import (
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/budget"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/budgets"
)

// The metrics of budgets.
const (
	budgetLine    Metric = "budget" // by line
	budgetIncome  Metric = "budget_income"
	budgetExpense Metric = "budget_expense"
	executed      Metric = "executed" // by line
)

// budgeted are the budget of a year, line by line, and its execution.
func budgeted() []definition {
	const source = "社会保险基金预算表；财社〔2017〕144号"
	planned := lang.Text{ZH: "最近一次批准的预算（含调整）；只有整年的", EN: "the budget as it was approved or adjusted last; of whole years only"}
	lines, names := []string{}, map[string]lang.Text{}
	for _, r := range budget.All() {
		lines, names[string(r.Line)] = append(lines, string(r.Line)), r.Name
	}
	byLine := func(d definition) definition {
		d.kinds, d.only, d.apart = anyKind, true, true
		d.details, d.name = func(*compiler, string) []string { return lines }, func(d string) lang.Text { return names[d] }
		return d
	}
	side := func(m Metric, zh, en string, of budget.Side) definition {
		return definition{Definition: Definition{m, lang.Text{ZH: zh, EN: en}, Yuan, formula("各项预算之和（不含其中项）", "the sum of the lines, without those that are parts of others"), planned, source},
			kinds: anyKind, value: func(c *compiler, k Key) value {
				return c.byFund(k, func(id fund.ID) value { return c.budgetOf(id, k, of) })
			}}
	}
	done := func(m Metric, zh, en string, a, b Metric) definition {
		return quotient(definition{kinds: anyKind, Definition: Definition{m, lang.Text{ZH: zh, EN: en}, Percent,
			formula("执行数 ÷ 预算数 × 100", "executed ÷ budget × 100"), booked, source}}, a, b, 100)
	}
	lineDone := byLine(definition{Definition: Definition{"budget_done", lang.Text{ZH: "预算完成", EN: "budget executed"}, Percent,
		formula("执行数 ÷ 预算数 × 100", "executed ÷ budget × 100"), booked, source}})
	return []definition{
		side(budgetIncome, "收入预算", "budget of income", budget.Income),
		side(budgetExpense, "支出预算", "budget of expense", budget.Expense),
		done("budget_income_done", "收入预算完成", "budget of income executed", Income, budgetIncome),
		done("budget_expense_done", "支出预算完成", "budget of expense executed", Expense, budgetExpense),
		byLine(definition{Definition: Definition{budgetLine, lang.Text{ZH: "预算", EN: "budget"}, Yuan, formula("批准数，或最近一次调整后的数", "as approved, or as adjusted last"), planned, source},
			value: func(c *compiler, k Key) value { return c.byFund(k, func(id fund.ID) value { return c.planned(id, k) }) }}),
		byLine(definition{Definition: Definition{executed, lang.Text{ZH: "执行", EN: "executed"}, Yuan, formula("该项的收支科目", "the accounts of the line"), booked, source},
			value: func(c *compiler, k Key) value {
				return c.byFund(k, func(id fund.ID) value { return c.executed(id, k) })
			}}),
		quotient(lineDone, executed, budgetLine, 100),
	}
}

// budgetRows are the lines of the budget of a fund and span; none if the span is not one year.
func (c *compiler) budgetRows(id fund.ID, s Span) []budgets.Row {
	if c.Budgets == nil || !s.IsYear() {
		return nil
	}
	return c.Budgets.AsOf(id, int64(s.From.Year()), 0)
}

// planned is the budget of a line.
func (c *compiler) planned(id fund.ID, k Key) value {
	for _, r := range c.budgetRows(id, k.Span) {
		if string(r.Line) == k.Detail {
			f := r.Current()
			v := whole(wide.Of(int64(f.Amount)))
			v.document = f.Document
			return v
		}
	}
	return bare()
}

// budgetOf is the sum of the lines of a side.
func (c *compiler) budgetOf(id fund.ID, k Key, of budget.Side) value {
	v, some := value{den: one}, false
	for _, r := range c.budgetRows(id, k.Span) {
		line, _ := budget.Find(id.Kind(), r.Line)
		if line.Side != of || line.Within != "" {
			continue
		}
		key := Key{budgetLine, string(r.Line), string(id.Kind()), k.Span}
		v.num, some = v.num.Plus(wide.Of(int64(r.Current().Amount))), true
		v.terms = append(v.terms, c.term(key, Plus))
	}
	if !some {
		return bare()
	}
	return v
}

// executed is what the accounts of a line got.
func (c *compiler) executed(id fund.ID, k Key) value {
	line, has := budget.Find(id.Kind(), budget.Line(k.Detail))
	switch {
	case !has || len(c.budgetRows(id, k.Span)) == 0 || line.Side == budget.Balance:
		return bare()
	case line.Line == budget.Assisted:
		key := k.withMetric(assistedShare, "")
		v := c.valueAt(key)
		if v.known() {
			v.terms = []Term{c.term(key, Plus)}
		}
		return v
	case len(line.Accounts) == 0:
		return bare()
	}
	return c.flow(id, k.Span, func(_ fund.ID, a account.Code) bool { return within(line.Accounts...)("", a) })
}
