package main

import (
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/budgets"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/statements"
)

func (p *program) statementCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "statement",
		Short: p.say("法定报表：资产负债表、收支表", "the statutory statements: balance sheet, income and expense"),
		Long: p.say("一个基金的法定报表（财会〔2017〕28号）：balance-sheet 资产负债表（会社保01表），income 收支表（会社保02表）；\nbudget 社会保险基金预算表、决算表，summary 收支总表，monthly 主要指标月报表。",
			"The statutory statements of a fund (财会〔2017〕28号): balance-sheet is 资产负债表 (会社保01表),\nincome is 收支表 (会社保02表); budget is the form of the budget and of the final account,\nsummary all funds of a region, monthly the main indicators of a month."),
		Example: "  fundledger statement balance-sheet --fund 441300.390 --month 2025-06\n  fundledger statement income --fund 441300.390 --year 2025",
	}
	cmd.AddCommand(p.balanceSheetCommand(), p.incomeCommand(), p.budgetFormCommand(), p.summaryCommand(), p.monthlyCommand())
	return cmd
}

func (p *program) balanceSheetCommand() *cobra.Command {
	var s span
	cmd := &cobra.Command{
		Use:   "balance-sheet",
		Short: p.say("资产负债表（会社保01表）", "balance sheet (会社保01表)"),
		Long: p.say("资产负债表（会社保01表），月度或年度：年初余额、期末余额。一般基金结余含截至期末的收支。不平的报表不出，并指明差额。",
			"The balance sheet (会社保01表) of a month or a year: beginning of the year and end of the period. The fund\nbalance includes income and expense up to the end. One that does not balance is refused with the difference."),
		Example: "  fundledger statement balance-sheet --fund 441300.390 --month 2025-06\n  fundledger statement balance-sheet --fund 441300.310 --year 2025 --known-at 2026-01-31 --format csv",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := s.parse(p); err != nil {
				return err
			}
			return p.printBooks(cmd, &s, p.ofStatement(cmd, &s, figures.BalanceSheet, nil), func(at statements.Books) (tables.List, error) {
				st, err := statements.BalanceSheet(s.id, s.period, at)
				return tables.Statement("balance_sheet", st), refused(err)
			})
		},
	}
	s.periodFlags(p, cmd)
	s.keysFlag(p, cmd)
	return cmd
}

func (p *program) incomeCommand() *cobra.Command {
	var s span
	var net, gross []string
	var byForm bool
	cmd := &cobra.Command{
		Use:   "income",
		Short: p.say("收支表（会社保02表）", "income and expense (会社保02表)"),
		Long: p.say("收支表（会社保02表）：月度列本月数、本年累计数，年度列本年数、上年数。各项默认填净额\n（冲销的收支不再列示）；--by-form 按制度的填列说明逐字填列，--net、--gross 按科目改变；与净额不同之处列在注里。\n有批复的预算的，另列预算、执行和完成%%。",
			"Income and expense (会社保02表): a month with the year to date, or a year with the year before. Each line\ncounts net, so that what was reversed is not shown; --by-form fills them as the instructions say to the letter, --net\nand --gross change single accounts. Where a figure is not the net one, a note says so.\nWhere the year has an approved budget, the budget, its execution and completion stand beside it."),
		Example: "  fundledger statement income --fund 441300.390 --month 2025-06\n  fundledger statement income --fund 441300.310 --year 2025 --gross 5101\n  fundledger statement income --fund 441300.390 --year 2025 --by-form --net 5101",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := s.parse(p); err != nil {
				return err
			}
			settings, err := countings(s, net, gross)
			if err != nil {
				return err
			}
			if byForm {
				settings.ByForm(s.id.Kind())
			}
			var b budgets.View
			return p.printBooks(cmd, &s, p.ofIncome(cmd, &s, settings), func(at statements.Books) (tables.List, error) {
				st, err := statements.Income(s.id, s.period, settings, at)
				of := tables.BudgetSources{Budgets: &b, Books: func(_ fund.ID, on fund.Date) books.Book { return at(on) }}
				return tables.IncomeAndBudget(st, tables.BudgetOf(s.id, s.last.Year(), s.last, &of)), refused(err)
			}, &b)
		},
	}
	s.periodFlags(p, cmd)
	s.keysFlag(p, cmd)
	cmd.Flags().StringSliceVar(&net, "net", nil, p.say("填净额的科目，如 4101,4201", "accounts to count net, such as 4101,4201"))
	cmd.Flags().StringSliceVar(&gross, "gross", nil, p.say("填发生额的科目，如 5101", "accounts to count gross, such as 5101"))
	cmd.Flags().BoolVar(&byForm, "by-form", false, p.say("按制度的填列说明逐字填列", "fill every line as the instructions say to the letter"))
	return cmd
}

// countings reads --net and --gross. Error: bad input.
func countings(s span, net, gross []string) (statements.Settings, error) {
	settings := statements.Settings{}
	for _, list := range []struct {
		flag  string
		codes []string
		how   statements.Counting
	}{{"--net", net, statements.Net}, {"--gross", gross, statements.Gross}} {
		for _, text := range list.codes {
			a, ok := account.Find(s.id.Kind(), account.Code(text))
			if !ok || len(text) != 4 || a.Code.Element() != account.Income && a.Code.Element() != account.Expense {
				return nil, fault.Input("%s：%q 不是收支表的科目；写四位科目编号，如 4101", "%s: %q is no account of the statement; write its four digits, such as 4101", list.flag, text)
			}
			if _, twice := settings[a.Code]; twice {
				return nil, fault.Input("科目 %s 列了两次；只用 --net 或 --gross 之一", "account %s is named twice; use either --net or --gross", text)
			}
			settings[a.Code] = list.how
		}
	}
	return settings, nil
}
