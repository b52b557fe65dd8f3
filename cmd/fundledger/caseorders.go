package main

import (
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/docket"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/cases"
)

func (p *program) caseOrdersCommand() *cobra.Command {
	var a axes
	var filter caseFilter
	var outstanding bool
	cmd := &cobra.Command{
		Use:   "orders [NUMBER]",
		Short: p.say("责令退回登记：按基金、年度、条款逐项列示应退、已退、未退", "register of orders: each fund, year and article with what came in and what is outstanding"),
		Long: p.say("每项责令退回一行：基金、部分、原支付年度、条款、决定书，责令、撤销、到账、抵扣、退还、未退及天数。\n退回款先归入同部分、同年度的责令，再归入未分部分或年度的，先旧后新。",
			"One row an order: fund, part, year of the payment, article, decision; ordered, annulled, received, set off, refunded,\noutstanding and for how many days. Money goes to the orders of its own part and year, else to those that leave\nthe part or the year open, oldest first."),
		Example: "  fundledger case orders 2025-17\n  fundledger case orders --outstanding --institution H44130200026 --as-of 2025-12-31",
		Args:    p.arguments("NUMBER", 0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var v cases.View
			return p.printViews(cmd.Context(), &a, func() (report.Table, error) {
				number, err := numberOf(&v, args)
				if err != nil {
					return report.Table{}, err
				}
				return ordersTable(&v, &a, p.day(&a), func(key cases.Key, o docket.Order) bool {
					return filter.wants(key, o.Fact.Institution) && (number == "" || key.Number == number) && (!outstanding || !o.Open().IsZero())
				})
			}, &v)
		},
	}
	a.flags(p, cmd)
	filter.flags(p, cmd)
	cmd.Flags().BoolVar(&outstanding, "outstanding", false, p.say("只列未退清的", "only what did not come back in full"))
	return cmd
}

// numberOf returns the case number of the arguments; "" if there is none. Error:
// bad input if no case has it.
func numberOf(v *cases.View, args []string) (string, error) {
	if len(args) == 0 {
		return "", nil
	}
	if !slices.ContainsFunc(v.Keys(), func(key cases.Key) bool { return key.Number == args[0] }) {
		return "", noCase(args[0])
	}
	return args[0], nil
}

// orderAmount is one column of the amounts of an order.
type orderAmount struct {
	column report.Column
	of     func(docket.Order) money.Sum
}

func orderAmounts() []orderAmount {
	return []orderAmount{
		{report.Column{Key: "ordered", Title: lang.Text{ZH: "责令退回", EN: "ordered"}}, func(o docket.Order) money.Sum { return o.Fact.Amount.Sum() }},
		{report.Column{Key: "annulled", Title: lang.Text{ZH: "撤销", EN: "annulled"}}, func(o docket.Order) money.Sum { return o.Annulled }},
		{report.Column{Key: "received", Title: lang.Text{ZH: "到账", EN: "received"}}, func(o docket.Order) money.Sum { return o.Received }},
		{report.Column{Key: "set_off", Title: lang.Text{ZH: "抵扣（无现金）", EN: "set off (no cash)"}}, func(o docket.Order) money.Sum { return o.SetOff }},
		{report.Column{Key: "refunded", Title: lang.Text{ZH: "退还", EN: "refunded"}}, func(o docket.Order) money.Sum { return o.Refunded }},
		{report.Column{Key: "outstanding", Title: lang.Text{ZH: "未退", EN: "outstanding"}}, docket.Order.Open},
		{report.Column{Key: "to_refund", Title: lang.Text{ZH: "应退还", EN: "to refund"}}, docket.Order.Excess},
	}
}

func ordersTable(v *cases.View, a *axes, day fund.Date, wanted func(cases.Key, docket.Order) bool) (report.Table, error) {
	t := report.Table{
		Key: "orders", Title: lang.Text{ZH: "责令退回登记", EN: "Clawback orders"}, Facts: []report.Fact{dayFact(day)},
		Columns: []report.Column{
			{Key: "case", Title: lang.Text{ZH: "案件", EN: "case"}},
			{Key: "fund", Title: lang.Text{ZH: "基金", EN: "fund"}},
			{Key: "part", Title: lang.Text{ZH: "部分", EN: "part"}},
			{Key: "paid_year", Title: lang.Text{ZH: "原支付年度", EN: "paid in"}},
			{Key: "article", Title: lang.Text{ZH: "条款", EN: "article"}},
			{Key: "institution", Title: lang.Text{ZH: "机构", EN: "institution"}},
			{Key: "document", Title: lang.Text{ZH: "决定书", EN: "decision"}},
			{Key: "decided", Title: lang.Text{ZH: "决定日期", EN: "decided"}},
		},
		Notes: []lang.Text{{ZH: "没有责令的退回不在此列，见 recoveries。", EN: "Money that came back without an order is not here; see recoveries."}},
	}
	amounts := orderAmounts()
	for _, c := range amounts {
		t.Columns = append(t.Columns, c.column)
	}
	t.Columns = append(t.Columns, report.Column{Key: "age_days", Title: lang.Text{ZH: "未退天数", EN: "age, days"}})
	sums := make([]money.Sum, len(amounts))
	for key, d := range v.All(a.date) {
		for _, o := range d.Orders() {
			if !wanted(key, o) {
				continue
			}
			since := o.Fact.OccurredOn
			if o.Open().IsZero() {
				since = 0
			}
			row := []report.Cell{
				report.Text(key.Number), report.Text(string(o.Fact.Fund)), word("part", o.Fact.Part), yearCell(o.Fact.PaidYear), word("article", o.Fact.Article),
				textOrBlank(o.Fact.Institution), report.Text(o.Fact.Document), report.Date(o.Fact.OccurredOn),
			}
			for i, c := range amounts {
				sums[i] = sums[i].Plus(c.of(o))
				row = append(row, report.Amount(c.of(o)))
			}
			t.Rows = append(t.Rows, append(row, age(since, day)))
		}
	}
	if len(t.Rows) > 1 {
		total := map[string]report.Cell{}
		for i, c := range amounts {
			total[c.column.Key] = report.Amount(sums[i])
		}
		t.Total = totalRow(t.Columns, total)
	}
	return withoutEmpty(t, a.form, "part", "paid_year", "article", "institution", "annulled", "set_off", "refunded", "to_refund"), nil
}

// yearCell is a calendar year; blank if it is not known.
func yearCell(year int64) report.Cell {
	if year == 0 {
		return report.Blank(lang.Text{})
	}
	return report.Text(strconv.FormatInt(year, 10))
}
