package balances_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/balances"
	"github.com/fundledger/fundledger/projections/projtest"
	"github.com/fundledger/fundledger/projections/replay"
)

func TestView(t *testing.T) {
	projtest.Run(t, func() replay.View { return new(balances.View) }, projtest.History(), "../../testdata/projections/balances.txt")
}

func view(t *testing.T, history []ledger.Entry) *balances.View {
	t.Helper()
	v := new(balances.View)
	for _, entry := range history {
		if err := v.Apply(entry); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

// The figures of the history, added up by hand.
func TestAsOf(t *testing.T) {
	v := view(t, projtest.History())
	const yuan = 100
	for _, want := range []struct {
		on                                   fund.Date
		fund                                 fund.ID
		income, expense, balance, straddling money.Fen
		opened                               bool
	}{
		{0, "441300.390", 38_790 * yuan, 4_117 * yuan, 43_623 * yuan, 670 * yuan, true},
		{0, "441300.610", 9_300 * yuan, 4_800 * yuan, 4_500 * yuan, 0, true},
		{0, "441300.310", 2_032_34, 982 * yuan, 9_047_34, 0, true},
		{fund.NewDate(2025, 1, 31), "441300.390", 780 * yuan, 0, 10_400 * yuan, 0, true},
		{fund.NewDate(2024, 12, 31), "441300.390", 380 * yuan, 0, 10_000 * yuan, 0, true},
		{fund.NewDate(2024, 12, 30), "441300.390", 380 * yuan, 0, 0, 0, false},
		{fund.NewDate(2024, 11, 19), "441300.390", 0, 0, 0, 0, false},
		{fund.NewDate(2025, 12, 31), "441300.390", 38_640 * yuan, 4_007 * yuan, 43_583 * yuan, 670 * yuan, true},
	} {
		rows, err := v.AsOf(want.on)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, r := range rows {
			if r.Fund != want.fund {
				continue
			}
			found = true
			if r.Income != want.income.Sum() || r.Expense != want.expense.Sum() || r.Balance != want.balance.Sum() ||
				r.Straddling != want.straddling.Sum() || r.Opened != want.opened {
				t.Errorf("%s as of %s: %+v\nwant %+v", want.fund, want.on, r, want)
			}
			var income, expense money.Sum
			for _, a := range r.Accounts {
				if a.Account.Element() == account.Income {
					income = income.Plus(a.Amount)
				} else {
					expense = expense.Plus(a.Amount)
				}
			}
			if income != r.Income || expense != r.Expense {
				t.Errorf("%s as of %s: the accounts do not add up: %+v", want.fund, want.on, r)
			}
		}
		if !found || len(rows) != 3 {
			t.Errorf("as of %s: %d rows, %s among them: %v", want.on, len(rows), want.fund, found)
		}
	}
}

// A sum wider than an amount is exact, on one day and over several.
func TestSumsAreWide(t *testing.T) {
	premium := func(day int) ledger.Entry {
		return ledger.Entry{Event: event.PremiumReceived{
			Fact: event.Fact{Document: "P", OccurredOn: fund.NewDate(2025, 1, day), Count: 1}, Fund: "441300.390", Amount: math.MaxInt64,
		}}
	}
	history := projtest.History()[:1]
	for _, second := range []int{1, 2} {
		v := view(t, append(history, premium(1), premium(second)))
		rows, err := v.AsOf(0)
		if err != nil || len(rows) != 1 || rows[0].Income.String() != "184467440737095516.14" {
			t.Errorf("on days 1 and %d: %+v, %v", second, rows, err)
		}
	}
}

func TestAnEntryOfAFundThatIsUnknownIsReported(t *testing.T) {
	v := view(t, []ledger.Entry{{Event: event.SubsidyReceived{Fact: event.Fact{OccurredOn: 1}, Fund: "441300.390", Amount: 1}}})
	if _, err := v.AsOf(0); err == nil {
		t.Error("no error")
	}
}

// A reversal leaves the balance as it was before the fact, wherever the fact lay
// about the opening; before its own date the fact still stands.
func TestReversal(t *testing.T) {
	opened, late := fund.NewDate(2024, 12, 31), fund.NewDate(2025, 6, 1)
	subsidy := func(since, on fund.Date) event.Event {
		return event.SubsidyReceived{Fact: event.Fact{Document: "G-9", Since: since, OccurredOn: on, Count: 1}, Fund: "441300.390", Amount: 70_00}
	}
	for name, fact := range map[string]event.Event{
		"after the opening":  subsidy(0, fund.NewDate(2025, 2, 1)),
		"before the opening": subsidy(0, fund.NewDate(2024, 2, 1)),
		"on both sides":      subsidy(opened-10, fund.NewDate(2025, 2, 1)),
		"opening of a part":  event.FundOpened{Fact: event.Fact{Document: "O-9", OccurredOn: opened}, Fund: "441300.310", Part: fund.Pool, Amount: 70_00},
	} {
		v := view(t, projtest.History()[:6])
		before := row(t, v, fact, 0)
		for i, e := range []event.Event{fact, reversal(fact, late)} {
			if err := v.Apply(ledger.Entry{Event: e}); err != nil {
				t.Fatal(err)
			}
			if now := row(t, v, fact, 0); (now == before) != (i == 1) {
				t.Errorf("%s: %s\nbefore: %s", name, now, before)
			}
		}
		if _, isOpening := fact.(event.FundOpened); !isOpening && row(t, v, fact, late-1) == before {
			t.Errorf("%s: gone before it was reversed", name)
		}
	}
}

// row prints what a fund's row says of its balance.
func row(t *testing.T, v *balances.View, fact event.Event, on fund.Date) string {
	t.Helper()
	rows, err := v.AsOf(on)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.Fund == event.FundOf(fact) {
			return fmt.Sprint(r.Opened, r.Opening, r.Balance, r.Straddling, r.IncomeSince.Minus(r.ExpenseSince), r.Income.Minus(r.Expense))
		}
	}
	return "no row"
}

func reversal(e event.Event, on fund.Date) event.Event {
	return projtest.Reversal(event.Fact{Document: "CX-9", OccurredOn: on}, "stream-1", e)
}

// What was before a fund's books began is not zero: neither as of an earlier day, nor of
// the year at whose end they were opened.
func TestBeforeTheBooksBegan(t *testing.T) {
	end := fund.NewDate(2024, 12, 31)
	established := func(id fund.ID) event.Event {
		return event.FundEstablished{Fact: event.Fact{Document: "B", OccurredOn: end}, Fund: id, Name: "某"}
	}
	const opened, unopened, empty = fund.ID("441300.390"), fund.ID("441300.610"), fund.ID("441300.320")
	v := new(balances.View)
	for _, e := range []event.Event{
		established(opened), established(unopened), established(empty),
		event.FundOpened{Fact: event.Fact{Document: "O", OccurredOn: end}, Fund: opened, Amount: 100},
		event.SubsidyReceived{Fact: event.Fact{Document: "G", OccurredOn: fund.NewDate(2025, 5, 1), Count: 1}, Fund: unopened, Amount: 7},
	} {
		if err := v.Apply(ledger.Entry{Event: e}); err != nil {
			t.Fatal(err)
		}
	}
	for on, want := range map[fund.Date][3]bool{ // by fund: nothing booked yet, opened, unopened
		end - 1: {false, true, true}, end: {false, false, true}, fund.NewDate(2025, 5, 1): {}, 0: {},
	} {
		rows, err := v.AsOf(on)
		if err != nil {
			t.Fatal(err)
		}
		if got := [3]bool{rows[0].NotBegun, rows[1].NotBegun, rows[2].NotBegun}; got != want {
			t.Errorf("as of %s: %v, want %v", on, got, want)
		}
	}
	years, err := v.Yearly(0)
	if err != nil {
		t.Fatal(err)
	}
	for _, y := range years {
		if want := y.End.Fund == opened && y.Year == 2024; y.Unknown != want {
			t.Errorf("%s %d: not known is %v", y.End.Fund, y.Year, y.Unknown)
		}
	}
}
