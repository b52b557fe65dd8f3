package books_test

import (
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
)

// Facts of income and expense that begin on or before the day of an opening balance are
// counted for each of their funds: that balance holds them already. Older programs took
// such facts.
func TestBeforeOpening(t *testing.T) {
	const aid = fund.ID("441300.610")
	opening := fund.NewDate(2024, 12, 31)
	on := func(day fund.Date) event.Fact { return event.Fact{Document: "D", OccurredOn: day, Count: 1} }
	opened := event.FundOpened{Fact: on(opening), Fund: resident, Amount: 100}
	premium := func(day fund.Date) event.Event {
		return event.PremiumReceived{Fact: on(day), Fund: resident, Amount: 7}
	}
	total := on(opening + 31)
	total.Since, total.Count = opening, 30
	undo := func(e event.Event) event.Event {
		wire, version, data, err := event.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		return event.FactReversed{Fact: on(opening + 40), Of: "6ba7b810-9dad-11d1-80b4-00c04fd430c8", OfType: wire, OfVersion: int64(version), OfData: string(data)}
	}
	for name, test := range map[string]struct {
		facts []event.Event
		fund  fund.ID
		want  int
		since fund.Date
	}{
		"no opening":                 {[]event.Event{premium(opening)}, resident, 0, 0},
		"on its day":                 {[]event.Event{opened, premium(opening)}, resident, 1, opening},
		"before it was recorded":     {[]event.Event{premium(opening - 300), opened}, resident, 1, opening},
		"the day after":              {[]event.Event{opened, premium(opening + 1)}, resident, 0, opening},
		"a total that begins before": {[]event.Event{opened, event.PremiumReceived{Fact: total, Fund: resident, Amount: 7}}, resident, 1, opening},
		"of another fund":            {[]event.Event{opened, event.PremiumReceived{Fact: on(opening), Fund: employee, Amount: 7}}, resident, 0, opening},
		"no income or expense": {[]event.Event{opened, event.MoneyMoved{Fact: on(opening), Fund: resident, From: "1003", To: "1004", Amount: 7}},
			resident, 0, opening},
		"income of one": {[]event.Event{opened,
			event.ParticipationAssisted{Fact: on(opening), AidFund: aid, Fund: resident, Amount: 7}}, resident, 1, opening},
		"expense of the other": {[]event.Event{event.FundOpened{Fact: on(opening), Fund: aid, Amount: 100},
			event.ParticipationAssisted{Fact: on(opening), AidFund: aid, Fund: resident, Amount: 7}}, aid, 1, opening},
		"twice":                    {[]event.Event{opened, premium(opening), premium(opening - 1)}, resident, 2, opening},
		"reversed":                 {[]event.Event{opened, premium(opening), undo(premium(opening))}, resident, 0, opening},
		"the opening was reversed": {[]event.Event{opened, premium(opening), undo(opened)}, resident, 0, 0},
		"opened anew, on another day": {[]event.Event{opened, premium(opening), undo(opened),
			event.FundOpened{Fact: on(opening - 1), Fund: resident, Amount: 100}}, resident, 0, opening - 1},
		"opened anew, on the day of it": {[]event.Event{opened, premium(opening), undo(opened), opened}, resident, 1, opening},
	} {
		var v books.View
		for i, e := range test.facts {
			v.Apply(ledger.Entry{Position: store.Position(i), Event: e})
		}
		if n, since := v.BeforeOpening(test.fund); n != test.want || since != test.since {
			t.Errorf("%s: %d facts before %s; want %d, %s", name, n, since, test.want, test.since)
		}
	}
}
