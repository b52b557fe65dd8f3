package seals_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/projtest"
	"github.com/fundledger/fundledger/projections/seals"
)

const resident = fund.ID("441300.390")

func fact(document string, on string) event.Fact {
	date, _ := fund.ParseDate(on)
	return event.Fact{Document: document, OccurredOn: date, Count: 1}
}

// facts are two years of a fund: 1000.00 at the close of 2024; 300.00 of premiums
// and 100.00 of benefits in 2025; 50.00 of premiums in 2026.
func facts() []event.Event {
	opened := fact("O", "2024-12-31")
	opened.Count = 0
	return []event.Event{
		event.FundEstablished{Fact: opened, Fund: resident, Name: "居民"},
		event.FundOpened{Fact: opened, Fund: resident, Amount: 1000_00},
		event.PremiumReceived{Fact: fact("P-1", "2025-03-05"), Fund: resident, Amount: 300_00},
		event.ReimbursementPaid{Fact: fact("R-1", "2025-04-06"), Fund: resident, Amount: 100_00, Care: account.Inpatient},
		event.PremiumReceived{Fact: fact("P-2", "2026-02-01"), Fund: resident, Amount: 50_00},
	}
}

func closing(period event.Period, balances event.Balances) event.Event {
	return event.PeriodClosed{Fact: event.Fact{Document: "J-" + string(period), OccurredOn: period.Last()}, Fund: resident, Period: period, Balances: balances}
}

// TestOf: the balances by hand. Income and expense stand on their accounts until
// their year is closed, and in 3001 from then on.
func TestOf(t *testing.T) {
	var v books.View
	for i, e := range facts() {
		if err := v.Apply(ledger.Entry{Position: store.Position(i), Event: e}); err != nil {
			t.Fatal(err)
		}
	}
	for period, want := range map[event.Period]event.Balances{
		"2024-12": "1003 1000.00; 3001 1000.00",
		"2025-02": "1003 1000.00; 3001 1000.00",
		"2025-03": "1003 1300.00; 3001 1000.00; 4001 300.00",
		"2025-04": "1003 1300.00; 1004 -100.00; 3001 1000.00; 4001 300.00; 500101 100.00",
		"2025-12": "1003 1300.00; 1004 -100.00; 3001 1000.00; 4001 300.00; 500101 100.00",
		"2025":    "1003 1300.00; 1004 -100.00; 3001 1200.00",
		"2026-01": "1003 1300.00; 1004 -100.00; 3001 1200.00",
		"2026-02": "1003 1350.00; 1004 -100.00; 3001 1200.00; 4001 50.00",
		"2026":    "1003 1350.00; 1004 -100.00; 3001 1250.00",
	} {
		if got, err := seals.Of(&v, resident, period); err != nil || got != want {
			t.Errorf("%s: %s, %v\nwant %s", period, got, err, want)
		}
	}
	if got, err := seals.Of(&v, "441300.310", "2025"); err != nil || got != "-" {
		t.Errorf("a fund without books: %s, %v", got, err)
	}
}

// TestSealed: closings whose balances are those of the bookings before them are
// right, and any other is a fault that names the closing and both texts.
func TestSealed(t *testing.T) {
	const march, year = "1003 1300.00; 3001 1000.00; 4001 300.00", "1003 1300.00; 1004 -100.00; 3001 1200.00"
	f := facts()
	late := event.PremiumReceived{Fact: fact("P-3", "2025-03-20"), Fund: resident, Amount: 7_00}
	for name, test := range map[string]struct {
		events  []event.Event
		checked int
		fault   int // index in events; -1: none
		made    string
	}{
		"right":                    {[]event.Event{f[0], f[1], f[2], closing("2025-03", march), f[3], closing("2025", year), f[4]}, 2, -1, ""},
		"right, closed later":      {[]event.Event{f[0], f[1], f[2], f[3], f[4], closing("2025-03", march), closing("2025", year)}, 2, -1, ""},
		"another fund's closing":   {[]event.Event{f[0], f[1], closing("2025-02", "1003 1000.00; 3001 1000.00")}, 1, -1, ""},
		"a balance":                {[]event.Event{f[0], f[1], f[2], closing("2025-03", "1003 1300.01; 3001 1000.00; 4001 300.00")}, 0, 3, march},
		"an account left out":      {[]event.Event{f[0], f[1], f[2], closing("2025-03", "1003 1300.00; 3001 1000.00")}, 0, 3, march},
		"nothing":                  {[]event.Event{f[0], f[1], f[2], closing("2025-03", "-")}, 0, 3, march},
		"a booking changed":        {[]event.Event{f[0], f[1], late, closing("2025-03", march)}, 0, 3, "1003 1007.00; 3001 1000.00; 4001 7.00"},
		"a booking removed":        {[]event.Event{f[0], f[1], closing("2025-03", march)}, 0, 2, "1003 1000.00; 3001 1000.00"},
		"a booking before it":      {[]event.Event{f[0], f[1], f[2], late, closing("2025-03", march)}, 0, 4, "1003 1307.00; 3001 1000.00; 4001 307.00"},
		"the second of two":        {[]event.Event{f[0], f[1], f[2], closing("2025-03", march), f[3], closing("2025", march)}, 1, 5, year},
		"a month for a year":       {[]event.Event{f[0], f[1], f[2], f[3], closing("2025-12", year)}, 0, 4, "1003 1300.00; 1004 -100.00; 3001 1000.00; 4001 300.00; 500101 100.00"},
		"without any books at all": {[]event.Event{closing("2025-03", march)}, 0, 0, "-"},
	} {
		var v seals.View
		fault := -1
		for i, e := range test.events {
			err := v.Apply(ledger.Entry{Position: store.Position(i), Stream: "period-441300.390", Event: e})
			if err == nil {
				continue
			}
			fault = i
			var f *verify.Fault
			if !errors.As(err, &f) || f.Position != int64(i) || f.Last != int64(i) || f.Where != "period-441300.390" {
				t.Errorf("%s: %v", name, err)
				break
			}
			sealed := string(e.(event.PeriodClosed).Balances)
			if want := fmt.Sprintf("the closing sealed the balances %s, the bookings before it make %s", sealed, test.made); f.Why.EN != want {
				t.Errorf("%s: %s\nwant %s", name, f.Why.EN, want)
			}
			if zh := f.In(lang.ZH); !strings.Contains(zh, "结账封存的余额是 "+sealed+"，由记账重算得 "+test.made) {
				t.Errorf("%s: %s", name, zh)
			}
			break
		}
		if fault != test.fault || v.Checked() != test.checked {
			t.Errorf("%s: fault at %d after %d, want at %d after %d", name, fault, v.Checked(), test.fault, test.checked)
		}
	}
}

// TestHistory: the history that has every event type is right.
func TestHistory(t *testing.T) {
	var v seals.View
	for _, entry := range projtest.History() {
		if err := v.Apply(entry); err != nil {
			t.Fatal(err)
		}
	}
	if v.Checked() != 1 {
		t.Errorf("%d closings", v.Checked())
	}
}

// TestOverflow: sums beyond what money can hold are an error, and no fault of a closing.
func TestOverflow(t *testing.T) {
	var v seals.View
	var err error
	for i := 0; i < 2000 && err == nil; i++ {
		err = v.Apply(ledger.Entry{Position: store.Position(i), Event: event.PremiumReceived{Fact: fact(fmt.Sprint(i), "2025-01-01"), Fund: resident, Amount: 100_000_000_000_000_00}})
	}
	if !errors.Is(err, money.ErrOverflow) {
		t.Error(err)
	}
}
