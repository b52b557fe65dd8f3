// Package rice writes numbers bit by bit, and gaps between numbers in order in Rice's code: the
// upper bits of a gap as so many zeros and a one, its lower bits, as many as the parameter says,
// as they are. Gaps between hashes are spread so that no code takes a fortieth less.
//
// Source: Rice, Some Practical Universal Noiseless Coding Techniques (1979).
package rice

import (
	"encoding/binary"
	"math/bits"
)

// Writer writes bits, the lowest of each number first. The zero Writer is empty.
type Writer struct {
	out  []byte
	word uint64 // bits that are not in out yet
	held uint
}

// Append returns a Writer that writes behind some bytes.
func Append(dst []byte) Writer { return Writer{out: dst} }

// Bits writes so many bits, at most 64, of a number that has no more.
func (w *Writer) Bits(value uint64, n uint) {
	w.word |= value << w.held
	if w.held += n; w.held < 64 {
		return
	}
	w.out = binary.LittleEndian.AppendUint64(w.out, w.word)
	w.held -= 64
	w.word = value >> (n - w.held)
}

// Zeros writes so many zeros, and a one.
func (w *Writer) Zeros(n uint64) {
	for ; n > 63; n -= 63 {
		w.Bits(0, 63)
	}
	w.Bits(1<<n, uint(n)+1)
}

// Gap writes a gap.
func (w *Writer) Gap(gap uint64, parameter uint) {
	w.Zeros(gap >> parameter)
	w.Bits(gap&(1<<parameter-1), parameter)
}

// Len returns how many bytes there are.
func (w *Writer) Len() int { return len(w.out) + int(w.held+7)/8 }

// Close returns the bytes, the last filled up with zeros.
func (w *Writer) Close() []byte {
	for ; w.held > 0; w.held -= min(w.held, 8) {
		w.out = append(w.out, byte(w.word))
		w.word >>= 8
	}
	return w.out
}

// Reader reads what a Writer wrote.
type Reader struct {
	rest []byte
	word uint64 // bits that were taken from rest, the next lowest; above held it is zero
	held uint
}

// NewReader returns a Reader of bytes.
func NewReader(text []byte) Reader { return Reader{rest: text} }

// fill takes bits from rest: there are more than 56 then, or all.
func (r *Reader) fill() {
	if len(r.rest) >= 8 {
		whole := (63 - r.held) / 8
		r.word |= binary.LittleEndian.Uint64(r.rest) << r.held
		r.held += 8 * whole
		r.word &= 1<<r.held - 1
		r.rest = r.rest[whole:]
		return
	}
	for ; r.held <= 56 && len(r.rest) > 0; r.rest = r.rest[1:] {
		r.word |= uint64(r.rest[0]) << r.held
		r.held += 8
	}
}

// Bits reads so many bits, at most 64, or reports that there are fewer.
func (r *Reader) Bits(n uint) (value uint64, ok bool) {
	if r.held < n {
		if r.fill(); n > 56 {
			return r.many(n)
		}
		if r.held < n {
			return 0, false
		}
	}
	value = r.word & (1<<n - 1)
	r.word >>= n
	r.held -= n
	return value, true
}

func (r *Reader) many(n uint) (uint64, bool) {
	low, _ := r.Bits(32)
	high, ok := r.Bits(n - 32)
	return low | high<<32, ok
}

// Zeros reads zeros and the one behind them; of most zeros it reads no more, and no one. It
// reports whether there were as many bits.
func (r *Reader) Zeros(most uint64) (n uint64, ok bool) {
	if r.held < 32 {
		r.fill()
	}
	if zeros := uint(bits.TrailingZeros64(r.word)); r.word != 0 && uint64(zeros) < most { // most are
		r.word >>= zeros + 1
		r.held -= zeros + 1
		return uint64(zeros), true
	}
	for {
		if r.fill(); r.held == 0 && n < most {
			return n, false
		}
		if r.word == 0 || uint64(bits.TrailingZeros64(r.word)) >= most-n {
			zeros := min(uint64(r.held), most-n)
			r.word >>= zeros
			r.held -= uint(zeros)
			if n += zeros; n == most {
				return n, true
			}
			continue
		}
		zeros := uint(bits.TrailingZeros64(r.word))
		r.word >>= zeros + 1
		r.held -= zeros + 1
		return n + uint64(zeros), true
	}
}

// Gap reads a gap, or reports that it is none of 64 bits.
func (r *Reader) Gap(parameter uint) (gap uint64, ok bool) {
	zeros, ok := r.Zeros(1<<63 - 1)
	if !ok || zeros > 1<<(64-parameter)-1 && parameter > 0 {
		return 0, false
	}
	low, ok := r.Bits(parameter)
	return zeros<<parameter | low, ok
}

// End reports whether nothing is left but zeros that fill up the last byte.
func (r *Reader) End() bool { return len(r.rest) == 0 && r.word == 0 && r.held < 8 }
