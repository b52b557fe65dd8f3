package recoveries_test

import (
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
	seventeen := recoveries.Row{Ordered: money.Fen(827_73).Sum(), Received: (100 * yuan).Sum(),
		Outstanding: money.Fen(727_73).Sum(), Oldest: may}
	plain := recoveries.Row{Ordered: (500 * yuan).Sum(), Received: (250 * yuan).Sum(), SetOff: (200 * yuan).Sum(),
		Outstanding: (50 * yuan).Sum(), Oldest: july}
	fraud := recoveries.Row{Ordered: (300 * yuan).Sum(), Annulled: (150 * yuan).Sum(), Received: (200 * yuan).Sum(),
		SetOff: (100 * yuan).Sum(), Refunded: (140 * yuan).Sum(), Excess: (10 * yuan).Sum()}
	flying := recoveries.Row{Ordered: (800 * yuan).Sum(), Annulled: (150 * yuan).Sum(), Received: (450 * yuan).Sum(),
		SetOff: (300 * yuan).Sum(), Refunded: (140 * yuan).Sum(), Outstanding: (50 * yuan).Sum(), Excess: (10 * yuan).Sum(), Oldest: july}
	employees := recoveries.Row{Ordered: money.Fen(1_627_73).Sum(), Annulled: (150 * yuan).Sum(), Received: (550 * yuan).Sum(),
		SetOff: (300 * yuan).Sum(), Refunded: (140 * yuan).Sum(), Outstanding: money.Fen(777_73).Sum(), Excess: (10 * yuan).Sum(), Oldest: may}
	published := recoveries.Row{Received: (40 * yuan).Sum()}
	inspected := recoveries.Row{Ordered: (2_000 * yuan).Sum(), Received: (1_100 * yuan).Sum(), Outstanding: (900 * yuan).Sum(), Oldest: may}
	flown := recoveries.Row{Ordered: (200 * yuan).Sum(), SetOff: (50 * yuan).Sum(), Outstanding: (150 * yuan).Sum(), Oldest: july}
	residents := recoveries.Row{Ordered: (2_200 * yuan).Sum(), Received: (1_100 * yuan).Sum(), SetOff: (50 * yuan).Sum(),
		Outstanding: (1_050 * yuan).Sum(), Prevented: (30 * yuan).Sum(), Oldest: may}
	itself := recoveries.Row{Received: (80 * yuan).Sum()}
	denied, reminded := recoveries.Row{Prevented: (30 * yuan).Sum()}, recoveries.Row{Prevented: (12 * yuan).Sum()}
	both := func(a, b recoveries.Row) recoveries.Row {
		a.Add(b)
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
			row(key{Fund: employee, Institution: hospital},
				recoveries.Row{Ordered: money.Fen(827_73).Sum(), Outstanding: money.Fen(827_73).Sum(), Oldest: may}),
			row(key{Fund: resident, Institution: hospital},
				recoveries.Row{Ordered: (2_000 * yuan).Sum(), Outstanding: (2_000 * yuan).Sum(), Prevented: (30 * yuan).Sum(), Oldest: may}),
			row(key{Fund: resident, Institution: pharmacy}, both(itself, reminded)),
		}},
		{"after an order was annulled in part", fund.NewDate(2025, 11, 3), recoveries.ByArticle, []recoveries.Row{
			row(key{Fund: employee}, seventeen),
			row(key{Fund: employee, Article: law.InstitutionLoss}, // with a wrong receipt of 13 yuan
				recoveries.Row{Ordered: (500 * yuan).Sum(), Received: (263 * yuan).Sum(), SetOff: (200 * yuan).Sum(),
					Outstanding: (37 * yuan).Sum(), Oldest: july}),
			row(key{Fund: employee, Article: law.InstitutionFraud},
				recoveries.Row{Ordered: (300 * yuan).Sum(), Annulled: (150 * yuan).Sum(), Received: (200 * yuan).Sum(),
					SetOff: (100 * yuan).Sum(), Excess: (150 * yuan).Sum()}),
			row(key{Fund: resident}, both(both(inspected, both(itself, reminded)), denied)),
			row(key{Fund: resident, Article: law.InstitutionLoss},
				recoveries.Row{Ordered: (200 * yuan).Sum(), Outstanding: (200 * yuan).Sum(), Oldest: july}),
		}},
		{"before anything", fund.NewDate(2025, 3, 4), recoveries.ByInstitution, nil},
	} {
		got := v.AsOf(test.on, test.by)
		if !slices.Equal(got, test.want) {
			t.Errorf("%s\n%+v\nwant\n%+v", test.name, got, test.want)
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
				rows := v.AsOf(on, by)
				own := map[fund.ID]recoveries.Row{}
				for _, r := range rows {
					sum := own[r.Fund]
					sum.Add(r)
					own[r.Fund] = sum
					if r.Outstanding.Sign() < 0 || r.Excess.Sign() < 0 || (r.Oldest != 0) != (!r.Outstanding.IsZero()) {
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
		entry(event.ClawbackReceived{Fact: fact("J", 2025), Case: "1", Fund: "441300.390", Institution: "H44130200026", Channel: event.SelfCheck,
			PaidYear: 2023, Amount: 60}),
		entry(event.ClawbackReceived{Fact: fact("K", 2026), Case: "2", Fund: "441300.390", Institution: "P44130200007", Channel: event.SelfCheck,
			PaidYear: 2023, Amount: 5}),
		entry(event.ClawbackSetOff{Fact: fact("K", 2026), Case: "2", Fund: "441300.390", Institution: "P44130200007", Channel: event.SelfCheck,
			PaidYear: 2022, Amount: 7}),
	})
	rows := v.AsOf(0, recoveries.ByYear)
	want := []recoveries.Row{
		{Key: recoveries.Key{Fund: "441300.390", Year: 2024}, Ordered: money.Fen(90).Sum(), Received: money.Fen(60).Sum(),
			Outstanding: money.Fen(30).Sum(), Oldest: fund.NewDate(2024, 3, 1)},
		{Key: recoveries.Key{Fund: "441300.390", Year: 2026}, Received: money.Fen(5).Sum(), SetOff: money.Fen(7).Sum()},
	}
	if !slices.Equal(rows, want) {
		t.Errorf("%+v", rows)
	}
}

func TestSumsAreWide(t *testing.T) {
	denied := ledger.Entry{Event: event.ClaimDenied{
		Fact: event.Fact{Document: "R", OccurredOn: fund.NewDate(2025, 1, 1), Count: 1}, Fund: "441300.390", Channel: event.SmartAudit,
		Amount: math.MaxInt64,
	}}
	rows := view(t, []ledger.Entry{denied, denied}).AsOf(0, recoveries.ByChannel)
	if len(rows) != 1 || rows[0].Prevented.String() != "184467440737095516.14" {
		t.Errorf("%+v", rows)
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
		return event.ClawbackOrdered{Fact: event.Fact{Document: document, OccurredOn: day, Count: 1}, Case: "20", Fund: "441300.390",
			Institution: "H44130200026", Channel: event.SelfCheck, Amount: amount}
	}
	receipt := func(document string, amount money.Fen) event.Event {
		return event.ClawbackReceived{Fact: event.Fact{Document: document, OccurredOn: day + 1, Count: 1}, Case: "20", Fund: "441300.390",
			Institution: "H44130200026", Channel: event.SelfCheck, Amount: amount}
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
		rows := v.AsOf(0, recoveries.ByBoth)
		var got recoveries.Row
		if len(rows) > 0 {
			got = rows[0]
		}
		if len(rows) > 1 || got.Ordered != test.ordered.Sum() || got.Received != test.received.Sum() ||
			got.Outstanding != test.outstanding.Sum() {
			t.Errorf("%s: %+v", test.name, rows)
		}
	}
}

func reversal(e event.Event, on fund.Date) event.Event {
	return projtest.Reversal(event.Fact{Document: "CX-9", OccurredOn: on}, "stream-1", e)
}
