package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/annual"
)

// spanFlags say of which region and which days a report is.
type spanFlags struct {
	region, year, half, quarter, month string
	toDate                             bool // the year to the end of the month

	of   fund.Region // "": the only one that the ledger has
	span annual.Span
}

func (f *spanFlags) flags(p *program, cmd *cobra.Command) {
	f.regionFlag(p, cmd)
	cmd.Flags().StringVar(&f.year, "year", "", p.say("年度或几年，如 2025 或 2021-2025", "a year or several, such as 2025 or 2021-2025"))
	cmd.Flags().StringVar(&f.half, "half", "", p.say("半年，如 2025H1", "a half-year, such as 2025H1"))
	cmd.Flags().StringVar(&f.quarter, "quarter", "", p.say("季度，如 2025Q3", "a quarter, such as 2025Q3"))
	f.monthFlag(p, cmd)
}

func (f *spanFlags) regionFlag(p *program, cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.region, "region", "", p.say("统筹区，如 441300；账本只有一个时可不写", "pooling area, such as 441300; not needed if the ledger has only one"))
}

func (f *spanFlags) monthFlag(p *program, cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.month, "month", "", p.say("月份，如 2025-06", "a month, such as 2025-06"))
}

// parse reads the flags. Error: bad input.
func (f *spanFlags) parse() error {
	if f.of = fund.Region(f.region); f.region != "" && !f.of.Valid() {
		return fault.Input("--region：%q 不是统筹区；写成六位行政区划代码，如 441300", "--region: %q is no pooling area; write its six digits, such as 441300", f.region)
	}
	given := 0
	for _, flag := range []struct{ name, text, mark string }{
		{"year", f.year, ""}, {"half", f.half, "H"}, {"quarter", f.quarter, "Q"}, {"month", f.month, "-"},
	} {
		if flag.text == "" {
			continue
		}
		given++
		span, ok := annual.ParseSpan(flag.text)
		years := len(flag.text) == len("2025") || len(flag.text) == len("2021-2025")
		if !ok || years != (flag.mark == "") || !strings.Contains(flag.text, flag.mark) {
			return fault.Input("--%s：不能是 %q；写成 --year 2025、--year 2021-2025、--half 2025H1、--quarter 2025Q3 或 --month 2025-06",
				"--%s: cannot be %q; write --year 2025, --year 2021-2025, --half 2025H1, --quarter 2025Q3 or --month 2025-06", flag.name, flag.text)
		}
		f.span = span
	}
	if f.toDate {
		if f.month == "" {
			return fault.Input("--to-date 是到某月末的本年累计；与 --month 同用，如 --month 2025-05 --to-date",
				"--to-date is the year to the end of a month; it goes with --month, such as --month 2025-05 --to-date")
		}
		f.span = f.span.YearToDate()
	}
	if given != 1 {
		return fault.Input("用 --year、--half、--quarter、--month 之一指明报告的期间，如 --year 2025", "name the days of the report with one of --year, --half, --quarter and --month, such as --year 2025")
	}
	return nil
}

// words are the flags as a command line has them.
func (f *spanFlags) words() string {
	return "--region " + string(f.of) + " --" + strings.Replace(f.span.Option(), "=", " ", 1)
}
