package aggregates

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

func subsidy(id fund.ID, document string, on fund.Date) event.Event {
	return event.SubsidyReceived{Fact: event.Fact{Document: document, OccurredOn: on, Count: 1}, Fund: id, Amount: 7}
}

// An opening is refused behind a fact of its fund that its balance would hold, whether that
// is recorded or is said together with it; the refusal names the first of them.
func TestAnOpeningBehindFacts(t *testing.T) {
	const residents = fund.ID("441300.390")
	opened := func(id fund.ID) event.Event {
		return event.FundOpened{Fact: event.Fact{Document: "O-1", OccurredOn: day(10)}, Fund: id, Amount: 100}
	}
	assisted := event.ParticipationAssisted{Fact: event.Fact{Document: "A-1", OccurredOn: day(5), Count: 1}, AidFund: aid, Fund: residents,
		Amount: 380}
	early := subsidy(residents, "G-1", day(5))
	item := event.PrepaymentPaid{Fact: event.Fact{Document: "P-1", OccurredOn: day(10)}, Fund: residents, Item: "1",
		Purpose: event.OtherPurpose, Amount: 7}
	sooner := item
	sooner.OccurredOn = day(9)
	for name, test := range map[string]struct {
		facts []event.Event
		named string // by the refusal of the last; "": none
	}{
		"a fact of the day":              {[]event.Event{subsidy(residents, "G-1", day(10)), opened(residents)}, "G-1"},
		"of the day after":               {[]event.Event{subsidy(residents, "G-1", day(11)), opened(residents)}, ""},
		"of another fund":                {[]event.Event{subsidy(aid, "G-1", day(5)), opened(residents)}, ""},
		"of two funds, the one":          {[]event.Event{assisted, opened(residents)}, "A-1"},
		"of two funds, the other":        {[]event.Event{assisted, opened(aid)}, "A-1"},
		"reversed":                       {[]event.Event{early, reversalOf(t, "C-1", early, day(6)), opened(residents)}, ""},
		"an item of the day, and a fact": {[]event.Event{item, subsidy(residents, "G-1", day(10)), opened(residents)}, "G-1"},
		"a fact of the day, and an item": {[]event.Event{subsidy(residents, "G-1", day(10)), item, opened(residents)}, "G-1"},
		"an item of the day":             {[]event.Event{item, opened(residents)}, ""},
		"an item of the day before":      {[]event.Event{sooner, opened(residents)}, "P-1"},
		"another of the day was reversed": {[]event.Event{early, subsidy(residents, "G-2", day(5)), reversalOf(t, "C-1", early, day(6)),
			opened(residents)}, "not after"},
		"another was reversed": {[]event.Event{early, subsidy(residents, "G-2", day(6)), reversalOf(t, "C-1", early, day(6)), opened(residents)}, "G-2"},
		"all were reversed": {[]event.Event{early, item, reversalOf(t, "C-1", early, day(6)), reversalOf(t, "C-2", item, day(10)),
			opened(residents)}, ""},
		"an earlier one after a later":   {[]event.Event{subsidy(residents, "G-1", day(12)), subsidy(residents, "G-2", day(5)), opened(residents)}, "G-2"},
		"two of a day, with one between": {[]event.Event{early, subsidy(aid, "G-2", day(5)), subsidy(residents, "G-3", day(5)), opened(residents)}, "G-1"},
	} {
		for apart := range test.facts {
			var s memory.Store
			must(t, &s, established)
			must(t, &s, event.FundEstablished{Fact: event.Fact{Document: "B-2", OccurredOn: day(1)}, Fund: aid, Name: "惠州医疗救助"})
			for _, fact := range test.facts[:apart] {
				must(t, &s, fact)
			}
			_, err := RecordAll(context.Background(), &s, envelope, test.facts[apart:]...)
			refused := (*refusal.Error)(nil)
			switch {
			case test.named == "" && err != nil:
				t.Errorf("%s, from %d on together: %v", name, apart, err)
			case test.named != "" && (!errors.As(err, &refused) || refused.Rule != "opening-after-facts" || !strings.Contains(refused.Why.EN, test.named)):
				t.Errorf("%s, from %d on together: %v, want it refused for %s", name, apart, err, test.named)
			}
		}
	}
}
