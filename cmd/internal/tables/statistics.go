package tables

import (
	"cmp"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/recoveries"
	"github.com/fundledger/fundledger/projections/statistics"
)

// StatisticsTotal shows the sums of rows over funds and over years; the zero Period: all
// that there are.
func StatisticsTotal(rows []statistics.Row, years statistics.Period) List {
	if years == (statistics.Period{}) {
		years = statistics.Span(rows)
	}
	total, left := statistics.Total(rows, years)
	t := statisticsList(total, 8) // persons are of another period than what stands behind them
	of := Statistics(rows)
	in := statistics.In(rows, years)
	t.sums, t.added = &of, func(row string, i int) bool {
		key, ok := in(rows[i])
		at := slices.IndexFunc(total, func(r statistics.Row) bool { return r.Key == key })
		return ok && at >= 0 && t.KeyOf(at) == row
	}
	silent := statistics.Without(rows, years)
	t.Notes = slices.Concat(t.Notes,
		note(true, "合计为统计口径，供公报、年报使用，不是任何基金的账；未分险种的公布数（all）另列，不相加；参保人数为时点数，只取最近一年；限额和公布值没有合计。",
			"Sums are figures for a bulletin, of no fund's books; what was published without a split by scheme (all) is summed apart; persons insured are those of the latest year; limits and reported figures have no sum."),
		note(len(silent) > 0, "%s 年没有登记任何事项：这些年的数不知道，合计不含，不是零。", "Nothing is recorded of %s: the figures of these years are not known, and sums are without them, which is not zero.",
			strings.Join(silent, ", ")),
		note(left > 0, "跨越 %s 首尾的公布数不能拆分，未计入（%d 行）。", "Totals that lie across the ends of %s cannot be split and are left out (rows: %d).", years.String(), left))
	return t
}

// Statistics shows one row per period, fund or area, and figure.
func Statistics(rows []statistics.Row) List { return statisticsList(rows, 1) }

// statisticsList shows statistics, with the turn of the period in the key of a row.
func statisticsList(rows []statistics.Row, period int) List {
	type row = statistics.Row
	isReported := func(r row) bool { return r.Item == statistics.Reported }
	t := list(report.Table{Key: "statistics", Title: lang.Text{ZH: "年度统计", EN: "Yearly statistics"}, Basis: lang.Text{ZH: "业务日期；发生额，退回、追回另列；已冲销的事项在原年度剔除。收支余额和收支表为净额；差额见 bridge", EN: "business date; gross, what came back stands in lines of its own; what was reversed is left out of its own year. Balance and statement are net; see bridge"}}, []column[row]{
		text("period", "期间", "period", func(r row) string { return r.Period.String() }).id(period).by(byPeriod),
		col("of", "基金或统筹区", "fund or area", whose).id(2),
		col("item", "项目", "item", func(r row) report.Cell { return report.Code(string(r.Item), r.Item.Name()) }).id(3).by(inTurnOf(statistics.Items())),
		col("detail", "细项", "detail", detailCell).id(4),
		col("amount", "金额", "amount", func(r row) report.Cell {
			if r.Silent != 0 && r.Amount.IsZero() && !isReported(r) {
				return notPublished()
			}
			return when(r.Item.HasAmount() && !isReported(r), report.Amount(r.Amount))
		}),
		col("count", "人数、人次、家数、件数", "count", func(r row) report.Cell {
			return when(!isReported(r) && r.Item != statistics.Limits && (r.Count.Sign() > 0 || r.Vague == 0), report.Counted(r.Count))
		}),
		col("cases", "案件数", "cases", func(r row) report.Cell { return when(r.Cases.Sign() != 0, report.Counted(r.Cases)) }).show(report.Filled),
		col("value", "公布值", "reported", func(r row) report.Cell { return when(isReported(r), report.Number(r.Value)) }).id(7).show(report.Filled).asSaid(),
		col("unit", "单位", "unit", func(r row) report.Cell { return when(isReported(r), report.Code(r.Unit, unitName(r.Unit))) }).show(report.Filled),
		date("reported_on", "公布日期", "reported on", func(r row) fund.Date { return r.On }).id(5).show(report.Filled),
		maybe("document", "凭证号", "document", func(r row) string { return r.Document }).id(6).show(report.Filled),
	}, rows)
	t.Notes = statisticsNotes(rows)
	return t
}

// statisticsNotes say what of the figures is not known, and what was counted.
func statisticsNotes(rows []statistics.Row) []lang.Text {
	silent, vague, counted := int64(0), false, false
	for _, r := range rows {
		silent += r.Silent
		vague = vague || r.Vague > 0 && r.Count.Sign() > 0
		counted = counted || r.Cases.Sign() != 0
	}
	return slices.Concat(
		note(vague, "部分汇总数没有公布件数，相应的数目是下限。", "Some totals were published without their number; counts that include them are lower bounds."),
		note(silent != 0, "有 %d 份决定没有公布罚款金额，金额不含。", "The amounts of %d decisions were not published; amounts are without them.", silent),
		note(counted, "决定、到账按文书计件：一份文书涉及几个条款、年度的算一件；移送、曝光、立案、结案按案件计。未具名的汇总数按其件数计入件数和案件数。",
			"Decisions and receipts are counted by document, whatever number of articles or years it is about; handing over, publishing, opening and closing by case. Totals without names count as many as they say, as decisions and as cases."))
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
		return report.Cell{}
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
	case statistics.Limits:
		return word("limit", r.Detail)
	default:
		return word("kind", r.Detail)
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
