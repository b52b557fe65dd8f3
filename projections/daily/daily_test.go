package daily

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/snapshot"
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
			sum: Sum{Amount: money.Fen(r.Int64N(200) - 100).Sum(), Count: wide.Of(r.Int64N(5)), Vague: r.Int64N(2)},
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
					want[a.key] = Sum{w.Amount.Plus(a.sum.Amount), w.Count.Plus(a.sum.Count), w.Vague + a.sum.Vague}
				}
			}
			got := s.AsOf(until)
			if len(got) != len(want) {
				t.Fatalf("seed %d as of %d: %v, want %v", seed, on, got, want)
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

// Sums wider than 64 bits are exact, printed and kept; a day of more events than a log
// can have is refused.
func TestSumsAreWide(t *testing.T) {
	s := new(Sums[string])
	full := Sum{Amount: money.Fen(math.MinInt64).Sum(), Count: wide.Of(math.MaxInt64), Vague: 1}
	for _, on := range []fund.Date{1, 1, 2} {
		if err := s.Add("a", on, full); err != nil {
			t.Fatal(err)
		}
	}
	const want = "a 1970-01-01 -184467440737095516.16 18446744073709551614 2\na 1970-01-02 -92233720368547758.08 9223372036854775807 1\n"
	if got := string(s.AppendState(nil, nil)); got != want {
		t.Errorf("%s", got)
	}
	var w snapshot.Writer
	s.AppendSnapshot(&w, strings.Compare, func(w *snapshot.Writer, k string) { w.Text(k) })
	again, r := new(Sums[string]), snapshot.NewReader(w.Bytes)
	again.Restore(r, (*snapshot.Reader).Text)
	if got := string(again.AppendState(nil, nil)); got != want || r.Err() != nil {
		t.Errorf("restored: %s, %v", got, r.Err())
	}
	if got := s.AsOf(0)["a"]; got != full.Plus(full).Plus(full) || got.Plus(got.Neg()) != (Sum{}) {
		t.Errorf("%v", got)
	}
	if err := s.Add("a", 1, Sum{Vague: math.MaxInt32}); !errors.Is(err, ErrTooMany) {
		t.Errorf("%v", err)
	}
}

func TestEmpty(t *testing.T) {
	var s Sums[string]
	if got := s.AsOf(0); len(got) != 0 || len(s.AppendState(nil, nil)) != 0 {
		t.Errorf("%v", got)
	}
}
