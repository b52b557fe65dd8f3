package index

import (
	"context"
	"fmt"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/inorder"
	"github.com/fundledger/fundledger/ledger/store"
)

// partEvents is about how many events are taken at once.
const partEvents = 1 << 15

// eachPart calls take with the records of the log from a position on, part by part in
// order, up to the position end or a little more. A position is where an append begins. As many
// goroutines as there are processors read a store.Ranger. Errors: those of take and of reading the log.
func (n *numbered) eachPart(ctx context.Context, s store.Store, from, end uint64, take func([]Record) error) error {
	ranger, ok := s.(store.Ranger)
	if !ok {
		return n.eachInOrder(ctx, s, from, take)
	}
	starts := func(yield func(uint64) bool) {
		for at := from; at < end && yield(at); at = (at/partEvents + 1) * partEvents {
		}
	}
	next := from
	return inorder.Each(ctx, starts, func(ctx context.Context, at uint64) ([]Record, error) {
		return n.readPart(ctx, ranger, at, min((at/partEvents+1)*partEvents, end))
	}, func(records []Record) error {
		if len(records) == 0 {
			return nil // an append reaches across it
		}
		if err := follows(next, records[0].At); err != nil {
			return err
		}
		next += uint64(len(records))
		return take(records)
	})
}

// readPart returns the records of the appends that begin in a range of positions.
func (n *numbered) readPart(ctx context.Context, s store.Ranger, from, to uint64) (records []Record, err error) {
	for r, err := range s.Range(ctx, store.Position(from), store.Position(to)) {
		if err != nil {
			return nil, fmt.Errorf("read the log: %w", err)
		}
		entry, err := ledger.Read(r)
		if err != nil {
			return nil, err
		}
		if n := len(records); n > 0 {
			if err := follows(records[n-1].At+1, uint64(r.Position)); err != nil {
				return nil, err
			}
		}
		record, err := n.recordOf(entry)
		if err != nil {
			return nil, err
		}
		records = append(records, record)
	}
	return records, nil
}

// eachInOrder does what eachPart says with one goroutine, up to the end of the log.
func (n *numbered) eachInOrder(ctx context.Context, s store.Store, from uint64, take func([]Record) error) error {
	var records []Record
	for entry, err := range ledger.All(ctx, s, store.Position(from)) {
		if err != nil {
			return fmt.Errorf("read the log: %w", err)
		}
		if err := follows(from, uint64(entry.Position)); err != nil {
			return err
		}
		record, err := n.recordOf(entry)
		if err != nil {
			return err
		}
		from++
		if records = append(records, record); len(records) == partEvents {
			if err := take(records); err != nil {
				return err
			}
			records = records[:0]
		}
	}
	if len(records) == 0 {
		return nil
	}
	return take(records)
}

// follows returns a *store.CorruptError if another position than the wanted one was found.
func follows(wanted, found uint64) error {
	if wanted == found {
		return nil
	}
	return store.Gap(store.Position(wanted), store.Position(found))
}
