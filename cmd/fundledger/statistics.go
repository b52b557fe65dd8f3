package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/recoveries"
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
			return p.printViews(cmd.Context(), &a, func() (report.Table, error) {
				return q.table(v.AsOf(a.date), func(statistics.Row) bool { return true }, a.form), nil
			}, &v)
		},
	}
	a.flags(p, cmd)
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
func (q *statisticsQuery) table(rows []statistics.Row, wanted func(statistics.Row) bool, form report.Format) report.Table {
	rows = slices.DeleteFunc(rows, func(r statistics.Row) bool {
		overlaps := q.years == statistics.Period{} || r.Period.First <= q.years.Last && q.years.First <= r.Period.Last
		return !overlaps || !strings.HasPrefix(string(r.Region), q.region) || !wanted(r)
	})
	if !q.total {
		return statisticsTable(rows, form)
	}
	years := q.years
	if years == (statistics.Period{}) {
		years = statistics.Span(rows)
	}
	total, left := statistics.Total(rows, years)
	t := statisticsTable(total, form)
	t.Notes = append(t.Notes, lang.Text{
		ZH: "合计为统计口径，供公报、年报使用，不是任何基金的账；未分险种的公布数（all）另列，不相加；参保人数为时点数，只取最近一年；限额和公布值没有合计。",
		EN: "Sums are figures for a bulletin, of no fund's books; what was published without a split by scheme (all) is summed apart; persons insured are those of the latest year; limits and reported figures have no sum.",
	})
	if missing := without(rows, years); len(missing) > 0 {
		t.Notes = append(t.Notes, lang.F("%s 年没有登记任何事项：这些年的数不知道，合计不含，不是零。", "Nothing is recorded of %s: the figures of these years are not known, and sums are without them, which is not zero.", strings.Join(missing, ", ")))
	}
	if left > 0 {
		t.Notes = append(t.Notes, lang.F("跨越 %s 首尾的公布数不能拆分，未计入（%d 行）。", "Totals that lie across the ends of %s cannot be split and are left out (rows: %d).", years.String(), left))
	}
	return t
}

// without returns the years of which no row says anything, those on end together.
func without(rows []statistics.Row, years statistics.Period) []string {
	var missing []string
	var gap statistics.Period
	for year := years.First; year <= years.Last+1; year++ {
		said := year > years.Last || slices.ContainsFunc(rows, func(r statistics.Row) bool { return r.Period.First <= year && year <= r.Period.Last })
		switch {
		case said && gap.First != 0:
			missing, gap = append(missing, gap.String()), statistics.Period{}
		case !said && gap.First == 0:
			gap = statistics.Period{First: year, Last: year}
		case !said:
			gap.Last = year
		}
	}
	return missing
}

func statisticsTable(rows []statistics.Row, form report.Format) report.Table {
	t := report.Table{
		Key:   "statistics",
		Basis: statisticsBasis,
		Title: lang.Text{ZH: "年度统计", EN: "Yearly statistics"},
		Columns: []report.Column{
			{Key: "period", Title: lang.Text{ZH: "期间", EN: "period"}},
			{Key: "of", Title: lang.Text{ZH: "基金或统筹区", EN: "fund or area"}},
			{Key: "item", Title: lang.Text{ZH: "项目", EN: "item"}},
			{Key: "detail", Title: lang.Text{ZH: "细项", EN: "detail"}},
			{Key: "amount", Title: lang.Text{ZH: "金额", EN: "amount"}},
			{Key: "count", Title: lang.Text{ZH: "人数、人次、家数、件数", EN: "count"}},
			{Key: "cases", Title: lang.Text{ZH: "案件数", EN: "cases"}},
			{Key: "value", Title: lang.Text{ZH: "公布值", EN: "reported"}},
			{Key: "unit", Title: lang.Text{ZH: "单位", EN: "unit"}},
			{Key: "reported_on", Title: lang.Text{ZH: "公布日期", EN: "reported on"}},
			{Key: "document", Title: lang.Text{ZH: "凭证号", EN: "document"}},
		},
	}
	vague, silent := false, int64(0)
	for _, r := range rows {
		blank := report.Blank(lang.Text{})
		amount, count, cases, value, unit := blank, blank, blank, blank, blank
		switch {
		case r.Item == statistics.Reported:
			value, unit = report.Number(r.Value), report.Code(r.Unit, unitName(r.Unit))
		case r.Silent != 0 && r.Amount.IsZero():
			amount = report.Blank(notPublished())
		case r.Item.HasAmount():
			amount = report.Amount(r.Amount)
		}
		if r.Item != statistics.Reported && r.Item != statistics.Limits && (r.Count.Sign() > 0 || r.Vague == 0) {
			count = report.Counted(r.Count)
		}
		if r.Cases.Sign() != 0 {
			cases = report.Counted(r.Cases)
		}
		silent += r.Silent
		vague = vague || r.Vague > 0 && r.Count.Sign() > 0
		t.Rows = append(t.Rows, []report.Cell{
			report.Text(r.Period.String()), whose(r), report.Code(string(r.Item), r.Item.Name()), detailCell(r),
			amount, count, cases, value, unit, report.Date(r.On), textOrBlank(r.Document),
		})
	}
	if vague {
		t.Notes = append(t.Notes, lang.Text{ZH: "部分汇总数没有公布件数，相应的数目是下限。", EN: "Some totals were published without their number; counts that include them are lower bounds."})
	}
	if silent != 0 {
		t.Notes = append(t.Notes, lang.F("有 %d 份决定没有公布罚款金额，金额不含。", "The amounts of %d decisions were not published; amounts are without them.", silent))
	}
	if slices.ContainsFunc(rows, func(r statistics.Row) bool { return r.Cases.Sign() != 0 }) {
		t.Notes = append(t.Notes, lang.Text{
			ZH: "决定、到账按文书计件：一份文书涉及几个条款、年度的算一件；移送、曝光、立案、结案按案件计。未具名的汇总数按其件数计入件数和案件数。",
			EN: "Decisions and receipts are counted by document, whatever number of articles or years it is about; handing over, publishing, opening and closing by case. Totals without names count as many as they say, as decisions and as cases.",
		})
	}
	return withoutEmpty(t, form, "cases", "value", "unit", "reported_on", "document")
}

// whose is the fund or the area of a figure; a sum is of neither.
func whose(r statistics.Row) report.Cell {
	switch {
	case r.Fund == fund.ID(fund.All):
		return report.Code("total_all", lang.Text{ZH: "合计（统计口径，未分险种）", EN: "total (not split by scheme)"})
	case r.Fund == "" && r.Region == "":
		return report.Code("total", lang.Text{ZH: "合计（统计口径）", EN: "total"})
	}
	return report.Text(cmp.Or(string(r.Fund), string(r.Region)))
}

// detailCell is the detail of a figure in words where there are any.
func detailCell(r statistics.Row) report.Cell {
	if r.Detail == "" {
		return report.Blank(lang.Text{})
	}
	switch r.Item {
	case statistics.Denied, statistics.Ordered, statistics.Recovered, statistics.SetOff, statistics.CasesOpened:
		return report.Code(r.Detail, recoveries.ChannelName(event.Channel(r.Detail)))
	case statistics.Losses, statistics.Findings:
		return word("article", r.Detail)
	case statistics.FinesPaid, statistics.FinesWaived, statistics.FinesRefunded:
		return word("charge", r.Detail)
	case statistics.Transferred:
		return word("authority", r.Detail)
	case statistics.Closed:
		return word("outcome", r.Detail)
	default:
		return report.Code(r.Detail, detailName(r.Detail))
	}
}

// unitName is the name of a unit that is written in English.
func unitName(code string) lang.Text {
	for _, u := range [][2]string{
		{"person", "人"}, {"persons", "人"}, {"wan_persons", "万人"}, {"person_time", "人次"}, {"wan_person_time", "万人次"}, {"percent", "%"},
		{"yuan", "元"}, {"wan_yuan", "万元"}, {"yi_yuan", "亿元"}, {"case", "件"}, {"cases", "件"}, {"institution", "家"}, {"institutions", "家"}, {"times", "倍"},
	} {
		if u[0] == code {
			return lang.Text{ZH: u[1], EN: code}
		}
	}
	return lang.Text{ZH: code, EN: code}
}

// detailName is the name of a detail that is not a channel.
func detailName(code string) lang.Text {
	switch code {
	case string(event.KindHospital):
		return lang.Text{ZH: "医疗机构", EN: "hospital"}
	case string(event.KindPharmacy):
		return lang.Text{ZH: "零售药店", EN: "pharmacy"}
	case string(event.ReliefAnnualCap):
		return lang.Text{ZH: "年度救助限额", EN: "annual cap on relief"}
	}
	return lang.Text{ZH: code, EN: code}
}
