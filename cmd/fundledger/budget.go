package main

import (
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/budgets"
)

func (p *program) budgetCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "budget",
		Short: p.say("基金预算：导入批复的预算表，看执行", "budgets of funds: import the approved form, see how it is executed"),
		Long: p.say("基金预算：import 读批复的两边预算表，每个项目一条事项；show 列上年执行、预算、调整后预算、执行、完成%%和偏差%%。\n调整用 record budget.adjusted。",
			"Budgets of funds: import reads the two-sided form as it was approved, a fact for each line; show has last year's\nexecution, the budget, the budget as adjusted, execution, completion and deviation. An adjustment is recorded with\nrecord budget.adjusted."),
		Example: "  fundledger budget import 预算表.xlsx --fund 441300.390 --year 2025 --document 人常3号 --date 2025-02-20\n  fundledger budget show --fund 441300.390 --year 2025",
	}
	cmd.AddCommand(p.budgetImportCommand(), p.budgetShowCommand())
	return cmd
}

func (p *program) budgetShowCommand() *cobra.Command {
	var s span
	cmd := &cobra.Command{
		Use:   "show",
		Short: p.say("一个基金一年的预算和执行", "the budget of a fund and year, and how it is executed"),
		Long: p.say("一个基金一年的预算和执行，按预算表的项目；--month 只执行到该月末。全年的偏差超过 20%% 的标出；不知道的留“—”，不是零。",
			"The budget of a fund and year and its execution, by the lines of the form; with --month up to the end of that month.\nOf a whole year deviations of more than 20 %% are marked; what is not known is “—”, which is not zero."),
		Example: "  fundledger budget show --fund 441300.390 --year 2025\n  fundledger budget show --fund 441300.390 --month 2025-06 --format csv",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := s.parse(p); err != nil {
				return err
			}
			return p.printBudget(cmd, &s, func(lines []tables.BudgetLine) tables.List { return tables.Budget(lines, s.period.IsYear()) })
		},
	}
	s.periodFlags(p, cmd)
	s.keysFlag(p, cmd)
	return cmd
}

// printBudget replays the ledger into budgets and books and prints what show makes of the budget
// of the year up to the last day of the period, or what makes up a figure of it.
func (p *program) printBudget(cmd *cobra.Command, s *span, show func([]tables.BudgetLine) tables.List) error {
	return p.With(func(ledger store.Store) error {
		var b budgets.View
		var v books.View
		if _, err := p.rebuild(cmd.Context(), ledger, &s.axes, &v, &b); err != nil {
			return err
		}
		if err := s.sound(&v); err != nil {
			return err
		}
		of := tables.BudgetSources{Budgets: &b, Books: v.AsOf}
		list := func() (tables.List, error) {
			return show(tables.BudgetOf(s.id, s.last.Year(), s.last, &of)), nil
		}
		l, err := list()
		if err != nil {
			return err
		}
		return p.writeList(cmd, ledger, &s.axes, l, s.facts(&v), list, &v, &b)
	})
}
