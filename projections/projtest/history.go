package projtest

import (
	"slices"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
)

// The parties of History.
const (
	resident = fund.ID("441300.390")
	employee = fund.ID("441300.310")
	aid      = fund.ID("441300.610")
	hospital = fund.Institution("H44130200026")
	pharmacy = fund.Institution("P44130200007")
	person   = fund.Person("0123456789abcdef0123456789abcdef")
	region   = fund.Region("441300")
)

// History returns a small history that has every event type, every way of
// booking, totals, and events that came in late.
func History() []ledger.Entry {
	at := time.Date(2026, 1, 15, 2, 0, 0, 0, time.UTC)
	var out []ledger.Entry
	for i, e := range events() {
		out = append(out, ledger.Entry{
			Position: store.Position(i), Stream: "history", Revision: store.Revision(i),
			RecordedAt: at.Add(time.Duration(i) * time.Minute), Actor: "clerk", Event: e,
		})
	}
	return out
}

func date(year int, month time.Month, day int) fund.Date { return fund.NewDate(year, month, day) }

// one is a single fact, none a fact of a type without a number, total many facts.
func one(document string, on fund.Date) event.Fact {
	return event.Fact{Document: document, OccurredOn: on, Count: 1}
}

func none(document string, on fund.Date) event.Fact {
	return event.Fact{Document: document, OccurredOn: on}
}

func total(document string, since, on fund.Date, count int64) event.Fact {
	return event.Fact{Document: document, Since: since, OccurredOn: on, Count: count}
}

const yuan = money.Fen(100)

func events() []event.Event {
	return slices.Concat(opening(), income(), benefits(), enforcement(), institutions(), openItems(), employees(), budgets(), reports(),
		corrections(), casework())
}

// Reversal returns the reversal of a fact that was recorded in a stream.
func Reversal(f event.Fact, stream string, fact event.Event) event.FactReversed {
	wire, version, data, err := event.Encode(fact)
	if err != nil {
		panic("projtest: " + err.Error())
	}
	return event.FactReversed{Fact: f, Of: store.EventID(stream, wire, version, data).String(), OfType: wire,
		OfVersion: int64(version), OfData: string(data)}
}
