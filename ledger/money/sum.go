package money

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/ledger/wide"
)

// Sum is what amounts sum to: whole fen, exact, and wider than any log of amounts can
// make it. So a sum is never an error. The zero Sum is nothing. Equal sums are ==.
type Sum wide.Int

// Sum returns the amount as a sum.
func (f Fen) Sum() Sum { return Sum(wide.Of(int64(f))) }

// Sum returns s.
func (s Sum) Sum() Sum { return s }

// Total returns the sum of sums.
func Total(sums ...Sum) Sum {
	var total Sum
	for _, s := range sums {
		total = total.Plus(s)
	}
	return total
}

// Plus returns s + t.
func (s Sum) Plus(t Sum) Sum { return Sum(wide.Int(s).Plus(wide.Int(t))) }

// Minus returns s − t.
func (s Sum) Minus(t Sum) Sum { return Sum(wide.Int(s).Minus(wide.Int(t))) }

// Add returns the sum with an amount more.
func (s Sum) Add(f Fen) Sum { return s.Plus(f.Sum()) }

// Sub returns the sum less an amount.
func (s Sum) Sub(f Fen) Sum { return s.Minus(f.Sum()) }

// Neg returns −s.
func (s Sum) Neg() Sum { return Sum(wide.Int(s).Neg()) }

// Sign returns -1, 0 or 1: whether s is below zero, nothing or more.
func (s Sum) Sign() int { return wide.Int(s).Sign() }

// IsZero reports whether the sum is nothing.
func (s Sum) IsZero() bool { return s == Sum{} }

// Cmp returns -1, 0 or 1: whether s is less than t, the same or more.
func (s Sum) Cmp(t Sum) int { return wide.Int(s).Cmp(wide.Int(t)) }

// Less reports whether s is less than t.
func (s Sum) Less(t Sum) bool { return s.Cmp(t) < 0 }

// Positive returns s, or nothing if it is below zero.
func (s Sum) Positive() Sum {
	if s.Sign() < 0 {
		return Sum{}
	}
	return s
}

// Least returns the less of two sums.
func Least(s, t Sum) Sum {
	if t.Less(s) {
		return t
	}
	return s
}

// Fen returns the sum as an amount, and whether it is one.
func (s Sum) Fen() (Fen, bool) {
	fen, ok := wide.Int(s).Int64()
	return Fen(fen), ok
}

// Yuan returns the sum in yuan as a decimal, exactly.
func (s Sum) Yuan() decimal.Decimal { return decimal.NewFromBigInt(wide.Int(s).Big(), -2) }

// String returns the sum in yuan with exactly two decimals, such as "-1234.50".
func (s Sum) String() string { return string(s.Append(nil)) }

// Append appends String to dst.
func (s Sum) Append(dst []byte) []byte {
	if f, ok := s.Fen(); ok {
		return f.Append(dst)
	}
	return append(dst, s.Yuan().StringFixed(2)...)
}

// Format prints the sum as an amount is printed: with %d in fen, else in yuan.
func (s Sum) Format(f fmt.State, verb rune) {
	if verb == 'd' {
		wide.Int(s).Format(f, verb)
		return
	}
	fmt.Fprintf(f, fmt.FormatString(f, 's'), s.String())
}

// In returns the sum in a unit, as Fen.Format does an amount.
func (s Sum) In(u Unit) string { return format(s.Yuan(), u) }

// ParseSum returns the sum written as Sum.String does, or in fewer decimals: as Parse,
// but wider. Error: *ParseError.
func ParseSum(yuan string) (Sum, error) {
	f, err := Parse(yuan)
	if err == nil {
		return f.Sum(), nil
	}
	if e, ok := err.(*ParseError); !ok || e.Fault != TooLarge { //nolint:errorlint // as Parse returns it
		return Sum{}, err
	}
	whole, fraction, _ := strings.Cut(yuan, ".")
	fen, _ := new(big.Int).SetString(whole+(fraction + "00")[:2], 10) // digits, as Parse has seen
	if n, ok := wide.FromBig(fen); ok {
		return Sum(n), nil
	}
	return Sum{}, err
}
