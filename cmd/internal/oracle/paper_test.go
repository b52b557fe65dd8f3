package oracle

import (
	"slices"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// paper is one decision of a case that money is due, to a fund or to the
// treasury, and what came of it, in fen. The worlds have no amounts that would
// overflow.
type paper struct {
	fact event.Event
	kind event.Charge // "": money ordered back

	amount int64
	less   int64 // annulled or waived
	cash   int64
	kept   int64 // from settlements
	back   int64 // given back

	years   map[int64]int64   // of an order: what the fund has of it, by the year in which it entered the books
	changed fund.Date         // the latest decision on it
	never   int64             // of a fine: what of it was annulled, as if it had never been decided
	fell    []fallen          // of a fine: what was paid or waived, and when
	fine    string            // of a surcharge: document of the fine
	receipt event.Enforcement // money without a paper
}

type fallen struct {
	on     fund.Date
	amount int64
}

func (p *paper) due() int64  { return p.amount - p.less }
func (p *paper) has() int64  { return p.cash + p.kept - p.back }
func (p *paper) open() int64 { return max(0, p.due()-p.has()) }
func (p *paper) over() int64 { return max(0, p.has()-p.due()) }

// papers reads the facts of one case in the order in which they were taken, and
// returns its decisions, and what came in that no order was open for.
func papers(facts []event.Event) (all, free []*paper) {
	for _, f := range facts {
		amount := int64(amountOf(f).Int64())
		of, year := field[string](f, "Of"), int64(f.Common().Booked().Year())
		switch f := f.(type) {
		case event.ClawbackOrdered:
			all = append(all, &paper{fact: f, amount: amount, changed: f.OccurredOn, years: map[int64]int64{}})
		case event.FineImposed:
			all = append(all, &paper{fact: f, kind: event.Fine, amount: amount})
		case event.SurchargeImposed:
			all = append(all, &paper{fact: f, kind: event.Surcharge, amount: amount, fine: f.Of})
		case event.GainConfiscated:
			all = append(all, &paper{fact: f, kind: event.Confiscation, amount: amount})
		case event.ClawbackReceived:
			if rest := spread(nearest(all, f), amount, (*paper).open, func(p *paper, n int64) {
				p.cash += n
				p.years[year] += n
			}); rest > 0 {
				free = append(free, &paper{receipt: f, cash: rest})
			}
		case event.ClawbackSetOff:
			if rest := spread(nearest(all, f), amount, (*paper).open, func(p *paper, n int64) {
				p.kept += n
				p.years[year] += n
			}); rest > 0 {
				free = append(free, &paper{receipt: f, kept: rest})
			}
		case event.ClawbackAnnulled:
			forced(said(all, f, of), amount, (*paper).due, func(p *paper, n int64) {
				p.less += n
				p.changed = max(p.changed, f.OccurredOn)
			})
		case event.ClawbackRefunded:
			forced(nearest(under(all, of), f), amount, (*paper).over, func(p *paper, n int64) {
				p.back += n
				p.years[f.ReceivedYear] -= n
			})
		case event.FinePaid:
			forced(charges(all, chargeOf(f), of, f.Institution), amount, (*paper).open, func(p *paper, n int64) {
				p.cash += n
				p.fell = append(p.fell, fallen{f.OccurredOn, n})
			})
		case event.FineWaived:
			if f.Reason != event.Waived {
				forced(charges(all, chargeOf(f), of, f.Institution), amount, (*paper).due, func(p *paper, n int64) {
					p.less += n
					p.never += n
				})
				break
			}
			forced(charges(all, chargeOf(f), of, f.Institution), amount, (*paper).open, func(p *paper, n int64) {
				p.less += n
				p.fell = append(p.fell, fallen{f.OccurredOn, n})
			})
		case event.FineRefunded:
			forced(charges(all, chargeOf(f), of, f.Institution), amount, (*paper).over, func(p *paper, n int64) { p.back += n })
		}
	}
	return all, free
}

// spread gives an amount to papers, the oldest first, each as much as it takes,
// and returns what is left.
func spread(to []*paper, amount int64, takes func(*paper) int64, give func(*paper, int64)) int64 {
	for _, p := range to {
		n := min(amount, max(0, takes(p)))
		give(p, n)
		amount -= n
	}
	return amount
}

// forced is spread, but the last takes what is left: as of an earlier day a
// change may stand without what it rests on.
func forced(to []*paper, amount int64, takes func(*paper) int64, give func(*paper, int64)) {
	if rest := spread(to, amount, takes, give); rest != 0 && len(to) > 0 {
		give(to[len(to)-1], rest)
	}
}

// nearest returns the orders that a receipt goes to, or a refund comes from: those of its own part and
// year, else of its part and no year, else of its year and no part, else of
// neither.
func nearest(all []*paper, receipt event.Event) []*paper {
	p, y := field[account.Part](receipt, "Part"), field[int64](receipt, "PaidYear")
	for _, near := range []struct {
		part account.Part
		year int64
	}{{p, y}, {p, 0}, {"", y}, {"", 0}} {
		if on := onLine(all, receipt, near.part, near.year); len(on) > 0 {
			return on
		}
	}
	return nil
}

// onLine returns the orders to the fund and institution of a fact, of a part and
// year.
func onLine(all []*paper, as event.Event, part account.Part, year int64) []*paper {
	return slices.DeleteFunc(slices.Clone(all), func(p *paper) bool {
		e, isOrder := p.fact.(event.ClawbackOrdered)
		return !isOrder || e.Fund != payer(as) || e.Institution != institutionOf(as) || e.Part != part || e.PaidYear != year
	})
}

// under returns the papers of a document.
func under(all []*paper, document string) []*paper {
	return slices.DeleteFunc(slices.Clone(all), func(p *paper) bool { return p.fact.Common().Document != document })
}

// said returns the orders that a document states on the line of a fact.
func said(all []*paper, as event.Event, document string) []*paper {
	return onLine(under(all, document), as, field[account.Part](as, "Part"), field[int64](as, "PaidYear"))
}

// charges returns what a document, or any if "", says to be due to the treasury
// from an institution, or any if "". What names no institution is due from any.
func charges(all []*paper, kind event.Charge, document string, i fund.Institution) []*paper {
	return slices.DeleteFunc(slices.Clone(all), func(p *paper) bool {
		other := i != "" && institutionOf(p.fact) != "" && institutionOf(p.fact) != i
		return p.kind != kind || document != "" && p.fact.Common().Document != document || other
	})
}

// chargeOf returns what a payment, waiver or refund is of.
func chargeOf(e event.Event) event.Charge {
	if c := field[event.Charge](e, "Charge"); c != "" {
		return c
	}
	return event.Fine
}

func sum(of []*paper, what func(*paper) int64) int64 {
	total := int64(0)
	for _, p := range of {
		total += what(p)
	}
	return total
}

// first returns the first day on which one of the papers was decided.
func first(of []*paper) fund.Date {
	on := of[0].fact.Common().OccurredOn
	for _, p := range of {
		on = min(on, p.fact.Common().OccurredOn)
	}
	return on
}
