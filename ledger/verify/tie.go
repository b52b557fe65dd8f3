package verify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
)

// Tie returns what ties something that is kept beside a log, such as an index, to a log of that size, or to a longer one that
// begins with it: a hash of the last complete block of its Merkle tree, and of the events
// behind that. It is "" if the log is shorter. Errors: those of reading the log.
func Tie(ctx context.Context, s store.Store, size uint64) (string, error) {
	hash := sha256.New()
	block, rest := int64(size/merkle.BlockSize), int(size%merkle.BlockSize)
	if block > 0 {
		last, err := blockOfLog(ctx, s, block-1)
		if err != nil {
			return "", err
		}
		hash.Write(last[:])
	}
	if rest > 0 {
		leaves, err := Leaves(ctx, s, block)
		if err != nil {
			return "", fmt.Errorf("tie to the log: %w", err)
		}
		if len(leaves) < rest {
			return "", nil
		}
		for _, leaf := range leaves[:rest] {
			hash.Write(leaf[:])
		}
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// blockOfLog returns the hash of a block, or zeros if the log ends before it.
func blockOfLog(ctx context.Context, s store.Store, block int64) (merkle.Hash, error) {
	last, some, err := s.Last(ctx)
	if err != nil {
		return merkle.Hash{}, fmt.Errorf("tie to the log: %w", err)
	}
	if !some || int64(last.Position) < (block+1)*merkle.BlockSize-1 {
		return merkle.Hash{}, nil
	}
	if kept, ok := s.(interface {
		Block(ctx context.Context, block int64) (merkle.Hash, error)
	}); ok {
		hash, err := kept.Block(ctx, block)
		if err != nil {
			return merkle.Hash{}, fmt.Errorf("tie to the log: %w", err)
		}
		return hash, nil
	}
	leaves, err := Leaves(ctx, s, block)
	if err != nil || len(leaves) < merkle.BlockSize {
		return merkle.Hash{}, err
	}
	return merkle.BlockHash(leaves), nil
}
