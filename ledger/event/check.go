package event

import (
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
	case wordOf(d.codes, v) != "":
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
	case ReimbursementPaid: // a log is full of the first four
		c.reimbursementPaid(e)
	case ReliefPaid:
		c.reliefPaid(e)
	case PremiumReceived:
		c.premiumReceived(e)
	case ParticipationAssisted:
		c.participationAssisted(e)
	case FactReversed: // these two ask what else there is
		c.factReversed(e)
	case NumberingDeclared:
		c.numbering(e)
	default:
		if rule := e.definition().rule; rule != nil {
			apart := c
			rule(&apart, e)
			return apart.problems
		}
	}
	return c.problems
}

func (c *clash) premiumReceived(e PremiumReceived) {
	c.premiumFund("fund", e.Fund)
	c.part(e.Fund, e.Part, true)
}

func (c *clash) participationAssisted(e ParticipationAssisted) {
	c.aid("aid_fund", e.AidFund)
	c.premiumFund("fund", e.Fund)
}

func (c *clash) reimbursementPaid(e ReimbursementPaid) {
	if e.CareOn > c.fact.OccurredOn {
		c.add("care_on", lang.F("诊疗日期 %s 晚于付款日期 %s", "the care on %s is after its payment on %s", e.CareOn, c.fact.OccurredOn), lang.F("核对两个日期", "check both dates"))
	}
	if e.TotalCost != 0 {
		c.withinCost(e)
	}
	c.pays(e.Fund)
	c.care(e.Fund, e.Part, e.Care)
}

func (c *clash) reliefPaid(e ReliefPaid) {
	if e.Eligible == 0 && (e.Basic != 0 || e.Critical != 0) {
		c.add("eligible_cost", lang.F("填了已支付数，没有填政策范围内费用", "what was paid is given, but not the cost"), lang.F("填 eligible_cost", "give eligible_cost"))
	}
	c.aid("fund", e.Fund)
	c.named("person", e.Person != "", e.IsTotal())
}

func (c *clash) factReversed(e FactReversed) {
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
}
