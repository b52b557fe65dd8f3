package agreements_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/aggregates/institution"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/agreement"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/projections/agreements"
	"github.com/fundledger/fundledger/projections/projtest"
	"github.com/fundledger/fundledger/projections/replay"
)

const (
	hospital = fund.Institution("H44130200026")
	region   = fund.Region("441300")
	bones    = "骨科"
)

func TestView(t *testing.T) {
	projtest.Run(t, func() replay.View { return new(agreements.View) }, projtest.History(), "../../testdata/projections/agreements.txt")
}

// day is a day of the year in which the agreements of the tests run.
func day(d int) fund.Date { return fund.NewDate(2025, 1, 1) + fund.Date(d) }

func fact(d int) event.Fact { return event.Fact{Document: "XY", OccurredOn: day(d), Count: 1} }

func designated(d int) event.Institution {
	return event.InstitutionDesignated{Fact: fact(d), Institution: hospital, Region: region, Name: "某医院", Grade: event.Tertiary}
}

func signed(d, until int) event.Institution {
	return event.AgreementSigned{Fact: fact(d), Institution: hospital, Region: region, Until: day(until)}
}

// suspended has no last day if until is 0, and is of the whole unless a department is named.
func suspended(d, until int, department string) event.Institution {
	e := event.InstitutionSuspended{Fact: fact(d), Institution: hospital, Region: region, Scope: scope(department), Department: department}
	if until != 0 {
		e.Until = day(until)
	}
	return e
}

func resumed(d int, department string) event.Institution {
	return event.InstitutionResumed{Fact: fact(d), Institution: hospital, Region: region, Scope: scope(department), Department: department}
}

func scope(department string) event.Scope {
	if department == "" {
		return event.Whole
	}
	return event.Department
}

func terminated(d int) event.Institution {
	return event.InstitutionTerminated{Fact: fact(d), Institution: hospital, Region: region}
}

func held(d int, number string) event.Institution {
	return event.PaymentHeld{Fact: fact(d), Institution: hospital, Region: region, Case: number}
}

func released(d int, number string) event.Institution {
	return event.PaymentReleased{Fact: fact(d), Institution: hospital, Region: region, Case: number}
}

// span is what a row says from a first to a last day.
type span struct {
	first, last  int
	status       agreement.Status
	since, until int // 0: none
	departments  []string
	holds        []string
}

const end = 120

// What the register says on every day is what the ledger decides payments on.
var lives = map[string]struct {
	facts []event.Institution
	spans []span
}{
	"designated": {
		[]event.Institution{designated(10)},
		[]span{{first: 0, last: 9, status: agreement.Unknown}, {first: 10, last: end, status: agreement.Active, since: 10}},
	},
	"a suspension with a last day": {
		[]event.Institution{designated(10), suspended(20, 30, "")},
		[]span{
			{first: 10, last: 19, status: agreement.Active, since: 10}, {first: 20, last: 30, status: agreement.Suspended, since: 20, until: 30},
			{first: 31, last: end, status: agreement.Active, since: 31},
		},
	},
	"a suspension of one day": {
		[]event.Institution{designated(10), suspended(20, 20, "")},
		[]span{{first: 20, last: 20, status: agreement.Suspended, since: 20, until: 20},
			{first: 21, last: end, status: agreement.Active, since: 21}},
	},
	"resumed before its last day": {
		[]event.Institution{designated(10), suspended(20, 30, ""), resumed(25, "")},
		[]span{{first: 20, last: 24, status: agreement.Suspended, since: 20, until: 30},
			{first: 25, last: end, status: agreement.Active, since: 25}},
	},
	"an open suspension, then ended": {
		[]event.Institution{designated(10), suspended(20, 0, ""), terminated(40)},
		[]span{{first: 20, last: 39, status: agreement.Suspended, since: 20}, {first: 40, last: end, status: agreement.Terminated, since: 40}},
	},
	"a term, and a gap before the next": {
		[]event.Institution{designated(10), signed(15, 30), signed(40, 50)},
		[]span{
			{first: 10, last: 14, status: agreement.Active, since: 10}, {first: 15, last: 30, status: agreement.Active, since: 10, until: 30},
			{first: 31, last: 39, status: agreement.Expired, since: 31, until: 30},
			{first: 40, last: 50, status: agreement.Active, since: 40, until: 50},
			{first: 51, last: end, status: agreement.Expired, since: 51, until: 50},
		},
	},
	"terms that follow each other": {
		[]event.Institution{designated(10), signed(10, 30), signed(31, 50)},
		[]span{
			{first: 10, last: 30, status: agreement.Active, since: 10, until: 30},
			{first: 31, last: 50, status: agreement.Active, since: 10, until: 50},
			{first: 51, last: end, status: agreement.Expired, since: 51, until: 50},
		},
	},
	"a term that ends while suspended": {
		[]event.Institution{designated(10), signed(10, 30), suspended(25, 40, "")},
		[]span{{first: 25, last: 40, status: agreement.Suspended, since: 25, until: 40},
			{first: 41, last: end, status: agreement.Expired, since: 41, until: 30}},
	},
	"designated again after the end": {
		[]event.Institution{designated(10), signed(10, 20), terminated(30), designated(50), signed(60, 70)},
		[]span{
			{first: 21, last: 29, status: agreement.Expired, since: 21, until: 20}, {first: 30, last: 49, status: agreement.Terminated, since: 30},
			{first: 50, last: 59, status: agreement.Active, since: 50}, {first: 60, last: 70, status: agreement.Active, since: 50, until: 70},
			{first: 71, last: end, status: agreement.Expired, since: 71, until: 70},
		},
	},
	"a department": {
		[]event.Institution{designated(10), suspended(20, 30, bones), suspended(25, 0, "内科"), resumed(35, "内科")},
		[]span{
			{first: 10, last: 19, status: agreement.Active, since: 10},
			{first: 20, last: 24, status: agreement.Active, since: 10, departments: []string{bones}},
			{first: 25, last: 30, status: agreement.Active, since: 10, departments: []string{"内科", bones}},
			{first: 31, last: 34, status: agreement.Active, since: 10, departments: []string{"内科"}},
			{first: 35, last: end, status: agreement.Active, since: 10},
		},
	},
	"a department, however its name is written": {
		[]event.Institution{designated(10), suspended(20, 30, "骨\u3000科"), suspended(25, 40, "内科"), resumed(28, "骨 科")},
		[]span{
			{first: 20, last: 24, status: agreement.Active, since: 10, departments: []string{"骨\u3000科"}},
			{first: 25, last: 27, status: agreement.Active, since: 10, departments: []string{"内科", "骨\u3000科"}},
			{first: 28, last: 40, status: agreement.Active, since: 10, departments: []string{"内科"}},
			{first: 41, last: end, status: agreement.Active, since: 10},
		},
	},
	"payments held for two cases": {
		[]event.Institution{designated(10), held(20, "17"), held(25, "18"), released(30, "17"), released(40, "18"), held(50, "17")},
		[]span{
			{first: 10, last: 19, status: agreement.Active, since: 10},
			{first: 20, last: 24, status: agreement.Active, since: 10, holds: []string{"17"}},
			{first: 25, last: 29, status: agreement.Active, since: 10, holds: []string{"17", "18"}},
			{first: 30, last: 39, status: agreement.Active, since: 10, holds: []string{"18"}},
			{first: 40, last: 49, status: agreement.Active, since: 10},
			{first: 50, last: end, status: agreement.Active, since: 10, holds: []string{"17"}},
		},
	},
}

func TestEveryDay(t *testing.T) {
	for name, life := range lives {
		v, state := new(agreements.View), institution.State{}
		for _, e := range life.facts {
			if _, err := institution.Decide(state, e); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			state = institution.Evolve(state, e)
			if err := v.Apply(ledger.Entry{Event: e}); err != nil {
				t.Fatal(err)
			}
		}
		for d := range end + 1 {
			r := v.Agreement(hospital, day(d))
			if r.Status != state.On(day(d)) {
				t.Errorf("%s, day %d: the register says %s, the ledger decides on %s", name, d, r.Status, state.On(day(d)))
			}
			samePayments(t, name, state, r, d)
		}
		for _, s := range life.spans {
			for _, d := range []int{s.first, (s.first + s.last) / 2, s.last} {
				r := v.Agreement(hospital, day(d))
				if r.Status != s.status || r.Since != dayOrNone(s.since) || r.Until != dayOrNone(s.until) ||
					!slices.Equal(r.Departments, s.departments) || !slices.Equal(r.Holds, s.holds) {
					t.Errorf("%s, day %d: %+v\nwant %+v", name, d, r, s)
				}
			}
		}
	}
}

func dayOrNone(d int) fund.Date {
	if d == 0 {
		return 0
	}
	return day(d)
}

// samePayments compares what the ledger refuses with what the row shows.
func samePayments(t *testing.T, name string, s institution.State, r agreements.Row, d int) {
	t.Helper()
	if r.Status != agreement.Active {
		return
	}
	for _, department := range []string{"", bones, "内科"} {
		want := ""
		switch {
		case slices.ContainsFunc(r.Departments, func(name string) bool { return event.NameOfAll(name) == event.NameOfAll(department) }):
			want = "department-suspended"
		case len(r.Holds) > 0:
			want = "payment-held"
		}
		got := ""
		if refused := (*refusal.Error)(nil); errors.As(institution.Payable(s, hospital, department, day(d), day(d)), &refused) {
			got = refused.Rule
		}
		if got != want {
			t.Errorf("%s, day %d, department %q: the ledger says %q, the register %q", name, d, department, got, want)
		}
	}
}

// An agreement that is concluded anew has all its departments.
func TestDesignatedAnewWithAllDepartments(t *testing.T) {
	v := new(agreements.View)
	for _, e := range []event.Institution{designated(10), suspended(20, 0, bones), suspended(21, 90, "内科"), terminated(30),
		designated(40), suspended(50, 0, "内科")} {
		if err := v.Apply(ledger.Entry{Event: e}); err != nil {
			t.Fatal(err)
		}
	}
	for d, want := range map[int]int{19: 0, 20: 1, 21: 2, 39: 2, 40: 0, 49: 0, 50: 1, 90: 1} {
		if r := v.Agreement(hospital, day(d)); len(r.Departments) != want {
			t.Errorf("day %d: %v are suspended, want %d", d, r.Departments, want)
		}
	}
}

// A fact that was reversed counts until the day of its reversal; totals name no
// institution.
func TestReversal(t *testing.T) {
	v := new(agreements.View)
	wrong := suspended(20, 0, "")
	total := event.InstitutionTerminated{Fact: event.Fact{Document: "S", OccurredOn: day(0), Count: 1679}, Region: region,
		Kind: event.KindPharmacy}
	for _, e := range []event.Event{designated(10), wrong,
		projtest.Reversal(event.Fact{Document: "CX", OccurredOn: day(30)}, "stream-1", wrong), total} {
		if err := v.Apply(ledger.Entry{Event: e}); err != nil {
			t.Fatal(err)
		}
	}
	for d, want := range map[int]agreement.Status{19: agreement.Active, 20: agreement.Suspended, 29: agreement.Suspended,
		30: agreement.Active} {
		if r := v.Agreement(hospital, day(d)); r.Status != want {
			t.Errorf("day %d: %s", d, r.Status)
		}
	}
	if rows := v.Register(agreements.Latest); len(rows) != 1 || rows[0].Name != "某医院" || rows[0].Region != region ||
		rows[0].Grade != event.Tertiary || rows[0].Kind != event.KindHospital {
		t.Errorf("%+v", rows)
	}
	if steps := v.Steps(hospital); len(steps) != 2 || steps[0].Reversed != 0 || steps[1].Reversed != day(30) {
		t.Errorf("%+v", steps)
	}
	for _, s := range []agreement.Status{agreement.Unknown, agreement.Active, agreement.Suspended, agreement.Expired, agreement.Terminated} {
		if s.Name().ZH == "" || s.Name().EN == "" {
			t.Errorf("%s has no name", s)
		}
	}
}
