package event

import (
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

var accountOpened = define("account.opened",
	func(e *AccountOpened, f fields) { f.entry(&e.Fact).fund(&e.Fund).account(&e.Account).amount(&e.Amount) },
	nil,
	lang.Text{ZH: "期初科目余额", EN: "opening balance of an account"},
	lang.Text{ZH: "期初余额中有这么多在该资金账户，而不在财政专户；预付款、债券、暂收款、借款按期初日用各自的类型登记", EN: "so much of the opening balance stands in this money account, not in 财政专户; record prepayments, bonds, suspense money and borrowings as such, dated on the opening day"},
	AccountOpened{Fact: exampleFact(0), Fund: "441300.390", Account: account.ExpenseAccount, Amount: 1_000_000_00},
)

var otherReceived = define("other.received",
	func(e *OtherReceived, f fields) {
		f.entries(&e.Fact).fund(&e.Fund).amount(&e.Amount).part(&e.Part).via(&e.Via)
	},
	func(c *clash, e OtherReceived) { c.part(e.Fund, e.Part, false) },
	lang.Text{ZH: "收到其他收入", EN: "other income received"},
	lang.Text{ZH: "基金收入：其他收入 4501（滞纳金、捐赠等）", EN: "income of the fund: other income 4501 (surcharges, donations)"},
	OtherReceived{Fact: exampleFact(1), Fund: "441300.390", Amount: 35_00},
)

var otherPaid = define("other.paid",
	func(e *OtherPaid, f fields) {
		f.entries(&e.Fact).fund(&e.Fund).amount(&e.Amount).part(&e.Part).via(&e.Via)
	},
	func(c *clash, e OtherPaid) { c.part(e.Fund, e.Part, false) },
	lang.Text{ZH: "支付其他支出", EN: "other expense paid"},
	lang.Text{ZH: "基金支出：其他支出 5401", EN: "expense of the fund: other expense 5401"},
	OtherPaid{Fact: exampleFact(1), Fund: "441300.390", Amount: 35_00},
)

var moneyMoved = define("money.moved",
	func(e *MoneyMoved, f fields) {
		f.entry(&e.Fact).fund(&e.Fund).amount(&e.Amount).from(&e.From).to(&e.To)
	},
	func(c *clash, e MoneyMoved) {
		if e.From == e.To {
			c.add("to", lang.F("转出和转入是同一账户", "it leaves and reaches the same account"), lang.F("核对 from 和 to", "check from and to"))
		}
	},
	lang.Text{ZH: "资金划转", EN: "money moved between accounts"},
	lang.Text{ZH: "资金账户之间划转，不是收支", EN: "between money accounts; neither income nor expense"},
	MoneyMoved{Fact: exampleFact(0), Fund: "441300.390", From: account.SpecialAccount, To: account.ExpenseAccount, Amount: 500_000_00},
)

var premiumSplit = define("premium.split",
	func(e *PremiumSplit, f fields) {
		f.entry(&e.Fact).fund(&e.Fund).amount(&e.Amount).partRequired(&e.Part)
	},
	func(c *clash, e PremiumSplit) { c.parted(e.Fund) },
	lang.Text{ZH: "保险费分账", EN: "premium split"},
	lang.Text{ZH: "待转社会保险费收入 4601 转入 4001 统筹或个人账户", EN: "from premiums awaiting split 4601 to 4001 of a part"},
	PremiumSplit{Fact: exampleFact(0), Fund: "441300.310", Part: fund.Pool, Amount: 800_00},
)

var interestSplit = define("interest.split",
	func(e *InterestSplit, f fields) {
		f.entry(&e.Fact).fund(&e.Fund).amount(&e.Amount).partRequired(&e.Part)
	},
	func(c *clash, e InterestSplit) { c.parted(e.Fund) },
	lang.Text{ZH: "利息分账", EN: "interest split"},
	lang.Text{ZH: "待转利息收入 4602 转入 4201 统筹或个人账户", EN: "from interest awaiting split 4602 to 4201 of a part"},
	InterestSplit{Fact: exampleFact(0), Fund: "441300.310", Part: fund.Personal, Amount: 12_00},
)

var splitCorrected = define("split.corrected",
	func(e *SplitCorrected, f fields) {
		f.entry(&e.Fact).fund(&e.Fund).amount(&e.Amount).partRequired(&e.Part)
	},
	func(c *clash, e SplitCorrected) { c.parted(e.Fund) },
	lang.Text{ZH: "更正上年分账", EN: "split of an earlier year corrected"},
	lang.Text{ZH: "结余 3001 从另一部分转入该部分，不是收支", EN: "balance 3001 moves from the other part to this one; neither income nor expense"},
	SplitCorrected{Fact: exampleFact(0), Fund: "441300.310", Part: fund.Pool, Amount: 5_00},
)

var balanceAdjusted = define("balance.adjusted",
	func(e *BalanceAdjusted, f fields) {
		f.entry(&e.Fact).fund(&e.Fund).opening(&e.Amount).part(&e.Part).via(&e.Via).cause(&e.Cause)
	},
	func(c *clash, e BalanceAdjusted) {
		c.part(e.Fund, e.Part, false)
		if e.Amount == 0 {
			c.add("amount", lang.F("没有调整任何金额", "nothing is adjusted"), lang.F("填调增数；调减的填负数", "give the increase, or below zero the decrease"))
		}
	},
	lang.Text{ZH: "上年结余调整", EN: "balance of an earlier year adjusted"},
	lang.Text{ZH: "结余 3001 和资金账户同额增减，不是本年收支", EN: "balance 3001 and a money account are more or less by as much; neither income nor expense"},
	BalanceAdjusted{Fact: exampleFact(0), Fund: "441300.390", Amount: 1_234_56, Cause: "审计调整 2024 年末结余"},
)

var grantReceived = define("grant.received",
	func(e *GrantReceived, f fields) {
		f.entries(&e.Fact).fund(&e.Fund).amount(&e.Amount).level(&e.Level).part(&e.Part).via(&e.Via)
	},
	func(c *clash, e GrantReceived) { c.part(e.Fund, e.Part, false) },
	lang.Text{ZH: "收到上级补助、下级上解", EN: "received from another level"},
	lang.Text{ZH: "基金收入：上级补助 4401 或下级上解 4402", EN: "income of the fund: from upper level 4401 or lower level 4402"},
	GrantReceived{Fact: exampleFact(1), Fund: "441300.390", Level: Upper, Amount: 900_000_00},
)

var grantPaid = define("grant.paid",
	func(e *GrantPaid, f fields) {
		f.entries(&e.Fact).fund(&e.Fund).amount(&e.Amount).level(&e.Level).part(&e.Part).via(&e.Via)
	},
	func(c *clash, e GrantPaid) { c.part(e.Fund, e.Part, false) },
	lang.Text{ZH: "上解上级、补助下级", EN: "paid to another level"},
	lang.Text{ZH: "基金支出：上解上级 5301 或补助下级 5302", EN: "expense of the fund: to upper level 5301 or lower level 5302"},
	GrantPaid{Fact: exampleFact(1), Fund: "441300.390", Level: Lower, Amount: 900_000_00},
)

var insurerPaid = define("insurer.paid",
	func(e *InsurerPaid, f fields) { f.entries(&e.Fact).fund(&e.Fund).amount(&e.Amount).via(&e.Via) },
	func(c *clash, e InsurerPaid) { c.insured(e.Fund) },
	lang.Text{ZH: "支付大病保险", EN: "critical-illness insurer paid"},
	lang.Text{ZH: "基金支出：大病保险支出 5101", EN: "expense of the fund: critical-illness insurance 5101"},
	InsurerPaid{Fact: exampleFact(1), Fund: "441300.390", Amount: 2_000_000_00},
)

var insurerReturned = define("insurer.returned",
	func(e *InsurerReturned, f fields) { f.entries(&e.Fact).fund(&e.Fund).amount(&e.Amount).via(&e.Via) },
	func(c *clash, e InsurerReturned) { c.insured(e.Fund) },
	lang.Text{ZH: "大病保险结余返还", EN: "surplus returned by the insurer"},
	lang.Text{ZH: "冲减大病保险支出 5101", EN: "less critical-illness insurance 5101"},
	InsurerReturned{Fact: exampleFact(1), Fund: "441300.390", Amount: 100_000_00},
)

var transferReceived = define("transfer.received",
	func(e *TransferReceived, f fields) { f.entries(&e.Fact).fund(&e.Fund).amount(&e.Amount).via(&e.Via) },
	func(c *clash, e TransferReceived) { c.parted(e.Fund) },
	lang.Text{ZH: "转入个人账户", EN: "personal account transferred in"},
	lang.Text{ZH: "职工个人账户收入：转移收入 4301", EN: "income of 职工 personal accounts: transfers in 4301"},
	TransferReceived{Fact: exampleFact(1), Fund: "441300.310", Amount: 3_456_00},
)

var transferPaid = define("transfer.paid",
	func(e *TransferPaid, f fields) { f.entries(&e.Fact).fund(&e.Fund).amount(&e.Amount).via(&e.Via) },
	func(c *clash, e TransferPaid) { c.parted(e.Fund) },
	lang.Text{ZH: "转出个人账户", EN: "personal account transferred out"},
	lang.Text{ZH: "职工个人账户支出：转移支出 5201", EN: "expense of 职工 personal accounts: transfers out 5201"},
	TransferPaid{Fact: exampleFact(1), Fund: "441300.310", Amount: 3_456_00},
)

var transferReturned = define("transfer.returned",
	func(e *TransferReturned, f fields) { f.entries(&e.Fact).fund(&e.Fund).amount(&e.Amount).via(&e.Via) },
	func(c *clash, e TransferReturned) { c.parted(e.Fund) },
	lang.Text{ZH: "转出退回", EN: "transfer out sent back"},
	lang.Text{ZH: "冲减转移支出 5201", EN: "less transfers out 5201"},
	TransferReturned{Fact: exampleFact(1), Fund: "441300.310", Amount: 3_456_00},
)

var prepaymentPaid = define("prepayment.paid",
	func(e *PrepaymentPaid, f fields) {
		f.entry(&e.Fact).fund(&e.Fund).item(&e.Item).institution(optional, &e.Institution).amount(&e.Amount).
			party(&e.Party).prepaymentPurpose(&e.Purpose).via(&e.Via)
	},
	nil,
	lang.Text{ZH: "支付预付款", EN: "prepayment paid"},
	lang.Text{ZH: "暂付款 1101，不是支出", EN: "prepayments 1101; no expense yet"},
	PrepaymentPaid{Fact: exampleFact(0), Fund: "441300.390", Item: "YF-2025-01", Purpose: OtherPurpose, Institution: "H44130200026", Amount: 300_000_00},
)

var prepaymentRecovered = define("prepayment.recovered",
	func(e *PrepaymentRecovered, f fields) {
		f.entry(&e.Fact).fund(&e.Fund).item(&e.Item).amount(&e.Amount).prepaymentPurpose(&e.Purpose).via(&e.Via)
	},
	nil,
	lang.Text{ZH: "收回预付款", EN: "prepayment recovered"},
	lang.Text{ZH: "减少暂付款 1101", EN: "less prepayments 1101"},
	PrepaymentRecovered{Fact: exampleFact(0), Fund: "441300.390", Item: "YF-2025-01", Purpose: OtherPurpose, Amount: 100_000_00},
)

var prepaymentSetOff = define("prepayment.set_off",
	func(e *PrepaymentSetOff, f fields) {
		f.entry(&e.Fact).fund(&e.Fund).item(&e.Item).amount(&e.Amount).care(&e.Care).part(&e.Part).
			prepaymentPurpose(&e.Purpose)
	},
	func(c *clash, e PrepaymentSetOff) { c.pays(e.Fund); c.care(e.Fund, e.Part, e.Care) },
	lang.Text{ZH: "预付款抵付待遇", EN: "prepayment set off"},
	lang.Text{ZH: "待遇支出 5001，冲减暂付款 1101，不动资金", EN: "benefits 5001 paid out of prepayments 1101; no cash moves"},
	PrepaymentSetOff{Fact: exampleFact(0), Fund: "441300.390", Item: "YF-2025-01", Purpose: OtherPurpose, Amount: 150_000_00, Care: fund.Inpatient},
)

var prepaymentWrittenOff = define("prepayment.written_off",
	func(e *PrepaymentWrittenOff, f fields) {
		f.entry(&e.Fact).fund(&e.Fund).item(&e.Item).amount(&e.Amount).part(&e.Part).prepaymentPurpose(&e.Purpose)
	},
	func(c *clash, e PrepaymentWrittenOff) { c.part(e.Fund, e.Part, false) },
	lang.Text{ZH: "核销预付款", EN: "prepayment written off"},
	lang.Text{ZH: "其他支出 5401，冲减暂付款 1101", EN: "other expense 5401, less prepayments 1101"},
	PrepaymentWrittenOff{Fact: exampleFact(0), Fund: "441300.390", Item: "YF-2025-01", Purpose: OtherPurpose, Amount: 50_000_00},
)

var suspenseReceived = define("suspense.received",
	func(e *SuspenseReceived, f fields) {
		f.entry(&e.Fact).fund(&e.Fund).item(&e.Item).amount(&e.Amount).party(&e.Party).suspensePurpose(&e.Purpose).
			via(&e.Via)
	},
	nil,
	lang.Text{ZH: "收到暂收款", EN: "suspense money received"},
	lang.Text{ZH: "暂收款 2001，不是收入", EN: "suspense 2001; no income"},
	SuspenseReceived{Fact: exampleFact(0), Fund: "441300.390", Item: "ZS-2025-01", Purpose: CrossRegion, Party: "外省参保地", Amount: 80_000_00},
)

var suspensePaid = define("suspense.paid",
	func(e *SuspensePaid, f fields) {
		f.entry(&e.Fact).fund(&e.Fund).item(&e.Item).amount(&e.Amount).suspensePurpose(&e.Purpose).via(&e.Via)
	},
	nil,
	lang.Text{ZH: "支付暂收款", EN: "suspense money paid out"},
	lang.Text{ZH: "减少暂收款 2001，不是支出", EN: "less suspense 2001; no expense"},
	SuspensePaid{Fact: exampleFact(0), Fund: "441300.390", Item: "ZS-2025-01", Purpose: CrossRegion, Amount: 60_000_00},
)

var suspenseForfeited = define("suspense.forfeited",
	func(e *SuspenseForfeited, f fields) {
		f.entry(&e.Fact).fund(&e.Fund).item(&e.Item).amount(&e.Amount).part(&e.Part).suspensePurpose(&e.Purpose)
	},
	func(c *clash, e SuspenseForfeited) { c.part(e.Fund, e.Part, false) },
	lang.Text{ZH: "暂收款转收入", EN: "suspense money forfeited"},
	lang.Text{ZH: "其他收入 4501，冲减暂收款 2001", EN: "other income 4501, less suspense 2001"},
	SuspenseForfeited{Fact: exampleFact(0), Fund: "441300.390", Item: "ZS-2025-01", Purpose: CrossRegion, Amount: 20_000_00},
)

var bondBought = define("bond.bought",
	func(e *BondBought, f fields) {
		f.entry(&e.Fact).fund(&e.Fund).item(&e.Item).amount(&e.Amount).via(&e.Via)
	},
	nil,
	lang.Text{ZH: "购买国债", EN: "bonds bought"},
	lang.Text{ZH: "债券投资 1201（含费用）", EN: "bonds 1201 at cost, fees included"},
	BondBought{Fact: exampleFact(0), Fund: "441300.390", Item: "GZ-2025-01", Amount: 1_000_000_00},
)

var bondRedeemed = define("bond.redeemed",
	func(e *BondRedeemed, f fields) {
		f.entry(&e.Fact).fund(&e.Fund).item(&e.Item).amount(&e.Amount).cost(&e.Cost).part(&e.Part).via(&e.Via)
	},
	func(c *clash, e BondRedeemed) { c.part(e.Fund, e.Part, true) },
	lang.Text{ZH: "国债兑付", EN: "bonds redeemed"},
	lang.Text{ZH: "收回成本 1201，差额为利息收入 4201", EN: "cost back from 1201; the difference is interest 4201"},
	BondRedeemed{Fact: exampleFact(0), Fund: "441300.390", Item: "GZ-2025-01", Amount: 1_030_000_00, Cost: 1_000_000_00},
)

var loanReceived = define("loan.received",
	func(e *LoanReceived, f fields) {
		f.entry(&e.Fact).fund(&e.Fund).item(&e.Item).amount(&e.Amount).party(&e.Party).via(&e.Via)
	},
	nil,
	lang.Text{ZH: "借入款项", EN: "money borrowed"},
	lang.Text{ZH: "借入款项 2101，不是收入", EN: "borrowings 2101; no income"},
	LoanReceived{Fact: exampleFact(0), Fund: "441300.390", Item: "JK-2025-01", Party: "市财政局", Amount: 700_000_00},
)

var loanRepaid = define("loan.repaid",
	func(e *LoanRepaid, f fields) {
		f.entry(&e.Fact).fund(&e.Fund).item(&e.Item).amount(&e.Amount).interest(&e.Interest).part(&e.Part).via(&e.Via)
	},
	func(c *clash, e LoanRepaid) { c.part(e.Fund, e.Part, e.Interest == 0) },
	lang.Text{ZH: "归还借款", EN: "borrowing repaid"},
	lang.Text{ZH: "减少借入款项 2101；利息为其他支出 5401", EN: "less borrowings 2101; its interest is other expense 5401"},
	LoanRepaid{Fact: exampleFact(0), Fund: "441300.390", Item: "JK-2025-01", Amount: 500_000_00, Interest: 7_000_00},
)

var loanAssumed = define("loan.assumed",
	func(e *LoanAssumed, f fields) { f.entry(&e.Fact).fund(&e.Fund).item(&e.Item).amount(&e.Amount) },
	nil,
	lang.Text{ZH: "财政代偿借款", EN: "borrowing repaid by the treasury"},
	lang.Text{ZH: "减少借入款项 2101，财政补贴收入 4101", EN: "less borrowings 2101; income: subsidy 4101"},
	LoanAssumed{Fact: exampleFact(0), Fund: "441300.390", Item: "JK-2025-01", Amount: 200_000_00},
)

var periodClosed = define("period.closed",
	func(e *PeriodClosed, f fields) {
		f.fact(&e.Fact).fund(&e.Fund).balances(&e.Balances).period(&e.Period).seen(&e.Seen).warning(&e.Warning)
	},
	func(c *clash, e PeriodClosed) {
		if e.OccurredOn != e.Period.Last() {
			c.add("occurred_on", lang.F("期间 %s 的最后一日是 %s", "the last day of %s is %s", string(e.Period), e.Period.Last()), lang.F("改正日期", "correct the date"))
		}
	},
	lang.Text{ZH: "结账", EN: "period closed"},
	lang.Text{ZH: "封存该期余额；其后发现的该期事项记入未结账期间；不动资金", EN: "seals the balances; what is found later enters an open period; moves no money"},
	PeriodClosed{Fact: exampleFact(0), Fund: "441300.390", Period: "2025-07", Balances: "1003 1000.00; 3001 400.00; 4001 600.00"},
)

var factReversed = define("fact.reversed",
	func(e *FactReversed, f fields) {
		f.fact(&e.Fact).bookedOn(&e.BookedOn).byData(&e.ByData).byType(&e.ByType).byVersion(&e.ByVersion).
			ofData(&e.OfData).ofID(&e.Of).ofType(&e.OfType).ofVersion(&e.OfVersion)
	},
	nil, // see contradictions
	lang.Text{ZH: "冲销", EN: "fact reversed"},
	lang.Text{ZH: "原事项不再计数；本年的原样冲回，以前年度的收支记其他收入、其他支出", EN: "the fact counts no more; of the same year it is booked back, of an earlier year as other income or other expense"},
	FactReversed{Fact: Fact{Document: "2025-0002", OccurredOn: fund.NewDate(2025, 8, 1)}, Of: "bc1d7e9e-6a2b-5d6f-9f43-3f1d2f9a8f11", OfType: "subsidy.received", OfVersion: 1,
		OfData: `{"amount":"670.00","count":1,"document":"2025-0001","fund":"441300.390","occurred_on":"2025-07-31"}`},
)
