package main

import (
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/statements"
)

func (p *program) budgetFormCommand() *cobra.Command {
	var s span
	var final bool
	cmd := &cobra.Command{
		Use:   "budget",
		Short: p.say("社会保险基金预算表、决算表（两边）", "the two-sided form of the budget, or of the final account"),
		Long: p.say("社会保险基金预算表，收入和支出两边：上年执行数、预算数；--final 为决算表：预算数、执行数。\n×是不填的格，“—”是不知道，不是零。",
			"The form of the budget of a fund, income beside expense: last year's execution and the budget; with --final the final\naccount: the budget and its execution. × is a void cell, and “—” is not known, which is not zero."),
		Example: "  fundledger statement budget --fund 441300.390 --year 2025\n  fundledger statement budget --fund 441300.390 --year 2025 --final --out 决算.xlsx",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := s.parse(p); err != nil {
				return err
			}
			return p.printBudget(cmd, &s, func(lines []tables.BudgetLine) tables.List { return tables.BudgetForm(lines, final) })
		},
	}
	s.periodFlags(p, cmd)
	s.keysFlag(p, cmd)
	cmd.Flags().BoolVar(&final, "final", false, p.say("决算表：预算数、执行数", "the final account: budget and execution"))
	return cmd
}

// ofIncome opens figures of a statement of income. What was executed of a budget is the figure
// of the year.
func (p *program) ofIncome(cmd *cobra.Command, s *span, settings statements.Settings) ofBooks {
	open := p.ofStatement(cmd, s, figures.Income, settings)
	return func(v *books.View, row, column string) (figures.Cell, []tables.Part, error) {
		if column != "executed" {
			return open(v, row, column)
		}
		if column = "year_to_date"; s.period.IsYear() {
			column = "year"
		}
		return p.ofStatement(cmd, s, figures.Income, nil)(v, row, column) // net
	}
}
