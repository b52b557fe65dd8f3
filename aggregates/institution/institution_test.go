package institution_test

import (
	"errors"
	"testing"

	"github.com/fundledger/fundledger/aggregates/institution"
	"github.com/fundledger/fundledger/ledger/agreement"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/refusal"
)

const (
	hospital = fund.Institution("H44130200026")
	region   = fund.Region("441300")
)

func day(month, day int) event.Fact {
	return event.Fact{Document: "X-1", OccurredOn: fund.NewDate(2025, 1, day) + fund.Date(31*(month-1)), Count: 1}
}

// The warning of a suspension is the ledger's: one that is given is not kept,
// whether the institution is named or not.
func TestGivenWarningsAreNotKept(t *testing.T) {
	active := institution.Evolve(institution.State{},
		event.InstitutionDesignated{Fact: day(1, 1), Institution: hospital, Region: region, Name: "某医院"})
	total := day(2, 1)
	total.Count = 0
	first := day(2, 1).OccurredOn
	for _, test := range []struct {
		name string
		fact event.InstitutionSuspended
		want event.Warning
	}{
		{"a department, within the frame", event.InstitutionSuspended{Fact: day(2, 1), Institution: hospital, Scope: event.Department,
			Article: law.InstitutionFraud, Until: first.AddMonths(6) - 1}, ""},
		{"a department, too short", event.InstitutionSuspended{Fact: day(2, 1), Institution: hospital, Scope: event.Department,
			Article: law.InstitutionFraud, Until: first.AddMonths(6) - 2}, event.SuspensionOutsideFrame},
		{"the whole", event.InstitutionSuspended{Fact: day(2, 1), Institution: hospital, Scope: event.Whole, Until: first}, ""},
		{"a total", event.InstitutionSuspended{Fact: total, Scope: event.Department, Article: law.InstitutionFraud, Until: first}, ""},
	} {
		test.fact.Region, test.fact.Warning = region, event.FinedTwice
		events, err := institution.Decide(active, test.fact)
		if err != nil || len(events) != 1 {
			t.Fatalf("%s: %v, %v", test.name, events, err)
		}
		want := test.fact
		want.Warning = test.want
		if events[0] != want {
			t.Errorf("%s: %+v", test.name, events[0])
		}
	}
}

// An agreement that is concluded anew does not revive the terms of the one
// before, nor does it make that one endless.
func TestTermsBelongToTheirAgreement(t *testing.T) {
	s := institution.State{}
	for _, e := range []event.Institution{
		event.InstitutionDesignated{Fact: day(1, 1), Institution: hospital, Region: region, Name: "某医院"},
		event.AgreementSigned{Fact: day(1, 10), Institution: hospital, Region: region, Until: day(2, 1).OccurredOn},
		event.InstitutionTerminated{Fact: day(3, 1), Institution: hospital, Region: region},
		event.InstitutionDesignated{Fact: day(4, 1), Institution: hospital, Region: region, Name: "某医院"},
	} {
		s = institution.Evolve(s, e)
	}
	for _, test := range []struct {
		on   fund.Date
		want agreement.Status
	}{
		{day(1, 1).OccurredOn - 1, agreement.Unknown},
		{day(1, 9).OccurredOn, agreement.Active}, // before its first term
		{day(2, 1).OccurredOn, agreement.Active},
		{day(2, 2).OccurredOn, agreement.Expired},
		{day(3, 1).OccurredOn, agreement.Terminated},
		{day(4, 1).OccurredOn, agreement.Active},
		{day(12, 1).OccurredOn, agreement.Active},
	} {
		if got := s.On(test.on); got != test.want {
			t.Errorf("on %s: %v, want %v", test.on, got, test.want)
		}
	}
}

// decided returns the state after facts that are all accepted, but the last if it is
// refused, and the name of the rule that refuses it.
func decided(t *testing.T, facts ...event.Institution) (institution.State, string) {
	t.Helper()
	s := institution.State{}
	for i, f := range facts {
		if _, err := institution.Decide(s, f); err != nil {
			var refused *refusal.Error
			if !errors.As(err, &refused) || i < len(facts)-1 {
				t.Fatalf("%+v: %v", f, err)
			}
			return s, refused.Rule
		}
		s = institution.Evolve(s, f)
	}
	return s, ""
}

var (
	designated = event.InstitutionDesignated{Fact: day(1, 1), Institution: hospital, Region: region, Name: "某医院"}
	terminated = event.InstitutionTerminated{Fact: day(3, 1), Institution: hospital, Region: region}
	anew       = event.InstitutionDesignated{Fact: day(4, 1), Institution: hospital, Region: region, Name: "某医院"}
)

func withoutBones(on event.Fact) event.InstitutionSuspended {
	return event.InstitutionSuspended{Fact: on, Institution: hospital, Region: region, Scope: event.Department, Department: "骨科"}
}

// A new designation clears the departments of the agreement before, from its day on;
// nothing that is told of the time before it comes in any more.
func TestDesignatedAnew(t *testing.T) {
	s, refused := decided(t, designated, withoutBones(day(2, 1)), terminated, anew)
	if refused != "" {
		t.Fatal(refused)
	}
	for on, want := range map[fund.Date]string{
		day(1, 31).OccurredOn: "", day(2, 1).OccurredOn: "department-suspended", day(2, 28).OccurredOn: "department-suspended",
		day(3, 1).OccurredOn: "agreement-terminated", day(4, 1).OccurredOn: "", day(9, 1).OccurredOn: "",
	} {
		if got := paying(s, "骨科", on, on+100); got != want {
			t.Errorf("care on %s: %q, want %q", on, got, want)
		}
	}
	for _, late := range []int{1, 10} {
		if _, refused := decided(t, designated, terminated, anew, withoutBones(day(2, late))); refused != "agreement-order" {
			t.Errorf("suspended before, told after: %q", refused)
		}
	}
	if s, refused := decided(t, designated, terminated, anew, withoutBones(day(4, 1))); refused != "" ||
		paying(s, "骨科", day(4, 1).OccurredOn, day(4, 1).OccurredOn) != "department-suspended" {
		t.Errorf("suspended on the day: %q", refused)
	}
}

// paying returns the rule that refuses a payment, "" if none does.
func paying(s institution.State, department string, care, paid fund.Date) string {
	var refused *refusal.Error
	if errors.As(institution.Payable(s, hospital, department, care, paid), &refused) {
		return refused.Rule
	}
	return ""
}

// The agreement is judged on the day of the care, holds on that of the payment.
func TestPayable(t *testing.T) {
	s, refused := decided(t, designated,
		event.PaymentHeld{Fact: day(1, 10), Institution: hospital, Region: region, Case: "17"},
		event.PaymentReleased{Fact: day(1, 20), Institution: hospital, Region: region, Case: "17"},
		withoutBones(day(2, 1)), terminated)
	if refused != "" {
		t.Fatal(refused)
	}
	for _, test := range []struct {
		department string
		care, paid fund.Date
		want       string
	}{
		{"", day(2, 28).OccurredOn, day(5, 1).OccurredOn, ""},
		{"", day(3, 1).OccurredOn, day(5, 1).OccurredOn, "agreement-terminated"},
		{"骨科", day(1, 31).OccurredOn, day(2, 5).OccurredOn, ""},
		{"骨科", day(2, 1).OccurredOn, day(2, 5).OccurredOn, "department-suspended"},
		{"骨\u3000科", day(2, 1).OccurredOn, day(2, 5).OccurredOn, "department-suspended"},
		{"骨 科", day(2, 1).OccurredOn, day(2, 5).OccurredOn, "department-suspended"},
		{"内科", day(2, 1).OccurredOn, day(2, 5).OccurredOn, ""},
		{"", day(1, 5).OccurredOn, day(1, 10).OccurredOn, "payment-held"},
		{"", day(1, 15).OccurredOn, day(1, 19).OccurredOn, "payment-held"},
		{"", day(1, 15).OccurredOn, day(1, 20).OccurredOn, ""},
		{"", designated.OccurredOn - 1, day(1, 5).OccurredOn, "institution-unknown"},
	} {
		if got := paying(s, test.department, test.care, test.paid); got != test.want {
			t.Errorf("care on %s, paid on %s: %q, want %q", test.care, test.paid, got, test.want)
		}
	}
}

// A hold begins when the one before has ended, not earlier; another case has its own.
func TestHolds(t *testing.T) {
	held := func(number string, on event.Fact) event.Institution {
		return event.PaymentHeld{Fact: on, Institution: hospital, Region: region, Case: number}
	}
	released := event.PaymentReleased{Fact: day(2, 20), Institution: hospital, Region: region, Case: "17"}
	for _, test := range []struct {
		name  string
		facts []event.Institution
		want  string
	}{
		{"twice", []event.Institution{held("17", day(2, 1)), held("17", day(3, 1))}, "hold-twice"},
		{"on the day of the release", []event.Institution{held("17", day(2, 1)), released, held("17", day(2, 20))}, ""},
		{"the day before", []event.Institution{held("17", day(2, 1)), released, held("17", day(2, 19))}, "hold-twice"},
		{"before all of it", []event.Institution{held("17", day(2, 1)), released, held("17", day(1, 2))}, "hold-twice"},
		{"of another case", []event.Institution{held("17", day(2, 1)), released, held("18", day(2, 19))}, ""},
	} {
		if _, refused := decided(t, append([]event.Institution{designated}, test.facts...)...); refused != test.want {
			t.Errorf("%s: %q, want %q", test.name, refused, test.want)
		}
	}
}
