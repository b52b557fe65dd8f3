package kurrent

import (
	"context"
	"fmt"

	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
)

// Block returns the hash of a complete block of the Merkle tree, computed from its
// events: a cluster keeps no tree. It ties what is kept beside the ledger, such as
// snapshots, to what the cluster holds. Errors: as for All, and if the block is not
// complete.
func (s *Store) Block(ctx context.Context, block int64) (merkle.Hash, error) {
	hashes := make([]merkle.Hash, 0, merkle.BlockSize)
	var line []byte
	for r, err := range s.All(ctx, store.Position(block*merkle.BlockSize)) {
		if err != nil {
			return merkle.Hash{}, err
		}
		line = r.AppendLine(line[:0])
		if hashes = append(hashes, merkle.LeafHash(line)); len(hashes) == merkle.BlockSize {
			return merkle.BlockHash(hashes), nil
		}
	}
	return merkle.Hash{}, fmt.Errorf("%s: block %d of the tree is not complete", s.where, block)
}
