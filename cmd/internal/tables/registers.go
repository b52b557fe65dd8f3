package tables

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/docket"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/agreements"
	"github.com/fundledger/fundledger/projections/cases"
	"github.com/fundledger/fundledger/projections/exceptions"
	"github.com/fundledger/fundledger/projections/fines"
	"github.com/fundledger/fundledger/projections/penalties"
)

// caseFile is the file of one case.
type caseFile struct {
	cases.Key
	docket.Docket
	cases.Sums
	opened event.CaseOpened
	name   string // of the institution, company or body that it is about
}

// fileOf returns the file of a case.
func fileOf(key cases.Key, d docket.Docket, names *agreements.View) caseFile {
	f := caseFile{Key: key, Docket: d, Sums: cases.SumsOf(d)}
	f.opened, _ = d.Opened()
	if f.name = f.opened.Party; f.opened.Institution != "" {
		f.name = names.Agreement(f.opened.Institution, agreements.Latest).Name
	}
	return f
}

// toTreasury is an amount due to the treasury in a case; blank if all that there is are fines
// of which only the multiple was published.
func toTreasury(d docket.Docket, amount money.Sum) report.Cell {
	if amount.IsZero() && d.Unknown(docket.Which{Kind: event.Fine}) {
		return notPublished()
	}
	return report.Amount(amount)
}

// Cases shows one row per case that is wanted, as of a date (0: all). day is the day as of
// which days are counted.
func Cases(v *cases.View, names *agreements.View, on, day fund.Date, wanted func(cases.Key, docket.Docket) bool) List {
	type row = caseFile
	var rows []row
	for key, d := range v.All(on) {
		if len(v.Standing(key, on)) > 0 && wanted(key, d) {
			rows = append(rows, fileOf(key, d, names))
		}
	}
	return list(report.Table{
		Key: "cases", Title: lang.Text{ZH: "监管案件", EN: "Enforcement cases"}, Facts: []report.Fact{daysTo(day)},
		Notes: []lang.Text{{ZH: "应缴国库的是罚款、加处罚款和没收违法所得，不是基金的钱。", EN: "Due to the treasury are fines, surcharges and confiscated gains; none of it is money of a fund."}},
	}, []column[row]{
		text("region", "统筹区", "area", func(r row) fund.Region { return r.Region }).id(1),
		text("case", "案件", "case", func(r row) string { return r.Number }).id(2),
		col("status", "状态", "status", func(r row) report.Cell { return caseStatus(r.Docket) }),
		date("opened", "立案", "opened", func(r row) fund.Date { return r.opened.OccurredOn }),
		code("channel", "渠道", "channel", func(r row) event.Channel { return r.Channel() }),
		code("subject", "对象", "subject", func(r row) event.Subject { return r.opened.Subject }),
		maybe("institution", "机构", "institution", func(r row) fund.Institution { return r.opened.Institution }),
		maybe("name", "名称", "name", func(r row) string { return r.name }).show(report.Filled),
		sum("due", "应退", "due back", func(r row) money.Sum { return r.Due }),
		sum("returned", "已退", "returned", func(r row) money.Sum { return r.Returned }),
		sum("outstanding", "未退", "outstanding", func(r row) money.Sum { return r.Outstanding }),
		col("age_days", "最早未退天数", "oldest, days", func(r row) report.Cell { return age(r.Oldest, day) }).is(inDays()),
		sum("charged", "应缴国库", "due to treasury", func(r row) money.Sum { return r.Charged }).
			as(func(r row) report.Cell { return toTreasury(r.Docket, r.Charged) }).show(report.Filled),
		sum("unpaid", "未缴", "unpaid", func(r row) money.Sum { return r.Unpaid }).
			as(func(r row) report.Cell { return toTreasury(r.Docket, r.Unpaid) }).show(report.Filled),
	}, rows)
}

// caseStatus says where a case stands.
func caseStatus(d docket.Docket) report.Cell {
	switch open := d.Open(); {
	case d.Closed():
		return report.Code("closed", lang.Text{ZH: "已结案", EN: "closed"})
	case !open.Refund.IsZero() || !open.Repay.IsZero():
		return report.Code("to_refund", lang.Text{ZH: "有应退还款", EN: "to refund"})
	case slices.ContainsFunc(d.Charges(),
		func(c *docket.Charge) bool { return c.Unknown() && c.Paid.IsZero() && c.Waived.IsZero() }): // nothing was paid on it
	case d.Settled() && len(d.Orders())+len(d.Charges()) > 0:
		return report.Code("settled", lang.Text{ZH: "已了，未结案", EN: "settled, not closed"})
	}
	return report.Code("open", lang.Text{ZH: "在办", EN: "open"})
}

// Orders shows one row per clawback order that is wanted; on and day as for Cases.
func Orders(v *cases.View, on, day fund.Date, wanted func(cases.Key, docket.Order) bool) List {
	type row struct {
		cases.Key
		docket.Order
	}
	var rows []row
	for key, d := range v.All(on) {
		for _, o := range d.Orders() {
			if wanted(key, *o) {
				rows = append(rows, row{key, *o})
			}
		}
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		f, g := a.Fact, b.Fact
		return cmp.Or(cmp.Compare(a.Region, b.Region), cmp.Compare(a.Number, b.Number), cmp.Compare(f.OccurredOn, g.OccurredOn),
			cmp.Compare(f.Document, g.Document), cmp.Compare(f.Fund, g.Fund), cmp.Compare(f.Part, g.Part), cmp.Compare(f.PaidYear, g.PaidYear),
			cmp.Compare(f.Article, g.Article), cmp.Compare(f.Institution, g.Institution))
	})
	return list(report.Table{
		Key: "orders", Title: lang.Text{ZH: "责令退回登记", EN: "Clawback orders"}, Facts: []report.Fact{daysTo(day)},
		Notes: []lang.Text{{ZH: "没有责令的退回不在此列，见 recoveries。", EN: "Money that came back without an order is not here; see recoveries."}},
	}, []column[row]{
		text("case", "案件", "case", func(r row) string { return r.Number }).id(2),
		text("fund", "基金", "fund", func(r row) fund.ID { return r.Fact.Fund }).id(5),
		code("part", "部分", "part", func(r row) fund.Part { return r.Fact.Part }).id(6).show(report.Filled),
		col("paid_year", "原支付年度", "paid in", func(r row) report.Cell {
			return when(r.Fact.PaidYear != 0, report.Text(strconv.FormatInt(r.Fact.PaidYear, 10)))
		}).id(7).show(report.Filled),
		code("article", "条款", "article", func(r row) law.Article { return r.Fact.Article }).id(8).show(report.Filled),
		maybe("institution", "机构", "institution", func(r row) fund.Institution { return r.Fact.Institution }).id(9).show(report.Filled),
		text("document", "决定书", "decision", func(r row) string { return r.Fact.Document }).id(4),
		date("decided", "决定日期", "decided", func(r row) fund.Date { return r.Fact.OccurredOn }).id(3),
		sum("ordered", "责令退回", "ordered", func(r row) money.Sum { return r.Fact.Amount.Sum() }),
		sum("annulled", "撤销", "annulled", func(r row) money.Sum { return r.Annulled }).show(report.Filled),
		sum("received", "到账", "received", func(r row) money.Sum { return r.Received }),
		sum("set_off", "抵扣（无现金）", "set off (no cash)", func(r row) money.Sum { return r.SetOff }).show(report.Filled),
		sum("refunded", "退还", "refunded", func(r row) money.Sum { return r.Refunded }).show(report.Filled),
		sum("outstanding", "未退", "outstanding", func(r row) money.Sum { return r.Open() }),
		sum("to_refund", "应退还", "to refund", func(r row) money.Sum { return r.Excess() }).show(report.Filled),
		col("age_days", "未退天数", "age, days", func(r row) report.Cell { return when(!r.Open().IsZero(), age(r.Fact.OccurredOn, day)) }).is(inDays()),
		text("region", "统筹区", "area", func(r row) fund.Region { return r.Region }).id(1).show(report.Never),
	}, rows)
}

// Fines shows one row per decision. day is the day as of which days are counted.
func Fines(rows []fines.Row, day fund.Date) List {
	type row = fines.Row
	// published is an amount of a fine, if one was published.
	published := func(of func(row) money.Sum) func(row) report.Cell {
		return func(r row) report.Cell {
			if r.Unknown() {
				return notPublished()
			}
			return report.Amount(of(r))
		}
	}
	imposed, unpaid := func(r row) money.Sum { return r.Amount.Sum() }, func(r row) money.Sum { return r.Unpaid }
	t := list(report.Table{
		Key: "fines", Title: lang.Text{ZH: "罚没登记（收款人：国库）", EN: "Fines (payee: the treasury)"}, Facts: []report.Fact{daysTo(day)},
		Notes: []lang.Text{{ZH: "全部归国库，不是任何基金的收入。“可加处数”是依法可以加处的最高数，另有决定才是应缴。", EN: "All of it belongs to the treasury and is income of no fund. Accrued is the most that may be added; it is due only where it was decided."}},
	}, []column[row]{
		text("region", "统筹区", "area", func(r row) fund.Region { return r.Case.Region }).id(1),
		text("case", "案件", "case", func(r row) string { return r.Case.Number }).id(2),
		maybe("institution", "机构", "institution", func(r row) fund.Institution { return r.Institution }).id(6).show(report.Filled),
		code("subject", "对象", "subject", func(r row) event.Subject { return r.Subject }),
		code("charge", "种类", "charge", func(r row) event.Charge { return r.Kind }).id(5),
		code("article", "条款", "article", func(r row) law.Article { return r.Article }).id(7),
		maybe("finding", "", "", func(r row) string { return r.Finding }).id(8).show(report.Never),
		maybe("of", "", "", func(r row) string { return r.For }).id(9).show(report.Never),
		text("document", "决定书", "decision", func(r row) string { return r.Document }).id(4),
		date("decided", "决定日期", "decided", func(r row) fund.Date { return r.On }).id(3),
		date("due", "期限", "due", func(r row) fund.Date { return r.Due }),
		maybe("multiple", "倍数", "times", func(r row) string { return string(r.Multiple) }).show(report.Filled).asSaid(),
		sum("imposed", "决定数", "imposed", imposed).as(published(imposed)),
		sum("waived", "减免撤销", "waived", func(r row) money.Sum { return r.Waived }).show(report.Filled),
		sum("paid", "已缴", "paid", func(r row) money.Sum { return r.Paid }),
		sum("refunded", "退还", "refunded", func(r row) money.Sum { return r.Refunded }).show(report.Filled),
		sum("unpaid", "未缴", "unpaid", unpaid).as(published(unpaid)),
		amount("to_refund", "国库应退", "to refund", func(r row) money.Sum { return r.Excess() }).show(report.Filled),
		col("overdue_days", "逾期天数", "days late", func(r row) report.Cell { return when(r.Overdue != 0, report.Count(int64(r.Overdue))) }).is(inDays()).show(report.Filled),
		col("accrued", "可加处数", "surcharge accrued", func(r row) report.Cell { return when(!r.Unknown() && r.Due != 0, report.Amount(r.Accrued)) }).show(report.Filled),
		code("warning", "提示", "warning", func(r row) event.Warning { return r.Warning }).show(report.Filled),
	}, rows)
	unknown := 0
	for _, r := range rows {
		if r.Unknown() {
			unknown++
		}
	}
	t.Notes = append(t.Notes, note(unknown != 0, "有 %d 份决定没有公布罚款金额，合计不含。", "The amounts of %d decisions were not published; totals are without them.", unknown)...)
	return t
}

// Penalties shows one row per fund, institution and case.
func Penalties(rows []penalties.Row) List {
	type row = penalties.Row
	return list(report.Table{
		Key: "penalties", Title: lang.Text{ZH: "违约金登记", EN: "Contract penalties"},
		Notes: []lang.Text{{ZH: "已收的记基金其他收入 4501。没有写明案件的违约金没有应收数。", EN: "What was received is other income of the fund, 4501. Penalties without a case were charged nowhere."}},
	}, []column[row]{
		text("fund", "基金", "fund", func(r row) fund.ID { return r.Fund }).id(1),
		maybe("institution", "机构", "institution", func(r row) fund.Institution { return r.Institution }).id(2),
		maybe("case", "案件", "case", func(r row) string { return r.Case }).id(3),
		sum("charged", "应收", "charged", func(r row) money.Sum { return r.Charged }),
		sum("received", "已收", "received", func(r row) money.Sum { return r.Received }),
		sum("outstanding", "未收", "outstanding", func(r row) money.Sum { return r.Outstanding }),
	}, rows)
}

// Exceptions shows one row per exception.
func Exceptions(rows []exceptions.Row) List {
	type row = exceptions.Row
	return list(report.Table{Key: "exceptions", Title: lang.Text{ZH: "例外登记", EN: "Register of exceptions"}}, []column[row]{
		col("kind", "种类", "kind", func(r row) report.Cell { return report.Code(string(r.Kind), r.Kind.Of().Name) }).id(1).by(inTurnOf(exceptions.Kinds())),
		col("position", "第几条", "position", func(r row) report.Cell {
			return when(r.Position != exceptions.None, report.Count(int64(r.Position)))
		}).id(2).by(byNumber),
		date("on", "日期", "date", func(r row) fund.Date { return r.On }).id(5),
		date("until", "至", "until", func(r row) fund.Date { return r.Until }),
		text("fund", "基金", "fund", func(r row) fund.ID { return r.Fund }).id(3),
		text("account", "科目", "account", func(r row) account.Code { return r.Account }).id(4),
		text("document", "凭证号", "document", func(r row) string { return r.Document }),
		col("amount", "金额", "amount", func(r row) report.Cell { return when(!r.Amount.IsZero(), report.Amount(r.Amount)) }).
			is("一条事项的金额，见其序号", "that of one fact; see its position"),
		col("why", "情况", "what is the matter", func(r row) report.Cell { return report.Words(r.Why) }),
		col("remedy", "怎么办", "what to do", func(r row) report.Cell { return report.Words(r.Kind.Of().Remedy) }),
	}, rows)
}
