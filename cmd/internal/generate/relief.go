package generate

import (
	"iter"
	"math/rand/v2"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// reliefCap is the most relief that a person may get in a year: an assumption, and
// above what anybody gets.
const reliefCap money.Fen = 100_000_00

// reliefDeviation is how much payments differ, in 1/256 of a power of two.
const reliefDeviation = 250

// reliefs is medical aid, dealt out over months and recording. Those who get it are
// those whose participation is assisted, the same in all years.
type reliefs struct {
	months   []segments
	curve    curve
	persons  int
	assisted []segment // of each month: count and amount only
}

func newReliefs(p *Plan) reliefs {
	years := len(p.months) / 12
	r := reliefs{
		months: make([]segments, len(p.months)), curve: newCurve(newPowers(), reliefDeviation),
		persons:  max(1, int(p.Target[Assisted])/years),
		assisted: make([]segment, len(p.months)),
	}
	traffic := make([]uint64, len(p.months))
	for m := range p.months {
		traffic[m] = p.months[m].traffic
		for j := range r.persons {
			weight := r.weight(p.seed, j, m)
			r.months[m][0].weight += weight
			if late := delay(^p.seed, j, m); late > 0 {
				r.months[m][late].weight += weight
			}
		}
	}
	var worth []uint64
	for m, n := range spread(uint64(p.Target[Reliefs]), traffic) {
		s := &r.months[m]
		for d, n := range spread(n, punctuality[:]) {
			if s[d].weight == 0 {
				d = 0
			}
			s[d].count += n
		}
		for d := range s {
			worth = append(worth, s[d].count*p.months[m].prices)
		}
	}
	for at, amount := range deal(uint64(p.Target[ReliefAmount]), worth) {
		r.months[at/len(segments{})][at%len(segments{})].amount = amount
	}
	r.assist(p)
	return r
}

// assist deals assisted participation out: it is paid in the last months of a year.
func (r *reliefs) assist(p *Plan) {
	weights, worth := make([]uint64, len(p.months)), make([]uint64, len(p.months))
	for m := range p.months {
		weights[m] = [12]uint64{9: 5, 10: 3, 11: 2}[m%12]
	}
	for m, n := range spread(uint64(p.Target[Assisted]), weights) {
		r.assisted[m].count = n
		worth[m] = n * p.months[m].prices
	}
	for m, amount := range deal(uint64(p.Target[AssistedAmount]), worth) {
		r.assisted[m].amount = amount
	}
}

// weight is how much relief a person needs in a month beside others: who is ill is
// paid for several times, and has nothing in most months. Every month has somebody.
func (r *reliefs) weight(seed uint64, person, month int) uint64 {
	h := mix(seed + uint64(person)*golden + uint64(month)<<40)
	if h%4 > 0 && person != month%r.persons {
		return 0
	}
	return 1 + h>>8%16
}

// spent returns what a month costs, by the dates of payments.
func (r *reliefs) spent(m int) (sum uint64) {
	for _, s := range r.months[m] {
		sum += s.amount
	}
	return sum + r.assisted[m].amount
}

// reliefsOf returns the medical aid that is recorded in a month, person by person.
func (p *Plan) reliefsOf(at int) iter.Seq[event.Event] {
	if at < 0 {
		return nil
	}
	return func(yield func(event.Event) bool) {
		l := newReliefList(p, at)
		if l.write(yield) && at < len(p.months) {
			l.assist(yield)
		}
	}
}

// reliefList is the medical aid that is recorded together.
type reliefList struct {
	p      *Plan
	at     int
	random *rand.PCG
	counts [lateness + 1]share
	purses [lateness + 1]purse
	days   [lateness + 1]workdays
	number int
	texts  texts
}

func newReliefList(p *Plan, at int) *reliefList {
	l := &reliefList{p: p, at: at, random: rand.NewPCG(p.seed, uint64(at)+2<<32)}
	for d := range l.counts {
		m := at - d
		if m < 0 || m >= len(p.months) {
			continue
		}
		l.days[d].all(p.months[m])
		if s := p.reliefs.months[m][d]; s.count > 0 {
			l.counts[d] = share{total: s.count, sum: s.weight, phase: l.random.Uint64() % s.weight}
			l.purses[d] = purse{left: s.amount, count: s.count, mean: p.reliefs.curve.mean}
		}
	}
	return l
}

// write yields the payments; false if the reader has enough.
func (l *reliefList) write(yield func(event.Event) bool) bool {
	p := l.p
	id := p.fund(fund.MedicalAid)
	for j := range p.reliefs.persons {
		person := fund.Person("")
		for d := lateness; d >= 0; d-- {
			m := l.at - d
			if m < 0 || m >= len(p.months) || d > 0 && delay(^p.seed, j, m) != d {
				continue
			}
			n := l.counts[d].next(p.reliefs.weight(p.seed, j, m))
			if n == 0 {
				continue
			}
			if person == "" {
				person = l.texts.person(p.seed, p.poor(j))
			}
			dates := walk{days: &l.days[d], count: n, phase: l.random.Uint64() % l.days[d].sum()}
			for range n {
				l.number++
				amount := money.Fen(l.purses[d].pay(p.reliefs.curve.draw(l.random.Uint64())))
				fact := event.Fact{Document: l.texts.number(p.recordedIn(l.at).digits, l.number), OccurredOn: dates.next(), Count: 1}
				if !yield(event.ReliefPaid{Fact: fact, Fund: id, Person: person, Amount: amount}) {
					return false
				}
			}
		}
	}
	return true
}

// assist yields what was paid for the participation of the month.
func (l *reliefList) assist(yield func(event.Event) bool) {
	s := l.p.reliefs.assisted[l.at]
	if s.count == 0 {
		return
	}
	dates := walk{days: &l.days[0], count: s.count}
	amounts := share{total: s.amount, sum: s.count}
	for range s.count {
		l.number++
		fact := event.Fact{Document: l.texts.number(l.p.recordedIn(l.at).digits, l.number), OccurredOn: dates.next(), Count: 1}
		if !yield(event.ParticipationAssisted{Fact: fact, AidFund: l.p.fund(fund.MedicalAid), Fund: l.p.fund(fund.Resident),
			Amount: money.Fen(amounts.next(1))}) {
			return
		}
	}
}

// poor returns the n-th of those who get relief: a resident.
func (p *Plan) poor(n int) uint64 {
	residents := p.insured - p.employees
	return p.employees + uint64(n)*max(1, residents/uint64(p.reliefs.persons))%max(1, residents)
}
