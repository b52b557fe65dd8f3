package statistics_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/projtest"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/statistics"
)

func TestView(t *testing.T) {
	projtest.Run(t, func() replay.View { return new(statistics.View) }, projtest.History(), "../../testdata/projections/statistics.txt")
}

func view(t *testing.T, history []ledger.Entry) *statistics.View {
	t.Helper()
	v := new(statistics.View)
	for _, entry := range history {
		if err := v.Apply(entry); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

// What a report must show of the history: periods of totals stay whole,
// headcounts are of the latest day, fines stand under a region.
func TestAsOf(t *testing.T) {
	v := view(t, projtest.History())
	end, middle := fund.Date(0), fund.NewDate(2025, 6, 30)
	for _, test := range []struct {
		on   fund.Date
		want string // period, region, fund, item, detail: amount, count, vague
	}{
		{end, "2024-2025 441300 441300.390 subsidies : 670.00 0 1"},
		{end, "2024 441300 441300.390 premiums : 380.00 1 0"},
		{end, "2025 441300 441300.390 premiums : 30412.00 77 0"},
		{end, "2025 441300 441300.390 premiums_refunded : 530.00 2 0"},
		{end, "2025 441300 441300.390 assisted_premiums : 3800.00 10 0"},
		{end, "2025 441300 441300.610 assisted_participation : 3800.00 10 0"},
		{end, "2025 441300 441300.310 benefits : 1230.00 58840001 2"}, // two settlements from which money was kept,
		{end, "2025 441300 441300.390 benefits : 2626.87 3 1"},        // what was set off has no number
		{end, "2025 441300 441300.390 other_income : 50.00 2 0"},      // one was suspense money,
		{end, "2025 441300 441300.310 other_expense : 7.00 1 0"},
		{end, "2025 441300 441300.390 other_expense : 107.00 2 0"}, // a prepayment written off, interest on a loan
		{end, "2025 441300 441300.390 interest : 30.00 1 0"},
		{end, "2025 441300 441300.390 grants_received upper: 2000.00 1 0"},
		{end, "2025 441300 441300.310 grants_received lower: 250.00 1 0"},
		{end, "2025 441300 441300.390 grants_paid lower: 500.00 1 0"},
		{end, "2025 441300 441300.310 grants_paid upper: 25.00 1 0"},
		{end, "2025 441300 441300.390 insurer_paid : 1000.00 1 0"},
		{end, "2025 441300 441300.390 insurer_returned : 100.00 1 0"},
		{end, "2025 441300 441300.310 transfers_in : 300.00 1 0"},
		{end, "2025 441300 441300.310 transfers_out : 200.00 1 0"},
		{end, "2025 441300 441300.310 transfers_returned : 50.00 1 0"},
		{fund.NewDate(2025, 8, 31), "2025 441300 441300.390 subsidies : 240.00 2 0"}, // one was reversed the day after
		{fund.NewDate(2025, 10, 1), "2025 441300 441300.390 contract_penalties : 560.00 2 0"},
		{end, "2025 441300 441300.390 contract_penalties : 500.00 1 0"}, // one was reversed in 2026
		{end, "2026 441300 441300.390 benefits_reversed : 100.00 1 0"},
		{end, "2025 441300 441300.390 denied_before_payment reminder: 12.00 1 0"},
		{end, "2025 441300 441300.390 denied_before_payment smart_audit: 30.00 1 0"},
		{end, "2025 441300 441300.390 recovered inspection: 1100.00 2 0"},
		{end, "2025 441300 441300.390 recovered self_check: 80.00 1 0"},
		{end, "2025 441300  fines_imposed : 5400.00 2 0"}, // one under two articles; one more was reversed
		{fund.NewDate(2025, 9, 29), "2025 441300  fines_imposed : 15400.00 3 0"},
		{end, "2025 441300  fines_paid : 5400.00 3 0"},
		{end, "2025 441300  fines_paid surcharge: 600.00 1 0"},
		{end, "2025 441300  fines_paid confiscation: 70.00 1 0"},
		{end, "2025 441300  fines_waived : 250.00 1 0"},
		{end, "2025 441300  fines_waived surcharge: 700.00 1 0"},
		{end, "2025 441300  fines_refunded : 240.00 1 0"},
		{end, "2025 441300  surcharges_imposed : 1400.00 1 0"},
		{end, "2025 441300  gains_confiscated : 70.00 1 0"},
		{end, "2025 441300  recovered_including_fines : 7880.00 0 1"},
		{fund.NewDate(2026, 1, 9), "2024 441300  recovered_including_fines : 23.00 3 0"}, // reversed the day after
		{end, "2025 441300  cases_opened flying_inspection: 0.00 1 0"},
		{end, "2025 441300  cases_opened public_report: 0.00 1 0"},
		{end, "2025 441300  findings 38: 0.00 1 0"},
		{end, "2025 441300  findings 40: 0.00 1 0"},
		{end, "2025 441300  online_settlements_suspended : 0.00 1 0"},
		{end, "2025 441300  cases_handed_over police: 0.00 1 0"},
		{end, "2025 441300  cases_published : 0.00 89 0"}, // one, and a total of 88
		{end, "2025 441300  cases_closed unenforceable: 0.00 1 0"},
		{end, "2025 441300  cases_reopened : 0.00 1 0"},
		{end, "2025 441300  agreements_signed hospital: 0.00 1 0"},
		{end, "2025 441300  payments_held hospital: 0.00 1 0"},
		{end, "2025 441300  payments_released hospital: 0.00 1 0"},
		{end, "2025 441300 441300.310 losses_determined 38: 500.00 1 0"},
		{end, "2025 441300 441300.310 clawback_ordered flying_inspection: 800.00 1 0"},
		{end, "2025 441300 441300.310 clawback_annulled : 150.00 1 0"},
		{end, "2025 441300 441300.310 clawback_refunded : 120.00 1 0"},
		{end, "2026 441300 441300.310 clawback_refunded : 20.00 1 0"},
		{end, "2025 441300 441300.310 recovered flying_inspection: 450.00 1 0"}, // and two that were reversed
		{end, "2025 441300 441300.310 recovered_by_set_off flying_inspection: 300.00 1 0"},
		{end, "2026 441300 441300.390 recovered_by_set_off flying_inspection: 50.00 1 0"},
		{end, "2026 441300 441300.390 benefits : 50.00 0 1"},
		{end, "2025 441300 441300.310 contract_penalties_charged : 400.00 1 0"},
		{end, "2025 441300  institutions_designated : 0.00 2 0"},
		{end, "2025 441300  departments_suspended hospital: 0.00 2 0"},
		{end, "2025 441300  agreements_suspended pharmacy: 0.00 1 0"},
		{end, "2025 441300  agreements_resumed pharmacy: 0.00 1 0"},
		{end, "2025 441300  agreements_terminated pharmacy: 0.00 1679 0"},
		{end, "2025 441300 441300.390 persons_insured : 0.00 4970000 0"},
		{middle, "2025 441300 441300.390 persons_insured : 0.00 4966700 0"},
		{middle, "2025 441300 441300.390 premiums : 30400.00 76 0"},
		{middle - 1, "2025 441300 441300.390 premiums : 400.00 1 0"},
	} {
		rows := v.AsOf(test.on)
		var lines []string
		for _, r := range rows {
			lines = append(lines, fmt.Sprintf("%s %s %s %s %s: %s %s %d", r.Period, r.Region, r.Fund, r.Item, r.Detail, r.Amount, r.Count, r.Vague))
		}
		if !slices.Contains(lines, test.want) {
			t.Errorf("as of %s there is no\n%s\nin\n%s", test.on, test.want, strings.Join(lines, "\n"))
		}
	}
	if rows := v.AsOf(fund.NewDate(2024, 11, 19)); len(rows) != 0 {
		t.Errorf("before anything: %v", rows)
	}
}

// What counts from its day on, and what has no figure: nothing is shown of it.
func TestRims(t *testing.T) {
	day := fund.NewDate(2025, 5, 6)
	f := event.Fact{Document: "D", OccurredOn: day, Count: 1}
	limit := event.LimitSet{Fact: f, Region: "441300", Limit: event.ReliefAnnualCap, Amount: 7}
	stated := event.StatisticReported{Fact: f, Region: "441300", Topic: "crossregion", Metric: "rate", Value: "1", Unit: "percent"}
	for _, test := range []struct {
		name  string
		facts []event.Event
		on    fund.Date
		want  string
	}{
		{"a loan without interest", []event.Event{event.LoanRepaid{Fact: f, Fund: "441300.390", Amount: 7}}, 0, ""},
		{"a fen of interest", []event.Event{event.LoanRepaid{Fact: f, Fund: "441300.390", Amount: 7, Interest: 1}}, 0, "2025 441300 441300.390 other_expense : 0.01 1 0 \n"},
		{"a bond at its cost", []event.Event{event.BondRedeemed{Fact: f, Fund: "441300.390", Amount: 7, Cost: 7}}, 0, ""},
		{"a bond at a fen more", []event.Event{event.BondRedeemed{Fact: f, Fund: "441300.390", Amount: 8, Cost: 7}}, 0, "2025 441300 441300.390 interest : 0.01 1 0 \n"},
		{"a reported figure on its day", []event.Event{stated}, day, "2025 441300  reported crossregion/rate: 0.00 0 0 1\n"},
		{"the day before", []event.Event{stated}, day - 1, ""},
		{"the other was reversed", []event.Event{limit, stated, reversal(limit, day)}, 0, "2025 441300  reported crossregion/rate: 0.00 0 0 1\n"},
		{"all reversed", []event.Event{limit, reversal(limit, day)}, 0, ""},
		{"a headcount on its day", []event.Event{event.PersonsInsured{Fact: f, Fund: "441300.390"}}, day, "2025 441300 441300.390 persons_insured : 0.00 1 0 \n"},
		{"the day before", []event.Event{event.PersonsInsured{Fact: f, Fund: "441300.390"}}, day - 1, ""},
	} {
		var history []ledger.Entry
		for _, e := range test.facts {
			history = append(history, ledger.Entry{Event: e})
		}
		if got := figures(t, view(t, history), test.on); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestSumsAreWide(t *testing.T) {
	fine := ledger.Entry{Event: event.FineImposed{
		Fact: event.Fact{Document: "D", OccurredOn: fund.NewDate(2025, 1, 1), Count: math.MaxInt64}, Region: "441300", Amount: math.MaxInt64,
	}}
	rows := view(t, []ledger.Entry{fine, fine}).AsOf(0)
	if len(rows) != 1 || rows[0].Amount.String() != "184467440737095516.14" || rows[0].Count.String() != "18446744073709551614" {
		t.Errorf("%+v", rows)
	}
}

func TestEveryItemHasAName(t *testing.T) {
	rows := view(t, projtest.History()).AsOf(0)
	for _, r := range rows {
		if name := r.Item.Name(); name.ZH == string(r.Item) || name.EN == "" {
			t.Errorf("%s: %+v", r.Item, name)
		}
	}
}

// A reversal leaves every figure as it was before the fact, under the fact's own
// period; of two headcounts of one day the other counts.
func TestReversal(t *testing.T) {
	on, reversedOn := fund.NewDate(2025, 12, 31), fund.NewDate(2026, 1, 12)
	fact := func(count int64) event.Fact { return event.Fact{Document: "N-9", OccurredOn: on, Count: count} }
	for _, e := range []event.Event{
		event.SubsidyReceived{Fact: fact(1), Fund: "441300.390", Amount: 7},
		event.SubsidyReceived{Fact: fact(0), Fund: "441300.390", Amount: 7},
		event.PremiumReceived{Fact: event.Fact{Document: "N-9", Since: fund.NewDate(2021, 1, 1), OccurredOn: on, Count: 9}, Fund: "441300.390", Amount: 7},
		event.PersonsInsured{Fact: fact(4_970_001), Fund: "441300.390"},
		event.PersonsInsured{Fact: fact(4_970_000), Fund: "441300.390"},
		event.PersonsInsured{Fact: fact(5), Fund: "441300.610"},
		event.LimitSet{Fact: fact(0), Region: "441300", Limit: event.ReliefAnnualCap, Amount: 7},
		event.StatisticReported{Fact: fact(0), Region: "441300", Topic: "crossregion", Metric: "rate", Value: "1", Unit: "percent"},
		event.InstitutionTerminated{Fact: fact(0), Region: "441300", Kind: event.KindPharmacy},
		event.CaseOpened{Fact: fact(1), Region: "441300", Case: "1", Channel: event.Inspection, Subject: event.Hospital},
		event.FindingRecorded{Fact: fact(1), Region: "441300", Case: "1", Finding: "1", Article: "38", Violation: "substitution"},
		event.LossDetermined{Fact: fact(1), Fund: "441300.390", Subject: event.Hospital, Case: "1", Amount: 7},
		event.ClawbackSetOff{Fact: fact(1), Fund: "441300.390", Subject: event.Hospital, Case: "1", Channel: event.Inspection, Amount: 7, Against: "J"},
		event.ClawbackAnnulled{Fact: fact(1), Fund: "441300.390", Case: "1", Amount: 7, Of: "D", Reason: event.Review},
		event.ClawbackRefunded{Fact: fact(1), Fund: "441300.390", Case: "1", Amount: 7, Of: "D", ReceivedYear: 2025},
		event.SurchargeImposed{Fact: fact(1), Region: "441300", Case: "1", Amount: 7, Of: "D"},
		event.GainConfiscated{Fact: fact(1), Region: "441300", Case: "1", Amount: 7},
		event.FinePaid{Fact: fact(1), Region: "441300", Subject: event.Hospital, Case: "1", Charge: event.Surcharge, Amount: 7},
		event.FineWaived{Fact: fact(1), Region: "441300", Case: "1", Amount: 7, Of: "D", Reason: event.Waived},
		event.FineRefunded{Fact: fact(1), Region: "441300", Case: "1", Amount: 7, Of: "D"},
		event.PenaltyCharged{Fact: fact(1), Fund: "441300.390", Case: "1", Amount: 7},
		event.SettlementSuspended{Fact: fact(0), Region: "441300", Case: "1", Article: "41", Until: on + 100},
		event.CaseTransferred{Fact: fact(0), Region: "441300", Case: "1", Authority: event.Health},
		event.CasePublished{Fact: fact(88), Region: "441300", Case: "1"},
		event.CaseClosed{Fact: fact(1), Region: "441300", Case: "1", Outcome: event.Executed},
		event.CaseReopened{Fact: fact(1), Region: "441300", Case: "1", Reason: event.Review},
		event.AgreementSigned{Fact: event.Fact{Document: "N-9", OccurredOn: on}, Region: "441300", Institution: "P44130200007", Until: on + 100},
		event.PaymentHeld{Fact: event.Fact{Document: "N-9", OccurredOn: on}, Region: "441300", Institution: "P44130200007", Case: "1"},
		event.PaymentReleased{Fact: event.Fact{Document: "N-9", OccurredOn: on}, Region: "441300", Institution: "P44130200007", Case: "1"},
		event.RecoveryReported{Fact: fact(0), Region: "441300", Amount: 7},
		event.FineImposed{Fact: fact(0), Region: "441300", Case: "1", Amount: 7},
	} {
		v := view(t, projtest.History())
		before := figures(t, v, 0)
		for i, said := range []event.Event{e, reversal(e, reversedOn)} {
			if err := v.Apply(ledger.Entry{Event: said}); err != nil {
				t.Fatal(err)
			}
			if now := figures(t, v, 0); i == 1 && now != before {
				t.Errorf("%+v was reversed:\n%s\nbefore:\n%s", e, now, before)
			}
		}
	}
	v := view(t, projtest.History())
	first, second := event.PersonsInsured{Fact: fact(1), Fund: "441300.610"}, event.PersonsInsured{Fact: fact(2), Fund: "441300.610"}
	second.Document = "N-10"
	for _, e := range []event.Event{first, second, reversal(first, reversedOn)} {
		if err := v.Apply(ledger.Entry{Event: e}); err != nil {
			t.Fatal(err)
		}
	}
	if now := figures(t, v, 0); !strings.Contains(now, "441300.610 persons_insured : 0.00 2 0") {
		t.Errorf("the headcount that stands is gone:\n%s", now)
	}
}

func figures(t *testing.T, v *statistics.View, on fund.Date) string {
	t.Helper()
	rows := v.AsOf(on)
	var out strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&out, "%s %s %s %s %s: %s %s %d %s\n", r.Period, r.Region, r.Fund, r.Item, r.Detail, r.Amount, r.Count, r.Vague, r.Value)
	}
	return out.String()
}

func reversal(e event.Event, on fund.Date) event.Event {
	return projtest.Reversal(event.Fact{Document: "CX-9", OccurredOn: on}, "stream-1", e)
}

// Bureaux count decisions by their document and cases by their number: what one
// decision says of two articles is one decision, a case handed over twice is one.
func TestCountedByDecisionAndCase(t *testing.T) {
	f := func(document string) event.Fact {
		return event.Fact{Document: document, OccurredOn: fund.NewDate(2025, 5, 6), Count: 1}
	}
	fine := func(number, document string, amount money.Fen) event.FineImposed {
		return event.FineImposed{Fact: f(document), Case: number, Region: "441300", Institution: "H44130200026", Amount: amount}
	}
	of := func(e event.FineImposed, article string) event.FineImposed {
		e.Article = law.Article(article)
		return e
	}
	total := fine("2025", "HZ", 900)
	total.Count = 20
	facts := []event.Event{
		of(fine("1", "JD-1", 100), "38"), of(fine("1", "JD-1", 200), "40"), fine("1", "JD-2", 300), // two decisions, one case
		fine("2", "JD-1", 400), // another case
		func() event.Event { e := fine("3", "JD-3", 0); e.Multiple = "3"; return e }(),
		total,
		event.CaseTransferred{Fact: f("Y-1"), Case: "1", Region: "441300", Authority: event.Police},
		event.CaseTransferred{Fact: f("Y-2"), Case: "1", Region: "441300", Authority: event.Police},
		event.CasePublished{Fact: f("B-1"), Case: "1", Region: "441300"}, event.CasePublished{Fact: f("B-2"), Case: "1", Region: "441300"},
		event.CasePublished{Fact: f("B-3"), Case: "2", Region: "441300"},
	}
	var history []ledger.Entry
	for _, e := range facts {
		history = append(history, ledger.Entry{Event: e})
	}
	reversed := projtest.Reversal(event.Fact{Document: "CX", OccurredOn: fund.NewDate(2025, 7, 1)}, "enforcement-441300.1", facts[2])
	history = append(history, ledger.Entry{Event: reversed})
	for on, want := range map[fund.Date][]string{
		fund.NewDate(2025, 6, 30): {"fines_imposed 19.00 24 23 1", "cases_handed_over 0.00 1 0 0", "cases_published 0.00 2 0 0"},
		0:                         {"fines_imposed 16.00 23 23 1", "cases_handed_over 0.00 1 0 0", "cases_published 0.00 2 0 0"},
	} {
		rows := view(t, history).AsOf(on)
		var got []string
		for _, r := range rows {
			got = append(got, fmt.Sprintf("%s %s %s %s %d", r.Item, r.Amount, r.Count, r.Cases, r.Silent))
		}
		if !slices.Equal(got, want) {
			t.Errorf("as of %s: %q, want %q", on, got, want)
		}
	}
}
