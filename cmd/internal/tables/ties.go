package tables

import (
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/ties"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Ties shows every published figure beside the ledger's.
func Ties(results []ties.Result) report.Table {
	type row = ties.Result
	return fill(report.Table{
		Key: "ties", Title: lang.Text{ZH: "公布数与账本逐项核对", EN: "Published figures and what the ledger says"},
		Notes: []lang.Text{
			{ZH: "推算：视图对事项求和或计数。复述：其他事项推不出的公布数，原样入账、原样给回。校验：账本数之间的规则成立。", EN: "derived: a view's sum or count over facts. restated: recorded as published, for nothing else implies it. checked: a rule holds between figures of the ledger."},
			{ZH: "账本数按公布数的末位四舍五入后与公布数相等，即为相符。", EN: "A figure ties when the ledger's, rounded half up to the last printed digit, is the published one."},
			{ZH: "惠州的 5.17亿元是四部分之和，到账与未动资金分列；新邵的 2.1亿元含专项核查追回；湖南的 7.88亿元是追回与罚款合计，不可拆分，不记入任何基金。", EN: "惠州's 517 million is the sum of four parts, cash and no cash apart; 新邵's 210 million contains what the special check recovered; 湖南's 788 million is recoveries and fines in one, cannot be split, and is in no fund's books."},
			{ZH: "惠州、新邵的收入没有公布，累计结余以其日期的期初余额入账，不倒挤收入。", EN: "The income of 惠州 and 新邵 was not published: their balances are opening balances at their dates, and no income is made up."},
		},
	}, []column[row]{
		text("region", "地区", "region", func(r row) string { return string(r.Figure.Region) + " " + r.Figure.RegionName }),
		text("period", "期间", "period", func(r row) string { return r.Figure.Period }),
		text("figure", "公布项", "figure", func(r row) string { return r.Figure.Subject + "/" + r.Figure.Metric }),
		col("published", "公布数", "published", func(r row) report.Cell { return report.Number(exact(r, r.Figure.Value.String())) }),
		col("ledger", "账本数", "ledger", func(r row) report.Cell {
			if !r.Found {
				return report.Blank(lang.Text{ZH: "无", EN: "none"})
			}
			return report.Number(exact(r, r.Ledger.String()))
		}),
		text("unit", "单位", "unit", func(r row) string { return r.Figure.Unit }),
		col("ties", "相符", "ties", func(r row) report.Cell { return yesNo(r.Ties) }),
		col("kind", "方式", "kind", func(r row) report.Cell { return report.Code(string(r.Kind), r.Kind.Name()) }),
		col("how", "依据", "how", func(r row) report.Cell { return report.Words(r.How) }),
	}, results)
}

// exact writes amounts of yuan with two decimals and other numbers as they are.
func exact(r ties.Result, number string) string {
	if r.Figure.Unit != "yuan" {
		return number
	}
	whole, fraction, _ := strings.Cut(number, ".")
	return whole + "." + (fraction + "00")[:max(2, len(fraction))]
}
