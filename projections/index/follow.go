package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/store"
)

func byKey(r Record, key uint64) int { return cmp.Compare(r.Key, key) }

// Follow brings the index up to date with its log, as Open does.
func (ix *Index) Follow(ctx context.Context) error {
	last, some, err := ix.store.Last(ctx)
	if err != nil {
		return fmt.Errorf("follow the log: %w", err)
	}
	if !some || uint64(last.Position) < ix.end {
		return nil
	}
	if more := uint64(last.Position) + 1 - ix.end; more <= ix.sizes.tail && uint64(len(ix.tail))+more <= uint64(ix.sizes.most) {
		err := ix.followTail(ctx)
		if renumbered := (*renumberedError)(nil); !errors.As(err, &renumbered) {
			return err
		}
	}
	now, err := ix.folder.open(ctx, ix.store, ix.sizes, nil)
	if err != nil {
		return err
	}
	old := *ix
	*ix = *now
	return old.Close()
}

// follow reads what is new in the log into files, or, if it is little, into memory.
func (ix *Index) follow(ctx context.Context, progress func(known uint64)) error {
	last, some, err := ix.store.Last(ctx)
	if err != nil {
		return fmt.Errorf("follow the log: %w", err)
	}
	if !some {
		return nil
	}
	end := uint64(last.Position) + 1
	if end-ix.list.Size <= ix.sizes.tail {
		return ix.followTail(ctx)
	}
	batch := make([]Record, 0, min(uint64(ix.sizes.batch+partEvents), end-ix.list.Size+partEvents))
	spare := make([]Record, cap(batch))
	next := ix.list.Size
	flush := func() error {
		batch, spare = sortRecords(batch, spare[:cap(spare)])
		err := ix.extend(ctx, next, batch)
		batch = batch[:0]
		return err
	}
	err = ix.numbered.eachPart(ctx, ix.store, next, end, func(records []Record) error {
		batch = append(batch, records...)
		next += uint64(len(records))
		if progress != nil {
			progress(next)
		}
		if len(batch) < ix.sizes.batch {
			return nil
		}
		if cap(spare) < len(batch) {
			spare = make([]Record, cap(batch))
		}
		return flush()
	})
	if err != nil {
		return err
	}
	if len(batch) > 0 {
		if cap(spare) < len(batch) {
			spare = make([]Record, cap(batch))
		}
		return flush()
	}
	return nil
}

// followTail reads what is new in the log into memory.
func (ix *Index) followTail(ctx context.Context) error {
	var all []Record
	end := ix.end
	for entry, err := range ledger.All(ctx, ix.store, store.Position(ix.end)) {
		if err != nil {
			return fmt.Errorf("follow the log: %w", err)
		}
		if err := follows(end, uint64(entry.Position)); err != nil {
			return err
		}
		record, err := ix.numbered.recordOf(entry)
		if err != nil {
			return err
		}
		all = append(all, record)
		end++
	}
	slices.SortStableFunc(all, func(a, b Record) int { return cmp.Compare(a.Key, b.Key) })
	ix.remember(all, 0)
	return nil
}
