package tables

import (
	"slices"
	"strconv"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/agreements"
	"github.com/fundledger/fundledger/projections/recoveries"
)

// recoveryLabels are the columns that say what a row is about.
func recoveryLabels(by recoveries.By, names *agreements.View) []column[recoveries.Row] {
	type row = recoveries.Row
	// said is a cell, or says that there is nothing to say.
	said := func(is bool, c report.Cell, zh, en string) report.Cell {
		if is {
			return c
		}
		return report.Blank(lang.Text{ZH: zh, EN: en})
	}
	columns := []column[row]{text("fund", "基金", "fund", func(r row) fund.ID { return r.Fund }).id(1)}
	institution := col("institution", "机构", "institution", func(r row) report.Cell {
		return said(r.Institution != "", report.Text(string(r.Institution)), "（未具名）", "(not named)")
	}).id(2)
	name := maybe("name", "名称", "name", func(r row) string { return names.Agreement(r.Institution, agreements.Latest).Name }).show(report.Filled)
	channels := make([]string, len(event.Channels()))
	for i, w := range event.Channels() {
		channels[i] = w.Code
	}
	channel := col("channel", "渠道", "channel", func(r row) report.Cell { return report.Code(string(r.Channel), recoveries.ChannelName(r.Channel)) }).
		id(3).by(inTurnOf(channels))
	switch by {
	case recoveries.ByChannel:
		columns = append(columns, channel)
	case recoveries.ByInstitution:
		columns = append(columns, institution, name)
	case recoveries.ByBoth:
		columns = append(columns, institution, name, channel)
	case recoveries.BySubject:
		columns = append(columns, col("subject", "对象", "subject", func(r row) report.Cell {
			return said(r.Subject != "", word("subject", r.Subject), "（未说明）", "(not said)")
		}).id(2))
	case recoveries.ByArticle:
		columns = append(columns, col("article", "条款", "article", func(r row) report.Cell {
			return said(r.Article != "", word("article", r.Article), "（未说明）", "(not said)")
		}).id(2))
	case recoveries.ByYear:
		columns = append(columns, text("year", "年度", "year", func(r row) string { return strconv.Itoa(r.Year) }).id(2))
	case recoveries.ByCase:
		columns = append(columns, col("case", "案件", "case", func(r row) report.Cell {
			return said(r.Case != "", report.Text(r.Case), "（无案件）", "(no case)")
		}).id(2))
	}
	return columns
}

// Recoveries shows one row per fund and what they are grouped by. day is the day as of
// which days are counted.
func Recoveries(rows []recoveries.Row, by recoveries.By, names *agreements.View, day fund.Date) List {
	type row = recoveries.Row
	days := daysTo(day)
	if sumOfRecoveries(rows).Oldest == 0 {
		days.Value = days.Value.ForPeople(report.Cell{})
	}
	oldest := col("age_days", "最早未退天数", "oldest, days", func(r row) report.Cell { return age(r.Oldest, day) }).is(inDays()).show(report.Filled)
	oldest.foot = func(rows []row) report.Cell { return age(sumOfRecoveries(rows).Oldest, day) }
	return list(report.Table{
		Key: "recoveries", Title: lang.Text{ZH: "追回与防损", EN: "Recoveries"}, Basis: lang.Text{ZH: "业务日期；到账为现金，抵扣和支付前避免没有现金；年度为责令年度", EN: "business date; received is cash, set off and prevented are not; the year is that of the order"}, Facts: []report.Fact{days},
		Notes: []lang.Text{
			{ZH: "“未退”只对责令退回计算；主动退回和未具名的汇总数没有责令数。", EN: "Outstanding is counted against orders only; voluntary returns and totals without names have none."},
			{ZH: "支付前避免的损失没有资金流动，不与到账数相加。罚款归国库，见 case fines。", EN: "What was prevented before payment moved no money and is not added to cash. Fines belong to the treasury; see case fines."},
		},
	}, slices.Concat(recoveryLabels(by, names), []column[row]{
		sum("ordered", "责令退回", "ordered", func(r row) money.Sum { return r.Ordered }),
		sum("annulled", "撤销", "annulled", func(r row) money.Sum { return r.Annulled }).show(report.Filled),
		sum("received", "到账", "received", func(r row) money.Sum { return r.Received }),
		sum("set_off", "抵扣（无现金）", "set off (no cash)", func(r row) money.Sum { return r.SetOff }).show(report.Filled),
		sum("refunded", "退还", "refunded", func(r row) money.Sum { return r.Refunded }).show(report.Filled),
		sum("outstanding", "未退", "outstanding", func(r row) money.Sum { return r.Outstanding }),
		oldest,
		sum("to_refund", "应退还", "to refund", func(r row) money.Sum { return r.Excess }).show(report.Filled),
		sum("prevented", "支付前避免（无现金）", "prevented (no cash)", func(r row) money.Sum { return r.Prevented }),
	}), rows)
}

// sumOfRecoveries is what rows add up to.
func sumOfRecoveries(rows []recoveries.Row) (total recoveries.Row) {
	for _, r := range rows {
		total.Add(r)
	}
	return total
}

// Headline is the labelled sum that bureaux publish as "loss recovered and averted",
// where cash and non-cash come together in it; else nothing.
func Headline(rows []recoveries.Row, unit money.Unit) []lang.Text {
	total := sumOfRecoveries(rows)
	back := total.Received.Plus(total.SetOff).Minus(total.Refunded)
	if back.IsZero() || total.Prevented.IsZero() {
		return nil
	}
	return []lang.Text{lang.F("公布口径的“挽回损失”是两者之和 %s（退回 %s + 支付前避免 %s），只作标注，不是基金收入。", "The published “loss recovered and averted” is the sum of both, %s (returned %s + prevented %s): a label, not income of a fund.",
		back.Plus(total.Prevented).In(unit), back.In(unit), total.Prevented.In(unit))}
}
