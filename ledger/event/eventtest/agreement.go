package eventtest

import (
	"fmt"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
)

// ofAgreements returns a fact of a world that has little but agreements.
func (w *World) ofAgreements() event.Event {
	f := w.fact()
	f.Document = fmt.Sprintf("F-%03d", w.random.IntN(300))
	switch w.random.IntN(8) {
	case 0, 1:
		return event.ReimbursementPaid{Fact: f, Fund: "441300.390", Institution: w.institution(), Department: w.department(),
			Care: w.resident(), CareOn: w.careOn(f.OccurredOn), Amount: w.amount()}
	case 2:
		f.Count, f.Since = 0, 0
		return event.PrepaymentPaid{Fact: f, Fund: "441300.390", Item: f.Document, Purpose: event.OtherPurpose,
			Institution: w.institution(), Amount: w.amount()}
	case 3:
		f.Count, f.Since = 0, 0
		return event.InstitutionDesignated{Fact: f, Institution: w.institution(), Region: "441300", Name: "某机构"}
	default:
		return w.agreement()
	}
}

// agreement returns a fact in the life of a service agreement.
func (w *World) agreement() event.Event {
	f, i, r := w.fact(), w.institution(), w.region()
	if i == "" {
		f.Count = pick[int64](w, 0, 7) // a total without names
	}
	single := f
	single.Count, single.Since = 0, 0
	switch w.random.IntN(10) {
	case 0, 1, 8:
		scope, department := w.scope()
		return event.InstitutionSuspended{
			Fact: f, Institution: i, Region: r, Kind: w.kind(), Scope: scope, Department: department, Case: pick(w, "", w.number()),
			Until: w.until(f.OccurredOn), Article: pick(w, "", "", law.InstitutionLoss, law.InstitutionFraud, law.InstitutionOrder),
			Warning: w.given(),
		}
	case 2, 3:
		scope, department := w.scope()
		return event.InstitutionResumed{Fact: f, Institution: i, Region: r, Kind: w.kind(), Scope: scope, Department: department}
	case 4:
		return event.InstitutionTerminated{Fact: f, Institution: i, Region: r, Kind: w.kind(), Case: pick(w, "", w.number()),
			Article: pick(w, "", law.InstitutionFraud)}
	case 5, 7:
		return event.AgreementSigned{Fact: single, Institution: i, Region: r, Until: f.OccurredOn + pick[fund.Date](w, 20, 20, 90, 365)}
	case 6:
		return event.PaymentHeld{Fact: single, Institution: i, Region: r, Case: w.number()}
	default:
		return event.PaymentReleased{Fact: single, Institution: i, Region: r, Case: w.number()}
	}
}

// ofAgreement returns what may follow a fact of an agreement: its next turn, or a
// payment on the day on which it matters. It is nil for other facts.
func (w *World) ofAgreement(f event.Fact, past event.Event) event.Event {
	f.Count, f.Since = 0, 0
	paid := func(on fund.Date, i fund.Institution, department string) event.Event {
		f.Count, f.OccurredOn = 1, min(on, Today())
		e := event.ReimbursementPaid{Fact: f, Fund: "441300.390", Institution: i, Department: department, Care: w.resident(), Amount: w.amount()}
		if w.random.IntN(3) == 0 { // later, and of that day
			e.CareOn, e.OccurredOn = e.OccurredOn, min(Today(), e.OccurredOn+pick[fund.Date](w, 0, 1, 15, 60))
		}
		return e
	}
	switch e := past.(type) {
	case event.AgreementSigned:
		switch w.random.IntN(5) {
		case 0:
			f.Count = 1
			return event.InstitutionTerminated{Fact: f, Institution: e.Institution, Region: e.Region}
		case 1:
			return event.AgreementSigned{Fact: f, Institution: e.Institution, Region: e.Region, Until: f.OccurredOn + 120}
		default:
			return paid(e.Until+pick[fund.Date](w, 0, 1, 1), e.Institution, "")
		}
	case event.InstitutionSuspended:
		switch {
		case w.random.IntN(3) == 0:
			f.Count = e.Count
			return event.InstitutionResumed{Fact: f, Institution: e.Institution, Region: e.Region, Kind: e.Kind, Scope: e.Scope,
				Department: e.Department}
		case e.Until == 0:
			return paid(f.OccurredOn, e.Institution, e.Department)
		}
		return paid(e.Until+pick[fund.Date](w, 0, 1), e.Institution, e.Department)
	case event.InstitutionTerminated:
		if w.random.IntN(3) == 0 { // what was treated before the end
			return paid(e.OccurredOn-pick[fund.Date](w, 0, 1, 20), e.Institution, w.department())
		}
		return event.InstitutionDesignated{Fact: f, Institution: e.Institution, Region: e.Region, Name: "某机构"}
	case event.InstitutionDesignated:
		return paid(f.OccurredOn, e.Institution, w.department())
	case event.PaymentHeld:
		switch w.random.IntN(4) {
		case 0:
			return event.PaymentHeld{Fact: f, Institution: e.Institution, Region: e.Region, Case: e.Case}
		case 1, 2:
			return event.PaymentReleased{Fact: f, Institution: e.Institution, Region: e.Region, Case: e.Case}
		}
		return paid(f.OccurredOn, e.Institution, "")
	case event.PaymentReleased:
		if w.random.IntN(3) == 0 { // again, or as if it had begun before
			f.OccurredOn = min(Today(), e.OccurredOn+pick[fund.Date](w, -1, -1, 0, 5))
			return event.PaymentHeld{Fact: f, Institution: e.Institution, Region: e.Region, Case: e.Case}
		}
		return paid(f.OccurredOn, e.Institution, "")
	default:
		return nil
	}
}

// until returns the last day of a suspension: none, soon, or about the six and
// twelve months that articles 38 and 40 name.
func (w *World) until(first fund.Date) fund.Date {
	return pick(w, 0, 0, first+20, first+60, first.AddMonths(3)-1, first.AddMonths(6)-1, first.AddMonths(6)-2,
		first.AddMonths(12)-1, first.AddMonths(12), first.AddMonths(12)+1)
}

// scope returns the scope of a suspension, and the department if it is of one.
func (w *World) scope() (event.Scope, string) {
	if w.random.IntN(2) == 0 {
		return event.Whole, ""
	}
	return event.Department, w.department()
}

func (w *World) department() string { return pick(w, "", "骨科", "骨科", "内科") }

// careOn returns the last day of the care that is paid on a day: mostly not said.
func (w *World) careOn(paid fund.Date) fund.Date {
	return pick(w, 0, 0, paid, paid-1, paid-20, paid-70)
}

// given returns a warning that somebody wrote into a fact; mostly none.
func (w *World) given() event.Warning {
	return pick(w, "", "", "", event.FinedTwice, event.SuspensionOutsideFrame)
}
