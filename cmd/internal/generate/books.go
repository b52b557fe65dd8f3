package generate

import (
	"errors"
	"iter"
	"strconv"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// balance is one of the three basic balances of a region: two parts of 职工, and 居民.
type balance struct {
	kind fund.Kind
	part fund.Part

	closing, opening uint64
	spent            []uint64 // of each month, by the dates of payments
	premiums         []uint64 // of each month
	subsidies        []uint64 // of each month; 居民 only
	interest         []uint64 // of each month; only the last of a quarter has any
}

// closingShares is how much of the published balance each has, in hundredths: pool,
// personal, 居民.
var closingShares = []uint64{45, 25, 30}

// What else is assumed about the balances, in hundredths.
const (
	openingShare  = 75 // of the closing balance
	interestShare = 1  // of income
	subsidyShare  = 62 // of what 居民 get in besides interest and assisted participation
	aidOpening    = 5  // of what medical aid pays in all years
)

var errOverdrawn = errors.New("generate: more came back than the basic funds paid: these figures leave no income")

// newBalances finds the income that makes the published balance come out: closing
// is opening, plus income, less expense, in each of the three. Error: errOverdrawn.
func newBalances(p *Plan) ([]balance, error) {
	all := []balance{{kind: fund.Employee, part: fund.Pool}, {kind: fund.Employee, part: fund.Personal}, {kind: fund.Resident}}
	for i, closing := range deal(uint64(p.Target[Balance]), closingShares) {
		b := &all[i]
		b.closing, b.opening = closing, closing*openingShare/100
		b.spent = make([]uint64, len(p.months))
		expense, came := uint64(0), uint64(0)
		for m := range p.months {
			for k := range classes {
				if classes[k].item == Reimbursed && classes[k].kind == b.kind && classes[k].part == b.part {
					for _, s := range p.claims.months[m][k] {
						b.spent[m] += s.amount
					}
				}
			}
			expense += b.spent[m]
		}
		for _, c := range p.cases {
			if c.account.kind == b.kind && c.account.part == b.part {
				came += uint64(c.amount)
			}
		}
		if b.kind == fund.Resident {
			came += uint64(p.Target[AssistedAmount])
		}
		income := b.closing - b.opening + expense
		if came > income {
			return nil, errOverdrawn
		}
		b.income(income - came)
	}
	return all, nil
}

// income deals what must come in out over the months, as money goes out.
func (b *balance) income(amount uint64) {
	quarters := make([]uint64, len(b.spent))
	for m := range quarters {
		quarters[m] = [3]uint64{2: 1}[m%3]
	}
	interest := amount * interestShare / 100
	subsidies := uint64(0)
	if b.kind == fund.Resident {
		subsidies = (amount - interest) * subsidyShare / 100
	}
	b.interest = deal(interest, quarters)
	b.subsidies = deal(subsidies, b.spent)
	b.premiums = deal(amount-interest-subsidies, b.spent)
}

// books returns what is recorded of a month besides claims and medical aid.
func (p *Plan) books(at int) iter.Seq[event.Event] {
	if at >= len(p.months) {
		return nil
	}
	return func(yield func(event.Event) bool) {
		m := p.recordedIn(at)
		n := 0
		number := func() string { n++; return m.digits + "-" + strconv.Itoa(n) }
		var facts []event.Event
		if at < 0 {
			facts = p.openings(m, number)
		} else {
			facts = p.flows(at, number)
		}
		for i := range p.institutions {
			facts = append(facts, p.institutions[i].changes(p.region, m.first, m.last, number)...)
		}
		for i := range p.cases {
			facts = append(facts, p.cases[i].facts(p, m.first, m.last)...)
		}
		for _, e := range facts {
			if !yield(e) {
				return
			}
		}
	}
}

// openings returns how the books begin.
func (p *Plan) openings(m month, number func() string) []event.Event {
	var out []event.Event
	fact := func() event.Fact { return event.Fact{Document: number(), OccurredOn: m.last} }
	for _, kind := range []fund.Kind{fund.Employee, fund.Resident, fund.MedicalAid} {
		out = append(out, event.FundEstablished{Fact: fact(), Fund: p.fund(kind), Name: p.Name + kind.Name().ZH})
	}
	for _, b := range p.balances {
		out = append(out, event.FundOpened{Fact: fact(), Fund: p.fund(b.kind), Amount: money.Fen(b.opening), Part: b.part})
	}
	aid := (p.Target[ReliefAmount] + p.Target[AssistedAmount]) * aidOpening / 100
	return append(out,
		event.FundOpened{Fact: fact(), Fund: p.fund(fund.MedicalAid), Amount: money.Fen(aid)},
		event.LimitSet{Fact: fact(), Region: p.region, Limit: event.ReliefAnnualCap, Amount: reliefCap})
}

// flows returns the money of the funds in a month: what comes in, and what is
// moved to the account that pays.
func (p *Plan) flows(at int, number func() string) []event.Event {
	m := p.months[at]
	var out []event.Event
	add := func(amount uint64, day int, make func(event.Fact, money.Fen) event.Event) {
		if amount > 0 {
			out = append(out, make(event.Fact{Document: number(), OccurredOn: m.first + fund.Date(day-1), Count: 1}, money.Fen(amount)))
		}
	}
	spent := map[fund.Kind]uint64{}
	for _, b := range p.balances {
		spent[b.kind] += b.spent[at]
	}
	for _, kind := range []fund.Kind{fund.Employee, fund.Resident} {
		add(spent[kind], 1, func(f event.Fact, amount money.Fen) event.Event {
			f.Count = 0
			return event.MoneyMoved{Fact: f, Fund: p.fund(kind), From: account.SpecialAccount, To: account.ExpenseAccount, Amount: amount}
		})
	}
	add(p.reliefs.spent(at), 1, func(f event.Fact, amount money.Fen) event.Event {
		return event.SubsidyReceived{Fact: f, Fund: p.fund(fund.MedicalAid), Amount: amount}
	})
	for _, b := range p.balances {
		id := p.fund(b.kind)
		add(b.subsidies[at], 10, func(f event.Fact, amount money.Fen) event.Event {
			return event.SubsidyReceived{Fact: f, Fund: id, Amount: amount}
		})
		add(b.premiums[at], 15, func(f event.Fact, amount money.Fen) event.Event {
			return event.PremiumReceived{Fact: f, Fund: id, Amount: amount, Part: b.part}
		})
		add(b.interest[at], 21, func(f event.Fact, amount money.Fen) event.Event {
			return event.InterestReceived{Fact: f, Fund: id, Amount: amount, Part: b.part}
		})
	}
	if at%12 == 11 {
		out = append(out, p.headcount(m, number)...)
	}
	return out
}

// headcount returns how many persons the funds insure at the end of a year: in the
// last as published, in those before a little fewer.
func (p *Plan) headcount(m month, number func() string) []event.Event {
	var out []event.Event
	before := uint64(p.months[len(p.months)-1].year - m.year)
	for _, group := range []struct {
		kind    fund.Kind
		persons uint64
	}{{fund.Employee, p.employees}, {fund.Resident, p.insured - p.employees}} {
		out = append(out, event.PersonsInsured{
			Fact: event.Fact{Document: number(), OccurredOn: m.last,
				Count: int64(max(1, group.persons-group.persons*before*5/1000))}, Fund: p.fund(group.kind),
		})
	}
	return out
}
