package running

import (
	"math/rand/v2"
	"testing"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

func TestSum(t *testing.T) {
	day := func(n int) fund.Date { return fund.NewDate(2025, 3, n) }
	s := Sum{}.Add(day(10), 100).Add(day(20), -60).Add(day(5), 7).Add(day(10), 1)
	for _, test := range []struct {
		from   fund.Date
		on     money.Fen // at its close
		least  money.Fen // from it on
		lowest fund.Date
	}{
		{day(1), 0, 0, day(1)},
		{day(5), 7, 7, day(5)},
		{day(9), 7, 7, day(9)},
		{day(10), 108, 48, day(20)},
		{day(20), 48, 48, day(20)},
		{day(21), 48, 48, day(21)},
	} {
		if on := s.On(test.from); on != test.on.Sum() {
			t.Errorf("on %s there is %s, want %s", test.from, on, test.on)
		}
		if on, least := s.Least(test.from); on != test.lowest || least != test.least.Sum() {
			t.Errorf("from %s on there is at least %s, on %s; want %s, %s", test.from, least, on, test.least, test.lowest)
		}
	}
	if on, least := (Sum{}).Least(day(1)); on != day(1) || !least.IsZero() || !(Sum{}).Last().IsZero() || s.Last() != money.Fen(48).Sum() {
		t.Errorf("of nothing %s on %s; in the end %s", least, on, s.Last())
	}
}

// A sum is what a list of the amounts says, added in any order and in any parts, and
// no sum changes when another is made of it.
func TestSumAgainstAList(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 1))
	for range 200 {
		type one struct {
			on     fund.Date
			amount money.Fen
		}
		var list []one
		var s, other Sum
		for range random.IntN(20) {
			o := one{fund.NewDate(2025, 1, 1) + fund.Date(random.IntN(12)), money.Fen(random.IntN(200) - 100)}
			list = append(list, o)
			before, was := s, s.Last()
			if random.IntN(2) == 0 {
				s = s.Add(o.on, o.amount)
			} else {
				other = other.Add(o.on, o.amount)
			}
			if before.Last() != was {
				t.Fatal("a sum changed when another was made of it")
			}
		}
		both := s.Plus(other)
		for from := fund.NewDate(2024, 12, 30); from < fund.NewDate(2025, 1, 16); from++ {
			on := func(day fund.Date) money.Fen {
				var sum money.Fen
				for _, o := range list {
					if o.on <= day {
						sum += o.amount
					}
				}
				return sum
			}
			least, lowest := on(from), from
			for day := from; day < fund.NewDate(2025, 1, 20); day++ {
				if on(day) < least {
					least, lowest = on(day), day
				}
			}
			if day, amount := both.Least(from); both.On(from) != on(from).Sum() || amount != least.Sum() || day != lowest {
				t.Fatalf("from %s: %s, at least %s on %s; want %s, %s on %s (%v)", from, both.On(from), amount, day, on(from), least, lowest, list)
			}
		}
	}
}

// What comes and goes on one day is one change of it, also where it comes from two sums
// and is the first of both: nobody is short between breakfast and noon.
func TestPlusOnTheFirstDay(t *testing.T) {
	day := fund.NewDate(2025, 3, 10)
	both := Sum{}.Add(day, -60).Plus(Sum{}.Add(day, 100))
	if on, least := both.Least(day - 1); on != day-1 || !least.IsZero() || both.On(day) != money.Fen(40).Sum() {
		t.Errorf("at least %s on %s, %s on the day; want 0.00 on %s and 0.40", least, on, both.On(day), day-1)
	}
}
