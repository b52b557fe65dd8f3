package money_test

import (
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/ledger/money"
)

// TestSums: sums of amounts, also of the least and the greatest, are those of math/big,
// print as amounts do, and are read back.
func TestSums(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var sum money.Sum
	exact := new(big.Int)
	for range 2000 {
		f := []money.Fen{math.MaxInt64, math.MinInt64, 1, -1, 1e16, -1e16}[r.IntN(6)]
		sum, exact = sum.Add(f), exact.Add(exact, big.NewInt(int64(f)))
		if r.IntN(5) == 0 {
			sum, exact = sum.Sub(f), exact.Sub(exact, big.NewInt(int64(f)))
		}
		yuan := decimal.NewFromBigInt(exact, -2)
		if sum.String() != yuan.StringFixed(2) || !sum.Yuan().Equal(yuan) {
			t.Fatalf("%s, want %s", sum, yuan)
		}
		for unit, places := range map[money.Unit]int32{money.Yuan: 0, money.Wan: 4, money.Yi: 8} {
			if got := strings.ReplaceAll(sum.In(unit), ",", ""); got != yuan.Shift(-places).StringFixed(2) {
				t.Fatalf("%s in %s is printed as %s", sum, unit, got)
			}
		}
		if back, err := money.ParseSum(sum.String()); err != nil || back != sum {
			t.Fatalf("%s is read as %s, %v", sum, back, err)
		}
		if f, ok := sum.Fen(); ok != exact.IsInt64() || ok && f.Sum() != sum {
			t.Fatalf("%s as an amount: %s, %v", sum, f, ok)
		}
		if !sum.Plus(sum.Neg()).IsZero() || sum.Positive().Sign() < 0 || sum.Minus(sum) != (money.Sum{}) ||
			money.Least(sum, sum.Neg()).Sign() > 0 {
			t.Fatal(sum)
		}
	}
}

func TestParseSum(t *testing.T) {
	for text, fault := range map[string]money.Fault{
		"1e3": money.Exponent, "": money.Empty, "12.345": money.TooFine, strings.Repeat("9", 60): money.TooLarge, "9,223,372,036,854,775,807.00": money.Separators,
	} {
		var e *money.ParseError
		if _, err := money.ParseSum(text); !errors.As(err, &e) || e.Fault != fault {
			t.Errorf("%q: %v", text, err)
		}
	}
	if s, err := money.ParseSum("-99999999999999999999"); err != nil || s.String() != "-99999999999999999999.00" {
		t.Errorf("%s, %v", s, err)
	}
}
