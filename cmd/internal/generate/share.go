package generate

import (
	"math/big"
	"math/bits"

	"github.com/fundledger/fundledger/ledger/money"
)

// share deals a whole number out over weights that come one after another, in
// proportion and exactly: what is dealt in the end is the total, and every part is
// within one of its share. Nothing is remembered but sums, so it deals to any
// number of parts in one pass.
type share struct {
	total, sum uint64 // what is dealt, over weights that add up to sum
	phase      uint64 // below sum: shifts where the rounding falls
	seen       uint64 // weights so far
	dealt      uint64
}

// next returns the part of the next weight.
func (s *share) next(weight uint64) uint64 {
	if s.total == 0 || weight == 0 {
		return 0
	}
	s.seen += weight
	due := s.total
	if s.seen < s.sum {
		hi, lo := bits.Mul64(s.total, s.seen)
		lo, carry := bits.Add64(lo, s.phase, 0)
		due, _ = bits.Div64(hi+carry, lo, s.sum)
	}
	part := due - s.dealt
	s.dealt = due
	return part
}

// deal returns the parts of an amount in fen by weights; all to the last if no
// weight is above zero. Amount and weights are below 2⁶³.
func deal(total uint64, weights []uint64) []uint64 {
	whole := make([]int64, len(weights))
	for i, w := range weights {
		whole[i] = int64(w)
	}
	parts := make([]uint64, len(weights))
	dealt, err := money.Allocate(money.Fen(total), whole)
	if err != nil { // no weight at all
		parts[len(parts)-1] = total
		return parts
	}
	for i, part := range dealt {
		parts[i] = uint64(part)
	}
	return parts
}

// spread returns the parts of a number of facts by weights; all to the last if no
// weight is above zero. Unlike deal it gives single facts to late weights too, so
// that a weight of one in a hundred gets its share of many small numbers.
func spread(count uint64, weights []uint64) []uint64 {
	parts := make([]uint64, len(weights))
	var sum uint64
	for _, w := range weights {
		sum += w
	}
	if sum == 0 {
		parts[len(parts)-1] = count
		return parts
	}
	s := share{total: count, sum: sum}
	for i, w := range weights {
		parts[i] = s.next(w)
	}
	return parts
}

// purse pays an amount out in a known number of payments, each at least one fen:
// every payment is drawn from a curve and scaled by what is left over what the
// payments left are expected to draw, so that the last takes exactly the rest.
type purse struct {
	left  uint64 // fen
	count uint64 // payments left
	mean  uint64 // of the curve
}

// pay returns the next payment, for what was drawn from the curve.
func (p *purse) pay(drawn uint64) uint64 {
	if p.count <= 1 {
		amount := p.left
		p.left, p.count = 0, 0
		return amount
	}
	spare := p.left - p.count // beyond one fen each
	amount := spare - spare/4 // at most: those that follow get some, too
	hi, lo := bits.Mul64(drawn, spare)
	if expected := p.count * p.mean; hi < expected {
		scaled, _ := bits.Div64(hi, lo, expected)
		amount = min(amount, scaled)
	}
	amount++
	p.left -= amount
	p.count--
	return amount
}

// curve is a bell over the powers of two, as amounts of claims have it: many small
// ones, few large ones. It is computed in whole numbers, so that every machine
// draws the same.
type curve struct {
	powers *[powerSteps]uint64
	width  int64 // of the bell, in steps
	mean   uint64
}

const (
	powerSteps = 256     // of one power of two
	median     = 1 << 16 // what curves draw in the middle
	bellWidth  = 37837   // standard deviation of the sum that bell returns: 65536 / √3
)

// newPowers returns 2^(i/256) in units of the median, each rounded down.
func newPowers() *[powerSteps]uint64 {
	var p [powerSteps]uint64
	for i := range p {
		root := new(big.Int).Lsh(big.NewInt(1), uint(16*powerSteps+i)) // the root of 2^(16·256+i), eight times squared
		for range 8 {
			root.Sqrt(root)
		}
		p[i] = root.Uint64()
	}
	return &p
}

// newCurve returns the curve whose standard deviation is so many steps of 1/256
// of a power of two.
func newCurve(powers *[powerSteps]uint64, deviation int64) curve {
	c := curve{powers: powers, width: deviation}
	const samples = 1 << 14
	var sum, state uint64
	for range samples {
		state += golden
		sum += c.draw(mix(state))
	}
	c.mean = sum / samples
	return c
}

// draw returns a value of the curve for 64 random bits.
func (c curve) draw(random uint64) uint64 {
	step := bell(random) * c.width / bellWidth
	whole, part := step>>8, step&(powerSteps-1)
	if whole >= 0 {
		return c.powers[part] << uint(whole)
	}
	return c.powers[part] >> uint(-whole)
}

// bell returns a number around zero, near to normally distributed: the sum of four.
func bell(random uint64) int64 {
	return int64(random&0xffff) + int64(random>>16&0xffff) + int64(random>>32&0xffff) + int64(random>>48) - 2*0xffff
}

const golden = 0x9e3779b97f4a7c15

// mix spreads the bits of a number so that near numbers look unrelated (the
// finalizer of SplitMix64).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
