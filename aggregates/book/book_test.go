package book_test

import (
	"testing"

	"github.com/fundledger/fundledger/aggregates/book"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/posting"
)

// The books of a fund begin on the day after its opening, or with the year in which it
// was established; a fund that was not established has none.
func TestSince(t *testing.T) {
	const resident = fund.ID("441300.390")
	on := func(day fund.Date) event.Fact { return event.Fact{Document: "D", OccurredOn: day} }
	established := event.FundEstablished{Fact: on(fund.NewDate(2024, 7, 3)), Fund: resident, Name: "居民"}
	var s book.State
	if s.Since() != 0 {
		t.Errorf("without books since %s", s.Since())
	}
	if s = book.Evolve(s, established); s.Since() != fund.NewDate(2024, 1, 1) {
		t.Errorf("established on 2024-07-03: since %s", s.Since())
	}
	opened := book.Evolve(s, event.FundOpened{Fact: on(fund.NewDate(2024, 12, 31)), Fund: resident, Amount: 1})
	if opened.Since() != fund.NewDate(2025, 1, 1) {
		t.Errorf("opened on 2024-12-31: since %s", opened.Since())
	}
}

// What books something enters the books of a fund, and nothing else does: a type that is
// added to the postings is added here.
func TestEnters(t *testing.T) {
	for _, typ := range event.Types() {
		fact := typ.Example
		switch fact.(type) {
		case event.Book, event.Correction: // the opening itself, and what has no postings of its own
			continue
		default:
		}
		if books := len(posting.Of(fact)) > 0; books != book.Enters(fact) {
			t.Errorf("%s books something: %v; it enters the books: %v", typ.Wire, books, !books)
		}
	}
}
