package generate

import (
	"iter"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// Tally adds facts up to the totals that they make. The zero Tally is ready.
type Tally struct {
	Facts int64 // all of them

	totals  Totals
	counted fund.Date // when persons insured were counted
}

// Totals returns what the facts so far add up to. Persons insured are those of
// the last day reported.
func (t *Tally) Totals() Totals { return t.totals }

// Add takes a fact.
func (t *Tally) Add(e event.Event) {
	t.Facts++
	count := e.Common().Count
	switch e := e.(type) {
	case event.ReimbursementPaid:
		t.totals[Visits] += count
		t.totals[Reimbursed] += int64(e.Amount)
		t.totals[Balance] -= int64(e.Amount)
	case event.ClaimCorrected:
		t.totals[Corrected] += int64(e.Amount)
	case event.ClaimDenied:
		t.totals[Denied] += int64(e.Amount)
	case event.ReliefPaid:
		t.totals[Reliefs] += count
		t.totals[ReliefAmount] += int64(e.Amount)
	case event.ParticipationAssisted:
		t.totals[Assisted] += count
		t.totals[AssistedAmount] += int64(e.Amount)
		t.totals[Balance] += int64(e.Amount)
	case event.ClawbackReceived:
		t.totals[Balance] += int64(e.Amount)
		switch e.Channel {
		case event.SelfCheck:
			t.totals[SelfChecked] += int64(e.Amount)
		case event.Inspection:
			t.totals[Inspected] += int64(e.Amount)
		default:
		}
	case event.FineImposed:
		t.totals[FinedCases] += count
		t.totals[Fined] += int64(e.Amount)
	case event.CaseTransferred:
		if e.Authority == event.Police {
			t.totals[ToPolice] += count
		}
	case event.InstitutionTerminated:
		t.totals[Terminated] += count
	case event.InstitutionSuspended:
		t.totals[Suspended] += count
	case event.FundOpened:
		t.income(e.Fund, int64(e.Amount))
	case event.PremiumReceived:
		t.income(e.Fund, int64(e.Amount))
	case event.SubsidyReceived:
		t.income(e.Fund, int64(e.Amount))
	case event.InterestReceived:
		t.income(e.Fund, int64(e.Amount))
	case event.PersonsInsured:
		if e.OccurredOn != t.counted {
			t.counted, t.totals[Insured] = e.OccurredOn, 0
		}
		t.totals[Insured] += count
	default: // moves nothing that was published
	}
}

// income adds to the balance of the basic funds.
func (t *Tally) income(id fund.ID, amount int64) {
	if id.Kind() != fund.MedicalAid {
		t.totals[Balance] += amount
	}
}

// Over yields the facts and adds them up on the way. It tells now and then how many
// there are so far.
func (t *Tally) Over(facts iter.Seq[event.Event], progress func(facts int64)) iter.Seq[event.Event] {
	return func(yield func(event.Event) bool) {
		for e := range facts {
			t.Add(e)
			if t.Facts%8192 == 0 {
				progress(t.Facts)
			}
			if !yield(e) {
				return
			}
		}
	}
}
