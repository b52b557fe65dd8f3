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
	g := gathering{ix: ix, next: ix.list.Size, batch: make([]Record, 0, min(uint64(ix.sizes.batch+partEvents), end-ix.list.Size+partEvents))}
	err = ix.numbered.eachPart(ctx, ix.store, g.next, end, func(records []Record) error {
		if progress != nil {
			progress(g.next)
		}
		return g.add(ctx, records)
	})
	if err != nil {
		return err
	}
	return g.flush(ctx)
}

// gathering gathers the records of what is new in the log, and writes many at once.
type gathering struct {
	ix           *Index
	next         uint64 // position behind them
	batch, spare []Record
}

// add adds the next records.
func (g *gathering) add(ctx context.Context, records []Record) error {
	g.batch = append(g.batch, records...)
	if g.next += uint64(len(records)); len(g.batch) < g.ix.sizes.batch {
		return nil
	}
	return g.flush(ctx)
}

// flush writes what was gathered, if there is anything.
func (g *gathering) flush(ctx context.Context) error {
	if len(g.batch) == 0 {
		return nil
	}
	if cap(g.spare) < len(g.batch) {
		g.spare = make([]Record, cap(g.batch))
	}
	g.batch, g.spare = sortRecords(g.batch, g.spare[:cap(g.spare)])
	err := g.ix.extend(ctx, g.next, g.batch)
	g.batch = g.batch[:0]
	return err
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
