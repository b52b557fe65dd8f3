package main

import (
	"net/url"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/store"
)

func (p *program) monthlyCommand() *cobra.Command {
	var a axes
	var s spanFlags
	cmd := &cobra.Command{
		Use:   "monthly",
		Short: p.say("基本医疗保险主要指标月报表", "the main indicators of a month"),
		Long: p.say("基本医疗保险主要指标：参保人数、待遇支付人次、收入、支出、本年结余、累计结余，一个统筹区各基金和合计（统计口径），\n本月和本年累计。不知道的是“—”，不是零，注中说明原因。各数是 report figures 的指标。",
			"The main indicators of basic medical insurance: persons insured, person-times of benefits, income, expense, surplus of the\nyear and balance, of each fund of a region and over all (for statistics), in the month and in the year to date. What is\nnot known is “—”, which is not zero, and a note says why. The figures are indicators of report figures."),
		Example: "  fundledger statement monthly --region 441300 --month 2025-05\n  fundledger statement monthly --month 2025-05 --unit wan --out 月报.xlsx\n" +
			"  fundledger explain statement.monthly:month=2025-05:region=441300/income/year_to_date_390",
		Args: p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.parse(p); err != nil {
				return err
			}
			if s.month == "" {
				return fault.Input("用 --month 写明月份，如 --month 2025-05", "name the month with --month, such as --month 2025-05")
			}
			if err := s.parse(); err != nil {
				return err
			}
			return p.With(func(ledger store.Store) (err error) {
				var m tables.Monthly
				if m.Month, m.ToDate, err = p.Monthly(cmd.Context(), ledger, a.Axes, s.of, s.span); err != nil {
					return err
				}
				facts := []report.Fact{tables.KnownAt(a.KnownAt)}
				if p.drill != nil {
					return p.openMonthly(cmd, ledger, &a, m, facts)
				}
				return p.writeList(cmd, ledger, &a, m.List(), facts, nil)
			})
		},
	}
	a.knownFlags(p, cmd)
	a.unitFlag(p, cmd)
	a.listFlags(p, cmd)
	s.regionFlag(p, cmd)
	s.monthFlag(p, cmd)
	return cmd
}

// openMonthly prints what makes up the figure of the sheet that is asked for, as of the indicator that it
// is. Errors: bad input for one that the sheet does not have, or does not know.
func (p *program) openMonthly(cmd *cobra.Command, s store.Store, a *axes, m tables.Monthly, facts []report.Fact) error {
	row, err := url.PathUnescape(p.drill.row)
	if err != nil {
		return fault.Input("%q 不是数的标识：%v", "%q is no key of a figure: %v", p.drill.row, err)
	}
	i, of, ok := m.Find(row, p.drill.column)
	switch {
	case !ok:
		return fault.Input("%s 没有 %q 栏", "%s has no column %q", "monthly", p.drill.column)
	case i.Metric == "":
		return p.noRow("monthly")
	}
	return p.openKey(cmd, s, a, of, i.Key, facts)
}
