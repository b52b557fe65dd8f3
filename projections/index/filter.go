package index

import (
	"encoding/binary"
	"math/bits"
)

// The filter of a file says of most keys that no record has them. It is of blocks of
// 512 bits (a blocked Bloom filter): the upper bits of a key say in which block it is,
// so that whoever asks for many in their order reads the filter once, from front to
// back; the others which six bits of it. With ten bits for each key it lets one of
// sixty others pass.
const (
	blockBytes   = 64
	blocksOfPage = bodyBytes / blockBytes
	keysOfBlock  = blockBytes * 8 / 10
	bitsOfKey    = 6
)

// filterBlocks returns how many blocks the filter of so many records has.
func filterBlocks(records uint64) uint64 { return (records + keysOfBlock - 1) / keysOfBlock }

// filterPages returns how many pages so many blocks take.
func filterPages(blocks uint64) int64 { return int64((blocks + blocksOfPage - 1) / blocksOfPage) }

// blockOf returns the block of a key.
func blockOf(key, blocks uint64) uint64 {
	block, _ := bits.Mul64(key, blocks)
	return block
}

// mask returns the bits that stand for a key in its block.
func mask(key uint64) (m [blockBytes / 8]uint64) {
	h := key * 0x9e3779b97f4a7c15 // the golden ratio: bits without a pattern
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	for range bitsOfKey {
		bit := h >> 55 // 9 bits
		m[bit/64] |= 1 << (bit % 64)
		h <<= 9
	}
	return m
}

// filterPage is a page of blocks.
type filterPage struct{ page }

// add adds a key to a block of the page.
func (p *filterPage) add(block uint64, key uint64) {
	at := p.page[block%blocksOfPage*blockBytes:]
	for i, m := range mask(key) {
		binary.LittleEndian.PutUint64(at[8*i:], binary.LittleEndian.Uint64(at[8*i:])|m)
	}
}

// has reports whether a block of the page may hold a key.
func (p *filterPage) has(block uint64, key uint64) bool {
	at := p.page[block%blocksOfPage*blockBytes:]
	for i, m := range mask(key) {
		if binary.LittleEndian.Uint64(at[8*i:])&m != m {
			return false
		}
	}
	return true
}
