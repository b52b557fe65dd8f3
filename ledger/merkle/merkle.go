// Package merkle proves that a log was only ever appended to: to someone who
// kept three lines of text, without her having to trust whoever keeps the log.
//
// # The tree
//
// A binary hash tree as in RFC 6962 §2.1 (RFC 9162 §2.1), SHA-256. Leaf i is
// the canonical line of the event at position i, without a line break:
//
//	leaf     SHA-256(0x00 ‖ line)
//	node     SHA-256(0x01 ‖ left ‖ right)
//	no leaf  SHA-256 of nothing
//
// The two prefixes keep a node from passing for a leaf. 256 leaves make a block.
// A store keeps the hashes of complete blocks, an eighth of a byte for each event;
// leaf hashes are computed again from the events.
//
//   - Frontier grows the tree by one leaf or one block and knows its root.
//   - Tree makes proofs, reading the events of two blocks at the most.
//   - VerifyInclusion and VerifyConsistency check proofs; they need no Tree.
//
// # Checkpoints
//
// A checkpoint is a signed note (C2SP tlog-checkpoint and signed-note):
//
//	county.example/ledger
//	1000
//	CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//	time 2026-11-22T09:00:00Z
//	period 441300.390 2025-07
//
//	— county.example/ledger Az3grlgtzPICa5OS8npVmf1…
//	— bureau.example TnKKVHLX…
//
// Lines 1 to 3 are the ledger's name, the number of events and the root; then
// when it was taken; then, of a checkpoint taken at a closing, the fund and the
// period. The ledger's key bears the ledger's name. Whoever else signs is a
// witness. A key may be replaced by a rotation, a note that both keys signed.
//
// # Proofs as files
//
// Lines up to a blank one, then the checkpoints that the proof is about, whole:
//
//	fundledger-inclusion/v1        fundledger-consistency/v1
//	index 41                       hash Bv3…=
//	event {"actor":…}              ⋮
//	hash gSKyXoYZ…=                (blank)
//	⋮                              the old checkpoint
//	(blank)                        (blank)
//	the checkpoint                 the new checkpoint
//
// The size and the root stand once, where they are signed.
//
// # Strictness
//
// Every text has one encoding only: what a decoder accepts it would also write,
// byte for byte. Numbers have no leading zero, base64 is canonical, lines end in
// LF, nothing unknown is skipped. Only the list of signatures is open: anybody
// can add the signature of a key that the reader does not know, which counts
// for nothing.
//
// The size is part of what is signed and not of the root: a path is also valid for
// other sizes and places that give it the same shape, such as the last of 308 for
// the last of 300. So take sizes from signed checkpoints only.
//
// Evolution rule: these formats do not change; another form gets another first line.
package merkle

import (
	"crypto/sha256"

	"golang.org/x/mod/sumdb/tlog"
)

// Hash is a SHA-256 hash of a leaf, a node or a root. Its String is base64.
type Hash = tlog.Hash

const (
	// BlockSize is the number of leaves in a block.
	BlockSize = 1 << blockLevel
	// MaxSize is the largest size of a tree: what JSON numbers hold exactly.
	MaxSize = 1<<53 - 1
	// MaxLineBytes is the length of the longest line that a proof carries.
	MaxLineBytes = 1 << 17

	blockLevel = 8  // of a block's hash; leaves are at level 0
	levels     = 53 // 0 to 52: every level of a tree of MaxSize
)

// LeafHash returns the hash of an event's canonical line, which has no line
// break. It may be called from many goroutines.
func LeafHash(line []byte) Hash { return tlog.RecordHash(line) }

// LeafPrefix stands in front of a line where HashLeaf hashes it.
const LeafPrefix byte = 0

// HashLeaf is LeafHash of a line that stands behind a LeafPrefix, without copying it.
func HashLeaf(prefixed []byte) Hash { return sha256.Sum256(prefixed) }

// BlockHash returns the hash of a perfect subtree with the given hashes, such
// as a block with its 256 leaf hashes. It may be called from many goroutines.
// A number of hashes that is no power of two is a caller's bug and panics.
func BlockHash(hashes []Hash) Hash {
	n := len(hashes)
	if n == 0 || n&(n-1) != 0 {
		panic("merkle: a perfect subtree has 1, 2, 4, … hashes")
	}
	if n == 1 {
		return hashes[0]
	}
	var buffer [BlockSize / 2]Hash
	row := buffer[:]
	if n/2 > len(row) {
		row = make([]Hash, n/2)
	}
	for ; n > 1; n /= 2 {
		for i := range n / 2 {
			row[i] = tlog.NodeHash(hashes[2*i], hashes[2*i+1])
		}
		hashes = row
	}
	return row[0]
}
