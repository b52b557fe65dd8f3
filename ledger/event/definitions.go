package event

import (
	"strings"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

// exampleFact is the common part of every example. The examples are what the
// documentation prints and what the golden files hold.
func exampleFact(count int64) Fact {
	return Fact{Document: "2025-0001", OccurredOn: fund.NewDate(2025, 7, 31), Count: count}
}

var fundEstablished = define("fund.established",
	func(e *FundEstablished, f fields) { f.entry(&e.Fact).fund(&e.Fund).name(&e.Name) },
	nil,
	lang.Text{ZH: "设立基金账套", EN: "a fund's books were set up"},
	lang.Text{ZH: "其他事项只能记入已设立的基金；不动资金", EN: "other facts need an established fund; moves no money"},
	FundEstablished{Fact: exampleFact(0), Fund: "441300.390", Name: "惠州市城乡居民基本医疗保险基金"},
)

var fundOpened = define("fund.opened",
	func(e *FundOpened, f fields) { f.entry(&e.Fact).fund(&e.Fund).opening(&e.Amount).part(&e.Part) },
	func(c *clash, e FundOpened) { c.part(e.Fund, e.Part, false) },
	lang.Text{ZH: "期初余额", EN: "opening balance"},
	lang.Text{ZH: "基金余额自该日终了起算；每个基金一次", EN: "the fund's balance is counted from the close of that day; once per fund"},
	FundOpened{Fact: exampleFact(0), Fund: "441300.390", Amount: 140_080_000_00},
)

var limitSet = define("limit.set",
	func(e *LimitSet, f fields) { f.fact(&e.Fact).region(&e.Region).amount(&e.Amount).limit(&e.Limit) },
	nil,
	lang.Text{ZH: "设定限额", EN: "a limit was set"},
	lang.Text{ZH: "自该日起，超过限额的医疗救助拒绝入账；不动资金", EN: "from that day relief beyond it is refused; moves no money"},
	LimitSet{Fact: exampleFact(0), Region: "430522", Limit: ReliefAnnualCap, Amount: 80_000_00},
)

var premiumReceived = define("premium.received", fieldsOfPremiumReceived, (*clash).premiumReceived,
	lang.Text{ZH: "收到保险费", EN: "premium received"},
	lang.Text{ZH: "基金收入：社会保险费收入 4001", EN: "income of the fund: premiums 4001"},
	PremiumReceived{Fact: exampleFact(1), Fund: "441300.390", Amount: 400_00},
)

func fieldsOfPremiumReceived(e *PremiumReceived, f fields) {
	f.amount(&e.Amount)
	f.booked(&e.Fact)
	f.count(&e.Count)
	f.document(&e.Document)
	f.fund(&e.Fund)
	f.note(&e.Note)
	f.occurredOn(&e.OccurredOn)
	f.part(&e.Part)
	f.payer(&e.Payer)
	f.since(&e.Since)
	f.via(&e.Via)
}

var premiumRefunded = define("premium.refunded",
	func(e *PremiumRefunded, f fields) {
		f.entries(&e.Fact).fund(&e.Fund).aidFund(optional, &e.AidFund).amount(&e.Amount).of(&e.Of).paidOn(&e.PaidOn).
			part(&e.Part).via(&e.Via)
	},
	func(c *clash, e PremiumRefunded) {
		c.premiumFund("fund", e.Fund)
		c.part(e.Fund, e.Part, false)
		if e.AidFund != "" {
			c.aid("aid_fund", e.AidFund)
		}
		c.original(e.PaidOn)
	},
	lang.Text{ZH: "退还保险费", EN: "premium refunded"},
	lang.Text{ZH: "当年保费冲减 4001；以前年度保费记支出 5401；资助参保的退费另填 aid_fund：救助基金同额冲减 500102，以前年度的记收入 4501",
		EN: "same year: less income 4001; earlier year: expense 5401; of assisted participation give aid_fund, too: the aid fund has as much less expense 500102, of an earlier year income 4501"},
	PremiumRefunded{Fact: exampleFact(1), Fund: "441300.390", Amount: 400_00, Of: "P-2025-0001", PaidOn: fund.NewDate(2025, 1, 31)},
)

var participationAssisted = define("participation.assisted", fieldsOfParticipationAssisted, (*clash).participationAssisted,
	lang.Text{ZH: "资助参保", EN: "participation assisted"},
	lang.Text{ZH: "救助基金支出；同额记入参保基金的保险费收入 4001", EN: "expense of the aid fund; the same amount is premium income 4001 of the other fund"},
	ParticipationAssisted{Fact: exampleFact(1), AidFund: "441300.610", Fund: "441300.390", Amount: 380_00},
)

func fieldsOfParticipationAssisted(e *ParticipationAssisted, f fields) {
	f.aidFund(required, &e.AidFund)
	f.amount(&e.Amount)
	f.booked(&e.Fact)
	f.count(&e.Count)
	f.document(&e.Document)
	f.fund(&e.Fund)
	f.note(&e.Note)
	f.occurredOn(&e.OccurredOn)
	f.since(&e.Since)
}

var subsidyReceived = define("subsidy.received",
	func(e *SubsidyReceived, f fields) {
		f.entries(&e.Fact).fund(&e.Fund).amount(&e.Amount).subsidyPurpose(&e.Purpose).via(&e.Via)
	},
	nil,
	lang.Text{ZH: "收到财政补贴", EN: "fiscal subsidy received"},
	lang.Text{ZH: "基金收入：财政补贴收入 4101", EN: "income of the fund: subsidy 4101"},
	SubsidyReceived{Fact: exampleFact(1), Fund: "441300.390", Amount: 670_00},
)

var interestReceived = define("interest.received",
	func(e *InterestReceived, f fields) {
		f.entries(&e.Fact).fund(&e.Fund).amount(&e.Amount).part(&e.Part).via(&e.Via)
	},
	func(c *clash, e InterestReceived) { c.part(e.Fund, e.Part, true) },
	lang.Text{ZH: "收到利息", EN: "interest received"},
	lang.Text{ZH: "基金收入：利息收入 4201", EN: "income of the fund: interest 4201"},
	InterestReceived{Fact: exampleFact(1), Fund: "441300.390", Amount: 12_34},
)

var penaltyReceived = define("penalty.received",
	func(e *PenaltyReceived, f fields) {
		f.entries(&e.Fact).fund(&e.Fund).institution(optional, &e.Institution).amount(&e.Amount).caseOptional(&e.Case).
			part(&e.Part).via(&e.Via)
	},
	func(c *clash, e PenaltyReceived) { c.part(e.Fund, e.Part, false) },
	lang.Text{ZH: "收到违约金", EN: "contract penalty received"},
	lang.Text{ZH: "基金收入：其他收入 4501（罚款不是基金收入）", EN: "income of the fund: other income 4501 (a fine is not)"},
	PenaltyReceived{Fact: exampleFact(1), Fund: "441300.390", Institution: "H44130200026", Amount: 5_000_00},
)

var reimbursementPaid = define("reimbursement.paid", fieldsOfReimbursementPaid, (*clash).reimbursementPaid,
	lang.Text{ZH: "支付医保待遇", EN: "reimbursement paid"},
	lang.Text{ZH: "基金支出：社会保险待遇支出 5001", EN: "expense of the fund: benefits 5001"},
	ReimbursementPaid{Fact: exampleFact(1), Fund: "441300.390", Institution: "H44130200026", Person: "0123456789abcdef0123456789abcdef", Amount: 506_87, Care: fund.Inpatient},
)

func fieldsOfReimbursementPaid(e *ReimbursementPaid, f fields) {
	f.amount(&e.Amount)
	f.booked(&e.Fact)
	f.care(&e.Care)
	f.careOn(&e.CareOn)
	f.count(&e.Count)
	f.department(&e.Department)
	f.document(&e.Document)
	f.eligibleCost(&e.Eligible)
	f.fund(&e.Fund)
	f.institution(optional, &e.Institution)
	f.note(&e.Note)
	f.occurredOn(&e.OccurredOn)
	f.part(&e.Part)
	f.person(&e.Person)
	f.place(&e.Place)
	f.settlement(&e.Settlement)
	f.since(&e.Since)
	f.totalCost(&e.TotalCost)
	f.via(&e.Via)
}

var reimbursementReversed = define("reimbursement.reversed",
	func(e *ReimbursementReversed, f fields) {
		f.entries(&e.Fact).fund(&e.Fund).institution(optional, &e.Institution).amount(&e.Amount).care(&e.Care).
			of(&e.Of).paidOn(&e.PaidOn).part(&e.Part).via(&e.Via)
	},
	func(c *clash, e ReimbursementReversed) {
		c.pays(e.Fund)
		c.care(e.Fund, e.Part, e.Care)
		c.original(e.PaidOn)
	},
	lang.Text{ZH: "冲销医保待遇", EN: "reimbursement reversed"},
	lang.Text{ZH: "当年支付冲减 5001；以前年度支付记其他收入 4501", EN: "same year: less expense 5001; earlier year: other income 4501"},
	ReimbursementReversed{Fact: exampleFact(1), Fund: "441300.390", Institution: "H44130200026", Amount: 506_87, Of: "R-2025-0001",
		PaidOn: fund.NewDate(2025, 3, 5), Care: fund.Inpatient},
)

var claimDenied = define("claim.denied",
	func(e *ClaimDenied, f fields) {
		f.entries(&e.Fact).fund(&e.Fund).institution(optional, &e.Institution).amount(&e.Amount).caseOptional(&e.Case).
			denial(&e.Channel)
	},
	nil,
	lang.Text{ZH: "拒付", EN: "claim denied before payment"},
	lang.Text{ZH: "不动资金；记入防损统计", EN: "moves no money; counted as loss prevented"},
	ClaimDenied{Fact: exampleFact(1), Fund: "441300.390", Institution: "H44130200026", Channel: SmartAudit, Amount: 88_00},
)

var claimCorrected = define("claim.corrected",
	func(e *ClaimCorrected, f fields) {
		f.entries(&e.Fact).fund(&e.Fund).institution(optional, &e.Institution).amount(&e.Amount)
	},
	nil,
	lang.Text{ZH: "事前提醒规范", EN: "claim corrected after a reminder"},
	lang.Text{ZH: "不动资金；记入防损统计", EN: "moves no money; counted as loss prevented"},
	ClaimCorrected{Fact: exampleFact(1), Fund: "441300.390", Institution: "H44130200026", Amount: 66_00},
)

var reliefPaid = define("relief.paid", fieldsOfReliefPaid, (*clash).reliefPaid,
	lang.Text{ZH: "支付医疗救助", EN: "relief paid"},
	lang.Text{ZH: "救助基金支出；计入该人年度救助限额", EN: "expense of the aid fund; counts towards the person's annual cap"},
	ReliefPaid{Fact: exampleFact(1), Fund: "430522.610", Person: "0123456789abcdef0123456789abcdef", Amount: 1_200_00},
)

func fieldsOfReliefPaid(e *ReliefPaid, f fields) {
	f.amount(&e.Amount)
	f.basicPaid(&e.Basic)
	f.booked(&e.Fact)
	f.count(&e.Count)
	f.criticalPaid(&e.Critical)
	f.document(&e.Document)
	f.eligibleCost(&e.Eligible)
	f.fund(&e.Fund)
	f.note(&e.Note)
	f.occurredOn(&e.OccurredOn)
	f.person(&e.Person)
	f.since(&e.Since)
	f.via(&e.Via)
}

var reliefReversed = define("relief.reversed",
	func(e *ReliefReversed, f fields) {
		f.entries(&e.Fact).fund(&e.Fund).amount(&e.Amount).of(&e.Of).paidOn(&e.PaidOn).person(&e.Person).via(&e.Via)
	},
	func(c *clash, e ReliefReversed) { c.aid("fund", e.Fund); c.original(e.PaidOn) },
	lang.Text{ZH: "冲销医疗救助", EN: "relief reversed"},
	lang.Text{ZH: "冲减救助基金支出；恢复该人限额", EN: "less expense of the aid fund; gives the person's room back"},
	ReliefReversed{Fact: exampleFact(1), Fund: "430522.610", Person: "0123456789abcdef0123456789abcdef", Amount: 1_200_00, Of: "A-2025-0001", PaidOn: fund.NewDate(2025, 2, 1)},
)

var clawbackOrdered = define("clawback.ordered",
	func(e *ClawbackOrdered, f fields) {
		f.entries(&e.Fact).fund(&e.Fund).caseNumber(&e.Case).institution(optional, &e.Institution).amount(&e.Amount).
			article(optional, &e.Article).channel(&e.Channel).paidYear(&e.PaidYear).part(&e.Part).subject(&e.Subject).
			warning(&e.Warning)
	},
	func(c *clash, e ClawbackOrdered) {
		c.named("institution", e.Institution != "" || e.Subject != "", e.IsTotal())
		c.part(e.Fund, e.Part, true)
		c.paidBy(e.PaidYear, c.fact.OccurredOn)
	},
	lang.Text{ZH: "责令退回", EN: "clawback ordered"},
	lang.Text{ZH: "应退登记，不动资金", EN: "registered as due; moves no money"},
	ClawbackOrdered{Fact: exampleFact(1), Case: "2025-17", Fund: "441300.390", Institution: "H44130200026", Subject: Hospital, Channel: Inspection, Amount: 20_000_00},
)

var clawbackReceived = define("clawback.received",
	func(e *ClawbackReceived, f fields) {
		f.entries(&e.Fact).fund(&e.Fund).caseNumber(&e.Case).institution(optional, &e.Institution).amount(&e.Amount).
			care(&e.Care).channel(&e.Channel).paidYear(&e.PaidYear).part(&e.Part).subject(&e.Subject).via(&e.Via)
	},
	func(c *clash, e ClawbackReceived) {
		c.named("institution", e.Institution != "" || e.Subject != "", e.IsTotal())
		c.care(e.Fund, e.Part, e.Care)
		c.paidBy(e.PaidYear, c.fact.OccurredOn)
	},
	lang.Text{ZH: "收到退回", EN: "clawback received"},
	lang.Text{ZH: "退回原基金：当年支付冲减 5001，其余记其他收入 4501", EN: "back to the fund that paid: same year less expense 5001, else other income 4501"},
	ClawbackReceived{Fact: exampleFact(1), Case: "2025-17", Fund: "441300.390", Institution: "H44130200026", Subject: Hospital, Channel: Inspection,
		Amount: 12_000_00, PaidYear: 2024},
)

var fineImposed = define("fine.imposed",
	func(e *FineImposed, f fields) {
		f.total(&e.Fact).region(&e.Region).caseNumber(&e.Case).institution(optional, &e.Institution).
			amountOptional(&e.Amount).article(optional, &e.Article).base(&e.Base).discretion(&e.Discretion).due(&e.Due).
			finding(optional, &e.Finding).multiple(&e.Multiple).subject(&e.Subject).warning(&e.Warning)
	},
	func(c *clash, e FineImposed) {
		c.amountOrMultiple(e)
		c.named("institution", e.Institution != "" || e.Subject != "", e.IsTotal())
		if strings.HasPrefix(e.Multiple, "-") {
			c.add("multiple", lang.F("倍数为负", "the multiple is negative"), lang.F("核对决定书", "check the decision"))
		}
		if e.Due != 0 && e.Due < e.OccurredOn {
			c.add("due", lang.F("缴款期限 %s 早于决定日期 %s", "the last day to pay, %s, is before the decision on %s", e.Due, e.OccurredOn), lang.F("核对两个日期", "check both dates"))
		}
	},
	lang.Text{ZH: "决定罚款", EN: "fine imposed"},
	lang.Text{ZH: "归国库，任何基金都不记账", EN: "belongs to the treasury; no fund is touched"},
	FineImposed{Fact: exampleFact(1), Case: "2025-17", Region: "441300", Institution: "H44130200026", Subject: Hospital, Amount: 30_000_00},
)

var finePaid = define("fine.paid",
	func(e *FinePaid, f fields) {
		f.total(&e.Fact).region(&e.Region).caseNumber(&e.Case).institution(optional, &e.Institution).amount(&e.Amount).
			article(optional, &e.Article).charge(&e.Charge).ofOptional(&e.Of).subject(&e.Subject)
	},
	func(c *clash, e FinePaid) {
		c.named("institution", e.Institution != "" || e.Subject != "", e.IsTotal())
	},
	lang.Text{ZH: "缴纳罚款", EN: "fine paid"},
	lang.Text{ZH: "缴入国库，任何基金都不记账", EN: "paid to the treasury; no fund is touched"},
	FinePaid{Fact: exampleFact(1), Case: "2025-17", Region: "441300", Institution: "H44130200026", Subject: Hospital, Amount: 30_000_00},
)

var institutionDesignated = define("institution.designated",
	func(e *InstitutionDesignated, f fields) {
		f.fact(&e.Fact).region(&e.Region).institution(required, &e.Institution).grade(&e.Grade).kind(&e.Kind).
			legalCode(&e.LegalCode).name(&e.Name)
	},
	func(c *clash, e InstitutionDesignated) { c.sameKind(e.Institution, e.Kind) },
	lang.Text{ZH: "定点", EN: "institution designated"},
	lang.Text{ZH: "自该日起可以向其付款；不动资金", EN: "may be paid from that day on; moves no money"},
	InstitutionDesignated{Fact: exampleFact(0), Institution: "H44130200026", Region: "441300", Name: "某医院"},
)

var institutionSuspended = define("institution.suspended",
	func(e *InstitutionSuspended, f fields) {
		f.total(&e.Fact).region(&e.Region).institution(optional, &e.Institution).article(optional, &e.Article).
			caseOptional(&e.Case).department(&e.Department).kind(&e.Kind).scope(&e.Scope).until(optional, &e.Until).
			warning(&e.Warning)
	},
	func(c *clash, e InstitutionSuspended) {
		c.named("institution", e.Institution != "", e.IsTotal())
		c.sameKind(e.Institution, e.Kind)
		c.department(e.Scope, e.Department)
		c.lasts(e.Until)
	},
	lang.Text{ZH: "中止协议", EN: "agreement suspended"},
	lang.Text{ZH: "整个机构中止期间拒绝付款；不动资金", EN: "while the whole institution is suspended payments are refused; moves no money"},
	InstitutionSuspended{Fact: exampleFact(1), Institution: "H44130200026", Region: "441300", Kind: KindHospital, Scope: Whole},
)

var institutionResumed = define("institution.resumed",
	func(e *InstitutionResumed, f fields) {
		f.total(&e.Fact).region(&e.Region).institution(optional, &e.Institution).department(&e.Department).
			kind(&e.Kind).scope(&e.Scope)
	},
	func(c *clash, e InstitutionResumed) {
		c.named("institution", e.Institution != "", e.IsTotal())
		c.department(e.Scope, e.Department)
	},
	lang.Text{ZH: "恢复协议", EN: "agreement resumed"},
	lang.Text{ZH: "恢复付款；不动资金", EN: "payments are accepted again; moves no money"},
	InstitutionResumed{Fact: exampleFact(1), Institution: "H44130200026", Region: "441300", Kind: KindHospital, Scope: Whole},
)

var institutionTerminated = define("institution.terminated",
	func(e *InstitutionTerminated, f fields) {
		f.total(&e.Fact).region(&e.Region).institution(optional, &e.Institution).article(optional, &e.Article).
			caseOptional(&e.Case).kind(&e.Kind)
	},
	func(c *clash, e InstitutionTerminated) { c.named("institution", e.Institution != "", e.IsTotal()) },
	lang.Text{ZH: "解除协议", EN: "agreement terminated"},
	lang.Text{ZH: "此后拒绝付款；不动资金", EN: "payments are refused from then on; moves no money"},
	InstitutionTerminated{Fact: exampleFact(1), Institution: "H44130200026", Region: "441300", Kind: KindHospital},
)

var personsInsured = define("persons.insured",
	func(e *PersonsInsured, f fields) { f.entry(&e.Fact).fund(&e.Fund).persons(&e.Count) },
	nil,
	lang.Text{ZH: "参保人数", EN: "persons insured"},
	lang.Text{ZH: "时点人数，不动资金", EN: "a headcount on a day; moves no money"},
	PersonsInsured{Fact: exampleFact(4_966_700), Fund: "441300.390"},
)

var statisticReported = define("statistic.reported",
	func(e *StatisticReported, f fields) {
		f.fact(&e.Fact).since(&e.Since).region(&e.Region).metric(&e.Metric).topic(&e.Topic).unit(&e.Unit).
			value(&e.Value)
	},
	nil,
	lang.Text{ZH: "公布的统计数", EN: "statistic reported"},
	lang.Text{ZH: "原样保存并列示，不动资金", EN: "kept and shown as reported; moves no money"},
	StatisticReported{Fact: exampleFact(0), Region: "441300", Topic: "crossregion", Metric: "direct_settlement_rate", Value: "98.66", Unit: "percent"},
)
