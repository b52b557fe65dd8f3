package merkle

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/fundledger/fundledger/ledger/lang"
)

// Leaves returns the hashes of a block's leaves, computed from its events: 256
// of them, or of the last block as many as there are. Block b begins with event
// b·256. The caller does not change or keep what it returns.
type Leaves func(block int64) ([]Hash, error)

// Tree makes proofs about a log as it stands. It never changes; when the log has
// grown, make another. It may be used from many goroutines if its Leaves may.
type Tree struct {
	size   int64
	leaves Leaves
	rows   [][]Hash // rows[k][i]: hash of 256^(k+1) leaves from i·256^(k+1) on
}

// NewTree returns the tree of so many events from the stored hashes of its
// complete blocks, which it keeps and the caller no longer changes. It takes
// 1/256 more room than they do. Error: *BlockError if they are not as many as
// the size says.
func NewTree(size int64, blocks []Hash, leaves Leaves) (*Tree, error) {
	if size < 0 || size > MaxSize || int64(len(blocks)) != size/BlockSize {
		return nil, &BlockError{Block: min(int64(len(blocks)), max(size, 0)/BlockSize),
			Why: lang.F("有 %d 个已存的块哈希，而事件有 %d 个", "there are %d stored hashes of blocks for %d events", len(blocks), size)}
	}
	t := &Tree{size: size, leaves: leaves, rows: [][]Hash{blocks}}
	for row := blocks; len(row) >= BlockSize; {
		above := make([]Hash, len(row)/BlockSize)
		for i := range above {
			above[i] = BlockHash(row[i*BlockSize : (i+1)*BlockSize])
		}
		t.rows = append(t.rows, above)
		row = above
	}
	return t, nil
}

// Size returns the number of leaves.
func (t *Tree) Size() int64 { return t.size }

// Root returns the root of the tree when it had so many leaves. It reads one
// block at the most. Errors: *RangeError, *BlockError, those of Leaves.
func (t *Tree) Root(size int64) (Hash, error) {
	if size < 0 || size > t.size {
		return Hash{}, &RangeError{Asked: size, Size: t.size}
	}
	return tlog.TreeHash(size, t.nodes())
}

// Inclusion returns the path that proves that the tree of the first size leaves
// has leaf index: the leaf's sibling first. It reads two blocks at the most.
// Errors: *RangeError, *BlockError, those of Leaves.
func (t *Tree) Inclusion(index, size int64) ([]Hash, error) {
	if size < 0 || size > t.size {
		return nil, &RangeError{Asked: size, Size: t.size}
	}
	if index < 0 || index >= size {
		return nil, &RangeError{Asked: index, Size: size, Event: true}
	}
	return tlog.ProveRecord(size, index, t.nodes())
}

// Consistency returns the hashes that prove that the tree of the first old
// leaves is the beginning of the tree of the first new ones: none if old is 0 or
// equals new. It reads two blocks at the most. Errors: *RangeError, *BlockError,
// those of Leaves.
func (t *Tree) Consistency(old, new int64) ([]Hash, error) {
	if new < 0 || new > t.size {
		return nil, &RangeError{Asked: new, Size: t.size}
	}
	if old < 0 || old > new {
		return nil, &RangeError{Asked: old, Size: new}
	}
	if old == 0 {
		return nil, nil
	}
	return tlog.ProveTree(new, old, t.nodes())
}

// nodes returns a reader of the tree's nodes that reads no block twice.
func (t *Tree) nodes() tlog.HashReader {
	read := map[int64][]Hash{}
	return tlog.HashReaderFunc(func(indexes []int64) ([]Hash, error) {
		out := make([]Hash, len(indexes))
		for i, index := range indexes {
			level, n := tlog.SplitStoredHashIndex(index)
			below, err := t.below(level, n, read)
			if err != nil {
				return nil, err
			}
			out[i] = BlockHash(below)
		}
		return out, nil
	})
}

// below returns hashes that make up node n of a level: leaves of one block, or
// part of the lowest row that has it in one piece.
func (t *Tree) below(level int, n int64, read map[int64][]Hash) ([]Hash, error) {
	if level >= blockLevel {
		width := (level - blockLevel) % blockLevel
		row := t.rows[(level-blockLevel)/blockLevel]
		return row[n<<width : (n+1)<<width], nil
	}
	block := (n << level) / BlockSize
	leaves, ok := read[block]
	if !ok {
		var err error
		if leaves, err = t.block(block); err != nil {
			return nil, err
		}
		read[block] = leaves
	}
	first := (n << level) - block*BlockSize
	return leaves[first : first+(1<<level)], nil
}

// block returns the hashes of a block's leaves, which are as many as they must
// be and, if the block is complete, give its stored hash.
func (t *Tree) block(block int64) ([]Hash, error) {
	leaves, err := t.leaves(block)
	if err != nil {
		return nil, fmt.Errorf("hash the events from %d on: %w", block*BlockSize, err)
	}
	if want := min(t.size-block*BlockSize, BlockSize); int64(len(leaves)) != want {
		return nil, &BlockError{Block: block, Why: lang.F("应有 %d 个事件，实有 %d 个", "there should be %d events, there are %d", want, len(leaves))}
	}
	if len(leaves) == BlockSize && BlockHash(leaves) != t.rows[0][block] {
		return nil, &BlockError{Block: block, Why: lang.Text{ZH: "事件与登记时所存的哈希不符", EN: "the events are not those whose hash was stored when they were recorded"}}
	}
	return leaves, nil
}
