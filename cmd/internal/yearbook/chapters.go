package yearbook

import (
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/annual"
)

// chapter is a chapter of the report: what it says, and the figures in its table and charts.
type chapter struct {
	id        string // of its heading; free text names the chapter so
	title     lang.Text
	scheme    string // the kind of fund that it is about, or over all
	paragraph [][]sentence
	table     []line
	charts    []chart
}

// line is a row of a chapter's table: a metric, and how deep it stands.
type line struct {
	metric annual.Metric
	detail string // "*": a row for each detail that there is
	level  int
	strong bool
	some   bool // left out if it is zero
}

// chapters are the chapters in their order.
//
// Source: what bureaux publish, 统计公报, 决算情况公开, 半年通报, 监管情况; 医疗保障法 art. 38.
func chapters() []chapter {
	return []chapter{
		enrolment(), whole(),
		ofFund(string(fund.Employee), "employee", "职工基本医疗保险", "Employee medical insurance"),
		ofFund(string(fund.Resident), "resident", "城乡居民基本医疗保险", "Resident medical insurance"),
		aid(), benefits(), supervision(), reported(), late(), budget(),
	}
}

func enrolment() chapter {
	return chapter{
		id: "enrolment", title: lang.Text{ZH: "参保情况", EN: "Enrolment"}, scheme: annual.Over,
		paragraph: [][]sentence{{
			say("截至{end}，{region}基本医疗保险参保{insured}[，{than}{insured_growth:growth}][，参保率{participation_rate}]。",
				"At {end} {insured} were insured in {region}[, {insured_growth:growth} on the year before][, a rate of participation of {participation_rate}]."),
			say("其中[职工{insured@310}；][城乡居民{insured@390}；]。", "Of them [{insured@310} as employees; ][{insured@390} as residents; ]."),
		}},
		table: []line{{metric: "insured"}},
	}
}

func whole() chapter {
	return chapter{
		id: "funds", title: lang.Text{ZH: "基金收支总体情况", EN: "Income and expense of all funds"}, scheme: annual.Over,
		paragraph: [][]sentence{{
			say("{span}，{fund}总收入{income}[，{than}{income_growth:growth}]；总支出{expense}[，{than}{expense_growth:growth}]；当期结余{surplus}。",
				"In {span}, {fund} had an income of {income}[, {income_growth:growth} on the year before], an expense of {expense}[, {expense_growth:growth} on the year before], and a surplus of {surplus}."),
			say("{end}累计结余{balance}[，按当期月均支出计算可支付{months}]。",
				"At {end} the balance was {balance}[, which is {months} of expense]."),
			say("合计为统计口径，不是任何一个基金的账。", "Sums over funds are statistics; they stand in no fund's books."),
		}},
		table: []line{
			{metric: "income", strong: true}, {metric: "expense", strong: true}, {metric: "surplus", strong: true}, {metric: "balance", strong: true},
		},
		charts: []chart{yearly("income", "expense", lang.Text{ZH: "基金收入与支出", EN: "Income and expense of all funds"})},
	}
}

// ofFund is the chapter of an insurance fund.
func ofFund(scheme, id, zh, en string) chapter {
	c := chapter{
		id: id, title: lang.Text{ZH: zh + "基金", EN: en}, scheme: scheme,
		paragraph: [][]sentence{{
			say("{span}，{fund}总收入{income}[，{than}{income_growth:growth}][，完成年度预算的{budget_income_done}]；总支出{expense}[，{than}{expense_growth:growth}][，完成年度预算的{budget_expense_done}]；当期结余{surplus}[，{closing}累计结余{balance}][，基金支付能力为{months}]。",
				"In {span}, {fund} had an income of {income}[, {income_growth:growth} on the year before][, {budget_income_done} of the year's budget]; an expense of {expense}[, {expense_growth:growth} on the year before][, {budget_expense_done} of the year's budget]; a surplus of {surplus}[; at the end a balance of {balance}][, which is {months} of expense]."),
		}, {
			say("收入构成：[保险费{income_premiums}，占{income_premiums_share}；][财政补贴{income_subsidy}，占{income_subsidy_share}；][利息{income_interest}，占{income_interest_share}；][其他收入{income_other}，占{income_other_share}；]。",
				"Income by source: [premiums {income_premiums}, {income_premiums_share}; ][fiscal subsidy {income_subsidy}, {income_subsidy_share}; ][interest {income_interest}, {income_interest_share}; ][other income {income_other}, {income_other_share}; ]."),
			say("支出构成：[住院{expense/inpatient}，占{expense_share/inpatient}；][门诊{expense/outpatient}，占{expense_share/outpatient}；][大病保险{expense/critical_illness}，占{expense_share/critical_illness}；][其他支出{expense/other_expense}，占{expense_share/other_expense}；]。",
				"Expense by kind: [inpatient care {expense/inpatient}, {expense_share/inpatient}; ][outpatient care {expense/outpatient}, {expense_share/outpatient}; ][critical-illness insurance {expense/critical_illness}, {expense_share/critical_illness}; ][other expense {expense/other_expense}, {expense_share/other_expense}; ]."),
		}},
		table: []line{
			{metric: "insured"},
			{metric: "income", strong: true}, {metric: "income_premiums", level: 1}, {metric: "income_subsidy", level: 1},
			{metric: "income_interest", level: 1}, {metric: "income_grants", level: 1}, {metric: "income_transfers", level: 1}, {metric: "income_other", level: 1},
			{metric: "expense", strong: true}, {metric: "expense", detail: "*", level: 1},
			{metric: "surplus", strong: true}, {metric: "balance", strong: true},
			{metric: "surplus_rate"}, {metric: "months"}, {metric: "months_pool"}, {metric: "income_per_head"}, {metric: "expense_per_head"},
		},
		charts: []chart{
			yearly("income", "expense", lang.Text{ZH: zh + "基金收入与支出", EN: "Income and expense: " + en}),
			parts(lang.Text{ZH: zh + "基金收入构成", EN: "Income by source: " + en}, "income_premiums", "income_subsidy", "income_interest", "income_grants", "income_transfers", "income_other"),
			parts(lang.Text{ZH: zh + "基金支出构成", EN: "Expense by kind: " + en}, "expense/*"),
		},
	}
	if fund.Kind(scheme).Has(fund.Parts) {
		c.paragraph = append(c.paragraph, []sentence{
			say("其中统筹基金收入{income_pool}，支出{expense_pool}，当期结余{surplus_pool}[，累计结余{balance_pool}][，可支付{months_pool}]；个人账户收入{income_personal}，支出{expense_personal}[，累计结余{balance_personal}]。",
				"Of this the pool had an income of {income_pool}, an expense of {expense_pool} and a surplus of {surplus_pool}[, at the end a balance of {balance_pool}][, which is {months_pool} of its expense]; personal accounts had an income of {income_personal} and an expense of {expense_personal}[, at the end a balance of {balance_personal}]."),
		})
		c.table = append(c.table, line{metric: "income_pool"}, line{metric: "expense_pool"}, line{metric: "surplus_pool"}, line{metric: "balance_pool"},
			line{metric: "income_personal"}, line{metric: "expense_personal"}, line{metric: "surplus_personal"}, line{metric: "balance_personal"}, line{metric: "pool_ratio"})
	}
	return c
}

func aid() chapter {
	return chapter{
		id: "aid", title: lang.Text{ZH: "医疗救助", EN: "Medical aid"}, scheme: string(fund.MedicalAid),
		paragraph: [][]sentence{{
			say("{span}，医疗救助支出{expense:wan}[，{than}{expense_growth:growth}]。", "In {span} medical aid spent {expense:wan}[, {expense_growth:growth} on the year before]."),
			say("其中：[资助参加基本医疗保险{assisted_visits}，{assisted:wan}；][直接救助{relief_visits}，{relief:wan}；]。",
				"It [helped {assisted_visits} to take part in insurance, with {assisted:wan}; ][paid relief {relief_visits}, {relief:wan}; ]."),
			say("[{closing}累计结余{balance:wan}。]", "[At the end the balance was {balance:wan}.]"),
		}},
		table: []line{
			{metric: "income", strong: true}, {metric: "expense", strong: true}, {metric: "surplus", strong: true}, {metric: "balance", strong: true},
			{metric: "relief"}, {metric: "relief_visits"}, {metric: "relief_per_visit"}, {metric: "assisted"}, {metric: "assisted_visits"},
		},
		charts: []chart{parts(lang.Text{ZH: "医疗救助支出", EN: "Expense of medical aid"}, "relief", "assisted")},
	}
}

func benefits() chapter {
	return chapter{
		id: "benefits", title: lang.Text{ZH: "待遇享受", EN: "Benefits"}, scheme: annual.Over,
		paragraph: [][]sentence{{
			say("{span}，享受待遇{benefit_visits}[，{than}{benefit_visits_growth:growth}]，基金支付{benefits}[，次均基金支付{benefit_per_visit}]。",
				"In {span} there were benefits for {benefit_visits}[, {benefit_visits_growth:growth} on the year before], for which funds paid {benefits}[, {benefit_per_visit} each]."),
			say("住院{visits/inpatient}[，住院率{hospitalization_rate}]。", "Inpatient stays: {visits/inpatient}[, {hospitalization_rate} of the persons insured]."),
		}, {
			say("基金支付占费用的比例：[政策范围内{in_scope_ratio}；][全口径{total_ratio}；]。", "Funds paid [{in_scope_ratio} of the cost within policy; ][{total_ratio} of the whole cost; ]."),
			say("直接结算率：[省内异地{direct_rate/province}；][跨省{direct_rate/outside}；]。", "Settled directly: [{direct_rate/province} elsewhere in the province; ][{direct_rate/outside} outside it; ]."),
		}},
		table: []line{
			{metric: "benefits"}, {metric: "benefit_visits"}, {metric: "visits", detail: "*", level: 1}, {metric: "benefit_per_visit"}, {metric: "hospitalization_rate"},
			{metric: "in_scope_ratio"}, {metric: "total_ratio"}, {metric: "direct_rate", detail: "*"},
		},
	}
}

// supervision keeps three things apart that are often mixed: 追回, which is cash; what was
// prevented before payment, which moved none; and 罚款, which belong to the treasury.
func supervision() chapter {
	return chapter{
		id: "supervision", title: lang.Text{ZH: "基金监管", EN: "Supervision"}, scheme: annual.Over,
		paragraph: [][]sentence{{
			say("{span}，[立案{cases_opened}；][责令退回{ordered:wan}；][追回到账{recovered:wan}；][抵扣结算款{set_off:wan}；][尚未退回{outstanding:wan}；]。",
				"In {span}: [{cases_opened} opened; ][{ordered:wan} ordered back; ][{recovered:wan} received; ][{set_off:wan} set off; ][{outstanding:wan} outstanding; ]."),
			say("支付前避免损失{prevented:wan}（无资金流动，不计入基金收入）。", "Losses of {prevented:wan} were prevented before payment; no money moved, and no fund has it as income."),
			say("按公布口径，挽回基金损失{recovered_headline}，即追回到账、抵扣与支付前避免损失之和。", "In the words of bulletins, {recovered_headline} were kept from loss: what was received, set off and prevented."),
		}, {
			say("行政罚款{fines_imposed:wan}[（{penalty_cases}）]，全部缴入国库，不是基金收入。",
				"Fines of {fines_imposed:wan} were imposed[ in {penalty_cases}]; they belong to the treasury and are no income of a fund."),
			say("协议与案件：[中止协议{agreements_suspended}；][解除协议{agreements_terminated}；][移送公安机关{cases_handed_over/police}；][曝光典型案例{cases_published}；]。",
				"Agreements and cases: [suspended: {agreements_suspended}; ][terminated: {agreements_terminated}; ][handed over to the police: {cases_handed_over/police}; ][made public: {cases_published}; ]."),
		}},
		table: []line{
			{metric: "losses", strong: true}, {metric: "losses", detail: "*", level: 1}, {metric: "irregular_rate"}, {metric: "ordered", strong: true}, {metric: "ordered", detail: "*", level: 1},
			{metric: "recovered", strong: true}, {metric: "recovered", detail: "*", level: 1},
			{metric: "set_off", strong: true}, {metric: "outstanding", strong: true},
			{metric: "prevented", strong: true}, {metric: "prevented", detail: "*", level: 1},
			{metric: "recovered_with_fines"}, {metric: "fines_imposed"}, {metric: "fines_paid"}, {metric: "fines_waived"}, {metric: "confiscated"}, {metric: "penalty_cases"},
			{metric: "cases_opened"}, {metric: "cases_closed"}, {metric: "cases_published"}, {metric: "cases_handed_over", detail: "*"}, {metric: "findings", detail: "*"},
			{metric: "agreements_signed"}, {metric: "designated"},
			{metric: "agreements_suspended"}, {metric: "agreements_suspended", detail: "*", level: 1},
			{metric: "agreements_terminated"}, {metric: "agreements_terminated", detail: "*", level: 1},
			{metric: "departments_suspended"}, {metric: "departments_suspended", detail: "*", level: 1},
		},
		charts: []chart{funnel(), prevented()},
	}
}

// reported are figures that no facts imply, as they were recorded of a publication.
func reported() chapter {
	return chapter{
		id: "reported", title: lang.Text{ZH: "另行公布的统计数", EN: "Figures published elsewhere"}, scheme: annual.Over,
		paragraph: [][]sentence{{
			say("下列数由其他来源公布并据以登记，账内没有事项可以推算。", "The following were published elsewhere and recorded as such; no facts of the ledger imply them."),
		}},
		table: []line{{metric: "reported", detail: "*", level: 1}},
	}
}

func late() chapter {
	return chapter{
		id: "late", title: lang.Text{ZH: "时间差异", EN: "Facts that came late"}, scheme: annual.Over,
		paragraph: [][]sentence{{
			say("业务日期在{span}、期末以后才登记的事项{late_facts:some}[，涉及收入{late_income:some}][，支出{late_expense:some}]。",
				"Dated in {span} and recorded after its end: {late_facts:some}[, with an income of {late_income:some}][, with an expense of {late_expense:some}]."),
			say("[另有{booked_later_facts:some}因原期间已结账而记入以后期间。]", "[Booked in a later period, since their own was closed: {booked_later_facts:some}.]"),
		}},
		table: []line{
			{metric: "late_facts", some: true}, {metric: "late_income", some: true}, {metric: "late_expense", some: true},
			{metric: "booked_later_facts", some: true}, {metric: "booked_later_income", some: true}, {metric: "booked_later_expense", some: true},
		},
	}
}

func budget() chapter {
	return chapter{
		id: "budget", title: lang.Text{ZH: "预算执行", EN: "Execution of the budget"}, scheme: annual.Over,
		paragraph: [][]sentence{{
			say("[职工基本医疗保险基金收入完成预算的{budget_income_done@310}，支出完成{budget_expense_done@310}；][城乡居民基本医疗保险基金收入完成预算的{budget_income_done@390}，支出完成{budget_expense_done@390}；]。",
				"[Employee insurance had {budget_income_done@310} of the income and {budget_expense_done@310} of the expense of its budget; ][resident insurance {budget_income_done@390} and {budget_expense_done@390}; ]."),
		}},
	}
}
