package wide_test

import (
	"encoding/binary"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/fundledger/fundledger/ledger/wide"
)

// random is a number of 64 bits, often one at the ends.
func random(r *rand.Rand) int64 {
	if ends := []int64{math.MinInt64, math.MinInt64 + 1, -1, 0, 1, math.MaxInt64 - 1, math.MaxInt64}; r.IntN(2) == 0 {
		return ends[r.IntN(len(ends))]
	}
	return int64(r.Uint64()) >> r.IntN(64)
}

// TestAgainstBig: sums of numbers, also at the ends, are those of math/big, and so is
// all that is asked of them.
func TestAgainstBig(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		sums, bigs := []wide.Int{{}}, []*big.Int{new(big.Int)}
		for range 100 {
			n, i, j := random(r), r.IntN(len(sums)), r.IntN(len(sums))
			sum, b := sums[i].Plus(wide.Of(n)), new(big.Int).Add(bigs[i], big.NewInt(n))
			switch r.IntN(3) {
			case 0:
				sum, b = sum.Minus(sums[j]), b.Sub(b, bigs[j])
			case 1:
				sum, b = sum.Neg(), b.Neg(b)
			}
			if b.BitLen() > 100 { // wider than any log makes it
				continue
			}
			sums, bigs = append(sums, sum), append(bigs, b)
			m, narrow := sum.Int64()
			if sum.String() != b.String() || sum.Sign() != b.Sign() || sum.Big().Cmp(b) != 0 || sum.Cmp(sums[j]) != b.Cmp(bigs[j]) ||
				narrow != b.IsInt64() || narrow && m != b.Int64() || (sum == sums[j]) != (b.Cmp(bigs[j]) == 0) {
				t.Fatalf("seed %d: %s, want %s", seed, sum, b)
			}
			if back, ok := wide.FromBig(b); !ok || back != sum || wide.FromBits(sum.Bits()) != sum {
				t.Fatalf("seed %d: %s comes back as %s, %v", seed, sum, back, ok)
			}
			form := sum.AppendVarint([]byte{7})
			if back, size := wide.Varint(append(form[1:], 9)); back != sum || size != len(form)-1 {
				t.Fatalf("seed %d: the form of %s is read as %s, %d of %d bytes", seed, sum, back, size, len(form)-1)
			}
			if narrow && string(form[1:]) != string(binary.AppendVarint(nil, m)) {
				t.Fatalf("seed %d: %s is not written as a number of 64 bits is", seed, sum)
			}
		}
	}
}

func TestEnds(t *testing.T) {
	for _, b := range []*big.Int{new(big.Int).Lsh(big.NewInt(1), 127), new(big.Int).Neg(new(big.Int).Lsh(big.NewInt(1), 127))} {
		if _, ok := wide.FromBig(b); ok {
			t.Errorf("%s is within 128 bits", b)
		}
	}
}

// FuzzVarint: any bytes are refused, or read as a number whose form they are.
func FuzzVarint(f *testing.F) {
	f.Add([]byte{})
	f.Add(wide.Of(math.MinInt64).Minus(wide.Of(1)).AppendVarint(nil))
	f.Add([]byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x03"))
	f.Add([]byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x04"))
	f.Fuzz(func(t *testing.T, src []byte) {
		n, size := wide.Varint(src)
		if size == 0 {
			return
		}
		form := n.AppendVarint(nil)
		if _, narrow := n.Int64(); !narrow && string(form) != string(src[:size]) {
			t.Errorf("%x is read as %s, which is %x", src[:size], n, form)
		}
		if again, _ := wide.Varint(form); again != n {
			t.Errorf("%s comes back as %s", n, again)
		}
	})
}
