package eventtest

import (
	"fmt"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// fresh returns a fact of a random type that refers to the past by chance only.
func (w *World) fresh() event.Event {
	if e := w.basis(); e != nil {
		return e
	}
	switch w.about {
	case aboutCases:
		return w.ofCases()
	case aboutAgreements:
		return w.ofAgreements()
	case everything:
	}
	ground := 9
	if len(w.past) < 40 { // first what others depend on, so that not everything is refused
		ground = 2
	}
	if w.random.IntN(ground) == 0 {
		return w.ground()
	}
	switch w.random.IntN(5) {
	case 0:
		return w.books()
	case 1:
		return w.openItem()
	default:
		return w.trade()
	}
}

// basis returns the books and institutions that a world begins with, one after
// another as they are recorded; then nil. Some others are never designated, or
// only by chance.
func (w *World) basis() event.Event {
	f := w.single()
	f.OccurredOn = fund.NewDate(2024, 1, 1)
	funds, institutions := []fund.ID{"441300.390", "441300.310"}, []fund.Institution{"H44130000001"}
	if w.about == aboutCases {
		funds = append(funds, "441300.610", "441300.all", "430522.390")
		institutions = append(institutions, "P44130000002", "H43052200003")
	}
	switch n := len(w.past); {
	case n < len(funds):
		return event.FundEstablished{Fact: f, Fund: funds[n], Name: "基金 " + string(funds[n])}
	case n < len(funds)+len(institutions):
		return event.InstitutionDesignated{Fact: f, Institution: institutions[n-len(funds)], Region: "441300", Name: "某机构"}
	default:
		return nil
	}
}

// trade returns a fact of premiums, benefits, relief, cases or reports.
func (w *World) trade() event.Event {
	id := w.fund()
	part, care := w.care(id)
	switch w.random.IntN(20) {
	case 0:
		return event.PremiumReceived{Fact: w.fact(), Fund: id, Amount: w.amount(), Part: part, Via: w.via(),
			Payer: pick(w, "", "", event.PaidByPerson, event.PaidByTreasury, event.PaidByCollective)}
	case 1:
		return event.PremiumRefunded{Fact: w.fact(), Fund: id, AidFund: pick(w, "", "", w.aid()), Amount: w.amount(),
			Of: w.fact().Document, PaidOn: w.date(), Part: part, Via: w.via()}
	case 2:
		return event.ParticipationAssisted{Fact: w.fact(), AidFund: w.aid(), Fund: id, Amount: w.amount()}
	case 3:
		return event.SubsidyReceived{Fact: w.fact(), Fund: id, Amount: w.amount(), Via: w.via(),
			Purpose: pick(w, "", "", event.StandardSubsidy, event.VaccineSubsidy, event.OtherPurpose)}
	case 4:
		return event.InterestReceived{Fact: w.fact(), Fund: id, Amount: w.amount(), Part: part, Via: w.via()}
	case 5:
		return event.PenaltyReceived{Fact: w.fact(), Fund: id, Institution: w.institution(), Case: pick(w, "", w.number()),
			Amount: w.amount(), Part: part, Via: w.via()}
	case 6, 7:
		return w.ofCost(event.ReimbursementPaid{
			Fact: w.fact(), Fund: id, Institution: w.institution(), Person: w.person(), Department: w.department(),
			Amount: w.amount(), Part: part, Care: care, CareOn: pick(w, 0, w.date()), Via: w.via(),
		})
	case 8:
		return event.ReimbursementReversed{
			Fact: w.fact(), Fund: id, Institution: w.institution(), Amount: w.amount(), Of: w.fact().Document, PaidOn: w.date(),
			Part: part, Care: care, Via: w.via(),
		}
	case 9:
		return event.ClaimDenied{Fact: w.fact(), Fund: id, Institution: w.institution(),
			Channel: pick(w, event.SmartAudit, event.SampleAudit), Amount: w.amount()}
	case 10:
		return event.ClaimCorrected{Fact: w.fact(), Fund: id, Institution: w.institution(), Amount: w.amount()}
	case 11, 12:
		return w.relief()
	case 13:
		return event.ReliefReversed{Fact: w.fact(), Fund: w.aid(), Person: w.person(), Amount: w.amount(), Of: w.fact().Document,
			PaidOn: w.date(), Via: w.via()}
	case 14, 15, 16, 17:
		return w.casework()
	case 18:
		switch w.random.IntN(20) {
		case 9, 10, 11, 12, 13, 14:
			return w.budget(id)
		case 15, 16, 17, 18, 19:
			return w.issue()
		case 0, 1:
			return event.ClockAcknowledged{Fact: event.Fact{Document: w.fact().Document, OccurredOn: w.date()}, OfPosition: w.random.Int64N(1000)}
		case 2, 3, 4:
			return event.RecoveryReported{Fact: w.fact(), Region: w.region(), Amount: w.amount()}
		}
		return event.PersonsInsured{Fact: event.Fact{Document: w.fact().Document, OccurredOn: w.date(),
			Count: 1 + w.random.Int64N(5_000_000)}, Fund: id}
	default:
		f := w.fact()
		f.Count = 0
		return event.StatisticReported{Fact: f, Region: w.region(), Topic: pick(w, "benefit", "crossregion"), Metric: "rate", Value: pick(w, "98.66", "-1", "0.5"), Unit: "percent"}
	}
}

// ofCost returns a payment that may say where care was given, how it was settled and what it
// had cost: now and then less than the fund paid, or than what was within the scope of payment.
func (w *World) ofCost(e event.ReimbursementPaid) event.ReimbursementPaid {
	e.Place = pick(w, "", "", event.Local, event.InProvince, event.OutOfProvince)
	e.Settlement = pick(w, "", "", event.Direct, event.ByHand)
	e.TotalCost = pick(w, 0, 0, e.Amount, e.Amount+100_00, max(0, e.Amount-1))
	e.Eligible = pick(w, 0, 0, e.TotalCost, max(0, e.TotalCost-1), e.TotalCost+1)
	return e
}

// ground returns a fact that others stand on: books, limits, agreements.
func (w *World) ground() event.Event {
	id := w.fund()
	if w.random.IntN(3) == 0 {
		id = w.aid()
	}
	switch w.random.IntN(11) {
	case 9:
		return w.numbering()
	case 0, 1:
		return event.FundEstablished{Fact: w.single(), Fund: id, Name: "基金 " + string(id)}
	case 2:
		return w.opening(pick(w, id, w.employee(), w.employee()))
	case 3:
		return event.LimitSet{Fact: w.single(), Region: w.region(), Limit: event.ReliefAnnualCap, Amount: w.amount() * 2}
	case 4:
		f := w.single()
		if w.random.IntN(2) == 0 {
			f.OccurredOn = w.date() - 200
		}
		return event.InstitutionDesignated{
			Fact: f, Institution: w.institution(), Region: w.region(), Name: "某机构", Kind: w.kind(),
			Grade: pick(w, "", event.Tertiary, event.Ungraded), LegalCode: pick[fund.LegalCode](w, "", "12441300MA1K0000X4"),
		}
	default:
		return w.agreement()
	}
}

// relief returns relief within, at, or above what insurance left of the cost.
func (w *World) relief() event.Event {
	e := event.ReliefPaid{Fact: w.fact(), Fund: w.aid(), Person: w.person(), Amount: w.amount(), Via: w.via()}
	if w.random.IntN(2) == 0 {
		e.Basic, e.Critical = pick(w, 0, w.amount()), pick(w, 0, w.amount())
		e.Eligible = max(1, e.Basic+e.Critical+pick(w, e.Amount, e.Amount+5, e.Amount-1))
	}
	return e
}

// undo returns a fact that answers a recorded one: its reversal, its payment,
// or the same document with other content. It is nil where there is no answer.
func (w *World) undo(past event.Event) event.Event {
	f := w.fact()
	f.Document = fmt.Sprintf("U-%03d", w.random.IntN(200))
	part := w.portion
	switch e := past.(type) {
	case event.PremiumReceived:
		if w.random.IntN(4) == 0 {
			e.Amount++ // the same document, other content
			return e
		}
		p := e.Part
		if p == "" {
			p = w.part(e.Fund)
			if e.Fund == w.employee() && w.random.IntN(2) == 0 {
				f.Count, f.Since, f.OccurredOn = 0, 0, pick(w, e.OccurredOn, e.OccurredOn, f.OccurredOn)
				return event.PremiumSplit{Fact: f, Fund: e.Fund, Part: p, Amount: part(e.Amount)}
			}
		}
		if e.Fund == w.employee() && e.OccurredOn.Year() == 2024 && w.random.IntN(3) == 0 { // the next year it was another's
			f.Count, f.Since, f.OccurredOn = 0, 0, max(f.OccurredOn, fund.NewDate(2025, 1, 1))
			return event.SplitCorrected{Fact: f, Fund: e.Fund, Part: pick(w, fund.Pool, fund.Personal), Amount: part(e.Amount)}
		}
		return event.PremiumRefunded{Fact: f, Fund: e.Fund, Amount: part(e.Amount), Of: e.Document, PaidOn: e.OccurredOn,
			Part: pick(w, p, p, w.part(e.Fund)), Via: w.via()}
	case event.ParticipationAssisted:
		return event.PremiumRefunded{
			Fact: f, Fund: e.Fund, AidFund: pick(w, e.AidFund, e.AidFund, e.AidFund, w.aid(), ""), Amount: part(e.Amount),
			Of: e.Document, PaidOn: e.OccurredOn, Part: w.part(e.Fund), Via: w.via(),
		}
	case event.ReimbursementPaid:
		on := e.OccurredOn
		if w.random.IntN(4) == 0 {
			on--
		}
		p, care := e.Part, e.Care
		if w.random.IntN(4) == 0 {
			p, care = w.care(e.Fund)
		}
		if w.random.IntN(2) == 0 {
			return event.LossTraced{Fact: f, Case: w.number(), Fund: e.Fund, Institution: e.Institution, Amount: part(e.Amount),
				Of: e.Document, PaidOn: on, Part: p, Care: care}
		}
		return event.ReimbursementReversed{Fact: f, Fund: e.Fund, Institution: e.Institution, Amount: part(e.Amount),
			Of: e.Document, PaidOn: on, Part: p, Care: care, Via: w.via()}
	case event.ReliefPaid:
		return event.ReliefReversed{Fact: f, Fund: e.Fund, Person: e.Person, Amount: part(e.Amount), Of: e.Document, PaidOn: e.OccurredOn}
	case event.ReliefReversed: // what came back is paid again
		f.OccurredOn = pick(w, e.OccurredOn, e.OccurredOn, e.PaidOn)
		return event.ReliefPaid{Fact: f, Fund: e.Fund, Person: e.Person, Amount: e.Amount}
	default:
		return w.settle(past)
	}
}

// portion returns all of an amount, about half, or too much by one fen.
func (w *World) portion(whole money.Fen) money.Fen { return pick(w, whole, (whole+1)/2, whole+1) }

// numbering returns a declaration of document numbers, mostly of those that the world
// repeats.
func (w *World) numbering() event.Event {
	return event.NumberingDeclared{
		Fact: event.Fact{Document: w.fact().Document, OccurredOn: min(w.date(), Today())}, Region: w.region(),
		Facts:  pick(w, "relief.paid", "relief.paid", "premium.received", "fact.reversed", "clawback.received"),
		Begins: pick(w, event.EachYear, event.EachYear, event.EachMonth, event.EachMonth, event.NotAgain, event.NotAgain, event.NotAgain),
		AppliesOn: pick(w, fund.NewDate(2025, 1, 1), fund.NewDate(2025, 1, 1), fund.NewDate(2025, 2, 1), fund.NewDate(2025, 3, 1),
			fund.NewDate(2025, 5, 1)),
	}
}
