package tables

import (
	"slices"
	"strconv"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/budget"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/statements"
)

// formRow is a row of the two-sided form: what stands on each side; a side without a line is void.
type formRow struct{ income, expense formLine }

// formLine is a line of the form with its number.
type formLine struct {
	*BudgetLine
	name lang.Text
}

// void is what the form prints where nothing can stand.
var void = report.Words(lang.Text{ZH: "×", EN: "×"})

// BudgetForm shows the lines of the budget of a fund and year as the official form has them, side
// by side: last year's execution and the budget, or as a final account (决算) the budget and its
// execution.
func BudgetForm(lines []BudgetLine, final bool) List {
	columns := []column[formRow]{
		text("line", "", "", func(r formRow) string {
			if r.income.BudgetLine == nil {
				return r.expense.Key
			}
			return r.income.Key
		}).id(1).by(inTurnOf(keysOfRows(lines))).show(report.Never),
	}
	for _, of := range []struct {
		suffix string
		side   func(formRow) formLine
	}{{"", func(r formRow) formLine { return r.income }}, {"_expense", func(r formRow) formLine { return r.expense }}} {
		value := func(key, zh, en string, get func(*BudgetLine) Estimate) column[formRow] {
			return col(key+of.suffix, zh, en, func(r formRow) report.Cell {
				l := of.side(r)
				if l.BudgetLine == nil {
					return void
				}
				return get(l.BudgetLine).cell()
			})
		}
		current := value("current", "预算数", "budget", func(l *BudgetLine) Estimate { return l.Current }).
			is("预算是最后一次调整的数，不是各次之和", "a budget is the amount of its last adjustment and no sum")
		columns = append(columns, col("item"+of.suffix, "项目", "item", func(r formRow) report.Cell {
			l := of.side(r)
			if l.BudgetLine == nil {
				return void
			}
			return report.Words(l.name)
		}))
		if final {
			columns = append(columns, current, value("executed", "执行数", "executed", func(l *BudgetLine) Estimate { return l.Executed }))
		} else {
			columns = append(columns, value("last_year", "上年执行数", "executed last year", func(l *BudgetLine) Estimate { return l.LastYear }), current)
		}
	}
	title := lang.Text{ZH: "社会保险基金预算表", EN: "Budget of a social insurance fund"}
	if final {
		title = lang.Text{ZH: "社会保险基金决算表", EN: "Final account of a social insurance fund"}
	}
	return list(report.Table{Key: "budget_form", Title: title, Basis: budgetBasis}, columns, formRows(lines))
}

func keysOfRows(lines []BudgetLine) (keys []string) {
	for _, r := range formRows(lines) {
		l := r.income
		if l.BudgetLine == nil {
			l = r.expense
		}
		keys = append(keys, l.Key)
	}
	return keys
}

// formRows puts both sides beside each other: their lines, subtotals, what goes between levels,
// totals, and the balances.
func formRows(lines []BudgetLine) (rows []formRow) {
	var sides [2][]formLine
	numbers := [2]int{}
	part := [2]bool{}
	for i := range lines {
		l := &lines[i]
		of := int(l.Side)
		name := l.Name
		switch {
		case strings.HasPrefix(l.Key, grandTotal):
		case l.Part && !part[of]:
			name = lang.F("其中：%s", "of which: %s", name)
		case l.Part:
		default:
			number := string([]rune("一二三四五六七八九十")[numbers[of]%10])
			numbers[of]++
			name = lang.Text{ZH: number + "、" + name.ZH, EN: strconv.Itoa(numbers[of]) + ". " + name.EN}
		}
		part[of] = l.Part
		sides[of] = append(sides[of], formLine{l, name})
	}
	at := func(side []formLine, key string) int {
		return slices.IndexFunc(side, func(l formLine) bool { return l.Key == key })
	}
	beside := func(left, right []formLine) {
		for i := range max(len(left), len(right)) {
			var r formRow
			if i < len(left) {
				r.income = left[i]
			}
			if i < len(right) {
				r.expense = right[i]
			}
			rows = append(rows, r)
		}
	}
	in, out := sides[budget.Income], sides[budget.Expense]
	subIn, subOut, allIn, allOut := at(in, incomeSubtotal), at(out, expenseSubtotal), at(in, incomeTotal), at(out, expenseTotal)
	beside(in[:subIn], out[:subOut])
	beside(in[subIn:allIn+1], out[subOut:allOut+1])
	rows = append(rows, formRow{expense: out[allOut+1]})
	beside(in[allIn+1:], out[allOut+2:])
	return rows
}

// IncomeAndBudget shows the statement of income with the budget of the year, its execution up to
// the end of the period and how much of it that is, where a line has a budget. Without any
// budget it is the statement.
func IncomeAndBudget(st statements.Statement, lines []BudgetLine) List {
	of := map[string]BudgetLine{}
	for _, l := range lines {
		if !l.Current.Known {
			continue
		}
		r, _ := budget.Find(st.Fund.Kind(), budget.Line(l.Key))
		switch {
		case l.Total:
			of[map[string]string{incomeTotal: "income", expenseTotal: "expense", surplusTotal: "surplus"}[l.Key]] = l
		case len(r.Accounts) > 0:
			of[string(r.Accounts[0])] = l // behind it stands what awaits its split into it
		}
	}
	if len(of) == 0 {
		return Statement("income", st)
	}
	type row = statements.Line
	cell := func(key, zh, en string, get func(BudgetLine) report.Cell) column[row] {
		return col(key, zh, en, func(r row) report.Cell {
			l, is := of[r.Key]
			return when(is, get(l))
		})
	}
	columns := append(statementColumns(st),
		cell("budget", "预算", "budget", func(l BudgetLine) report.Cell { return l.Current.cell() }),
		cell("executed", "执行", "executed", func(l BudgetLine) report.Cell { return l.Executed.cell() }),
		cell("completed", "完成%", "completed %", func(l BudgetLine) report.Cell { return ratio(l.Executed, l.Current) }))
	return statementList("income", st, columns)
}
