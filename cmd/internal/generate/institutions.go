package generate

import (
	"math/rand/v2"
	"strconv"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// category is what an institution is like, and so what it is paid for.
type category uint8

const (
	tertiary category = iota
	secondary
	primary
	clinic
	pharmacy
	categories
)

// institution is one designated institution and what becomes of its agreement.
type institution struct {
	code     fund.Institution
	category category
	size     uint64    // share of all facts, of a thousand million
	from     fund.Date // designated
	end      fund.Date // terminated; zero: never
	pause    fund.Date // suspended from; zero: never
	back     fund.Date // first day after the suspension
	resumed  bool      // the suspension has no last day but is lifted
}

// Sizes follow Zipf's law with an offset: the largest hospital has some hundredths
// of all facts, a small pharmacy some ten thousandths of a hundredth.
const (
	hospitalShare  = 620_000_000
	pharmacyShare  = 380_000_000
	hospitalOffset = 4
	pharmacyOffset = 40
	insuredPerOne  = 1000 // persons insured for one institution
	leastOfThem    = 24
)

// newInstitutions returns the institutions of a history, hospitals first and the
// larger before the smaller. Every number is in proportion to what was published;
// so many more than were terminated and suspended that care goes on.
func newInstitutions(region fund.Region, t Totals, first, last fund.Date, seed uint64) []institution {
	lost := t[Terminated] + t[Suspended]
	n := int(max(leastOfThem, t[Insured]/insuredPerOne, 2*lost))
	hospitals := n * 3 / 10
	all := make([]institution, n)
	rank := func(from, to int, share, offset uint64) {
		weights := make([]uint64, to-from)
		for i := range weights {
			weights[i] = 1_000_000_000 / (uint64(i) + offset)
		}
		for i, size := range spread(share, weights) {
			all[from+i].size = size
		}
	}
	rank(0, hospitals, hospitalShare, hospitalOffset)
	rank(hospitals, n, pharmacyShare, pharmacyOffset)
	random := rand.New(rand.NewPCG(seed, uint64(first)))
	for i := range all {
		one := &all[i]
		letter, serial := "H", i+1
		switch {
		case i < max(1, hospitals/120):
			one.category = tertiary
		case i < max(2, hospitals/20):
			one.category = secondary
		case i < max(4, hospitals/4):
			one.category = primary
		case i < hospitals:
			one.category = clinic
		default:
			one.category = pharmacy
			letter, serial = "P", i-hospitals+1
		}
		digits := strconv.Itoa(100_000 + serial)
		one.code = fund.Institution(letter + string(region) + digits[len(digits)-5:])
		one.from = first - 1
	}
	agreements(all, t, first, last, random)
	return all
}

// agreements says which of the small institutions are designated later, which are
// terminated and which are suspended. Tertiary and secondary hospitals and the
// larger third of the others keep their agreements all the time.
func agreements(all []institution, t Totals, first, last fund.Date, random *rand.Rand) {
	var small []int
	seen := [categories]int{}
	counts := [categories]int{}
	for _, one := range all {
		counts[one.category]++
	}
	for i, one := range all {
		seen[one.category]++
		if one.category > secondary && seen[one.category] > max(1, counts[one.category]/3) {
			small = append(small, i)
		}
	}
	random.Shuffle(len(small), func(i, j int) { small[i], small[j] = small[j], small[i] })
	span := int32(last - first)
	day := func(from, to int32) fund.Date { return first + fund.Date(from+random.Int32N(max(1, to-from))) }
	for i, at := range small {
		one := &all[at]
		if random.IntN(4) == 0 {
			one.from = day(0, span/2)
		}
		switch gone, paused := int(t[Terminated]), int(t[Suspended]); {
		case i < gone:
			one.end = max(one.from+90, day(30, span))
		case i < gone+paused:
			one.pause = max(one.from+60, day(30, span-200))
			one.back = one.pause + fund.Date(30*(1+random.Int32N(6)))
			one.resumed = random.IntN(3) == 0
		}
		if one.end > last {
			one.end = last
		}
	}
}

// open fills in the days of a month on which the agreement is active.
func (one *institution) open(m month, w *workdays) {
	w.n = 0
	if one.from <= m.first && one.end == 0 && one.pause == 0 {
		w.all(m)
		return
	}
	for d := m.first; d <= m.last; d++ {
		if d >= one.from && (one.end == 0 || d < one.end) && (one.pause == 0 || d < one.pause || d >= one.back) {
			w.add(d)
		}
	}
}

// changes returns what happens to the agreement from one day to another.
func (one *institution) changes(region fund.Region, from, to fund.Date, number func() string) []event.Event {
	var out []event.Event
	within := func(d fund.Date) bool { return from <= d && d <= to }
	fact := func(on fund.Date, count int64) event.Fact {
		return event.Fact{Document: number(), OccurredOn: on, Count: count}
	}
	if within(one.from) {
		out = append(out, event.InstitutionDesignated{Fact: fact(one.from, 0), Institution: one.code, Region: region,
			Name: one.name(), Grade: one.grade()})
	}
	if one.pause != 0 && within(one.pause) {
		until := one.back - 1
		if one.resumed {
			until = 0
		}
		out = append(out, event.InstitutionSuspended{Fact: fact(one.pause, 1), Institution: one.code, Region: region,
			Kind: event.KindOf(one.code), Scope: event.Whole, Until: until})
	}
	if one.resumed && within(one.back) {
		out = append(out, event.InstitutionResumed{Fact: fact(one.back, 1), Institution: one.code, Region: region,
			Kind: event.KindOf(one.code), Scope: event.Whole})
	}
	if one.end != 0 && within(one.end) {
		out = append(out, event.InstitutionTerminated{Fact: fact(one.end, 1), Institution: one.code, Region: region,
			Kind: event.KindOf(one.code)})
	}
	return out
}

func (one *institution) name() string {
	what := [categories]string{"三级医院", "二级医院", "卫生院", "诊所", "药店"}[one.category]
	return what + string(one.code[7:])
}

func (one *institution) grade() event.Grade {
	return [categories]event.Grade{event.Tertiary, event.Secondary, event.Primary, event.Ungraded, ""}[one.category]
}
