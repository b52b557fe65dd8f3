package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/budgets"
)

func (p *program) summaryCommand() *cobra.Command {
	var a axes
	var region, year string
	cmd := &cobra.Command{
		Use:   "summary",
		Short: p.say("收支总表：一个统筹区各基金", "the summary of all funds of a region"),
		Long: p.say("收支总表：一个统筹区各基金的上年结余、收入、支出、收支结余、年末滚存结余，与上年并列。按记账日，与收支表相同。",
			"The summary of all funds of a region: balance of last year, income, expense, surplus and balance at the end, with\nlast year. By day of booking, as the statement of income."),
		Example: "  fundledger statement summary --region 441300 --year 2025",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			period, err := parseMonthOrYear("", year)
			if err != nil {
				return err
			}
			if period == "" || !fund.Region(region).Valid() {
				return fault.Input("写明统筹区和年度，如 --region 441300 --year 2025", "name the region and the year, such as --region 441300 --year 2025")
			}
			var b budgets.View
			var v books.View
			known := map[fund.ID]*tables.BudgetSources{}
			var ids []fund.ID
			return p.printList(cmd, &a, func() (tables.List, error) {
				if ids == nil { // those of all facts, also when the views are shown a few
					ids = v.Funds()
				}
				var funds []tables.FundYear
				for _, id := range ids {
					if !strings.HasPrefix(string(id), region+".") || id.Kind() == fund.All {
						continue
					}
					if known[id] == nil {
						known[id] = &tables.BudgetSources{Budgets: &b, Books: v.AsOf}
					}
					funds = append(funds, tables.FundYearOf(id, v.FundName(id), period.First().Year(), known[id]))
				}
				return tables.Summary(funds), nil
			}, &v, &b)
		},
	}
	a.knownFlags(p, cmd)
	a.unitFlag(p, cmd)
	a.listFlags(p, cmd)
	cmd.Flags().StringVar(&region, "region", "", p.say("统筹区，如 441300", "the region, such as 441300"))
	cmd.Flags().StringVar(&year, "year", "", p.say("年度，如 2025", "the year, such as 2025"))
	return cmd
}
