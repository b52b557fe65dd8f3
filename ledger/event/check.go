package event

import (
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
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

	switch e := e.(type) {
	case PremiumReceived:
		premiumFund("fund", e.Fund)
	case PremiumRefunded:
		premiumFund("fund", e.Fund)
		original(e.PaidOn)
	case ParticipationAssisted:
		aid("aid_fund", e.AidFund)
		premiumFund("fund", e.Fund)
	case ReimbursementPaid:
		notAid(e.Fund)
	case ReimbursementReversed:
		notAid(e.Fund)
		original(e.PaidOn)
	case ReliefPaid:
		aid("fund", e.Fund)
		named("person", e.Person != "", e.IsTotal())
	case ReliefReversed:
		aid("fund", e.Fund)
		original(e.PaidOn)
	case ClawbackOrdered:
		named("institution", e.Institution != "" || e.Subject != "", e.IsTotal())
	case ClawbackReceived:
		named("institution", e.Institution != "" || e.Subject != "", e.IsTotal())
		if e.PaidYear > int64(e.OccurredOn.Year()) {
			add("paid_year", lang.F("原支付年度 %d 晚于退回日期 %s", "the year of the payment, %d, is after its return on %s", e.PaidYear, e.OccurredOn),
				lang.F("核对年度", "check the year"))
		}
	case FineImposed:
		named("institution", e.Institution != "" || e.Subject != "", e.IsTotal())
	case FinePaid:
		named("institution", e.Institution != "" || e.Subject != "", e.IsTotal())
	case InstitutionSuspended:
		named("institution", e.Institution != "", e.IsTotal())
	case InstitutionResumed:
		named("institution", e.Institution != "", e.IsTotal())
	case InstitutionTerminated:
		named("institution", e.Institution != "", e.IsTotal())
	case FundEstablished, FundOpened, LimitSet, SubsidyReceived, InterestReceived, PenaltyReceived,
		ClaimDenied, ClaimCorrected, InstitutionDesignated, PersonsInsured, StatisticReported:
	}
	return out
}
