package money_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/ledger/money"
)

func ExampleAllocate() {
	parts, _ := money.Allocate(100_00, []int64{1, 1, 1})
	fmt.Println(parts)
	// Output: [33.34 33.33 33.33]
}

func TestParse(t *testing.T) {
	for text, want := range map[string]money.Fen{
		"0": 0, "0.00": 0, "12": 1200, "1234.5": 123450, "0.07": 7, "-0.07": -7, "007": 700,
		"92233720368547758.07":  math.MaxInt64,
		"-92233720368547758.07": -math.MaxInt64,
	} {
		if got, err := money.Parse(text); err != nil || got != want {
			t.Errorf("Parse(%q) = %d, %v; want %d", text, got, err, want)
		}
	}
	for text, want := range map[string]money.Fault{
		"": money.Empty, "1.234": money.TooFine, "1e3": money.Exponent, "1.5E+2": money.Exponent,
		"１２": money.FullWidth, "12．5": money.FullWidth, "1,234.50": money.Separators, "12元": money.Currency, "¥28.16": money.Currency,
		"￥1,234.00": money.Currency, "12.5万元": money.Currency, "CNY 12": money.Currency,
		"1,50": money.Comma, "12,34": money.Comma, "1,234": money.Comma, "1.234,56": money.Comma, "12,3456.00": money.Comma, "1,234,567": money.Separators, "+1,234.50": money.Separators,
		"13.40   \t": money.Blanks, "1 234.50": money.Blanks, "\u00a012": money.Blanks, "+10000.00": money.Plus, "(12.00)": money.NotDigits, "12.00-": money.NotDigits,
		"12.00CR": money.NotDigits, "万": money.NotDigits,
		" 12": money.Blanks, "+12": money.Plus, "1.": money.NotDigits, ".5": money.NotDigits,
		"-": money.NotDigits, "--1": money.NotDigits, "1.2.3": money.NotDigits, "NaN": money.NotDigits,
		"0x10": money.NotDigits, "92233720368547758.08": money.TooLarge, "100000000000000000000": money.TooLarge,
	} {
		var parse *money.ParseError
		if _, err := money.Parse(text); !errors.As(err, &parse) || parse.Fault != want {
			t.Errorf("Parse(%q): %v, want fault %d", text, err, want)
		}
	}
}

// Zeros behind the fen are taken, and nothing else that Parse refuses.
func TestRead(t *testing.T) {
	for text, want := range map[string]money.Fen{"12.34": 1234, "12.3400": 1234, "12.340000000": 1234, "0.0000": 0, "-1.500": -150, "12.000": 1200} {
		if got, err := money.Read(text); err != nil || got != want {
			t.Errorf("Read(%q) = %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"12.349", "10.019", "12.3410", "1,234.5000", "12.34000x", "12.3.400", "+12.3400", "12.340０"} {
		if got, err := money.Read(text); err == nil {
			t.Errorf("Read(%q) = %d", text, got)
		}
	}
}

func TestCheckedArithmetic(t *testing.T) {
	const maxFen, minFen = money.Fen(math.MaxInt64), money.Fen(math.MinInt64)
	edges := []money.Fen{minFen, minFen + 1, -1, 0, 1, maxFen - 1, maxFen}
	for _, a := range edges {
		for _, b := range edges {
			sum := new(big.Int).Add(big.NewInt(int64(a)), big.NewInt(int64(b)))
			if got, err := a.Add(b); (err == nil) != sum.IsInt64() || err == nil && int64(got) != sum.Int64() {
				t.Errorf("%d + %d = %d, %v", a, b, got, err)
			}
			difference := new(big.Int).Sub(big.NewInt(int64(a)), big.NewInt(int64(b)))
			if got, err := a.Sub(b); (err == nil) != difference.IsInt64() || err == nil && int64(got) != difference.Int64() {
				t.Errorf("%d - %d = %d, %v", a, b, got, err)
			}
		}
	}
	if minFen.String() != "-92233720368547758.08" {
		t.Errorf("smallest amount prints as %s", minFen)
	}
}

// 四舍五入: half a fen goes up, also below zero away from zero.
func TestRounding(t *testing.T) {
	for _, c := range []struct {
		amount money.Fen
		ratio  string
		want   money.Fen
	}{
		{1, "0.5", 1}, {1, "0.49", 0}, {3, "0.5", 2}, {-1, "0.5", -1}, {100_00, "0.65", 65_00}, {10_01, "1.5", 15_02},
	} {
		if got, err := c.amount.Times(decimal.RequireFromString(c.ratio)); err != nil || got != c.want {
			t.Errorf("%s × %s = %s, %v; want %s", c.amount, c.ratio, got, err, c.want)
		}
	}
	if _, err := money.Fen(math.MaxInt64).Times(decimal.NewFromInt(2)); !errors.Is(err, money.ErrOverflow) {
		t.Errorf("twice the largest amount: %v", err)
	}
}

func TestFormat(t *testing.T) {
	const amount = money.Fen(516_936_500_00) // 惠州: the four channels
	for unit, want := range map[money.Unit]string{money.Yuan: "516,936,500.00", money.Wan: "51,693.65", money.Yi: "5.17"} {
		if got := amount.Format(unit); got != want {
			t.Errorf("in %s: %s, want %s", unit, got, want)
		}
	}
	for number, want := range map[string]string{"1": "1", "-123": "-123", "1234": "1,234", "-123456.7": "-123,456.7"} {
		if got := money.Group(number); got != want {
			t.Errorf("Group(%s) = %s", number, got)
		}
	}
}

func TestAllocateRefusesWeights(t *testing.T) {
	for _, weights := range [][]int64{nil, {0, 0}, {1, -1}} {
		if _, err := money.Allocate(1, weights); !errors.Is(err, money.ErrWeights) {
			t.Errorf("weights %v: %v", weights, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"12.50", "-0.07", "1e3", "１２", "1,234", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		amount, err := money.Parse(text)
		if err != nil {
			return
		}
		again, err := money.Parse(amount.String())
		if err != nil || again != amount {
			t.Fatalf("%q → %s → %s, %v", text, amount, again, err)
		}
		exact, err := decimal.NewFromString(text)
		if err != nil || !exact.Equal(amount.Yuan()) {
			t.Fatalf("%q is %s, decimal says %s", text, amount, exact)
		}
	})
}

func FuzzAllocate(f *testing.F) {
	f.Add(int64(100_00), int64(1), int64(1), int64(1))
	f.Add(int64(-7), int64(0), int64(2), int64(5))
	f.Fuzz(func(t *testing.T, total, a, b, c int64) {
		parts, err := money.Allocate(money.Fen(total), []int64{a, b, c})
		if err != nil {
			return
		}
		sum := new(big.Int)
		weights := new(big.Int).Add(big.NewInt(a), new(big.Int).Add(big.NewInt(b), big.NewInt(c)))
		for i, w := range []int64{a, b, c} {
			sum.Add(sum, big.NewInt(int64(parts[i])))
			exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(total), big.NewInt(w)), weights)
			off := new(big.Rat).Sub(exact, new(big.Rat).SetInt64(int64(parts[i])))
			if off.Abs(off).Cmp(big.NewRat(1, 1)) > 0 {
				t.Fatalf("part %d of %d is more than a fen off: %d, exactly %s", i, total, parts[i], exact)
			}
		}
		if sum.Cmp(big.NewInt(total)) != 0 {
			t.Fatalf("%d allocated as %v: a fen was lost", total, parts)
		}
	})
}
