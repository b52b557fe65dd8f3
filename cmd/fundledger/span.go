package main

import (
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/statements"
)

// span is the fund and the days of a report of its books.
type span struct {
	axes
	fundCode, month, year, from, to string

	id          fund.ID
	period      event.Period // "" if days were given
	first, last fund.Date
}

// periodFlags adds the flags of a report of a month or a year.
func (s *span) periodFlags(p *program, cmd *cobra.Command) {
	s.knownFlags(p, cmd)
	f := cmd.Flags()
	f.StringVar(&s.fundCode, "fund", "", p.say("基金，如 441300.390", "the fund, such as 441300.390"))
	f.StringVar(&s.month, "month", "", p.say("月份，如 2025-06", "the month, such as 2025-06"))
	f.StringVar(&s.year, "year", "", p.say("年度，如 2025", "the year, such as 2025"))
}

// dayFlags adds the flags of a report of a month, a year or any days.
func (s *span) dayFlags(p *program, cmd *cobra.Command) {
	s.periodFlags(p, cmd)
	f := cmd.Flags()
	f.StringVar(&s.from, "from", "", p.say("起始记账日，如 2025-01-01", "first day of booking, such as 2025-01-01"))
	f.StringVar(&s.to, "to", "", p.say("截止记账日，如 2025-06-30", "last day of booking, such as 2025-06-30"))
	f.StringVar(&s.unit, "unit", s.unit, p.say("表格的金额单位：yuan 元、wan 万元、yi 亿元", "unit of amounts in tables: yuan, wan (10,000), yi (100,000,000)"))
}

// parse reads the flags. Error: bad input.
func (s *span) parse(p *program) error {
	if err := s.axes.parse(p); err != nil {
		return err
	}
	s.id = fund.ID(s.fundCode)
	switch {
	case s.fundCode == "":
		return fault.Input("缺少 --fund；写明基金，如 --fund 441300.390", "--fund is missing; name the fund, such as --fund 441300.390")
	case !s.id.Valid():
		return fault.Input("--fund：%q 不是基金代码；写成统筹区.险种，如 441300.390", "--fund: %q is not a fund; write region.kind, such as 441300.390", s.fundCode)
	}
	if s.from+s.to != "" && s.month+s.year != "" {
		return fault.Input("--month、--year、--from/--to 只能用一种", "use one of --month, --year and --from with --to")
	}
	var err error
	if s.period, err = parseMonthOrYear(s.month, s.year); err != nil {
		return err
	}
	if s.period != "" {
		s.first, s.last = s.period.First(), s.period.Last()
		return nil
	}
	if s.from == "" || s.to == "" {
		return fault.Input("缺少期间；用 --month 2025-06 或 --year 2025，或（日记账、明细账、试算表）--from 与 --to",
			"the period is missing; use --month 2025-06 or --year 2025, or (journal, account, trial) --from with --to")
	}
	days, err := parsePeriod(s.from, "--to", s.to)
	s.first, s.last = days.From, days.To
	return err
}

// facts are the header facts of a report of the books.
func (s *span) facts(v *books.View) []report.Fact {
	facts := []report.Fact{
		{Key: "fund", Title: lang.Text{ZH: "基金", EN: "fund"}, Value: report.Text(string(s.id) + " " + v.FundName(s.id))},
		{Key: "period", Title: lang.Text{ZH: "期间", EN: "period"}, Value: report.Text(string(s.period))},
	}
	if s.period == "" {
		facts[1].Value = report.Text(s.first.String() + "/" + s.last.String())
	}
	return append(facts, s.axes.facts()[1])
}

// books answers what stood on the accounts of the fund on a day.
func (s *span) books(v *books.View) statements.Books {
	return func(on fund.Date) books.Book { return v.AsOf(s.id, on) }
}

// sound refuses a fund that is not there, or whose opening counts facts twice.
func (s *span) sound(v *books.View) error {
	if v.FundName(s.id) == "" {
		return unknownFund(s, v.Funds())
	}
	return office.SoundOpening(v, s.id)
}
