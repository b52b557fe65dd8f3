package event

import (
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/law"
)

var surchargeImposed = define("surcharge.imposed",
	func(e *SurchargeImposed, f fields) {
		f.total(&e.Fact).region(&e.Region).caseNumber(&e.Case).institution(optional, &e.Institution).amount(&e.Amount).
			of(&e.Of).subject(&e.Subject).warning(&e.Warning)
	},
	nil,
	lang.Text{ZH: "决定加处罚款", EN: "surcharge imposed on a late fine"},
	lang.Text{ZH: "归国库，任何基金都不记账", EN: "belongs to the treasury; no fund is touched"},
	SurchargeImposed{Fact: exampleFact(1), Case: "2025-17", Region: "441300", Institution: "H44130200026", Subject: Hospital, Amount: 9_000_00, Of: "2025-0001"},
)

var gainConfiscated = define("gain.confiscated",
	func(e *GainConfiscated, f fields) {
		f.total(&e.Fact).region(&e.Region).caseNumber(&e.Case).institution(optional, &e.Institution).amount(&e.Amount).
			article(optional, &e.Article).subject(&e.Subject)
	},
	nil,
	lang.Text{ZH: "决定没收违法所得", EN: "illegal gains confiscated"},
	lang.Text{ZH: "归国库，任何基金都不记账", EN: "belongs to the treasury; no fund is touched"},
	GainConfiscated{Fact: exampleFact(1), Case: "2025-19", Region: "441300", Subject: Agency, Article: law.IllegalIncome, Amount: 3_000_00},
)

var fineWaived = define("fine.waived",
	func(e *FineWaived, f fields) {
		f.total(&e.Fact).region(&e.Region).caseNumber(&e.Case).institution(optional, &e.Institution).amount(&e.Amount).
			article(optional, &e.Article).charge(&e.Charge).of(&e.Of).waiveReason(&e.Reason).subject(&e.Subject)
	},
	func(c *clash, e FineWaived) { c.changes("reason", e.Reason) },
	lang.Text{ZH: "减免或撤销罚款", EN: "fine waived or annulled"},
	lang.Text{ZH: "减少应缴数，任何基金都不记账", EN: "less is due to the treasury; no fund is touched"},
	FineWaived{Fact: exampleFact(1), Case: "2025-17", Region: "441300", Institution: "H44130200026", Subject: Hospital, Charge: Surcharge,
		Amount: 9_000_00, Of: "2025-0001", Reason: Waived},
)

var fineRefunded = define("fine.refunded",
	func(e *FineRefunded, f fields) {
		f.total(&e.Fact).region(&e.Region).caseNumber(&e.Case).institution(optional, &e.Institution).amount(&e.Amount).
			article(optional, &e.Article).charge(&e.Charge).of(&e.Of).subject(&e.Subject)
	},
	nil,
	lang.Text{ZH: "退还罚款", EN: "fine refunded"},
	lang.Text{ZH: "由国库退还，任何基金都不记账", EN: "paid back by the treasury; no fund is touched"},
	FineRefunded{Fact: exampleFact(1), Case: "2025-18", Region: "441300", Institution: "H44130200026", Subject: Hospital, Amount: 30_000_00, Of: "2025-0001"},
)

var settlementSuspended = define("settlement.suspended",
	func(e *SettlementSuspended, f fields) {
		f.total(&e.Fact).region(&e.Region).caseNumber(&e.Case).article(required, &e.Article).person(&e.Person).
			until(required, &e.Until).warning(&e.Warning)
	},
	func(c *clash, e SettlementSuspended) {
		c.named("person", e.Person != "", e.IsTotal())
		c.lasts(e.Until)
	},
	lang.Text{ZH: "暂停个人联网结算", EN: "a person's online settlement suspended"},
	lang.Text{ZH: "个人先行垫付，事后报销；不动资金", EN: "the person pays in full and is reimbursed later; moves no money"},
	SettlementSuspended{Fact: exampleFact(1), Case: "2025-17", Region: "441300", Person: "0123456789abcdef0123456789abcdef", Article: law.PersonLoss, Until: fund.NewDate(2026, 1, 30)},
)

var caseTransferred = define("case.transferred",
	func(e *CaseTransferred, f fields) {
		f.total(&e.Fact).region(&e.Region).caseNumber(&e.Case).authority(&e.Authority)
	},
	nil,
	lang.Text{ZH: "移送", EN: "case handed over"},
	lang.Text{ZH: "登记移送的机关；不动资金", EN: "registers to whom; moves no money"},
	CaseTransferred{Fact: exampleFact(1), Case: "2025-17", Region: "441300", Authority: Police},
)

var casePublished = define("case.published",
	func(e *CasePublished, f fields) { f.total(&e.Fact).region(&e.Region).caseNumber(&e.Case) },
	nil,
	lang.Text{ZH: "曝光典型案例", EN: "case published"},
	lang.Text{ZH: "不动资金", EN: "moves no money"},
	CasePublished{Fact: exampleFact(1), Case: "2025-17", Region: "441300"},
)

var caseClosed = define("case.closed",
	func(e *CaseClosed, f fields) {
		f.total(&e.Fact).region(&e.Region).caseNumber(&e.Case).outcome(&e.Outcome)
	},
	nil,
	lang.Text{ZH: "结案", EN: "case closed"},
	lang.Text{ZH: "此后只能曝光或重新办理；不动资金", EN: "only publishing or reopening may follow; moves no money"},
	CaseClosed{Fact: exampleFact(1), Case: "2025-17", Region: "441300", Outcome: Unenforceable},
)

var caseReopened = define("case.reopened",
	func(e *CaseReopened, f fields) {
		f.total(&e.Fact).region(&e.Region).caseNumber(&e.Case).reopenReason(&e.Reason)
	},
	func(c *clash, e CaseReopened) {
		if e.Reason == Waived {
			c.add("reason", lang.F("减免不是重新办理的原因", "a waiver does not reopen a case"), lang.F("用 review、litigation、corrected 或 new_facts", "use review, litigation, corrected or new_facts"))
		}
	},
	lang.Text{ZH: "重新办理", EN: "case reopened"},
	lang.Text{ZH: "结案后的更正、退还由此继续；不动资金", EN: "changes and refunds go on from here; moves no money"},
	CaseReopened{Fact: exampleFact(1), Case: "2025-17", Region: "441300", Reason: Litigation},
)

var recoveryReported = define("recovery.reported",
	func(e *RecoveryReported, f fields) { f.total(&e.Fact).region(&e.Region).amount(&e.Amount) },
	nil,
	lang.Text{ZH: "公布的追回与罚款合计", EN: "recoveries and fines published as one"},
	lang.Text{ZH: "不可拆分，任何基金都不记账", EN: "cannot be split; no fund is touched"},
	RecoveryReported{Fact: Fact{Document: "2022-0001", OccurredOn: fund.NewDate(2022, 8, 31)}, Region: "430000", Amount: 788_000_000_00},
)
