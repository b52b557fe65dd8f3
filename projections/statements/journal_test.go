package statements_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/statements"
)

func gather(t *testing.T, j *statements.Journal, events ...event.Event) []statements.JournalLine {
	t.Helper()
	for i, e := range events {
		if err := j.Apply(ledger.Entry{Position: store.Position(i), Event: e}); err != nil {
			t.Fatal(err)
		}
	}
	return j.Lines()
}

func texts(lines []statements.JournalLine) (out []string) {
	for _, l := range lines {
		out = append(out, fmt.Sprintf("%s @%d %s %s %s %s", l.Booked, l.Position, l.Type, l.Account, l.Debit, l.Credit))
	}
	return out
}

func TestJournal(t *testing.T) {
	late := event.PremiumReceived{Fact: fact(2025, 1, 5), Fund: resident, Amount: 3_00} // its period was closed
	late.BookedOn = date(2025, 2, 1)
	events := []event.Event{
		event.PremiumReceived{Fact: fact(2025, 2, 2), Fund: resident, Amount: 1_00},
		event.PremiumReceived{Fact: fact(2025, 2, 1), Fund: resident, Amount: 2_00},
		late,
		event.PremiumReceived{Fact: fact(2025, 2, 1), Fund: employee, Amount: 9_00},
		event.ParticipationAssisted{Fact: fact(2025, 2, 2), AidFund: aid, Fund: resident, Amount: 4_00},
		event.PremiumReceived{Fact: fact(2025, 3, 1), Fund: resident, Amount: 5_00},
		event.PremiumReceived{Fact: fact(2025, 1, 31), Fund: resident, Amount: 6_00},
	}
	j := &statements.Journal{Fund: resident, From: date(2025, 2, 1), To: date(2025, 2, 28)}
	lines := gather(t, j, events...)
	if want := []string{
		"2025-02-01 @1 premium.received 1003 2.00 0.00", "2025-02-01 @1 premium.received 4001 0.00 2.00",
		"2025-02-01 @2 premium.received 1003 3.00 0.00", "2025-02-01 @2 premium.received 4001 0.00 3.00",
		"2025-02-02 @0 premium.received 1003 1.00 0.00", "2025-02-02 @0 premium.received 4001 0.00 1.00",
		"2025-02-02 @4 participation.assisted 1003 4.00 0.00", "2025-02-02 @4 participation.assisted 4001 0.00 4.00",
	}; !slices.Equal(texts(lines), want) {
		t.Errorf("journal\n%s\nwant\n%s", strings.Join(texts(lines), "\n"), strings.Join(want, "\n"))
	}
	if lines[2].Occurred != date(2025, 1, 5) || lines[2].Document != "D" {
		t.Errorf("%+v", lines[2])
	}
	if total := statements.Total(lines); total != (books.Totals{Debit: money.Fen(10_00).Sum(), Credit: money.Fen(10_00).Sum()}) {
		t.Errorf("total %+v", total)
	}
	if j.Name() == "" || len(j.AppendState(nil)) == 0 {
		t.Error("no state")
	}
}

// The ledger of an account opens with what the year has so far, ends with what the
// book has, and has a balance after each line.
func TestLedger(t *testing.T) {
	events := residentYears()
	at := asOf(view(t, events...), resident)
	ledgerOf := func(code account.Code, from, to event.Period) statements.Ledger {
		t.Helper()
		j := &statements.Journal{Fund: resident, From: from.First(), To: to.Last(), Account: code}
		opening := statements.OpeningOf(from.First(), at)
		l := statements.LedgerOf(code, opening, gather(t, j, events...))
		return l
	}
	var running []string
	l := ledgerOf(account.Premiums, "2025-02", "2025-03")
	for _, r := range l.Rows {
		running = append(running, r.Balance.String())
	}
	if l.Opening != money.Fen(900_00).Sum() || !slices.Equal(running, []string{"850.00"}) || l.Closing != money.Fen(850_00).Sum() ||
		l.Turnover != (books.Totals{Debit: money.Fen(50_00).Sum()}) {
		t.Errorf("4001: %+v", l)
	}
	if l := ledgerOf(account.Premiums, "2025", "2025"); !l.Opening.IsZero() || l.Closing != money.Fen(850_00).Sum() { // 4,000 of 2024 is in 3001
		t.Errorf("4001 of the year: %+v", l)
	}
	if l := ledgerOf(account.Balance, "2025", "2025"); l.Opening != money.Fen(13_700_00).Sum() || len(l.Rows) != 0 ||
		l.Closing != money.Fen(13_700_00).Sum() {
		t.Errorf("3001 of the year: %+v", l)
	}
	if l := ledgerOf(account.SpecialAccount, "2025-01", "2025-02"); l.Opening != money.Fen(13_500_00).Sum() || l.Closing != money.Fen(11_346_34).Sum() {
		t.Errorf("1003: %s to %s", l.Opening, l.Closing)
	}
	if l := ledgerOf(account.Benefits, "2025-02", "2025-02"); l.Closing != money.Fen(950_00).Sum() || len(l.Rows) != 5 {
		t.Errorf("5001 with what is below it: %+v", l)
	}
}

// The trial balance of 2025 by hand: income and expense of 2024 are in 3001.
func TestTrial(t *testing.T) {
	at := asOf(view(t, residentYears()...), resident)
	trial := statements.Trial(resident, date(2025, 2, 1), date(2025, 2, 28), false, at)
	var got []string
	for _, r := range append(trial.Rows, trial.Total) {
		got = append(got, fmt.Sprintf("%s %s %s | %s %s | %s %s", r.Account, r.Opening.Debit, r.Opening.Credit, r.Turnover.Debit, r.Turnover.Credit,
			r.Closing.Debit, r.Closing.Credit))
	}
	want := []string{
		"1003 10241.00 0.00 | 1130.34 25.00 | 11346.34 0.00", // 13,500 + 600 − 3,000 − 240 + 81 − 1,000 + 300
		"1004 3200.00 0.00 | 100.00 1380.00 | 1920.00 0.00",
		"1005 900.00 0.00 | 0.00 900.00 | 0.00 0.00",
		"1101 240.00 0.00 | 0.00 120.00 | 120.00 0.00",
		"1201 1000.00 0.00 | 0.00 0.00 | 1000.00 0.00",
		"2001 0.00 81.00 | 0.00 0.00 | 0.00 81.00",
		"2101 0.00 300.00 | 0.00 0.00 | 0.00 300.00",
		"3001 0.00 13700.00 | 0.00 0.00 | 0.00 13700.00",
		"4001 0.00 900.00 | 50.00 0.00 | 0.00 850.00",
		"4101 0.00 600.00 | 0.00 0.00 | 0.00 600.00",
		"4201 0.00 0.00 | 0.00 12.34 | 0.00 12.34",
		"4401 0.00 0.00 | 0.00 80.00 | 0.00 80.00",
		"4402 0.00 0.00 | 0.00 20.00 | 0.00 20.00",
		"4501 0.00 0.00 | 0.00 93.00 | 0.00 93.00",
		"5001 0.00 0.00 | 1050.00 100.00 | 950.00 0.00",
		"5101 0.00 0.00 | 400.00 25.00 | 375.00 0.00",
		"5301 0.00 0.00 | 15.00 0.00 | 15.00 0.00",
		"5302 0.00 0.00 | 10.00 0.00 | 10.00 0.00",
		" 15581.00 15581.00 | 2755.34 2755.34 | 15736.34 15736.34",
	}
	if !slices.Equal(got, want) {
		t.Errorf("trial\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if !trial.Balanced() {
		t.Error("not balanced")
	}
}
