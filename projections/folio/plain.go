package folio

import (
	"cmp"
	"context"
	"fmt"
	"github.com/fundledger/fundledger/projections/lines"
	"iter"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/inorder"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/closings"
	"github.com/fundledger/fundledger/projections/posting"
)

// Plain is the plain form of a Shelf, for one query, or others that ask for a part of it: the events that were found in a reading of
// the whole log, in the order of the books.
type Plain struct{ entries []ledger.Entry }

// Read reads a log up to a position for the events that have lines which a query asks for.
// closings are what is closed, up to there at least. progress, if not nil, is told how many
// events were read. Errors: those of reading the log.
func Read(ctx context.Context, s store.Store, c *closings.Fold, q lines.Query, end store.Position, progress func(uint64)) (*Plain, error) {
	if q.Until != 0 {
		end = min(end, q.Until)
	}
	var p Plain
	err := inorder.Each(ctx, starts(0, uint64(end), usual.piece), func(ctx context.Context, at uint64) (found []ledger.Entry, err error) {
		for rec, err := range store.Between(ctx, s, store.Position(at), min(store.Position(at+usual.piece), end)) {
			if err != nil {
				return nil, fmt.Errorf("read the log: %w", err)
			}
			entry, err := ledger.Read(rec)
			if err != nil {
				return nil, err
			}
			entry = c.Booked(entry)
			if q.Count(entry, entry.Event.Common().Booked()) > 0 {
				found = append(found, entry)
			}
		}
		return found, nil
	}, func(found []ledger.Entry) error {
		p.entries = append(p.entries, found...)
		if progress != nil {
			progress(uint64(len(p.entries)))
		}
		return nil
	})
	slices.SortStableFunc(p.entries, func(a, b ledger.Entry) int { return lines.PlaceOf(a).Compare(lines.PlaceOf(b)) })
	return &p, err
}

// starts yields where units begin between two positions.
func starts(from, to, unit uint64) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		for at := from; at < to && yield(at); at = (at/unit + 1) * unit {
		}
	}
}

// Totals does what Shelf.Totals does. It does not fail.
func (p *Plain) Totals(_ context.Context, q lines.Query, before *lines.Place) (all []lines.Total, _ error) {
	for i := range q.Lines {
		of := map[account.Code]*lines.Total{}
		for _, e := range p.entries {
			at := lines.PlaceOf(e)
			if !q.Knows(e) || before != nil && at.Compare(*before) >= 0 || !q.Lines[i].On(at.Day) {
				continue
			}
			for _, l := range posting.Of(e.Event) {
				if l.Fund != q.Fund || !q.Lines[i].Has(l.Account) || !q.Lines[i].Takes(l) {
					continue
				}
				t := of[l.Account]
				if t == nil {
					t = &lines.Total{Want: i, Account: l.Account}
					of[l.Account] = t
				}
				t.Totals = t.Totals.Plus(books.TotalsOf(l))
				t.Count++
			}
		}
		all = append(all, byCode(of)...)
	}
	return all, nil
}

// Entries does what Shelf.Entries does. It does not fail.
func (p *Plain) Entries(_ context.Context, q lines.Query, from lines.Place) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		for _, e := range p.entries {
			if q.Knows(e) && (from == lines.Place{} || lines.PlaceOf(e).Compare(from) >= 0) && !yield(e, nil) {
				return
			}
		}
	}
}

// LastPlace does what Shelf.LastPlace does. It does not fail.
func (p *Plain) LastPlace(_ context.Context, q lines.Query, n uint64) (at lines.Place, _ error) {
	for _, e := range slices.Backward(p.entries) {
		if !q.Knows(e) {
			continue
		}
		at = lines.PlaceOf(e)
		found := q.Count(e, at.Day)
		if found >= n {
			break
		}
		n -= found
	}
	return at, nil
}

// byCode returns totals in the order of codes.
func byCode(of map[account.Code]*lines.Total) (all []lines.Total) {
	for _, t := range of {
		all = append(all, *t)
	}
	slices.SortFunc(all, func(a, b lines.Total) int { return cmp.Compare(a.Account, b.Account) })
	return all
}
