package tables

import (
	"slices"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/agreements"
	"github.com/fundledger/fundledger/projections/cases"
	"github.com/fundledger/fundledger/projections/posting"
)

// Case shows a case as a timeline as of a date (0: all): one row a step.
func Case(v *cases.View, names *agreements.View, key cases.Key, on fund.Date) report.Table {
	type row = cases.Moment
	c := fileOf(key, v.Docket(key, on), names)
	open := c.Open()
	return fill(report.Table{
		Key: "case", Title: lang.F("案件 %s", "Case %s", key.Number),
		Facts: []report.Fact{
			fact("region", "统筹区", "area", report.Text(string(key.Region))),
			fact("channel", "渠道", "channel", word("channel", c.Channel())),
			fact("subject", "对象", "subject", word("subject", c.opened.Subject)),
			fact("institution", "机构", "institution", orBlank(c.opened.Institution)),
			fact("name", "名称", "name", orBlank(c.name)),
			fact("status", "状态", "status", caseStatus(c.Docket)),
			fact("outstanding", "未退", "outstanding", report.Amount(open.Outstanding)),
			fact("to_refund", "应退还对方", "to be refunded", report.Amount(open.Refund)),
			fact("unpaid", "未缴国库", "unpaid to the treasury", toTreasury(c.Docket, open.Unpaid)),
			fact("treasury_refund", "国库应退", "to be refunded by the treasury", report.Amount(open.Repay)),
			fact("penalties", "违约金未收", "contract penalties not received", report.Amount(open.Penalties)),
			fact("prevented", "支付前避免（无现金）", "prevented (no cash)", report.Amount(v.Prevented(key, on))),
		},
		Notes: []lang.Text{{ZH: "未退、未缴是该步之后的数。没有记账的事项不动基金的钱；罚款归国库。", EN: "Outstanding and unpaid are after the step. What was not booked moved no money of a fund; fines belong to the treasury."}},
	}, []column[row]{
		date("occurred_on", "日期", "date", func(r row) fund.Date { return r.Event.Common().OccurredOn }),
		col("type", "事项", "step", func(r row) report.Cell { return kindOfFact(event.Wire(r.Event)) }),
		col("about", "内容", "about", func(r row) report.Cell { return report.Words(about(r.Event, c.opened.Institution)) }),
		col("amount", "金额", "amount", func(r row) report.Cell { return amountOf(r.Event) }).show(report.Filled),
		col("booked", "记账", "booked", func(r row) report.Cell { return bookedAs(r.Event) }).show(report.Filled),
		amount("outstanding", "未退", "outstanding", func(r row) money.Sum { return r.After.Open().Outstanding }),
		col("unpaid", "未缴", "unpaid", func(r row) report.Cell { return toTreasury(r.After, r.After.Open().Unpaid) }).show(report.Filled),
		text("document", "凭证号", "document", func(r row) string { return r.Event.Common().Document }),
		col("position", "序号", "position", func(r row) report.Cell { return report.Count(int64(r.Position)) }),
		col("mark", "提示", "mark", func(r row) report.Cell { return mark(r.Event, r.Reversed) }).show(report.Filled),
	}, v.Timeline(key, on))
}

// mark says since when a fact does not count, or what is unusual about it.
func mark(e event.Event, reversed fund.Date) report.Cell {
	if reversed != 0 {
		return report.Words(lang.F("%s 冲销", "reversed on %s", reversed))
	}
	return word("warning", event.WarningOf(e))
}

// amountOf is the amount of a fact; blank if it has none.
func amountOf(e event.Event) report.Cell {
	f, err := money.Parse(valuesOf(e)["amount"])
	return when(err == nil, report.Amount(f))
}

// about says what a step is about: the fields that its columns do not have, and
// the institution only if it is another than the one that everything is about.
func about(e event.Event, subject fund.Institution) lang.Text {
	var zh, en []string
	for _, field := range inTurn(e) {
		name, value := field[0], field[1]
		if name == "institution" && value == string(subject) || name == "scope" && value == string(event.Department) {
			continue
		}
		title, text := event.Dictionary(name).Title, event.NameOf(name, value)
		if short, ok := shortTitles()[name]; ok {
			title = short
		}
		switch name {
		case "article":
			text = law.ShortName(law.Article(value))
		case "base":
			if base, err := money.Parse(value); err == nil {
				text = lang.F("%s", "%s", base.Format(money.Yuan))
			}
		}
		zh = append(zh, strings.TrimSpace(title.ZH+" "+text.ZH))
		en = append(en, strings.TrimSpace(title.EN+" "+text.EN))
	}
	return lang.Text{ZH: strings.Join(zh, "，"), EN: strings.Join(en, ", ")}
}

// inTurn returns the fields of a step that its columns do not have, and their
// values: first what it rests on, then whose money, then the rest.
func inTurn(e event.Event) [][2]string {
	columns := []string{"amount", "occurred_on", "booked_on", "document", "case", "region", "count", "note", "warning", "via", "since", "channel", "subject", "care", "settled_care"}
	first := []string{"charge", "finding", "article", "violation", "base", "multiple", "discretion", "fund", "part", "paid_year", "paid_on", "institution"}
	turn := func(name string) int {
		if i := slices.Index(first, name); i >= 0 {
			return i
		}
		return len(first)
	}
	var out [][2]string
	for name, value := range event.Values(e) {
		if !slices.Contains(columns, name) {
			out = append(out, [2]string{name, value})
		}
	}
	slices.SortStableFunc(out, func(a, b [2]string) int { return turn(a[0]) - turn(b[0]) })
	return out
}

// shortTitles are the titles of fields where the value says enough, or a long
// title would fill the line.
func shortTitles() map[string]lang.Text {
	return map[string]lang.Text{
		"article": {}, "violation": {}, "fund": {}, "institution": {}, "part": {}, "authority": {}, "outcome": {}, "reason": {}, "charge": {},
		"scope": {}, "kind": {}, "discretion": {},
		"finding":       {ZH: "事实", EN: "finding"},
		"paid_year":     {ZH: "原支付", EN: "paid in"},
		"paid_on":       {ZH: "原支付", EN: "paid on"},
		"received_year": {ZH: "到账", EN: "received in"},
		"base":          {ZH: "基数", EN: "base"},
		"multiple":      {ZH: "倍数", EN: "times"},
		"of":            {ZH: "对", EN: "of"},
		"against":       {ZH: "抵扣", EN: "against"},
		"basis":         {ZH: "依据", EN: "basis"},
		"due":           {ZH: "期限", EN: "due"},
		"until":         {ZH: "至", EN: "until"},
		"department":    {ZH: "科室", EN: "department"},
		"grade":         {},
		"person":        {ZH: "人员", EN: "person"},
	}
}

// bookedAs names the accounts of a booking, such as 借 1003 贷 4501, in English Dr 1003
// Cr 4501; for machines it is the latter.
func bookedAs(e event.Event) report.Cell {
	var zh, en []string
	for _, l := range posting.Of(e) {
		side := lang.Text{ZH: "借", EN: "Dr"}
		if l.Credit != 0 {
			side = lang.Text{ZH: "贷", EN: "Cr"}
		}
		zh, en = append(zh, side.ZH+" "+string(l.Account)), append(en, side.EN+" "+string(l.Account))
	}
	if len(en) == 0 {
		return report.Cell{}
	}
	words := lang.Text{ZH: strings.Join(zh, " "), EN: strings.Join(en, " ")}
	return report.Code(words.EN, words)
}

// agreementColumns are the columns of institutions and where their agreements stand.
func agreementColumns() []column[agreements.Row] {
	type row = agreements.Row
	return []column[row]{
		text("institution", "机构", "institution", func(r row) fund.Institution { return r.Institution }).id(1),
		text("region", "统筹区", "area", func(r row) fund.Region { return r.Region }),
		text("name", "名称", "name", func(r row) string { return r.Name }),
		code("kind", "类别", "kind", func(r row) event.InstitutionKind { return r.Kind }).show(report.Filled),
		code("grade", "等级", "grade", func(r row) event.Grade { return r.Grade }).show(report.Filled),
		maybe("legal_code", "信用代码", "legal code", func(r row) fund.LegalCode { return r.LegalCode }).show(report.Filled),
		col("status", "状态", "status", func(r row) report.Cell { return report.Code(string(r.Status), r.Status.Name()) }),
		date("since", "自", "since", func(r row) fund.Date { return r.Since }),
		date("until", "至", "until", func(r row) fund.Date { return r.Until }).show(report.Filled),
		maybe("departments", "暂停的科室", "suspended departments", func(r row) string { return strings.Join(r.Departments, ", ") }).show(report.Filled),
		maybe("held_for", "暂停拨付（案件）", "held for case", func(r row) string { return strings.Join(r.Holds, ", ") }).show(report.Filled),
	}
}

// Agreements shows one row per institution.
func Agreements(rows []agreements.Row) List {
	return list(report.Table{Key: "agreements", Title: lang.Text{ZH: "协议登记", EN: "Agreements"}}, agreementColumns(), rows)
}

// Institution shows where the agreement of an institution stands on a day, and every step
// up to then.
func Institution(v *agreements.View, code fund.Institution, on fund.Date) report.Table {
	type row = agreements.Step
	r := v.Agreement(code, on)
	t := report.Table{Key: "institution", Title: lang.F("机构 %s %s", "Institution %s %s", code, r.Name)}
	for _, c := range agreementColumns()[1:] {
		t.Facts = append(t.Facts, report.Fact{Key: c.Key, Title: c.Title, Value: c.cell(r)})
	}
	steps := slices.Clone(v.Steps(code))
	steps = slices.DeleteFunc(steps, func(s row) bool { return s.Event.Common().OccurredOn > on })
	slices.SortStableFunc(steps, func(a, b row) int { return int(a.Event.Common().OccurredOn) - int(b.Event.Common().OccurredOn) })
	return fill(t, []column[row]{
		date("occurred_on", "日期", "date", func(s row) fund.Date { return s.Event.Common().OccurredOn }),
		col("type", "事项", "step", func(s row) report.Cell { return kindOfFact(event.Wire(s.Event)) }),
		col("about", "内容", "about", func(s row) report.Cell { return report.Words(about(s.Event, code)) }),
		maybe("case", "案件", "case", func(s row) string { _, number := event.CaseOf(s.Event); return number }).show(report.Filled),
		text("document", "凭证号", "document", func(s row) string { return s.Event.Common().Document }),
		col("position", "序号", "position", func(s row) report.Cell { return report.Count(int64(s.Position)) }),
		col("mark", "提示", "mark", func(s row) report.Cell {
			if s.Reversed > on {
				s.Reversed = 0
			}
			return mark(s.Event, s.Reversed)
		}).show(report.Filled),
	}, steps)
}
