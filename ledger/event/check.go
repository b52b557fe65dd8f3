package event

import (
	"strings"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Check returns everything that is wrong with an event by itself, without
// looking at any other event: fields that are missing or out of form, and
// fields that contradict each other. None means that Encode will accept it.
func Check(e Event) []Problem { return e.definition().check(e) }

// CheckToday returns everything that is wrong with an event that is to be recorded
// now: what Check finds, and what earlier programs took and today's do not, such as
// characters that cannot be seen. What is recorded is never judged by it.
func CheckToday(e Event) []Problem { return e.definition().checkBy(e, checker{today: true}) }

func (d *definition) check(e Event) []Problem { return d.checkBy(e, checker{}) }

func (d *definition) checkBy(e Event, c checker) []Problem {
	d.visit(e, fields{&shown{checker: &c}})
	if len(c.problems) > 0 {
		return c.problems
	}
	return contradictions(e)
}

// checker checks the value of every field that it is shown.
type checker struct {
	today    bool // by what may be written today
	problems []Problem
}

func (c *checker) absent(name string, n need) {
	if n != optional {
		c.problems = append(c.problems, missing(name))
	}
}

func (c *checker) wrong(name string, p *Problem) {
	p.Field = name
	c.problems = append(c.problems, *p)
}

func (c *checker) text(d *textField, n need, v string) {
	switch {
	case v == "":
		c.absent(d.name, n)
	case wordOf(d.words, v) != "":
	default:
		p := d.check(v)
		if p == nil && c.today && d.today != nil {
			p = d.today(v)
		}
		if p != nil {
			c.wrong(d.name, p)
		}
	}
}

func (c *checker) whole(d *wholeField, n need, v int64) {
	switch {
	case d.absent(v):
		c.absent(d.name, n)
	case d.holds(v):
	default:
		if _, p := d.parse(d.spelled(v)); p != nil {
			c.wrong(d.name, p)
		}
	}
}

func (c *checker) date(d *dateField, n need, v fund.Date) {
	switch {
	case v == 0:
		c.absent(d.name, n)
	case v < firstDate || v > lastDate:
		c.wrong(d.name, noDate())
	}
}

func missing(field string) Problem {
	title := Dictionary(field).Title
	return Problem{
		Field:  field,
		Why:    lang.F("缺少%s", "%s is missing", title),
		Remedy: lang.F("填写：%s", "fill it in: %s", Dictionary(field).Format),
	}
}

// contradictions returns the fields of a well-formed event that do not go together.
func contradictions(e Event) []Problem {
	c := clash{fact: e.Common()}
	if c.fact.BookedOn != 0 && c.fact.BookedOn < c.fact.OccurredOn {
		c.add("booked_on", lang.F("记账日期 %s 早于业务日期 %s", "it is booked on %s, before it occurred on %s", c.fact.BookedOn, c.fact.OccurredOn),
			lang.F("不填 booked_on", "leave booked_on out"))
	}
	if c.fact.BookedFor != 0 && c.fact.BookedOn == 0 {
		c.add("booked_for", lang.F("booked_for 只有更正已结账期间的事项有", "only what corrects a closed period has it"), lang.F("不填 booked_for", "leave booked_for out"))
	}
	if c.fact.Since != 0 && c.fact.Since > c.fact.OccurredOn {
		c.add("since", lang.F("since %s 晚于 occurred_on %s", "since %s is after occurred_on %s", c.fact.Since, c.fact.OccurredOn),
			lang.F("since 是汇总期的第一日，occurred_on 是最后一日", "since is the first day of the total, occurred_on the last"))
	}
	switch e := e.(type) {
	case FundOpened:
		c.part(e.Fund, e.Part, false)
	case PremiumReceived:
		c.premiumFund("fund", e.Fund)
		c.part(e.Fund, e.Part, true)
	case PremiumRefunded:
		c.premiumFund("fund", e.Fund)
		c.part(e.Fund, e.Part, false)
		if e.AidFund != "" {
			c.aid("aid_fund", e.AidFund)
		}
		c.original(e.PaidOn)
	case ParticipationAssisted:
		c.aid("aid_fund", e.AidFund)
		c.premiumFund("fund", e.Fund)
	case InterestReceived:
		c.part(e.Fund, e.Part, true)
	case PenaltyReceived:
		c.part(e.Fund, e.Part, false)
	case ReimbursementPaid:
		if e.CareOn > c.fact.OccurredOn {
			c.add("care_on", lang.F("诊疗日期 %s 晚于付款日期 %s", "the care on %s is after its payment on %s", e.CareOn, c.fact.OccurredOn), lang.F("核对两个日期", "check both dates"))
		}
		c.pays(e.Fund)
		c.care(e.Fund, e.Part, e.Care)
	case ReimbursementReversed:
		c.pays(e.Fund)
		c.care(e.Fund, e.Part, e.Care)
		c.original(e.PaidOn)
	case ReliefPaid:
		if e.Eligible == 0 && (e.Basic != 0 || e.Critical != 0) {
			c.add("eligible_cost", lang.F("填了已支付数，没有填政策范围内费用", "what was paid is given, but not the cost"), lang.F("填 eligible_cost", "give eligible_cost"))
		}
		c.aid("fund", e.Fund)
		c.named("person", e.Person != "", e.IsTotal())
	case ReliefReversed:
		c.aid("fund", e.Fund)
		c.original(e.PaidOn)
	case CaseOpened:
		c.named("subject", e.Institution != "" || e.Subject != "" || e.Person != "" || e.Party != "", e.IsTotal())
		if i := SubjectOf(e.Institution); i != "" && (e.Subject == Hospital || e.Subject == Pharmacy) && e.Subject != i {
			c.add("subject", lang.F("编码 %s 不是%s", "the code %s is not that of a %s", e.Institution, NameOf("subject", e.Subject)), lang.F("清空 subject，或核对编码", "leave subject out, or check the code"))
		}
	case LossDetermined:
		c.named("institution", e.Institution != "" || e.Subject != "", e.IsTotal())
		c.part(e.Fund, e.Part, true)
		c.paidBy(e.PaidYear, c.fact.OccurredOn)
	case LossTraced:
		c.pays(e.Fund)
		c.care(e.Fund, e.Part, e.Care)
		c.original(e.PaidOn)
	case ClawbackSetOff:
		c.named("institution", e.Institution != "" || e.Subject != "", e.IsTotal())
		c.pays(e.Fund)
		c.care(e.Fund, e.Part, e.Care)
		if len(c.problems) == 0 {
			c.care(e.Fund, e.Part, e.SettledCare)
		}
		c.paidBy(e.PaidYear, c.fact.OccurredOn)
	case ClawbackAnnulled:
		c.part(e.Fund, e.Part, true)
		c.changes("reason", e.Reason)
		if e.Reason == Waived {
			c.add("reason", lang.F("应退的基金不能减免，只能因复议、诉讼或纠正而撤销", "money of a fund cannot be waived; an order is annulled by review, litigation or correction"),
				lang.F("用 review、litigation 或 corrected", "use review, litigation or corrected"))
		}
	case ClawbackRefunded:
		c.care(e.Fund, e.Part, e.Care)
		if e.ReceivedYear < e.PaidYear {
			c.add("received_year", lang.F("到账年度 %d 早于原支付年度 %d", "the year of receipt, %d, is before that of the payment, %d", e.ReceivedYear, e.PaidYear),
				lang.F("核对年度", "check the years"))
		}
	case FineWaived:
		c.changes("reason", e.Reason)
	case CaseReopened:
		if e.Reason == Waived {
			c.add("reason", lang.F("减免不是重新办理的原因", "a waiver does not reopen a case"), lang.F("用 review、litigation、corrected 或 new_facts", "use review, litigation, corrected or new_facts"))
		}
	case SettlementSuspended:
		c.named("person", e.Person != "", e.IsTotal())
		c.lasts(e.Until)
	case AgreementSigned:
		c.lasts(e.Until)
	case InstitutionDesignated:
		c.sameKind(e.Institution, e.Kind)
	case ClawbackOrdered:
		c.named("institution", e.Institution != "" || e.Subject != "", e.IsTotal())
		c.part(e.Fund, e.Part, true)
		c.paidBy(e.PaidYear, c.fact.OccurredOn)
	case ClawbackReceived:
		c.named("institution", e.Institution != "" || e.Subject != "", e.IsTotal())
		c.care(e.Fund, e.Part, e.Care)
		c.paidBy(e.PaidYear, c.fact.OccurredOn)
	case FineImposed:
		c.amountOrMultiple(e)
		c.named("institution", e.Institution != "" || e.Subject != "", e.IsTotal())
		if strings.HasPrefix(e.Multiple, "-") {
			c.add("multiple", lang.F("倍数为负", "the multiple is negative"), lang.F("核对决定书", "check the decision"))
		}
		if e.Due != 0 && e.Due < e.OccurredOn {
			c.add("due", lang.F("缴款期限 %s 早于决定日期 %s", "the last day to pay, %s, is before the decision on %s", e.Due, e.OccurredOn), lang.F("核对两个日期", "check both dates"))
		}
	case FinePaid:
		c.named("institution", e.Institution != "" || e.Subject != "", e.IsTotal())
	case InstitutionSuspended:
		c.named("institution", e.Institution != "", e.IsTotal())
		c.sameKind(e.Institution, e.Kind)
		c.department(e.Scope, e.Department)
		c.lasts(e.Until)
	case InstitutionResumed:
		c.named("institution", e.Institution != "", e.IsTotal())
		c.department(e.Scope, e.Department)
	case InstitutionTerminated:
		c.named("institution", e.Institution != "", e.IsTotal())
	case OtherReceived:
		c.part(e.Fund, e.Part, false)
	case OtherPaid:
		c.part(e.Fund, e.Part, false)
	case MoneyMoved:
		if e.From == e.To {
			c.add("to", lang.F("转出和转入是同一账户", "it leaves and reaches the same account"), lang.F("核对 from 和 to", "check from and to"))
		}
	case PremiumSplit:
		c.parted(e.Fund)
	case InterestSplit:
		c.parted(e.Fund)
	case SplitCorrected:
		c.parted(e.Fund)
	case TransferReceived:
		c.parted(e.Fund)
	case TransferPaid:
		c.parted(e.Fund)
	case TransferReturned:
		c.parted(e.Fund)
	case GrantReceived:
		c.part(e.Fund, e.Part, false)
	case GrantPaid:
		c.part(e.Fund, e.Part, false)
	case InsurerPaid:
		c.insured(e.Fund)
	case InsurerReturned:
		c.insured(e.Fund)
	case PrepaymentSetOff:
		c.pays(e.Fund)
		c.care(e.Fund, e.Part, e.Care)
	case PrepaymentWrittenOff:
		c.part(e.Fund, e.Part, false)
	case SuspenseForfeited:
		c.part(e.Fund, e.Part, false)
	case BondRedeemed:
		c.part(e.Fund, e.Part, true)
	case LoanRepaid:
		c.part(e.Fund, e.Part, e.Interest == 0)
	case PeriodClosed:
		if e.OccurredOn != e.Period.Last() {
			c.add("occurred_on", lang.F("期间 %s 的最后一日是 %s", "the last day of %s is %s", string(e.Period), e.Period.Last()), lang.F("改正日期", "correct the date"))
		}
	case FactReversed:
		fact, err := Decode(e.OfType, int(e.OfVersion), []byte(e.OfData))
		switch {
		case err != nil:
			c.add("of_data", lang.F("被冲销的不是有效事项", "what is reversed is no fact"), lang.F("用 fundledger reverse 冲销", "reverse with: fundledger reverse"))
		case Wire(fact) == e.wire():
			c.add("of_type", lang.F("冲销不能再冲销", "a reversal cannot be reversed"), lang.F("重新登记原事项，用新的凭证号", "record the fact again under a new document"))
		case fact.Common().OccurredOn > e.OccurredOn:
			c.add("occurred_on", lang.F("冲销日期 %s 早于原事项 %s", "the reversal, %s, is before the fact, %s", e.OccurredOn, fact.Common().OccurredOn), lang.F("核对日期", "check the date"))
		default:
			c.correctedBy(fact, e)
		}
	case NumberingDeclared:
		c.numbering(e)
	case FundEstablished, LimitSet, SubsidyReceived, FindingRecorded, ClaimDenied, ClaimCorrected, PersonsInsured,
		SurchargeImposed, GainConfiscated, FineRefunded, PenaltyCharged, CaseTransferred, CasePublished, CaseClosed, PaymentHeld, PaymentReleased, RecoveryReported, ClockAcknowledged,
		StatisticReported, AccountOpened, PrepaymentPaid, PrepaymentRecovered, SuspenseReceived, SuspensePaid, BondBought,
		LoanReceived, LoanAssumed:
	}
	return c.problems
}
