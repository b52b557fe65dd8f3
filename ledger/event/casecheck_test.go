package event

import (
	"testing"

	"github.com/fundledger/fundledger/ledger/fund"
)

// Every fact of a case or an agreement that contradicts itself is refused, for
// one reason, on the field that is wrong.
func TestContradictionsOfCases(t *testing.T) {
	const (
		resident, employee, aid = fund.ID("441300.390"), fund.ID("441300.310"), fund.ID("441300.610")
		hospital, pharmacy      = fund.Institution("H44130200026"), fund.Institution("P44130200007")
		region                  = fund.Region("441300")
		someone                 = fund.Person("0123456789abcdef0123456789abcdef")
	)
	one, none := exampleFact(1), exampleFact(0)
	day := one.OccurredOn
	for _, test := range []struct {
		name, field string
		event       Event
	}{
		{"a case against nobody", "subject", CaseOpened{Fact: one, Case: "1", Region: region, Channel: Inspection}},
		{"a fine of nothing", "amount", FineImposed{Fact: one, Case: "1", Region: region, Institution: hospital, Base: 100}},
		{"one loss by nobody", "institution", LossDetermined{Fact: one, Case: "1", Fund: resident, Amount: 1}},
		{"a loss of a part of residents", "part", LossDetermined{Fact: one, Case: "1", Fund: resident, Institution: hospital, Part: fund.Pool, Amount: 1}},
		{"lost before it was paid", "paid_year", LossDetermined{Fact: one, Case: "1", Fund: resident, Institution: hospital, PaidYear: 2026, Amount: 1}},
		{"traced before it was paid", "paid_on", LossTraced{Fact: one, Case: "1", Fund: resident, Of: "R", PaidOn: day + 1, Amount: 1}},
		{"traced to medical aid", "fund", LossTraced{Fact: one, Case: "1", Fund: aid, Of: "R", PaidOn: day, Amount: 1}},
		{"traced to no part", "part", LossTraced{Fact: one, Case: "1", Fund: employee, Of: "R", PaidOn: day, Amount: 1}},
		{"traced to care of the other part", "care", LossTraced{Fact: one, Case: "1", Fund: employee, Part: fund.Pool, Care: fund.Pharmacy, Of: "R", PaidOn: day, Amount: 1}},
		{"ordered of a part of residents", "part", ClawbackOrdered{Fact: one, Case: "1", Fund: resident, Institution: hospital, Channel: Inspection, Part: fund.Pool, Amount: 1}},
		{"ordered before it was paid", "paid_year", ClawbackOrdered{Fact: one, Case: "1", Fund: resident, Institution: hospital, Channel: Inspection, PaidYear: 2026, Amount: 1}},
		{"set off from nobody", "institution", ClawbackSetOff{Fact: one, Case: "1", Fund: resident, Channel: Inspection, Amount: 1, Against: "J"}},
		{"set off by medical aid", "fund", ClawbackSetOff{Fact: one, Case: "1", Fund: aid, Institution: hospital, Channel: Inspection, Amount: 1, Against: "J"}},
		{"set off of no part", "part", ClawbackSetOff{Fact: one, Case: "1", Fund: employee, Institution: hospital, Channel: Inspection, Amount: 1, Against: "J"}},
		{"set off of care of the other part", "care", ClawbackSetOff{Fact: one, Case: "1", Fund: employee, Part: fund.Pool, Care: fund.Pharmacy, Institution: hospital,
			Channel: Inspection, Amount: 1, Against: "J"}},
		{"set off against care of the other part", "care", ClawbackSetOff{Fact: one, Case: "1", Fund: employee, Part: fund.Pool, SettledCare: fund.Pharmacy,
			Institution: hospital, Channel: Inspection, Amount: 1, Against: "J"}},
		{"set off before it was paid", "paid_year", ClawbackSetOff{Fact: one, Case: "1", Fund: resident, Institution: hospital, Channel: Inspection, PaidYear: 2026,
			Amount: 1, Against: "J"}},
		{"annulled for new facts", "reason", ClawbackAnnulled{Fact: one, Case: "1", Fund: resident, Of: "D", Reason: NewFacts, Amount: 1}},
		{"annulled of a part of residents", "part", ClawbackAnnulled{Fact: one, Case: "1", Fund: resident, Part: fund.Personal, Of: "D", Reason: Review, Amount: 1}},
		{"refunded of no part", "part", ClawbackRefunded{Fact: one, Case: "1", Fund: employee, Of: "D", ReceivedYear: 2025, Amount: 1}},
		{"refunded care of medical aid", "care", ClawbackRefunded{Fact: one, Case: "1", Fund: aid, Care: fund.Inpatient, Of: "D", ReceivedYear: 2025, Amount: 1}},
		{"received before it was paid", "received_year", ClawbackRefunded{Fact: one, Case: "1", Fund: resident, PaidYear: 2024, ReceivedYear: 2023, Of: "D", Amount: 1}},
		{"an order waived", "reason", ClawbackAnnulled{Fact: one, Case: "1", Fund: resident, Of: "D", Reason: Waived, Amount: 1}},
		{"treated after it was paid", "care_on", ReimbursementPaid{Fact: one, Fund: resident, Institution: hospital, CareOn: day + 1, Amount: 1}},
		{"more than the care had cost", "amount", ReimbursementPaid{Fact: one, Fund: resident, Institution: hospital, TotalCost: 1, Amount: 2}},
		{"more within policy than it had cost", "eligible_cost", ReimbursementPaid{Fact: one, Fund: resident, Institution: hospital, TotalCost: 2, Eligible: 3, Amount: 2}},
		{"a fine due before its decision", "due", FineImposed{Fact: one, Case: "1", Region: region, Institution: hospital, Amount: 1, Due: day - 1}},
		{"a fine waived for new facts", "reason", FineWaived{Fact: one, Case: "1", Region: region, Institution: hospital, Of: "D", Reason: NewFacts, Amount: 1}},
		{"reopened by a waiver", "reason", CaseReopened{Fact: one, Case: "1", Region: region, Reason: Waived}},
		{"online settlement of nobody", "person", SettlementSuspended{Fact: one, Case: "1", Region: region, Article: "41", Until: day + 100}},
		{"online settlement until before", "until", SettlementSuspended{Fact: one, Case: "1", Region: region, Person: someone, Article: "41", Until: day - 1}},
		{"an agreement that ended before", "until", AgreementSigned{Fact: none, Institution: hospital, Region: region, Until: day - 1}},
		{"suspended until before", "until", InstitutionSuspended{Fact: one, Institution: hospital, Region: region, Scope: Whole, Until: day - 1}},
		{"a department of the whole", "department", InstitutionSuspended{Fact: one, Institution: hospital, Region: region, Scope: Whole, Department: "骨科"}},
		{"a department of the whole resumed", "department", InstitutionResumed{Fact: one, Institution: hospital, Region: region, Scope: Whole, Department: "骨科"}},
		{"a pharmacy with a hospital's code", "kind", InstitutionDesignated{Fact: none, Institution: hospital, Region: region, Name: "x", Kind: KindPharmacy}},
		{"a hospital with a pharmacy's code", "kind", InstitutionSuspended{Fact: one, Institution: pharmacy, Region: region, Scope: Whole, Kind: KindHospital}},
		{"relief of a cost that is not given", "eligible_cost", ReliefPaid{Fact: one, Fund: aid, Person: someone, Basic: 1, Amount: 1}},
	} {
		problems := Check(test.event)
		if len(problems) != 1 || problems[0].Field != test.field {
			t.Errorf("%s: %+v, want one problem with %s", test.name, problems, test.field)
			continue
		}
		if p := problems[0]; p.Why.ZH == "" || p.Why.EN == "" || p.Remedy.ZH == "" || p.Remedy.EN == "" {
			t.Errorf("%s: not told in both languages: %+v", test.name, p)
		}
		if _, _, _, err := Encode(test.event); err == nil {
			t.Errorf("%s: encoded", test.name)
		}
	}
}

// What only looks like a contradiction is taken.
func TestNoContradiction(t *testing.T) {
	const region = fund.Region("441300")
	one, total := exampleFact(1), exampleFact(0)
	day := one.OccurredOn
	for name, e := range map[string]Event{
		"a company by name":                     CaseOpened{Fact: one, Case: "1", Region: region, Channel: PublicReport, Party: "某药业公司"},
		"a total of cases":                      CaseOpened{Fact: total, Case: "2025", Region: region, Channel: Inspection},
		"an act of art. 38 in order to defraud": FindingRecorded{Fact: one, Case: "1", Region: region, Finding: "1", Article: "40", Violation: "substitution"},
		"a loss that is not split":              LossDetermined{Fact: one, Case: "1", Fund: "441300.310", Subject: Hospital, Amount: 1},
		"a loss of the year":                    LossDetermined{Fact: one, Case: "1", Fund: "441300.390", Subject: Hospital, PaidYear: 2025, Amount: 1},
		"an order that is not split":            ClawbackOrdered{Fact: one, Case: "1", Fund: "441300.310", Subject: Hospital, Channel: Inspection, Amount: 1},
		"set off of a pool's year": ClawbackSetOff{Fact: one, Case: "1", Fund: "441300.310", Part: fund.Pool, Care: fund.Inpatient,
			SettledCare: fund.OutpatientMajor, Subject: Hospital, Channel: Inspection, PaidYear: 2025, Amount: 1, Against: "J"},
		"refunded in the year of receipt": ClawbackRefunded{Fact: one, Case: "1", Fund: "441300.390", PaidYear: 2025, ReceivedYear: 2025, Of: "D", Amount: 1},
		"money of a late booking":         ClawbackRefunded{Fact: one, Case: "1", Fund: "441300.390", PaidYear: 2025, ReceivedYear: 2026, Of: "D", Amount: 1},
		"all of the cost, within policy":  ReimbursementPaid{Fact: one, Fund: "441300.390", TotalCost: 1, Eligible: 1, Amount: 1},
		"a cost within policy alone":      ReimbursementPaid{Fact: one, Fund: "441300.390", Eligible: 1, Amount: 2},
		"treated on the day":              ReimbursementPaid{Fact: one, Fund: "441300.390", CareOn: day, Amount: 1},
		"refunded of a year not known":    ClawbackRefunded{Fact: one, Case: "1", Fund: "441300.390", ReceivedYear: 2023, Of: "D", Amount: 1},
		"due on the day":                  FineImposed{Fact: one, Case: "1", Region: region, Subject: Hospital, Amount: 1, Due: day},
		"suspended for a day":             InstitutionSuspended{Fact: one, Institution: "H44130200026", Region: region, Scope: Department, Department: "骨科", Until: day},
		"online settlements of a region":  SettlementSuspended{Fact: total, Case: "2025", Region: region, Article: "41", Until: day + 100},
		"relief of a cost":                ReliefPaid{Fact: one, Fund: "441300.610", Person: "0123456789abcdef0123456789abcdef", Eligible: 3, Basic: 1, Critical: 1, Amount: 1},
	} {
		if problems := Check(e); len(problems) > 0 {
			t.Errorf("%s: %+v", name, problems)
		}
	}
}
