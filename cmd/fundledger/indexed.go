package main

import (
	"context"
	"errors"
	"path/filepath"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/ledger/verify"
	"github.com/fundledger/fundledger/projections/index"
)

// documents is the folder of the index of document numbers: beside the snapshots, and
// deleted with them.
func (p *program) documents() index.Folder {
	return index.Folder(filepath.Join(p.folder, snapshots, "index"))
}

// withIndex opens the index of document numbers, which knows the ledger as it is now, for
// as long as do runs. One that is found damaged on the way is thrown away, and do runs again.
func (p *program) withIndex(ctx context.Context, s store.Store, do func(*index.Index) error) error {
	if isReadOnly(s) { // who asks for the index is about to record
		return &sqlite.ReadOnlyError{Path: filepath.Join(p.location, sqlite.FileName)}
	}
	once := func() error {
		known, done := p.indexing()
		ix, err := p.documents().Open(ctx, s, known)
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
		if err = p.documents().Forget(); err == nil {
			err = once()
		}
	}
	return err
}

// indexing returns what shows how much is indexed, if that takes a while, and what ends it.
func (p *program) indexing() (known func(uint64), done func()) {
	var b bar
	known = func(n uint64) {
		if b == (bar{}) {
			b = p.progress(p.say("编凭证索引", "index documents"), -1)
		}
		b.set(n)
	}
	return known, func() { b.done() }
}

// recordAll records facts in order, each if its document stands in no other stream.
func (p *program) recordAll(ctx context.Context, s store.Store, env aggregates.Envelope, facts ...event.Event) (receipts []store.Receipt, err error) {
	err = p.withIndex(ctx, s, func(ix *index.Index) error {
		receipts, err = aggregates.RecordOnce(ctx, s, ix, env, facts...)
		return err
	})
	return receipts, err
}

// recordCorrection records the reversal of a fact and that fact as it is right.
func (p *program) recordCorrection(ctx context.Context, s store.Store, env aggregates.Envelope, r event.FactReversed, right event.Event) (receipts []store.Receipt, err error) {
	err = p.withIndex(ctx, s, func(ix *index.Index) error {
		receipts, err = aggregates.RecordCorrection(ctx, s, ix, env, r, right)
		return err
	})
	return receipts, err
}

// recheckIndex compares the index of document numbers with the events. Errors:
// *verify.Fault, those of reading.
func (p *program) recheckIndex(ctx context.Context, s store.Store) error {
	bar := p.progress(p.say("核对凭证索引", "verify the index of documents"), -1)
	_, err := p.documents().Check(ctx, s, bar.set)
	bar.done()
	if damage := (*index.DamagedError)(nil); errors.As(err, &damage) {
		return &verify.Fault{Position: verify.Beside, Last: verify.Beside, Why: damage.Text()}
	}
	return err
}
