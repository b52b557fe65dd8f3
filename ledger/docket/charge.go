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
	For         string // of a surcharge: document of the fine
	Amount      money.Fen
	Count       int64
	Warning     event.Warning
	Waived      money.Fen // waived or annulled
	Paid        money.Fen
	Refunded    money.Fen

	reductions []law.Reduction
	annulled   money.Fen // of what was waived or annulled: as if it had never been due
}

// newFine returns a fine with the day by which it is due; a total of many fines
// has none, each of them was due on its own.
func newFine(e event.FineImposed) Charge {
	due := e.Due
	if due == 0 && !e.IsTotal() {
		due = e.OccurredOn + law.DaysToPay
	}
	return Charge{
		Kind: event.Fine, Document: e.Document, On: e.OccurredOn, Due: due,
		Institution: e.Institution, Subject: e.Subject, Article: e.Article, Amount: e.Amount, Count: e.Count, Warning: e.Warning,
	}
}

// Remaining returns what was decided and is not waived or annulled.
func (c Charge) Remaining() money.Fen { return c.Amount - c.Waived }

// Open returns what is unpaid; never negative.
func (c Charge) Open() money.Fen { return max(0, c.Remaining()-(c.Paid-c.Refunded)) }

// Excess returns what the treasury is to refund; never negative.
func (c Charge) Excess() money.Fen { return max(0, c.Paid-c.Refunded-c.Remaining()) }

// Accrued returns the surcharge that may be added to a fine by a day; see
// law.Surcharge. What was annulled never bore any. It is zero for other charges.
func (c Charge) Accrued(on fund.Date) money.Fen {
	if c.Kind != event.Fine || c.Due == 0 {
		return 0
	}
	reductions := slices.Clone(c.reductions)
	slices.SortStableFunc(reductions, func(a, b law.Reduction) int { return cmp.Compare(a.On, b.On) })
	return law.Surcharge(max(0, c.Amount-c.annulled), c.Due, on, reductions)
}

// Which says which charges are meant: those of a kind, of one document unless it
// is "", and due from one institution unless it is "". A charge that names no
// institution is due from any.
type Which struct {
	Kind        event.Charge
	Document    string
	Institution fund.Institution
}

// Owed returns the sums over charges, and whether there is any.
func (d Docket) Owed(w Which) (imposed, open, excess money.Fen, found bool) {
	for _, c := range d.charges {
		if c.is(w) {
			imposed, open, excess, found = imposed+c.Remaining(), open+c.Open(), excess+c.Excess(), true
		}
	}
	return imposed, open, excess, found
}

// Chargeable returns the surcharge that may still be imposed by a day on the fines
// that a document states and an institution owes; see Which.
func (d Docket) Chargeable(document string, i fund.Institution, on fund.Date) money.Fen {
	var sum money.Fen
	for _, c := range d.charges {
		switch {
		case c.is(Which{event.Fine, document, i}):
			sum += c.Accrued(on)
		case c.For == document && c.is(Which{Kind: event.Surcharge, Institution: i}):
			sum -= c.Remaining()
		}
	}
	return max(0, sum)
}

func (c Charge) is(w Which) bool {
	return c.Kind == w.Kind && (w.Document == "" || c.Document == w.Document) &&
		(w.Institution == "" || c.Institution == "" || c.Institution == w.Institution)
}

// Kind returns the kind of charge that a field left empty means.
func Kind(c event.Charge) event.Charge { return cmp.Or(c, event.Fine) }

// pay takes a payment; a total over cases without names has no charge to go to.
func (d Docket) pay(e event.FinePaid) {
	d.share(Which{Kind(e.Charge), e.Of, e.Institution}, e.Amount, Charge.Open, func(c *Charge, amount money.Fen) {
		c.Paid += amount
		c.reductions = append(c.reductions, law.Reduction{On: e.OccurredOn, Amount: amount})
	})
}

func (d Docket) waive(e event.FineWaived) {
	which := Which{Kind(e.Charge), e.Of, e.Institution}
	if e.Reason != event.Waived {
		d.share(which, e.Amount, Charge.Remaining, func(c *Charge, amount money.Fen) {
			c.Waived += amount
			c.annulled += amount
		})
		return
	}
	d.share(which, e.Amount, Charge.Open, func(c *Charge, amount money.Fen) {
		c.Waived += amount
		c.reductions = append(c.reductions, law.Reduction{On: e.OccurredOn, Amount: amount})
	})
}

func (d Docket) refund(e event.FineRefunded) {
	d.share(Which{Kind(e.Charge), e.Of, e.Institution}, e.Amount, Charge.Excess, func(c *Charge, amount money.Fen) { c.Refunded += amount })
}

// share spreads a change over charges, oldest first. What is left goes to the
// last of them; see Docket.change.
func (d Docket) share(w Which, amount money.Fen, room func(Charge) money.Fen, add func(*Charge, money.Fen)) {
	last := -1
	for i := range d.charges {
		if d.charges[i].is(w) {
			part := min(amount, max(0, room(d.charges[i])))
			add(&d.charges[i], part)
			amount -= part
			last = i
		}
	}
	if last >= 0 && amount != 0 {
		add(&d.charges[last], amount)
	}
}

// Decided returns the first day of charges; the zero Date if there is none.
func (d Docket) Decided(w Which) fund.Date {
	var first fund.Date
	for _, c := range d.charges {
		if c.is(w) && (first == 0 || c.On < first) {
			first = c.On
		}
	}
	return first
}
