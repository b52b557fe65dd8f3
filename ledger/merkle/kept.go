package merkle

// Kept is what a store keeps of the tree of its log, so that a change of an event
// is seen and found: the hashes of complete blocks, the root of the leaves after
// them, and one byte of every leaf's hash. All of it follows from the events; who
// may trust it is another matter, see Checkpoint.
type Kept struct {
	Size   int64  // events
	Blocks []Hash // of Size/BlockSize complete blocks
	Open   Hash   // root of the tree of the leaves after them
	Tags   []byte // Tag of each of the Size leaves
}

// Tag returns the byte of a leaf's hash that a store keeps. It tells which leaf of
// a block was changed, in 255 of 256 cases; the block's hash tells for certain
// that one was.
func Tag(leaf Hash) byte { return leaf[0] }
