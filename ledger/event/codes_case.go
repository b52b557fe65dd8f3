package event

import (
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/law"
)

// Charge is what is due to the treasury under a decision.
type Charge string

// The charges. None is ever money of a fund.
//
// Source: 国务院令第735号 art. 45; 行政处罚法 art. 74.
const (
	Fine         Charge = "fine"
	Surcharge    Charge = "surcharge"
	Confiscation Charge = "confiscation"
)

// Reason is why a decision is changed or a case reopened.
type Reason string

// The reasons.
const (
	Waived     Reason = "waived"     // 减免
	Review     Reason = "review"     // 行政复议
	Litigation Reason = "litigation" // 行政诉讼
	Corrected  Reason = "corrected"  // 自行纠正
	NewFacts   Reason = "new_facts"  // 新的事实
)

// Discretion is how a decision used its discretion (裁量).
//
// Source: 行政处罚法 art. 30–34.
type Discretion string

// The discretions.
const (
	Ordinary   Discretion = "ordinary"   // 一般
	Lightened  Discretion = "lightened"  // 从轻
	Mitigated  Discretion = "mitigated"  // 减轻
	Aggravated Discretion = "aggravated" // 从重
)

// Authority is who takes a case over.
type Authority string

// The authorities.
const (
	Police     Authority = "police"
	Discipline Authority = "discipline"
	Health     Authority = "health"
	Market     Authority = "market"
	OtherBody  Authority = "other"
)

// Outcome is how a case ended.
type Outcome string

// The outcomes. After Executed nothing may be open.
const (
	Executed      Outcome = "executed"
	Unenforceable Outcome = "unenforceable"
	Dismissed     Outcome = "dismissed"
	HandedOver    Outcome = "handed_over"
)

// Warning is something unusual in a decision that is kept as decided. The ledger
// writes it when it records the fact; a warning that is given is not kept.
type Warning string

// The warnings.
const (
	FineOutsideFrame       Warning = "fine_outside_frame"
	FineWithoutFrame       Warning = "fine_without_frame"
	FinedTwice             Warning = "fined_twice"
	MultipleDiffers        Warning = "multiple_differs"
	SurchargeBeyondLimit   Warning = "surcharge_beyond_limit"
	SuspensionOutsideFrame Warning = "suspension_outside_frame"
	MoneyInTransit         Warning = "money_in_transit"
	OrderBeyondLoss        Warning = "order_beyond_loss"
	ArticleSubject         Warning = "article_subject"
	ViolationElsewhere     Warning = "violation_elsewhere"
)

// Grade is the grade of an institution (医疗机构等级).
type Grade string

// The grades.
const (
	Tertiary  Grade = "tertiary"
	Secondary Grade = "secondary"
	Primary   Grade = "primary"
	Ungraded  Grade = "ungraded"
)

func charges() []Word { return chargeWords }

var chargeWords = []Word{
	{string(Fine), lang.Text{ZH: "罚款", EN: "fine"}},
	{string(Surcharge), lang.Text{ZH: "加处罚款", EN: "surcharge"}},
	{string(Confiscation), lang.Text{ZH: "没收违法所得", EN: "confiscation"}},
}

func reasons() []Word { return reasonWords }

var reasonWords = []Word{
	{string(Waived), lang.Text{ZH: "减免", EN: "waived"}},
	{string(Review), lang.Text{ZH: "行政复议", EN: "administrative review"}},
	{string(Litigation), lang.Text{ZH: "行政诉讼", EN: "litigation"}},
	{string(Corrected), lang.Text{ZH: "自行纠正", EN: "corrected by the authority"}},
	{string(NewFacts), lang.Text{ZH: "新的事实", EN: "new facts"}},
}

func discretions() []Word { return discretionWords }

var discretionWords = []Word{
	{string(Ordinary), lang.Text{ZH: "一般", EN: "ordinary"}},
	{string(Lightened), lang.Text{ZH: "从轻", EN: "lightened"}},
	{string(Mitigated), lang.Text{ZH: "减轻", EN: "mitigated below the frame"}},
	{string(Aggravated), lang.Text{ZH: "从重", EN: "aggravated"}},
}

func authorities() []Word { return authorityWords }

var authorityWords = []Word{
	{string(Police), lang.Text{ZH: "公安机关", EN: "police"}},
	{string(Discipline), lang.Text{ZH: "纪检监察机关", EN: "discipline inspection"}},
	{string(Health), lang.Text{ZH: "卫生健康部门", EN: "health administration"}},
	{string(Market), lang.Text{ZH: "市场和药品监管部门", EN: "market and drug administration"}},
	{string(OtherBody), lang.Text{ZH: "其他机关", EN: "another authority"}},
}

func outcomes() []Word { return outcomeWords }

var outcomeWords = []Word{
	{string(Executed), lang.Text{ZH: "执行完毕", EN: "executed"}},
	{string(Unenforceable), lang.Text{ZH: "终结执行", EN: "cannot be enforced"}},
	{string(Dismissed), lang.Text{ZH: "撤销立案", EN: "dismissed"}},
	{string(HandedOver), lang.Text{ZH: "移送后终结", EN: "ended by handing over"}},
}

func warnings() []Word { return warningWords }

var warningWords = []Word{
	{string(FineOutsideFrame), lang.Text{ZH: "罚款不在该条的幅度内", EN: "the fine is outside the frame of its article"}},
	{string(FineWithoutFrame), lang.Text{ZH: "该条没有规定罚款", EN: "its article knows no fine"}},
	{string(FinedTwice), lang.Text{ZH: "同一违法事实已罚过款", EN: "the same finding was fined before"}},
	{string(MultipleDiffers), lang.Text{ZH: "罚款与基数、倍数不符", EN: "fine, base and multiple do not agree"}},
	{string(SurchargeBeyondLimit), lang.Text{ZH: "加处罚款超过可加处的数额", EN: "more than may be added"}},
	{string(OrderBeyondLoss), lang.Text{ZH: "责令退回超过本案认定的损失", EN: "more is ordered back than was determined as lost"}},
	{string(ArticleSubject), lang.Text{ZH: "该条不适用于这类对象", EN: "its article is not about such a subject"}},
	{string(ViolationElsewhere), lang.Text{ZH: "该条没有列出这种情形", EN: "its article does not list this violation"}},
	{string(SuspensionOutsideFrame), lang.Text{ZH: "暂停期限不在该条的幅度内", EN: "the suspension is outside the frame of its article"}},
	{string(MoneyInTransit), lang.Text{ZH: "期末有在途资金（1002 收入户、1005 国库尚未划转）", EN: "money in transit at the end of the period (on 1002 or 1005, not swept)"}},
}

func grades() []Word { return gradeWords }

var gradeWords = []Word{
	{string(Tertiary), lang.Text{ZH: "三级", EN: "tertiary"}},
	{string(Secondary), lang.Text{ZH: "二级", EN: "secondary"}},
	{string(Primary), lang.Text{ZH: "一级", EN: "primary"}},
	{string(Ungraded), lang.Text{ZH: "未定级", EN: "not graded"}},
}

func articles() []Word { return articleWords }

func violations() []Word { return violationWords }

// articleWords and violationWords are never changed.
var (
	articleWords = func() []Word {
		var out []Word
		for _, r := range law.Rules() {
			out = append(out, Word{string(r.Article), r.Name})
		}
		return out
	}()
	violationWords = func() []Word {
		var out []Word
		for _, a := range law.Acts() {
			out = append(out, Word{string(a.Violation), a.Name})
		}
		return out
	}()
)

// Words returns the closed list that the values of a field are from; none if its
// values are free.
func Words(field string) []Word {
	if list := closed[field]; list != nil {
		return list()
	}
	return nil
}

var closed = map[string]func() []Word{
	"article":      articles,
	"authority":    authorities,
	"care":         cares,
	"settled_care": cares,
	"channel":      Channels,
	"charge":       charges,
	"discretion":   discretions,
	"grade":        grades,
	"kind":         institutionKinds,
	"language":     languages,
	"line":         budgetLines,
	"outcome":      outcomes,
	"part":         parts,
	"payer":        payers,
	"place":        places,
	"reason":       reasons,
	"settlement":   settlements,
	"subject":      Subjects,
	"violation":    violations,
	"warning":      warnings,
}

// NameOf returns the name of a value of a field with a closed list; the value
// itself if it is not in it.
func NameOf[T ~string](field string, value T) lang.Text {
	for _, w := range Words(field) {
		if w.Code == string(value) {
			return w.Name
		}
	}
	return lang.Text{ZH: string(value), EN: string(value)}
}
