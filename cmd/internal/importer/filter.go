package importer

// filter is a set of hashes that holds any number of them in little room: now and
// then it takes one for a member that is none (a Bloom filter). The zero filter is
// empty.
type filter struct{ bits []uint64 }

// filterBits is the size of a filter. With two bits for each of three million hashes,
// one in a hundred others is taken for a member.
const filterBits = 1 << 26

func (f *filter) add(hash uint64) {
	if f.bits == nil {
		f.bits = make([]uint64, filterBits/64)
	}
	for _, at := range places(hash) {
		f.bits[at/64] |= 1 << (at % 64)
	}
}

// has reports whether a hash was added; or, seldom, that one was that was not.
func (f *filter) has(hash uint64) bool {
	for _, at := range places(hash) {
		if f.bits == nil || f.bits[at/64]&(1<<(at%64)) == 0 {
			return false
		}
	}
	return true
}

// places returns the bits that stand for a hash.
func places(hash uint64) [2]uint64 { return [2]uint64{hash % filterBits, hash >> 32 % filterBits} }
