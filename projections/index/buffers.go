package index

import (
	"slices"
	"sync"
)

// buffers are room for records that nobody uses: of one file after another, as many are
// collected, sorted and thrown away.
type buffers struct {
	mu   sync.Mutex
	free [][]Record
}

// mostFree bounds what is kept: of two files, one of which is recorded and one decided on,
// and of sorting.
const mostFree = 3

// take returns an empty buffer with room for so many records at least.
func (b *buffers) take(room int) []Record {
	b.mu.Lock()
	defer b.mu.Unlock()
	if n := len(b.free) - 1; n >= 0 {
		last := b.free[n]
		b.free = b.free[:n]
		return slices.Grow(last, room)
	}
	return make([]Record, 0, room)
}

// give takes a buffer back that nobody uses any more.
func (b *buffers) give(buffer []Record) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if cap(buffer) > 0 && len(b.free) < mostFree {
		b.free = append(b.free, buffer[:0])
	}
}
