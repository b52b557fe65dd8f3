package annual

import (
	"slices"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/statistics"
)

// The metrics that others are made of.
const (
	Insured  Metric = "insured"
	Income   Metric = "income"
	Expense  Metric = "expense"
	Surplus  Metric = "surplus"
	Balance  Metric = "balance"
	Benefits Metric = "benefits"
	Visits   Metric = "benefit_visits"
)

var (
	booked  = lang.Text{ZH: "记账日，净额，与收支表（会社保02表）一致", EN: "day of booking, net, as the statement of income (会社保02表)"}
	standAt = lang.Text{ZH: "期末，与资产负债表（会社保01表）一致", EN: "at the end of the span, as the balance sheet (会社保01表)"}
)

const (
	form02 = "财会〔2017〕28号 第四部分 会社保02表"
	form01 = "财会〔2017〕28号 第四部分 会社保01表"
)

// flowed is a metric of what some accounts got.
func flowed(m Metric, zh, en string, kinds func(fund.Kind) bool, formula lang.Text, of accounts) definition {
	return definition{Definition: Definition{m, lang.Text{ZH: zh, EN: en}, Yuan, formula, booked, form02}, kinds: kinds,
		value: func(c *compiler, k Key) value {
			return c.byFund(k, func(id fund.ID) value { return c.flow(id, k.Span, of) })
		}}
}

// madeOf gives the sum that a metric is other metrics as its terms.
func madeOf(d definition, sources ...Metric) definition {
	made := d.value
	d.value = func(c *compiler, k Key) value {
		v := made(c, k)
		if !v.known() || k.Scheme == Over && len(v.terms) > 0 && v.terms[0].Of != (Key{}) {
			return v
		}
		v.terms = nil
		for _, m := range sources {
			if key := k.withMetric(m, ""); c.at(key).Known() && c.said[key].unsplit == v.unsplit {
				v.terms = append(v.terms, c.term(key, Plus))
			}
		}
		return v
	}
	return d
}

func formula(zh, en string) lang.Text { return lang.Text{ZH: zh, EN: en} }

// income is what came in.
func income() []definition {
	premiums := within(account.Premiums, account.UnsplitPremiums)
	of := []definition{
		flowed("income_premiums", "保险费收入", "premiums", insuring, formula("4001 + 待转 4601", "4001 + 4601 awaiting split"), premiums),
		flowed("income_subsidy", "财政补贴收入", "fiscal subsidies", anyKind, formula("4101", "4101"), within(account.Subsidy)),
		flowed("income_interest", "利息收入", "interest", anyKind, formula("4201 + 待转 4602", "4201 + 4602 awaiting split"), within(account.Interest, account.UnsplitInterest)),
		flowed("income_transfers", "转移收入", "transfers in", withParts, formula("4301", "4301"), within(account.TransfersIn)),
		flowed("income_grants", "上级补助和下级上解收入", "received from other levels", anyKind, formula("4401 + 4402", "4401 + 4402"), within(account.FromUpper, account.FromLower)),
		flowed("income_other", "其他收入", "other income", anyKind, formula("4501", "4501"), within(account.OtherIncome)),
	}
	sources := make([]Metric, len(of))
	for i, d := range of {
		sources[i] = d.Metric
	}
	assisted := definition{Definition: Definition{assistedShare, lang.Text{ZH: "其中：医疗救助资助参保的保险费", EN: "of which premiums paid by medical aid"}, Yuan,
		formula("资助参保 − 当年退回", "assisted participation − refunds of the same year"), booked, "财会〔2017〕28号 4001；居民医保预算表“其中：城乡医疗救助资助收入”"},
		kinds: insuring, value: func(c *compiler, k Key) value {
			return c.byFund(k, func(id fund.ID) value { return c.own(id, k, statistics.AssistedPremiums) })
		}}
	whole := madeOf(flowed(Income, "基金收入", "income", anyKind, formula("各来源之和", "the sum of the sources"), ofElement(account.Income, "")), sources...)
	parts := []definition{
		flowed("income_pool", "统筹基金收入", "income of the pool", withParts, formula("统筹基金各项收入", "income of the pool"), ofElement(account.Income, fund.Pool)),
		flowed("income_personal", "个人账户收入", "income of personal accounts", withParts, formula("个人账户各项收入", "income of personal accounts"), ofElement(account.Income, fund.Personal)),
	}
	perHead := quotient(definition{Definition: Definition{"income_per_head", lang.Text{ZH: "人均筹资", EN: "income per person insured"}, YuanEach,
		formula("基金收入 ÷ 参保人数", "income ÷ persons insured"), booked, "统计公报惯例"}, kinds: insuring, apart: true}, Income, Insured, 1)
	return slices.Concat([]definition{whole}, of[:1], []definition{assisted}, of[1:], parts, []definition{perHead})
}

// The details of expense beside kinds of care.
const (
	ofRelief    = "relief"
	ofPremiumsD = "participation"
	ofInsurer   = "critical_illness"
	ofTransfers = "transfers"
	ofGrants    = "grants"
	ofOther     = "other_expense"
	ofNoCare    = "unclassified"
)

// expenseDetails are the details of expense, in the order of the form.
func expenseDetails() (details []string, names map[string]lang.Text) {
	names = map[string]lang.Text{
		ofNoCare: {ZH: "未分类费用", EN: "care not classified"}, ofRelief: {ZH: "直接救助", EN: "direct relief"}, ofPremiumsD: {ZH: "资助参保", EN: "assisted participation"},
		ofInsurer: {ZH: "大病保险", EN: "critical-illness insurance"}, ofTransfers: {ZH: "转移支出", EN: "transfers out"},
		ofGrants: {ZH: "上解上级和补助下级", EN: "paid to other levels"}, ofOther: {ZH: "其他支出", EN: "other expense"},
	}
	for _, care := range fund.Cares() {
		if care.Care != "" {
			details, names[string(care.Care)] = append(details, string(care.Care)), care.Name
		}
	}
	return append(details, ofNoCare, ofRelief, ofPremiumsD, ofInsurer, ofTransfers, ofGrants, ofOther), names
}

// expenseOn returns the detail of an account of expense.
func expenseOn(kind fund.Kind, c account.Code) string {
	switch c.Top() {
	case account.CriticalIllness:
		return ofInsurer
	case account.TransfersOut:
		return ofTransfers
	case account.ToUpper, account.ToLower:
		return ofGrants
	case account.OtherExpense:
		return ofOther
	}
	switch {
	case kind.Has(fund.Relief) && c.Within(account.DirectRelief):
		return ofRelief
	case kind.Has(fund.Relief):
		return ofPremiumsD
	}
	for _, care := range fund.Cares() {
		for _, p := range []fund.Part{"", fund.Pool, fund.Personal} {
			if code, ok := account.CareAccount(kind, p, care.Care); ok && code == c && care.Care != "" {
				return string(care.Care)
			}
		}
	}
	return ofNoCare
}

// expense is what was spent.
func expense() []definition {
	details, names := expenseDetails()
	whole := definition{Definition: Definition{Expense, lang.Text{ZH: "基金支出", EN: "expense"}, Yuan,
		formula("各项待遇、大病保险、转移、上解补助和其他支出之和", "the sum of benefits by kind of care, critical-illness insurance, transfers, payments to other levels and other expense"), booked, form02},
		kinds: anyKind, details: func(*compiler, string) []string { return details }, name: func(d string) lang.Text { return names[d] },
		value: func(c *compiler, k Key) value {
			v := c.byFund(k, func(id fund.ID) value {
				return c.flow(id, k.Span, func(id fund.ID, a account.Code) bool {
					return a.Element() == account.Expense && (k.Detail == "" || expenseOn(id.Kind(), a) == k.Detail)
				})
			})
			if k.Detail != "" || !v.known() || k.Scheme == Over && len(v.terms) > 0 && v.terms[0].Of != (Key{}) {
				return v
			}
			v.terms = nil
			for _, d := range details {
				if key := k.withMetric(Expense, d); c.at(key).Known() && c.said[key].unsplit == v.unsplit {
					v.terms = append(v.terms, c.term(key, Plus))
				}
			}
			return v
		}}
	return []definition{
		whole,
		flowed("expense_pool", "统筹基金支出", "expense of the pool", withParts, formula("统筹基金各项支出", "expense of the pool"), ofElement(account.Expense, fund.Pool)),
		flowed("expense_personal", "个人账户支出", "expense of personal accounts", withParts, formula("个人账户各项支出", "expense of personal accounts"), ofElement(account.Expense, fund.Personal)),
		quotient(definition{Definition: Definition{"expense_per_head", lang.Text{ZH: "人均基金支出", EN: "expense per person insured"}, YuanEach,
			formula("基金支出 ÷ 参保人数", "expense ÷ persons insured"), booked, "统计公报惯例"}, kinds: insuring, apart: true}, Expense, Insured, 1),
	}
}

// less is a metric that takes one off another.
func less(d definition, plus, minus Metric) definition {
	d.value = func(c *compiler, k Key) value {
		own := func(k Key) value {
			a, b := k.withMetric(plus, ""), k.withMetric(minus, "")
			x, y := c.valueAt(a), c.valueAt(b)
			switch {
			case x.bare && y.bare:
				return bare()
			case x.loose || y.loose:
				return incomplete()
			case !x.known():
				return value{den: one, missing: lang.F("%s：%s", "%s: %s", c.at(a).Name, x.missing)}
			case !y.known():
				return value{den: one, missing: lang.F("%s：%s", "%s: %s", c.at(b).Name, y.missing)}
			}
			v := whole(x.num.Minus(y.num), c.term(a, Plus), c.term(b, Minus))
			v.partial = both(x.partial, y.partial)
			return v
		}
		a, b := c.valueAt(k.withMetric(plus, "")), c.valueAt(k.withMetric(minus, ""))
		switch {
		case k.Scheme != Over || a.unsplit && b.unsplit:
			v := own(k)
			v.unsplit = a.unsplit && b.unsplit
			return v
		case a.unsplit != b.unsplit:
			return mixed()
		}
		v := own(k)
		if of := c.byFund(k, func(fund.ID) value { return bare() }); v.known() && (!of.known() || of.num != v.num) {
			v.partial = both(v.partial, lang.Text{ZH: "有的基金本期没有收入或没有支出的事项，只计其有的",
				EN: "some fund has no fact of income, or none of expense, in the span: what it has counts alone"})
		}
		return v
	}
	return d
}

// stands is a metric of what funds, or a part of them, hold at the end.
func stands(m Metric, zh, en string, kinds func(fund.Kind) bool, p fund.Part) definition {
	return definition{Definition: Definition{m, lang.Text{ZH: zh, EN: en}, Yuan, formula("期初余额 + 期初以来收入 − 期初以来支出", "opening balance + income − expense since then"), standAt, form01},
		kinds: kinds, value: func(c *compiler, k Key) value {
			return c.byFund(k, func(id fund.ID) value { return c.balance(id, k.Span.To, p) })
		}}
}

// monthsOf is for how many months a balance lasts.
func monthsOf(m Metric, zh, en string, kinds func(fund.Kind) bool, balance, expense Metric) definition {
	base := lang.F("%s；职工以统筹或以全部基金为底，各地不同，两者都列", "%s; of 职工 some places take the pool and some the whole fund: both are shown", standAt)
	return definition{Definition: Definition{m, lang.Text{ZH: zh, EN: en}, Months, formula("累计结余 ÷（本期支出 ÷ 本期月数）", "balance ÷ (expense of the span ÷ its months)"), base,
		"可支付月数惯例；某县 2024 年公报：居民 11.02 个月"}, kinds: kinds,
		value: func(c *compiler, k Key) value {
			a, b := k.withMetric(balance, ""), k.withMetric(expense, "")
			return c.quotient(a, b, int64(k.Span.Months()))
		}}
}

// results are what is left.
func results() []definition {
	return []definition{
		less(definition{Definition: Definition{Surplus, lang.Text{ZH: "当期结余", EN: "surplus"}, Yuan,
			formula("基金收入 − 基金支出", "income − expense"), booked, form02}, kinds: anyKind}, Income, Expense),
		less(definition{Definition: Definition{"surplus_pool", lang.Text{ZH: "统筹基金当期结余", EN: "surplus of the pool"}, Yuan, formula("统筹基金收入 − 统筹基金支出", "income of the pool − its expense"), booked, form02}, kinds: withParts}, "income_pool", "expense_pool"),
		less(definition{Definition: Definition{"surplus_personal", lang.Text{ZH: "个人账户当期结余", EN: "surplus of personal accounts"}, Yuan, formula("个人账户收入 − 个人账户支出", "income of personal accounts − their expense"), booked, form02}, kinds: withParts}, "income_personal", "expense_personal"),
		quotient(definition{Definition: Definition{"surplus_rate", lang.Text{ZH: "当期结余率", EN: "rate of surplus"}, Percent,
			formula("当期结余 ÷ 基金收入 × 100", "surplus ÷ income × 100"), booked, "统计惯例"}, kinds: anyKind}, Surplus, Income, 100),
		{Definition: Definition{"balance_adjusted", lang.Text{ZH: "上年结余调整", EN: "adjustment of earlier balances"}, Yuan,
			formula("一般基金结余 3001 期内变动，不含期初", "what 3001 got in the span, without the opening"), booked, "财会〔2017〕28号 3001"}, kinds: anyKind, plain: true,
			value: func(c *compiler, k Key) value {
				return c.byFund(k, func(id fund.ID) value { return c.adjusted(id, k.Span) })
			}},
		stands(Balance, "累计结余", "balance", anyKind, ""),
		stands("balance_pool", "统筹基金累计结余", "balance of the pool", withParts, fund.Pool),
		stands("balance_personal", "个人账户累计结余", "balance of personal accounts", withParts, fund.Personal),
		quotient(definition{Definition: Definition{"pool_ratio", lang.Text{ZH: "统筹基金占累计结余的比重", EN: "share of the pool in the balance"}, Percent,
			formula("统筹基金累计结余 ÷ 累计结余 × 100", "balance of the pool ÷ balance × 100"), standAt, "统计惯例"}, kinds: withParts}, "balance_pool", Balance, 100),
		monthsOf("months", "基金支付能力（全部基金）", "months of cover, whole fund", anyKind, Balance, Expense),
		monthsOf("months_pool", "基金支付能力（统筹基金）", "months of cover, pool", withParts, "balance_pool", "expense_pool"),
	}
}

// people are who is insured.
func people() []definition {
	const bulletin = "统计公报“参保规模”"
	return []definition{
		{Definition: Definition{Insured, lang.Text{ZH: "参保人数", EN: "persons insured"}, Persons, formula("期内最近一次登记的参保人数", "the persons insured as stated last in the span"), lang.Text{ZH: "业务日期；时点数", EN: "business date; at a time"}, bulletin},
			kinds: insuring, value: func(c *compiler, k Key) value {
				return c.byFund(k, func(id fund.ID) value { return c.insured(id, k.Span) })
			}},
		stated("insured_active", "在职职工参保人数", "employees insured who work", Persons, "employee/active_insured"),
		stated("insured_retired", "退休人员参保人数", "employees insured who have retired", Persons, "employee/retired_insured"),
		stated("participation_rate", "参保率", "rate of participation", Percent, "all/participation_rate"),
	}
}

// benefitsOfCare are details by kind of care.
func careDetails() (details []string, names map[string]lang.Text) {
	details, names = expenseDetails()
	return details[:slices.Index(details, ofRelief)], names
}
