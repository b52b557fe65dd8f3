package annual

import (
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/statistics"
)

const order735 = "国务院令第735号"

// supervision is what was lost to funds and came back, what was due to the treasury, cases and
// agreements.
func supervision() []definition {
	money := func(m Metric, zh, en, source string, item statistics.Item) definition {
		return counting(m, zh, en, Yuan, anyKind, source, item)
	}
	channels := func(d definition, item statistics.Item) definition { return split(d, item) }
	region := func(m Metric, zh, en string, unit Unit, source string, item statistics.Item) definition {
		return counting(m, zh, en, unit, nil, source, item)
	}
	return []definition{
		split(money("losses", "认定损失（不是到账数）", "losses determined, which is not what came in", order735+" art. 38–41", statistics.Losses), statistics.Losses),
		quotient(definition{Definition: Definition{"irregular_rate", lang.Text{ZH: "违规发生率", EN: "rate of irregular payments"}, Percent,
			formula("认定损失 ÷ 基金支出 × 100", "losses determined ÷ expense × 100"), counted, "基金运行分析惯例"}, kinds: anyKind}, "losses", Expense, 100),
		channels(money("ordered", "责令退回", "clawback ordered", order735+" art. 38", statistics.Ordered), statistics.Ordered),
		money("annulled", "撤销责令退回", "clawback annulled", order735+" art. 38", statistics.Annulled),
		channels(money("recovered", "追回到账（现金）", "clawback received, in cash", order735+" art. 45", statistics.Recovered), statistics.Recovered),
		channels(money("set_off", "抵扣结算款（无现金）", "clawback set off, no cash", order735+" art. 45", statistics.SetOff), statistics.SetOff),
		money("refunded", "退还已追回款", "clawback refunded", order735+" art. 45", statistics.Refunded),
		outstanding(),
		channels(money("prevented", "支付前避免（无现金，不是收入）", "prevented before payment: no cash, no income", "新闻惯例“拒付”“事前提醒”", statistics.Denied), statistics.Denied),
		headline(),
		region("recovered_with_fines", "追回与罚款合计（公布口径，不可拆分）", "recovered including fines, as published", Yuan, "公布口径", statistics.Mixed),
		money("penalties_received", "违约金收入", "contract penalties received", order735+" art. 13; 财会〔2017〕28号 4501", statistics.Penalties),
		region("fines_imposed", "行政罚款决定（归国库，不是基金收入）", "fines imposed: to the treasury, no income of a fund", Yuan, order735+" art. 45", statistics.FinesImposed),
		region("penalty_cases", "行政处罚决定", "decisions on fines", Cases, "新闻惯例“行政处罚案件”", statistics.FinesImposed),
		region("fines_paid", "罚款缴纳（归国库）", "fines paid, to the treasury", Yuan, order735+" art. 45; 行政处罚法 art. 74", statistics.FinesPaid),
		region("fines_waived", "罚款减免、撤销", "fines waived or annulled", Yuan, "行政处罚法 art. 66", statistics.FinesWaived),
		region("confiscated", "没收违法所得（归国库）", "gains confiscated, to the treasury", Yuan, order735+" art. 42", statistics.Confiscated),
		split(region("findings", "认定违法事实", "findings", Cases, order735, statistics.Findings), statistics.Findings),
		split(region("cases_opened", "立案", "cases opened", Cases, order735, statistics.CasesOpened), statistics.CasesOpened),
		split(region("cases_closed", "结案", "cases closed", Cases, order735, statistics.Closed), statistics.Closed),
		region("cases_published", "曝光典型案例", "cases published", Cases, "新闻惯例", statistics.Published),
		split(region("cases_handed_over", "移送案件", "cases handed over", Cases, order735+" art. 37, 41", statistics.Transferred), statistics.Transferred),
		split(region("agreements_signed", "签订协议", "agreements signed", Institutions, order735+" art. 13", statistics.Signed), statistics.Signed),
		region("designated", "新增定点", "institutions designated", Institutions, order735+" art. 13", statistics.Designated),
		split(region("agreements_suspended", "中止协议", "agreements suspended", Institutions, order735+" art. 38, 40", statistics.Suspended), statistics.Suspended),
		split(region("agreements_resumed", "恢复协议", "agreements resumed", Institutions, order735+" art. 38, 40", statistics.Resumed), statistics.Resumed),
		split(region("agreements_terminated", "解除协议", "agreements terminated", Institutions, order735+" art. 40", statistics.Terminated), statistics.Terminated),
		split(region("departments_suspended", "暂停科室", "departments suspended", Institutions, order735+" art. 38", statistics.DepartmentsSuspended), statistics.DepartmentsSuspended),
	}
}

// outstanding is what is ordered back and not in yet.
func outstanding() definition {
	d := split(definition{Definition: Definition{"outstanding", lang.Text{ZH: "期末未退", EN: "outstanding at the end"}, Yuan,
		formula("责令退回 − 撤销 − 到账 − 抵扣 + 退还，按案件", "ordered − annulled − received − set off + refunded, by case"),
		lang.Text{ZH: "业务日期，期末数；与追回台账一致", EN: "business date, at the end of the span; as the register of recoveries"}, order735 + " art. 45"}, kinds: anyKind}, statistics.Ordered)
	d.value = func(c *compiler, k Key) value {
		return c.byFund(k, func(id fund.ID) value { return c.standing(id, k) })
	}
	return d
}

// headline is the sum that bureaux publish.
func headline() definition {
	return definition{Definition: Definition{"recovered_headline", lang.Text{ZH: "挽回损失（公布口径：到账 + 抵扣 + 支付前避免，不是收入）", EN: "loss recovered and averted, as published: received + set off + prevented, no income"}, Yuan,
		formula("追回到账 + 抵扣 + 支付前避免", "received + set off + prevented"), counted, "新闻惯例“共挽回医保基金损失”"}, kinds: anyKind,
		value: func(c *compiler, k Key) value {
			var parts []part
			unsplit := true
			for _, m := range []Metric{"recovered", "set_off", "prevented"} {
				key := k.withMetric(m, "")
				v := c.valueAt(key)
				unsplit = unsplit && (v.unsplit || v.bare)
				if v.known() {
					v.terms = []Term{c.term(key, Plus)}
				}
				parts = append(parts, part{v, lang.Text{}})
			}
			v := sumOf(parts)
			v.unsplit = unsplit
			return v
		}}
}

// arrivalsOf is what came late.
func arrivalsOf() []definition {
	recorded := lang.Text{ZH: "有收支的事项：业务日期在期内，期末之后才入账；按业务日期", EN: "facts with income or expense, dated in the span and recorded after its end; by business date"}
	later := lang.Text{ZH: "有收支的事项：业务日期在期内，记在以后的期间；按业务日期", EN: "facts with income or expense, dated in the span and booked after it; by business date"}
	const source = "财会〔2017〕28号 第一部分 五；账本口径"
	of := func(m Metric, zh, en string, unit Unit, basis lang.Text, late func(*compiler, fund.ID, Key) value) definition {
		return definition{Definition: Definition{m, lang.Text{ZH: zh, EN: en}, unit, formula("符合条件的事项之和", "sum over these facts"), basis, source},
			kinds: anyKind, plain: true, value: func(c *compiler, k Key) value {
				return c.byFund(k, func(id fund.ID) value { return late(c, id, k) })
			}}
	}
	own := func(c *compiler, id fund.ID, k Key) value { return c.own(id, k, "") }
	return []definition{
		of(lateFacts, "期末后入账的事项", "facts recorded after the end", Facts, recorded, (*compiler).cameLate),
		of(lateIncome, "期末后入账的收入", "income recorded after the end", Yuan, recorded, (*compiler).cameLate),
		of(lateExpense, "期末后入账的支出", "expense recorded after the end", Yuan, recorded, (*compiler).cameLate),
		of(laterFacts, "记在以后期间的事项", "facts booked in a later period", Facts, later, own),
		of(laterIncome, "记在以后期间的收入", "income booked in a later period", Yuan, later, own),
		of(laterExpense, "记在以后期间的支出", "expense booked in a later period", Yuan, later, own),
	}
}

// cameLate is what is dated in the span of the report and was not known at its end: all that there
// is now, less what there was then.
func (c *compiler) cameLate(id fund.ID, k Key) value {
	if _, begun := c.Facts.begins[id]; k.Span != c.Span || !begun {
		return bare()
	}
	if c.Closed == nil {
		return missing("没有期末时的账本可比", "the ledger as it was known at the end is not at hand")
	}
	if _, known := c.Closed.begins[id]; !known {
		return missing("期末时账本里还没有这个基金的收支，全部是此后入账的", "at the end the ledger had nothing of the fund yet: all of it was recorded later")
	}
	is := func(a arrival) bool { return a.fund == id }
	return whole(c.Facts.arrivedIn(k.Span, is).of(k.Metric).Minus(c.Closed.arrivedIn(k.Span, is).of(k.Metric)))
}
