package statistics

import (
	"cmp"

	"github.com/fundledger/fundledger/ledger/docket"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// enforcement counts a fact of a case.
func (v *View) enforcement(fact event.Enforcement, on fund.Date, sign int64) error {
	f := fact.Common()
	region, _ := event.CaseOf(fact)
	id := event.FundOf(fact)
	add := func(item Item, detail string, amount money.Fen) error {
		key := Key{Period: periodOf(f), Region: region, Fund: id, Item: item, Detail: detail}
		if err := v.paper(key, fact, on, sign); err != nil {
			return err
		}
		return v.flows.Add(key, on, counted(amount, f.Count, sign))
	}
	switch e := fact.(type) {
	case event.CaseOpened:
		return add(CasesOpened, string(e.Channel), 0)
	case event.FindingRecorded:
		return add(Findings, string(e.Article), 0)
	case event.LossDetermined:
		return add(Losses, string(e.Article), e.Amount)
	case event.ClawbackOrdered:
		return add(Ordered, string(e.Channel), e.Amount)
	case event.ClawbackReceived:
		return add(Recovered, string(e.Channel), e.Amount)
	case event.ClawbackSetOff: // the settlement is paid by it; how many person-times it holds is not said
		key := Key{Period: periodOf(f), Region: region, Fund: id, Item: Benefits}
		if err := v.flows.Add(key, on, counted(e.Amount, 0, sign)); err != nil {
			return err
		}
		return add(SetOff, string(e.Channel), e.Amount)
	case event.ClawbackAnnulled:
		return add(Annulled, "", e.Amount)
	case event.ClawbackRefunded:
		return add(Refunded, "", e.Amount)
	case event.FineImposed:
		return add(FinesImposed, "", e.Amount)
	case event.FinePaid:
		return add(FinesPaid, chargeOf(e.Charge), e.Amount)
	case event.SurchargeImposed:
		return add(Surcharges, "", e.Amount)
	case event.GainConfiscated:
		return add(Confiscated, "", e.Amount)
	case event.FineWaived:
		return add(FinesWaived, chargeOf(e.Charge), e.Amount)
	case event.FineRefunded:
		return add(FinesRefunded, chargeOf(e.Charge), e.Amount)
	case event.PenaltyReceived:
		return add(Penalties, "", e.Amount)
	case event.PenaltyCharged:
		return add(PenaltiesCharged, "", e.Amount)
	case event.SettlementSuspended:
		return add(OnlineSuspended, "", 0)
	case event.CaseTransferred:
		return add(Transferred, string(e.Authority), 0)
	case event.CasePublished:
		return add(Published, "", 0)
	case event.CaseClosed:
		return add(Closed, string(e.Outcome), 0)
	case event.CaseReopened:
		return add(Reopened, "", 0)
	}
	panic("statistics: a fact of a case without a line")
}

// chargeOf is the detail of a charge; fines have none.
func chargeOf(c event.Charge) string {
	if docket.Kind(c) == event.Fine {
		return ""
	}
	return string(c)
}

// agreement counts a fact of an agreement.
func (v *View) agreement(fact event.Institution, on fund.Date, sign int64) error {
	f := fact.Common()
	add := func(item Item, r fund.Region, detail string, count int64) error {
		return v.flows.Add(Key{Period: periodOf(f), Region: r, Item: item, Detail: detail}, on, counted(0, count, sign))
	}
	switch e := fact.(type) {
	case event.InstitutionDesignated:
		return add(Designated, e.Region, "", 1)
	case event.AgreementSigned:
		return add(Signed, e.Region, kindOf(e.Institution, ""), 1)
	case event.InstitutionSuspended:
		item := Suspended
		if e.Scope == event.Department {
			item = DepartmentsSuspended
		}
		return add(item, e.Region, kindOf(e.Institution, e.Kind), f.Count)
	case event.InstitutionResumed:
		item := Resumed
		if e.Scope == event.Department {
			item = DepartmentsResumed
		}
		return add(item, e.Region, kindOf(e.Institution, e.Kind), f.Count)
	case event.InstitutionTerminated:
		return add(Terminated, e.Region, kindOf(e.Institution, e.Kind), f.Count)
	case event.PaymentHeld:
		return add(Held, e.Region, kindOf(e.Institution, ""), 1)
	case event.PaymentReleased:
		return add(Released, e.Region, kindOf(e.Institution, ""), 1)
	}
	panic("statistics: a fact of an agreement without a line")
}

// kindOf returns hospital or pharmacy by the code of an institution, else as said.
func kindOf(i fund.Institution, said event.InstitutionKind) string {
	return string(cmp.Or(event.KindOf(i), said))
}
