package event

import (
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/law"
)

var caseOpened = define("case.opened",
	func(e *CaseOpened, f fields) {
		f.total(&e.Fact).region(&e.Region).caseNumber(&e.Case).institution(optional, &e.Institution).
			channel(&e.Channel).party(&e.Party).person(&e.Person).subject(&e.Subject)
	},
	func(c *clash, e CaseOpened) {
		c.named("subject", e.Institution != "" || e.Subject != "" || e.Person != "" || e.Party != "", e.IsTotal())
		if i := SubjectOf(e.Institution); i != "" && (e.Subject == Hospital || e.Subject == Pharmacy) && e.Subject != i {
			c.add("subject", lang.F("编码 %s 不是%s", "the code %s is not that of a %s", e.Institution, NameOf("subject", e.Subject)), lang.F("清空 subject，或核对编码", "leave subject out, or check the code"))
		}
	},
	lang.Text{ZH: "立案", EN: "case opened"},
	lang.Text{ZH: "登记案件的来源和对象；不动资金", EN: "registers how the case came up and against whom; moves no money"},
	CaseOpened{Fact: exampleFact(1), Case: "2025-17", Region: "441300", Channel: Inspection, Subject: Hospital, Institution: "H44130200026"},
)

var findingRecorded = define("finding.recorded",
	func(e *FindingRecorded, f fields) {
		f.total(&e.Fact).region(&e.Region).caseNumber(&e.Case).institution(optional, &e.Institution).
			article(required, &e.Article).finding(required, &e.Finding).violation(&e.Violation).warning(&e.Warning)
	},
	nil,
	lang.Text{ZH: "认定违法事实", EN: "finding recorded"},
	lang.Text{ZH: "登记违规情形和适用条款；不动资金", EN: "registers what was done and the article it falls under; moves no money"},
	FindingRecorded{Fact: exampleFact(1), Case: "2025-17", Region: "441300", Finding: "1", Article: law.InstitutionLoss, Violation: "split_admission", Institution: "H44130200026"},
)

var lossDetermined = define("loss.determined",
	func(e *LossDetermined, f fields) {
		f.entries(&e.Fact).fund(&e.Fund).caseNumber(&e.Case).institution(optional, &e.Institution).amount(&e.Amount).
			article(optional, &e.Article).basis(&e.Basis).paidYear(&e.PaidYear).part(&e.Part).subject(&e.Subject)
	},
	func(c *clash, e LossDetermined) {
		c.named("institution", e.Institution != "" || e.Subject != "", e.IsTotal())
		c.part(e.Fund, e.Part, true)
		c.paidBy(e.PaidYear, c.fact.OccurredOn)
	},
	lang.Text{ZH: "认定损失", EN: "loss determined"},
	lang.Text{ZH: "按基金、原支付年度登记损失；不动资金", EN: "registers the loss per fund and year of payment; moves no money"},
	LossDetermined{Fact: exampleFact(1), Case: "2025-17", Fund: "441300.390", Institution: "H44130200026", Subject: Hospital, Article: law.InstitutionLoss,
		PaidYear: 2024, Amount: 20_000_00, Basis: "病历抽样推算"},
)

var lossTraced = define("loss.traced",
	func(e *LossTraced, f fields) {
		f.entries(&e.Fact).fund(&e.Fund).caseNumber(&e.Case).institution(optional, &e.Institution).amount(&e.Amount).
			care(&e.Care).of(&e.Of).paidOn(&e.PaidOn).part(&e.Part)
	},
	func(c *clash, e LossTraced) { c.pays(e.Fund); c.care(e.Fund, e.Part, e.Care); c.original(e.PaidOn) },
	lang.Text{ZH: "逐笔认定损失", EN: "loss traced to a payment"},
	lang.Text{ZH: "同一笔支付的损失，连同已冲销的，各案合计不超过原支付；不动资金", EN: "the losses of one payment, over all cases and with what was reversed, stay within it; moves no money"},
	LossTraced{Fact: exampleFact(1), Case: "2025-17", Fund: "441300.390", Institution: "H44130200026", Amount: 506_87, Of: "R-2025-0001",
		PaidOn: fund.NewDate(2025, 3, 5), Care: fund.Inpatient},
)

var clawbackSetOff = define("clawback.set_off",
	func(e *ClawbackSetOff, f fields) {
		f.entries(&e.Fact).fund(&e.Fund).caseNumber(&e.Case).institution(optional, &e.Institution).against(&e.Against).
			amount(&e.Amount).care(&e.Care).channel(&e.Channel).paidYear(&e.PaidYear).part(&e.Part).
			settledCare(&e.SettledCare).subject(&e.Subject)
	},
	func(c *clash, e ClawbackSetOff) {
		c.named("institution", e.Institution != "" || e.Subject != "", e.IsTotal())
		c.pays(e.Fund)
		c.care(e.Fund, e.Part, e.Care)
		if len(c.problems) == 0 {
			c.care(e.Fund, e.Part, e.SettledCare)
		}
		c.paidBy(e.PaidYear, c.fact.OccurredOn)
	},
	lang.Text{ZH: "从结算款中抵扣退回", EN: "clawback set off against a settlement"},
	lang.Text{ZH: "结算款全额记支出 5001；抵扣数当年冲减 5001，其余记其他收入 4501；不动现金", EN: "the settlement is expense 5001 in full; what was kept is less expense 5001 in the same year, else other income 4501; no cash moves"},
	ClawbackSetOff{Fact: exampleFact(1), Case: "2025-17", Fund: "441300.390", Institution: "H44130200026", Subject: Hospital, Channel: Inspection,
		Amount: 8_000_00, PaidYear: 2024, Against: "JS-2025-07", SettledCare: fund.Inpatient},
)

var clawbackAnnulled = define("clawback.annulled",
	func(e *ClawbackAnnulled, f fields) {
		f.entries(&e.Fact).fund(&e.Fund).caseNumber(&e.Case).institution(optional, &e.Institution).amount(&e.Amount).
			article(optional, &e.Article).of(&e.Of).paidYear(&e.PaidYear).part(&e.Part).annulReason(&e.Reason)
	},
	func(c *clash, e ClawbackAnnulled) {
		c.part(e.Fund, e.Part, true)
		c.changes("reason", e.Reason)
		if e.Reason == Waived {
			c.add("reason", lang.F("应退的基金不能减免，只能因复议、诉讼或纠正而撤销", "money of a fund cannot be waived; an order is annulled by review, litigation or correction"),
				lang.F("用 review、litigation 或 corrected", "use review, litigation or corrected"))
		}
	},
	lang.Text{ZH: "撤销责令退回", EN: "clawback order annulled"},
	lang.Text{ZH: "减少应退数；已退超出部分应退还对方；不动资金", EN: "less is due; what came in beyond it is to be refunded; moves no money"},
	ClawbackAnnulled{Fact: exampleFact(1), Case: "2025-17", Fund: "441300.390", Institution: "H44130200026", Amount: 5_000_00, Of: "2025-0001", Reason: Review},
)

var clawbackRefunded = define("clawback.refunded",
	func(e *ClawbackRefunded, f fields) {
		f.entries(&e.Fact).fund(&e.Fund).caseNumber(&e.Case).institution(optional, &e.Institution).amount(&e.Amount).
			article(optional, &e.Article).care(&e.Care).of(&e.Of).paidYear(&e.PaidYear).part(&e.Part).
			receivedYear(&e.ReceivedYear).via(&e.Via)
	},
	func(c *clash, e ClawbackRefunded) {
		c.care(e.Fund, e.Part, e.Care)
		if e.ReceivedYear < e.PaidYear {
			c.add("received_year", lang.F("到账年度 %d 早于原支付年度 %d", "the year of receipt, %d, is before that of the payment, %d", e.ReceivedYear, e.PaidYear),
				lang.F("核对年度", "check the years"))
		}
	},
	lang.Text{ZH: "退还已追回款", EN: "clawback refunded"},
	lang.Text{ZH: "当年收到的原路冲回（5001 或 4501）；以前年度收到的记待遇支出 5001", EN: "money received in the same year is booked back (5001 or 4501); of an earlier year it is expense 5001"},
	ClawbackRefunded{Fact: exampleFact(1), Case: "2025-17", Fund: "441300.390", Institution: "H44130200026", PaidYear: 2024, Amount: 5_000_00, Of: "2025-0001", ReceivedYear: 2025},
)

var penaltyCharged = define("penalty.charged",
	func(e *PenaltyCharged, f fields) {
		f.entries(&e.Fact).fund(&e.Fund).caseNumber(&e.Case).institution(optional, &e.Institution).amount(&e.Amount)
	},
	nil,
	lang.Text{ZH: "应收违约金", EN: "contract penalty charged"},
	lang.Text{ZH: "登记应收；收到时（penalty.received）才是基金收入", EN: "registered as due; income of the fund when it comes in (penalty.received)"},
	PenaltyCharged{Fact: exampleFact(1), Case: "2025-17", Fund: "441300.390", Institution: "H44130200026", Amount: 5_000_00},
)

var agreementSigned = define("agreement.signed",
	func(e *AgreementSigned, f fields) {
		f.fact(&e.Fact).region(&e.Region).institution(required, &e.Institution).until(required, &e.Until)
	},
	func(c *clash, e AgreementSigned) { c.lasts(e.Until) },
	lang.Text{ZH: "签订服务协议", EN: "service agreement signed"},
	lang.Text{ZH: "协议自该日起至 until 有效，期满未续签的拒绝付款；不动资金", EN: "runs from that day to until; once it has run out payments are refused; moves no money"},
	AgreementSigned{Fact: exampleFact(0), Institution: "H44130200026", Region: "441300", Until: fund.NewDate(2026, 7, 30)},
)

var paymentHeld = define("payment.held",
	func(e *PaymentHeld, f fields) {
		f.fact(&e.Fact).region(&e.Region).caseNumber(&e.Case).institution(required, &e.Institution)
	},
	nil,
	lang.Text{ZH: "暂停拨付", EN: "payments held"},
	lang.Text{ZH: "调查期间拒绝付款；不动资金", EN: "payments are refused while the case runs; moves no money"},
	PaymentHeld{Fact: exampleFact(0), Institution: "H44130200026", Region: "441300", Case: "2025-17"},
)

var paymentReleased = define("payment.released",
	func(e *PaymentReleased, f fields) {
		f.fact(&e.Fact).region(&e.Region).caseNumber(&e.Case).institution(required, &e.Institution)
	},
	nil,
	lang.Text{ZH: "恢复拨付", EN: "payments released"},
	lang.Text{ZH: "恢复付款；不动资金", EN: "payments are accepted again; moves no money"},
	PaymentReleased{Fact: exampleFact(0), Institution: "H44130200026", Region: "441300", Case: "2025-17"},
)
