package tables

import (
	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/cmd/internal/printed"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/lang"
)

// tie is a relation of printed figures that was checked, a figure that stands in none, or a cell that
// could not be read.
type tie struct {
	state  report.Cell
	figure printed.Figure
	result *printed.Result // nil: there is none
	why    lang.Text
	all    []printed.Figure
}

// Tied shows how the figures of published files are related: what ties and what does not, what stands in no
// relation, and what could not be read.
func Tied(files []string, p printed.Printed, results []printed.Result) report.Table {
	states := map[printed.State]lang.Text{
		printed.Tied: {ZH: "相符", EN: "tied"}, printed.Within: {ZH: "不超过总数", EN: "within the total"},
		printed.Off: {ZH: "不符", EN: "not tied"}, printed.Open: {ZH: "无法判断", EN: "cannot be judged"},
	}
	var rows []tie
	count := map[printed.State]int64{}
	for i, r := range results {
		count[r.State]++
		rows = append(rows, tie{report.Code(string(r.State), states[r.State]), p.Figures[r.Total], &results[i], r.Why, p.Figures})
	}
	alone := printed.Alone(p.Figures, p.Relations)
	for _, at := range alone {
		why := lang.Text{ZH: "没有认得的数字与它相关", EN: "no figure that is known is related to it"}
		rows = append(rows, tie{report.Code("untied", lang.Text{ZH: "无从核对", EN: "untied"}), p.Figures[at], nil, why, p.Figures})
	}
	for _, u := range p.Unread {
		f := printed.Figure{Of: u.Of, Name: u.Name, Text: u.Text, Place: u.Place}
		rows = append(rows, tie{report.Code("unread", lang.Text{ZH: "读不成数", EN: "no number"}), f, nil, lang.Text{ZH: "不是数字，不猜测", EN: "it is no number; nothing is guessed"}, nil})
	}
	t := report.Table{Key: "report_check", Title: lang.Text{ZH: "印出的数字相互核对", EN: "Printed figures against each other"}}
	t.Facts = []report.Fact{
		{Key: "figures", Title: lang.Text{ZH: "数字", EN: "figures"}, Value: report.Count(int64(len(p.Figures)))},
		{Key: "relations", Title: lang.Text{ZH: "关系", EN: "relations"}, Value: report.Count(int64(len(results)))},
		{Key: "tied", Title: lang.Text{ZH: "相符", EN: "tied"}, Value: report.Count(count[printed.Tied] + count[printed.Within])},
		{Key: "not_tied", Title: lang.Text{ZH: "不符", EN: "not tied"}, Value: report.Count(count[printed.Off])},
		{Key: "untied", Title: lang.Text{ZH: "无从核对的数字", EN: "figures in no relation"}, Value: report.Count(int64(len(alone)))},
	}
	t.Basis = lang.Text{
		ZH: "只凭印出的数字：分项之和、结余滚存、比率、同一数字两处；允许末位差一个单位，以较粗的一位为准",
		EN: "from what is printed alone: sums, balances that roll forward, rates, one figure in two places; one unit of the last digit is allowed, of the coarser one",
	}
	return fill(t, tieColumns(len(files) > 1), rows)
}

func tieColumns(several bool) []column[tie] {
	file := maybe("file", "文件", "file", func(t tie) string { return t.figure.Place.File })
	if !several {
		file.Show = report.Never
	}
	of := func(cell func(tie) report.Cell) func(tie) report.Cell {
		return func(t tie) report.Cell {
			if t.result == nil {
				return report.Cell{}
			}
			return cell(t)
		}
	}
	in := func(t tie, value decimal.Decimal) report.Cell { return report.Number(t.figure.Plain(value)) }
	filled := func(c column[tie]) column[tie] {
		c.Show = report.Filled
		return c
	}
	return []column[tie]{
		col("state", "结果", "result", func(t tie) report.Cell { return t.state }),
		filled(col("kind", "关系", "relation", of(func(t tie) report.Cell { return report.Code(string(t.result.Kind), t.result.Kind.Name()) }))),
		file,
		col("place", "位置", "place", func(t tie) report.Cell {
			return report.Words(lang.Text{ZH: t.figure.Place.In(lang.ZH), EN: t.figure.Place.In(lang.EN)})
		}),
		filled(maybe("of", "属于", "of", func(t tie) string { return t.figure.Of })),
		text("figure", "数字", "figure", func(t tie) string { return t.figure.Name }),
		text("printed", "印作", "printed", func(t tie) string { return t.figure.Text }),
		filled(maybe("unit", "单位", "unit", func(t tie) string { return t.figure.Unit.Name })),
		filled(col("computed", "应为", "computed", of(func(t tie) report.Cell { return in(t, t.result.Computed) }))),
		filled(col("difference", "差", "difference", of(func(t tie) report.Cell { return in(t, t.result.Difference) }))),
		filled(col("terms", "由来", "from", of(func(t tie) report.Cell {
			return report.Words(lang.Text{ZH: t.result.Told(t.all, lang.ZH), EN: t.result.Told(t.all, lang.EN)})
		}))),
		filled(col("why", "原因", "why", func(t tie) report.Cell {
			if t.why.IsZero() {
				return report.Cell{}
			}
			return report.Words(t.why)
		})),
	}
}
