package docket

import (
	"cmp"
	"slices"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
)

// Charge is one decision that something is due to the treasury, and what came of it.
type Charge struct {
	Kind        event.Charge
	Document    string
	On          fund.Date // of the decision
	Due         fund.Date // of a single fine: last day to pay; else zero
	Institution fund.Institution
	Subject     event.Subject
	Article     law.Article
	Finding     string    // of a fine: number of the finding; may be empty
	For         string    // of a surcharge: document of the fine
	Amount      money.Fen // see Unknown
	Multiple    string    // of a fine: as decided; may be empty
	Count       int64
	Warning     event.Warning
	Waived      money.Sum // waived or annulled
	Paid        money.Sum
	Refunded    money.Sum

	reductions []law.Reduction
	latest     fund.Date // day of the latest payment
	annulled   money.Sum // of what was waived or annulled: as if it had never been due
}

// newFine returns a fine with the day by which it is due; a total of many fines
// has none, each of them was due on its own.
func newFine(e event.FineImposed) *Charge {
	due := e.Due
	if due == 0 && !event.Total(e) {
		due = e.OccurredOn + law.DaysToPay
	}
	return &Charge{
		Kind: event.Fine, Document: e.Document, On: e.OccurredOn, Due: due,
		Institution: e.Institution, Subject: e.Subject, Article: e.Article, Finding: e.Finding, Amount: e.Amount,
		Multiple: e.Multiple, Count: e.Count, Warning: e.Warning,
	}
}

// Remaining returns what was decided and is not waived or annulled.
func (c Charge) Remaining() money.Sum { return c.Amount.Sum().Minus(c.Waived) }

// kept returns what the treasury has of it.
func (c Charge) kept() money.Sum { return c.Paid.Minus(c.Refunded) }

// Unknown reports whether the amount of a fine is not known, but only its multiple:
// whatever is paid on it is neither too little nor too much.
func (c Charge) Unknown() bool { return c.Kind == event.Fine && c.Amount == 0 }

// Open returns what is unpaid, as far as it is known; never negative.
func (c Charge) Open() money.Sum { return c.Remaining().Minus(c.kept().Positive()).Positive() }

// Excess returns what the treasury is to refund; never negative.
func (c Charge) Excess() money.Sum {
	if c.Unknown() {
		return money.Sum{}
	}
	return c.kept().Minus(c.Remaining()).Positive()
}

// Accrued returns the surcharge that may be added to a fine by a day; see
// law.Surcharge. What was annulled never bore any. It is zero for other charges.
func (c Charge) Accrued(on fund.Date) money.Fen {
	if c.Kind != event.Fine || c.Due == 0 {
		return 0
	}
	reductions := slices.Clone(c.reductions)
	slices.SortStableFunc(reductions, func(a, b law.Reduction) int { return cmp.Compare(a.On, b.On) })
	due, _ := money.Least(c.Amount.Sum(), c.Amount.Sum().Minus(c.annulled).Positive()).Fen()
	return law.Surcharge(due, c.Due, on, reductions)
}

// Which says which charges are meant: those of a kind, of one document, under one
// article and due from one institution, each unless it is "". A charge that names no
// institution is due from any.
type Which struct {
	Kind        event.Charge
	Document    string
	Institution fund.Institution
	Article     law.Article
}

// Owed returns the sums over charges, and whether there is any.
func (d Docket) Owed(w Which) (imposed, open, excess money.Sum, found bool) {
	for _, c := range d.charges.items {
		if c.is(w) {
			imposed, open, excess, found = imposed.Plus(c.Remaining()), open.Plus(c.Open()), excess.Plus(c.Excess()), true
		}
	}
	return imposed, open, excess, found
}

// Unknown reports whether the amount of any of the charges is not known.
func (d Docket) Unknown(w Which) bool {
	return slices.ContainsFunc(d.charges.items, func(c *Charge) bool { return c.is(w) && c.Unknown() })
}

// Chargeable returns the surcharge that may still be imposed by a day on the fines
// that a document states and an institution owes; see Which.
func (d Docket) Chargeable(document string, i fund.Institution, on fund.Date) money.Sum {
	var sum money.Sum
	for _, c := range d.charges.items {
		switch {
		case c.is(Which{Kind: event.Fine, Document: document, Institution: i}):
			sum = sum.Add(c.Accrued(on))
		case c.For == document && c.is(Which{Kind: event.Surcharge, Institution: i}):
			sum = sum.Minus(c.Remaining())
		}
	}
	return sum.Positive()
}

func (c Charge) is(w Which) bool {
	return c.Kind == w.Kind && (w.Document == "" || c.Document == w.Document) &&
		(w.Article == "" || c.Article == w.Article) &&
		(w.Institution == "" || c.Institution == "" || c.Institution == w.Institution)
}

// Kind returns the kind of charge that a field left empty means.
func Kind(c event.Charge) event.Charge { return cmp.Or(c, event.Fine) }

// pay takes a payment; a total over cases without names has no charge to go to.
func (d *Docket) pay(e event.FinePaid) {
	d.share(Which{Kind(e.Charge), e.Of, e.Institution, e.Article}, e.Amount, func(c *Charge, amount money.Fen) {
		c.Paid = c.Paid.Add(amount)
		c.latest = max(c.latest, e.OccurredOn)
		c.reductions = append(slices.Clip(c.reductions), law.Reduction{On: e.OccurredOn, Amount: amount})
	}, Charge.Open)
}

func (d *Docket) waive(e event.FineWaived) {
	which := Which{Kind(e.Charge), e.Of, e.Institution, e.Article}
	if e.Reason != event.Waived { // what is unpaid is annulled first
		d.share(which, e.Amount, func(c *Charge, amount money.Fen) {
			c.Waived = c.Waived.Add(amount)
			c.annulled = c.annulled.Add(amount)
		}, Charge.Open, Charge.Remaining)
		return
	}
	d.share(which, e.Amount, func(c *Charge, amount money.Fen) {
		c.Waived = c.Waived.Add(amount)
		c.reductions = append(slices.Clip(c.reductions), law.Reduction{On: e.OccurredOn, Amount: amount})
	}, Charge.Open)
}

func (d *Docket) refund(e event.FineRefunded) {
	d.share(Which{Kind(e.Charge), e.Of, e.Institution, e.Article}, e.Amount,
		func(c *Charge, amount money.Fen) { c.Refunded = c.Refunded.Add(amount) }, Charge.Excess)
}

// share spreads a change over charges.
func (d *Docket) share(w Which, amount money.Fen, add func(*Charge, money.Fen), rooms ...func(Charge) money.Sum) {
	spread(&d.charges, func(c *Charge) bool { return c.is(w) }, amount, add, rooms)
}

// Paid returns the latest day on which something was paid on charges; the zero
// Date if nothing was.
func (d Docket) Paid(w Which) fund.Date {
	var latest fund.Date
	for _, c := range d.charges.items {
		if c.is(w) {
			latest = max(latest, c.latest)
		}
	}
	return latest
}

// Decided returns the first day of charges; the zero Date if there is none.
func (d Docket) Decided(w Which) fund.Date {
	var first fund.Date
	for _, c := range d.charges.items {
		if c.is(w) && (first == 0 || c.On < first) {
			first = c.On
		}
	}
	return first
}
