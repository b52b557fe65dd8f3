package projtest

import (
	"slices"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
)

// casework is case 18 from opening to closing and again on appeal, with what
// follows from it for agreements and the treasury; smaller cases; and published
// totals. The year 2025 of the resident fund is closed by then.
func casework() []event.Event {
	return slices.Concat(caseOpening(), caseMoney(), caseTreasury(), caseEnd(), caseAppeal(), caseTotals(), caseAgreements(),
		caseCorrections())
}

// late is a single fact of a closed month.
func late(document string, on fund.Date) event.Fact {
	f := one(document, on)
	f.BookedOn = date(2026, 1, 1)
	return f
}

// caseOpening is what was found, and the decision: on two funds and three years.
func caseOpening() []event.Event {
	found, decided := date(2025, 7, 2), date(2025, 7, 10)
	order := event.ClawbackOrdered{Fact: one("D-18", decided), Case: "18", Fund: employee, Institution: hospital,
		Channel: event.FlyingInspection, Part: fund.Pool}
	same, earlier, other := order, order, order
	same.PaidYear, same.Article, same.Amount = 2025, law.InstitutionLoss, 500*yuan
	earlier.PaidYear, earlier.Article, earlier.Amount, earlier.Warning = 2024, law.InstitutionFraud, 300*yuan, event.OrderBeyondLoss
	other.Fact, other.Fund, other.Part, other.PaidYear, other.Article, other.Amount = late("D-18",
		decided), resident, "", 2023, law.InstitutionLoss, 200*yuan
	return []event.Event{
		event.CaseOpened{Fact: one("L-18", date(2025, 7, 1)), Case: "18", Region: region, Channel: event.FlyingInspection,
			Subject: event.Hospital, Institution: hospital},
		event.FindingRecorded{Fact: one("L-18/1", found), Case: "18", Region: region, Finding: "1", Article: law.InstitutionLoss,
			Violation: "substitution", Institution: hospital},
		event.FindingRecorded{Fact: one("L-18/2", found), Case: "18", Region: region, Finding: "2", Article: law.InstitutionFraud,
			Violation: "invented_services", Institution: hospital},
		event.LossDetermined{Fact: one("L-18/1", found), Case: "18", Fund: employee, Institution: hospital, Article: law.InstitutionLoss,
			Part: fund.Pool, PaidYear: 2025, Amount: 500 * yuan, Basis: "逐份核对病历"},
		event.LossTraced{Fact: late("L-18/3", found), Case: "18", Fund: resident, Institution: hospital, Care: fund.Inpatient,
			Amount: 100 * yuan, Of: "R-1", PaidOn: date(2025, 3, 5)},
		same, earlier, other,
	}
}

// caseMoney is what came of the orders, in cash and from settlements, and of a
// contract penalty.
func caseMoney() []event.Event {
	set := event.ClawbackSetOff{Fact: one("K-1", date(2025, 8, 5)), Case: "18", Fund: employee, Part: fund.Pool,
		Institution: hospital, Channel: event.FlyingInspection,
		Care: fund.Inpatient, Against: "JS-2025-07", SettledCare: fund.OutpatientPooled}
	setEarlier := set
	set.PaidYear, set.Amount = 2025, 200*yuan
	setEarlier.PaidYear, setEarlier.Amount = 2024, 100*yuan
	received := event.ClawbackReceived{Fact: one("J-18", date(2025, 9, 1)), Case: "18", Fund: employee, Part: fund.Pool,
		Institution: hospital, Channel: event.FlyingInspection, Care: fund.Inpatient}
	receivedEarlier := received
	received.PaidYear, received.Amount = 2025, 250*yuan
	receivedEarlier.PaidYear, receivedEarlier.Amount = 2024, 200*yuan
	return []event.Event{
		set, setEarlier, received, receivedEarlier,
		event.PenaltyCharged{Fact: one("W-18", date(2025, 7, 10)), Case: "18", Fund: employee, Institution: hospital, Amount: 400 * yuan},
		event.PenaltyReceived{Fact: one("W-19", date(2025, 7, 30)), Case: "18", Fund: employee, Part: fund.Pool, Institution: hospital,
			Amount: 150 * yuan},
	}
}

// caseTreasury is what is due to the treasury: fines under two articles, paid
// late, a surcharge in part waived, and confiscated gains.
func caseTreasury() []event.Event {
	decided := date(2025, 7, 10)
	return []event.Event{
		event.FineImposed{Fact: one("D-18", decided), Case: "18", Region: region, Institution: hospital, Article: law.InstitutionLoss,
			Finding: "1", Base: 500 * yuan, Multiple: "1.5", Amount: 750 * yuan},
		event.FineImposed{Fact: one("D-18", decided), Case: "18", Region: region, Institution: hospital, Article: law.InstitutionFraud,
			Finding: "2", Base: 300 * yuan, Multiple: "5.5", Discretion: event.Aggravated,
			Amount: 1_650 * yuan, Due: date(2025, 8, 9), Warning: event.FineOutsideFrame},
		event.FinePaid{Fact: one("F-18", date(2025, 7, 24)), Case: "18", Region: region, Institution: hospital, Amount: 1_000 * yuan},
		event.SurchargeImposed{Fact: one("D-18/2", date(2025, 9, 18)), Case: "18", Region: region, Institution: hospital, Of: "D-18", Amount: 1_400 * yuan},
		event.FinePaid{Fact: one("F-19", date(2025, 9, 18)), Case: "18", Region: region, Institution: hospital, Of: "D-18", Amount: 1_400 * yuan},
		event.FinePaid{Fact: one("F-19", date(2025, 9, 18)), Case: "18", Region: region, Institution: hospital, Charge: event.Surcharge,
			Amount: 600 * yuan},
		event.FineWaived{Fact: one("H-18", date(2025, 10, 8)), Case: "18", Region: region, Institution: hospital,
			Charge: event.Surcharge, Of: "D-18/2", Amount: 700 * yuan, Reason: event.Waived},
		event.CaseOpened{Fact: one("L-19", date(2025, 7, 5)), Case: "19", Region: region, Channel: event.PublicReport,
			Subject: event.Agency, Party: "某经办机构"},
		event.GainConfiscated{Fact: one("D-19", date(2025, 8, 1)), Case: "19", Region: region, Subject: event.Agency,
			Article: law.IllegalIncome, Amount: 70 * yuan},
		event.FinePaid{Fact: one("F-20", date(2025, 8, 9)), Case: "19", Region: region, Subject: event.Agency,
			Charge: event.Confiscation, Of: "D-19", Amount: 70 * yuan},
	}
}

// caseEnd is how the case ended, and was opened again.
func caseEnd() []event.Event {
	return []event.Event{
		event.CaseTransferred{Fact: one("Y-18", date(2025, 9, 20)), Case: "18", Region: region, Authority: event.Police},
		event.CaseClosed{Fact: one("E-18", date(2025, 10, 20)), Case: "18", Region: region, Outcome: event.Unenforceable},
		event.CasePublished{Fact: one("P-18", date(2025, 10, 25)), Case: "18", Region: region},
		event.CaseReopened{Fact: one("E-18/2", date(2025, 11, 1)), Case: "18", Region: region, Reason: event.Litigation},
	}
}

// caseAppeal is what was annulled after money had moved, what went back to the
// hospital, and what came in of the rest.
func caseAppeal() []event.Event {
	back := event.ClawbackRefunded{Fact: one("T-18", date(2025, 11, 10)), Case: "18", Fund: employee, Part: fund.Pool,
		Institution: hospital, Care: fund.Inpatient,
		PaidYear: 2024, Of: "D-18", ReceivedYear: 2025, Amount: 120 * yuan}
	later := back
	later.Fact, later.Amount = one("T-18/2", date(2026, 1, 7)), 20*yuan
	return []event.Event{
		event.ClawbackAnnulled{Fact: one("B-18", date(2025, 11, 3)), Case: "18", Fund: employee, Part: fund.Pool, Institution: hospital,
			PaidYear: 2024, Of: "D-18", Amount: 150 * yuan, Reason: event.Litigation},
		back, later,
		event.ClawbackSetOff{Fact: one("K-2", date(2026, 1, 6)), Case: "18", Fund: resident, Institution: hospital,
			Channel: event.FlyingInspection, PaidYear: 2023, Amount: 50 * yuan, Against: "JS-2025-12", SettledCare: fund.Outpatient},
		event.FineWaived{Fact: one("B-18", date(2025, 11, 3)), Case: "18", Region: region, Institution: hospital, Of: "D-18",
			Amount: 250 * yuan, Reason: event.Litigation},
		event.FineRefunded{Fact: one("T-18", date(2025, 11, 20)), Case: "18", Region: region, Institution: hospital, Of: "D-18", Amount: 240 * yuan},
	}
}

// caseTotals is a measure against a person, and totals as they are published.
func caseTotals() []event.Event {
	newYear, end := date(2025, 1, 1), date(2025, 12, 31)
	return []event.Event{
		event.SettlementSuspended{Fact: one("D-20", date(2025, 8, 1)), Case: "20", Region: region, Person: person,
			Article: law.PersonLoss, Until: date(2025, 9, 30), Warning: event.SuspensionOutsideFrame},
		event.CasePublished{Fact: total("P-2025", newYear, end, 88), Case: "2025", Region: region},
		event.ClawbackReceived{Fact: total("Z-2025", newYear, end, 0), Case: "2025", Fund: employee, Part: fund.Pool,
			Subject: event.Pharmacy, Channel: event.Inspection, Amount: 40 * yuan},
		event.RecoveryReported{Fact: total("Z-2025", newYear, end, 0), Region: region, Amount: 7_880 * yuan},
	}
}

// caseAgreements is an agreement with a last day, and what the case did to it.
func caseAgreements() []event.Event {
	return []event.Event{
		event.AgreementSigned{Fact: none("X-18", date(2025, 7, 1)), Institution: hospital, Region: region, Until: date(2026, 12, 31)},
		event.PaymentHeld{Fact: none("X-19", date(2025, 7, 3)), Institution: hospital, Region: region, Case: "18"},
		event.PaymentReleased{Fact: none("X-20", date(2025, 7, 20)), Institution: hospital, Region: region, Case: "18"},
		event.InstitutionSuspended{Fact: one("D-18", date(2025, 7, 10)), Institution: hospital, Region: region,
			Scope: event.Department, Department: "骨科", Until: date(2026, 1, 9), Case: "18", Article: law.InstitutionFraud},
	}
}

// caseCorrections are reversals: of a receipt in its year, of one across years, of
// an order before money came, of a fine, of a loss and of a total.
func caseCorrections() []event.Event {
	const stream = "enforcement-441300.18"
	receipt := func(document string, amount money.Fen) event.ClawbackReceived {
		return event.ClawbackReceived{Fact: one(document, date(2025, 9, 2)), Case: "18", Fund: employee, Part: fund.Pool,
			Institution: hospital, Channel: event.FlyingInspection,
			PaidYear: 2025, Amount: amount * yuan}
	}
	inYear, across := receipt("J-19", 11), receipt("J-20", 13)
	order := event.ClawbackOrdered{Fact: late("D-21", date(2025, 9, 3)), Case: "21", Fund: resident, Institution: pharmacy,
		Channel: event.Inspection, Amount: 17 * yuan}
	fine := event.FineImposed{Fact: one("D-21", date(2025, 9, 3)), Case: "21", Region: region, Institution: pharmacy,
		Article: law.InstitutionOrder, Amount: 10_000 * yuan}
	loss := event.LossTraced{Fact: late("L-21", date(2025, 9, 4)), Case: "21", Fund: resident, Institution: hospital,
		Care: fund.Inpatient, Amount: 19 * yuan, Of: "R-1", PaidOn: date(2025, 3, 5)}
	said := event.RecoveryReported{Fact: total("Z-2024", date(2024, 1, 1), date(2024, 12, 31), 3), Region: region, Amount: 23 * yuan}
	inClosed := func(document string) event.Fact {
		f := none(document, date(2025, 9, 30))
		f.BookedOn = date(2026, 1, 1)
		return f
	}
	return []event.Event{
		inYear, across, order, fine, loss, said,
		Reversal(none("CX-11", date(2025, 9, 30)), stream, inYear),
		Reversal(none("CX-12", date(2026, 1, 10)), stream, across),
		Reversal(inClosed("CX-13"), "enforcement-441300.21", order),
		Reversal(none("CX-14", date(2025, 9, 30)), "enforcement-441300.21", fine),
		Reversal(inClosed("CX-15"), "reimbursement-H44130200026-202503", loss),
		Reversal(none("CX-16", date(2026, 1, 10)), "report-441300-2024", said),
	}
}
