package event

import (
	"strings"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/law"
)

// Check returns everything that is wrong with an event by itself, without
// looking at any other event: fields that are missing or out of form, and
// fields that contradict each other. None means that Encode will accept it.
func Check(e Event) []Problem {
	var c checker
	definitionOf(e).visit(e, &c)
	if len(c.problems) > 0 {
		return c.problems
	}
	return contradictions(e)
}

// checker parses back the text of every field that it is shown.
type checker struct{ problems []Problem }

func (c *checker) field(name string, n need, s slot) {
	text := s.text()
	if text == "" {
		if n != optional {
			c.problems = append(c.problems, missing(name))
		}
		return
	}
	if p := s.parse(text); p != nil {
		p.Field = name
		c.problems = append(c.problems, *p)
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
	var out []Problem
	add := func(field string, why, remedy lang.Text) {
		out = append(out, Problem{Field: field, Why: why, Remedy: remedy})
	}
	f := e.Common()
	if f.BookedOn != 0 && f.BookedOn < f.OccurredOn {
		add("booked_on", lang.F("入账日期 %s 早于业务日期 %s", "it is booked on %s, before it occurred on %s", f.BookedOn, f.OccurredOn),
			lang.F("不填 booked_on", "leave booked_on out"))
	}
	if f.Since > f.OccurredOn {
		add("since", lang.F("since %s 晚于 occurred_on %s", "since %s is after occurred_on %s", f.Since, f.OccurredOn),
			lang.F("since 是汇总期的第一日，occurred_on 是最后一日", "since is the first day of the total, occurred_on the last"))
	}
	original := func(paidOn fund.Date) {
		if paidOn > f.OccurredOn {
			add("paid_on", lang.F("原收付日期 %s 晚于本事项 %s", "the original, %s, is after this fact, %s", paidOn, f.OccurredOn),
				lang.F("核对两个日期", "check both dates"))
		}
	}
	named := func(field string, given, allowUnnamed bool) {
		if !given && !allowUnnamed {
			add(field, lang.F("单笔事项没有写明是谁", "a single fact does not say whose it is"),
				lang.F("填写 %s；若是未具名的汇总数，count 填笔数（未知填 0）", "fill in %s; for a total without names give its number as count (0 if not known)", field))
		}
	}
	aid := func(field string, id fund.ID) {
		if id.Kind() != fund.MedicalAid {
			add(field, lang.F("%s 不是医疗救助基金", "%s is not a medical-aid fund", id),
				lang.F("用 统筹区.610，如 %s", "use region.610, such as %s", fund.Of(id.Region(), fund.MedicalAid)))
		}
	}
	premiumFund := func(field string, id fund.ID) {
		if id.Kind() == fund.MedicalAid {
			add(field, lang.F("医疗救助基金不收保险费", "a medical-aid fund has no premiums"),
				lang.F("填参保的基金，如 %s", "give the fund that insures, such as %s", fund.Of(id.Region(), fund.Resident)))
		}
	}
	notAid := func(id fund.ID) {
		if id.Kind() == fund.MedicalAid {
			add("fund", lang.F("%s 是医疗救助基金", "%s is a medical-aid fund", id),
				lang.F("医疗救助用 relief.paid、relief.reversed 登记", "record medical aid as relief.paid, relief.reversed"))
		}
	}

	part := func(id fund.ID, p account.Part, mayWait bool) {
		switch parts := account.HasParts(id.Kind()); {
		case !parts && p != "":
			add("part", lang.F("%s 没有统筹和个人账户之分", "%s has no parts", id), lang.F("清空 part；只有职工医保（310）填", "leave part out; only 职工 (310) has it"))
		case parts && p == "" && !mayWait:
			add("part", lang.F("职工医保须写明统筹还是个人账户", "a 职工 fund needs its part"), lang.F("填 pool 或 personal", "give pool or personal"))
		}
	}
	care := func(id fund.ID, p account.Part, c account.Care) {
		part(id, p, false)
		if account.HasParts(id.Kind()) != (p != "") {
			return
		}
		if _, ok := account.CareAccount(id.Kind(), p, c); !ok {
			add("care", lang.F("这类基金的待遇支出没有“%s”科目", "benefits of this fund have no account for %s", string(c)),
				lang.F("职工统筹：inpatient、outpatient_major、outpatient_pooled、maternity_care、maternity_allowance；个人账户：inpatient、outpatient、pharmacy；居民：inpatient、outpatient、other",
					"职工 pool: inpatient, outpatient_major, outpatient_pooled, maternity_care, maternity_allowance; personal: inpatient, outpatient, pharmacy; resident: inpatient, outpatient, other"))
		}
	}
	employee := func(id fund.ID) {
		if id.Kind() != fund.Employee {
			add("fund", lang.F("%s 不是职工医保基金", "%s is not a 职工 fund", id), lang.F("只有职工医保（310）有这类事项", "only 职工 funds (310) have this"))
		}
	}
	insures := func(id fund.ID) {
		if id.Kind() == fund.MedicalAid {
			add("fund", lang.F("%s 是医疗救助基金，没有这类事项", "%s is a medical-aid fund, which has no such facts", id), lang.F("核对基金代码", "check the fund"))
		}
	}

	paidBy := func(year int64, on fund.Date) {
		if year > int64(on.Year()) {
			add("paid_year", lang.F("原支付年度 %d 晚于退回日期 %s", "the year of the payment, %d, is after its return on %s", year, on),
				lang.F("核对年度", "check the year"))
		}
	}
	lasts := func(until fund.Date) {
		if until != 0 && until < f.OccurredOn {
			add("until", lang.F("最后一日 %s 早于第一日 %s", "the last day, %s, is before the first, %s", until, f.OccurredOn), lang.F("核对两个日期", "check both dates"))
		}
	}
	department := func(s Scope, name string) {
		if s == Whole && name != "" {
			add("department", lang.F("整个机构的事项不填科室", "a fact of the whole institution has no department"), lang.F("清空 department，或 scope 填 department", "leave department out, or give scope department"))
		}
	}
	changes := func(field string, r Reason) {
		if r == NewFacts {
			add(field, lang.F("新的事实不是减少应缴应退的原因", "new facts do not make less due"), lang.F("用 waived、review、litigation 或 corrected", "use waived, review, litigation or corrected"))
		}
	}
	sameKind := func(i fund.Institution, k InstitutionKind) {
		if i != "" && k != "" && k != KindOf(i) {
			add("kind", lang.F("编码 %s 不是%s", "the code %s is not that of a %s", i, NameOf("kind", k)), lang.F("清空 kind，或核对编码", "leave kind out, or check the code"))
		}
	}

	switch e := e.(type) {
	case FundOpened:
		part(e.Fund, e.Part, false)
	case PremiumReceived:
		premiumFund("fund", e.Fund)
		part(e.Fund, e.Part, true)
	case PremiumRefunded:
		premiumFund("fund", e.Fund)
		part(e.Fund, e.Part, false)
		original(e.PaidOn)
	case ParticipationAssisted:
		aid("aid_fund", e.AidFund)
		premiumFund("fund", e.Fund)
	case InterestReceived:
		part(e.Fund, e.Part, true)
	case PenaltyReceived:
		part(e.Fund, e.Part, false)
	case ReimbursementPaid:
		if e.CareOn > f.OccurredOn {
			add("care_on", lang.F("诊疗日期 %s 晚于付款日期 %s", "the care on %s is after its payment on %s", e.CareOn, f.OccurredOn), lang.F("核对两个日期", "check both dates"))
		}
		notAid(e.Fund)
		care(e.Fund, e.Part, e.Care)
	case ReimbursementReversed:
		notAid(e.Fund)
		care(e.Fund, e.Part, e.Care)
		original(e.PaidOn)
	case ReliefPaid:
		if e.Eligible == 0 && (e.Basic != 0 || e.Critical != 0) {
			add("eligible_cost", lang.F("填了已支付数，没有填政策范围内费用", "what was paid is given, but not the cost"), lang.F("填 eligible_cost", "give eligible_cost"))
		}
		aid("fund", e.Fund)
		named("person", e.Person != "", e.IsTotal())
	case ReliefReversed:
		aid("fund", e.Fund)
		original(e.PaidOn)
	case CaseOpened:
		named("subject", e.Institution != "" || e.Subject != "" || e.Person != "" || e.Party != "", e.IsTotal())
		if i := SubjectOf(e.Institution); i != "" && (e.Subject == Hospital || e.Subject == Pharmacy) && e.Subject != i {
			add("subject", lang.F("编码 %s 不是%s", "the code %s is not that of a %s", e.Institution, NameOf("subject", e.Subject)), lang.F("清空 subject，或核对编码", "leave subject out, or check the code"))
		}
	case FindingRecorded:
		if !law.Under(e.Violation, e.Article) {
			add("violation", lang.F("“%s”不属于%s", "%s does not fall under %s", NameOf("violation", e.Violation), NameOf("article", e.Article)),
				lang.F("核对违规情形和条款", "check the violation and the article"))
		}
	case LossDetermined:
		named("institution", e.Institution != "" || e.Subject != "", e.IsTotal())
		part(e.Fund, e.Part, true)
		paidBy(e.PaidYear, f.OccurredOn)
	case LossTraced:
		notAid(e.Fund)
		care(e.Fund, e.Part, e.Care)
		original(e.PaidOn)
	case ClawbackSetOff:
		named("institution", e.Institution != "" || e.Subject != "", e.IsTotal())
		notAid(e.Fund)
		care(e.Fund, e.Part, e.Care)
		if len(out) == 0 {
			care(e.Fund, e.Part, e.SettledCare)
		}
		paidBy(e.PaidYear, f.OccurredOn)
	case ClawbackAnnulled:
		part(e.Fund, e.Part, true)
		changes("reason", e.Reason)
		if e.Reason == Waived {
			add("reason", lang.F("应退的基金不能减免，只能因复议、诉讼或纠正而撤销", "money of a fund cannot be waived; an order is annulled by review, litigation or correction"),
				lang.F("用 review、litigation 或 corrected", "use review, litigation or corrected"))
		}
	case ClawbackRefunded:
		care(e.Fund, e.Part, e.Care)
		if e.ReceivedYear < e.PaidYear {
			add("received_year", lang.F("到账年度 %d 早于原支付年度 %d", "the year of receipt, %d, is before that of the payment, %d", e.ReceivedYear, e.PaidYear),
				lang.F("核对年度", "check the years"))
		}
	case FineWaived:
		changes("reason", e.Reason)
	case CaseReopened:
		if e.Reason == Waived {
			add("reason", lang.F("减免不是重新办理的原因", "a waiver does not reopen a case"), lang.F("用 review、litigation、corrected 或 new_facts", "use review, litigation, corrected or new_facts"))
		}
	case SettlementSuspended:
		named("person", e.Person != "", e.IsTotal())
		lasts(e.Until)
	case AgreementSigned:
		lasts(e.Until)
	case InstitutionDesignated:
		sameKind(e.Institution, e.Kind)
	case ClawbackOrdered:
		named("institution", e.Institution != "" || e.Subject != "", e.IsTotal())
		part(e.Fund, e.Part, true)
		paidBy(e.PaidYear, f.OccurredOn)
	case ClawbackReceived:
		named("institution", e.Institution != "" || e.Subject != "", e.IsTotal())
		care(e.Fund, e.Part, e.Care)
		paidBy(e.PaidYear, f.OccurredOn)
	case FineImposed:
		named("institution", e.Institution != "" || e.Subject != "", e.IsTotal())
		if strings.HasPrefix(e.Multiple, "-") {
			add("multiple", lang.F("倍数为负", "the multiple is negative"), lang.F("核对决定书", "check the decision"))
		}
		if e.Due != 0 && e.Due < e.OccurredOn {
			add("due", lang.F("缴款期限 %s 早于决定日期 %s", "the last day to pay, %s, is before the decision on %s", e.Due, e.OccurredOn), lang.F("核对两个日期", "check both dates"))
		}
	case FinePaid:
		named("institution", e.Institution != "" || e.Subject != "", e.IsTotal())
	case InstitutionSuspended:
		named("institution", e.Institution != "", e.IsTotal())
		sameKind(e.Institution, e.Kind)
		department(e.Scope, e.Department)
		lasts(e.Until)
	case InstitutionResumed:
		named("institution", e.Institution != "", e.IsTotal())
		department(e.Scope, e.Department)
	case InstitutionTerminated:
		named("institution", e.Institution != "", e.IsTotal())
	case OtherReceived:
		part(e.Fund, e.Part, false)
	case OtherPaid:
		part(e.Fund, e.Part, false)
	case MoneyMoved:
		if e.From == e.To {
			add("to", lang.F("转出和转入是同一账户", "it leaves and reaches the same account"), lang.F("核对 from 和 to", "check from and to"))
		}
	case PremiumSplit:
		employee(e.Fund)
	case InterestSplit:
		employee(e.Fund)
	case SplitCorrected:
		employee(e.Fund)
	case TransferReceived:
		employee(e.Fund)
	case TransferPaid:
		employee(e.Fund)
	case TransferReturned:
		employee(e.Fund)
	case GrantReceived:
		part(e.Fund, e.Part, false)
	case GrantPaid:
		part(e.Fund, e.Part, false)
	case InsurerPaid:
		insures(e.Fund)
	case InsurerReturned:
		insures(e.Fund)
	case PrepaymentSetOff:
		insures(e.Fund)
		care(e.Fund, e.Part, e.Care)
	case PrepaymentWrittenOff:
		part(e.Fund, e.Part, false)
	case SuspenseForfeited:
		part(e.Fund, e.Part, false)
	case BondRedeemed:
		part(e.Fund, e.Part, true)
	case LoanRepaid:
		part(e.Fund, e.Part, e.Interest == 0)
	case PeriodClosed:
		if e.OccurredOn != e.Period.Last() {
			add("occurred_on", lang.F("期间 %s 的最后一日是 %s", "the last day of %s is %s", string(e.Period), e.Period.Last()), lang.F("改正日期", "correct the date"))
		}
	case FactReversed:
		fact, err := Decode(e.OfType, int(e.OfVersion), []byte(e.OfData))
		switch {
		case err != nil:
			add("of_data", lang.F("被冲销的不是有效事项", "what is reversed is no fact"), lang.F("用 fundledger reverse 冲销", "reverse with: fundledger reverse"))
		case Wire(fact) == e.wire():
			add("of_type", lang.F("冲销不能再冲销", "a reversal cannot be reversed"), lang.F("重新登记原事项，用新的凭证号", "record the fact again under a new document"))
		case fact.Common().OccurredOn > e.OccurredOn:
			add("occurred_on", lang.F("冲销日期 %s 早于原事项 %s", "the reversal, %s, is before the fact, %s", e.OccurredOn, fact.Common().OccurredOn), lang.F("核对日期", "check the date"))
		}
	case FundEstablished, LimitSet, SubsidyReceived, ClaimDenied, ClaimCorrected, PersonsInsured,
		SurchargeImposed, GainConfiscated, FineRefunded, PenaltyCharged, CaseTransferred, CasePublished, CaseClosed, PaymentHeld, PaymentReleased, RecoveryReported,
		StatisticReported, AccountOpened, PrepaymentPaid, PrepaymentRecovered, SuspenseReceived, SuspensePaid, BondBought,
		LoanReceived, LoanAssumed:
	}
	return out
}
