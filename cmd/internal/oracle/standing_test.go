package oracle

import (
	"testing"

	"github.com/fundledger/fundledger/ledger/agreement"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/agreements"
	"github.com/fundledger/fundledger/projections/penalties"
)

// agreementSums is where every agreement stands on a day, which departments are
// suspended, and for which cases payments are held.
func agreementSums(v *agreements.View, on fund.Date) sums {
	out := sums{}
	for _, r := range v.Register(on) {
		if r.Status == agreement.Unknown {
			continue
		}
		name := string(r.Institution) + " "
		out.plus(name+string(r.Status), 1)
		for _, department := range r.Departments {
			out.plus(name+"without "+department, 1)
		}
		for _, number := range r.Holds {
			out.plus(name+"held for "+number, 1)
		}
	}
	return out
}

func (n *naive) agreements(on fund.Date) sums {
	out, then := sums{}, &naive{facts: n.dated(on)}
	for _, f := range then.facts {
		i := institutionOf(f)
		if _, ok := f.(event.Institution); !ok || i == "" {
			continue
		}
		name := string(i) + " "
		if now, _ := then.standing(i, "", on); now != never {
			delete(out, name+now)
			out.plus(name+now, 1)
		}
		department, number := field[string](f, "Department"), field[string](f, "Case")
		if now, _ := then.standing(i, department, on); department != "" && now == suspended {
			delete(out, name+"without "+department)
			out.plus(name+"without "+department, 1)
		}
		for _, h := range then.holds(i, number) {
			if number != "" && h.to == farOff {
				delete(out, name+"held for "+number)
				out.plus(name+"held for "+number, 1)
			}
		}
	}
	return out
}

// penaltySums is the register of contract penalties.
func penaltySums(t *testing.T, v *penalties.View, on fund.Date) sums {
	t.Helper()
	rows := v.AsOf(on)
	out := sums{}
	for _, r := range rows {
		name := string(r.Fund) + " " + string(r.Institution) + " " + r.Case
		out.addFen(name+" charged", r.Charged)
		out.addFen(name+" received", r.Received)
		out.addFen(name+" outstanding", r.Outstanding)
	}
	return out
}

func (n *naive) penalties(on fund.Date) sums {
	out, charged := sums{}, sums{}
	for _, f := range n.dated(on) {
		name := string(payer(f)) + " " + string(institutionOf(f)) + " " + field[string](f, "Case")
		switch f.(type) {
		case event.PenaltyCharged:
			out.add(name+" charged", amountOf(f))
			charged.add(name, amountOf(f))
		case event.PenaltyReceived:
			out.add(name+" received", amountOf(f))
		}
	}
	for name, amount := range charged {
		left := amount.Int64()
		if in := out[name+" received"]; in != nil {
			left -= in.Int64()
		}
		out.plus(name+" outstanding", max(0, left))
	}
	return out
}
