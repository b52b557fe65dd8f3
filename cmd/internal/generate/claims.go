package generate

import (
	"math/rand/v2"
	"strings"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// class is one kind of fact that institutions cause: what is paid for whom from
// which account, or is not paid.
type class struct {
	item      Item // whose totals it counts towards: of amounts
	kind      fund.Kind
	part      fund.Part
	care      fund.Care
	typical   uint64             // yuan
	deviation int64              // of amounts, in 1/256 of a power of two
	share     [categories]uint64 // of what an institution does, in thousandths
}

// classes are the kinds of facts, with amounts as they are beside one another; all
// are scaled so that the totals come out as published.
var classes = [...]class{
	{Reimbursed, fund.Employee, fund.Pool, fund.Inpatient, 9000, 320, [categories]uint64{55, 60, 22, 2, 0}},
	{Reimbursed, fund.Employee, fund.Pool, fund.OutpatientPooled, 180, 380, [categories]uint64{270, 250, 200, 230, 240}},
	{Reimbursed, fund.Employee, fund.Pool, fund.OutpatientMajor, 620, 300, [categories]uint64{150, 120, 40, 10, 20}},
	{Reimbursed, fund.Employee, fund.Pool, fund.MaternityCare, 4500, 200, [categories]uint64{10, 8, 1, 0, 0}},
	{Reimbursed, fund.Employee, fund.Personal, fund.Outpatient, 120, 380, [categories]uint64{205, 200, 150, 250, 0}},
	{Reimbursed, fund.Employee, fund.Personal, fund.Pharmacy, 110, 330, [categories]uint64{0, 0, 0, 0, 740}},
	{Reimbursed, fund.Resident, "", fund.Inpatient, 5500, 320, [categories]uint64{75, 90, 55, 3, 0}},
	{Reimbursed, fund.Resident, "", fund.Outpatient, 70, 350, [categories]uint64{220, 260, 525, 500, 0}},
	{Reimbursed, fund.Resident, "", fund.OtherCare, 300, 350, [categories]uint64{15, 12, 7, 5, 0}},
	{Corrected, fund.Employee, "", "", 350, 350, [categories]uint64{500, 450, 350, 300, 900}},
	{Corrected, fund.Resident, "", "", 250, 350, [categories]uint64{500, 550, 650, 700, 100}},
	{Denied, fund.Employee, "", "", 500, 400, [categories]uint64{500, 450, 350, 300, 900}},
	{Denied, fund.Resident, "", "", 350, 400, [categories]uint64{500, 550, 650, 700, 100}},
}

// Of what was prevented only amounts were published; so many yuan are one fact.
const (
	yuanPerCorrection = 300
	yuanPerDenial     = 400
)

// lateness is how many months late facts are recorded at most.
const lateness = 3

// punctuality is how many of 10,000 facts are recorded in the month in which they
// occur, and one, two and three months later: 5 % are late.
var punctuality = [lateness + 1]uint64{9500, 250, 150, 100}

// delay returns how many months late somebody's late facts of a month are
// recorded: one in three has any, and hands them in together.
func delay(seed uint64, who, month int) int {
	if d := mix(seed^uint64(who)<<20^uint64(month)*golden) % 9; d <= lateness {
		return int(d)
	}
	return 0
}

// segment is the facts of one class that occur in one month and are recorded
// together.
type segment struct {
	count, amount uint64
	weight        uint64 // of all who may cause them
}

// segments are those of one class in one month, by how late they are recorded.
type segments [lateness + 1]segment

// claims is the facts that institutions cause, dealt out over classes, months and
// recording; what a single institution has of them is dealt while it is written.
type claims struct {
	months [][len(classes)]segments
	curves [len(classes)]curve
	funds  [len(classes)]fund.ID
}

// newClaims deals the totals out.
func newClaims(p *Plan) claims {
	c := claims{months: make([][len(classes)]segments, len(p.months))}
	c.weigh(p)
	powers := newPowers()
	for k := range classes {
		c.curves[k] = newCurve(powers, classes[k].deviation)
		c.funds[k] = fund.Of(p.region, classes[k].kind)
	}
	fen := func(i Item) uint64 { return uint64(p.Target[i]) }
	c.deal(p, Reimbursed, uint64(p.Target[Visits]))
	c.deal(p, Corrected, max(1, fen(Corrected)/(yuanPerCorrection*100)))
	c.deal(p, Denied, max(1, fen(Denied)/(yuanPerDenial*100)))
	return c
}

// weigh fills in the weights.
func (c *claims) weigh(p *Plan) {
	var w workdays
	for m := range p.months {
		for i := range p.institutions {
			one := &p.institutions[i]
			one.open(p.months[m], &w)
			late := delay(p.seed, i, m)
			for k := range classes {
				weight := one.weight(k, &w)
				c.months[m][k][0].weight += weight
				if late > 0 {
					c.months[m][k][late].weight += weight
				}
			}
		}
	}
}

// weight returns how much of a class an institution has on its days.
func (one *institution) weight(class int, w *workdays) uint64 {
	return one.size * classes[class].share[one.category] * w.sum()
}

// deal deals the count and the amount of an item out: first over months, then
// over classes, then over how late they are.
func (c *claims) deal(p *Plan, item Item, count uint64) {
	traffic := make([]uint64, len(p.months))
	for m := range p.months {
		traffic[m] = p.months[m].traffic
	}
	var worth []uint64
	var all []*segment
	for m, n := range spread(count, traffic) {
		weights := make([]uint64, len(classes))
		for k := range classes {
			if classes[k].item == item {
				weights[k] = c.months[m][k][0].weight
			}
		}
		for k, n := range spread(n, weights) {
			if classes[k].item != item {
				continue
			}
			s := &c.months[m][k]
			for d, n := range spread(n, punctuality[:]) {
				if s[d].weight == 0 {
					d = 0 // nobody is so late
				}
				s[d].count += n
			}
			for d := range s {
				all = append(all, &s[d])
				worth = append(worth, s[d].count*classes[k].typical*p.months[m].prices)
			}
		}
	}
	for i, amount := range deal(uint64(p.Target[item]), worth) {
		all[i].amount = amount
	}
}

// list is one list of claims, recorded together: those of one month, and the late
// ones of the months before it.
type list struct {
	p      *Plan
	at     int // the month of recording
	random *rand.PCG
	counts [lateness + 1][len(classes)]share
	purses [lateness + 1][len(classes)]purse
	texts  texts
}

func newList(p *Plan, at int) *list {
	l := &list{p: p, at: at, random: rand.NewPCG(p.seed, uint64(at)+1<<32)}
	for d := range l.counts {
		m := at - d
		if m < 0 || m >= len(p.months) {
			continue
		}
		for k := range classes {
			s := p.claims.months[m][k][d]
			if s.count == 0 {
				continue
			}
			l.counts[d][k] = share{total: s.count, sum: s.weight, phase: l.random.Uint64() % s.weight}
			l.purses[d][k] = purse{left: s.amount, count: s.count, mean: p.claims.curves[k].mean}
		}
	}
	return l
}

// write yields the facts, institution by institution, each in the order of dates.
func (l *list) write(yield func(event.Event) bool) {
	var w workdays
	for i := range l.p.institutions {
		number := 0
		for d := lateness; d >= 0; d-- {
			m := l.at - d
			if m < 0 || m >= len(l.p.months) || d > 0 && delay(l.p.seed, i, m) != d {
				continue
			}
			l.p.institutions[i].open(l.p.months[m], &w)
			if !l.group(i, d, &w, &number, yield) {
				return
			}
		}
	}
}

// group yields the facts of one institution that occurred in one month.
func (l *list) group(i, late int, w *workdays, number *int, yield func(event.Event) bool) bool {
	one := &l.p.institutions[i]
	var counts [len(classes)]uint64
	var n uint64
	for k := range classes {
		if weight := one.weight(k, w); weight > 0 {
			counts[k] = l.counts[late][k].next(weight)
			n += counts[k]
		}
	}
	if n == 0 {
		return true
	}
	dates := walk{days: w, count: n, phase: l.random.Uint64() % w.sum()}
	for ; n > 0; n-- {
		random := l.random.Uint64()
		pick, k := (random>>32)*n>>32, 0
		for pick >= counts[k] {
			pick -= counts[k]
			k++
		}
		counts[k]--
		*number++
		amount := money.Fen(l.purses[late][k].pay(l.p.claims.curves[k].draw(l.random.Uint64())))
		if !yield(l.fact(k, one.code, dates.next(), *number, amount, random)) {
			return false
		}
	}
	return true
}

// fact returns one fact of a class. The lower half of random chooses the person.
func (l *list) fact(k int, i fund.Institution, on fund.Date, number int, amount money.Fen, random uint64) event.Event {
	c := &classes[k]
	common := event.Fact{Document: l.texts.number(l.p.recordedIn(l.at).digits, number), OccurredOn: on, Count: 1}
	switch c.item {
	case Corrected:
		return event.ClaimCorrected{Fact: common, Fund: l.p.claims.funds[k], Institution: i, Amount: amount}
	case Denied:
		return event.ClaimDenied{Fact: common, Fund: l.p.claims.funds[k], Institution: i, Channel: event.SmartAudit, Amount: amount}
	default:
		return event.ReimbursementPaid{
			Fact: common, Fund: l.p.claims.funds[k], Institution: i, Person: l.texts.person(l.p.seed, l.p.someone(c.kind, random)),
			Amount: amount, Care: c.care, Part: c.part,
		}
	}
}

// texts makes the texts of facts, many to one piece of memory.
type texts struct{ piece strings.Builder }

const (
	pieceSize = 1 << 13
	textSize  = 48 // of the longest text
)

// keep returns a text that stays.
func (t *texts) keep(text []byte) string {
	if t.piece.Cap()-t.piece.Len() < textSize {
		t.piece = strings.Builder{}
		t.piece.Grow(pieceSize)
	}
	at := t.piece.Len()
	t.piece.Write(text)
	return t.piece.String()[at:]
}

// number returns a document number: a month and six digits or more.
func (t *texts) number(digits string, n int) string {
	var b [textSize]byte
	at := len(b)
	for i := 0; i < 6 || n > 0; i++ {
		at--
		b[at] = byte('0' + n%10)
		n /= 10
	}
	at -= copy(b[at-len(digits):], digits)
	return t.keep(b[at:])
}

// person returns the pseudonym of the n-th person of the region.
func (t *texts) person(seed uint64, n uint64) fund.Person {
	high := mix(seed + n*golden)
	low := mix(high ^ golden + n)
	const digits = "0123456789abcdef"
	var text [32]byte
	for i := range 16 {
		text[i], text[16+i] = digits[high&15], digits[low&15]
		high, low = high>>4, low>>4
	}
	return fund.Person(t.keep(text[:]))
}
