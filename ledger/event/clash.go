package event

import (
	"strings"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// clash is what does not go together in one event. Each of its methods asks for one
// thing, and adds a problem if it is not so.
type clash struct {
	fact     Fact
	problems []Problem
}

func (c *clash) add(field string, why, remedy lang.Text) {
	c.problems = append(c.problems, Problem{Field: field, Why: why, Remedy: remedy})
}

// original: a refund or reversal comes after what it is of.
func (c *clash) original(paidOn fund.Date) {
	if paidOn > c.fact.OccurredOn {
		c.add("paid_on", lang.F("原收付日期 %s 晚于本事项 %s", "the original, %s, is after this fact, %s", paidOn, c.fact.OccurredOn),
			lang.F("核对两个日期", "check both dates"))
	}
}

// named: a single fact says whose it is.
func (c *clash) named(field string, given, allowUnnamed bool) {
	if !given && !allowUnnamed {
		c.add(field, lang.F("单笔事项没有写明是谁", "a single fact does not say whose it is"),
			lang.F("填写 %s；若是未具名的汇总数，count 填笔数（未知填 0），只有一笔的另填 since", "fill in %s; for a total without names give its number as count (0 if not known); of one alone give since, too", field))
	}
}

// has: the books of the fund have what the fact is about. The words are made only
// where they are needed.
func (c *clash) has(field string, id fund.ID, has fund.Trait, what lang.Text, instead func() lang.Text) {
	if !id.Kind().Has(has) {
		c.add(field, lang.F("%s（%s）没有%s", "%s (%s) has no %s", id, id.Kind().Name(), what),
			lang.F("有的险种：%s；%s", "kinds that have: %s; %s", fund.KindsWith(has), instead()))
	}
}

func checkTheFund() lang.Text { return lang.Text{ZH: "核对基金代码", EN: "check the fund"} }

// aid: the fund pays medical aid.
func (c *clash) aid(field string, id fund.ID) {
	c.has(field, id, fund.Relief, lang.Text{ZH: "医疗救助", EN: "medical aid"}, func() lang.Text {
		return lang.F("用 统筹区.%s，如 %s", "use region.%s, such as %s", fund.KindsWith(fund.Relief), fund.Of(id.Region(), fund.MedicalAid))
	})
}

// premiumFund: the fund has premiums.
func (c *clash) premiumFund(field string, id fund.ID) {
	c.has(field, id, fund.Premiums, lang.Text{ZH: "保险费收入", EN: "premiums"}, func() lang.Text {
		return lang.F("填参保的基金，如 %s；财政给的钱记 subsidy.received", "give the fund that insures, such as %s; money of the budget is subsidy.received", fund.Of(id.Region(), fund.Resident))
	})
}

// pays: the fund pays claims of institutions.
func (c *clash) pays(id fund.ID) {
	c.has("fund", id, fund.Benefits, lang.Text{ZH: "机构结算的待遇", EN: "claims of institutions"}, func() lang.Text {
		return lang.F("医疗救助用 relief.paid、relief.reversed 登记", "record medical aid as relief.paid, relief.reversed")
	})
}

// part: the part fits the fund.
func (c *clash) part(id fund.ID, p fund.Part, mayWait bool) { c.partOf(id, id.Kind(), p, mayWait) }

func (c *clash) partOf(id fund.ID, kind fund.Kind, p fund.Part, mayWait bool) {
	switch parts := kind.Has(fund.Parts); {
	case !parts && p != "":
		c.add("part", lang.F("%s 没有统筹和个人账户之分", "%s has no parts", id), lang.F("清空 part；只有 %s 填", "leave part out; only %s has it", fund.KindsWith(fund.Parts)))
	case parts && p == "" && !mayWait:
		c.add("part", lang.F("职工医保须写明统筹还是个人账户", "a 职工 fund needs its part"), lang.F("填 pool 或 personal", "give pool or personal"))
	}
}

// care: the fund has an account for this kind of care.
func (c *clash) care(id fund.ID, p fund.Part, of fund.Care) {
	kind := id.Kind()
	c.partOf(id, kind, p, false)
	if kind.Has(fund.Parts) == (p != "") && !account.HasCare(kind, p, of) {
		c.add("care", lang.F("这类基金的待遇支出没有“%s”科目", "benefits of this fund have no account for %s", string(of)),
			lang.F("可填：%s", "give one of: %s", caresOf(kind, p)))
	}
}

// caresOf names the kinds of care of a part.
func caresOf(kind fund.Kind, p fund.Part) string {
	var codes []string
	for _, c := range kind.Cares(p) {
		codes = append(codes, string(c))
	}
	return strings.Join(codes, ", ")
}

// parted: the fund has parts, and what goes with them.
func (c *clash) parted(id fund.ID) {
	c.has("fund", id, fund.Parts, lang.Text{ZH: "这类事项（待转、分账、转移）", EN: "such facts (splitting, transfers)"}, checkTheFund)
}

// insured: the fund buys critical-illness insurance.
func (c *clash) insured(id fund.ID) {
	c.has("fund", id, fund.Insurer, lang.Text{ZH: "大病保险", EN: "critical-illness insurance"}, checkTheFund)
}

// paidBy: a payment is before its return.
func (c *clash) paidBy(year int64, on fund.Date) {
	if year > int64(on.Year()) {
		c.add("paid_year", lang.F("原支付年度 %d 晚于退回日期 %s", "the year of the payment, %d, is after its return on %s", year, on),
			lang.F("核对年度", "check the year"))
	}
}

// lasts: a last day is not before the first.
func (c *clash) lasts(until fund.Date) {
	if until != 0 && until < c.fact.OccurredOn {
		c.add("until", lang.F("最后一日 %s 早于第一日 %s", "the last day, %s, is before the first, %s", until, c.fact.OccurredOn), lang.F("核对两个日期", "check both dates"))
	}
}

// department: only what touches a department has one.
func (c *clash) department(s Scope, name string) {
	if s == Whole && name != "" {
		c.add("department", lang.F("整个机构的事项不填科室", "a fact of the whole institution has no department"), lang.F("清空 department，或 scope 填 department", "leave department out, or give scope department"))
	}
}

// amountOrMultiple: a fine says how much it is, or at least of what multiple.
func (c *clash) amountOrMultiple(e FineImposed) {
	if e.Amount == 0 && e.Multiple == "" {
		p := missing("amount")
		c.add(p.Field, p.Why, lang.F("填写罚款金额；只公布了倍数的，不填 amount，填 multiple", "fill in the fine; if only its multiple was published, leave amount out and give multiple"))
	}
}

// withinCost: the cost of care holds what the fund pays of it and what is within the scope of
// payment; of a total the sums do. What a clearing pays beyond the cost of its cases
// (结余留用) is paid for no care, and names no cost.
//
// Source: medfee_sumamt of the national platform is the whole of which fund_pay_sumamt and
// inscp_scp_amt are parts.
func (c *clash) withinCost(e ReimbursementPaid) {
	within := func(field string, part money.Fen, what lang.Text) {
		if part > e.TotalCost {
			c.add(field, lang.F("%s %s 元大于医疗总费用 %s 元", "%s, %s yuan, is more than the total cost, %s yuan", what, part, e.TotalCost),
				lang.F("核对两个金额；不是按实际费用支付的（如清算结余留用），不填 total_cost", "check both amounts; of what is not paid for a cost, such as a surplus kept at clearing, leave total_cost out"))
		}
	}
	within("amount", e.Amount, lang.Text{ZH: "基金支付", EN: "what the fund pays"})
	within("eligible_cost", e.Eligible, lang.Text{ZH: "政策范围内费用", EN: "the cost within the scope of payment"})
}

// changes: the reason can make less due.
func (c *clash) changes(field string, r Reason) {
	if r == NewFacts {
		c.add(field, lang.F("新的事实不是减少应缴应退的原因", "new facts do not make less due"), lang.F("用 waived、review、litigation 或 corrected", "use waived, review, litigation or corrected"))
	}
}

// sameKind: the kind is the one that the code says.
func (c *clash) sameKind(i fund.Institution, k InstitutionKind) {
	if i != "" && k != "" && k != KindOf(i) {
		c.add("kind", lang.F("编码 %s 不是%s", "the code %s is not that of a %s", i, NameOf("kind", k)), lang.F("清空 kind，或核对编码", "leave kind out, or check the code"))
	}
}

// correctedBy: a reversal that books a difference has the fact that it is to, of the same
// funds.
func (c *clash) correctedBy(fact Event, e FactReversed) {
	remedy := lang.F("用 fundledger correct 更正", "correct with: fundledger correct")
	if e.ByType == "" {
		if e.ByVersion != 0 || e.ByData != "" {
			c.add("by_type", lang.F("没有写明更正后事项的类型", "the type of the corrected fact is missing"), remedy)
		}
		return
	}
	by, err := Decode(e.ByType, int(e.ByVersion), []byte(e.ByData))
	switch {
	case err != nil || Wire(by) != Wire(fact) || by.Common().BookedFor == 0:
		c.add("by_data", lang.F("更正后的不是同类的有效事项", "the corrected fact is none, or of another type"), remedy)
	case FundsOf(by) != FundsOf(fact):
		c.add("by_data", lang.F("更正前后的基金不同", "the corrected fact is of another fund"), remedy)
	}
}
