package main

import (
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/annual"
)

func (p *program) reportFiguresCommand() *cobra.Command {
	var a axes
	var s spanFlags
	var definitions bool
	cmd := &cobra.Command{
		Use:   "figures --year YEAR",
		Short: p.say("年报的全部指标：数值、上年同期、增长、口径", "every indicator of a report: value, year before, growth, basis"),
		Long: p.say("列出一个统筹区一年（或几年、半年、季度、月）的全部指标，各险种和合计。没有事项的指标空白并说明原因，不是零。\n"+
			"explain 打开任一指标：公式、各项，直至凭证。--definitions 列出全部指标的公式、口径和依据。",
			"Every indicator of a pooling area and a year, several years, a half-year, a quarter or a month, of each kind of fund and\nover all. An indicator without facts is blank and says why; it is never zero.\n"+
				"explain opens any of them: its formula and terms, down to documents. --definitions lists formula, basis and source of each."),
		Example: "  fundledger report figures --region 441300 --year 2025\n  fundledger report figures --region 441300 --year 2021-2025 --unit yi\n" +
			"  fundledger report figures --region 441300 --quarter 2025Q3 --format csv\n  fundledger report figures --month 2025-05 --to-date\n  fundledger report figures --definitions\n" +
			"  fundledger explain report.figures:region=441300:year=2025/income.390.2025/value",
		Args: p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.parse(p); err != nil {
				return err
			}
			if definitions {
				return p.print(cmd.Context(), nil, &a, tables.Listing{Table: tables.Definitions(annual.Definitions())})
			}
			if err := s.parse(); err != nil {
				return err
			}
			return p.With(func(ledger store.Store) error {
				r, err := p.Annual(cmd.Context(), ledger, a.Axes, s.of, s.span)
				if err != nil {
					return err
				}
				facts := []report.Fact{tables.KnownAt(a.KnownAt)}
				if p.drill != nil {
					return p.openIndicator(cmd, ledger, &a, r, facts)
				}
				return p.writeList(cmd, ledger, &a, tables.Indicators(r), facts, nil)
			})
		},
	}
	a.knownFlags(p, cmd)
	a.unitFlag(p, cmd)
	a.listFlags(p, cmd)
	s.flags(p, cmd)
	cmd.Flags().BoolVar(&s.toDate, "to-date", false, p.say("到 --month 月末的本年累计", "the year to the end of --month"))
	cmd.Flags().BoolVar(&definitions, "definitions", false, p.say("列出全部指标的公式、口径和依据", "list the formula, basis and source of every indicator"))
	return cmd
}
