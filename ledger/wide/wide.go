// Package wide adds up whole numbers without ever overflowing: the numbers are of
// 64 bits, their sums of 128. No log is long enough to leave these: of the greatest
// numbers it would take 2⁶⁴.
package wide

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math/big"
	"math/bits"
	"strconv"
)

// Int is an exact sum of whole numbers. The zero Int is nothing. Equal sums are ==.
type Int struct {
	high int64 // high·2⁶⁴ + low
	low  uint64
}

// Of returns a whole number as a sum.
func Of(n int64) Int { return Int{high: n >> 63, low: uint64(n)} }

// Plus returns n + m.
func (n Int) Plus(m Int) Int {
	low, carry := bits.Add64(n.low, m.low, 0)
	return Int{high: n.high + m.high + int64(carry), low: low}
}

// Minus returns n − m.
func (n Int) Minus(m Int) Int {
	low, borrow := bits.Sub64(n.low, m.low, 0)
	return Int{high: n.high - m.high - int64(borrow), low: low}
}

// Neg returns −n.
func (n Int) Neg() Int { return Int{}.Minus(n) }

// Sign returns -1, 0 or 1: whether n is below zero, nothing or more.
func (n Int) Sign() int {
	if n.high == 0 && n.low != 0 {
		return 1
	}
	return cmp.Compare(n.high, 0)
}

// Cmp returns -1, 0 or 1: whether n is less than m, the same or more.
func (n Int) Cmp(m Int) int { return cmp.Or(cmp.Compare(n.high, m.high), cmp.Compare(n.low, m.low)) }

// Int64 returns n as a number of 64 bits, and whether it is one.
func (n Int) Int64() (int64, bool) {
	m := int64(n.low)
	return m, n.high == m>>63
}

// Big returns n for what sums do not do: multiply, divide.
func (n Int) Big() *big.Int {
	b := new(big.Int).Lsh(big.NewInt(n.high), 64)
	return b.Add(b, new(big.Int).SetUint64(n.low))
}

// FromBig returns a number as a sum, and whether it is within 128 bits.
func FromBig(b *big.Int) (Int, bool) {
	if b.BitLen() > 127 { // −2¹²⁷ is left out
		return Int{}, false
	}
	low := new(big.Int).And(b, new(big.Int).SetUint64(1<<64-1))
	return Int{high: new(big.Int).Rsh(b, 64).Int64(), low: low.Uint64()}, true
}

// Bits returns the upper and the lower 64 bits of n, in two's complement.
func (n Int) Bits() (high int64, low uint64) { return n.high, n.low }

// FromBits returns what Bits was called on.
func FromBits(high int64, low uint64) Int { return Int{high, low} }

// Append appends String to dst.
func (n Int) Append(dst []byte) []byte {
	if m, ok := n.Int64(); ok {
		return strconv.AppendInt(dst, m, 10)
	}
	return n.Big().Append(dst, 10)
}

// String returns n as decimal digits, with a minus sign if it is below zero.
func (n Int) String() string { return string(n.Append(nil)) }

// Format prints n as a whole number of 64 bits is printed, with %d, %s or %v.
func (n Int) Format(s fmt.State, verb rune) { fmt.Fprintf(s, fmt.FormatString(s, verb), n.Big()) }

// AppendVarint appends n as binary.AppendVarint does, a wider one in the same way with
// more bytes.
func (n Int) AppendVarint(dst []byte) []byte {
	if m, ok := n.Int64(); ok {
		return binary.AppendVarint(dst, m)
	}
	sign := uint64(n.high >> 63)
	high, low := (uint64(n.high)<<1|n.low>>63)^sign, n.low<<1^sign
	for high != 0 || low >= 0x80 {
		dst = append(dst, byte(low)|0x80)
		low = low>>7 | high<<57
		high >>= 7
	}
	return append(dst, byte(low))
}

// Varint returns the number of which src begins with the form of AppendVarint, and how
// many bytes that takes: 0 if it does not begin with one.
func Varint(src []byte) (n Int, size int) {
	if m, size := binary.Varint(src); size > 0 {
		return Of(m), size
	}
	const longest = (128 + 6) / 7
	var high, low uint64
	for i := range min(longest, len(src)) {
		b := uint64(src[i])
		switch part, shift := b&0x7f, 7*i; {
		case shift < 64:
			low |= part << shift
			high |= part >> 1 >> (63 - shift)
		default:
			high |= part << (shift - 64)
		}
		if b >= 0x80 {
			continue
		}
		sign := -(low & 1)
		n = Int{high: int64(high>>1 ^ sign), low: (low>>1 | high<<63) ^ sign}
		if _, narrow := n.Int64(); narrow || i == longest-1 && b > 3 {
			return Int{}, 0 // in more bytes than it takes, or wider than there are
		}
		return n, i + 1
	}
	return Int{}, 0
}
