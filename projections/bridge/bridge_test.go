package bridge_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/balances"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/bridge"
	"github.com/fundledger/fundledger/projections/projtest"
	"github.com/fundledger/fundledger/projections/statements"
	"github.com/fundledger/fundledger/projections/statistics"
)

const resident = fund.ID("441300.390")

func day(text string) fund.Date {
	d, _ := fund.ParseDate(text)
	return d
}

func fact(document, on, booked string) event.Fact {
	f := event.Fact{Document: document, OccurredOn: day(on), Count: 1}
	if booked != "" {
		f.BookedOn = day(booked)
	}
	return f
}

func reversal(document, on string, of event.Event) event.Event {
	wire, version, data, err := event.Encode(of)
	if err != nil {
		panic(err)
	}
	return event.FactReversed{Fact: fact(document, on, ""), Of: "bc1d7e9e-6a2b-5d6f-9f43-3f1d2f9a8f11", OfType: wire, OfVersion: int64(version), OfData: string(data)}
}

// facts are what makes four reports of 2025 differ: a late premium, a payment that
// was reversed the year after, one that came back in the year, a total of two years.
func facts() []event.Event {
	wrong := event.ReimbursementPaid{Fact: fact("R-2", "2025-04-06", ""), Fund: resident, Amount: 30_00, Care: fund.Inpatient}
	total := fact("T-1", "2025-12-31", "")
	total.Since = day("2024-01-01")
	return []event.Event{
		event.FundEstablished{Fact: fact("F", "2024-12-31", ""), Fund: resident, Name: "居民"},
		event.PremiumReceived{Fact: fact("P-1", "2025-03-05", ""), Fund: resident, Amount: 300_00},
		event.PremiumReceived{Fact: fact("P-2", "2024-12-30", "2025-01-01"), Fund: resident, Amount: 7_00},
		event.ReimbursementPaid{Fact: fact("R-1", "2025-04-06", ""), Fund: resident, Amount: 100_00, Care: fund.Inpatient},
		wrong,
		event.ReimbursementReversed{Fact: fact("R-3", "2025-05-06", ""), Fund: resident, Amount: 10_00, Of: "R-1", PaidOn: day("2025-04-06"), Care: fund.Inpatient},
		event.SubsidyReceived{Fact: total, Fund: resident, Amount: 50_00},
		reversal("X-1", "2026-01-20", wrong),
	}
}

func run(t *testing.T, from, to bridge.Basis, year int, events []event.Event) []bridge.Line {
	t.Helper()
	v := bridge.View{Fund: resident, Year: year, From: from, To: to}
	for i, e := range events {
		if err := v.Apply(ledger.Entry{Position: store.Position(i), Event: e}); err != nil {
			t.Fatal(err)
		}
	}
	if !v.Known() {
		t.Error("the fund is not known")
	}
	return v.Lines()
}

// The figures by hand, and each difference with its fact and reason.
func TestBridge(t *testing.T) {
	for _, test := range []struct {
		from, to bridge.Basis
		year     int
		want     string
	}{
		{bridge.Booked, bridge.Business, 2025, "4001 307.00>300.00 P-2 other_year -7.00; 4101 50.00>50.00; 5001 120.00>120.00"},
		{bridge.Business, bridge.Booked, 2024, "4001 7.00>0.00 P-2 other_year -7.00"},
		{bridge.Booked, bridge.Net, 2025, "4001 307.00>307.00; 4101 50.00>50.00; 5001 120.00>120.00"},
		{bridge.Net, bridge.Gross, 2025, "4001 307.00>307.00; 4101 50.00>50.00; 5001 120.00>130.00 R-3 came_back 10.00"},
		{bridge.Net, bridge.Form, 2025, "4001 307.00>307.00; 4101 50.00>50.00; 5001 120.00>120.00"},
		{bridge.Business, bridge.Statistics, 2025, "4001 300.00>300.00; 4101 50.00>0.00 T-1 several_years -50.00; 5001 120.00>100.00 R-3 came_back 10.00 X-1 reversal -30.00"},
		{bridge.Booked, bridge.Business, 2026, "4501 30.00>30.00"},
	} {
		var got string
		for i, l := range run(t, test.from, test.to, test.year, facts()) {
			if i > 0 {
				got += "; "
			}
			got += fmt.Sprintf("%s %s>%s", l.Account, l.From, l.To)
			for _, f := range l.Facts {
				got += fmt.Sprintf(" %s %s %s", f.Document, f.Reason, f.Amount)
			}
		}
		if got != test.want {
			t.Errorf("%s to %s of %d:\n%s\nwant\n%s", test.from, test.to, test.year, got, test.want)
		}
	}
}

// Over a history that has every event type, each basis is what its report shows, and
// the facts of a bridge lead from the one to the other exactly.
func TestBasesAreThoseOfTheReports(t *testing.T) {
	history := projtest.History()
	var b books.View
	var bal balances.View
	var st statistics.View
	for _, entry := range history {
		for _, v := range []interface{ Apply(ledger.Entry) error }{&b, &bal, &st} {
			if err := v.Apply(entry); err != nil {
				t.Fatal(err)
			}
		}
	}
	rows := st.AsOf(0)
	some := 0
	for _, id := range b.Funds() {
		for year := 2023; year <= 2026; year++ {
			for _, from := range bridge.Bases() {
				for _, to := range bridge.Bases() {
					v := bridge.View{Fund: id, Year: year, From: from, To: to}
					for _, entry := range history {
						if err := v.Apply(entry); err != nil {
							t.Fatal(err)
						}
					}
					for _, l := range v.Lines() {
						some++
						sum := l.From
						for _, f := range l.Facts {
							sum = sum.Plus(f.Amount.Sum())
						}
						if sum != l.To {
							t.Errorf("%s %d %s %s to %s: %s and its facts make %s, not %s", id, year, l.Account, from, to, l.From, sum, l.To)
						}
						if want, ok := reported(t, &b, &bal, rows, id, year, l.Account, from); ok && want != l.From {
							t.Errorf("%s %d %s on %s: %s, its report has %s", id, year, l.Account, from, l.From, want)
						}
					}
				}
			}
		}
	}
	if some == 0 {
		t.Error("no figures")
	}
}

// reported is the figure as its report has it; false where no report has it alone.
func reported(t *testing.T, b *books.View, bal *balances.View, rows []statistics.Row, id fund.ID, year int,
	code account.Code, basis bridge.Basis) (money.Sum, bool) {
	t.Helper()
	first, last := fund.NewDate(year, 1, 1), fund.NewDate(year, 12, 31)
	switch basis {
	case bridge.Booked, bridge.Net, bridge.Gross, bridge.Form:
		sum := b.AsOf(id, last).Less(b.AsOf(id, first-1)).Sum(code)
		own := sum.Credit
		if code.Element().IsDebit() {
			own = sum.Debit
		}
		if basis == bridge.Gross || basis == bridge.Form && statements.ByForm(code) == statements.Gross {
			return own, true
		}
		return sum.Balance(code), true
	case bridge.Business:
		var sums [2]money.Sum
		for i, on := range []fund.Date{first - 1, last} {
			of, err := bal.AsOf(on)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range of {
				for _, a := range r.Accounts {
					if r.Fund == id && a.Account.Within(code) {
						sums[i] = sums[i].Plus(a.Amount)
					}
				}
			}
		}
		return sums[1].Minus(sums[0]), true
	case bridge.Statistics:
		items := map[account.Code][]statistics.Item{
			account.Subsidy: {statistics.Subsidies}, account.TransfersIn: {statistics.TransfersIn}, account.TransfersOut: {statistics.TransfersOut},
			account.OtherExpense: {statistics.OtherExpense}, account.CriticalIllness: {statistics.InsurerPaid},
		}[code]
		if id.Kind() != fund.MedicalAid {
			if code == account.Benefits {
				items = []statistics.Item{statistics.Benefits}
			}
		}
		var sum money.Sum
		for _, r := range rows {
			if r.Fund == id && r.Period == (statistics.Period{First: year, Last: year}) && slices.Contains(items, r.Item) {
				sum = sum.Plus(r.Amount)
			}
		}
		return sum, items != nil
	}
	return money.Sum{}, false
}
