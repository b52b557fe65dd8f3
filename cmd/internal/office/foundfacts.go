package office

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/inorder"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/folio"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/terms"
)

// foundFacts reads the facts that a query asks for where they may stand.
type foundFacts struct {
	query     *FactQuery
	known     *replay.Running
	shelf     *folio.Shelf
	stretches []folio.Stretch // where they may stand, in order
}

// where returns where facts may stand that have all terms of the query. Errors: those of
// folio.Shelf.Stretches.
func (f *foundFacts) where() ([]folio.Stretch, error) {
	all := []folio.Stretch{{From: f.query.From, To: f.known.Next()}}
	if f.query.Ends {
		all[0].To = max(f.query.From, min(f.query.To, f.known.Next()))
	}
	for _, t := range f.query.Terms {
		some, err := f.shelf.Stretches(t)
		if err != nil {
			return nil, err
		}
		all = both(all, some)
	}
	return all, nil
}

// both returns the positions that are in some stretches and in others.
func both(some, others []folio.Stretch) (all []folio.Stretch) {
	for len(some) > 0 && len(others) > 0 {
		from, to := max(some[0].From, others[0].From), min(some[0].To, others[0].To)
		if from < to {
			all = append(all, folio.Stretch{From: from, To: to})
		}
		if some[0].To < others[0].To {
			some = some[1:]
		} else {
			others = others[1:]
		}
	}
	return all
}

// The facts of a batch are told together what reversals say of them: a few first, as a page has.
const (
	firstBatch = 64
	mostBatch  = 1 << 12
	mostRead   = 1 << 12 // positions that are read at once, also from the end

	fewStretches = 4 // are read by one goroutine
)

// read calls do with the facts that are asked for. Errors: those of reading the log, that of do.
func (f *foundFacts) read(ctx context.Context, do func(Fact) error) error {
	if f.query.Last > 0 {
		last, err := f.last(ctx)
		if err != nil {
			return err
		}
		return f.tell(ctx, last, do)
	}
	var batch []replay.Booked
	size, left := firstBatch, f.query.Limit
	err := f.each(ctx, f.stretches, f.query.may, f.query.wants, func(b replay.Booked) error {
		if batch = append(batch, b); len(batch) == left {
			return errEnough
		}
		if len(batch) < size {
			return nil
		}
		err := f.tell(ctx, batch, do)
		left = max(0, left-len(batch))
		batch, size = batch[:0], min(2*size, mostBatch)
		return err
	})
	if err != nil && !errors.Is(err, errEnough) {
		return err
	}
	return f.tell(ctx, batch, do)
}

// errEnough says that whoever reads facts needs no more.
var errEnough = errors.New("enough")

// each calls do with the facts that stand in some stretches and are wanted, in order: several
// goroutines read them, but the first few thousand positions, in which there may be enough. Errors:
// those of reading the log, that of do.
func (f *foundFacts) each(ctx context.Context, stretches []folio.Stretch, may func(*store.Recorded) bool, wants func(replay.Booked) bool,
	do func(replay.Booked) error) error {
	if len(stretches) == 0 {
		return nil
	}
	first, rest := stretches[0], slices.Clone(stretches[1:])
	if first.To-first.From > mostRead {
		rest = slices.Insert(rest, 0, folio.Stretch{From: first.From + mostRead, To: first.To})
		first.To = first.From + mostRead
	}
	for b, err := range f.known.Between(ctx, first.From, first.To, may) {
		if err == nil && wants(b) {
			err = do(kept(b))
		}
		if err != nil {
			return err
		}
	}
	return inorder.Each(ctx, together(rest), func(ctx context.Context, some []folio.Stretch) (found []replay.Booked, err error) {
		for _, at := range some {
			for b, err := range f.known.Between(ctx, at.From, at.To, may) {
				if err != nil {
					return nil, err
				}
				if wants(b) {
					found = append(found, kept(b))
				}
			}
		}
		return found, nil
	}, func(found []replay.Booked) error {
		for _, b := range found {
			if err := do(b); err != nil {
				return err
			}
		}
		return nil
	})
}

// together yields what one goroutine reads of stretches: a few, and of a long one a part.
func together(stretches []folio.Stretch) iter.Seq[[]folio.Stretch] {
	return func(yield func([]folio.Stretch) bool) {
		var some []folio.Stretch
		for _, at := range stretches {
			for ; at.To-at.From > mostRead; at.From += mostRead {
				if !yield(append(some, folio.Stretch{From: at.From, To: at.From + mostRead})) {
					return
				}
				some = nil
			}
			if some = append(some, at); len(some) < fewStretches {
				continue
			}
			if !yield(some) {
				return
			}
			some = nil
		}
		if len(some) > 0 {
			yield(some)
		}
	}
}

// kept returns an event that stays as it is.
func kept(b replay.Booked) replay.Booked {
	b.Recorded.Data = slices.Clone(b.Recorded.Data)
	return b
}

// last returns the last facts that are asked for.
func (f *foundFacts) last(ctx context.Context) ([]replay.Booked, error) {
	var found [][]replay.Booked // what stands behind comes first
	count := 0
	for _, at := range slices.Backward(f.stretches) {
		for end := at.To; end > at.From && count < f.query.Last; {
			from := max(at.From, end-min(end, mostRead))
			var some []replay.Booked
			for b, err := range f.known.Between(ctx, from, end, f.query.may) {
				if err != nil {
					return nil, err
				}
				if f.query.wants(b) {
					some = append(some, kept(b))
				}
			}
			found, count, end = append(found, some), count+len(some), from
		}
	}
	slices.Reverse(found)
	all := slices.Concat(found...)
	return all[max(0, len(all)-f.query.Last):], nil
}

// tell calls do with facts, after what reverses them, and what they reverse, was found by the
// numbers that these name.
func (f *foundFacts) tell(ctx context.Context, batch []replay.Booked, do func(Fact) error) error {
	var of []terms.Term
	reversed := map[string]store.Position{} // facts that reversals in the batch are of
	originals := map[string]bool{}          // their documents
	for _, b := range batch {
		if r, is := b.Event.(event.FactReversed); is {
			original := r.Reversed().Common().Document
			of = append(of, terms.New(terms.Document, original))
			reversed[r.Of], originals[original] = store.Unplaced, true
		} else {
			of = append(of, terms.New(terms.Reference, b.Event.Common().Document))
		}
	}
	stretches, err := f.shelf.Stretches(of...)
	if err != nil {
		return err
	}
	by := map[string]store.Position{} // reversals, by what they are of
	reversal := event.Wire(event.FactReversed{})
	may := func(r *store.Recorded) bool {
		if r.Type == reversal || len(originals) == 0 {
			return r.Type == reversal
		}
		document, plain := documentIn(r.Data)
		return !plain || originals[string(document)]
	}
	all := func(replay.Booked) bool { return true }
	if err := f.each(ctx, stretches, may, all, func(b replay.Booked) error {
		if r, is := b.Event.(event.FactReversed); is && f.query.knows(b.Entry) {
			by[r.Of] = b.Entry.Position
		}
		if len(reversed) == 0 {
			return nil
		}
		id := b.Recorded.ID().String()
		if _, is := reversed[id]; is {
			reversed[id] = b.Entry.Position
		}
		return nil
	}); err != nil {
		return err
	}
	for _, b := range batch {
		fact := Fact{Booked: b}
		if r, is := b.Event.(event.FactReversed); is {
			fact.Reverses, fact.IsReversal = reversed[r.Of], reversed[r.Of] != store.Unplaced
		} else if len(by) > 0 {
			fact.ReversedBy, fact.IsReversed = by[b.Recorded.ID().String()]
		}
		if err := do(fact); err != nil {
			return err
		}
	}
	return nil
}

// documentIn returns the number of the document that the bytes of a fact say; plain is false if it cannot
// be told without decoding them.
func documentIn(data []byte) (document []byte, plain bool) {
	_, rest, found := bytes.Cut(data, []byte(`"document":"`))
	if !found {
		return nil, false
	}
	end := bytes.IndexAny(rest, `"\\`)
	if end < 0 || rest[end] == '\\' {
		return nil, false
	}
	return rest[:end], true
}
