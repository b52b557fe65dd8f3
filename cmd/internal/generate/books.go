package generate

import (
	"iter"
	"strconv"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// books returns what is recorded of a month besides claims and relief.
func (p *Plan) books(at int) iter.Seq[event.Event] {
	if at >= len(p.months) {
		return nil
	}
	return func(yield func(event.Event) bool) {
		m := p.recordedIn(at)
		n := 0
		number := func() string { n++; return m.digits + "-" + strconv.Itoa(n) }
		if at < 0 {
			for _, kind := range []fund.Kind{fund.Employee, fund.Resident, fund.MedicalAid} {
				if !yield(event.FundEstablished{Fact: event.Fact{Document: number(), OccurredOn: m.last}, Fund: p.fund(kind), Name: p.Name + kind.Name().ZH}) {
					return
				}
			}
		}
		for i := range p.institutions {
			for _, e := range p.institutions[i].changes(p.region, m.first, m.last, number) {
				if !yield(e) {
					return
				}
			}
		}
	}
}
