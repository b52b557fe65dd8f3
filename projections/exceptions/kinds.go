// Package exceptions is the register of what stands in the log although the ledger would
// not record it so today (例外登记): it has happened, it is counted, and somebody has to
// look at it.
//
// # A rule that became stricter
//
// What an older program was allowed to record is never condemned: it is an exception,
// and an exception is always listed. Nor is what slipped through where two people
// decided at once on several machines: money that was paid is not unpaid by a refusal.
// So a rule that older programs did not ask, or one whose answer another machine can
// change meanwhile, has a row in the table standing in this package, which says the
// kind of its exceptions. The command verify takes a broken rule with a row for an
// exception, and any other for a broken rule (exit code 1).
//
// Whoever makes a rule stricter adds a row. Where older programs refused the worse cases
// under the same name already, the refusal of these says so (refusal.Error.Ever): of an
// item that may not be below zero on any day, taking more than was ever open. In Decide
// a rule with a row is asked after those without one, so that it hides none of them.
//
// No fact says by which program it was recorded, for a forger could say so, too: whoever
// slips in a fact that an older program could have recorded finds it in the register.
package exceptions

import "github.com/fundledger/fundledger/ledger/lang"

// Kind is a kind of exception.
type Kind string

// The kinds, of which there are no others.
const (
	Double         Kind = "double"
	OverCap        Kind = "over_cap"
	AfterEnd       Kind = "after_end"
	WhileSuspended Kind = "while_suspended"
	Undated        Kind = "undated_recovery"
	Overdrawn      Kind = "overdrawn"
	ItemBelowZero  Kind = "item_below_zero"
	SetOff         Kind = "set_off_open"
	Overtaken      Kind = "closing_overtaken"
	BehindClosing  Kind = "behind_closing"
	BookedByHand   Kind = "booked_by_hand"
	HalfCorrection Kind = "half_correction"
	BeforeOpening  Kind = "before_opening"
	WithoutFinding Kind = "without_finding"
	WithoutCare    Kind = "without_care"
	TraceTaken     Kind = "trace_taken"
	ClockAhead     Kind = "clock_ahead"
	OtherWarning   Kind = "other_warning"
	OlderRule      Kind = "older_rule"
)

// Words says what a kind is, and what to do about one.
type Words struct{ Name, Remedy lang.Text }

// Kinds returns the kinds in the order in which they are listed.
func Kinds() []Kind {
	all := make([]Kind, len(kinds))
	for i, k := range kinds {
		all[i] = k.kind
	}
	return all
}

// Of returns the words for a kind.
func (k Kind) Of() Words {
	for _, row := range kinds {
		if row.kind == k {
			return row.Words
		}
	}
	panic("exceptions: a kind without words: " + string(k))
}

var kinds = []struct {
	kind Kind
	Words
}{
	{Double, Words{
		lang.Text{ZH: "同一凭证登记两次", EN: "one document recorded twice"},
		lang.Text{ZH: "核对凭证；确为一笔的，冲销其中一条", EN: "look at the paper; if it is one fact, reverse one of the two"},
	}},
	{OverCap, Words{
		lang.Text{ZH: "救助超过年度限额", EN: "medical aid above the annual cap"},
		lang.Text{ZH: "追回超出部分（relief.reversed），或补登当时的限额文件", EN: "take back what is above it (relief.reversed), or record the cap that held"},
	}},
	{AfterEnd, Words{
		lang.Text{ZH: "协议终止后付款", EN: "paid after the end of the agreement"},
		lang.Text{ZH: "核对诊疗日期；不应支付的追回（reimbursement.reversed）", EN: "check the day of the care; take back what was not due (reimbursement.reversed)"},
	}},
	{WhileSuspended, Words{
		lang.Text{ZH: "协议中止或暂停拨付期间付款", EN: "paid while suspended or held"},
		lang.Text{ZH: "核对诊疗日期；不应支付的追回（reimbursement.reversed）", EN: "check the day of the care; take back what was not due (reimbursement.reversed)"},
	}},
	{Undated, Words{
		lang.Text{ZH: "追回未写明原支付年度", EN: "recovery without the year of its payment"},
		lang.Text{ZH: "查明原支付年度；冲销后带 paid_year 重新登记", EN: "find the year of the payment; reverse it and record it again with paid_year"},
	}},
	{Overdrawn, Words{
		lang.Text{ZH: "货币资金科目透支", EN: "money account below zero"},
		lang.Text{ZH: "核对银行对账单；登记漏记的划转（money.moved）或更正日期", EN: "compare with the bank; record the missing move (money.moved), or correct a date"},
	}},
	{ItemBelowZero, Words{
		lang.Text{ZH: "往来或待分账款项为负", EN: "open item or what awaits its split below zero"},
		lang.Text{ZH: "核对日期和编号；更正登错的一条", EN: "check dates and items; correct the wrong one"},
	}},
	{SetOff, Words{
		lang.Text{ZH: "抵扣的结算尚未登记", EN: "set off against a settlement that is not recorded"},
		lang.Text{ZH: "登记该笔结算付款；抵扣有误的冲销", EN: "record that settlement's payment; reverse the set-off if it was wrong"},
	}},
	{Overtaken, Words{
		lang.Text{ZH: "结账作废", EN: "closing that is void"},
		lang.Text{ZH: "再结账一次：fundledger close", EN: "close again: fundledger close"},
	}},
	{BehindClosing, Words{
		lang.Text{ZH: "结账之后记入已结账期间", EN: "dated in a closed period, behind its closing"},
		lang.Text{ZH: "各表按首个未结账日入账，不必更正", EN: "every report books it on the first open day; nothing to correct"},
	}},
	{BookedByHand, Words{
		lang.Text{ZH: "手工填写的记账日期", EN: "day of booking given by hand"},
		lang.Text{ZH: "核对；有误的用 correct 更正", EN: "check it; correct it if it is wrong"},
	}},
	{HalfCorrection, Words{
		lang.Text{ZH: "更正只入账了一半", EN: "correction of which the right fact is missing"},
		lang.Text{ZH: "再执行一次同样的更正：fundledger correct", EN: "give the same command again: fundledger correct"},
	}},
	{BeforeOpening, Words{
		lang.Text{ZH: "期初余额已含的事项", EN: "fact that the opening balance holds already"},
		lang.Text{ZH: "冲销该事项，或更正期初", EN: "reverse it, or correct the opening"},
	}},
	{WithoutFinding, Words{
		lang.Text{ZH: "没有登记违法事实的处罚", EN: "fine without a recorded finding"},
		lang.Text{ZH: "补登 finding.recorded", EN: "record the finding (finding.recorded)"},
	}},
	{WithoutCare, Words{
		lang.Text{ZH: "没有写明待遇类别", EN: "kind of care missing"},
		lang.Text{ZH: "用 correct 补上 care", EN: "add care with correct"},
	}},
	{TraceTaken, Words{
		lang.Text{ZH: "逐笔认定被冲销而款已收到", EN: "trace reversed although its money was received"},
		lang.Text{ZH: "核对案件；先撤销并退还，或重新认定", EN: "look at the case; annul and refund, or trace it again"},
	}},
	{ClockAhead, Words{
		lang.Text{ZH: "确认过的超前入账时间", EN: "recording times of a clock that was ahead, acknowledged"},
		lang.Text{ZH: "不必处理；查看 known-at 报表时注意", EN: "nothing to do; mind it in reports of what was known at a time"},
	}},
	{OtherWarning, Words{
		lang.Text{ZH: "提示与今天会写入的不同", EN: "another warning than is written today"},
		lang.Text{ZH: "按提示核对决定书", EN: "check the decision for what the warning says"},
	}},
	{OlderRule, Words{
		lang.Text{ZH: "今天的规则会拒绝", EN: "a rule of today would refuse it"},
		lang.Text{ZH: "按规则的说明核对；有误的冲销", EN: "check it by what the rule says; reverse it if it was wrong"},
	}},
}
