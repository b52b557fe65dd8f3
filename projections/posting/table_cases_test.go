package posting_test

import (
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
)

// setOffs is ClawbackSetOff: the settlement is expense in full, and what was kept
// of it books as if it had come in; no money account moves.
func setOffs() []row {
	set := func(id fund.ID, p fund.Part, year int64, of, settled fund.Care) event.Event {
		return event.ClawbackSetOff{Fact: on(2025), Case: "1", Fund: id, Institution: "H44130200026", Channel: event.Inspection, Part: p, PaidYear: year,
			Care: of, Against: "JS-1", SettledCare: settled, Amount: amount}
	}
	return []row{
		{"set off, same year", "KJ 5001 §3(2): 当年的冲减支出", set(resident, "", 2025, fund.Inpatient, fund.Outpatient), dc("500102", "500101")},
		{"set off, same year, the same care", "KJ 5001: both sides, so that gross and recovered stay apart", set(resident, "", 2025, fund.Inpatient, fund.Inpatient), dc("500101", "500101")},
		{"set off, earlier year", "KJ 4501 §1: 以前年度的记其他收入", set(resident, "", 2024, fund.Inpatient, fund.Outpatient), dc("500102", "4501")},
		{"set off, year not known", "KJ 4501 §1: this year's expense is not reduced by what may be older", set(resident, "", 0, "", ""), dc("500199", "4501")},
		{"set off, pool, same year", "KJ 5001 (职工: 统筹)", set(employee, fund.Pool, 2025, fund.Inpatient, fund.OutpatientMajor), in(employee, "50010102", "50010101")},
		{"set off, pool, earlier year", "KJ 4501 (职工: 统筹)", set(employee, fund.Pool, 2023, fund.Inpatient, fund.Inpatient), in(employee, "50010101", "450101")},
		{"set off, personal accounts, same year", "KJ 5001 (职工: 个人账户)", set(employee, fund.Personal, 2025, fund.Pharmacy, fund.Outpatient), in(employee, "50010202", "50010203")},
		{"set off, personal accounts, earlier year", "KJ 4501 (职工: 个人账户)", set(employee, fund.Personal, 2024, fund.Pharmacy, fund.Pharmacy), in(employee, "50010203", "450102")},
	}
}

// refunds is ClawbackRefunded: booked back as it came in where that was this
// year; else it is a benefit that the fund pays now.
func refunds() []row {
	back := func(id fund.ID, p fund.Part, paid, received int64, c fund.Care, via account.Code) event.Event {
		return event.ClawbackRefunded{Fact: on(2025), Case: "1", Fund: id, Institution: "H44130200026", Part: p, PaidYear: paid, Care: c,
			Of: "D-1", ReceivedYear: received,
			Via: via, Amount: amount}
	}
	return []row{
		{"refunded, paid and received this year", "KJ 5001 §3(2), booked back", back(resident, "", 2025, 2025, fund.Inpatient, ""), dc("500101", "1004")},
		{"refunded, paid before, received this year", "KJ 4501 §1, booked back", back(resident, "", 2024, 2025, fund.Inpatient, ""), dc("4501", "1004")},
		{"refunded, received before", "KJ 5001: 以前年度的收入不再调整，退还记待遇支出", back(resident, "", 2023, 2024, fund.Inpatient, ""), dc("500101", "1004")},
		{"refunded, paid and received in the same year before", "KJ 5001", back(resident, "", 2024, 2024, fund.Outpatient, ""), dc("500102", "1004")},
		{"refunded, year of payment not known, received this year", "KJ 4501 §1, booked back", back(resident, "", 0, 2025, "", ""), dc("4501", "1004")},
		{"refunded, year of payment not known, received before", "KJ 5001", back(resident, "", 0, 2024, "", ""), dc("500199", "1004")},
		{"refunded out of 财政专户", "KJ 1003", back(resident, "", 2025, 2025, fund.Inpatient, account.SpecialAccount), dc("500101", "1003")},
		{"refunded, pool, this year", "KJ 5001 (职工: 统筹)", back(employee, fund.Pool, 2025, 2025, fund.Inpatient, ""), in(employee, "50010101", "1004")},
		{"refunded, pool, paid before", "KJ 4501 (职工: 统筹)", back(employee, fund.Pool, 2024, 2025, fund.Inpatient, ""), in(employee, "450101", "1004")},
		{"refunded, personal accounts, received before", "KJ 5001 (职工: 个人账户)", back(employee, fund.Personal, 2023, 2024, fund.Pharmacy, ""), in(employee, "50010203", "1004")},
		{"refunded by medical aid", "KJ 4501, by analogy", back(aid, "", 2024, 2025, "", ""), in(aid, "4501", "1004")},
	}
}

// silentCases is what a case says without money of a fund.
func silentCases() []row {
	const (
		never    = "KJ Part 1 §5: 收付实现制，没有收付不记账"
		treasury = "735 art. 45; 行政处罚法 art. 67, 74: 上缴国库"
		hospital = fund.Institution("H44130200026")
		region   = fund.Region("441300")
		number   = "1"
	)
	return []row{
		{"case opened", never, event.CaseOpened{Fact: on(2025), Case: number, Region: region, Channel: event.Inspection, Institution: hospital}, ""},
		{"finding", never, event.FindingRecorded{Fact: on(2025), Case: number, Region: region, Finding: "1", Article: law.InstitutionLoss,
			Violation: "substitution"}, ""},
		{"loss determined", "735 art. 38, 40: 认定损失，尚未退回", event.LossDetermined{Fact: on(2025), Case: number, Fund: resident, Institution: hospital, Amount: amount}, ""},
		{"loss traced to a payment", never, event.LossTraced{Fact: on(2025), Case: number, Fund: resident, Of: "R-1", PaidOn: day(2025), Amount: amount}, ""},
		{"clawback annulled", "less is due; what was received stays until it is refunded", event.ClawbackAnnulled{Fact: on(2025), Case: number, Fund: resident, Of: "D-1", Reason: event.Review, Amount: amount}, ""},
		{"contract penalty charged", "KJ 4501: 收到时才是收入", event.PenaltyCharged{Fact: on(2025), Case: number, Fund: resident, Institution: hospital, Amount: amount}, ""},
		{"surcharge on a late fine", "行政处罚法 art. 72, 74; not the 滞纳金 of KJ 4501", event.SurchargeImposed{Fact: on(2025), Case: number, Region: region, Of: "D-1", Amount: amount}, ""},
		{"surcharge paid", treasury, event.FinePaid{Fact: on(2025), Case: number, Region: region, Institution: hospital,
			Charge: event.Surcharge, Amount: amount}, ""},
		{"gains confiscated", treasury, event.GainConfiscated{Fact: on(2025), Case: number, Region: region, Article: law.IllegalIncome, Amount: amount}, ""},
		{"gains paid", treasury, event.FinePaid{Fact: on(2025), Case: number, Region: region, Institution: hospital,
			Charge: event.Confiscation, Of: "D-1", Amount: amount}, ""},
		{"fine waived", treasury, event.FineWaived{Fact: on(2025), Case: number, Region: region, Of: "D-1", Reason: event.Waived, Amount: amount}, ""},
		{"fine refunded", "by the treasury: " + treasury, event.FineRefunded{Fact: on(2025), Case: number, Region: region, Of: "D-1", Amount: amount}, ""},
		{"online settlement suspended", "735 art. 41: 先行垫付，事后报销", event.SettlementSuspended{Fact: on(2025), Case: number, Region: region, Person: "0123456789abcdef0123456789abcdef", Article: law.PersonLoss,
			Until: day(2026)}, ""},
		{"case handed over", never, event.CaseTransferred{Fact: on(2025), Case: number, Region: region, Authority: event.Police}, ""},
		{"case published", never, event.CasePublished{Fact: on(2025), Case: number, Region: region}, ""},
		{"case closed", never, event.CaseClosed{Fact: on(2025), Case: number, Region: region, Outcome: event.Executed}, ""},
		{"case reopened", never, event.CaseReopened{Fact: on(2025), Case: number, Region: region, Reason: event.Review}, ""},
		{"agreement signed", never, event.AgreementSigned{Fact: plain(2025), Institution: hospital, Region: region, Until: day(2026)}, ""},
		{"payments held", "735 art. 30: a hold is no reversal of expense", event.PaymentHeld{Fact: plain(2025), Institution: hospital, Region: region, Case: number}, ""},
		{"payments released", never, event.PaymentReleased{Fact: plain(2025), Institution: hospital, Region: region, Case: number}, ""},
		{"how documents are numbered", "never booked: it moves no money", event.NumberingDeclared{Fact: on(2025), Region: "441300", Facts: "premium.received", Begins: event.EachYear}, ""},
		{"a clock that was ahead", "never booked: it moves no money", event.ClockAcknowledged{Fact: on(2025), OfPosition: 7}, ""},
		{"recoveries and fines in one", "never booked: it cannot be split from what is the treasury's", event.RecoveryReported{Fact: on(2025), Region: region, Amount: amount}, ""},
	}
}
