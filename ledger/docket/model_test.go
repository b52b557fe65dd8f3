package docket_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/fundledger/fundledger/ledger/docket"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
)

// model is the slow and obvious file of a case: a clerk who moves every fen by
// hand to the first place that has room for it.
type model struct {
	orders  []*ordered
	charges []*charged
	free    [2]money.Fen // received, set off
}

type ordered struct {
	line                                         docket.Line
	document                                     string
	article                                      law.Article
	books                                        map[docket.Booking]money.Fen // what the fund has of it
	amount, annulled, received, setOff, refunded money.Fen
}

func (o *ordered) enter(b docket.Booking, n money.Fen) {
	books := map[docket.Booking]money.Fen{b: o.books[b] + n}
	for other, amount := range o.books {
		if other != b {
			books[other] = amount
		}
	}
	o.books = books
}

func (o ordered) due() money.Fen  { return o.amount - o.annulled }
func (o ordered) came() money.Fen { return o.received + o.setOff - o.refunded }

type charged struct {
	kind                           event.Charge
	document                       string
	article                        law.Article
	amount, waived, paid, refunded money.Fen
}

// unpaid is negative by what is too much; what was given back and had not come
// counts for nothing.
func (c charged) unpaid() money.Fen { return c.amount - c.waived - max(0, c.paid-c.refunded) }

// over is what is too much.
func (c charged) over() money.Fen { return c.paid - c.refunded - (c.amount - c.waived) }

// place moves amount fen by fen: to the first as many as it has room for when its
// turn comes, then to the next. It returns what is left.
func place[T any](amount money.Fen, among []*T, room func(*T) money.Fen, put func(*T)) (rest money.Fen) {
	for _, one := range among {
		for left := room(one); left > 0 && amount > 0; left-- {
			put(one)
			amount--
		}
	}
	return amount
}

func (m *model) on(l docket.Line, document string, a law.Article) (out []*ordered) {
	for _, o := range m.orders {
		if o.line == l && (document == "" || o.document == document) && (a == "" || o.article == a) {
			out = append(out, o)
		}
	}
	return out
}

// matching returns the orders that a receipt, or the refund of a document, is for.
func (m *model) matching(l docket.Line, document string, a law.Article) []*ordered {
	noYear, noPart, neither := l, l, l
	noYear.PaidYear, noPart.Part, neither.PaidYear, neither.Part = 0, "", 0, ""
	for _, try := range []docket.Line{l, noYear, noPart, neither} {
		if found := m.on(try, document, a); len(found) > 0 {
			return found
		}
	}
	return nil
}

func (m *model) under(kind event.Charge, document string, a law.Article) (out []*charged) {
	for _, c := range m.charges {
		if (kind == c.kind || kind == "" && c.kind == event.Fine) && (document == "" || c.document == document) && (a == "" || c.article == a) {
			out = append(out, c)
		}
	}
	return out
}

func last[T any](all []*T) []*T { return all[max(0, len(all)-1):] }

func (m *model) take(e event.Enforcement) {
	always := func(*ordered) money.Fen { return math.MaxInt64 }
	alwaysCharge := func(*charged) money.Fen { return math.MaxInt64 }
	open := func(o *ordered) money.Fen { return o.due() - max(0, o.came()) }
	switch e := e.(type) {
	case event.ClawbackOrdered:
		m.orders = append(m.orders, &ordered{line: docket.LineOf(e), document: e.Document, article: e.Article, amount: e.Amount})
	case event.ClawbackReceived:
		to := m.matching(docket.Line{Fund: e.Fund, Institution: e.Institution, Part: e.Part, PaidYear: e.PaidYear}, "", "")
		b := docket.Booking{Year: int64(e.Booked().Year()), Part: e.Part, PaidYear: e.PaidYear, Care: e.Care}
		m.free[0] += place(e.Amount, to, open, func(o *ordered) {
			o.received++
			o.enter(b, 1)
		})
	case event.ClawbackSetOff:
		to := m.matching(docket.Line{Fund: e.Fund, Institution: e.Institution, Part: e.Part, PaidYear: e.PaidYear}, "", "")
		b := docket.Booking{Year: int64(e.Booked().Year()), Part: e.Part, PaidYear: e.PaidYear, Care: e.Care}
		m.free[1] += place(e.Amount, to, open, func(o *ordered) {
			o.setOff++
			o.enter(b, 1)
		})
	case event.ClawbackAnnulled:
		to, annul := m.on(docket.Line{Fund: e.Fund, Institution: e.Institution, Part: e.Part, PaidYear: e.PaidYear}, e.Of,
			e.Article), func(o *ordered) { o.annulled++ }
		place(place(place(e.Amount, to, open, annul), to, func(o *ordered) money.Fen { return o.due() }, annul), last(to), always, annul)
	case event.ClawbackRefunded:
		to, refund := m.matching(docket.Line{Fund: e.Fund, Institution: e.Institution, Part: e.Part, PaidYear: e.PaidYear}, e.Of,
			e.Article), func(o *ordered) { o.refunded++ }
		b, excess := docket.Booking{Year: e.ReceivedYear, Part: e.Part, PaidYear: e.PaidYear,
			Care: e.Care}, func(o *ordered) money.Fen { return o.came() - o.due() }
		booked := func(o *ordered) money.Fen { return min(excess(o), o.books[b]) }
		back := func(o *ordered) {
			refund(o)
			o.enter(b, -1)
		}
		place(place(place(e.Amount, to, booked, back), to, excess, back), last(to), always, back)
	case event.FineImposed:
		m.charges = append(m.charges, &charged{kind: event.Fine, document: e.Document, article: e.Article, amount: e.Amount})
	case event.SurchargeImposed:
		m.charges = append(m.charges, &charged{kind: event.Surcharge, document: e.Document, amount: e.Amount})
	case event.GainConfiscated:
		m.charges = append(m.charges, &charged{kind: event.Confiscation, document: e.Document, article: e.Article, amount: e.Amount})
	case event.FinePaid:
		to, put := m.under(e.Charge, e.Of, e.Article), func(c *charged) { c.paid++ }
		place(place(e.Amount, to, func(c *charged) money.Fen { return c.unpaid() }, put), last(to), alwaysCharge, put)
	case event.FineWaived:
		unpaid := func(c *charged) money.Fen { return c.unpaid() }
		rest := unpaid // a waiver takes nothing else
		if e.Reason != event.Waived {
			rest = func(c *charged) money.Fen { return c.amount - c.waived }
		}
		to, put := m.under(e.Charge, e.Of, e.Article), func(c *charged) { c.waived++ }
		place(place(place(e.Amount, to, unpaid, put), to, rest, put), last(to), alwaysCharge, put)
	case event.FineRefunded:
		to, put := m.under(e.Charge, e.Of, e.Article), func(c *charged) { c.refunded++ }
		place(place(e.Amount, to, func(c *charged) money.Fen { return c.over() }, put), last(to), alwaysCharge, put)
	default:
		panic("a fact that the model does not know")
	}
}

// next returns a random fact of a small case.
func next(random *rand.Rand) event.Enforcement {
	oneOf := func(from ...string) string { return from[random.IntN(len(from))] }
	f := event.Fact{Document: oneOf("D1", "D2", "D3"), OccurredOn: day + fund.Date(random.IntN(20)), Count: 1}
	amount, of := money.Fen(1+random.Int64N(40)), oneOf("D1", "D2", "D3")
	i := fund.Institution(oneOf("H44130200026", "H44130200026", "P44130200007", ""))
	part, year := fund.Part(oneOf("pool", "personal", "", "")), []int64{0, 2024, 2025}[random.IntN(3)]
	charge := event.Charge(oneOf("", "fine", "surcharge", "confiscation"))
	reason, article, under := event.Reason(oneOf("waived", "review")), law.Article(oneOf("38", "40")), law.Article(oneOf("", "", "38", "40"))
	const number = "17"
	switch random.IntN(14) {
	case 0, 1, 2:
		return event.ClawbackOrdered{Fact: f, Case: number, Fund: employee, Institution: i, Part: part, PaidYear: year,
			Article: article, Amount: amount * 3}
	case 3, 4:
		return event.ClawbackReceived{Fact: f, Case: number, Fund: employee, Institution: i, Part: part, PaidYear: year, Amount: amount}
	case 5:
		return event.ClawbackSetOff{Fact: f, Case: number, Fund: employee, Institution: i, Part: part, PaidYear: year, Amount: amount}
	case 6:
		return event.ClawbackAnnulled{Fact: f, Case: number, Fund: employee, Institution: i, Part: part, PaidYear: year,
			Amount: amount, Of: of, Article: under, Reason: reason}
	case 7:
		return event.ClawbackRefunded{Fact: f, Case: number, Fund: employee, Institution: i, Part: part, PaidYear: year,
			Amount: amount, Of: of, Article: under, ReceivedYear: 2025}
	case 8:
		return event.FineImposed{Fact: f, Case: number, Region: region, Institution: i, Article: article, Amount: amount * 2}
	case 9:
		return event.SurchargeImposed{Fact: f, Case: number, Region: region, Amount: amount, Of: of}
	case 10:
		return event.GainConfiscated{Fact: f, Case: number, Region: region, Article: article, Amount: amount}
	case 11:
		return event.FinePaid{Fact: f, Case: number, Region: region, Charge: charge, Of: oneOf("", of), Article: under, Amount: amount}
	case 12:
		return event.FineWaived{Fact: f, Case: number, Region: region, Charge: charge, Of: of, Article: under, Reason: reason, Amount: amount}
	default:
		return event.FineRefunded{Fact: f, Case: number, Region: region, Charge: charge, Of: of, Article: under, Amount: amount}
	}
}

// allowed reports whether a fact could be recorded, as far as amounts go: nothing
// comes in, is annulled, waived or given back beyond what there is.
func (m *model) allowed(e event.Enforcement) bool {
	trial := &model{}
	for _, o := range m.orders {
		trial.orders = append(trial.orders, new(*o))
	}
	for _, c := range m.charges {
		trial.charges = append(trial.charges, new(*c))
	}
	excess := trial.excess()
	trial.take(e)
	switch e := e.(type) {
	case event.ClawbackAnnulled:
		if len(m.on(docket.Line{Fund: e.Fund, Institution: e.Institution, Part: e.Part, PaidYear: e.PaidYear}, e.Of, e.Article)) == 0 {
			return false
		}
	case event.ClawbackRefunded:
		if trial.excess() != excess-e.Amount {
			return false
		}
	case event.FineWaived:
		if len(m.under(e.Charge, e.Of, e.Article)) == 0 {
			return false
		}
	case event.FinePaid, event.FineRefunded:
		if m.unpaid() == trial.unpaid() { // there is nothing to pay
			return false
		}
	}
	for _, o := range trial.orders {
		if o.due() < 0 || o.came() < 0 || o.received+o.setOff > o.amount {
			return false
		}
	}
	for i, c := range trial.charges {
		if c.amount < c.waived || c.refunded > c.paid {
			return false
		}
		if i == len(m.charges) {
			break // the new one
		}
		if was := m.charges[i]; c.paid > was.paid && c.unpaid() < 0 || c.refunded > was.refunded && c.unpaid() > 0 {
			return false
		}
	}
	return trial.free == [2]money.Fen{}
}

func (m *model) excess() (sum money.Fen) {
	for _, o := range m.orders {
		sum += max(0, o.came()-o.due())
	}
	return sum
}

func (m *model) unpaid() (sum money.Fen) {
	for _, c := range m.charges {
		sum += c.unpaid()
	}
	return sum
}

// differs says where a file is not what the clerk has, or breaks a rule that
// holds for whatever was told.
func (m *model) differs(d docket.Docket) string {
	if len(d.Orders()) != len(m.orders) || len(d.Charges()) != len(m.charges) {
		return "the number of orders or charges"
	}
	for i, o := range d.Orders() {
		want := m.orders[i]
		if o.Annulled != want.annulled.Sum() || o.Received != want.received.Sum() || o.SetOff != want.setOff.Sum() ||
			o.Refunded != want.refunded.Sum() {
			return "what came of order " + o.Fact.Document
		}
		if o.Open().Sign() < 0 || o.Excess().Sign() < 0 || o.Open() != max(0, want.due()-max(0, want.came())).Sum() ||
			o.Excess() != max(0, want.came()-want.due()).Sum() {
			return "what is open of order " + o.Fact.Document
		}
	}
	for i, c := range d.Charges() {
		want := m.charges[i]
		if c.Kind != want.kind || c.Waived != want.waived.Sum() || c.Paid != want.paid.Sum() || c.Refunded != want.refunded.Sum() ||
			c.Open() != max(0, want.unpaid()).Sum() || c.Excess() != max(0, want.over()).Sum() {
			return "charge " + c.Document
		}
	}
	var free [2]money.Fen
	for _, r := range d.Free() {
		if r.SetOff {
			free[1] += r.Amount
		} else {
			free[0] += r.Amount
		}
	}
	if free != m.free {
		return "what came without an order"
	}
	return ""
}

// A file is what the clerk has, whatever is told in whatever order; and where only
// what may be recorded is told, nothing comes in beyond its order.
func TestAsTheClerk(t *testing.T) {
	for _, onlyAllowed := range []bool{false, true} {
		taken := 0
		for seed := range uint64(600) {
			random := rand.New(rand.NewPCG(seed, 45))
			m, d := &model{}, docket.Docket{}
			for range 60 {
				e := next(random)
				if onlyAllowed && !m.allowed(e) {
					continue
				}
				taken++
				m.take(e)
				d = d.After(e)
				if wrong := m.differs(d); wrong != "" {
					t.Fatalf("seed %d: %s is wrong after %s %+v", seed, wrong, event.Wire(e), e)
				}
				if onlyAllowed {
					within(t, d)
				}
			}
		}
		if taken < 5000 {
			t.Errorf("%d facts were taken: the test says too little", taken)
		}
	}
}

func within(t *testing.T, d docket.Docket) {
	t.Helper()
	for _, o := range d.Orders() {
		if o.Received.Plus(o.SetOff).Cmp(o.Fact.Amount.Sum()) > 0 || !o.Open().IsZero() && !o.Excess().IsZero() ||
			!o.Open().IsZero() && o.Open() != o.Due().Minus((o.Received.Plus(o.SetOff).Minus(o.Refunded))) {
			t.Fatalf("%+v", o)
		}
	}
	for _, c := range d.Charges() {
		if c.Paid.Cmp(c.Amount.Sum()) > 0 || c.Refunded.Cmp(c.Paid) > 0 || c.Waived.Cmp(c.Amount.Sum()) > 0 ||
			!c.Open().IsZero() && !c.Excess().IsZero() {
			t.Fatalf("%+v", c)
		}
	}
	if len(d.Free()) != 0 {
		t.Fatalf("free: %+v", d.Free())
	}
}

// As of any day, of facts told out of the order of their dates, every fen that
// came in is found again: under an order, or free.
func TestAsOfLosesNothing(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 67))
		var told []event.Enforcement
		for range 60 {
			told = append(told, next(random))
		}
		for on := day; on < day+20; on++ {
			var d docket.Docket
			var received, setOff money.Sum
			for _, e := range told {
				if e.Common().OccurredOn > on {
					continue
				}
				d = d.After(e)
				switch e := e.(type) {
				case event.ClawbackReceived:
					received = received.Add(e.Amount)
				case event.ClawbackSetOff:
					setOff = setOff.Add(e.Amount)
				}
			}
			for _, o := range d.Orders() {
				received, setOff = received.Minus(o.Received), setOff.Minus(o.SetOff)
			}
			for _, r := range d.Free() {
				if r.SetOff {
					setOff = setOff.Sub(r.Amount)
				} else {
					received = received.Sub(r.Amount)
				}
			}
			if !received.IsZero() || !setOff.IsZero() {
				t.Fatalf("seed %d on %s: %s received and %s set off are lost", seed, on, received, setOff)
			}
			for _, c := range d.Charges() {
				c.Accrued(on + 50)
			}
			d.Settled()
		}
	}
}
