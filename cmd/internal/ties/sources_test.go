package ties_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/ties"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/projections/balances"
	"github.com/fundledger/fundledger/projections/recoveries"
	"github.com/fundledger/fundledger/projections/statistics"
	"github.com/fundledger/fundledger/testdata/figures"
)

// recorded returns the views of the facts that were recorded from what four
// bureaux published.
func recorded(t *testing.T) ties.Views {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(figures.Events)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	v := ties.Views{Balances: new(balances.View), Recoveries: new(recoveries.View), Statistics: new(statistics.View)}
	for _, row := range rows[1:] {
		cell := func(field string) string {
			if i := slices.Index(rows[0], field); i >= 0 {
				return row[i]
			}
			return ""
		}
		fact, problems := event.Parse(row[0], cell)
		if len(problems) > 0 {
			t.Fatalf("%s: %v", cell("document"), problems)
		}
		for _, view := range []interface{ Apply(ledger.Entry) error }{v.Balances, v.Recoveries, v.Statistics} {
			if err := view.Apply(ledger.Entry{Event: fact}); err != nil {
				t.Fatal(err)
			}
		}
	}
	return v
}

// sources is every published figure on recoveries, fines, institutions,
// enforcement and relief, by region: how it ties and where in the ledger it
// comes from. What is restated is implied by nothing else that was published.
const sources = `
441300 recovery/prepayment_reminder_averted, derived: statistics 2021-2025 441300.all: prevented before payment (no cash), reminder before payment
441300 recovery/smart_audit_denied, derived: statistics 2021-2025 441300.all: prevented before payment (no cash), smart audit
441300 recovery/self_check_returned, derived: statistics 2021-2025 441300.all: clawback received, self-check
441300 recovery/inspection_recovered, derived: statistics 2021-2025 441300.all: clawback received, inspection
441300 recovery/headline_total, checked: sum of the four channels: cash 378,335,700.00 + no cash 138,600,800.00
441300 fine/fines_imposed, derived: statistics 2021-2025 441300: fines imposed (to the treasury)
441300 fine/penalty_cases, derived: statistics 2021-2025 441300: fines imposed (to the treasury)
441300 institution/agreements_terminated, derived: statistics 2021-2025 441300: agreements terminated
441300 institution/agreements_suspended, derived: statistics 2021-2025 441300: agreements suspended
441300 enforcement/cases_to_police, derived: statistics 2021-2025 441300: cases handed over, police
441300 relief/assisted_participation_persons, derived: statistics 2021-2025 441300.610: assisted participation (person-times)
441300 relief/assisted_participation_amount, derived: statistics 2021-2025 441300.610: assisted participation (person-times)
441300 relief/relief_person_times, derived: statistics 2021-2025 441300.610: relief (person-times)
441300 relief/relief_amount, derived: statistics 2021-2025 441300.610: relief (person-times)
421200 enforcement/violations_found_amount, derived: statistics 2025 421200.all: losses determined
421200 enforcement/cases_published, derived: statistics 2025 421200: cases published
421200 enforcement/fine_multiple, checked: within 2 to 5 times (State Council Order 735 art. 40)
421200 institution/three_fakes_inspected, restated: reported statistic, document 咸宁-12
421200 relief/family_total_cost, restated: reported statistic, document 咸宁-13
421200 relief/family_relief_amount, derived: statistics 2022 421200.610: relief (person-times)
430522 relief/assisted_participation_persons, derived: statistics 2021-2025 430522.610: assisted participation (person-times)
430522 relief/assisted_participation_amount, derived: statistics 2021-2025 430522.610: assisted participation (person-times)
430522 relief/relief_person_times, derived: statistics 2021-2025 430522.610: relief (person-times)
430522 relief/relief_amount, derived: statistics 2021-2025 430522.610: relief (person-times)
430522 relief/annual_cap, checked: the limit in the ledger; one fen more is refused
430522 recovery/recovered_amount, derived: statistics 2021-2025 430522.all: recovered, sum of the channels: not split by channel 209,831,000.00 + special check 169,000.00
430522 institution/sanctioned, restated: reported statistic, document 新邵-08
430522 recovery/sample_audit_denied, derived: statistics 2021-2025 430522.all: prevented before payment (no cash), sample audit
430522 fine/fines_imposed, derived: statistics 2021-2025 430522: fines imposed (to the treasury)
430522 institution/pharmacy_agreements_suspended, derived: statistics 2021-2025 430522: agreements suspended, pharmacy
430522 institution/pharmacy_agreements_terminated, derived: statistics 2021-2025 430522: agreements terminated, pharmacy
430522 institution/hospital_departments_suspended, derived: statistics 2021-2025 430522: departments suspended, hospital
430522 recovery/smart_audit_denied, derived: statistics 2025 430522.all: prevented before payment (no cash), smart audit
430522 enforcement/suspicious_records, restated: reported statistic, document 新邵-15
430522 recovery/special_check_recovered, derived: statistics 2025 430522.all: clawback received, special check
430000 recovery/recovered_including_fines, restated: statistics 2022 430000: recovered including fines (cannot be split)
430000 recovery/self_surrender_returned, derived: statistics 2022 430000.all: clawback received, self-surrender
430000 enforcement/subject_kinds, checked: kinds of subject that the ledger tells apart
`

func TestSources(t *testing.T) {
	published, err := ties.Read(figures.Published)
	if err != nil {
		t.Fatal(err)
	}
	results, err := ties.Compare(published, recorded(t))
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, r := range results {
		if !r.Ties {
			t.Errorf("%s does not tie: %+v", r.Figure.Name(), r)
		}
		switch r.Figure.Subject {
		case "recovery", "fine", "institution", "enforcement", "relief":
			fmt.Fprintf(&got, "%s %s/%s, %s: %s\n", r.Figure.Region, r.Figure.Subject, r.Figure.Metric, r.Kind, r.How.EN)
		}
	}
	if want := strings.TrimPrefix(sources, "\n"); got.String() != want {
		t.Errorf("the figures come from\n%s\nwant\n%s", got.String(), want)
	}
}

// Recoveries and fines that were published as one amount are money of no fund:
// the only income of 湖南 is what one person returned.
func TestMixedFigureIsInNoFund(t *testing.T) {
	rows, err := recorded(t).Balances.AsOf(0)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(rows, func(r balances.Row) bool { return r.Fund == "430000.all" })
	if i < 0 || rows[i].Income.String() != "20000.00" || !rows[i].Expense.IsZero() {
		t.Errorf("430000.all: %+v", rows)
	}
}
