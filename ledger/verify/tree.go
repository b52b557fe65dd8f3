package verify

import (
	"context"

	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
)

// Tree returns the Merkle tree of a store's log as it stands, for checkpoints and
// proofs, and its head. It takes the blocks that the store keeps on trust (Log does
// not) but for the last, which it computes from its events; a store that keeps
// none is read whole. Errors: *Fault if the last events do not fit what is kept,
// those of reading.
func Tree(ctx context.Context, s store.Store) (*merkle.Tree, merkle.Head, error) {
	var kept merkle.Kept
	if k, ok := s.(Keeper); ok {
		var err error
		if kept, err = k.Blocks(ctx); err != nil {
			return nil, merkle.Head{}, err
		}
	}
	var frontier merkle.Frontier
	for _, b := range kept.Blocks {
		frontier.AppendBlock(b)
	}
	blocks := kept.Blocks
	var open merkle.Frontier
	var last []merkle.Hash // the leaves after the last complete block
	var line []byte
	for r, err := range s.All(ctx, store.Position(frontier.Size())) {
		if err != nil {
			return nil, merkle.Head{}, err
		}
		line = r.AppendLine(line[:0])
		leaf := merkle.LeafHash(line)
		frontier.Append(leaf)
		last = append(last, leaf)
		block, complete := open.Append(leaf)
		if frontier.Size() == kept.Size && !complete && open.Root() != kept.Open {
			first := kept.Size / merkle.BlockSize * merkle.BlockSize
			return nil, merkle.Head{}, &Fault{Position: first, Last: kept.Size - 1, Why: lang.F("与账本的校验树不符；用 fundledger verify 查明", "does not fit the ledger's tree; find out with: fundledger verify")}
		}
		if complete {
			blocks, open, last = append(blocks, block), merkle.Frontier{}, last[:0]
		}
	}
	if frontier.Size() < kept.Size {
		return nil, merkle.Head{}, &Fault{Position: frontier.Size(), Last: kept.Size - 1, Why: lang.F("缺失：末尾被截去", "is missing: the end of the log was cut off")}
	}
	tree, err := merkle.NewTree(frontier.Size(), blocks, func(block int64) ([]merkle.Hash, error) {
		if block == int64(len(blocks)) {
			return last, nil
		}
		return Leaves(ctx, s, block)
	})
	return tree, frontier.Head(), err
}

// Leaves returns the leaf hashes of a block, computed from its events; fewer than
// merkle.BlockSize if the log ends within it. Errors: those of store.Store.All.
func Leaves(ctx context.Context, s store.Store, block int64) ([]merkle.Hash, error) {
	hashes := make([]merkle.Hash, 0, merkle.BlockSize)
	var line []byte
	for r, err := range s.All(ctx, store.Position(block*merkle.BlockSize)) {
		if err != nil {
			return nil, err
		}
		line = r.AppendLine(line[:0])
		if hashes = append(hashes, merkle.LeafHash(line)); len(hashes) == merkle.BlockSize {
			break
		}
	}
	return hashes, nil
}
