package event

import (
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/law"
)

var caseOpened = define("case.opened",
	func(e *CaseOpened, f fields) {
		f.caseNumber(&e.Case)
		f.channel(&e.Channel)
		f.count(&e.Count)
		f.document(&e.Document)
		f.institution(optional, &e.Institution)
		f.note(&e.Note)
		f.occurredOn(&e.OccurredOn)
		f.party(&e.Party)
		f.person(&e.Person)
		f.region(&e.Region)
		f.since(&e.Since)
		f.subject(&e.Subject)
	},
	lang.Text{ZH: "立案", EN: "case opened"},
	lang.Text{ZH: "登记案件的来源和对象；不动资金", EN: "registers how the case came up and against whom; moves no money"},
	CaseOpened{Fact: exampleFact(1), Case: "2025-17", Region: "441300", Channel: Inspection, Subject: Hospital, Institution: "H44130200026"},
)

var findingRecorded = define("finding.recorded",
	func(e *FindingRecorded, f fields) {
		f.article(required, &e.Article)
		f.caseNumber(&e.Case)
		f.count(&e.Count)
		f.document(&e.Document)
		f.finding(required, &e.Finding)
		f.institution(optional, &e.Institution)
		f.note(&e.Note)
		f.occurredOn(&e.OccurredOn)
		f.region(&e.Region)
		f.since(&e.Since)
		f.violation(&e.Violation)
		f.warning(&e.Warning)
	},
	lang.Text{ZH: "认定违法事实", EN: "finding recorded"},
	lang.Text{ZH: "登记违规情形和适用条款；不动资金", EN: "registers what was done and the article it falls under; moves no money"},
	FindingRecorded{Fact: exampleFact(1), Case: "2025-17", Region: "441300", Finding: "1", Article: law.InstitutionLoss, Violation: "split_admission", Institution: "H44130200026"},
)

var lossDetermined = define("loss.determined",
	func(e *LossDetermined, f fields) {
		f.amount(&e.Amount)
		f.article(optional, &e.Article)
		f.basis(&e.Basis)
		f.booked(&e.Fact)
		f.caseNumber(&e.Case)
		f.count(&e.Count)
		f.document(&e.Document)
		f.fund(&e.Fund)
		f.institution(optional, &e.Institution)
		f.note(&e.Note)
		f.occurredOn(&e.OccurredOn)
		f.paidYear(&e.PaidYear)
		f.part(&e.Part)
		f.since(&e.Since)
		f.subject(&e.Subject)
	},
	lang.Text{ZH: "认定损失", EN: "loss determined"},
	lang.Text{ZH: "按基金、原支付年度登记损失；不动资金", EN: "registers the loss per fund and year of payment; moves no money"},
	LossDetermined{Fact: exampleFact(1), Case: "2025-17", Fund: "441300.390", Institution: "H44130200026", Subject: Hospital, Article: law.InstitutionLoss, PaidYear: 2024, Amount: 20_000_00, Basis: "病历抽样推算"},
)

var lossTraced = define("loss.traced",
	func(e *LossTraced, f fields) {
		f.amount(&e.Amount)
		f.booked(&e.Fact)
		f.care(&e.Care)
		f.caseNumber(&e.Case)
		f.count(&e.Count)
		f.document(&e.Document)
		f.fund(&e.Fund)
		f.institution(optional, &e.Institution)
		f.note(&e.Note)
		f.occurredOn(&e.OccurredOn)
		f.of(&e.Of)
		f.paidOn(&e.PaidOn)
		f.part(&e.Part)
		f.since(&e.Since)
	},
	lang.Text{ZH: "逐笔认定损失", EN: "loss traced to a payment"},
	lang.Text{ZH: "同一笔支付的损失，连同已冲销的，各案合计不超过原支付；不动资金", EN: "the losses of one payment, over all cases and with what was reversed, stay within it; moves no money"},
	LossTraced{Fact: exampleFact(1), Case: "2025-17", Fund: "441300.390", Institution: "H44130200026", Amount: 506_87, Of: "R-2025-0001", PaidOn: fund.NewDate(2025, 3, 5), Care: fund.Inpatient},
)

var clawbackSetOff = define("clawback.set_off",
	func(e *ClawbackSetOff, f fields) {
		f.against(&e.Against)
		f.amount(&e.Amount)
		f.booked(&e.Fact)
		f.care(&e.Care)
		f.caseNumber(&e.Case)
		f.channel(&e.Channel)
		f.count(&e.Count)
		f.document(&e.Document)
		f.fund(&e.Fund)
		f.institution(optional, &e.Institution)
		f.note(&e.Note)
		f.occurredOn(&e.OccurredOn)
		f.paidYear(&e.PaidYear)
		f.part(&e.Part)
		f.settledCare(&e.SettledCare)
		f.since(&e.Since)
		f.subject(&e.Subject)
	},
	lang.Text{ZH: "从结算款中抵扣退回", EN: "clawback set off against a settlement"},
	lang.Text{ZH: "结算款全额记支出 5001；抵扣数当年冲减 5001，其余记其他收入 4501；不动现金", EN: "the settlement is expense 5001 in full; what was kept is less expense 5001 in the same year, else other income 4501; no cash moves"},
	ClawbackSetOff{Fact: exampleFact(1), Case: "2025-17", Fund: "441300.390", Institution: "H44130200026", Subject: Hospital, Channel: Inspection, Amount: 8_000_00, PaidYear: 2024, Against: "JS-2025-07", SettledCare: fund.Inpatient},
)

var clawbackAnnulled = define("clawback.annulled",
	func(e *ClawbackAnnulled, f fields) {
		f.amount(&e.Amount)
		f.article(optional, &e.Article)
		f.booked(&e.Fact)
		f.caseNumber(&e.Case)
		f.count(&e.Count)
		f.document(&e.Document)
		f.fund(&e.Fund)
		f.institution(optional, &e.Institution)
		f.note(&e.Note)
		f.occurredOn(&e.OccurredOn)
		f.of(&e.Of)
		f.paidYear(&e.PaidYear)
		f.part(&e.Part)
		f.annulReason(&e.Reason)
		f.since(&e.Since)
	},
	lang.Text{ZH: "撤销责令退回", EN: "clawback order annulled"},
	lang.Text{ZH: "减少应退数；已退超出部分应退还对方；不动资金", EN: "less is due; what came in beyond it is to be refunded; moves no money"},
	ClawbackAnnulled{Fact: exampleFact(1), Case: "2025-17", Fund: "441300.390", Institution: "H44130200026", Amount: 5_000_00, Of: "2025-0001", Reason: Review},
)

var clawbackRefunded = define("clawback.refunded",
	func(e *ClawbackRefunded, f fields) {
		f.amount(&e.Amount)
		f.article(optional, &e.Article)
		f.booked(&e.Fact)
		f.care(&e.Care)
		f.caseNumber(&e.Case)
		f.count(&e.Count)
		f.document(&e.Document)
		f.fund(&e.Fund)
		f.institution(optional, &e.Institution)
		f.note(&e.Note)
		f.occurredOn(&e.OccurredOn)
		f.of(&e.Of)
		f.paidYear(&e.PaidYear)
		f.part(&e.Part)
		f.receivedYear(&e.ReceivedYear)
		f.since(&e.Since)
		f.via(&e.Via)
	},
	lang.Text{ZH: "退还已追回款", EN: "clawback refunded"},
	lang.Text{ZH: "当年收到的原路冲回（5001 或 4501）；以前年度收到的记待遇支出 5001", EN: "money received in the same year is booked back (5001 or 4501); of an earlier year it is expense 5001"},
	ClawbackRefunded{Fact: exampleFact(1), Case: "2025-17", Fund: "441300.390", Institution: "H44130200026", PaidYear: 2024, Amount: 5_000_00, Of: "2025-0001", ReceivedYear: 2025},
)

var penaltyCharged = define("penalty.charged",
	func(e *PenaltyCharged, f fields) {
		f.amount(&e.Amount)
		f.booked(&e.Fact)
		f.caseNumber(&e.Case)
		f.count(&e.Count)
		f.document(&e.Document)
		f.fund(&e.Fund)
		f.institution(optional, &e.Institution)
		f.note(&e.Note)
		f.occurredOn(&e.OccurredOn)
		f.since(&e.Since)
	},
	lang.Text{ZH: "应收违约金", EN: "contract penalty charged"},
	lang.Text{ZH: "登记应收；收到时（penalty.received）才是基金收入", EN: "registered as due; income of the fund when it comes in (penalty.received)"},
	PenaltyCharged{Fact: exampleFact(1), Case: "2025-17", Fund: "441300.390", Institution: "H44130200026", Amount: 5_000_00},
)

var agreementSigned = define("agreement.signed",
	func(e *AgreementSigned, f fields) {
		f.document(&e.Document)
		f.institution(required, &e.Institution)
		f.note(&e.Note)
		f.occurredOn(&e.OccurredOn)
		f.region(&e.Region)
		f.until(required, &e.Until)
	},
	lang.Text{ZH: "签订服务协议", EN: "service agreement signed"},
	lang.Text{ZH: "协议自该日起至 until 有效，期满未续签的拒绝付款；不动资金", EN: "runs from that day to until; once it has run out payments are refused; moves no money"},
	AgreementSigned{Fact: exampleFact(0), Institution: "H44130200026", Region: "441300", Until: fund.NewDate(2026, 7, 30)},
)

var paymentHeld = define("payment.held",
	func(e *PaymentHeld, f fields) {
		f.caseNumber(&e.Case)
		f.document(&e.Document)
		f.institution(required, &e.Institution)
		f.note(&e.Note)
		f.occurredOn(&e.OccurredOn)
		f.region(&e.Region)
	},
	lang.Text{ZH: "暂停拨付", EN: "payments held"},
	lang.Text{ZH: "调查期间拒绝付款；不动资金", EN: "payments are refused while the case runs; moves no money"},
	PaymentHeld{Fact: exampleFact(0), Institution: "H44130200026", Region: "441300", Case: "2025-17"},
)

var paymentReleased = define("payment.released",
	func(e *PaymentReleased, f fields) {
		f.caseNumber(&e.Case)
		f.document(&e.Document)
		f.institution(required, &e.Institution)
		f.note(&e.Note)
		f.occurredOn(&e.OccurredOn)
		f.region(&e.Region)
	},
	lang.Text{ZH: "恢复拨付", EN: "payments released"},
	lang.Text{ZH: "恢复付款；不动资金", EN: "payments are accepted again; moves no money"},
	PaymentReleased{Fact: exampleFact(0), Institution: "H44130200026", Region: "441300", Case: "2025-17"},
)
