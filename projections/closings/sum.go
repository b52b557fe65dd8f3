package closings

import (
	"math/bits"

	"github.com/fundledger/fundledger/ledger/money"
)

// sum is a sum of amounts that never overflows: 128 bits, in two's complement.
type sum struct{ high, low uint64 }

// add adds fen.
func (s *sum) add(fen int64) { s.addAll(sum{high: uint64(fen >> 63), low: uint64(fen)}) }

func (s *sum) addAll(t sum) {
	var carry uint64
	s.low, carry = bits.Add64(s.low, t.low, 0)
	s.high, _ = bits.Add64(s.high, t.high, carry)
}

// fen returns the sum as an amount, and whether it is one.
func (s sum) fen() (money.Fen, bool) {
	fen := int64(s.low)
	return money.Fen(fen), s.high == uint64(fen>>63)
}
