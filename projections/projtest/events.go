package projtest

import (
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/budget"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// opening is what the books began with at the close of 2024.
func opening() []event.Event {
	opened := date(2024, 12, 31)
	return []event.Event{
		event.FundEstablished{Fact: none("B-1", opened), Fund: resident, Name: "惠州居民医保"},
		event.FundEstablished{Fact: none("B-2", opened), Fund: employee, Name: "惠州职工医保"},
		event.FundEstablished{Fact: none("B-3", opened), Fund: aid, Name: "惠州医疗救助"},
		event.FundOpened{Fact: none("O-1", opened), Fund: resident, Amount: 10_000 * yuan},
		event.FundOpened{Fact: none("O-2", opened), Fund: employee, Part: fund.Pool, Amount: 5_000 * yuan},
		event.FundOpened{Fact: none("O-2/2", opened), Fund: employee, Part: fund.Personal, Amount: 3_000 * yuan},
		event.FundOpened{Fact: none("O-3", opened), Fund: aid, Amount: 0},
		event.AccountOpened{Fact: none("O-4", opened), Fund: resident, Account: account.ExpenseAccount, Amount: 2_000 * yuan},
		event.SuspenseReceived{Fact: none("O-5", opened), Fund: resident, Item: "ZS-0", Purpose: event.OtherPurpose,
			Amount: 150 * yuan}, // open that day
		event.LimitSet{Fact: none("L-1", date(2025, 1, 1)), Region: region, Limit: event.ReliefAnnualCap, Amount: 80_000 * yuan},
		event.InstitutionDesignated{Fact: none("I-1", date(2025, 1, 1)), Institution: hospital, Region: region, Name: "某医院"},
		event.InstitutionDesignated{Fact: none("I-2", date(2025, 1, 1)), Institution: pharmacy, Region: region, Name: "某药店"},
	}
}

func income() []event.Event {
	newYear := date(2025, 1, 1)
	return []event.Event{
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
		event.OtherReceived{Fact: one("Q-1", date(2025, 5, 7)), Fund: resident, Amount: 35 * yuan},
		event.GrantReceived{Fact: one("K-1", date(2025, 5, 8)), Fund: resident, Level: event.Upper, Amount: 2_000 * yuan},
		event.GrantReceived{Fact: one("K-2", date(2025, 5, 9)), Fund: employee, Part: fund.Pool, Level: event.Lower, Amount: 250 * yuan},
		event.GrantPaid{Fact: one("K-3", date(2025, 5, 10)), Fund: resident, Level: event.Lower, Amount: 500 * yuan},
		event.GrantPaid{Fact: one("K-4", date(2025, 5, 11)), Fund: employee, Part: fund.Personal, Level: event.Upper, Amount: 25 * yuan},
	}
}

func benefits() []event.Event {
	newYear := date(2025, 1, 1)
	return []event.Event{
		event.ReimbursementPaid{Fact: one("R-1", date(2025, 3, 5)), Fund: resident, Institution: hospital, Person: person,
			Care: fund.Inpatient, Amount: 506_87},
		event.ReimbursementPaid{Fact: total("R-2", newYear, date(2025, 12, 31), 58_840_000), Fund: employee, Part: fund.Pool,
			Amount: 900 * yuan}, // published: care not known
		event.ReimbursementPaid{Fact: one("R-8", date(2025, 3, 6)), Fund: resident, Institution: hospital, Person: person,
			Care: fund.Inpatient, Amount: 600 * yuan, TotalCost: 1_000 * yuan, Eligible: 900 * yuan, Place: event.InProvince,
			Settlement: event.Direct},
		event.ReimbursementReversed{Fact: one("V-1", date(2025, 4, 1)), Fund: resident, Institution: hospital, Care: fund.Inpatient,
			Amount: 6_87, Of: "R-1", PaidOn: date(2025, 3, 5)},
		event.ReimbursementReversed{Fact: one("V-2", date(2026, 1, 10)), Fund: resident, Institution: hospital, Care: fund.Inpatient,
			Amount: 100 * yuan, Of: "R-1", PaidOn: date(2025, 3, 5)},
		event.ClaimDenied{Fact: one("R-1", date(2025, 3, 5)), Fund: resident, Institution: hospital, Channel: event.SmartAudit, Amount: 30 * yuan},
		event.ClaimCorrected{Fact: one("R-1", date(2025, 3, 5)), Fund: resident, Institution: pharmacy, Amount: 12 * yuan},

		event.ReliefPaid{Fact: one("M-1", date(2025, 2, 1)), Fund: aid, Person: person, Amount: 1_200 * yuan},
		event.ReliefReversed{Fact: one("MV-1", date(2025, 3, 1)), Fund: aid, Person: person, Amount: 200 * yuan, Of: "M-1", PaidOn: date(2025, 2, 1)},
		event.ReliefReversed{Fact: one("MV-2", date(2026, 1, 5)), Fund: aid, Person: person, Amount: 300 * yuan, Of: "M-1", PaidOn: date(2025, 2, 1)},

		event.InsurerPaid{Fact: one("DB-1", date(2025, 4, 10)), Fund: resident, Amount: 1_000 * yuan},
		event.InsurerReturned{Fact: one("DB-2", date(2025, 12, 10)), Fund: resident, Amount: 100 * yuan},
	}
}

func enforcement() []event.Event {
	return []event.Event{
		event.ClawbackReceived{Fact: one("Z-1", date(2025, 4, 2)), Case: "16", Fund: resident, Institution: pharmacy,
			Channel: event.SelfCheck, Amount: 80 * yuan},
		event.ClawbackOrdered{Fact: one("D-17", date(2025, 5, 1)), Case: "17", Fund: resident, Institution: hospital,
			Subject: event.Hospital, Channel: event.Inspection, Amount: 2_000 * yuan},
		event.ClawbackOrdered{Fact: one("D-17", date(2025, 5, 1)), Case: "17", Fund: employee, Institution: hospital,
			Subject: event.Hospital, Channel: event.Inspection, Amount: 827_73},
		event.ClawbackReceived{Fact: one("J-1", date(2025, 6, 1)), Case: "17", Fund: resident, Institution: hospital,
			Channel: event.Inspection, Care: fund.Inpatient, Amount: 500 * yuan, PaidYear: 2025},
		event.ClawbackReceived{Fact: one("J-2", date(2025, 6, 2)), Case: "17", Fund: resident, Institution: hospital,
			Channel: event.Inspection, Amount: 600 * yuan, PaidYear: 2024},
		event.ClawbackReceived{Fact: one("J-3", date(2025, 6, 3)), Case: "17", Fund: employee, Part: fund.Pool, Institution: hospital,
			Channel: event.Inspection, Amount: 100 * yuan},
		event.FineImposed{Fact: one("D-17", date(2025, 5, 1)), Case: "17", Region: region, Institution: hospital, Amount: 3_000 * yuan},
		event.FinePaid{Fact: one("F-1", date(2025, 5, 15)), Case: "17", Region: region, Institution: hospital, Amount: 3_000 * yuan},
	}
}

func institutions() []event.Event {
	return []event.Event{
		event.InstitutionSuspended{Fact: one("I-3", date(2025, 7, 1)), Institution: hospital, Region: region, Scope: event.Department},
		event.InstitutionSuspended{Fact: one("I-4", date(2025, 8, 1)), Institution: pharmacy, Region: region, Scope: event.Whole},
		event.InstitutionResumed{Fact: one("I-5", date(2025, 9, 1)), Institution: pharmacy, Region: region, Scope: event.Whole},
		event.InstitutionTerminated{Fact: total("S-1", date(2025, 1, 1), date(2025, 12, 31), 1_679), Region: region, Kind: event.KindPharmacy},
	}
}

// openItems is money of the resident fund that must come back or be paid on.
func openItems() []event.Event {
	on := date(2025, 6, 10)
	return []event.Event{
		event.MoneyMoved{Fact: none("H-1", on), Fund: resident, From: account.SpecialAccount, To: account.ExpenseAccount, Amount: 3_000 * yuan},
		event.PrepaymentPaid{Fact: none("Y-1", on), Fund: resident, Item: "YF-1", Purpose: event.OtherPurpose, Institution: hospital,
			Amount: 3_000 * yuan},
		event.PrepaymentRecovered{Fact: none("Y-2", on+1), Fund: resident, Item: "YF-1", Purpose: event.OtherPurpose, Amount: 1_000 * yuan},
		event.PrepaymentSetOff{Fact: none("Y-3", on+2), Fund: resident, Item: "YF-1", Purpose: event.OtherPurpose, Care: fund.Outpatient,
			Amount: 1_500 * yuan},
		event.PrepaymentWrittenOff{Fact: none("Y-4", on+3), Fund: resident, Item: "YF-1", Purpose: event.OtherPurpose, Amount: 100 * yuan},
		event.PrepaymentPaid{Fact: none("Y-5", on), Fund: resident, Item: "YD-1", Purpose: event.CrossRegion, Party: "就医省", Amount: 300 * yuan},
		event.SuspenseReceived{Fact: none("S-1", on), Fund: resident, Item: "ZS-1", Purpose: event.CrossRegion, Party: "外省参保地", Amount: 800 * yuan},
		event.SuspensePaid{Fact: none("S-2", on+1), Fund: resident, Item: "ZS-1", Purpose: event.CrossRegion, Amount: 600 * yuan},
		event.SuspenseReceived{Fact: none("S-3", on), Fund: resident, Item: "ZS-2", Purpose: event.OtherPurpose, Amount: 20 * yuan},
		event.SuspenseForfeited{Fact: none("S-4", on+2), Fund: resident, Item: "ZS-2", Purpose: event.OtherPurpose, Amount: 20 * yuan},
		event.BondBought{Fact: none("C-1", on), Fund: resident, Item: "GZ-1", Amount: 1_000 * yuan},
		event.BondRedeemed{Fact: none("C-2", on+90), Fund: resident, Item: "GZ-1", Amount: 1_030 * yuan, Cost: 1_000 * yuan},
		event.LoanReceived{Fact: none("E-1", on), Fund: resident, Item: "JK-1", Party: "市财政局", Amount: 700 * yuan},
		event.LoanRepaid{Fact: none("E-2", on+60), Fund: resident, Item: "JK-1", Amount: 400 * yuan, Interest: 7 * yuan},
		event.LoanAssumed{Fact: none("E-3", on+61), Fund: resident, Item: "JK-1", Amount: 200 * yuan},
	}
}

// employees is what only 职工 books have: parts, income that waits for its split,
// transfers of personal accounts.
func employees() []event.Event {
	on := date(2025, 7, 10)
	return []event.Event{
		event.PremiumReceived{Fact: one("P-3", on), Fund: employee, Via: account.Treasury, Amount: 1_000 * yuan},
		event.MoneyMoved{Fact: none("H-2", on+5), Fund: employee, From: account.Treasury, To: account.SpecialAccount, Amount: 1_000 * yuan},
		event.PremiumSplit{Fact: none("X-1", on+6), Fund: employee, Part: fund.Pool, Amount: 600 * yuan},
		event.PremiumSplit{Fact: none("X-2", on+6), Fund: employee, Part: fund.Personal, Amount: 400 * yuan},
		event.InterestSplit{Fact: none("X-3", on+7), Fund: employee, Part: fund.Pool, Amount: 10 * yuan},
		event.InterestSplit{Fact: none("X-4", on+7), Fund: employee, Part: fund.Personal, Amount: 2_34},
		event.ReimbursementPaid{Fact: one("R-3", on+8), Fund: employee, Part: fund.Personal, Care: fund.Pharmacy, Amount: 30 * yuan},
		event.TransferReceived{Fact: one("ZY-1", on+9), Fund: employee, Amount: 300 * yuan},
		event.TransferPaid{Fact: one("ZY-2", on+10), Fund: employee, Amount: 200 * yuan},
		event.TransferReturned{Fact: one("ZY-3", on+11), Fund: employee, Amount: 50 * yuan},
		event.OtherPaid{Fact: one("Q-2", on+12), Fund: employee, Part: fund.Personal, Amount: 7 * yuan},
		event.SplitCorrected{Fact: none("X-5", date(2026, 1, 8)), Fund: employee, Part: fund.Pool, Amount: 5 * yuan},
		event.BalanceAdjusted{Fact: none("SJ-1", date(2026, 1, 9)), Fund: employee, Part: fund.Pool, Amount: -3 * yuan, Cause: "审计调整"},
	}
}

// corrections are a reversal in the year, the closing of a month, a fact of it
// that comes in late, and a reversal across years.
func corrections() []event.Event {
	twice := event.SubsidyReceived{Fact: one("G-3", date(2025, 8, 1)), Fund: resident, Amount: 40 * yuan}
	wrong := event.PenaltyReceived{Fact: one("W-2", date(2025, 10, 1)), Fund: resident, Amount: 60 * yuan}
	late := one("R-4", date(2025, 12, 20))
	late.BookedOn = date(2026, 1, 1)
	tooMuch := event.OtherReceived{Fact: one("Q-1", date(2025, 5, 7)), Fund: resident, Amount: 35 * yuan}
	right := event.OtherReceived{Fact: one("Q-1", date(2025, 5, 7)), Fund: resident, Amount: 30 * yuan}
	right.BookedOn, right.BookedFor = date(2026, 1, 1), date(2025, 5, 7)
	corrected := Reversal(none("CX-3", date(2025, 5, 7)), "fund-441300.390-2025", tooMuch).CorrectedBy(right)
	corrected.BookedOn = date(2026, 1, 1)
	return []event.Event{
		twice, wrong,
		Reversal(none("CX-1", date(2025, 9, 1)), "fund-441300.390-2025", twice),
		event.PeriodClosed{Fact: none("J-2025-12", date(2025, 12, 31)), Fund: resident, Period: "2025-12", Balances: decemberBalances},
		event.ReimbursementPaid{Fact: late, Fund: resident, Care: fund.OtherCare, Amount: 20 * yuan},
		event.NumberingDeclared{Fact: none("BH-1", date(2026, 1, 5)), Region: region, Facts: "premium.received", Begins: event.EachYear, AppliesOn: date(2026, 1, 1)},
		event.ClockAcknowledged{Fact: none("SZ-1", date(2026, 1, 8)), OfPosition: 3},
		Reversal(none("CX-2", date(2026, 1, 9)), "fund-441300.390-2025", wrong),
		corrected, right,
	}
}

// decemberBalances is what stood in the resident fund's books at the end of 2025,
// with what was booked in 2024 in 3001.
const decemberBalances event.Balances = "1003 41538.00; 1004 2870.00; 110101 300.00; 110109 400.00; 200103 200.00; 200109 150.00; " +
	"2101 100.00; 3001 10380.00; 4001 34062.00; 4101 878.00; 4201 30.00; 4401 2000.00; 4501 1295.00; " +
	"500101 600.00; 500102 1500.00; 5101 900.00; 5302 500.00; 5401 487.00"

// budgets is a budget of a year, with two adjustments of a line, and one that was wrong.
func budgets() []event.Event {
	approved, document := date(2025, 2, 20), "惠市人常〔2025〕3号"
	wrong := event.BudgetAdjusted{Fact: none("惠市人常〔2025〕19号", date(2025, 10, 9)), Fund: resident, Year: 2025, Line: budget.Interest,
		Amount: 9 * yuan, Cause: "录错"}
	return []event.Event{
		event.BudgetApproved{Fact: none(document, approved), Fund: resident, Year: 2025, Line: budget.Premiums, Amount: 35_000 * yuan},
		event.BudgetApproved{Fact: none(document, approved), Fund: resident, Year: 2025, Line: budget.Assisted, Amount: 4_000 * yuan},
		event.BudgetApproved{Fact: none(document, approved), Fund: resident, Year: 2025, Line: budget.Interest, Amount: 0},
		event.BudgetApproved{Fact: none(document, approved), Fund: resident, Year: 2025, Line: budget.Opening, Amount: 10_000 * yuan},
		event.BudgetApproved{Fact: none(document, approved), Fund: aid, Year: 2025, Line: budget.Benefits, Amount: 5_000 * yuan},
		event.BudgetAdjusted{Fact: none("惠市人常〔2025〕18号", date(2025, 9, 30)), Fund: resident, Year: 2025, Line: budget.Premiums,
			Amount: 34_000 * yuan, Cause: "参保人数减少"},
		event.BudgetAdjusted{Fact: none("惠市人常〔2025〕11号", date(2025, 6, 30)), Fund: resident, Year: 2025, Line: budget.Premiums,
			Amount: 36_000 * yuan, Cause: "缴费标准提高"}, // late
		wrong, Reversal(none("CX-31", date(2025, 10, 10)), "budget-441300.390-2025", wrong),
		event.PremiumReceived{Fact: one("P-9", date(2025, 9, 1)), Fund: resident, Payer: event.PaidByTreasury, Amount: 12 * yuan},
		event.SubsidyReceived{Fact: one("G-9", date(2025, 9, 2)), Fund: resident, Purpose: event.StandardSubsidy, Amount: 8 * yuan},
	}
}

const hash event.Hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

func reports() []event.Event {
	return []event.Event{
		event.PersonsInsured{Fact: event.Fact{Document: "H-2", OccurredOn: date(2025, 12, 31), Count: 4_970_000}, Fund: resident},
		event.PersonsInsured{Fact: event.Fact{Document: "H-1", OccurredOn: date(2025, 6, 30), Count: 4_966_700}, Fund: resident}, // late
		event.ReportIssued{Fact: none("BG-1", date(2026, 1, 12)), Region: region, Span: "2025", Edition: 1, Language: event.Chinese,
			FrozenAt: 40, Root: hash, Template: "1", HTML: hash, PDF: hash},
		event.ReportIssued{Fact: none("BG-2", date(2026, 1, 13)), Region: region, Span: "2025", Edition: 2, Language: event.Chinese,
			FrozenAt: 41, Root: hash, Checkpoint: hash, Template: "1", XLSX: hash},
		event.StatisticReported{Fact: none("X-1", date(2025, 12, 31)), Region: region, Topic: "crossregion", Metric: "direct_settlement_rate", Value: "98.66", Unit: "percent"},
	}
}
