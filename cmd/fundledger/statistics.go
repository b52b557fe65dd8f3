package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/projections/statistics"
)

func (p *program) statisticsCommand() *cobra.Command {
	var a axes
	var q statisticsQuery
	cmd := &cobra.Command{
		Use:   "statistics",
		Short: p.say("按年度和基金的统计", "yearly statistics per fund"),
		Long: p.say("按年度和基金统计参保人数、人次、收入、待遇、救助、追回、罚款等。跨年的公布数不能拆分，列在自己的期间（如 2021-2025）。\n--total 列出各基金、各年的合计：统计口径，不是任何基金的账。",
			"Insured persons, person-times, income by kind, benefits, relief, recoveries, fines and more, per year\nand fund. A total published over several years cannot be split and has a period of its own (2021-2025).\n--total shows the sums over funds and years: figures for a bulletin, of no fund's books."),
		Example: "  fundledger statistics\n  fundledger statistics --year 2025 --region 441300\n  fundledger statistics --year 2021-2025 --total\n  fundledger statistics --format csv > statistics.csv",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := q.parse(); err != nil {
				return err
			}
			var v statistics.View
			return p.printList(cmd, &a, func() (tables.List, error) {
				return q.table(v.AsOf(a.AsOf), func(statistics.Row) bool { return true }), nil
			}, &v)
		},
	}
	a.flags(p, cmd)
	a.listFlags(p, cmd)
	q.flags(p, cmd)
	return cmd
}

// statisticsQuery is which statistics are asked for.
type statisticsQuery struct {
	year, region string
	total        bool

	years statistics.Period // the zero Period: all
}

func (q *statisticsQuery) flags(p *program, cmd *cobra.Command) {
	cmd.Flags().StringVar(&q.year, "year", "", p.say("只列覆盖该年或这些年的，如 2025 或 2021-2025", "only periods that cover this year or these, such as 2025 or 2021-2025"))
	p.regionFlag(cmd, &q.region)
	cmd.Flags().BoolVar(&q.total, "total", false, p.say("各基金、各年合计（统计口径）", "sums over funds and years"))
}

// parse reads the flags. Error: bad input.
func (q *statisticsQuery) parse() error {
	if q.year == "" {
		return nil
	}
	first, last, isRange := strings.Cut(q.year, "-")
	if !isRange {
		last = first
	}
	from, to := event.Period(first), event.Period(last)
	if len(first) != len("2025") || len(last) != len("2025") || from.First() == 0 || to.First() == 0 || from.First() > to.First() {
		return fault.Input("--year：不是年度 %q；写成 2025 或 2021-2025", "--year: %q is neither a year nor several; write 2025 or 2021-2025", q.year)
	}
	q.years = statistics.Period{First: from.First().Year(), Last: to.First().Year()}
	return nil
}

// table shows the rows that are wanted, or their sums.
func (q *statisticsQuery) table(rows []statistics.Row, wanted func(statistics.Row) bool) tables.List {
	rows = slices.DeleteFunc(rows, func(r statistics.Row) bool {
		overlaps := q.years == statistics.Period{} || r.Period.First <= q.years.Last && q.years.First <= r.Period.Last
		return !overlaps || !strings.HasPrefix(string(r.Region), q.region) || !wanted(r)
	})
	if q.total {
		return tables.StatisticsTotal(rows, q.years)
	}
	return tables.Statistics(rows)
}
