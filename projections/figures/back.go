package figures

import (
	"cmp"
	"context"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/lines"
)

// back makes a page of the last lines in front of a place.
func (l Listing) back(ctx context.Context, from lines.Finder, p Page, out *Listed) error {
	q := upTo(l.Query(), p)
	begin := lines.Place{}
	if p.Limit > 0 {
		behind, err := behind(ctx, from, q, p.Before)
		if err != nil {
			return err
		}
		if begin, err = from.LastPlace(ctx, q, uint64(p.Limit)+behind); err != nil {
			return err
		}
	}
	front := func(yield func(ledger.Entry, error) bool) {
		for entry, err := range from.Entries(ctx, q, begin) {
			if err == nil && lines.PlaceOf(entry).Compare(p.Before) >= 0 || !yield(entry, err) || err != nil {
				return
			}
		}
	}
	some, err := lastOf(l.lines(front), p.Limit)
	if err != nil || len(some) == 0 {
		out.Lines = each(nil)
		return err
	}
	end := some[len(some)-1].place()
	behindPage, err := l.running(ctx, from, &lines.Place{Day: end.Day, Position: end.Position + 1})
	if err != nil {
		return err
	}
	if behindPage.Lines < out.Whole.Lines {
		out.Next = end
	}
	begin = some[0].place()
	if out.Before, err = l.running(ctx, from, &begin); err != nil {
		return err
	}
	out.Lines = out.summed(l, each(some))
	return nil
}

// upTo returns what a query asks for up to the day of the place in front of which a page stands.
func upTo(q lines.Query, p Page) lines.Query {
	wants := q.Lines
	q.Lines = nil
	for _, w := range wants {
		if w.To == 0 || w.To > p.Before.Day {
			w.To = p.Before.Day
		}
		if w.From == 0 || w.From <= w.To {
			q.Lines = append(q.Lines, w)
		}
	}
	return q
}

// behind returns how many lines that a query asks for stand at a place or behind it.
func behind(ctx context.Context, from lines.Finder, q lines.Query, place lines.Place) (n uint64, err error) {
	all, err := from.Totals(ctx, q, nil)
	if err != nil {
		return 0, err
	}
	front, err := from.Totals(ctx, q, &place)
	for _, t := range all {
		n += t.Count
	}
	for _, t := range front {
		n -= t.Count
	}
	return n, err
}

// SpotPage says which lines of a difference are wanted; the zero SpotPage is all of them.
type SpotPage struct {
	Limit         int  // so many, or a few more of one event; 0: all
	After, Before Spot // those behind a line, or the last of those in front of one; the zero Spot: not asked for
}

// back makes of the accounts that changed a page of the last lines in front of one.
func (d *Difference) back(ctx context.Context, from lines.Finder, all []Change, p SpotPage) (page []Change, next Spot, err error) {
	left, behind := p.Limit, false
	for _, c := range slices.Backward(all) {
		order := compareKeys(c.Key, p.Before.Key)
		if order > 0 {
			behind = true
			continue
		}
		front := func(yield func(Line, error) bool) {
			for line, err := range d.linesOf(ctx, from, c.Key, d.Since) {
				if order == 0 && line.Position >= p.Before.Position && err == nil {
					behind = true
					return
				}
				if !yield(line, err) || err != nil {
					return
				}
			}
		}
		some, err := lastOf(front, left)
		if err != nil {
			return nil, next, err
		}
		if len(some) == 0 {
			continue
		}
		if len(page) == 0 && behind {
			next = Spot{c.Key, some[len(some)-1].Position}
		}
		c.Lines = each(some)
		page = append(page, c)
		if left -= len(some); p.Limit > 0 && left <= 0 {
			break
		}
	}
	slices.Reverse(page)
	return page, next, nil
}

func compareKeys(a, b books.Key) int {
	return cmp.Or(cmp.Compare(a.Fund, b.Fund), cmp.Compare(a.Account, b.Account))
}
