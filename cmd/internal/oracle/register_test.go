package oracle

import (
	"fmt"
	"testing"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/cases"
	"github.com/fundledger/fundledger/projections/recoveries"
)

// recoverySums is the register of recoveries in a grouping.
func recoverySums(t *testing.T, v *recoveries.View, on fund.Date, by recoveries.By) sums {
	t.Helper()
	rows := v.AsOf(on, by)
	out := sums{}
	for _, r := range rows {
		for name, n := range map[string]money.Sum{
			"ordered": r.Ordered, "annulled": r.Annulled, "received": r.Received, "set off": r.SetOff, "refunded": r.Refunded,
			"outstanding": r.Outstanding, "excess": r.Excess, "prevented": r.Prevented, "oldest": money.Fen(r.Oldest).Sum(),
		} {
			out.addFen(rowName(r.Fund, string(r.Institution), string(r.Channel), string(r.Subject), string(r.Article), r.Year, r.Case)+" "+name, n)
		}
	}
	return out
}

func rowName(id fund.ID, institution, channel, subject, article string, year int, number string) string {
	return fmt.Sprintf("%s/%s/%s/%s/%s/%d/%s", id, institution, channel, subject, article, year, number)
}

// grouped is the name of the row that a decision, or money without one, is under.
func grouped(by recoveries.By, f event.Event, channel, subject string, year int, number string) string {
	id, institution, article := payer(f), string(institutionOf(f)), ""
	if e, isOrder := f.(event.ClawbackOrdered); isOrder {
		article = string(e.Article)
	}
	switch by {
	case recoveries.ByChannel:
		return rowName(id, "", channel, "", "", 0, "")
	case recoveries.ByInstitution:
		return rowName(id, institution, "", "", "", 0, "")
	case recoveries.ByBoth:
		return rowName(id, institution, channel, "", "", 0, "")
	case recoveries.BySubject:
		return rowName(id, "", "", subject, "", 0, "")
	case recoveries.ByArticle:
		return rowName(id, "", "", "", article, 0, "")
	case recoveries.ByYear:
		return rowName(id, "", "", "", "", year, "")
	case recoveries.ByCase:
		return rowName(id, "", "", "", "", 0, number)
	}
	panic("oracle: a grouping without a row")
}

// dated returns the facts that count as of a day, in the order in which they
// were taken: those of the day or before that were not reversed by then. On 0 it
// is what counts now.
func (n *naive) dated(on fund.Date) []event.Event {
	gone := map[event.Event]bool{}
	for i, f := range n.facts {
		if n.gone[i] != nil && (on == 0 || f.Common().OccurredOn <= on) {
			gone[n.gone[i]] = true
		}
	}
	var out []event.Event
	for i, f := range n.facts {
		if n.gone[i] == nil && !gone[f] && (on == 0 || f.Common().OccurredOn <= on) {
			out = append(out, n.stored(i))
		}
	}
	return out
}

type caseKey struct {
	region fund.Region
	number string
}

// byCase returns facts by the case that they belong to or follow from.
func byCase(facts []event.Event) map[caseKey][]event.Event {
	out := map[caseKey][]event.Event{}
	for _, f := range facts {
		if region, number := caseOf(f); number != "" {
			out[caseKey{region, number}] = append(out[caseKey{region, number}], f)
		}
	}
	return out
}

// recoveries returns what came of losses as of a day, in a grouping.
func (n *naive) recoveries(on fund.Date, by recoveries.By) sums {
	out := sums{}
	for i, said := range n.facts { // what was never paid out, and what of it was reversed since
		f, sign := about(said), int64(1)
		if n.gone[i] != nil {
			sign = -1
		}
		channel := string(field[event.Channel](f, "Channel"))
		switch f.(type) {
		case event.ClaimDenied:
		case event.ClaimCorrected:
			channel = "reminder"
		default:
			continue
		}
		if on == 0 || said.Common().OccurredOn <= on {
			name := grouped(by, f, channel, coded(f), f.Common().OccurredOn.Year(), "")
			out.plus(name+" prevented", sign*amountOf(f).Int64())
		}
	}
	for key, facts := range byCase(n.dated(on)) {
		opened := ""
		for _, f := range facts {
			if f, ok := f.(event.CaseOpened); ok {
				opened = string(f.Subject)
			}
		}
		name := func(f event.Event) string {
			subject := or(field[event.Subject](f, "Subject"), or(opened, coded(f)))
			return grouped(by, f, string(field[event.Channel](f, "Channel")), subject, f.Common().OccurredOn.Year(), key.number)
		}
		all, free := papers(facts)
		for _, p := range all {
			if p.kind != "" {
				continue // not money of a fund
			}
			row := name(p.fact)
			out.plus(row+" ordered", p.amount)
			out.plus(row+" annulled", p.less)
			out.plus(row+" received", p.cash)
			out.plus(row+" set off", p.kept)
			out.plus(row+" refunded", p.back)
			out.plus(row+" outstanding", p.open())
			out.plus(row+" excess", p.over())
			if day := int64(p.fact.Common().OccurredOn); p.open() > 0 && (out[row+" oldest"] == nil || day < out[row+" oldest"].Int64()) {
				delete(out, row+" oldest")
				out.plus(row+" oldest", day)
			}
		}
		for _, p := range free {
			out.plus(name(p.receipt)+" received", p.cash)
			out.plus(name(p.receipt)+" set off", p.kept)
		}
	}
	return out
}

// coded returns the subject that the code of an institution says, or "".
func coded(f event.Event) string {
	switch i := institutionOf(f); {
	case i == "":
		return ""
	case i[0] == 'P':
		return "pharmacy"
	default:
		return "hospital"
	}
}

// caseSums is where every case stands as of a day: how many facts, what is open
// to funds and to the treasury, what may be added to its fines by the last day.
func caseSums(v *cases.View, on, last fund.Date) sums {
	out := sums{}
	for key, d := range v.All(on) {
		name := string(key.Region) + " " + key.Number
		open := d.Open()
		out.plus(name+" facts", int64(len(v.Standing(cases.Key{Region: key.Region, Number: key.Number}, on))))
		out.addFen(name+" outstanding", open.Outstanding)
		out.addFen(name+" excess", open.Refund)
		out.addFen(name+" unpaid", open.Unpaid)
		out.addFen(name+" treasury's excess", open.Repay)
		out.addFen(name+" penalties", open.Penalties)
		if d.Closed() {
			out.plus(name+" closed", 1)
		}
		for _, c := range d.Charges() {
			charge := name + " " + string(c.Kind) + " " + c.Document
			out.plus(charge+" imposed", int64(c.Amount))
			out.addFen(charge+" waived", c.Waived)
			out.addFen(charge+" paid", c.Paid)
			out.addFen(charge+" refunded", c.Refunded)
			out.addFen(charge+" excess", c.Excess())
			out.plus(charge+" accrued", int64(c.Accrued(last)))
			if c.Warning != "" {
				out.plus(charge+" "+string(c.Warning), 1)
			}
		}
	}
	return out
}

func (n *naive) cases(on, last fund.Date) sums {
	out := sums{}
	for key, facts := range byCase(n.dated(on)) {
		name := string(key.region) + " " + key.number
		out.plus(name+" facts", int64(len(facts)))
		if _, closed, _ := standingOf(facts); closed {
			out.plus(name+" closed", 1)
		}
		for _, left := range owed(facts) {
			out.plus(name+" penalties", max(0, left))
		}
		all, _ := papers(facts)
		for _, p := range all {
			if p.kind == "" {
				out.plus(name+" outstanding", p.open())
				out.plus(name+" excess", p.over())
				continue
			}
			out.plus(name+" unpaid", p.open())
			out.plus(name+" treasury's excess", p.over())
			charge := name + " " + string(p.kind) + " " + p.fact.Common().Document
			out.plus(charge+" imposed", p.amount)
			out.plus(charge+" waived", p.less)
			out.plus(charge+" paid", p.cash)
			out.plus(charge+" refunded", p.back)
			out.plus(charge+" excess", p.over())
			out.plus(charge+" accrued", p.accrued(last))
			for i, f := range n.facts {
				if f == plainly(p.fact) && n.warned[i] != "" {
					out.plus(charge+" "+string(n.warned[i]), 1)
				}
			}
		}
	}
	return out
}
