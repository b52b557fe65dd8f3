package penalties_test

import (
	"math"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/penalties"
	"github.com/fundledger/fundledger/projections/projtest"
	"github.com/fundledger/fundledger/projections/replay"
)

const (
	resident = fund.ID("441300.390")
	hospital = fund.Institution("H44130200026")
)

func TestView(t *testing.T) {
	projtest.Run(t, func() replay.View { return new(penalties.View) }, projtest.History(), "../../testdata/projections/penalties.txt")
}

func day(d int) fund.Date { return fund.NewDate(2025, 5, d) }

func charged(d int, number string, amount money.Fen) event.Event {
	return event.PenaltyCharged{Fact: event.Fact{Document: "W", OccurredOn: day(d), Count: 1}, Case: number, Fund: resident,
		Institution: hospital, Amount: amount}
}

func received(d int, number string, amount money.Fen) event.Event {
	return event.PenaltyReceived{Fact: event.Fact{Document: "S", OccurredOn: day(d), Count: 1}, Case: number, Fund: resident,
		Institution: hospital, Amount: amount}
}

func reversed(d int, e event.Event) event.Event {
	return projtest.Reversal(event.Fact{Document: "CX", OccurredOn: day(d)}, "stream-1", e)
}

func view(t *testing.T, facts ...event.Event) *penalties.View {
	t.Helper()
	v := new(penalties.View)
	for _, e := range facts {
		if err := v.Apply(ledger.Entry{Event: e}); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

// A penalty is outstanding from the day it is charged to the day it comes in; one
// without a case was charged nowhere.
func TestAsOf(t *testing.T) {
	row := func(number string, charged, received, outstanding money.Fen) penalties.Row {
		return penalties.Row{
			Key:     penalties.Key{Fund: resident, Institution: hospital, Case: number},
			Charged: charged.Sum(), Received: received.Sum(), Outstanding: outstanding.Sum(),
		}
	}
	wrong := received(8, "17", 300)
	v := view(t, charged(2, "17", 500), received(5, "17", 200), charged(6, "18", 70), wrong, reversed(9, wrong), received(10, "", 40),
		charged(11, "19", 9), reversed(12, charged(11, "19", 9)))
	for on, want := range map[fund.Date][]penalties.Row{
		day(1):  {},
		day(2):  {row("17", 500, 0, 500)},
		day(4):  {row("17", 500, 0, 500)},
		day(5):  {row("17", 500, 200, 300)},
		day(6):  {row("17", 500, 200, 300), row("18", 70, 0, 70)},
		day(8):  {row("17", 500, 500, 0), row("18", 70, 0, 70)},
		day(9):  {row("17", 500, 200, 300), row("18", 70, 0, 70)},
		day(10): {row("", 0, 40, 0), row("17", 500, 200, 300), row("18", 70, 0, 70)},
		day(11): {row("", 0, 40, 0), row("17", 500, 200, 300), row("18", 70, 0, 70), row("19", 9, 0, 9)},
		0:       {row("", 0, 40, 0), row("17", 500, 200, 300), row("18", 70, 0, 70)},
	} {
		rows := v.AsOf(on)
		if !slices.Equal(rows, want) {
			t.Errorf("as of %s: %+v\nwant %+v", on, rows, want)
		}
	}
}

// More than was charged is received, and nothing is outstanding.
func TestMoreThanCharged(t *testing.T) {
	rows := view(t, charged(1, "17", 5), received(2, "17", 8)).AsOf(0)
	if len(rows) != 1 || !rows[0].Outstanding.IsZero() || rows[0].Received != money.Fen(8).Sum() {
		t.Errorf("%+v", rows)
	}
}

// A sum wider than an amount is exact.
func TestSumsAreWide(t *testing.T) {
	rows := view(t, charged(1, "17", math.MaxInt64), charged(1, "17", 1), charged(2, "17", 1)).AsOf(0)
	if len(rows) != 1 || rows[0].Outstanding.String() != "92233720368547758.09" {
		t.Errorf("%+v", rows)
	}
}
