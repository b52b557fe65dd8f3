package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/agreements"
	"github.com/fundledger/fundledger/projections/recoveries"
)

func (p *program) recoveriesCommand() *cobra.Command {
	var a axes
	var region string
	var outstanding bool
	by := string(recoveries.ByChannel)
	var codes []string
	for _, g := range recoveries.Groupings() {
		codes = append(codes, string(g))
	}
	cmd := &cobra.Command{
		Use:   "recoveries",
		Short: p.say("追回与防损：应退、到账、抵扣、未退；现金与非现金分列", "recoveries: ordered, received, set off, outstanding; cash and non-cash apart"),
		Long: p.say("按渠道、机构、对象、条款、年度或案件列示追回：责令退回、到账（现金）、抵扣结算款、未退和最早未退天数，\n以及支付前避免的损失（没有资金流动）。\n现金与非现金不相加。年度是责令的年度；没有责令的，是到账的年度。",
			"Recoveries by channel, institution, subject, article, year or case: ordered, received (cash), set off against\nsettlements, outstanding with the age of the oldest order, and losses prevented before payment (no money moved).\nCash and non-cash are never added up. The year is that of the order; without one, that of the receipt."),
		Example: "  fundledger recoveries\n  fundledger recoveries --by institution --outstanding --as-of 2025-12-31\n  fundledger recoveries --by article --region 441300 --format json",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			group := recoveries.By(by)
			if !slices.Contains(recoveries.Groupings(), group) {
				return fault.Input("--by：不能是 %q；用 %s", "--by: cannot be %q; use %s", by, listed(codes))
			}
			var v recoveries.View
			var names agreements.View
			return p.printViews(cmd.Context(), &a, func() (report.Table, error) {
				rows := slices.DeleteFunc(v.AsOf(a.date, group), func(r recoveries.Row) bool {
					return !strings.HasPrefix(string(r.Fund), region) || outstanding && r.Outstanding.IsZero()
				})
				t, total := recoveryTable(rows, group, &names, &a, p.day(&a))
				if outstanding {
					return t, nil
				}
				return withHeadline(t, total, &a), nil
			}, &v, &names)
		},
	}
	a.flags(p, cmd)
	cmd.Flags().StringVar(&by, "by", by, p.say("分组：%s", "group by: %s", listed(codes)))
	p.regionFlag(cmd, &region)
	cmd.Flags().BoolVar(&outstanding, "outstanding", false, p.say("只列有未退的", "only rows with something outstanding"))
	return cmd
}

// recoveryLabels are the columns that say what a row is about.
func recoveryLabels(by recoveries.By) []report.Column {
	institution := report.Column{Key: "institution", Title: lang.Text{ZH: "机构", EN: "institution"}}
	name := report.Column{Key: "name", Title: lang.Text{ZH: "名称", EN: "name"}}
	channel := report.Column{Key: "channel", Title: lang.Text{ZH: "渠道", EN: "channel"}}
	columns := []report.Column{{Key: "fund", Title: lang.Text{ZH: "基金", EN: "fund"}}}
	switch by {
	case recoveries.ByChannel:
		return append(columns, channel)
	case recoveries.ByInstitution:
		return append(columns, institution, name)
	case recoveries.ByBoth:
		return append(columns, institution, name, channel)
	case recoveries.BySubject:
		return append(columns, report.Column{Key: "subject", Title: lang.Text{ZH: "对象", EN: "subject"}})
	case recoveries.ByArticle:
		return append(columns, report.Column{Key: "article", Title: lang.Text{ZH: "条款", EN: "article"}})
	case recoveries.ByYear:
		return append(columns, report.Column{Key: "year", Title: lang.Text{ZH: "年度", EN: "year"}})
	case recoveries.ByCase:
		return append(columns, report.Column{Key: "case", Title: lang.Text{ZH: "案件", EN: "case"}})
	}
	return columns
}

// recoveryLabel is what a row says in one of those columns.
func recoveryLabel(r recoveries.Row, names *agreements.View, column string) report.Cell {
	switch column {
	case "fund":
		return report.Text(string(r.Fund))
	case "institution":
		if r.Institution == "" {
			return report.Blank(lang.Text{ZH: "（未具名）", EN: "(not named)"})
		}
		return report.Text(string(r.Institution))
	case "name":
		return textOrBlank(names.Agreement(r.Institution, agreements.Latest).Name)
	case "channel":
		return report.Code(string(r.Channel), recoveries.ChannelName(r.Channel))
	case "subject":
		if r.Subject == "" {
			return report.Blank(lang.Text{ZH: "（未说明）", EN: "(not said)"})
		}
		return word("subject", r.Subject)
	case "article":
		if r.Article == "" {
			return report.Blank(lang.Text{ZH: "（未说明）", EN: "(not said)"})
		}
		return word("article", r.Article)
	case "year":
		return report.Text(strconv.Itoa(r.Year))
	case "case":
		if r.Case == "" {
			return report.Blank(lang.Text{ZH: "（无案件）", EN: "(no case)"})
		}
		return report.Text(r.Case)
	}
	panic("recoveries: a column without a label")
}

// recoveryAmount is one column of amounts.
type recoveryAmount struct {
	column report.Column
	of     func(recoveries.Row) money.Sum
}

func recoveryAmounts() []recoveryAmount {
	return []recoveryAmount{
		{report.Column{Key: "ordered", Title: lang.Text{ZH: "责令退回", EN: "ordered"}}, func(r recoveries.Row) money.Sum { return r.Ordered }},
		{report.Column{Key: "annulled", Title: lang.Text{ZH: "撤销", EN: "annulled"}}, func(r recoveries.Row) money.Sum { return r.Annulled }},
		{report.Column{Key: "received", Title: lang.Text{ZH: "到账", EN: "received"}}, func(r recoveries.Row) money.Sum { return r.Received }},
		{report.Column{Key: "set_off", Title: lang.Text{ZH: "抵扣（无现金）", EN: "set off (no cash)"}}, func(r recoveries.Row) money.Sum { return r.SetOff }},
		{report.Column{Key: "refunded", Title: lang.Text{ZH: "退还", EN: "refunded"}}, func(r recoveries.Row) money.Sum { return r.Refunded }},
		{report.Column{Key: "outstanding", Title: lang.Text{ZH: "未退", EN: "outstanding"}}, func(r recoveries.Row) money.Sum { return r.Outstanding }},
		{report.Column{Key: "to_refund", Title: lang.Text{ZH: "应退还", EN: "to refund"}}, func(r recoveries.Row) money.Sum { return r.Excess }},
		{report.Column{Key: "prevented", Title: lang.Text{ZH: "支付前避免（无现金）", EN: "prevented (no cash)"}}, func(r recoveries.Row) money.Sum { return r.Prevented }},
	}
}

func recoveryTable(rows []recoveries.Row, by recoveries.By, names *agreements.View, a *axes, day fund.Date) (t report.Table, total recoveries.Row) {
	for _, r := range rows {
		total.Add(r)
	}
	t = report.Table{
		Key: "recoveries", Title: lang.Text{ZH: "追回与防损", EN: "Recoveries"}, Basis: recoveriesBasis, Columns: recoveryLabels(by),
		Notes: []lang.Text{
			{ZH: "“未退”只对责令退回计算；主动退回和未具名的汇总数没有责令数。", EN: "Outstanding is counted against orders only; voluntary returns and totals without names have none."},
			{ZH: "支付前避免的损失没有资金流动，不与到账数相加。罚款归国库，见 case fines。", EN: "What was prevented before payment moved no money and is not added to cash. Fines belong to the treasury; see case fines."},
		},
	}
	if total.Oldest != 0 || a.form != report.Plain {
		t.Facts = []report.Fact{dayFact(day)}
	}
	labels := len(t.Columns)
	amounts := recoveryAmounts()
	for _, c := range amounts {
		t.Columns = append(t.Columns, c.column)
		if c.column.Key == "outstanding" {
			t.Columns = append(t.Columns, report.Column{Key: "age_days", Title: lang.Text{ZH: "最早未退天数", EN: "oldest, days"}})
		}
	}
	cells := func(r recoveries.Row) []report.Cell {
		var out []report.Cell
		for _, c := range amounts {
			out = append(out, report.Amount(c.of(r)))
			if c.column.Key == "outstanding" {
				out = append(out, age(r.Oldest, day))
			}
		}
		return out
	}
	for _, r := range rows {
		var label []report.Cell
		for _, c := range t.Columns[:labels] {
			label = append(label, recoveryLabel(r, names, c.Key))
		}
		t.Rows = append(t.Rows, append(label, cells(r)...))
	}
	if len(rows) > 1 {
		t.Total = []report.Cell{report.Words(lang.Text{ZH: "合计", EN: "total"})}
		for len(t.Total) < labels {
			t.Total = append(t.Total, report.Blank(lang.Text{}))
		}
		t.Total = append(t.Total, cells(total)...)
	}
	return withoutEmpty(t, a.form, "name", "annulled", "set_off", "refunded", "to_refund", "age_days"), total
}

// withHeadline adds the labelled sum that bureaux publish as "loss recovered and
// averted", where cash and non-cash come together in it.
func withHeadline(t report.Table, total recoveries.Row, a *axes) report.Table {
	back := total.Received.Plus(total.SetOff).Minus(total.Refunded)
	if back.IsZero() || total.Prevented.IsZero() {
		return t
	}
	unit := a.style.Unit
	t.Notes = append(t.Notes, lang.F("公布口径的“挽回损失”是两者之和 %s（退回 %s + 支付前避免 %s），只作标注，不是基金收入。",
		"The published “loss recovered and averted” is the sum of both, %s (returned %s + prevented %s): a label, not income of a fund.",
		back.Plus(total.Prevented).In(unit), back.In(unit), total.Prevented.In(unit)))
	return t
}
