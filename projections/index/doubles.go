package index

import (
	"context"
	"iter"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
)

// Double is two facts of one identity that stand in different streams.
type Double struct{ First, Second ledger.Entry } // in the order of the log

// Doubles yields the facts of the log that stand twice, in the order of their numbers:
// with each the one before it in the log. What was reversed does not count. It takes
// little memory. Errors: *DamagedError, I/O, those of reading the log.
func (ix *Index) Doubles(ctx context.Context) iter.Seq2[Double, error] {
	return func(yield func(Double, error) bool) {
		sources := []source{&inMemory{ix.tail}}
		for _, r := range ix.runs {
			sources = append(sources, r.all())
		}
		all := merge(sources...)
		var equal []Record
		for {
			r, more, err := all.next()
			if err != nil {
				yield(Double{}, err)
				return
			}
			if more && (len(equal) == 0 || equal[0].Key == r.Key) {
				equal = append(equal, r)
				continue
			}
			if len(equal) > 1 {
				doubles, err := ix.doubles(ctx, equal)
				if err != nil {
					yield(Double{}, err)
					return
				}
				for _, d := range doubles {
					if !yield(d, nil) {
						return
					}
				}
			}
			if !more {
				return
			}
			equal = append(equal[:0], r)
		}
	}
}

// DoublesOf returns what Doubles yields of one number.
func (ix *Index) DoublesOf(ctx context.Context, number document.Number) ([]Double, error) {
	positions, err := ix.find(uint64(number))
	if err != nil || len(positions) < 2 {
		return nil, err
	}
	equal := make([]Record, len(positions))
	for i, at := range positions {
		equal[i] = Record{uint64(number), at}
	}
	return ix.doubles(ctx, equal)
}

// doubles returns the facts that stand twice among those of one number.
func (ix *Index) doubles(ctx context.Context, equal []Record) (all []Double, err error) {
	standing := map[document.Identity]ledger.Entry{}
	for _, r := range equal {
		entry, err := ix.entryAt(ctx, r)
		if err != nil {
			return nil, err
		}
		id, ok := ix.numbered.IdentityOf(entry.Event)
		if !ok {
			continue
		}
		gone, err := ix.reversed(ctx, entry)
		if err != nil {
			return nil, err
		}
		if gone {
			continue
		}
		if before, twice := standing[id]; twice && before.Stream != entry.Stream {
			all = append(all, Double{before, entry})
		}
		standing[id] = entry
	}
	return all, nil
}

// reversed reports whether an entry was reversed.
func (ix *Index) reversed(ctx context.Context, entry ledger.Entry) (bool, error) {
	wire, version, data, err := event.Encode(entry.Event)
	if err != nil {
		return false, err
	}
	id := store.EventID(entry.Stream, wire, version, data).String()
	for other, err := range ix.Find(ctx, document.Reversal(id)) {
		if err != nil {
			return false, err
		}
		if r, ok := other.Event.(event.FactReversed); ok && r.Of == id {
			return true, nil
		}
	}
	return false, nil
}
