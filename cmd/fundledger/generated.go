package main

import (
	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/cmd/internal/generate"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// generatedTable shows every published figure beside what the facts add up to,
// and returns the names of those that are off.
func generatedTable(plan *generate.Plan, tally *generate.Tally, scale decimal.Decimal) (t report.Table, off []string) {
	t = report.Table{
		Key:   "generated",
		Title: lang.Text{ZH: "公布数与生成数", EN: "Published figures and what was generated"},
		Facts: []report.Fact{
			{Key: "scale", Title: lang.Text{ZH: "规模", EN: "scale"}, Value: report.Number(scale.String())},
			{Key: "facts", Title: lang.Text{ZH: "事项条数", EN: "facts"}, Value: report.Count(tally.Facts)},
		},
		Columns: []report.Column{
			{Key: "figure", Title: lang.Text{ZH: "公布项", EN: "figure"}},
			{Key: "unit", Title: lang.Text{ZH: "单位", EN: "unit"}},
			{Key: "published", Title: lang.Text{ZH: "公布数", EN: "published"}},
			{Key: "expected", Title: lang.Text{ZH: "按规模应为", EN: "at this scale"}},
			{Key: "generated", Title: lang.Text{ZH: "生成数", EN: "generated"}},
			{Key: "equal", Title: lang.Text{ZH: "相等", EN: "equal"}},
		},
		Notes: []lang.Text{{ZH: "按规模四舍五入；有过的至少一笔。结余为期初加收入减支出，收入按公布的结余推定。", EN: "In proportion, rounded half up; of what happened at all, at least one. The balance is opening, plus income, less expense; income was chosen for the published balance."}},
	}
	for _, item := range generate.Items() {
		number := func(n int64) report.Cell {
			if item.IsAmount() {
				return report.Number(money.Fen(n).String())
			}
			return report.Count(n)
		}
		want, got := plan.Target[item], tally.Totals()[item]
		equal := report.Code("yes", lang.Text{ZH: "是", EN: "yes"})
		if want != got {
			equal = report.Code("no", lang.Text{ZH: "否", EN: "NO"})
			off = append(off, item.Name())
		}
		t.Rows = append(t.Rows, []report.Cell{report.Text(item.Name()), report.Text(item.Unit()), number(plan.Published[item]),
			number(want), number(got), equal})
	}
	return t, off
}
