package institution_test

import (
	"testing"

	"github.com/fundledger/fundledger/aggregates/institution"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
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
	active := institution.Evolve(institution.State{}, event.InstitutionDesignated{Fact: day(1, 1), Institution: hospital, Region: region, Name: "某医院"})
	total := day(2, 1)
	total.Count = 0
	first := day(2, 1).OccurredOn
	for _, test := range []struct {
		name string
		fact event.InstitutionSuspended
		want event.Warning
	}{
		{"a department, within the frame", event.InstitutionSuspended{Fact: day(2, 1), Institution: hospital, Scope: event.Department, Article: law.InstitutionFraud, Until: first.AddMonths(6) - 1}, ""},
		{"a department, too short", event.InstitutionSuspended{Fact: day(2, 1), Institution: hospital, Scope: event.Department, Article: law.InstitutionFraud, Until: first.AddMonths(6) - 2}, event.SuspensionOutsideFrame},
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
		want institution.Status
	}{
		{day(1, 1).OccurredOn - 1, institution.Unknown},
		{day(1, 9).OccurredOn, institution.Active}, // before its first term
		{day(2, 1).OccurredOn, institution.Active},
		{day(2, 2).OccurredOn, institution.Expired},
		{day(3, 1).OccurredOn, institution.Terminated},
		{day(4, 1).OccurredOn, institution.Active},
		{day(12, 1).OccurredOn, institution.Active},
	} {
		if got := s.On(test.on); got != test.want {
			t.Errorf("on %s: %v, want %v", test.on, got, test.want)
		}
	}
}
