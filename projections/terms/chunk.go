package terms

import (
	"encoding/binary"
	"errors"
	"math/bits"

	"github.com/fundledger/fundledger/ledger/rice"
)

// A chunk of records is a few numbers in rising order: how many there are, the first, and of
// each other how much more it is than the one before, less one, in Rice's code, whose parameter
// stands in front. A gap with too many zeros is written whole behind mostZeros of them.
const (
	recordBits = 32 + groupBits // of a record: key, group
	mostZeros  = 24
	headBytes  = 1 + 4 + 8 // parameter, number of records, first
)

// ErrChunk says that bytes are no chunk of records.
var ErrChunk = errors.New("terms: not a chunk of terms")

// cost returns how many bits a gap takes.
func cost(gap uint64, parameter uint) int {
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
			sum += n * cost(3<<length>>2, parameter) // the middle of those of a length
		}
		if sum < least {
			best, least = parameter, sum
		}
	}
	return best
}

// chunkWriter writes a chunk of records.
type chunkWriter struct {
	bits      rice.Writer
	parameter uint
	first     uint64
	last      uint64
	n         uint32
}

// add adds a record, which is more than the one before.
func (w *chunkWriter) add(record uint64) {
	if w.n++; w.n == 1 {
		w.first, w.last, w.bits = record, record, rice.Append(make([]byte, headBytes))
		return
	}
	gap := record - w.last - 1
	w.last = record
	if gap>>w.parameter < mostZeros {
		w.bits.Gap(gap, w.parameter)
	} else {
		w.bits.Bits(0, mostZeros)
		w.bits.Bits(gap, recordBits)
	}
}

// close returns the chunk; the next record begins another one.
func (w *chunkWriter) close() []byte {
	chunk := w.bits.Close()
	chunk[0] = byte(w.parameter)
	binary.LittleEndian.PutUint32(chunk[1:], w.n)
	binary.LittleEndian.PutUint64(chunk[5:], w.first)
	w.n = 0
	return chunk
}

// chunkReader reads a chunk of records.
type chunkReader struct {
	bits      rice.Reader
	parameter uint
	left      uint32 // records
	next      uint64 // the least that the next one may be
	begun     bool
}

// newChunkReader begins to read a chunk. Error: ErrChunk.
func newChunkReader(chunk []byte) (chunkReader, error) {
	if len(chunk) < headBytes || chunk[0] >= recordBits {
		return chunkReader{}, ErrChunk
	}
	r := chunkReader{bits: rice.NewReader(chunk[headBytes:]), parameter: uint(chunk[0]), left: binary.LittleEndian.Uint32(chunk[1:]),
		next: binary.LittleEndian.Uint64(chunk[5:])}
	if r.left == 0 || r.next >= 1<<recordBits {
		return chunkReader{}, ErrChunk
	}
	return r, nil
}

// record returns the next record, and whether there is one. Error: ErrChunk.
func (r *chunkReader) record() (record uint64, more bool, err error) {
	if r.left == 0 {
		if !r.bits.End() {
			return 0, false, ErrChunk
		}
		return 0, false, nil
	}
	gap := uint64(0)
	if r.begun {
		zeros, ok := r.bits.Zeros(mostZeros)
		n := r.parameter
		if zeros == mostZeros {
			zeros, n = 0, recordBits
		}
		low, is := r.bits.Bits(n)
		if !ok || !is {
			return 0, false, ErrChunk
		}
		gap = zeros<<r.parameter | low
	}
	r.begun = true
	r.left--
	record = r.next + gap
	if record >= 1<<recordBits {
		return 0, false, ErrChunk
	}
	r.next = record + 1
	return record, true, nil
}
