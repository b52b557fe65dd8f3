package tables

import (
	"math/big"
	"slices"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/annual"
)

// Indicators shows the indicators of a report, of its own span; each with that of the span before,
// and its growth.
func Indicators(r *annual.Report) List {
	type row = annual.Indicator
	before, has := r.Span.Before()
	in := map[string]annual.Indicator{}
	turn := map[string]int{} // the place in the report
	var rows []row
	for n, i := range r.All {
		in[i.String()], turn[i.String()] = i, n
		if i.Span == r.Span && !i.Derived() {
			rows = append(rows, i)
		}
	}
	of := func(k annual.Key) report.Cell { return when(has, Indicator(in[k.String()])) }
	last := func(i row) annual.Key { k := i.Key; k.Span = before; return k }
	t := report.Table{Key: "figures", Title: lang.F("%s 年报指标", "Indicators of %s", r.Span.String()),
		Facts: []report.Fact{fact("region", "统筹区", "region", report.Text(string(r.Region))), fact("span", "期间", "span", report.Text(r.Span.String()))},
		Basis: lang.Text{ZH: "金额按记账日、净额，与报表一致；人次和件数按业务日期；各项口径见 explain。比率和平均数四舍五入到两位。空白的不知道，不是零",
			EN: "money by day of booking and net, as the statements; counts by business date; see explain for each. Ratios and averages are rounded to two places. A blank is not known, which is not zero"},
		Notes: []lang.Text{{ZH: "合计（all）是统计口径：各基金之和，不是任何基金的账。", EN: "Sums over funds (all) are figures for a text, of no fund's books."}}}
	l := list(t, []column[row]{
		text("key", "标识", "key", func(i row) string { return i.String() }).id(1).by(func(a, b string) int { return turn[a] - turn[b] }).show(report.Never),
		col("scheme", "险种", "scheme", func(i row) report.Cell { return report.Code(i.Scheme, schemeName(i.Scheme)) }),
		col("name", "指标", "indicator", func(i row) report.Cell { return report.Words(i.Name) }),
		col("value", "数值", "value", Indicator),
		col("unit", "单位", "unit", func(i row) report.Cell { return measuredIn(i.Unit) }),
		col("last", "上年同期", "year before", func(i row) report.Cell { return of(last(i)) }).show(report.Filled),
		col("growth", "增长 %", "growth %", func(i row) report.Cell { return of(i.Growth()) }).show(report.Filled),
		col("note", "说明", "note", func(i row) report.Cell {
			if !i.Known() {
				return report.Words(i.Missing)
			}
			return when(!i.Partial.IsZero(), report.Words(i.Partial))
		}).show(report.Filled),
		col("formula", "公式", "formula", func(i row) report.Cell { return report.Words(i.Formula) }).show(report.Never),
		col("basis", "口径", "basis", func(i row) report.Cell { return report.Words(i.Basis) }).show(report.Never),
		text("source", "依据", "source", func(i row) string { return i.Source }).show(report.Never),
	}, rows)
	return l
}

// schemeName is the name of a kind of fund, or of all.
func schemeName(scheme string) lang.Text {
	if scheme == annual.Over {
		return lang.Text{ZH: "合计", EN: "all funds"}
	}
	return fund.Kind(scheme).Name()
}

// Indicator is the value of an indicator as a table shows it; blank if it is not known.
func Indicator(i annual.Indicator) report.Cell {
	if !i.Known() || i.Den.Sign() <= 0 {
		return unknown()
	}
	v := new(big.Rat).SetFrac(i.Num.Big(), i.Den.Big())
	switch {
	case i.Unit == annual.Yuan && v.IsInt():
		return report.Amount(money.Sum(i.Num))
	case i.Unit == annual.Yuan, i.Unit == annual.YuanEach:
		v.Quo(v, big.NewRat(100, 1))
	case i.Unit != annual.Percent && i.Unit != annual.Months && v.IsInt():
		return report.Counted(i.Num)
	}
	return report.Number(v.FloatString(2))
}

// measuredIn is a unit beside a value; people read none beside an amount, which is in the unit that the head
// of the table says.
func measuredIn(u annual.Unit) report.Cell {
	c := report.Code(string(u), IndicatorUnit(u))
	if u == annual.Yuan {
		return c.ForPeople(report.Cell{})
	}
	return c
}

// IndicatorUnit is a unit in words.
func IndicatorUnit(u annual.Unit) lang.Text {
	words := map[annual.Unit]lang.Text{
		annual.Yuan: {ZH: "元", EN: "yuan"}, annual.YuanEach: {ZH: "元/人（次）", EN: "yuan each"}, annual.Persons: {ZH: "人", EN: "persons"},
		annual.PersonTimes: {ZH: "人次", EN: "person-times"}, annual.Cases: {ZH: "件", EN: "cases"}, annual.Institutions: {ZH: "家", EN: "institutions"},
		annual.Facts: {ZH: "条", EN: "facts"}, annual.Months: {ZH: "个月", EN: "months"}, annual.Percent: {ZH: "%", EN: "%"},
	}
	if w, ok := words[u]; ok {
		return w
	}
	return unitName(string(u))
}

// Terms shows what an indicator is made of, each with the key by which explain opens it; open writes
// that of another indicator.
func Terms(i annual.Indicator, facts []report.Fact, open func(annual.Key) string) report.Table {
	type row = annual.Term
	t := report.Table{Key: "terms", Title: lang.F("%s 的构成", "What makes up %s", i.Name), Facts: append(slices.Clip(facts),
		fact("key", "标识", "key", report.Text(i.String())), fact("figure", "数值", "figure", Indicator(i)),
		fact("measured_in", "计量单位", "measured in", report.Code(string(i.Unit), IndicatorUnit(i.Unit))),
		fact("formula", "公式", "formula", report.Words(i.Formula)), fact("source", "依据", "source", report.Text(i.Source))),
		Basis: i.Basis, Notes: note(!i.Partial.IsZero(), "%s。", "%s.", i.Partial)}
	roles := map[annual.Role]lang.Text{annual.Plus: {ZH: "加", EN: "plus"}, annual.Minus: {ZH: "减", EN: "minus"},
		annual.Numerator: {ZH: "分子", EN: "numerator"}, annual.Denominator: {ZH: "分母", EN: "denominator"}}
	return fill(t, []column[row]{
		col("role", "作用", "role", func(t row) report.Cell { return report.Code(string(t.Role), roles[t.Role]) }),
		col("part", "部分", "part", func(t row) report.Cell { return report.Words(t.Name) }),
		col("figure", "数值", "figure", func(t row) report.Cell { return Indicator(annual.Indicator{Unit: t.Unit, Num: t.Num, Den: t.Den}) }),
		col("unit", "单位", "unit", func(t row) report.Cell { return report.Code(string(t.Unit), IndicatorUnit(t.Unit)) }),
		text("explain", "explain", "explain", func(t row) string {
			if t.Of != (annual.Key{}) {
				return open(t.Of)
			}
			return t.Opens
		}),
	}, i.Terms)
}

// Definitions shows every metric of a report.
func Definitions(all []annual.Definition) report.Table {
	type row = annual.Definition
	return fill(report.Table{Key: "definitions", Title: lang.Text{ZH: "年报指标一览", EN: "Indicators of a report"}, Notes: []lang.Text{
		{ZH: "口径和依据见 --format csv，或用 explain 打开一个指标。", EN: "For basis and source see --format csv, or open an indicator by explain."}}}, []column[row]{
		text("metric", "代码", "code", func(d row) annual.Metric { return d.Metric }),
		col("name", "名称", "name", func(d row) report.Cell { return report.Words(d.Name) }),
		col("unit", "单位", "unit", func(d row) report.Cell { return report.Code(string(d.Unit), IndicatorUnit(d.Unit)) }),
		col("formula", "公式", "formula", func(d row) report.Cell { return report.Words(d.Formula) }),
		col("basis", "口径", "basis", func(d row) report.Cell { return report.Words(d.Basis) }).show(report.Never),
		text("source", "依据", "source", func(d row) string { return d.Source }).show(report.Never),
	}, all)
}
