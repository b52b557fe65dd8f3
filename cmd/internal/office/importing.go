package office

import (
	"context"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/clerk"
	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/cmd/internal/mending"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/index"
)

// Import records the facts of files, one file after another, and tells after each what became
// of it. It returns the days on which accounts are below zero since. Errors: those of after,
// which returns the one that it is told unless it says more.
func (o *Office) Import(ctx context.Context, s store.Store, by By, options importer.Options, files []string,
	after func(importer.Summary, error) error) (overdrafts []lang.Text, err error) {
	void := o.voids(s)
	// The name of a file may say who somebody is, so it stays out of the log.
	envelope := func(digest string) (aggregates.Envelope, error) {
		env, err := o.Envelope(by, "import "+digest)
		env.Void = void
		return env, err
	}
	options.Scratch = o.Folder
	err = o.WithIndex(ctx, s, func(ix *index.Index) error {
		options.Index = ix
		series := importer.NewSeries(s, options, envelope, files...)
		defer series.Close()
		var moves books.Moves
		for range files {
			sum, err := series.Next(ctx)
			if err = after(sum, err); err != nil {
				return err
			}
			if sum.Written > 0 {
				moves.Join(&sum.Moves)
			}
		}
		overdrafts = o.importedOverdrafts(ctx, s, &moves, series.Whole())
		return nil
	})
	return overdrafts, err
}

// Mark writes a workbook that was refused once more, beside it, with its faults in it, and returns where.
// Errors: those of mending.Write.
func Mark(path string, faults []rows.Fault, l lang.Lang) (to string, err error) {
	return mending.Write(path, faults, clerk.New().Field, l)
}

// ImportAs records the facts of one file under a causation of its own. Errors: those of Envelope
// and of importer.Import.
func (o *Office) ImportAs(ctx context.Context, s store.Store, by By, causation string,
	options importer.Options) (sum importer.Summary, err error) {
	options.Scratch = o.Folder
	if options.Envelope, err = o.Envelope(by, causation); err != nil {
		return sum, err
	}
	err = o.WithIndex(ctx, s, func(ix *index.Index) error {
		options.Index = ix
		sum, err = importer.Import(ctx, s, options)
		return err
	})
	return sum, err
}
