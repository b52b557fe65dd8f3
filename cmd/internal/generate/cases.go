package generate

import (
	"math/rand/v2"
	"strconv"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
)

// Of what came back only amounts were published; so many yuan are one case.
const (
	yuanPerInspection = 60_000
	yuanPerSelfCheck  = 20_000
)

// casefile is one case: what came back through a self-check, or an inspection with
// an order, and perhaps a fine.
type casefile struct {
	number      string
	channel     event.Channel
	institution fund.Institution
	account     class // fund, part and care of what was paid wrongly
	opened      fund.Date
	ordered     fund.Date
	received    fund.Date
	closed      fund.Date
	paidYear    int64
	amount      money.Fen
	inTwo       bool // it comes back in two halves
	article     law.Article
	violation   law.Violation
	fine        money.Fen // zero: none
	base        money.Fen // of the fine; zero: not said
	multiple    string
	police      bool
}

// newCases returns all cases, those with a fine first.
func newCases(p *Plan) []casefile {
	random := rand.New(rand.NewPCG(p.seed, 3<<32))
	fined := int(p.Target[FinedCases])
	n := max(fined+1, int(p.Target[ToPolice]), int(p.Target[Inspected]/(yuanPerInspection*100)))
	returned := max(1, int(p.Target[SelfChecked]/(yuanPerSelfCheck*100)))
	all := make([]casefile, n+returned)
	for i := range all {
		all[i] = p.newCase(random, i)
	}
	weights := func(n int) []uint64 {
		curve, w := newCurve(p.claims.curves[0].powers, 300), make([]uint64, n)
		for i := range w {
			w[i] = curve.draw(random.Uint64())
		}
		return w
	}
	orders, rest := all[:n], uint64(p.Target[Inspected])
	var ordered uint64
	for i, fine := range deal(uint64(p.Target[Fined]), weights(fined)) {
		orders[i].impose(i, money.Fen(fine))
		ordered += uint64(orders[i].base)
	}
	if ordered < rest/4*3 { // what is ordered back is what the fine is a multiple of
		for i := range fined {
			orders[i].amount = orders[i].base
		}
		orders, rest = orders[fined:], rest-ordered
	} else {
		for i := range fined {
			orders[i].base, orders[i].multiple = 0, ""
		}
	}
	for i, amount := range deal(rest, weights(len(orders))) {
		orders[i].amount = money.Fen(amount)
	}
	for i := range p.Target[ToPolice] {
		all[i].police = true
	}
	for i, amount := range deal(uint64(p.Target[SelfChecked]), weights(returned)) {
		c := &all[n+i]
		c.channel, c.amount, c.article = event.SelfCheck, money.Fen(amount), ""
		c.number = "自查-" + c.number
	}
	return all
}

// newCase returns the n-th case, without amounts.
func (p *Plan) newCase(random *rand.Rand, n int) casefile {
	first, last := p.months[0].first, p.months[len(p.months)-1].last
	c := casefile{
		channel: event.Inspection, opened: first + fund.Date(random.Int32N(int32(last-first)-110)),
		article: law.InstitutionLoss, violation: "improper_charge", inTwo: random.IntN(4) == 0,
	}
	c.number = strconv.Itoa(c.opened.Year()) + "-" + strconv.Itoa(n+1)
	c.ordered = c.opened + 20 + fund.Date(random.Int32N(20))
	c.received = c.ordered + 10 + fund.Date(random.Int32N(10))
	c.closed = c.received + 30
	c.paidYear = int64(max(p.first, c.ordered.Year()-random.IntN(2)))
	one := &p.institutions[random.IntN(len(p.institutions))]
	if one.from > c.opened {
		one = &p.institutions[0] // is designated all the time
	}
	c.institution = one.code
	switch {
	case one.category == pharmacy:
		c.account = class{kind: fund.Employee, part: fund.Personal, care: fund.Pharmacy}
	case random.IntN(2) == 0:
		c.account = class{kind: fund.Employee, part: fund.Pool, care: fund.Inpatient}
	default:
		c.account = class{kind: fund.Resident, care: fund.Inpatient}
	}
	return c
}

// impose fines the case: a third of them for fraud, the others for a loss caused,
// all within the frame of their article.
func (c *casefile) impose(n int, fine money.Fen) {
	tenths := [...]int64{12, 15, 18}[n%3]
	if n%3 == 0 {
		c.article, c.violation = law.InstitutionFraud, "invented_services"
		tenths = [...]int64{25, 30, 40}[n/3%3]
	}
	c.fine, c.base = fine, max(1, money.Fen(int64(fine)*10/tenths))
	c.multiple = strconv.FormatInt(tenths/10, 10) + "." + strconv.FormatInt(tenths%10, 10)
}

// facts yields what happens in the case from one day to another, in the order of
// dates.
func (c *casefile) facts(p *Plan, from, to fund.Date) []event.Event {
	if c.closed < from || c.opened > to {
		return nil
	}
	var out []event.Event
	region, id, subject := p.region, p.fund(c.account.kind), event.SubjectOf(c.institution)
	on := func(day fund.Date, step string, make func(event.Fact) event.Event) {
		if from <= day && day <= to {
			out = append(out, make(event.Fact{Document: c.number + "-" + step, OccurredOn: day, Count: 1}))
		}
	}
	receive := func(day fund.Date, step string, amount money.Fen) {
		on(day, step, func(f event.Fact) event.Event {
			return event.ClawbackReceived{Fact: f, Case: c.number, Fund: id, Institution: c.institution, Subject: subject, Channel: c.channel,
				Amount: amount, PaidYear: c.paidYear, Care: c.account.care, Part: c.account.part}
		})
	}
	if c.channel == event.SelfCheck {
		receive(c.received, "1", c.amount)
		return out
	}
	on(c.opened, "1", func(f event.Fact) event.Event {
		return event.CaseOpened{Fact: f, Case: c.number, Region: region, Channel: c.channel, Subject: subject, Institution: c.institution}
	})
	on(c.ordered-5, "2", func(f event.Fact) event.Event {
		return event.FindingRecorded{Fact: f, Case: c.number, Region: region, Finding: "1", Article: c.article,
			Violation: c.violation, Institution: c.institution}
	})
	on(c.ordered, "3", func(f event.Fact) event.Event {
		return event.ClawbackOrdered{Fact: f, Case: c.number, Fund: id, Institution: c.institution, Subject: subject, Channel: c.channel,
			Article: c.article, Part: c.account.part, PaidYear: c.paidYear, Amount: c.amount}
	})
	if c.fine > 0 {
		on(c.ordered, "4", func(f event.Fact) event.Event {
			return event.FineImposed{Fact: f, Case: c.number, Region: region, Institution: c.institution, Subject: subject, Article: c.article,
				Finding: "1", Base: c.base, Multiple: c.multiple, Amount: c.fine}
		})
	}
	if c.police {
		on(c.ordered+5, "5", func(f event.Fact) event.Event {
			return event.CaseTransferred{Fact: f, Case: c.number, Region: region, Authority: event.Police}
		})
	}
	first := c.amount
	if c.inTwo && c.amount > 1 {
		first = c.amount / 2
	}
	receive(c.received, "6", first)
	if c.fine > 0 {
		on(c.ordered+law.DaysToPay, "7", func(f event.Fact) event.Event {
			return event.FinePaid{Fact: f, Case: c.number, Region: region, Institution: c.institution, Subject: subject,
				Article: c.article, Amount: c.fine}
		})
	}
	if first < c.amount {
		receive(c.received+20, "8", c.amount-first)
	}
	on(c.closed, "9", func(f event.Fact) event.Event {
		f.Count = 1
		return event.CaseClosed{Fact: f, Case: c.number, Region: region, Outcome: event.Executed}
	})
	return out
}
