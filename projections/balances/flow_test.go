package balances

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// random returns spans of a few days, so that many are equal.
func random(seed uint64, n int) []span {
	r := rand.New(rand.NewPCG(seed, 1))
	out := make([]span, n)
	for i := range out {
		first := fund.Date(20_000 + r.IntN(12))
		last := first + fund.Date(r.IntN(3))
		out[i] = span{first: first, last: last, on: last + fund.Date(r.IntN(3)), amount: money.Fen(r.Int64N(200) - 100).Sum()}
	}
	return out
}

// Whatever the order in which spans come, they add up to what a loop over them does.
func TestFlowsAgainstALoop(t *testing.T) {
	of := flow{"441300.390", "4101"}
	for seed := range uint64(20) {
		all, f := random(seed, 150), flows{}
		for _, s := range all {
			f.add(of, s)
		}
		for i, s := range f[of] {
			if i > 0 && f[of][i-1].compare(s) >= 0 {
				t.Fatalf("seed %d: %v after %v", seed, s, f[of][i-1])
			}
		}
		for _, opened := range []fund.Date{0, 19_999, 20_004, 20_020} {
			for until := fund.Date(19_999); until <= 20_018; until++ {
				limit := until
				if until == 20_018 {
					limit = 0 // all
				}
				var want sum
				wantSome := false
				for _, s := range all {
					if limit != 0 && s.on > limit {
						continue
					}
					wantSome = true
					want.total = want.total.Plus(s.amount)
					if opened != 0 && s.first > opened {
						want.since = want.since.Plus(s.amount)
					} else if opened != 0 && s.last > opened {
						want.straddling = want.straddling.Plus(s.amount)
					}
				}
				if got, some := sumUp(f[of], limit, opened); got != want || some != wantSome {
					t.Fatalf("seed %d until %d, opened %d: %v, %v, want %v, %v", seed, limit, opened, got, some, want, wantSome)
				}
			}
		}
	}
}

// Every year is the difference between its end and the end of the one before, and
// the last one ends with the date that was asked for.
func TestYearly(t *testing.T) {
	const resident, employee = "441300.390", "441300.310"
	premium := func(id fund.ID, year int, month time.Month, amount money.Fen) event.Event {
		return event.PremiumReceived{Fact: event.Fact{Document: "P", OccurredOn: fund.NewDate(year, month, 10), Count: 1},
			Fund: id, Amount: amount}
	}
	v := new(View)
	for _, e := range []event.Event{
		event.FundEstablished{Fact: event.Fact{OccurredOn: 20_000}, Fund: resident, Name: "r"},
		event.FundEstablished{Fact: event.Fact{OccurredOn: 20_000}, Fund: employee, Name: "e"},
		premium(resident, 2025, time.March, 500),
		event.FundOpened{Fact: event.Fact{Document: "O", OccurredOn: fund.NewDate(2020, time.December, 31)}, Fund: resident, Amount: 1000},
		premium(resident, 2023, time.March, 30),
		premium(resident, 2023, time.November, 4),
		premium(employee, 2025, time.June, 7),
	} {
		if err := v.Apply(ledger.Entry{Event: e}); err != nil {
			t.Fatal(err)
		}
	}
	type row struct {
		fund            fund.ID
		year            int
		income, balance money.Fen
		opened          bool
	}
	for _, c := range []struct {
		until fund.Date
		want  []row
	}{
		{0, []row{
			{employee, 2020, 0, 0, false}, {employee, 2023, 0, 0, false}, {employee, 2025, 7, 7, false},
			{resident, 2020, 0, 1000, true}, {resident, 2023, 34, 1034, true}, {resident, 2025, 500, 1534, true},
		}},
		{fund.NewDate(2023, time.June, 30), []row{
			{employee, 2020, 0, 0, false}, {employee, 2023, 0, 0, false},
			{resident, 2020, 0, 1000, true}, {resident, 2023, 30, 1030, true},
		}},
		{fund.NewDate(2020, time.December, 30), nil},
	} {
		years, err := v.Yearly(c.until)
		if err != nil || len(years) != len(c.want) {
			t.Fatalf("until %s: %+v, %v", c.until, years, err)
		}
		for i, y := range years {
			w := c.want[i]
			income, _ := y.Income.Fen()
			balance, _ := y.End.Balance.Fen()
			if !w.opened {
				w.balance = balance // without an opening it says nothing
			}
			if got := (row{y.End.Fund, y.Year, income, balance, y.End.Opened}); got != w {
				t.Errorf("until %s: %+v, want %+v", c.until, got, w)
			}
		}
	}
}

// Any bytes are refused or restored to a state that can be kept and restored again.
func FuzzRestore(f *testing.F) {
	v := new(View)
	if err := v.Apply(ledger.Entry{Event: event.FundOpened{Fact: event.Fact{OccurredOn: 20_000}, Fund: "441300.390", Amount: 1}}); err != nil {
		f.Fatal(err)
	}
	v.flows = flows{{"441300.390", "4101"}: {{20_001, 20_002, 20_003, money.Fen(5).Sum()}, {20_002, 20_002, 20_002, money.Fen(-5).Sum()}}}
	f.Add(v.AppendSnapshot(nil))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, state []byte) {
		first, second := new(View), new(View)
		if first.Restore(state) != nil {
			return
		}
		kept := first.AppendSnapshot(nil)
		if err := second.Restore(kept); err != nil || !bytes.Equal(kept, second.AppendSnapshot(nil)) ||
			!bytes.Equal(first.AppendState(nil), second.AppendState(nil)) {
			t.Fatalf("%q: what was restored cannot be kept: %v", state, err)
		}
		_, _ = first.Yearly(0) // an error if sums overflow or a fund was not established, never a panic
	})
}

// Spans that are not in their order were not written.
func TestRestoreRefusesDisorder(t *testing.T) {
	for _, spans := range [][]span{
		{{20_002, 20_002, 20_002, money.Fen(1).Sum()}, {20_001, 20_001, 20_001, money.Fen(1).Sum()}},
		{{20_002, 20_002, 20_002, money.Fen(1).Sum()}, {20_002, 20_002, 20_002, money.Fen(1).Sum()}},
		{{20_002, 20_002, 3_000_000, money.Fen(1).Sum()}},
	} {
		v := View{flows: flows{{"441300.390", "4101"}: spans}}
		if err := new(View).Restore(v.AppendSnapshot(nil)); err == nil {
			t.Errorf("%v was restored", spans)
		}
	}
}

func BenchmarkRestore(b *testing.B) {
	v := View{flows: flows{}}
	for _, code := range []account.Code{"4001", "4101", "4102", "4201", "4301", "4501", "5001", "5101", "5201", "5301"} {
		for day := range 2200 {
			d := fund.Date(20_000 + day)
			of := flow{"441300.390", code}
			v.flows[of] = append(v.flows[of], span{d, d, d, money.Fen(1_000_000 + day).Sum()})
		}
	}
	state := v.AppendSnapshot(nil)
	b.ReportAllocs()
	b.SetBytes(int64(len(state)))
	for b.Loop() {
		if err := new(View).Restore(state); err != nil {
			b.Fatal(err)
		}
	}
}
