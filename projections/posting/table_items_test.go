package posting_test

import (
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// returns is what comes back: of the same year less expense, of an earlier year
// other income.
func returns() []row {
	const person = "0123456789abcdef0123456789abcdef"
	clawback := event.ClawbackReceived{Fact: on(2025), Case: "1", Fund: resident, Subject: event.Hospital,
		Channel: event.Inspection, Care: fund.Inpatient, Amount: amount}
	of := func(id fund.ID, p fund.Part, c fund.Care, year int64) event.Event {
		e := clawback
		e.Fund, e.Part, e.Care, e.PaidYear = id, p, c, year
		return e
	}
	return []row{
		{"benefit reversed, same year", "KJ 5001 §3(2): same-year benefit returned", event.ReimbursementReversed{Fact: on(2025), Fund: resident, Care: fund.Outpatient, Amount: amount, Of: "R",
			PaidOn: day(2025)}, dc("1004", "500102")},
		{"benefit reversed, earlier year", "KJ 4501 §1: earlier-year benefit returned", event.ReimbursementReversed{Fact: on(2025), Fund: resident, Care: fund.Outpatient, Amount: amount, Of: "R",
			PaidOn: fund.NewDate(2024, 12, 31)}, dc("1003", "4501")},
		{"benefit reversed, same year, personal", "KJ 5001 §3(2) (职工)", event.ReimbursementReversed{Fact: on(2025), Fund: employee, Part: fund.Personal, Care: fund.Pharmacy,
			Amount: amount, Of: "R", PaidOn: day(2025)}, in(employee, "1004", "50010203")},
		{"benefit reversed, earlier year, personal", "KJ 4501 §1 (职工)", event.ReimbursementReversed{Fact: on(2025), Fund: employee, Part: fund.Personal, Care: fund.Pharmacy,
			Amount: amount, Of: "R", PaidOn: day(2024), Via: account.IncomeAccount}, in(employee, "1002", "450102")},
		{"relief reversed, same year", "as KJ 5001 §3(2)", event.ReliefReversed{Fact: on(2025), Fund: aid, Person: person, Amount: amount, Of: "A", PaidOn: day(2025)}, in(aid, "1003", "500101")},
		{"relief reversed, earlier year", "as KJ 4501 §1", event.ReliefReversed{Fact: on(2025), Fund: aid, Person: person, Amount: amount, Of: "A", PaidOn: day(2024)}, in(aid, "1003", "4501")},
		{"clawback, same year", "735 art. 45; KJ 5001 §3(2)", of(resident, "", fund.Inpatient, 2025), dc("1004", "500101")},
		{"clawback, earlier year", "735 art. 45; KJ 4501 §1", of(resident, "", fund.Inpatient, 2024), dc("1003", "4501")},
		{"clawback, year not known", "735 art. 45; KJ 4501 §1", of(resident, "", "", 0), dc("1003", "4501")},
		{"clawback of the pool, same year", "735 art. 45; KJ 5001 §3(2) (职工)", of(employee, fund.Pool, fund.Inpatient, 2025), in(employee, "1004", "50010101")},
		{"clawback of the pool, earlier year", "735 art. 45; KJ 4501 §1 (职工)", of(employee, fund.Pool, fund.Inpatient, 2024), in(employee, "1003", "450101")},
		{"clawback of the aid fund, same year", "735 art. 2, 45", of(aid, "", "", 2025), in(aid, "1004", "500101")},
		{"insurer returns surplus", "KJ 5101: surplus above contract, credited back", event.InsurerReturned{Fact: on(2025), Fund: resident, Amount: amount}, dc("1003", "5101")},
		{"transfer out sent back", "KJ 5201: credited back", event.TransferReturned{Fact: on(2025), Fund: employee, Amount: amount}, in(employee, "1002", "5201")},
		{"transfer out sent back into 财政专户", "KJ 5201: 1002 or 1003", event.TransferReturned{Fact: on(2025), Fund: employee, Amount: amount, Via: account.SpecialAccount}, in(employee, "1003", "5201")},
	}
}

// levels is money of other levels, insurers and other places.
func levels() []row {
	return []row{
		{"from the upper level", "KJ 4401: 上级补助", event.GrantReceived{Fact: on(2025), Fund: resident, Level: event.Upper, Amount: amount}, dc("1003", "4401")},
		{"from a lower level, pool", "KJ 4402: 下级上解 (职工)", event.GrantReceived{Fact: on(2025), Fund: employee, Part: fund.Pool, Level: event.Lower, Amount: amount}, in(employee, "1003", "440201")},
		{"from the upper level, personal", "KJ 4401 (职工)", event.GrantReceived{Fact: on(2025), Fund: employee, Part: fund.Personal, Level: event.Upper, Amount: amount},
			in(employee, "1003", "440102")},
		{"to the upper level", "KJ 5301: 上解上级", event.GrantPaid{Fact: on(2025), Fund: resident, Level: event.Upper, Amount: amount}, dc("5301", "1003")},
		{"to a lower level", "KJ 5302: 补助下级", event.GrantPaid{Fact: on(2025), Fund: resident, Level: event.Lower, Amount: amount}, dc("5302", "1003")},
		{"to the upper level, personal", "KJ 5301 (职工)", event.GrantPaid{Fact: on(2025), Fund: employee, Part: fund.Personal, Level: event.Upper, Amount: amount}, in(employee, "530102", "1003")},
		{"to a lower level, pool", "KJ 5302 (职工)", event.GrantPaid{Fact: on(2025), Fund: employee, Part: fund.Pool, Level: event.Lower, Amount: amount,
			Via: account.ExpenseAccount}, in(employee, "530201", "1004")},
		{"insurer's premium", "KJ 5101: 大病保险", event.InsurerPaid{Fact: on(2025), Fund: resident, Amount: amount}, dc("5101", "1004")},
		{"insurer's premium of employees", "KJ 5101: not carried in parts", event.InsurerPaid{Fact: on(2025), Fund: employee, Amount: amount, Via: account.SpecialAccount}, in(employee, "5101", "1003")},
		{"transfer in", "KJ 4301: 职工 only", event.TransferReceived{Fact: on(2025), Fund: employee, Amount: amount}, in(employee, "1002", "4301")},
		{"transfer out", "KJ 5201: 职工 only", event.TransferPaid{Fact: on(2025), Fund: employee, Amount: amount}, in(employee, "5201", "1004")},
	}
}

// moves is money between the fund's own accounts.
func moves() []row {
	move := func(from, to account.Code) event.Event {
		return event.MoneyMoved{Fact: plain(2025), Fund: resident, From: from, To: to, Amount: amount}
	}
	return []row{
		{"treasury swept", "KJ 1005, 1003: 划入财政专户", move(account.Treasury, account.SpecialAccount), dc("1003", "1005")},
		{"income account swept", "KJ 1002, 1003", move(account.IncomeAccount, account.SpecialAccount), dc("1003", "1002")},
		{"allocation to the agency", "KJ 1003, 1004: 拨款", move(account.SpecialAccount, account.ExpenseAccount), dc("1004", "1003")},
		{"cash drawn", "KJ 1001, 1004", move(account.ExpenseAccount, account.Cash), dc("1001", "1004")},
	}
}

func items() []row {
	prepaid := func(p event.Purpose) event.Event {
		return event.PrepaymentPaid{Fact: plain(2025), Fund: resident, Item: "1", Purpose: p, Amount: amount}
	}
	suspense := func(p event.Purpose) event.Event {
		return event.SuspenseReceived{Fact: plain(2025), Fund: resident, Item: "1", Purpose: p, Amount: amount}
	}
	return []row{
		{"prepayment", "KJ 1101: 预付, 周转金, 先行支付, 垫付", prepaid(event.OtherPurpose), dc("110109", "1003")},
		{"prepayment out of 支出户", "KJ 1101: 1004 or 1003", event.PrepaymentPaid{Fact: plain(2025), Fund: resident, Item: "1", Purpose: event.OtherPurpose, Amount: amount,
			Via: account.ExpenseAccount}, dc("110109", "1004")},
		{"cross-province prepayment sent", "KJ 1101-异地就医预付金", prepaid(event.CrossRegion), dc("110101", "1003")},
		{"prepayment recovered", "KJ 1101", event.PrepaymentRecovered{Fact: plain(2025), Fund: resident, Item: "1", Purpose: event.OtherPurpose, Amount: amount}, dc("1003", "110109")},
		{"prepayment set off", "KJ 1101, 5001: 5001 when it is set off", event.PrepaymentSetOff{Fact: plain(2025), Fund: resident, Item: "1", Purpose: event.OtherPurpose,
			Care: fund.Inpatient, Amount: amount}, dc("500101", "110109")},
		{"prepayment set off, pool", "KJ 1101, 5001 (职工)", event.PrepaymentSetOff{Fact: plain(2025), Fund: employee, Part: fund.Pool, Item: "1", Purpose: event.CrossRegion,
			Care: fund.Inpatient, Amount: amount}, in(employee, "50010101", "110101")},
		{"prepayment written off", "KJ 1101, 5401: irrecoverable, approved", event.PrepaymentWrittenOff{Fact: plain(2025), Fund: resident, Item: "1", Purpose: event.OtherPurpose,
			Amount: amount}, dc("5401", "110109")},
		{"prepayment written off, personal", "KJ 1101, 5401 (职工)", event.PrepaymentWrittenOff{Fact: plain(2025), Fund: employee, Part: fund.Personal, Item: "1",
			Purpose: event.OtherPurpose, Amount: amount}, in(employee, "540102", "110109")},
		{"suspense", "KJ 2001", suspense(event.OtherPurpose), dc("1003", "200109")},
		{"cross-province prepayment of a lower level", "KJ 2001-异地就医预付金", suspense(event.CrossRegionPrepayment), dc("1003", "200101")},
		{"cross-province clearing of a lower level", "KJ 2001-异地就医清算资金", suspense(event.CrossRegionClearing), dc("1003", "200102")},
		{"cross-province funds at the place of treatment", "KJ 2001-异地就医资金", suspense(event.CrossRegion), dc("1003", "200103")},
		{"outside patients paid", "KJ 2001-异地就医资金: never expense at the place of treatment", event.SuspensePaid{Fact: plain(2025), Fund: resident, Item: "1", Purpose: event.CrossRegion, Amount: amount}, dc("200103", "1003")},
		{"suspense passed on", "KJ 2001", event.SuspensePaid{Fact: plain(2025), Fund: resident, Item: "1", Purpose: event.CrossRegionClearing,
			Amount: amount, Via: account.ExpenseAccount}, dc("200102", "1004")},
		{"suspense forfeited", "KJ 2001, 4501: can never be paid, approved", event.SuspenseForfeited{Fact: plain(2025), Fund: resident, Item: "1", Purpose: event.OtherPurpose, Amount: amount}, dc("200109", "4501")},
		{"suspense forfeited, pool", "KJ 2001, 4501 (职工)", event.SuspenseForfeited{Fact: plain(2025), Fund: employee, Part: fund.Pool, Item: "1",
			Purpose: event.OtherPurpose, Amount: amount}, in(employee, "200109", "450101")},
	}
}

func bonds() []row {
	redeem := func(id fund.ID, p fund.Part, received, cost string) event.Event {
		e, problems := event.Parse("bond.redeemed", func(field string) string {
			return map[string]string{"amount": received, "cost": cost, "document": "1", "fund": string(id), "item": "1", "occurred_on": "2025-01-01", "part": string(p)}[field]
		})
		if len(problems) > 0 {
			panic(problems)
		}
		return e
	}
	return []row{
		{"bonds bought", "KJ 1201: cost incl. fees", event.BondBought{Fact: plain(2025), Fund: resident, Item: "1", Amount: amount}, dc("1201", "1003")},
		{"bonds redeemed", "KJ 1201, 4201: the difference is interest", redeem(resident, "", "103.00", "100.00"), "390 Dr 1003 100.00; 390 Cr 1201 100.00; 390 Dr 1003 3.00; 390 Cr 4201 3.00"},
		{"bonds redeemed at cost", "KJ 1201", redeem(resident, "", "100.00", "100.00"), "390 Dr 1003 100.00; 390 Cr 1201 100.00"},
		{"bonds sold below cost", "KJ 1201, 4201: the difference is less interest", redeem(resident, "", "98.00", "100.00"), "390 Dr 1003 100.00; 390 Cr 1201 100.00; 390 Dr 4201 2.00; 390 Cr 1003 2.00"},
		{"bonds redeemed a fen above cost", "KJ 1201, 4201", redeem(resident, "", "100.01", "100.00"), "390 Dr 1003 100.00; 390 Cr 1201 100.00; 390 Dr 1003 0.01; 390 Cr 4201 0.01"},
		{"bonds sold a fen below cost", "KJ 1201, 4201", redeem(resident, "", "99.99", "100.00"), "390 Dr 1003 100.00; 390 Cr 1201 100.00; 390 Dr 4201 0.01; 390 Cr 1003 0.01"},
		{"bonds of the pool redeemed", "KJ 1201, 4201 (职工)", redeem(employee, fund.Pool, "103.00", "100.00"), "310 Dr 1003 100.00; 310 Cr 1201 100.00; 310 Dr 1003 3.00; 310 Cr 420101 3.00"},
		{"bonds of employees redeemed", "KJ 1201, 4602: split not known", redeem(employee, "", "103.00", "100.00"), "310 Dr 1003 100.00; 310 Cr 1201 100.00; 310 Dr 1003 3.00; 310 Cr 4602 3.00"},
		{"borrowed", "KJ 2101", event.LoanReceived{Fact: plain(2025), Fund: resident, Item: "1", Amount: amount}, dc("1003", "2101")},
		{"repaid", "KJ 2101", event.LoanRepaid{Fact: plain(2025), Fund: resident, Item: "1", Amount: amount}, dc("2101", "1003")},
		{"repaid with interest", "KJ 2101, 5401", event.LoanRepaid{Fact: plain(2025), Fund: resident, Item: "1", Amount: amount, Interest: 7_00}, dc("2101", "1003") + "; 390 Dr 5401 7.00; 390 Cr 1003 7.00"},
		{"repaid with interest, pool", "KJ 2101, 5401 (职工)", event.LoanRepaid{Fact: plain(2025), Fund: employee, Part: fund.Pool, Item: "1", Amount: amount, Interest: 7_00,
			Via: account.ExpenseAccount}, in(employee, "2101", "1004") + "; 310 Dr 540101 7.00; 310 Cr 1004 7.00"},
		{"repaid by the treasury for the fund", "KJ 2101, 4101", event.LoanAssumed{Fact: plain(2025), Fund: resident, Item: "1", Amount: amount}, dc("2101", "4101")},
	}
}

// reversals is FactReversed across years, by what it reverses. In the same year
// it books back every line; see TestReversals.
func reversals() []row {
	of := func(e event.Event) event.Event { return reversal(e, day(2026)) }
	return []row{
		{"income of an earlier year", "as KJ 5401 of refunds", of(event.SubsidyReceived{Fact: on(2025), Fund: resident, Amount: amount}), "390 Cr 1003 506.87; 390 Dr 5401 506.87"},
		{"income less, of an earlier year", "as KJ 4501", of(event.PremiumRefunded{Fact: on(2025), Fund: resident, Amount: amount, Of: "P", PaidOn: day(2025)}), "390 Cr 4501 506.87; 390 Dr 1004 506.87"},
		{"expense of an earlier year", "KJ 4501 §1", of(event.ReimbursementPaid{Fact: on(2025), Fund: resident, Care: fund.Inpatient, Amount: amount}), "390 Cr 4501 506.87; 390 Dr 1004 506.87"},
		{"expense less, of an earlier year", "as KJ 5401", of(event.InsurerReturned{Fact: on(2025), Fund: resident, Amount: amount}), "390 Cr 1003 506.87; 390 Dr 5401 506.87"},
		{"expense of personal accounts, of an earlier year", "KJ 4501 §1 (职工)", of(event.ReimbursementPaid{Fact: on(2025), Fund: employee, Part: fund.Personal, Care: fund.Pharmacy, Amount: amount}), "310 Cr 450102 506.87; 310 Dr 1004 506.87"},
		{"transfer of an earlier year", "KJ 3001: 5201 closes to 个人账户", of(event.TransferPaid{Fact: on(2025), Fund: employee, Amount: amount}), "310 Cr 450102 506.87; 310 Dr 1004 506.87"},
		{"insurer's premium of an earlier year", "KJ 收支表: 5101 is the pool's", of(event.InsurerPaid{Fact: on(2025), Fund: employee, Amount: amount}), "310 Cr 450101 506.87; 310 Dr 1004 506.87"},
		{"a move of an earlier year", "neither income nor expense", of(event.MoneyMoved{Fact: plain(2025), Fund: resident, From: "1003", To: "1004", Amount: amount}), "390 Cr 1004 506.87; 390 Dr 1003 506.87"},
	}
}

const hash event.Hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// silent is what books nothing.
func silent() []row {
	const never = "KJ Part 1 §5: 收付实现制，没有收付不记账"
	return []row{
		{"books established", never, event.FundEstablished{Fact: plain(2025), Fund: resident, Name: "x"}, ""},
		{"limit", never, event.LimitSet{Fact: plain(2025), Region: "441300", Limit: event.ReliefAnnualCap, Amount: amount}, ""},
		{"claim denied", never, event.ClaimDenied{Fact: on(2025), Fund: resident, Channel: event.SmartAudit, Amount: amount}, ""},
		{"claim corrected", never, event.ClaimCorrected{Fact: on(2025), Fund: resident, Amount: amount}, ""},
		{"clawback ordered", never, event.ClawbackOrdered{Fact: on(2025), Case: "1", Fund: resident, Subject: event.Hospital,
			Channel: event.Inspection, Amount: amount}, ""},
		{"fine imposed", "735 art. 45: 罚款上缴国库", event.FineImposed{Fact: on(2025), Case: "1", Region: "441300", Subject: event.Hospital, Amount: amount}, ""},
		{"fine paid", "735 art. 45; 行政处罚法 art. 67, 74", event.FinePaid{Fact: on(2025), Case: "1", Region: "441300", Subject: event.Hospital, Amount: amount}, ""},
		{"institution designated", never, event.InstitutionDesignated{Fact: plain(2025), Institution: "H44130200026", Region: "441300", Name: "x"}, ""},
		{"institution suspended", never, event.InstitutionSuspended{Fact: on(2025), Institution: "H44130200026", Region: "441300", Scope: event.Whole}, ""},
		{"institution resumed", never, event.InstitutionResumed{Fact: on(2025), Institution: "H44130200026", Region: "441300", Scope: event.Whole}, ""},
		{"institution terminated", never, event.InstitutionTerminated{Fact: on(2025), Institution: "H44130200026", Region: "441300"}, ""},
		{"headcount", never, event.PersonsInsured{Fact: on(2025), Fund: resident}, ""},
		{"budget approved", "a plan moves nothing", event.BudgetApproved{Fact: plain(2025), Fund: resident, Year: 2025, Line: "premiums", Amount: amount}, ""},
		{"budget adjusted", "a plan moves nothing", event.BudgetAdjusted{Fact: plain(2025), Fund: resident, Year: 2025, Line: "premiums", Amount: amount, Cause: "x"}, ""},
		{"report issued", "a paper moves nothing", event.ReportIssued{Fact: plain(2025), Region: "441300", Span: "2025", Edition: 1, Language: event.Chinese,
			Root: hash, Template: "1", PDF: hash}, ""},
		{"statistic", "never money of a fund", event.StatisticReported{Fact: plain(2025), Region: "441300", Topic: "x", Metric: "y", Unit: "yuan", Value: "506.87"}, ""},
		{"period closed", "the balances stand; KJ 3001 of the close is asked for, not booked", event.PeriodClosed{Fact: event.Fact{Document: "1", OccurredOn: fund.NewDate(2025, 1, 31)}, Fund: resident,
			Period: "2025-01", Balances: "-"}, ""},
	}
}
