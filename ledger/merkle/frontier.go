package merkle

import "golang.org/x/mod/sumdb/tlog"

// Frontier is the right edge of a tree: what is needed to append to it and to
// know its root, in 1.7 kB whatever the tree's size. The zero Frontier is the
// empty tree.
//
// A Frontier is a value. A copy is a tree of its own, so a store keeps the one
// it had until its transaction is committed.
//
// To take up a stored tree again, AppendBlock each stored hash of a block and
// Append the leaves after the last of them.
type Frontier struct {
	size  int64
	peaks [levels]Hash // peaks[l] counts where bit l of size is set
}

// Size returns the number of leaves.
func (f *Frontier) Size() int64 { return f.size }

// Append adds a leaf. When the leaf completes a block it returns the block's
// hash and true: that hash is to be stored with the event.
func (f *Frontier) Append(leaf Hash) (block Hash, complete bool) {
	block = f.add(leaf, 0)
	return block, f.size%BlockSize == 0
}

// AppendBlock adds a block of 256 leaves by its hash. Adding one inside another
// block, as after 255 leaves, is a caller's bug and panics.
func (f *Frontier) AppendBlock(block Hash) {
	if f.size%BlockSize != 0 {
		panic("merkle: a block cannot begin inside another")
	}
	f.add(block, blockLevel)
}

// add puts a perfect subtree of 1<<level leaves at the right and returns the
// node at blockLevel above it, if there is one.
func (f *Frontier) add(h Hash, level int) (block Hash) {
	added := int64(1) << level
	if f.size > MaxSize-added {
		panic("merkle: the tree is full")
	}
	for ; f.size>>level&1 == 1; level++ {
		h = tlog.NodeHash(f.peaks[level], h)
		if level == blockLevel-1 {
			block = h
		}
	}
	f.peaks[level] = h
	f.size += added
	return block
}

// Root returns the root of the tree as it is now.
func (f *Frontier) Root() Hash {
	var root Hash
	found := false
	for level := range levels {
		switch {
		case f.size>>level&1 == 0:
		case !found:
			root, found = f.peaks[level], true
		default:
			root = tlog.NodeHash(f.peaks[level], root)
		}
	}
	if !found {
		return emptyRoot()
	}
	return root
}

// Head returns the size and the root of the tree as it is now.
func (f *Frontier) Head() Head { return Head{Size: f.size, Root: f.Root()} }

// emptyRoot returns the root of a tree without leaves: SHA-256 of nothing.
func emptyRoot() Hash {
	h, err := tlog.TreeHash(0, nil)
	if err != nil {
		panic("merkle: the empty tree has a root: " + err.Error())
	}
	return h
}
