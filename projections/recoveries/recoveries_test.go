package recoveries_test

import (
	"errors"
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
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
// order (80 yuan of the pharmacy, 40 of a published total) reduces nothing
// outstanding; what was prevented is never added to what was received.
func TestAsOf(t *testing.T) {
	v := view(t, projtest.History())
	const (
		yuan               = money.Fen(100)
		resident, employee = fund.ID("441300.390"), fund.ID("441300.310")
		hospital, pharmacy = fund.Institution("H44130200026"), fund.Institution("P44130200007")
	)
	may, july := fund.NewDate(2025, 5, 1), fund.NewDate(2025, 7, 10)
	// The rows of cases 16 to 18, of a total, and of what was prevented.
	type key = recoveries.Key
	row := func(k key, r recoveries.Row) recoveries.Row {
		r.Key = k
		return r
	}
	seventeen := recoveries.Row{Ordered: 827_73, Received: 100 * yuan, Outstanding: 727_73, Oldest: may}
	plain := recoveries.Row{Ordered: 500 * yuan, Received: 250 * yuan, SetOff: 200 * yuan, Outstanding: 50 * yuan, Oldest: july}
	fraud := recoveries.Row{Ordered: 300 * yuan, Annulled: 150 * yuan, Received: 200 * yuan, SetOff: 100 * yuan, Refunded: 140 * yuan, Excess: 10 * yuan}
	flying := recoveries.Row{Ordered: 800 * yuan, Annulled: 150 * yuan, Received: 450 * yuan, SetOff: 300 * yuan, Refunded: 140 * yuan, Outstanding: 50 * yuan, Excess: 10 * yuan, Oldest: july}
	employees := recoveries.Row{Ordered: 1_627_73, Annulled: 150 * yuan, Received: 550 * yuan, SetOff: 300 * yuan, Refunded: 140 * yuan, Outstanding: 777_73, Excess: 10 * yuan, Oldest: may}
	published := recoveries.Row{Received: 40 * yuan}
	inspected := recoveries.Row{Ordered: 2_000 * yuan, Received: 1_100 * yuan, Outstanding: 900 * yuan, Oldest: may}
	flown := recoveries.Row{Ordered: 200 * yuan, SetOff: 50 * yuan, Outstanding: 150 * yuan, Oldest: july}
	residents := recoveries.Row{Ordered: 2_200 * yuan, Received: 1_100 * yuan, SetOff: 50 * yuan, Outstanding: 1_050 * yuan, Prevented: 30 * yuan, Oldest: may}
	itself, denied, reminded := recoveries.Row{Received: 80 * yuan}, recoveries.Row{Prevented: 30 * yuan}, recoveries.Row{Prevented: 12 * yuan}
	both := func(a, b recoveries.Row) recoveries.Row {
		if err := a.Add(b); err != nil {
			t.Fatal(err)
		}
		return a
	}
	for _, test := range []struct {
		name string
		on   fund.Date
		by   recoveries.By
		want []recoveries.Row
	}{
		{"by institution", 0, recoveries.ByInstitution, []recoveries.Row{
			row(key{Fund: employee}, published),
			row(key{Fund: employee, Institution: hospital}, employees),
			row(key{Fund: resident, Institution: hospital}, residents),
			row(key{Fund: resident, Institution: pharmacy}, both(itself, reminded)),
		}},
		{"by channel", 0, recoveries.ByChannel, []recoveries.Row{
			row(key{Fund: employee, Channel: event.Inspection}, both(seventeen, published)),
			row(key{Fund: employee, Channel: event.FlyingInspection}, flying),
			row(key{Fund: resident, Channel: recoveries.Reminder}, reminded),
			row(key{Fund: resident, Channel: event.SmartAudit}, denied),
			row(key{Fund: resident, Channel: event.Inspection}, inspected),
			row(key{Fund: resident, Channel: event.FlyingInspection}, flown),
			row(key{Fund: resident, Channel: event.SelfCheck}, itself),
		}},
		{"by both", 0, recoveries.ByBoth, []recoveries.Row{
			row(key{Fund: employee, Channel: event.Inspection}, published),
			row(key{Fund: employee, Institution: hospital, Channel: event.Inspection}, seventeen),
			row(key{Fund: employee, Institution: hospital, Channel: event.FlyingInspection}, flying),
			row(key{Fund: resident, Institution: hospital, Channel: event.SmartAudit}, denied),
			row(key{Fund: resident, Institution: hospital, Channel: event.Inspection}, inspected),
			row(key{Fund: resident, Institution: hospital, Channel: event.FlyingInspection}, flown),
			row(key{Fund: resident, Institution: pharmacy, Channel: recoveries.Reminder}, reminded),
			row(key{Fund: resident, Institution: pharmacy, Channel: event.SelfCheck}, itself),
		}},
		{"by subject", 0, recoveries.BySubject, []recoveries.Row{
			row(key{Fund: employee, Subject: event.Hospital}, employees),
			row(key{Fund: employee, Subject: event.Pharmacy}, published),
			row(key{Fund: resident, Subject: event.Hospital}, residents),
			row(key{Fund: resident, Subject: event.Pharmacy}, both(itself, reminded)),
		}},
		{"by article", 0, recoveries.ByArticle, []recoveries.Row{
			row(key{Fund: employee}, both(seventeen, published)),
			row(key{Fund: employee, Article: law.InstitutionLoss}, plain),
			row(key{Fund: employee, Article: law.InstitutionFraud}, fraud),
			row(key{Fund: resident}, both(both(inspected, both(itself, reminded)), denied)),
			row(key{Fund: resident, Article: law.InstitutionLoss}, flown),
		}},
		{"by year", 0, recoveries.ByYear, []recoveries.Row{
			row(key{Fund: employee, Year: 2025}, both(employees, published)),
			row(key{Fund: resident, Year: 2025}, both(residents, both(itself, reminded))),
		}},
		{"by case", 0, recoveries.ByCase, []recoveries.Row{
			row(key{Fund: employee, Case: "17"}, seventeen),
			row(key{Fund: employee, Case: "18"}, flying),
			row(key{Fund: employee, Case: "2025"}, published),
			row(key{Fund: resident}, both(denied, reminded)),
			row(key{Fund: resident, Case: "16"}, itself),
			row(key{Fund: resident, Case: "17"}, inspected),
			row(key{Fund: resident, Case: "18"}, flown),
		}},
		{"on the day of the order", may, recoveries.ByInstitution, []recoveries.Row{
			row(key{Fund: employee, Institution: hospital}, recoveries.Row{Ordered: 827_73, Outstanding: 827_73, Oldest: may}),
			row(key{Fund: resident, Institution: hospital}, recoveries.Row{Ordered: 2_000 * yuan, Outstanding: 2_000 * yuan, Prevented: 30 * yuan, Oldest: may}),
			row(key{Fund: resident, Institution: pharmacy}, both(itself, reminded)),
		}},
		{"after an order was annulled in part", fund.NewDate(2025, 11, 3), recoveries.ByArticle, []recoveries.Row{
			row(key{Fund: employee}, seventeen),
			row(key{Fund: employee, Article: law.InstitutionLoss}, // with a wrong receipt of 13 yuan
				recoveries.Row{Ordered: 500 * yuan, Received: 263 * yuan, SetOff: 200 * yuan, Outstanding: 37 * yuan, Oldest: july}),
			row(key{Fund: employee, Article: law.InstitutionFraud}, recoveries.Row{Ordered: 300 * yuan, Annulled: 150 * yuan, Received: 200 * yuan, SetOff: 100 * yuan, Excess: 150 * yuan}),
			row(key{Fund: resident}, both(both(inspected, both(itself, reminded)), denied)),
			row(key{Fund: resident, Article: law.InstitutionLoss}, recoveries.Row{Ordered: 200 * yuan, Outstanding: 200 * yuan, Oldest: july}),
		}},
		{"before anything", fund.NewDate(2025, 3, 4), recoveries.ByInstitution, nil},
	} {
		got, err := v.AsOf(test.on, test.by)
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%s: %v\n%+v\nwant\n%+v", test.name, err, got, test.want)
		}
	}
}

// However it is grouped, it is the same money; and within a row, what was ordered
// and not annulled is in, or outstanding, or came in excess.
func TestGroupingsAgree(t *testing.T) {
	histories := [][]ledger.Entry{projtest.History()}
	for seed := range uint64(8) {
		world := eventtest.NewWorld(seed)
		var random []ledger.Entry
		for range 600 {
			e := world.Next()
			world.Recorded(e)
			random = append(random, ledger.Entry{Event: e})
		}
		histories = append(histories, random)
	}
	for i, history := range histories {
		v := view(t, history)
		for _, on := range []fund.Date{0, fund.NewDate(2025, 1, 5), fund.NewDate(2025, 8, 31), fund.NewDate(2025, 12, 31)} {
			sums := map[fund.ID]recoveries.Row{}
			for g, by := range recoveries.Groupings() {
				rows, err := v.AsOf(on, by)
				if err != nil {
					t.Fatal(err)
				}
				own := map[fund.ID]recoveries.Row{}
				for _, r := range rows {
					sum := own[r.Fund]
					if err := sum.Add(r); err != nil {
						t.Fatal(err)
					}
					own[r.Fund] = sum
					if r.Outstanding < 0 || r.Excess < 0 || (r.Oldest != 0) != (r.Outstanding != 0) {
						t.Errorf("history %d by %s as of %s: %+v", i, by, on, r)
					}
				}
				if g == 0 {
					sums = own
				}
				if !maps.Equal(own, sums) {
					t.Errorf("history %d by %s as of %s: %+v, want %+v", i, by, on, own, sums)
				}
			}
		}
	}
}

// A row without an order stands under the year in which its money came; one with
// an order under that of the order, whenever the money came.
func TestYears(t *testing.T) {
	fact := func(document string, year int) event.Fact {
		return event.Fact{Document: document, OccurredOn: fund.NewDate(year, 3, 1), Count: 1}
	}
	entry := func(e event.Event) ledger.Entry { return ledger.Entry{Event: e} }
	v := view(t, []ledger.Entry{
		entry(event.ClawbackOrdered{Fact: fact("D", 2024), Case: "1", Fund: "441300.390", Institution: "H44130200026", Channel: event.SelfCheck, Amount: 90}),
		entry(event.ClawbackReceived{Fact: fact("J", 2025), Case: "1", Fund: "441300.390", Institution: "H44130200026", Channel: event.SelfCheck, PaidYear: 2023, Amount: 60}),
		entry(event.ClawbackReceived{Fact: fact("K", 2026), Case: "2", Fund: "441300.390", Institution: "P44130200007", Channel: event.SelfCheck, PaidYear: 2023, Amount: 5}),
		entry(event.ClawbackSetOff{Fact: fact("K", 2026), Case: "2", Fund: "441300.390", Institution: "P44130200007", Channel: event.SelfCheck, PaidYear: 2022, Amount: 7}),
	})
	rows, err := v.AsOf(0, recoveries.ByYear)
	want := []recoveries.Row{
		{Key: recoveries.Key{Fund: "441300.390", Year: 2024}, Ordered: 90, Received: 60, Outstanding: 30, Oldest: fund.NewDate(2024, 3, 1)},
		{Key: recoveries.Key{Fund: "441300.390", Year: 2026}, Received: 5, SetOff: 7},
	}
	if err != nil || !slices.Equal(rows, want) {
		t.Errorf("%+v, %v", rows, err)
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
