package main

import (
	"context"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/closings"
	"github.com/fundledger/fundledger/projections/replay"
)

// voids tells which closings of a ledger are void. The log is read, from the latest
// snapshot on, when somebody asks first, and then on from where it was.
func (p *program) voids(s store.Store) aggregates.Void {
	var running *replay.Running
	return voidOf(func(ctx context.Context) (*closings.Fold, error) {
		if running != nil {
			err := running.CatchUp(ctx)
			return running.Closings(), err
		}
		r := replay.Replay{Store: s, Snapshots: p.kept()}
		var err error
		running, err = r.Start(ctx)
		return running.Closings(), err
	})
}

// voidOf tells which closings are void in a fold.
func voidOf(fold func(context.Context) (*closings.Fold, error)) aggregates.Void {
	return func(ctx context.Context, id fund.ID) ([]bool, error) {
		f, err := fold(ctx)
		if err != nil {
			return nil, err
		}
		var void []bool
		for _, c := range f.Of(id) {
			void = append(void, !c.Counts())
		}
		return void, nil
	}
}
