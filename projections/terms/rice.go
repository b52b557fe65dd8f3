package terms

import (
	"encoding/binary"
	"errors"
	"math/bits"
)

// A chunk of records is a few numbers in rising order: how many there are, the first, and of
// each other how much more it is than the one before, less one. These gaps are written in Rice's
// code, whose parameter stands in front: the upper bits of a gap as so many zeros and a one,
// its lower bits as they are. A gap with too many zeros is written whole behind mostZeros of
// them. Gaps of hashes are spread so that no code takes a fortieth less.
//
// Source: Rice, Some Practical Universal Noiseless Coding Techniques (1979).
const (
	recordBits = 32 + groupBits // of a record: key, group
	mostZeros  = 24
	headBytes  = 1 + 4 + 8 // parameter, number of records, first
)

// ErrChunk says that bytes are no chunk of records.
var ErrChunk = errors.New("terms: not a chunk of terms")

// riceCost returns how many bits a gap takes.
func riceCost(gap uint64, parameter uint) int {
	if zeros := gap >> parameter; zeros < mostZeros {
		return int(zeros) + 1 + int(parameter)
	}
	return mostZeros + recordBits
}

// parameterFor returns about the best parameter for records in order.
func parameterFor(sorted []uint64) uint {
	var lengths [65]int // of gaps, in bits
	for i := 1; i < len(sorted); i++ {
		lengths[bits.Len64(sorted[i]-sorted[i-1]-1)]++
	}
	best, least := uint(0), 1<<62
	for parameter := range uint(recordBits) {
		sum := 0
		for length, n := range lengths {
			sum += n * riceCost(3<<length>>2, parameter) // the middle of those of a length
		}
		if sum < least {
			best, least = parameter, sum
		}
	}
	return best
}

// riceWriter writes a chunk of records.
type riceWriter struct {
	out       []byte
	parameter uint
	last      uint64
	n         uint32
	word      uint64 // bits that are not in out yet
	held      uint
}

func newRiceWriter(parameter uint) *riceWriter { return &riceWriter{parameter: parameter} }

// add adds a record, which is more than the one before.
func (w *riceWriter) add(record uint64) {
	w.n++
	if w.n == 1 {
		w.out = append(w.out, make([]byte, headBytes)...)
		w.out[0] = byte(w.parameter)
		binary.LittleEndian.PutUint64(w.out[5:], record)
		w.last = record
		return
	}
	gap := record - w.last - 1
	w.last = record
	if zeros := uint(gap >> w.parameter); zeros < mostZeros {
		w.bits(1<<zeros, zeros+1)
		w.bits(gap&(1<<w.parameter-1), w.parameter)
	} else {
		w.bits(0, mostZeros)
		w.bits(gap, recordBits)
	}
}

// bits writes so many bits, at most recordBits.
func (w *riceWriter) bits(value uint64, n uint) {
	w.word |= value << w.held
	if w.held += n; w.held < 64 {
		return
	}
	w.out = binary.LittleEndian.AppendUint64(w.out, w.word)
	w.held -= 64
	w.word = value >> (n - w.held)
}

// size returns how many bytes were written.
func (w *riceWriter) size() int { return len(w.out) + int(w.held+7)/8 }

// close returns the chunk; the next record begins another one.
func (w *riceWriter) close() []byte {
	for ; w.held > 0; w.held -= min(w.held, 8) {
		w.out = append(w.out, byte(w.word))
		w.word >>= 8
	}
	chunk := w.out
	binary.LittleEndian.PutUint32(chunk[1:], w.n)
	*w = riceWriter{parameter: w.parameter}
	return chunk
}

// riceReader reads a chunk of records.
type riceReader struct {
	rest      []byte
	parameter uint
	left      uint32 // records
	next      uint64 // the least that the next one may be
	first     bool
	word      uint64 // bits that were taken from rest, the next lowest
	held      uint
}

// newRiceReader begins to read a chunk. Error: ErrChunk.
func newRiceReader(chunk []byte) (riceReader, error) {
	if len(chunk) < headBytes || chunk[0] >= recordBits {
		return riceReader{}, ErrChunk
	}
	r := riceReader{rest: chunk[headBytes:], parameter: uint(chunk[0]), left: binary.LittleEndian.Uint32(chunk[1:]),
		next: binary.LittleEndian.Uint64(chunk[5:]), first: true}
	if r.left == 0 || r.next >= 1<<recordBits {
		return riceReader{}, ErrChunk
	}
	return r, nil
}

// record returns the next record, and whether there is one. Error: ErrChunk.
func (r *riceReader) record() (record uint64, more bool, err error) {
	if r.left == 0 {
		if len(r.rest) > 0 || r.word != 0 || r.held >= 8 {
			return 0, false, ErrChunk
		}
		return 0, false, nil
	}
	gap := uint64(0)
	if r.first {
		r.first = false
	} else {
		r.fill()
		zeros := uint(bits.TrailingZeros64(r.word))
		if zeros < mostZeros {
			if !r.take(zeros + 1) {
				return 0, false, ErrChunk
			}
			if r.held < r.parameter {
				r.fill()
			}
			gap = uint64(zeros)<<r.parameter | r.word&(1<<r.parameter-1)
			if !r.take(r.parameter) {
				return 0, false, ErrChunk
			}
		} else {
			if !r.take(mostZeros) {
				return 0, false, ErrChunk
			}
			r.fill()
			gap = r.word & (1<<recordBits - 1)
			if !r.take(recordBits) {
				return 0, false, ErrChunk
			}
		}
	}
	r.left--
	record = r.next + gap
	if record >= 1<<recordBits {
		return 0, false, ErrChunk
	}
	r.next = record + 1
	return record, true, nil
}

// fill takes bits from rest, so that there are more than recordBits, if there are.
func (r *riceReader) fill() {
	if len(r.rest) >= 8 {
		r.word |= binary.LittleEndian.Uint64(r.rest) << r.held
		whole := (63 - r.held) / 8
		r.rest = r.rest[whole:]
		r.held += 8 * whole
		r.word &= 1<<r.held - 1
		return
	}
	for ; r.held <= 56 && len(r.rest) > 0; r.rest = r.rest[1:] {
		r.word |= uint64(r.rest[0]) << r.held
		r.held += 8
	}
}

// take throws so many bits away, or reports that there are fewer.
func (r *riceReader) take(n uint) bool {
	if r.held < n {
		return false
	}
	r.word >>= n
	r.held -= n
	return true
}
