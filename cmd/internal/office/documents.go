package office

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/projections/closings"
	"github.com/fundledger/fundledger/projections/index"
	"github.com/fundledger/fundledger/projections/replay"
)

// documents is the folder of the index of document numbers: beside the snapshots, and
// deleted with them.
func (o *Office) documents() index.Folder {
	return index.Folder(filepath.Join(o.Folder, SnapshotsFolder, "index"))
}

// WithIndex opens the index of document numbers, which knows the ledger as it is now, for
// as long as do runs. One that is found damaged on the way is thrown away, and do runs again.
func (o *Office) WithIndex(ctx context.Context, s store.Store, do func(*index.Index) error) error {
	if isReadOnly(s) { // who asks for the index is about to record
		return &sqlite.ReadOnlyError{Path: filepath.Join(o.Location, sqlite.FileName)}
	}
	once := func() error {
		known, done := o.indexing()
		ix, err := o.documents().Open(ctx, s, known)
		done()
		if err != nil {
			return err
		}
		if err = do(ix); err == nil {
			err = ix.Save(ctx)
		}
		return errors.Join(err, ix.Close())
	}
	err := once()
	if damage := (*index.DamagedError)(nil); errors.As(err, &damage) {
		if err = o.documents().Forget(); err == nil {
			err = once()
		}
	}
	return err
}

// indexing returns what shows how much is indexed, if that takes a while, and what ends it.
func (o *Office) indexing() (known func(uint64), done func()) {
	b := Bar(unseen{})
	known = func(n uint64) {
		if b == Bar(unseen{}) {
			b = o.progress(lang.F("编凭证索引", "index documents"), -1)
		}
		b.Set(n)
	}
	return known, func() { b.Done() }
}

// recordAll records facts in order, each if its document stands in no other stream.
func (o *Office) recordAll(ctx context.Context, s store.Store, env aggregates.Envelope,
	facts ...event.Event) (receipts []store.Receipt, err error) {
	err = o.WithIndex(ctx, s, func(ix *index.Index) error {
		receipts, err = aggregates.RecordOnce(ctx, s, ix, env, facts...)
		return err
	})
	return receipts, err
}

// recordCorrection records the reversal of a fact and that fact as it is right.
func (o *Office) recordCorrection(ctx context.Context, s store.Store, env aggregates.Envelope, r event.FactReversed,
	right event.Event) (receipts []store.Receipt, err error) {
	err = o.WithIndex(ctx, s, func(ix *index.Index) error {
		receipts, err = aggregates.RecordCorrection(ctx, s, ix, env, r, right)
		return err
	})
	return receipts, err
}

// passingIndex returns a folder for an index that is not kept; remove removes it.
func passingIndex() (_ index.Folder, remove func() error, err error) {
	dir, err := os.MkdirTemp("", "fundledger-reading-")
	if err != nil {
		return "", nil, fmt.Errorf("make room for an index: %w", err)
	}
	return index.Folder(dir), func() error { return os.RemoveAll(dir) }, nil
}

// voids tells which closings of a ledger are void. The log is read, from the latest
// snapshot on, when somebody asks first, and then on from where it was.
func (o *Office) voids(s store.Store) aggregates.Void {
	var running *replay.Running
	return voidOf(func(ctx context.Context) (*closings.Fold, error) {
		if running != nil {
			err := running.CatchUp(ctx)
			return running.Closings(), err
		}
		r := replay.Replay{Store: s, Snapshots: o.Kept()}
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
