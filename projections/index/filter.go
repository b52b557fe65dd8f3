package index

import (
	"encoding/binary"
	"math/bits"
)

// The filter of a file says of most keys that no record has them. It is of blocks of
// 512 bits (a blocked Bloom filter): the upper bits of a key say in which block it is,
// so that whoever asks for many in their order reads the filter once, from front to
// back; the others which seven bits of it. With sixteen bits for each key it lets
// one of a thousand others pass: each of those costs a page of records.
const (
	blockBytes   = 64
	blocksOfPage = bodyBytes / blockBytes
	keysOfBlock  = blockBytes * 8 / 16
	bitsOfKey    = 7
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

// addKey adds a key to a block of a page of the filter.
func (p *page) addKey(block uint64, key uint64) {
	at := p[block%blocksOfPage*blockBytes:]
	for i, m := range mask(key) {
		binary.LittleEndian.PutUint64(at[8*i:], binary.LittleEndian.Uint64(at[8*i:])|m)
	}
}

// hasKey reports whether a block of a page of the filter may hold a key.
func (p *page) hasKey(block uint64, key uint64) bool {
	at := p[block%blocksOfPage*blockBytes:]
	for i, m := range mask(key) {
		if binary.LittleEndian.Uint64(at[8*i:])&m != m {
			return false
		}
	}
	return true
}

// filterReader reads the filter of a file for keys in their order. Where they are dense,
// it reads several pages at once.
type filterReader struct {
	run    *run
	buffer [filterAhead * pageBytes]byte
	from   int64 // the number of the first page in buffer
	end    int64 // of the one behind the last
	before int64 // of that of the key before
}

const filterAhead = 8

// has reports whether the file may have a record with a key. Errors: *DamagedError, I/O.
func (f *filterReader) has(key uint64) (bool, error) {
	if f.run.blocks == 0 {
		return true, nil
	}
	block := blockOf(key, f.run.blocks)
	number := 1 + int64(block/blocksOfPage)
	if number >= f.end {
		some := int64(1)
		if number <= f.before+1 { // the keys are dense
			some = min(filterAhead, f.run.data-number)
		}
		if err := f.run.pagesInto(f.buffer[:some*pageBytes], number); err != nil {
			return false, err
		}
		f.from, f.end = number, number+some
	}
	f.before = number
	return (*page)(f.buffer[(number-f.from)*pageBytes:]).hasKey(block, key), nil
}
