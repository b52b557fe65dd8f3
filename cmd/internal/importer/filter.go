package importer

// filter is a set of hashes that holds any number of them in little room: now and
// then it takes one for a member that is none (a Bloom filter). The zero filter is
// empty, and for many hashes.
type filter struct {
	few  int // for how many hashes it is; 0: for many
	bits []uint64
}

// The sizes of a filter: with two of sixteen bits for each hash, one in seventy others is
// taken for a member, and of three million in the largest one in a hundred. A small one
// stays in the caches of a processor.
const (
	leastFilter = 1 << 12
	mostFilter  = 1 << 26
	bitsOfHash  = 16
)

func (f *filter) add(hash uint64) {
	if f.bits == nil {
		size := mostFilter
		if f.few > 0 {
			for size = leastFilter; size < mostFilter && size/bitsOfHash < f.few; size *= 2 {
			}
		}
		f.bits = make([]uint64, size/64)
	}
	for _, at := range f.places(hash) {
		f.bits[at/64] |= 1 << (at % 64)
	}
}

// has reports whether a hash was added; or, seldom, that one was that was not.
func (f *filter) has(hash uint64) bool {
	if f.bits == nil {
		return false
	}
	for _, at := range f.places(hash) {
		if f.bits[at/64]&(1<<(at%64)) == 0 {
			return false
		}
	}
	return true
}

// places returns the bits that stand for a hash, of which the lowest eight may say nothing.
func (f *filter) places(hash uint64) [2]uint64 {
	last := uint64(len(f.bits)*64 - 1)
	return [2]uint64{hash >> 8 & last, hash >> 36 & last}
}
