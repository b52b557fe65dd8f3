package oracle

import (
	"slices"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
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

	books   map[booked]int64  // of an order: what the fund has of it, by how it was booked
	changed fund.Date         // the latest decision on it
	paid    fund.Date         // the latest receipt or payment under it
	never   int64             // of a fine: what of it was annulled, as if it had never been decided
	fell    []fallen          // of a fine: what was paid or waived, and when
	fine    string            // of a surcharge: document of the fine
	receipt event.Enforcement // money without a paper
}

// booked is how money that came in was booked: what its refund must say.
type booked struct {
	year     int64 // in which it entered the books
	part     fund.Part
	paidYear int64
	care     fund.Care
}

// bookedAs returns how a receipt was booked in a year, or what a refund says of it.
func bookedAs(f event.Event, year int64) booked {
	how := booked{year, field[fund.Part](f, "Part"), field[int64](f, "PaidYear"), field[fund.Care](f, "Care")}
	if how.paidYear != year { // other income, whatever it was paid for
		how.care = ""
	}
	return how
}

// overOf returns what of the excess the fund has in one way of booking.
func (p *paper) overOf(how booked) int64 { return min(p.over(), max(0, p.books[how])) }

// comes counts money that came in.
func (p *paper) comes(f event.Event, n int64) {
	p.books[bookedAs(f, int64(f.Common().Booked().Year()))] += n
	p.paid = max(p.paid, f.Common().OccurredOn)
}

type fallen struct {
	on     fund.Date
	amount int64
}

func (p *paper) due() int64  { return p.amount - p.less }
func (p *paper) has() int64  { return p.cash + p.kept - p.back }
func (p *paper) open() int64 { return max(0, p.due()-max(0, p.has())) }
func (p *paper) over() int64 { return max(0, p.has()-p.due()) }

// papers reads the facts of one case in the order in which they were taken, and
// returns its decisions, and what came in that no order was open for.
func papers(facts []event.Event) (all, free []*paper) {
	for _, f := range facts {
		amount := int64(amountOf(f).Int64())
		of, article := field[string](f, "Of"), field[law.Article](f, "Article")
		treasurys := func() []*paper { return charges(all, chargeOf(f), of, institutionOf(f), article) }
		switch f := f.(type) {
		case event.ClawbackOrdered:
			all = append(all, &paper{fact: f, amount: amount, changed: f.OccurredOn, books: map[booked]int64{}})
		case event.FineImposed:
			all = append(all, &paper{fact: f, kind: event.Fine, amount: amount})
		case event.SurchargeImposed:
			all = append(all, &paper{fact: f, kind: event.Surcharge, amount: amount, fine: f.Of})
		case event.GainConfiscated:
			all = append(all, &paper{fact: f, kind: event.Confiscation, amount: amount})
		case event.ClawbackReceived:
			if rest := spread(nearest(all, f), amount, (*paper).open, func(p *paper, n int64) {
				p.cash += n
				p.comes(f, n)
			}); rest > 0 {
				free = append(free, &paper{receipt: f, cash: rest})
			}
		case event.ClawbackSetOff:
			if rest := spread(nearest(all, f), amount, (*paper).open, func(p *paper, n int64) {
				p.kept += n
				p.comes(f, n)
			}); rest > 0 {
				free = append(free, &paper{receipt: f, kept: rest})
			}
		case event.ClawbackAnnulled:
			forced(said(all, f, of, article), amount, func(p *paper, n int64) {
				p.less += n
				p.changed = max(p.changed, f.OccurredOn)
			}, (*paper).open, (*paper).due)
		case event.ClawbackRefunded:
			how := bookedAs(f, f.ReceivedYear)
			forced(nearest(under(all, of, article), f), amount, func(p *paper, n int64) {
				p.back += n
				p.books[how] -= n
			}, func(p *paper) int64 { return p.overOf(how) }, (*paper).over)
		case event.FinePaid:
			forced(treasurys(), amount, func(p *paper, n int64) {
				p.cash += n
				p.paid = max(p.paid, f.OccurredOn)
				p.fell = append(p.fell, fallen{f.OccurredOn, n})
			}, (*paper).open)
		case event.FineWaived:
			if f.Reason != event.Waived {
				forced(treasurys(), amount, func(p *paper, n int64) {
					p.less += n
					p.never += n
				}, (*paper).open, (*paper).due)
				break
			}
			forced(treasurys(), amount, func(p *paper, n int64) {
				p.less += n
				p.fell = append(p.fell, fallen{f.OccurredOn, n})
			}, (*paper).open)
		case event.FineRefunded:
			forced(treasurys(), amount, func(p *paper, n int64) { p.back += n }, (*paper).over)
		}
	}
	return all, free
}

// spread gives an amount to papers, the oldest first, each as much as it takes,
// and returns what is left.
func spread(to []*paper, amount int64, takes func(*paper) int64, give func(*paper, int64)) int64 {
	for _, p := range to {
		if n := min(amount, max(0, takes(p))); n > 0 {
			give(p, n)
			amount -= n
		}
	}
	return amount
}

// forced is spread by one measure after the other, but the last takes what is left:
// as of an earlier day a change may stand without what it rests on.
func forced(to []*paper, amount int64, give func(*paper, int64), takes ...func(*paper) int64) {
	for _, measure := range takes {
		amount = spread(to, amount, measure, give)
	}
	if amount != 0 && len(to) > 0 {
		give(to[len(to)-1], amount)
	}
}

// nearest returns the orders that a receipt goes to, or a refund comes from: those of its own part and
// year, else of its part and no year, else of its year and no part, else of
// neither.
func nearest(all []*paper, receipt event.Event) []*paper {
	p, y := field[fund.Part](receipt, "Part"), field[int64](receipt, "PaidYear")
	for _, near := range []struct {
		part fund.Part
		year int64
	}{{p, y}, {p, 0}, {"", y}, {"", 0}} {
		if on := onLine(all, receipt, near.part, near.year); len(on) > 0 {
			return on
		}
	}
	return nil
}

// onLine returns the orders to the fund and institution of a fact, of a part and
// year, and of its channel if it has one.
func onLine(all []*paper, as event.Event, part fund.Part, year int64) []*paper {
	channel := field[event.Channel](as, "Channel")
	return slices.DeleteFunc(slices.Clone(all), func(p *paper) bool {
		e, isOrder := p.fact.(event.ClawbackOrdered)
		return !isOrder || e.Fund != payer(as) || e.Institution != institutionOf(as) || e.Part != part || e.PaidYear != year ||
			channel != "" && e.Channel != channel
	})
}

// under returns the papers of a document, or any if "", under an article, or any if "".
func under(all []*paper, document string, article law.Article) []*paper {
	return slices.DeleteFunc(slices.Clone(all), func(p *paper) bool {
		return document != "" && p.fact.Common().Document != document || article != "" && field[law.Article](p.fact, "Article") != article
	})
}

// said returns the orders that a document states under an article on the line of a fact.
func said(all []*paper, as event.Event, document string, article law.Article) []*paper {
	return onLine(under(all, document, article), as, field[fund.Part](as, "Part"), field[int64](as, "PaidYear"))
}

// charges returns what a document says to be due to the treasury from an institution
// under an article, or any of them if "". What names no institution is due from any.
func charges(all []*paper, kind event.Charge, document string, i fund.Institution, article law.Article) []*paper {
	return slices.DeleteFunc(under(all, document, article), func(p *paper) bool {
		return p.kind != kind || i != "" && institutionOf(p.fact) != "" && institutionOf(p.fact) != i
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
