package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/recoveries"
	"github.com/fundledger/fundledger/projections/statistics"
)

func (p *program) statisticsCommand() *cobra.Command {
	var a axes
	var year int
	var region string
	cmd := &cobra.Command{
		Use:   "statistics",
		Short: p.say("按年度和基金的统计", "yearly statistics per fund"),
		Long: p.say("按年度和基金统计参保人数、人次、收入、待遇、救助、追回、罚款等。跨年的公布数不能拆分，列在自己的期间（如 2021-2025）。",
			"Insured persons, person-times, income by kind, benefits, relief, recoveries, fines and more, per year\nand fund. A total published over several years cannot be split and has a period of its own (2021-2025)."),
		Example: "  fundledger statistics\n  fundledger statistics --year 2025 --region 441300\n  fundledger statistics --format csv > statistics.csv",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var v statistics.View
			return p.printViews(cmd.Context(), &a, func() (report.Table, error) {
				rows, err := v.AsOf(a.date)
				if err != nil {
					return report.Table{}, err
				}
				return statisticsTable(statisticsOf(rows, year, region, func(statistics.Row) bool { return true }), a.form), nil
			}, &v)
		},
	}
	a.flags(p, cmd)
	cmd.Flags().IntVar(&year, "year", 0, p.say("只列覆盖该年的", "only periods that cover this year"))
	cmd.Flags().StringVar(&region, "region", "", p.say("只列该统筹区（行政区划代码或其开头）", "only this pooling area (its division code, or how it begins)"))
	return cmd
}

// statisticsOf returns the rows that are wanted of a year (0: all) and of the
// areas whose codes begin with region.
func statisticsOf(rows []statistics.Row, year int, region string, wanted func(statistics.Row) bool) []statistics.Row {
	var kept []statistics.Row
	for _, r := range rows {
		if (year == 0 || r.Period.First <= year && year <= r.Period.Last) && strings.HasPrefix(string(r.Region), region) && wanted(r) {
			kept = append(kept, r)
		}
	}
	return kept
}

func statisticsTable(rows []statistics.Row, form report.Format) report.Table {
	t := report.Table{
		Key:   "statistics",
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
		},
	}
	vague, silent := false, int64(0)
	for _, r := range rows {
		blank := report.Blank(lang.Text{})
		amount, count, cases, value, unit := blank, blank, blank, blank, blank
		switch {
		case r.Item == statistics.Reported:
			value, unit = report.Number(r.Value), report.Text(r.Unit)
		case r.Silent != 0 && r.Amount == 0:
			amount = report.Blank(notPublished())
		case r.Item.HasAmount():
			amount = report.Amount(r.Amount)
		}
		if r.Item != statistics.Reported && r.Item != statistics.Limits && (r.Count > 0 || r.Vague == 0) {
			count = report.Count(r.Count)
		}
		if r.Cases != 0 {
			cases = report.Count(r.Cases)
		}
		silent += r.Silent
		vague = vague || r.Vague > 0 && r.Count > 0
		t.Rows = append(t.Rows, []report.Cell{
			report.Text(r.Period.String()), report.Text(cmp.Or(string(r.Fund), string(r.Region))), report.Code(string(r.Item), r.Item.Name()), detailCell(r),
			amount, count, cases, value, unit,
		})
	}
	if vague {
		t.Notes = append(t.Notes, lang.Text{ZH: "部分汇总数没有公布件数，相应的数目是下限。", EN: "Some totals were published without their number; counts that include them are lower bounds."})
	}
	if silent != 0 {
		t.Notes = append(t.Notes, lang.F("有 %d 份决定没有公布罚款金额，金额不含。", "The amounts of %d decisions were not published; amounts are without them.", silent))
	}
	if slices.ContainsFunc(rows, func(r statistics.Row) bool { return r.Cases != 0 }) {
		t.Notes = append(t.Notes, lang.Text{
			ZH: "决定、到账按文书计件：一份文书涉及几个条款、年度的算一件；移送、曝光、立案、结案按案件计。未具名的汇总数按其件数计入件数和案件数。",
			EN: "Decisions and receipts are counted by document, whatever number of articles or years it is about; handing over, publishing, opening and closing by case. Totals without names count as many as they say, as decisions and as cases.",
		})
	}
	return withoutEmpty(t, form, "cases")
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
