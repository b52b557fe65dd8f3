// Package money holds amounts of money as whole fen (分, 1/100 yuan) in an
// int64, with checked arithmetic.
//
// An amount is never a float and never wraps: every operation that can leave
// the range of ±92,233,720,368,547,758.07 yuan returns ErrOverflow. Decimals
// appear only at the edges (parsing yuan, ratios, multiples), and the one
// rounding rule, half up to the fen (四舍五入), is named where it happens.
package money

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Fen is an amount of money in fen. The zero value is nothing.
type Fen int64

// The errors that callers tell apart.
var (
	// ErrOverflow is returned when a result does not fit into Fen.
	ErrOverflow = errors.New("money: amount beyond ±92,233,720,368,547,758.07 yuan")
	// ErrWeights is returned by Allocate for weights that are negative or all zero.
	ErrWeights = errors.New("money: weights must not be negative, and one must be positive")
)

// Fault says why a text is not an amount, in a way a clerk can act on.
type Fault int

// The faults of an amount as text.
const (
	Empty      Fault = iota + 1 // no text at all
	NotDigits                   // anything but ASCII digits and one point
	FullWidth                   // full-width digits or punctuation such as １２．５
	Separators                  // thousands separators: commas with three digits behind each
	Exponent                    // scientific notation such as 1e3
	TooFine                     // more than two decimals
	TooLarge                    // beyond the range of Fen
	Comma                       // a comma that may mark decimals, or a misplaced separator
	Blanks                      // blanks around or in it
	Plus                        // a plus sign
	Currency                    // a currency sign or unit
)

// ParseError is returned by Parse.
type ParseError struct {
	Text  string
	Fault Fault
}

func (e *ParseError) Error() string {
	why := map[Fault]string{
		Empty:      "is empty",
		NotDigits:  "is not a number of yuan",
		FullWidth:  "has full-width characters",
		Separators: "has thousands separators",
		Exponent:   "is in scientific notation",
		TooFine:    "is finer than one fen",
		TooLarge:   "is too large",
		Comma:      "has a comma",
		Blanks:     "has blanks",
		Plus:       "has a plus sign",
		Currency:   "has a currency sign or unit",
	}[e.Fault]
	return fmt.Sprintf("money: %q %s", e.Text, why)
}

// Parse returns the amount written in yuan with at most two decimals, such as
// "1234.5", "-0.07" or "12". Anything else is a *ParseError: no separators, no
// exponent, no plus sign, no spaces, no full-width digits, nothing finer than one fen.
func Parse(yuan string) (Fen, error) {
	if f, ok := plain(yuan); ok {
		return f, nil
	}
	fail := func(f Fault) (Fen, error) { return 0, &ParseError{Text: yuan, Fault: f} }
	digits, negative := strings.CutPrefix(yuan, "-")
	whole, fraction, hasPoint := strings.Cut(digits, ".")
	if yuan == "" {
		return fail(Empty)
	}
	if !allDigits(whole) || whole == "" || !allDigits(fraction) || hasPoint && fraction == "" {
		return fail(kindOfFault(digits))
	}
	if len(fraction) > 2 {
		return fail(TooFine)
	}
	n, err := strconv.ParseUint(whole+(fraction + "00")[:2], 10, 64)
	if err != nil || n > math.MaxInt64 {
		return fail(TooLarge)
	}
	if negative {
		return -Fen(n), nil
	}
	return Fen(n), nil
}

// Read is Parse of what a person or another program wrote: zeros behind the second
// decimal, as databases with four decimals write them, say nothing and are taken.
func Read(yuan string) (Fen, error) {
	f, err := Parse(yuan)
	if err == nil {
		return f, nil
	}
	whole, fraction, _ := strings.Cut(yuan, ".")
	if len(fraction) > 2 && strings.Trim(fraction[2:], "0") == "" {
		return Parse(whole + "." + fraction[:2])
	}
	return f, err
}

// plain returns the amount of a text of one to fifteen digits, a point and two
// digits, as most amounts are.
func plain(yuan string) (Fen, bool) {
	whole := len(yuan) - len(".00")
	if whole < 1 || whole > 15 || yuan[whole] != '.' {
		return 0, false
	}
	var n Fen
	for i := range len(yuan) {
		switch c := yuan[i] - '0'; {
		case c <= 9:
			n = 10*n + Fen(c)
		case i != whole:
			return 0, false
		}
	}
	return n, true
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// String returns the amount in yuan with exactly two decimals, such as
// "-1234.50": the canonical form in events.
func (f Fen) String() string { return string(f.Append(nil)) }

// Append appends String to dst.
func (f Fen) Append(dst []byte) []byte {
	u := uint64(f)
	if f < 0 {
		dst = append(dst, '-')
		u = -u
	}
	dst = strconv.AppendUint(dst, u/100, 10)
	return append(dst, '.', '0'+byte(u%100/10), '0'+byte(u%10))
}

// Add returns f + g. Error: ErrOverflow.
func (f Fen) Add(g Fen) (Fen, error) {
	sum := f + g
	if (sum > f) != (g > 0) && g != 0 {
		return 0, ErrOverflow
	}
	return sum, nil
}

// Sub returns f − g. Error: ErrOverflow.
func (f Fen) Sub(g Fen) (Fen, error) {
	difference := f - g
	if (difference < f) != (g > 0) && g != 0 {
		return 0, ErrOverflow
	}
	return difference, nil
}

// Yuan returns the amount in yuan as a decimal, exactly.
func (f Fen) Yuan() decimal.Decimal { return decimal.New(int64(f), -2) }

// FromYuan returns a decimal number of yuan rounded half away from zero to the
// fen (四舍五入). Error: ErrOverflow.
func FromYuan(yuan decimal.Decimal) (Fen, error) {
	fen := yuan.Shift(2).Round(0).BigInt()
	if !fen.IsInt64() {
		return 0, ErrOverflow
	}
	return Fen(fen.Int64()), nil
}

// Times returns the amount times a ratio or multiple, such as 0.65 or 1.5,
// rounded half away from zero to the fen (四舍五入). Error: ErrOverflow.
func (f Fen) Times(ratio decimal.Decimal) (Fen, error) { return FromYuan(f.Yuan().Mul(ratio)) }

// Allocate returns one part per weight, in proportion to the weights, adding up
// to total exactly: no fen is lost or made (largest remainder; the earlier of
// equal remainders first). A negative total is allocated as its positive twin.
// Error: ErrWeights.
func Allocate(total Fen, weights []int64) ([]Fen, error) {
	var sum big.Int
	for _, w := range weights {
		if w < 0 {
			return nil, ErrWeights
		}
		sum.Add(&sum, big.NewInt(w))
	}
	if sum.Sign() == 0 {
		return nil, ErrWeights
	}
	parts := make([]Fen, len(weights))
	remainders := make([]*big.Int, len(weights))
	left := int64(total)
	for i, w := range weights {
		var share, remainder big.Int
		share.Mul(big.NewInt(int64(total)), big.NewInt(w))
		share.QuoRem(&share, &sum, &remainder)
		parts[i] = Fen(share.Int64())
		remainders[i] = remainder.Abs(&remainder)
		left -= share.Int64()
	}
	step := int64(1)
	if left < 0 {
		step = -1
	}
	if left == 0 {
		return parts, nil
	}
	order := make([]int, len(weights))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return remainders[b].Cmp(remainders[a]) })
	for _, i := range order[:left*step] {
		parts[i] += Fen(step)
	}
	return parts, nil
}
