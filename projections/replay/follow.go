package replay

import (
	"context"
	"fmt"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/store"
)

// Follow rebuilds views, which have seen nothing, from a snapshot if one serves, and
// goes on folding in what is recorded, each entry once, until ctx ends or told
// returns an error. told is told how far the views are whenever they are live, which
// is to hold all that is recorded, and when that ends.
//
// Whenever it is live and much was folded in, a snapshot is kept: the state together
// with its position, so that whoever begins there neither doubles nor misses an
// entry, wherever this one stopped. KnownAt does not count. Errors: as for Run, that
// of told, that of ctx.
func (r Replay) Follow(ctx context.Context, s store.Follower, told func(done Result, live bool) error, views ...View) error {
	f := r.folder(views)
	if err := f.begin(ctx); err != nil {
		return err
	}
	for t, err := range s.Follow(ctx, f.next) {
		if err != nil {
			return fmt.Errorf("follow: %w", err)
		}
		switch {
		case t.Live:
			f.end(ctx)
			err = told(f.result, true)
		case t.Behind:
			err = told(f.result, false)
		default:
			err = f.told(t)
		}
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// told folds one event in that a store told of.
func (f *folder) told(t store.Told) error {
	if t.Position != f.next {
		return store.Gap(f.next, t.Position)
	}
	entry, err := ledger.Read(t.Recorded)
	if err != nil {
		return fmt.Errorf("follow: %w", err)
	}
	if err := f.fold(entry); err != nil {
		return err
	}
	f.seen(1, entry.RecordedAt, entry.RecordedAt, entry.RecordedAt)
	const stride = 1 << 14
	if f.Progress != nil && f.next%stride == 0 {
		f.Progress(uint64(f.next))
	}
	return nil
}
