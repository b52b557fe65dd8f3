package projtest

import (
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
)

// The parties of History.
const (
	resident = fund.ID("441300.390")
	employee = fund.ID("441300.310")
	aid      = fund.ID("441300.610")
	hospital = fund.Institution("H44130200026")
	pharmacy = fund.Institution("P44130200007")
	person   = fund.Person("0123456789abcdef0123456789abcdef")
	region   = fund.Region("441300")
)

// History returns a small history that has every event type, every way of
// booking, totals, and events that came in late.
func History() []ledger.Entry {
	at := time.Date(2026, 1, 15, 2, 0, 0, 0, time.UTC)
	var out []ledger.Entry
	for i, e := range events() {
		out = append(out, ledger.Entry{
			Position: store.Position(i), Stream: "history", Revision: store.Revision(i),
			RecordedAt: at.Add(time.Duration(i) * time.Minute), Actor: "clerk", Event: e,
		})
	}
	return out
}

func date(year int, month time.Month, day int) fund.Date { return fund.NewDate(year, month, day) }

// one is a single fact, none a fact of a type without a number, total many facts.
func one(document string, on fund.Date) event.Fact {
	return event.Fact{Document: document, OccurredOn: on, Count: 1}
}

func none(document string, on fund.Date) event.Fact {
	return event.Fact{Document: document, OccurredOn: on}
}

func total(document string, since, on fund.Date, count int64) event.Fact {
	return event.Fact{Document: document, Since: since, OccurredOn: on, Count: count}
}

const yuan = money.Fen(100)

func events() []event.Event {
	newYear, opened := date(2025, 1, 1), date(2024, 12, 31)
	return []event.Event{
		event.FundEstablished{Fact: none("B-1", opened), Fund: resident, Name: "惠州居民医保"},
		event.FundEstablished{Fact: none("B-2", opened), Fund: employee, Name: "惠州职工医保"},
		event.FundEstablished{Fact: none("B-3", opened), Fund: aid, Name: "惠州医疗救助"},
		event.FundOpened{Fact: none("O-1", opened), Fund: resident, Amount: 10_000 * yuan},
		event.FundOpened{Fact: none("O-3", opened), Fund: aid, Amount: 0},
		event.LimitSet{Fact: none("L-1", newYear), Region: region, Limit: event.ReliefAnnualCap, Amount: 80_000 * yuan},

		event.PremiumReceived{Fact: one("P-1", date(2025, 1, 10)), Fund: resident, Amount: 400 * yuan},
		event.PremiumReceived{Fact: one("P-0", date(2024, 11, 20)), Fund: resident, Amount: 380 * yuan}, // late, in the opening
		event.PremiumReceived{Fact: total("P-2", newYear, date(2025, 6, 30), 75), Fund: resident, Amount: 30_000 * yuan},
		event.PremiumRefunded{Fact: one("T-1", date(2025, 2, 1)), Fund: resident, Amount: 150 * yuan, Of: "P-1", PaidOn: date(2025, 1, 10)},
		event.PremiumRefunded{Fact: one("T-2", date(2025, 2, 1)), Fund: resident, Amount: 380 * yuan, Of: "P-0", PaidOn: date(2024, 11, 20)},
		event.ParticipationAssisted{Fact: total("A-1", newYear, date(2025, 3, 31), 10), AidFund: aid, Fund: resident, Amount: 3_800 * yuan},
		event.SubsidyReceived{Fact: total("G-1", date(2024, 7, 1), date(2025, 6, 30), 0), Fund: resident, Amount: 670 * yuan}, // straddles
		event.SubsidyReceived{Fact: one("G-2", date(2025, 1, 5)), Fund: aid, Amount: 9_000 * yuan},
		event.InterestReceived{Fact: one("N-1", date(2025, 3, 21)), Fund: employee, Amount: 12_34},
		event.PenaltyReceived{Fact: one("W-1", date(2025, 5, 6)), Fund: resident, Institution: hospital, Amount: 500 * yuan},

		event.InstitutionDesignated{Fact: none("I-1", newYear), Institution: hospital, Region: region, Name: "某医院"},
		event.InstitutionDesignated{Fact: none("I-2", newYear), Institution: pharmacy, Region: region, Name: "某药店"},
		event.ReimbursementPaid{Fact: one("R-1", date(2025, 3, 5)), Fund: resident, Institution: hospital, Person: person, Amount: 506_87},
		event.ReimbursementPaid{Fact: total("R-2", newYear, date(2025, 12, 31), 58_840_000), Fund: employee, Amount: 900 * yuan},
		event.ReimbursementReversed{Fact: one("V-1", date(2025, 4, 1)), Fund: resident, Institution: hospital, Amount: 6_87, Of: "R-1", PaidOn: date(2025, 3, 5)},
		event.ReimbursementReversed{Fact: one("V-2", date(2026, 1, 10)), Fund: resident, Institution: hospital, Amount: 100 * yuan, Of: "R-1", PaidOn: date(2025, 3, 5)},
		event.ClaimDenied{Fact: one("R-1", date(2025, 3, 5)), Fund: resident, Institution: hospital, Channel: event.SmartAudit, Amount: 30 * yuan},
		event.ClaimCorrected{Fact: one("R-1", date(2025, 3, 5)), Fund: resident, Institution: pharmacy, Amount: 12 * yuan},

		event.ReliefPaid{Fact: one("M-1", date(2025, 2, 1)), Fund: aid, Person: person, Amount: 1_200 * yuan},
		event.ReliefReversed{Fact: one("MV-1", date(2025, 3, 1)), Fund: aid, Person: person, Amount: 200 * yuan, Of: "M-1", PaidOn: date(2025, 2, 1)},
		event.ReliefReversed{Fact: one("MV-2", date(2026, 1, 5)), Fund: aid, Person: person, Amount: 300 * yuan, Of: "M-1", PaidOn: date(2025, 2, 1)},

		event.ClawbackReceived{Fact: one("Z-1", date(2025, 4, 2)), Case: "16", Fund: resident, Institution: pharmacy, Channel: event.SelfCheck, Amount: 80 * yuan},
		event.ClawbackOrdered{Fact: one("D-17", date(2025, 5, 1)), Case: "17", Fund: resident, Institution: hospital, Subject: event.Hospital, Channel: event.Inspection, Amount: 2_000 * yuan},
		event.ClawbackOrdered{Fact: one("D-17", date(2025, 5, 1)), Case: "17", Fund: employee, Institution: hospital, Subject: event.Hospital, Channel: event.Inspection, Amount: 827_73},
		event.ClawbackReceived{Fact: one("J-1", date(2025, 6, 1)), Case: "17", Fund: resident, Institution: hospital, Channel: event.Inspection, Amount: 500 * yuan, PaidYear: 2025},
		event.ClawbackReceived{Fact: one("J-2", date(2025, 6, 2)), Case: "17", Fund: resident, Institution: hospital, Channel: event.Inspection, Amount: 600 * yuan, PaidYear: 2024},
		event.ClawbackReceived{Fact: one("J-3", date(2025, 6, 3)), Case: "17", Fund: employee, Institution: hospital, Channel: event.Inspection, Amount: 100 * yuan},
		event.FineImposed{Fact: one("D-17", date(2025, 5, 1)), Case: "17", Region: region, Institution: hospital, Amount: 3_000 * yuan},
		event.FinePaid{Fact: one("F-1", date(2025, 5, 15)), Case: "17", Region: region, Institution: hospital, Amount: 3_000 * yuan},

		event.InstitutionSuspended{Fact: one("I-3", date(2025, 7, 1)), Institution: hospital, Region: region, Scope: event.Department},
		event.InstitutionSuspended{Fact: one("I-4", date(2025, 8, 1)), Institution: pharmacy, Region: region, Scope: event.Whole},
		event.InstitutionResumed{Fact: one("I-5", date(2025, 9, 1)), Institution: pharmacy, Region: region, Scope: event.Whole},
		event.InstitutionTerminated{Fact: total("S-1", newYear, date(2025, 12, 31), 1_679), Region: region, Kind: event.KindPharmacy},

		event.PersonsInsured{Fact: event.Fact{Document: "H-2", OccurredOn: date(2025, 12, 31), Count: 4_970_000}, Fund: resident},
		event.PersonsInsured{Fact: event.Fact{Document: "H-1", OccurredOn: date(2025, 6, 30), Count: 4_966_700}, Fund: resident}, // late
		event.StatisticReported{Fact: none("X-1", date(2025, 12, 31)), Region: region, Topic: "crossregion", Metric: "direct_settlement_rate", Value: "98.66", Unit: "percent"},
	}
}
