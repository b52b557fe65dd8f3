package tables

import (
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/annual"
)

// Monthly is the reports of a month and of its year to date.
type Monthly struct{ Month, ToDate *annual.Report }

// monthlyRow is a row of the sheet: an indicator of every fund.
type monthlyRow struct {
	annual.Metric
	unit   annual.Unit
	name   lang.Text
	toDate bool // there is none of the month alone
}

// monthlyRows are the rows of the sheet, in their order.
//
// Source: 《基本医疗保险主要指标》, as bureaux publish it each month.
func monthlyRows() []monthlyRow {
	return []monthlyRow{
		{annual.Insured, annual.Persons, lang.Text{ZH: "参保人数", EN: "persons insured"}, false},
		{annual.Visits, annual.PersonTimes, lang.Text{ZH: "待遇支付人次", EN: "person-times of benefits"}, false},
		{annual.Income, annual.Yuan, lang.Text{ZH: "基金收入", EN: "income"}, false},
		{annual.Expense, annual.Yuan, lang.Text{ZH: "基金支出", EN: "expense"}, false},
		{annual.Surplus, annual.Yuan, lang.Text{ZH: "本年结余", EN: "surplus of the year"}, true},
		{annual.Balance, annual.Yuan, lang.Text{ZH: "累计结余", EN: "balance"}, false},
	}
}

// monthlyColumn is a column of figures: a scheme in the month or in the year to date.
type monthlyColumn struct {
	key    string
	title  lang.Text
	scheme string
	of     *annual.Report
	toDate bool
}

// columns are the columns of figures: every scheme, and all funds.
func (m Monthly) columns() (all []monthlyColumn) {
	schemes := make([]string, 0, len(m.Month.Schemes)+1)
	for _, k := range m.Month.Schemes {
		schemes = append(schemes, string(k))
	}
	for _, scheme := range append(schemes, annual.Over) {
		name := schemeName(scheme)
		if scheme == annual.Over {
			name = lang.Text{ZH: "合计（统计口径）", EN: "all funds (statistical)"}
		}
		all = append(all,
			monthlyColumn{"month_" + scheme, lang.F("%s 本月", "%s, month", name), scheme, m.Month, false},
			monthlyColumn{"year_to_date_" + scheme, lang.F("%s 本年累计", "%s, year to date", name), scheme, m.ToDate, true})
	}
	return all
}

// find returns the indicator in a column of a row, and whether there can be one there.
func (c monthlyColumn) find(r monthlyRow) (annual.Indicator, bool) {
	for _, i := range c.of.All {
		if i.Metric == r.Metric && i.Detail == "" && i.Scheme == c.scheme && i.Span == c.of.Span {
			return i, c.toDate || !r.toDate
		}
	}
	return annual.Indicator{}, false
}

// Find returns the indicator in a column of a row, and the report that it is of. isColumn is false for a key
// of no column of figures; a zero indicator: there is none there.
func (m Monthly) Find(row, column string) (i annual.Indicator, of *annual.Report, isColumn bool) {
	for _, c := range m.columns() {
		if c.key != column {
			continue
		}
		for _, r := range monthlyRows() {
			if string(r.Metric) == row {
				if i, ok := c.find(r); ok {
					return i, c.of, true
				}
			}
		}
		return annual.Indicator{}, c.of, true
	}
	return annual.Indicator{}, nil, false
}

// List shows the main indicators of a month (基本医疗保险主要指标): the funds of a region and all of them,
// in the month and in the year to date.
func (m Monthly) List() List {
	metrics := []annual.Metric{}
	for _, r := range monthlyRows() {
		metrics = append(metrics, r.Metric)
	}
	columns := []column[monthlyRow]{
		col("item", "项目", "item", func(r monthlyRow) report.Cell { return report.Code(string(r.Metric), r.name) }).id(1).by(inTurnOf(metrics)),
		col("unit", "单位", "unit", func(r monthlyRow) report.Cell { return measuredIn(r.unit) }),
	}
	for _, c := range m.columns() {
		columns = append(columns, column[monthlyRow]{Column: report.Column{Key: c.key, Title: c.title}, cell: func(r monthlyRow) report.Cell {
			if i, ok := c.find(r); ok {
				return Indicator(i)
			}
			return report.Blank(lang.Text{ZH: "×", EN: "×"})
		}})
	}
	return list(report.Table{
		Key: "monthly", Title: lang.Text{ZH: "基本医疗保险主要指标", EN: "Main indicators of basic medical insurance"},
		Facts: []report.Fact{fact("region", "统筹区", "region", report.Text(string(m.Month.Region))), fact("month", "月份", "month", report.Text(m.Month.Span.String()))},
		Basis: lang.Text{ZH: "收支按记账日、净额，与收支表一致；人次按业务日期；参保人数、累计结余是月末数",
			EN: "income and expense by day of booking, net, as the statement of income; person-times by business date; persons insured and balance at the end of the month"},
		Notes: append([]lang.Text{{ZH: "合计是统计口径：各基金之和，不是任何基金的账。“—”是不知道，不是零；×是没有这一项。",
			EN: "Sums over funds are figures for a text, of no fund's books. “—” is not known, which is not zero; × is where there is no such figure."}}, m.remarks()...),
	}, columns, monthlyRows())
}

// remarks say why figures are not known, and what others are without; each once, with where it holds.
func (m Monthly) remarks() (notes []lang.Text) {
	var whys []lang.Text
	where := map[lang.Text][2][]string{}
	for _, r := range monthlyRows() {
		for _, c := range m.columns() {
			i, ok := c.find(r)
			why := i.Partial
			if !i.Known() {
				why = i.Missing
			}
			if !ok || why.IsZero() {
				continue
			}
			at, said := where[why]
			if !said {
				whys = append(whys, why)
			}
			where[why] = [2][]string{append(at[0], r.name.ZH+"（"+c.title.ZH+"）"), append(at[1], r.name.EN+" ("+c.title.EN+")")}
		}
	}
	for _, why := range whys {
		at := where[why]
		notes = append(notes, lang.F("%s：%s。", "%s: %s.", lang.Text{ZH: strings.Join(at[0], "、"), EN: strings.Join(at[1], ", ")}, why))
	}
	return notes
}
