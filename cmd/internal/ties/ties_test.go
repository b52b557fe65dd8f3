package ties_test

import (
	"fmt"
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

const header = "region_code,region,period,subject,metric,value,unit,precision,note\n"

// views returns the views of facts about a fund that is established, each given
// as "type field=value …".
func views(t *testing.T, facts ...string) ties.Views {
	t.Helper()
	v := ties.Views{Balances: new(balances.View), Recoveries: new(recoveries.View), Statistics: new(statistics.View)}
	facts = append([]string{"fund.established fund=441300.all name=all occurred_on=2020-12-31"}, facts...)
	for i, words := range facts {
		wire, rest, _ := strings.Cut(words, " ")
		given := map[string]string{"document": fmt.Sprint("T-", i)}
		for _, word := range strings.Fields(rest) {
			name, value, _ := strings.Cut(word, "=")
			given[name] = value
		}
		fact, problems := event.Parse(wire, func(field string) string { return given[field] })
		if len(problems) > 0 {
			t.Fatalf("%s: %v", words, problems)
		}
		for _, view := range []interface{ Apply(ledger.Entry) error }{v.Balances, v.Recoveries, v.Statistics} {
			if err := view.Apply(ledger.Entry{Event: fact}); err != nil {
				t.Fatal(err)
			}
		}
	}
	return v
}

// compare returns how the figures of a file tie with the facts.
func compare(t *testing.T, file string, facts ...string) []ties.Result {
	t.Helper()
	published, err := ties.Read([]byte(header + file))
	if err != nil {
		t.Fatal(err)
	}
	results, err := ties.Compare(published, views(t, facts...))
	if err != nil {
		t.Fatal(err)
	}
	return results
}

func TestRead(t *testing.T) {
	published, err := ties.Read(figures.Published)
	if err != nil || len(published) != strings.Count(strings.TrimSpace(string(figures.Published)), "\n") {
		t.Fatalf("%d figures, %v", len(published), err)
	}
	if name := published[8].Name(); name != "441300 2021/2025 recovery/headline_total" {
		t.Errorf("named %s", name)
	}
	for what, file := range map[string]string{
		"empty":            "",
		"another header":   "region,period\n1,2\n",
		"a short row":      header + "441300,惠州市,2025\n",
		"no number":        header + "441300,惠州市,2025,all,insured_persons,many,person,1,\n",
		"no precision":     header + "441300,惠州市,2025,all,insured_persons,1,person,,\n",
		"precision of 0":   header + "441300,惠州市,2025,all,insured_persons,1,person,0,\n",
		"precision below0": header + "441300,惠州市,2025,all,insured_persons,1,person,-1,\n",
	} {
		if _, err := ties.Read([]byte(file)); err == nil {
			t.Errorf("%s: no error", what)
		}
	}
	if _, err := ties.Compare([]ties.Figure{{Region: "441300", Period: "soon", Subject: "all", Metric: "x"}}, views(t)); err == nil {
		t.Error("a period that is none: no error")
	}
}

// A figure ties when the ledger's, rounded half up to the last printed digit,
// is the published one.
func TestRounding(t *testing.T) {
	for amount, ties := range map[string]bool{
		"516949999.99": false, "516950000.00": true, "517000000.00": true, "517049999.99": true, "517050000.00": false, "517000000.01": true,
	} {
		r := compare(t, "441300,惠州市,2025,relief,relief_amount,517000000.00,yuan,100000,5.170亿元\n",
			"relief.paid fund=441300.610 occurred_on=2025-12-31 count=0 amount="+amount)[0]
		if r.Ties != ties || !r.Found || r.Ledger.StringFixed(2) != amount {
			t.Errorf("%s: ties %v, ledger %s", amount, r.Ties, r.Ledger)
		}
	}
}

// Each figure, the facts with which it ties, and facts with which it does not.
func TestFigures(t *testing.T) {
	const aid, all = " fund=441300.610 occurred_on=2025-12-31", " fund=441300.all occurred_on=2025-12-31"
	denied := "claim.denied count=0 amount=2 channel=smart_audit" + all
	corrected := "claim.corrected count=0 amount=1" + all
	self := "clawback.received case=a count=0 amount=3 channel=self_check" + all
	inspected := "clawback.received case=b count=0 amount=4 channel=inspection" + all
	found := "loss.determined case=a count=0 amount=7" + all
	special, rest := strings.Replace(inspected, "inspection", "special_check", 1), strings.Replace(self, "self_check", "unspecified", 1)
	const police, published = "case.transferred case=a region=441300 occurred_on=2025-12-31 authority=police count=7", "case.published case=a region=441300 occurred_on=2025-12-31 count=7"
	mixed := "recovery.reported region=441300 occurred_on=2025-12-31 count=0 amount=7"
	stat := func(topic, metric, value, unit string) string {
		return fmt.Sprintf("statistic.reported region=441300 occurred_on=2025-12-31 topic=%s metric=%s value=%s unit=%s", topic, metric, value, unit)
	}
	for _, c := range []struct {
		figure string // subject,metric,value,unit
		kind   ties.Kind
		facts  []string
		not    [][]string
	}{
		{"all,cumulative_balance,7,yuan", ties.Restated, []string{"fund.opened amount=7" + all}, [][]string{{"fund.opened amount=8" + all}, {"interest.received amount=7" + all}}},
		{"all,cumulative_balance,7,yuan", ties.Derived, []string{"fund.opened amount=5 fund=441300.all occurred_on=2024-12-31", "interest.received amount=2" + all}, nil},
		{"all,insured_persons,7,person", ties.Restated, []string{"persons.insured count=7" + all}, [][]string{{"persons.insured count=8" + all}}},
		{"relief,relief_person_times,7,person_time", ties.Derived, []string{"relief.paid amount=1 count=7" + aid}, [][]string{{"relief.paid amount=1 count=7" + aid, "relief.paid amount=1 count=0" + aid}}},
		{"recovery,smart_audit_denied,2,yuan", ties.Derived, []string{denied}, [][]string{{strings.Replace(denied, "count=0", "count=9", 1)}, {corrected}}},
		{"recovery,headline_total,10,yuan", ties.Checked, []string{denied, corrected, self, inspected},
			[][]string{{denied, corrected, self}, {denied, corrected, self, inspected, inspected}}},
		{"recovery,self_surrender_returned,3,yuan", ties.Derived, []string{"clawback.received case=a subject=insured_person amount=3 channel=self_surrender" + all}, [][]string{{"clawback.received case=a count=2 amount=3 channel=self_surrender" + all}}},
		{"fine,fines_imposed,3,yuan", ties.Derived, []string{"fine.imposed case=a region=441300 count=0 amount=3 occurred_on=2025-12-31"}, [][]string{{"fine.imposed case=a region=441300 count=5 amount=3 occurred_on=2025-12-31"}}},
		{"recovery,special_check_recovered,4,yuan", ties.Derived, []string{special, rest}, [][]string{{inspected}, {strings.Replace(special, "count=0", "count=9", 1)}}},
		{"recovery,recovered_amount,7,yuan", ties.Derived, []string{special, rest},
			[][]string{{}, {special}, {rest}, {special, rest, self}, {special, strings.Replace(rest, "count=0", "count=9", 1)},
				{special, strings.Replace(rest, "2025-12-31", "2024-12-31", 1)}}},
		{"recovery,recovered_including_fines,7,yuan", ties.Restated, []string{mixed}, [][]string{{special, rest}, {strings.Replace(mixed, "count=0", "count=9", 1)}, {stat("recovery", "recovered_including_fines", "7", "yuan")}}},
		{"enforcement,violations_found_amount,7,yuan", ties.Derived, []string{found}, [][]string{{special, rest}, {strings.Replace(found, "count=0", "count=9", 1)}}},
		{"enforcement,cases_to_police,7,case", ties.Derived, []string{police}, [][]string{{strings.Replace(police, "police", "health", 1)}, {police, strings.Replace(police, "count=7", "count=0", 1)}}},
		{"enforcement,cases_published,7,case", ties.Derived, []string{published}, [][]string{{police}, {stat("enforcement", "cases_published", "7", "case")}}},
		{"benefit,resident_inpatient_ratio,65,percent", ties.Restated, []string{stat("benefit", "resident_inpatient_ratio", "65", "percent")}, [][]string{{stat("benefit", "resident_inpatient_ratio", "65", "ratio")}, {stat("benefit", "other", "65", "percent")}, {stat("benefit", "resident_inpatient_ratio", "66", "percent")}}},
		{"enforcement,fine_multiple,3,multiple", ties.Checked, []string{stat("enforcement", "fine_multiple", "3.0", "multiple")}, [][]string{{}}},
		{"enforcement,fine_multiple,6,multiple", ties.Checked, nil, [][]string{{stat("enforcement", "fine_multiple", "6", "multiple")}}},
		{"enforcement,subject_kinds,6,kind", ties.Checked, []string{}, nil},
		{"relief,annual_cap,80000,yuan", ties.Checked, []string{"limit.set region=441300 limit=relief_annual_cap amount=80000 occurred_on=2021-01-01"}, [][]string{{}, {"limit.set region=430522 limit=relief_annual_cap amount=80000 occurred_on=2021-01-01"}, {"limit.set region=441300 limit=relief_annual_cap amount=80001 occurred_on=2021-01-01"}}},
		{
			"benefit,chronic_reviewed,9,person", ties.Checked,
			[]string{stat("benefit", "chronic_reviewed", "9", "person"), stat("benefit", "chronic_kept", "6", "person"), stat("benefit", "chronic_removed", "3", "person")},
			[][]string{{stat("benefit", "chronic_reviewed", "9", "person"), stat("benefit", "chronic_kept", "6", "person"), stat("benefit", "chronic_removed", "4", "person")}, {stat("benefit", "chronic_reviewed", "9", "person"), stat("benefit", "chronic_kept", "6", "person")}},
		},
	} {
		row := "441300,惠州市,2025-12-31," + c.figure + ",1,\n"
		if c.facts != nil {
			if r := compare(t, row, c.facts...)[0]; !r.Ties || r.Kind != c.kind || r.How.IsZero() || r.How.ZH == r.How.EN {
				t.Errorf("%s with %q: %+v", c.figure, c.facts, r)
			}
		}
		for _, facts := range c.not {
			if r := compare(t, row, facts...)[0]; r.Ties {
				t.Errorf("%s ties with %q: %+v", c.figure, facts, r)
			}
		}
	}
}

// A number of cases that was published beside an amount may stand in the ledger.
func TestPublishedCasesMayStand(t *testing.T) {
	fine := "fine.imposed case=a region=441300 count=5 amount=3 occurred_on=2025-12-31"
	for _, r := range compare(t, "441300,惠州市,2025,fine,fines_imposed,3,yuan,1,\n441300,惠州市,2025,fine,penalty_cases,5,case,1,\n", fine) {
		if !r.Ties {
			t.Errorf("%s does not tie: %+v", r.Figure.Name(), r)
		}
	}
}

// A total over several years is not found under one of them.
func TestPeriods(t *testing.T) {
	total := "reimbursement.paid fund=441300.all since=2021-01-01 occurred_on=2025-12-31 count=9 amount=5"
	for period, ties := range map[string]bool{"2021/2025": true, "2021-01-01/2025-12-31": true, "2025": false, "2021/2024": false, "2025-12-31": false} {
		if r := compare(t, "441300,惠州市,"+period+",all,reimbursed_amount,5,yuan,1,\n", total)[0]; r.Ties != ties || r.Found != ties {
			t.Errorf("%s: %+v", period, r)
		}
	}
}

func TestKindsHaveNames(t *testing.T) {
	for _, k := range []ties.Kind{ties.Derived, ties.Restated, ties.Checked} {
		if name := k.Name(); name.EN != string(k) || name.ZH == "" || name.ZH == name.EN {
			t.Errorf("%s is called %v", k, name)
		}
	}
}
