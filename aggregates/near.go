package aggregates

import (
	"context"

	"github.com/fundledger/fundledger/aggregates/book"
	"github.com/fundledger/fundledger/aggregates/institution"
	"github.com/fundledger/fundledger/aggregates/period"
	"github.com/fundledger/fundledger/ledger/fund"
)

// near is the files that a desk asked for last: consecutive facts mostly ask for
// the same ones. A desk that drops a file empties it.
type near struct {
	own         found[string]
	book        found[fund.ID]
	period      found[fund.ID]
	institution found[fund.Institution]
}

// found is a file and what it was found by; no file: none.
type found[K comparable] struct {
	key K
	*file
}

// lookup returns the file of a stream that is named by a key.
func lookup[K comparable](ctx context.Context, d *Desk, last *found[K], key K, stream func(K) string) (*file, error) {
	if last.file != nil && last.key == key {
		d.clock++
		last.used = d.clock
		return last.file, nil
	}
	f, err := d.open(ctx, stream(key))
	if err != nil {
		return nil, err
	}
	*last = found[K]{key, f}
	return f, nil
}

// own returns the file of the stream that a fact belongs to.
func (d *Desk) own(ctx context.Context, stream string) (*file, error) {
	return lookup(ctx, d, &d.near.own, stream, func(s string) string { return s })
}

// book returns the file of the books of a fund.
func (d *Desk) book(ctx context.Context, id fund.ID) (*file, error) {
	f, err := lookup(ctx, d, &d.near.book, id, book.Stream)
	return d.resting(ctx, f, err)
}

// period returns the file of the closings of a fund.
func (d *Desk) period(ctx context.Context, id fund.ID) (*file, error) {
	f, err := lookup(ctx, d, &d.near.period, id, period.Stream)
	return d.resting(ctx, f, err)
}

// institution returns the file of the agreement of an institution.
func (d *Desk) institution(ctx context.Context, i fund.Institution) (*file, error) {
	f, err := lookup(ctx, d, &d.near.institution, i, func(i fund.Institution) string { return institution.Stream(i, "") })
	return d.resting(ctx, f, err)
}
