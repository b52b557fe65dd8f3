package merkle_test

import (
	"encoding/binary"
	"testing"

	"github.com/fundledger/fundledger/ledger/merkle"
)

func BenchmarkLeaf(b *testing.B) {
	line := events(1, 0)[0]
	b.SetBytes(int64(len(line)))
	b.ReportAllocs()
	for b.Loop() {
		merkle.LeafHash(line)
	}
}

// million returns a million leaf hashes.
func million() []merkle.Hash {
	leaves := make([]merkle.Hash, 1_000_000)
	for i := range leaves {
		leaves[i] = merkle.LeafHash(binary.BigEndian.AppendUint64(nil, uint64(i)))
	}
	return leaves
}

// BenchmarkRoot1M takes the root of a million leaf hashes: leaf by leaf, block by
// block, and from the stored hashes of blocks.
func BenchmarkRoot1M(b *testing.B) {
	leaves := million()
	s := store256(leaves)
	full := len(s.blocks) * merkle.BlockSize
	b.Run("leaves", func(b *testing.B) {
		for b.Loop() {
			var f merkle.Frontier
			for _, h := range leaves {
				f.Append(h)
			}
			if f.Root() != s.frontier.Root() {
				b.Fatal("wrong root")
			}
		}
	})
	b.Run("blocks", func(b *testing.B) {
		for b.Loop() {
			var f merkle.Frontier
			for at := 0; at < full; at += merkle.BlockSize {
				f.AppendBlock(merkle.BlockHash(leaves[at : at+merkle.BlockSize]))
			}
			for _, h := range leaves[full:] {
				f.Append(h)
			}
			if f.Root() != s.frontier.Root() {
				b.Fatal("wrong root")
			}
		}
	})
	b.Run("stored", func(b *testing.B) {
		for b.Loop() {
			var f merkle.Frontier
			for _, h := range s.blocks {
				f.AppendBlock(h)
			}
			for _, h := range leaves[full:] {
				f.Append(h)
			}
			if f.Root() != s.frontier.Root() {
				b.Fatal("wrong root")
			}
		}
	})
}

// BenchmarkInclusion makes proofs in a tree of a million events, without the time
// to read their two blocks, and verifies one.
func BenchmarkInclusion(b *testing.B) {
	leaves := million()
	s := store256(leaves)
	tree, err := s.tree()
	if err != nil {
		b.Fatal(err)
	}
	b.Run("tree", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.tree(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("prove", func(b *testing.B) {
		for i := int64(0); b.Loop(); i++ {
			if _, err := tree.Inclusion(i*7919%tree.Size(), tree.Size()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("verify", func(b *testing.B) {
		line := binary.BigEndian.AppendUint64(nil, 4711)
		path, err := tree.Inclusion(4711, tree.Size())
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if err := merkle.VerifyInclusion(s.frontier.Head(), 4711, line, path); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkConsistency(b *testing.B) {
	s := store256(million())
	tree, err := s.tree()
	if err != nil {
		b.Fatal(err)
	}
	for i := int64(0); b.Loop(); i++ {
		if _, err := tree.Consistency(i*7919%tree.Size(), tree.Size()); err != nil {
			b.Fatal(err)
		}
	}
}
