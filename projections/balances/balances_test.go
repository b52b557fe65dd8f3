package balances_test

import (
	"errors"
	"math"
	"testing"

	"github.com/fundledger/fundledger/ledger"
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
		{0, "441300.390", 36_380 * yuan, 380 * yuan, 44_950 * yuan, 670 * yuan, true},
		{0, "441300.610", 9_300 * yuan, 4_800 * yuan, 4_500 * yuan, 0, true},
		{0, "441300.310", 112_34, 900 * yuan, 0, 0, false},
		{fund.NewDate(2025, 1, 31), "441300.390", 780 * yuan, 0, 10_400 * yuan, 0, true},
		{fund.NewDate(2024, 12, 31), "441300.390", 380 * yuan, 0, 10_000 * yuan, 0, true},
		{fund.NewDate(2024, 12, 30), "441300.390", 380 * yuan, 0, 0, 0, false},
		{fund.NewDate(2024, 11, 19), "441300.390", 0, 0, 0, 0, false},
		{fund.NewDate(2025, 12, 31), "441300.390", 36_280 * yuan, 380 * yuan, 44_850 * yuan, 670 * yuan, true},
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
			if r.Income != want.income || r.Expense != want.expense || r.Balance != want.balance ||
				r.Straddling != want.straddling || r.Opened != want.opened {
				t.Errorf("%s as of %s: %+v\nwant %+v", want.fund, want.on, r, want)
			}
			var income, expense money.Fen
			for _, a := range r.Accounts {
				if a.Account.IsIncome() {
					income += a.Amount
				} else {
					expense += a.Amount
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

// A sum that does not fit is an error, on one day or over several, and never wraps.
func TestOverflow(t *testing.T) {
	premium := func(day int) ledger.Entry {
		return ledger.Entry{Event: event.PremiumReceived{
			Fact: event.Fact{Document: "P", OccurredOn: fund.NewDate(2025, 1, day), Count: 1}, Fund: "441300.390", Amount: math.MaxInt64,
		}}
	}
	history := projtest.History()[:1]
	v := view(t, append(history, premium(1)))
	if err := v.Apply(premium(1)); !errors.Is(err, money.ErrOverflow) {
		t.Errorf("on one day: %v", err)
	}
	v = view(t, append(history, premium(1), premium(2)))
	if _, err := v.AsOf(0); !errors.Is(err, money.ErrOverflow) {
		t.Errorf("over two days: %v", err)
	}
}

func TestAnEntryOfAFundThatIsUnknownIsReported(t *testing.T) {
	v := view(t, projtest.History()[6:7])
	if _, err := v.AsOf(0); err == nil {
		t.Error("no error")
	}
}
