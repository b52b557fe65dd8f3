package daily

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// addition is one call of Add.
type addition struct {
	key string
	on  fund.Date
	sum Sum
}

func random(seed uint64, n int) []addition {
	r := rand.New(rand.NewPCG(seed, 1))
	out := make([]addition, n)
	for i := range out {
		out[i] = addition{
			key: string("abc"[r.IntN(3)]), on: fund.Date(20_000 + r.IntN(20)),
			sum: Sum{Amount: money.Fen(r.Int64N(200) - 100), Count: r.Int64N(5), Vague: r.Int64N(2)},
		}
	}
	return out
}

func sums(t *testing.T, additions []addition) *Sums[string] {
	t.Helper()
	s := new(Sums[string])
	for _, a := range additions {
		if err := s.Add(a.key, a.on, a.sum); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// As of every day, the sums are those of a loop over what was added.
func TestAsOfAgainstALoop(t *testing.T) {
	for seed := range uint64(20) {
		additions := random(seed, 200)
		s := sums(t, additions)
		for on := fund.Date(19_999); on <= 20_021; on++ {
			until := on
			if on == 20_021 {
				until = 0 // all
			}
			want := map[string]Sum{}
			for _, a := range additions {
				if until == 0 || a.on <= until {
					w := want[a.key]
					want[a.key] = Sum{w.Amount + a.sum.Amount, w.Count + a.sum.Count, w.Vague + a.sum.Vague}
				}
			}
			got, err := s.AsOf(until)
			if err != nil || len(got) != len(want) {
				t.Fatalf("seed %d as of %d: %v (%v), want %v", seed, on, got, err, want)
			}
			for key, sum := range want {
				if got[key] != sum {
					t.Fatalf("seed %d as of %d, %s: %v, want %v", seed, on, key, got[key], sum)
				}
			}
		}
	}
}

// The state does not depend on the order in which sums were added.
func TestStateIsTheSameInAnyOrder(t *testing.T) {
	additions := random(7, 300)
	want := string(sums(t, additions).AppendState(nil, nil))
	slices.Reverse(additions)
	if got := string(sums(t, additions).AppendState(nil, nil)); got != want {
		t.Errorf("backwards:\n%s\nforwards:\n%s", got, want)
	}
	if got := string(sums(t, additions[1:]).AppendState(nil, nil)); got == want {
		t.Error("one addition less gives the same state")
	}
}

func TestOverflow(t *testing.T) {
	s := new(Sums[string])
	full := Sum{Amount: math.MaxInt64}
	if err := s.Add("a", 1, full); err != nil {
		t.Fatal(err)
	}
	if err := s.Add("a", 1, Sum{Amount: 1}); !errors.Is(err, money.ErrOverflow) {
		t.Errorf("on one day: %v", err)
	}
	if err := s.Add("a", 2, Sum{Amount: 1}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.AsOf(0); !errors.Is(err, money.ErrOverflow) {
		t.Errorf("over two days: %v", err)
	}
	if got, err := s.AsOf(1); err != nil || got["a"] != full {
		t.Errorf("what was there before the overflow: %v, %v", got, err)
	}
}

func TestEachStopsAtTheFirstError(t *testing.T) {
	s, stop, calls := sums(t, random(1, 50)), errors.New("stop"), 0
	err := s.Each(0, func(string, fund.Date, Sum) error { calls++; return stop })
	if !errors.Is(err, stop) || calls != 1 {
		t.Errorf("%v after %d calls", err, calls)
	}
}

func TestEmpty(t *testing.T) {
	var s Sums[string]
	if got, err := s.AsOf(0); err != nil || len(got) != 0 || len(s.AppendState(nil, nil)) != 0 {
		t.Errorf("%v, %v", got, err)
	}
}
