package judge

import (
	"maps"
	"slices"

	"github.com/fundledger/fundledger/aggregates/reimbursement"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/exceptions"
)

// settle returns the verdict with what can be said only at the end of the log, which may go on.
func (j *Judge) settle() (Verdict, error) {
	v := j.verdict
	v.Register, v.Broken, v.Closings = v.Register.Copy(), slices.Clone(v.Broken), slices.Clone(v.Closings)
	for i, c := range v.Closings {
		_, v.Closings[i].Again = j.fold.Standing(c.Fund, c.Period)
	}
	for _, e := range j.overtaken {
		closed, _ := e.Event.(event.PeriodClosed)
		if _, again := j.fold.Standing(closed.Fund, closed.Period); !again {
			v.Register.Note(exceptions.RowOf(exceptions.Overtaken, e, lang.F("%s 有事项在它之前入账而未计入", "facts of %s stand before it that it did not see", string(closed.Period))))
		}
	}
	j.tooEarly(&v)
	j.view.Halves(v.Register)
	j.view.Overdrawn(v.Register)
	j.view.WithoutFinding(v.Register)
	if err := j.countSettlements(); err != nil {
		return v, err
	}
	for _, w := range j.view.Withheld() {
		if j.settled[settlementOf(w)] == 0 {
			v.Register.Note(exceptions.RowOf(exceptions.SetOff, w.Entry, lang.F("没有登记结算 %s", "there is no settlement %s", w.Against)))
		}
	}
	return v, nil
}

// settlement is a payment of a fund to an institution under a number.
type settlement struct {
	institution fund.Institution
	fund        fund.ID
	number      string
}

// settlementOf returns what money was kept from.
func settlementOf(w exceptions.Withheld) settlement {
	return settlement{w.Institution, w.Fund, document.Normal(w.Against)}
}

// settles counts a payment, or its reversal, among the settlements that were asked for.
func (j *Judge) settles(e event.Event) {
	if len(j.settled) > 0 {
		count(j.settled, e)
	}
}

// count counts a payment, or its reversal, among some settlements.
func count(settled map[settlement]int, e event.Event) {
	by := 1
	if r, ok := e.(event.FactReversed); ok {
		e, by = r.Reversed(), -1
	}
	if paid, ok := e.(event.ReimbursementPaid); ok {
		of := settlement{paid.Institution, paid.Fund, document.Normal(paid.Document)}
		if n, asked := settled[of]; asked {
			settled[of] = n + by
		}
	}
}

// countSettlements counts the payments that money was kept from and that were not counted
// before: among those of their institutions, in the months since the first fact of the log, up
// to what was judged.
func (j *Judge) countSettlements() error {
	if j.unplaced { // what is counted may stand behind what was judged
		j.settled = nil
	}
	found := map[settlement]int{}
	missing := map[fund.Institution]map[settlement]int{}
	for _, w := range j.view.Withheld() {
		of := settlementOf(w)
		if n, counted := j.settled[of]; counted {
			found[of] = n
			continue
		}
		if missing[w.Institution] == nil {
			missing[w.Institution] = map[settlement]int{}
		}
		missing[w.Institution][of] = 0
	}
	for institution, settled := range missing {
		if err := j.settlements(institution, settled); err != nil {
			return err
		}
		maps.Copy(found, settled)
	}
	j.settled = found
	return nil
}

// settlements counts the payments to an institution.
func (j *Judge) settlements(i fund.Institution, settled map[settlement]int) error {
	last := fund.DateIn(j.now)
	for month := j.first; month != 0 && month <= last; month = month.NextMonth() {
		for e, err := range ledger.Stream(j.ctx, j.store, reimbursement.Stream(i, "", month)) {
			if err != nil {
				return err
			}
			if e.Position == store.Unplaced {
				j.unplaced = true
			} else if e.Position >= j.next {
				break
			}
			count(settled, e.Event)
		}
	}
	return nil
}
