package plaintext_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/plaintext"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/projections/books"
)

const (
	resident = fund.ID("441300.390")
	employee = fund.ID("441300.310")
	aid      = fund.ID("441300.610")
)

// hostile is text that a clerk may really record and that, written as it is,
// would end a code, begin a comment, a tag, a link or a string, or date a posting.
const hostile = `甲)(乙 ; x | "y" # ^z, date:2020-01-01 [2020-01-01] \ {} = 5.00 CNY @ 'q' ` + "`" + ` %s \n`

// history returns a log that has every event type, both kinds of books, hostile
// text, a late entry and one booked later than it occurred.
func history(t *testing.T) *memory.Store {
	t.Helper()
	log := new(memory.Store)
	seen := map[string]bool{}
	at := time.Date(2026, 1, 15, 2, 0, 0, 0, time.UTC)
	record := func(e event.Event) {
		t.Helper()
		wire, version, data, err := event.Encode(e)
		if err != nil {
			t.Fatalf("%T: %v", e, err)
		}
		seen[wire] = true
		at = at.Add(time.Minute)
		position := int64(0)
		for range log.All(t.Context(), 0) {
			position++
		}
		if _, err := log.Append(t.Context(), store.Append{
			Stream: "history " + hostile, Expected: store.Revision(position - 1), RecordedAt: at, Actor: "clerk",
			Events: []store.Event{{Type: wire, Version: version, Data: data}},
		}); err != nil {
			t.Fatal(err)
		}
	}
	for _, typ := range event.Types() {
		record(typ.Example)
	}
	day, late := fund.NewDate(2024, 11, 5), event.Fact{Document: hostile, OccurredOn: fund.NewDate(2024, 12, 30),
		BookedOn: fund.NewDate(2025, 2, 1), Count: 1, Note: hostile}
	one := func(document string) event.Fact {
		return event.Fact{Document: document, OccurredOn: day, Count: 1, Note: hostile}
	}
	for _, e := range []event.Event{
		event.FundEstablished{Fact: event.Fact{Document: "F-2", OccurredOn: day}, Fund: employee, Name: hostile},
		event.FundEstablished{Fact: event.Fact{Document: "F-3", OccurredOn: day}, Fund: aid, Name: "惠州医疗救助"},
		event.FundEstablished{Fact: event.Fact{Document: "F-4", OccurredOn: day}, Fund: "430522.610", Name: "新邵医疗救助"},
		event.FundOpened{Fact: event.Fact{Document: "O-2", OccurredOn: day}, Fund: employee, Part: fund.Pool, Amount: 1_000_000_000_000_00},
		event.FundOpened{Fact: event.Fact{Document: "O-3", OccurredOn: day}, Fund: employee, Part: fund.Personal, Amount: 0},
		event.PremiumReceived{Fact: one(hostile), Fund: employee, Part: fund.Pool, Amount: 1},
		event.PremiumReceived{Fact: one(";"), Fund: employee, Amount: 3_33, Via: account.Treasury},
		event.PremiumReceived{Fact: late, Fund: resident, Amount: 400_05},
		event.ReimbursementPaid{Fact: one("("), Fund: employee, Part: fund.Personal, Care: fund.Pharmacy, Amount: 10_10},
		event.ReliefPaid{Fact: one("*"), Fund: aid, Person: "0123456789abcdef0123456789abcdef", Amount: 99},
	} {
		record(e)
	}
	for _, typ := range event.Types() {
		if !seen[typ.Wire] {
			t.Errorf("the history has no %s", typ.Wire)
		}
	}
	return log
}

// journalOf returns the journal of a log.
func journalOf(t *testing.T, log store.Store, o plaintext.Options) string {
	t.Helper()
	var out bytes.Buffer
	if _, err := plaintext.Write(t.Context(), &out, log, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// booksOf returns the view of the books that the journal must agree with.
func booksOf(t *testing.T, log store.Store) *books.View {
	t.Helper()
	v := new(books.View)
	for entry, err := range ledger.All(t.Context(), log, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if err := v.Apply(entry); err != nil {
			t.Fatal(err)
		}
	}
	return v
}
