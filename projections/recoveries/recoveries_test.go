package recoveries_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/projtest"
	"github.com/fundledger/fundledger/projections/recoveries"
	"github.com/fundledger/fundledger/projections/replay"
)

func TestView(t *testing.T) {
	projtest.Run(t, func() replay.View { return new(recoveries.View) }, projtest.History(), "../../testdata/projections/recoveries.txt")
}

func view(t *testing.T, history []ledger.Entry) *recoveries.View {
	t.Helper()
	v := new(recoveries.View)
	for _, entry := range history {
		if err := v.Apply(entry); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

// The figures of the history, added up by hand. Money that came back without an
// order (80 yuan of the pharmacy) reduces nothing outstanding; what was
// prevented is never added to what was received.
func TestAsOf(t *testing.T) {
	v := view(t, projtest.History())
	const yuan = 100
	hospital, pharmacy := fund.Institution("H44130200026"), fund.Institution("P44130200007")
	row := func(id fund.ID, i fund.Institution, c event.Channel, ordered, received, outstanding, prevented money.Fen) recoveries.Row {
		return recoveries.Row{Key: recoveries.Key{Fund: id, Institution: i, Channel: c}, Ordered: ordered, Received: received, Outstanding: outstanding, Prevented: prevented}
	}
	for _, test := range []struct {
		name string
		on   fund.Date
		by   recoveries.By
		want []recoveries.Row
	}{
		{"by institution", 0, recoveries.ByInstitution, []recoveries.Row{
			row("441300.310", hospital, "", 827_73, 100*yuan, 727_73, 0),
			row("441300.390", hospital, "", 2_000*yuan, 1_100*yuan, 900*yuan, 30*yuan),
			row("441300.390", pharmacy, "", 0, 80*yuan, 0, 12*yuan),
		}},
		{"by channel", 0, recoveries.ByChannel, []recoveries.Row{
			row("441300.310", "", event.Inspection, 827_73, 100*yuan, 727_73, 0),
			row("441300.390", "", recoveries.Reminder, 0, 0, 0, 12*yuan),
			row("441300.390", "", event.SmartAudit, 0, 0, 0, 30*yuan),
			row("441300.390", "", event.Inspection, 2_000*yuan, 1_100*yuan, 900*yuan, 0),
			row("441300.390", "", event.SelfCheck, 0, 80*yuan, 0, 0),
		}},
		{"by both", 0, recoveries.ByBoth, []recoveries.Row{
			row("441300.310", hospital, event.Inspection, 827_73, 100*yuan, 727_73, 0),
			row("441300.390", hospital, event.SmartAudit, 0, 0, 0, 30*yuan),
			row("441300.390", hospital, event.Inspection, 2_000*yuan, 1_100*yuan, 900*yuan, 0),
			row("441300.390", pharmacy, recoveries.Reminder, 0, 0, 0, 12*yuan),
			row("441300.390", pharmacy, event.SelfCheck, 0, 80*yuan, 0, 0),
		}},
		{"on the day of the order", fund.NewDate(2025, 5, 1), recoveries.ByInstitution, []recoveries.Row{
			row("441300.310", hospital, "", 827_73, 0, 827_73, 0),
			row("441300.390", hospital, "", 2_000*yuan, 0, 2_000*yuan, 30*yuan),
			row("441300.390", pharmacy, "", 0, 80*yuan, 0, 12*yuan),
		}},
		{"before anything", fund.NewDate(2025, 3, 4), recoveries.ByInstitution, nil},
	} {
		got, err := v.AsOf(test.on, test.by)
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%s: %v\n%+v\nwant\n%+v", test.name, err, got, test.want)
		}
	}
}

func TestOverflow(t *testing.T) {
	denied := ledger.Entry{Event: event.ClaimDenied{
		Fact: event.Fact{Document: "R", OccurredOn: fund.NewDate(2025, 1, 1), Count: 1}, Fund: "441300.390", Channel: event.SmartAudit, Amount: math.MaxInt64,
	}}
	v := view(t, []ledger.Entry{denied})
	if err := v.Apply(denied); !errors.Is(err, money.ErrOverflow) {
		t.Errorf("on one day: %v", err)
	}
}

func TestEveryChannelHasAName(t *testing.T) {
	for _, w := range append(event.Channels(), event.Word{Code: string(recoveries.Reminder)}) {
		if name := recoveries.ChannelName(event.Channel(w.Code)); name.ZH == w.Code || name.ZH == "" || name.EN == "" {
			t.Errorf("%s: %+v", w.Code, name)
		}
	}
}

// An order that is reversed leaves the receipts after it without one, from the
// day of the reversal on; a receipt that is reversed leaves its order outstanding.
func TestReversal(t *testing.T) {
	day := fund.NewDate(2025, 2, 1)
	order := func(document string, amount money.Fen) event.Event {
		return event.ClawbackOrdered{Fact: event.Fact{Document: document, OccurredOn: day, Count: 1}, Case: "20", Fund: "441300.390", Institution: "H44130200026", Channel: event.SelfCheck, Amount: amount}
	}
	receipt := func(document string, amount money.Fen) event.Event {
		return event.ClawbackReceived{Fact: event.Fact{Document: document, OccurredOn: day + 1, Count: 1}, Case: "20", Fund: "441300.390", Institution: "H44130200026", Channel: event.SelfCheck, Amount: amount}
	}
	back := func(e event.Event) event.Event { return reversal(e, day+2) }
	for _, test := range []struct {
		name                           string
		facts                          []event.Event
		ordered, received, outstanding money.Fen
	}{
		{"receipt before its order", []event.Event{receipt("J-1", 5), order("D-1", 7)}, 7, 5, 7},
		{"order reversed", []event.Event{order("D-1", 7), back(order("D-1", 7))}, 0, 0, 0},
		{"order with a receipt reversed", []event.Event{order("D-1", 7), receipt("J-1", 5), back(order("D-1", 7))}, 0, 5, 0},
		{"order between receipts reversed", []event.Event{receipt("J-0", 1), order("D-1", 7), receipt("J-1", 5), back(order("D-1", 7))}, 0, 6, 0},
		{"first of two orders reversed", []event.Event{order("D-1", 7), receipt("J-1", 5), order("D-2", 9), receipt("J-2", 2), back(order("D-1", 7))}, 9, 7, 7},
		{"second of two orders reversed", []event.Event{order("D-1", 7), receipt("J-1", 5), order("D-2", 9), receipt("J-2", 2), back(order("D-2", 9))}, 7, 7, 0},
		{"receipt reversed", []event.Event{order("D-1", 7), receipt("J-1", 5), back(receipt("J-1", 5))}, 7, 0, 7},
		{"free receipt reversed", []event.Event{receipt("J-1", 5), order("D-1", 7), receipt("J-2", 3), back(receipt("J-1", 5)), back(receipt("J-2", 3))}, 7, 0, 7},
		{"receipt reversed after its order", []event.Event{order("D-1", 7), receipt("J-1", 5), back(order("D-1", 7)), back(receipt("J-1", 5))}, 0, 0, 0},
		{"ordered again", []event.Event{order("D-1", 7), receipt("J-1", 5), back(order("D-1", 7)), order("D-2", 4), receipt("J-2", 3)}, 4, 8, 1},
	} {
		v := new(recoveries.View)
		for _, e := range test.facts {
			if err := v.Apply(ledger.Entry{Event: e}); err != nil {
				t.Fatal(err)
			}
		}
		rows, err := v.AsOf(0, recoveries.ByBoth)
		var got recoveries.Row
		if len(rows) > 0 {
			got = rows[0]
		}
		if err != nil || len(rows) > 1 || got.Ordered != test.ordered || got.Received != test.received || got.Outstanding != test.outstanding {
			t.Errorf("%s: %+v, %v", test.name, rows, err)
		}
	}
}

func reversal(e event.Event, on fund.Date) event.Event {
	return projtest.Reversal(event.Fact{Document: "CX-9", OccurredOn: on}, "stream-1", e)
}
