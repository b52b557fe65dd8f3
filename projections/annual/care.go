package annual

import (
	"slices"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/statistics"
)

var (
	counted = lang.Text{ZH: "业务日期，发生额；冲销的在原年度剔除，跨月的期间在冲销日扣减", EN: "business date, gross; what was reversed is left out of its own year, of a part of a year on the day of the reversal"}
	perCare = lang.Text{ZH: "次均为基金支付，不是医疗费用", EN: "what the fund paid, not what the care cost"}
)

// counting is a metric of figures of the statistics.
func counting(m Metric, zh, en string, unit Unit, kinds func(fund.Kind) bool, source string, items ...statistics.Item) definition {
	column := lang.Text{ZH: "件数、人次", EN: "count"}
	if unit == Yuan {
		column = lang.Text{ZH: "金额", EN: "amount"}
	}
	d := definition{kinds: kinds, Definition: Definition{m, lang.Text{ZH: zh, EN: en}, unit,
		lang.F("年度统计 %s 的%s", "statistics, %s: %s", namesOf(items), column), counted, source}}
	d.value = func(c *compiler, k Key) value {
		of := func(id fund.ID) value { return c.counts(figures{items, k.Detail, id}, k.Span, unit == Yuan) }
		v := of("")
		if kinds != nil {
			v = c.byFund(k, of)
		}
		for i := range v.terms {
			v.terms[i].Unit = unit
		}
		return v
	}
	return d
}

func namesOf(items []statistics.Item) (names lang.Text) {
	for i, item := range items {
		if names = lang.F("%s + %s", "%s + %s", names, item.Name()); i == 0 {
			names = item.Name()
		}
	}
	return names
}

// split splits a metric of figures of the statistics by their details.
func split(d definition, items ...statistics.Item) definition {
	d.details = func(c *compiler, _ string) (details []string) {
		for _, r := range c.counted(0) {
			if r.Detail != "" && slices.Contains(items, r.Item) {
				details = append(details, r.Detail)
			}
		}
		slices.Sort(details)
		return slices.Compact(details)
	}
	d.name = func(detail string) lang.Text { return detailName(items[0], detail) }
	return d
}

// cared is a metric of care by kind.
func cared(m Metric, zh, en string, unit Unit) definition {
	details, names := careDetails()
	return definition{Definition: Definition{m, lang.Text{ZH: zh, EN: en}, unit,
		lang.Text{ZH: "待遇支付事项中该类别的合计", EN: "sum over the payments for the kind of care"}, counted, "统计公报“待遇人次”“待遇费用”"},
		kinds: paying, only: true, details: func(*compiler, string) []string { return details },
		name: func(d string) lang.Text { return names[d] },
		value: func(c *compiler, k Key) value {
			return c.byFund(k, func(id fund.ID) value { return c.own(id, k, statistics.Benefits) })
		}}
}

// own is what only View has of a fund, and counts in a figure of the statistics.
func (c *compiler) own(id fund.ID, k Key, item statistics.Item) value {
	if v, cut := c.cut(k.Span, func(t total) bool { return item != "" && t.fund == id && t.item == item }); cut {
		return v
	}
	n, some, vague, _ := c.Facts.count(k, func(of fund.ID) bool { return of == id })
	v := whole(n)
	switch {
	case !some:
		return bare()
	case vague > 0 && n.Sign() == 0:
		return missing("只公布了金额，没有公布人次", "it was published without its number")
	case vague > 0:
		v.partial = lang.F("有 %d 笔没有人次，是下限", "%d facts are without their number: it is a lower bound", vague)
	}
	return v
}

// benefits are what insured persons got.
func benefits() []definition {
	const bulletin = "统计公报“待遇人次”“待遇费用”"
	inpatientRate := definition{Definition: Definition{"hospitalization_rate", lang.Text{ZH: "住院率", EN: "rate of hospitalization"}, Percent,
		formula("住院人次 ÷ 参保人数 × 100", "inpatient stays ÷ persons insured × 100"), counted, "统计惯例"}, kinds: insuringAndPaying,
		value: func(c *compiler, k Key) value {
			return c.quotient(k.withMetric(visits, string(fund.Inpatient)), k.withMetric(Insured, ""), 100)
		}}
	perVisit := definition{Definition: Definition{"per_visit", lang.Text{ZH: "次均基金支付", EN: "paid per person-time"}, YuanEach,
		formula("该类别基金支付 ÷ 该类别人次", "paid for the kind of care ÷ its person-times"), perCare, "统计公报“次均费用”惯例"}, kinds: paying, only: true}
	of := cared(visits, "享受待遇人次", "person-times", PersonTimes)
	perVisit.details, perVisit.name = of.details, of.name
	return []definition{
		counting(Benefits, "待遇支付", "benefits paid", Yuan, paying, bulletin, statistics.Benefits),
		counting(Visits, "享受待遇人次", "person-times of benefits", PersonTimes, paying, bulletin, statistics.Benefits),
		quotient(definition{Definition: Definition{"benefit_per_visit", lang.Text{ZH: "次均基金支付", EN: "paid per person-time"}, YuanEach,
			formula("待遇支付 ÷ 人次", "benefits paid ÷ person-times"), perCare, "统计公报“次均费用”惯例"}, kinds: paying}, Benefits, Visits, 1),
		counting("benefits_reversed", "待遇冲销", "benefits reversed", Yuan, paying, bulletin, statistics.BenefitsReversed),
		of,
		cared(paidFor, "基金支付", "paid", Yuan),
		quotient(perVisit, paidFor, visits, 1),
		inpatientRate,
	}
}

// costs are what care had cost, and what funds paid of it, where facts say so.
func costs() []definition {
	const names = "医保平台 MEDFEE_SUMAMT、INSCP_AMT；统计公报“目录内基金支付比例”"
	known := lang.Text{ZH: "业务日期，发生额；只含登记了费用的支付", EN: "business date, gross; of payments that say the cost"}
	details, words := careDetails()
	of := func(m Metric, zh, en string, unit Unit, formula lang.Text) definition {
		d := definition{Definition: Definition{m, lang.Text{ZH: zh, EN: en}, unit, formula, known, names}, kinds: paying,
			details: func(*compiler, string) []string { return details }, name: func(d string) lang.Text { return words[d] }}
		d.value = func(c *compiler, k Key) value {
			return c.byFund(k, func(id fund.ID) value { return c.own(id, k, statistics.Benefits) })
		}
		return d
	}
	sum := formula("登记了费用的支付之和", "sum over payments that say the cost")
	ratio := func(d definition, paid, cost Metric) definition {
		d.value = func(c *compiler, k Key) value {
			v := c.quotient(k.withMetric(paid, k.Detail), k.withMetric(cost, k.Detail), 100)
			return c.covering(v, k, paid)
		}
		return d
	}
	return []definition{
		of(totalCost, "医疗总费用", "total cost of care", Yuan, sum),
		of(ofTotalCost, "其中基金支付", "paid of it", Yuan, sum),
		of(eligibleCost, "政策范围内费用", "cost within policy", Yuan, sum),
		of(ofEligible, "政策范围内费用中基金支付", "paid of the cost within policy", Yuan, sum),
		ratio(of("total_ratio", "全口径基金支付比例", "share of the whole cost that funds paid", Percent,
			formula("基金支付 ÷ 医疗总费用 × 100", "paid ÷ total cost × 100")), ofTotalCost, totalCost),
		ratio(of("in_scope_ratio", "政策范围内基金支付比例", "share of the cost within policy that funds paid", Percent,
			formula("基金支付 ÷ 政策范围内费用 × 100", "paid ÷ cost within policy × 100")), ofEligible, eligibleCost),
	}
}

// covering says in a ratio what share of what was paid it covers, if that is not all.
func (c *compiler) covering(v value, k Key, paid Metric) value {
	all := Benefits
	if k.Detail != "" {
		all = paidFor
	}
	share := ratio(c.valueAt(k.withMetric(paid, k.Detail)), c.valueAt(k.withMetric(all, k.Detail)), 100)
	if v.known() && share.known() && share.num.Cmp(wide.Of(100)) != 0 {
		v.partial = both(v.partial, lang.F("只含登记了费用的支付，占基金支付的 %s %%", "of payments that say the cost: %s %% of what was paid", share.decimal()))
	}
	return v
}

// elsewhereOf is care in other places, and how it was settled.
func elsewhereOf() []definition {
	const source = "统计公报“异地就医”；医保平台 pay_loc、setl_type"
	known := lang.Text{ZH: "业务日期，发生额；只含登记了就医地的支付", EN: "business date, gross; of payments that say the place of care"}
	places := map[string]lang.Text{inProvince: {ZH: "省内异地", EN: "elsewhere in the province"}, outside: {ZH: "跨省", EN: "outside the province"}}
	of := func(m Metric, zh, en string, unit Unit) definition {
		return definition{Definition: Definition{m, lang.Text{ZH: zh, EN: en}, unit, formula("符合条件的支付之和", "sum over these payments"), known, source},
			kinds: paying, details: func(*compiler, string) []string { return []string{inProvince, outside} },
			name: func(d string) lang.Text { return places[d] },
			value: func(c *compiler, k Key) value {
				return c.byFund(k, func(id fund.ID) value { return c.own(id, k, statistics.Benefits) })
			}}
	}
	rate := of("direct_rate", "直接结算率", "rate of direct settlement", Percent)
	rate.Formula = formula("直接结算人次 ÷ 登记了结算方式的异地就医人次 × 100", "person-times settled directly ÷ those elsewhere that say how they were settled × 100")
	rate.value = func(c *compiler, k Key) value {
		v := c.quotient(k.withMetric(settledDirect, k.Detail), k.withMetric(settled, k.Detail), 100)
		share := ratio(c.valueAt(k.withMetric(settled, k.Detail)), c.valueAt(k.withMetric(elsewhere, k.Detail)), 100)
		if v.known() && share.known() && share.num.Cmp(wide.Of(100)) != 0 {
			v.partial = both(v.partial, lang.F("只含登记了结算方式的，占 %s %%", "of those that say how they were settled: %s %%", share.decimal()))
		}
		return v
	}
	return []definition{
		of(elsewhere, "异地就医人次", "person-times elsewhere", PersonTimes), of(elsewherePaid, "异地就医基金支付", "paid for care elsewhere", Yuan),
		of(settled, "登记了结算方式的异地就医人次", "person-times elsewhere that say how they were settled", PersonTimes),
		of(settledDirect, "直接结算人次", "person-times settled directly", PersonTimes), rate,
	}
}

// aid is medical aid.
func aid() []definition {
	const source = "统计公报“医疗救助”"
	return []definition{
		counting("relief", "直接救助", "direct relief", Yuan, aiding, source, statistics.Relief),
		counting("relief_visits", "救助人次", "person-times of relief", PersonTimes, aiding, source, statistics.Relief),
		quotient(definition{Definition: Definition{"relief_per_visit", lang.Text{ZH: "次均救助", EN: "relief per person-time"}, YuanEach,
			formula("直接救助 ÷ 救助人次", "direct relief ÷ person-times"), counted, source}, kinds: aiding}, "relief", "relief_visits", 1),
		counting("assisted", "资助参保支出", "paid for assisted participation", Yuan, aiding, source, statistics.Assisted),
		counting("assisted_visits", "资助参保人次", "person-times of assisted participation", PersonTimes, aiding, source, statistics.Assisted),
		quotient(definition{Definition: Definition{"assisted_per_visit", lang.Text{ZH: "人均资助", EN: "assistance per person-time"}, YuanEach,
			formula("资助参保支出 ÷ 资助人次", "assisted participation ÷ person-times"), counted, source}, kinds: aiding}, "assisted", "assisted_visits", 1),
	}
}
