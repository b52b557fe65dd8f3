package importer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/clerk"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
)

// Series imports files one after another, each as Import does it, but reading ahead
// of what is recorded, and knowing what it has decided on before; the next ones are decided
// on while some are recorded. NewSeries makes one; Close must be called.
type Series struct {
	to       store.Store
	o        Options
	envelope func(digest string) (aggregates.Envelope, error)
	paths    []string // of the files to come
	words    *clerk.Lexicon
	names    rows.Names
	parsed   *parsing
	stage    *staging // nil before the first file
	desk     *aggregates.Desk
	told     []outcome  // of files that are done with, for Next
	single   int        // so many of the files to come are taken one by one
	aside    *recording // of files that were checked, while the next ones are; nil: there is none
}

// outcome is what became of a file.
type outcome struct {
	sum Summary
	err error
}

// NewSeries returns a series that imports the files of paths in order, each under
// the envelope of its digest (rows.Reader.Digest). What is only
// checked is not there for the next file, and a rejects file may be the next one: so
// with DryRun or Partial there must be one path only.
func NewSeries(s store.Store, o Options, envelope func(digest string) (aggregates.Envelope, error), paths ...string) *Series {
	if (o.DryRun || o.Partial) && len(paths) > 1 {
		panic("importer: a series of files that are not recorded as they are")
	}
	x := &Series{to: s, o: o, envelope: envelope, paths: paths, words: clerk.New()}
	if x.names = x.words.Field; o.Foreign != nil {
		x.names = o.Foreign.names
	}
	x.parsed = x.parse()
	return x
}

// Close ends the series, whether all its files were imported or not.
func (x *Series) Close() {
	x.parsed.close()
	if x.aside != nil {
		<-x.aside.ended
	}
	if x.stage != nil {
		x.stage.close()
	}
}

// Next imports the next file and returns the summary for the clerk, also
// beside an error. Errors, after which the series must not be used: *FaultyError; those
// of rows.Open, of the envelope and store.Store.Append, after which the same import may be repeated;
// fs.ErrExist for a rejects file that is there already. After an error there is no
// rejects file.
func (x *Series) Next(ctx context.Context) (Summary, error) {
	for len(x.told) == 0 {
		if files := x.together(); files > 0 {
			if err := x.several(ctx, files); err != nil {
				return Summary{}, err
			}
			continue
		}
		if x.aside == nil {
			return x.one(ctx)
		}
		x.land(ctx)
	}
	next := x.told[0]
	x.told = x.told[1:]
	return next.sum, next.err
}

// one imports the next file by itself.
func (x *Series) one(ctx context.Context) (_ Summary, err error) {
	first, _ := x.parsed.Take()
	if first.file == nil {
		return Summary{}, first.err
	}
	env, err := x.envelope(first.file.Digest())
	if err != nil {
		return Summary{}, err
	}
	behind, err := x.begin(ctx, env)
	if err != nil {
		return Summary{}, err
	}
	i := x.run(first.file, nil, &telling{fault: x.o.Fault})
	defer func() {
		i.telling.release()
		if i.rejects != nil {
			err = errors.Join(err, i.rejects.Close())
		}
		if err != nil && i.rejects != nil && i.rejects.Count() > 0 {
			err = errors.Join(err, os.Remove(x.o.Rejects))
		}
	}()
	if err = i.check(ctx, first); err == nil {
		err = x.stage.settleAll()
	}
	if err != nil {
		return i.sum, err
	}
	if i, err = x.settleDoubts(ctx, i); err != nil {
		return i.sum, err
	}
	i.telling.release()
	x.taken(1)
	if i.faults > 0 && (!x.o.Partial || i.whole) {
		return i.sum, &FaultyError{Path: i.path, Faults: i.faults, BadInput: i.badInput, Whole: i.whole || i.o.Foreign.private()}
	}
	if x.o.DryRun {
		return i.sum, nil
	}
	if behind != nil {
		return i.sum, behind
	}
	r := x.stage.recording(x.stage.sheet, &i)
	if err = r.all(ctx); err == nil {
		err = x.recorded(ctx, r)
	}
	if err != nil {
		return i.sum, i.failed(err)
	}
	if err := i.rejectLate(); err != nil {
		return i.sum, i.failed(err)
	}
	return i.sum, i.isLate()
}

// taken says that files are done with.
func (x *Series) taken(files int) {
	x.paths = x.paths[files:]
	x.single = max(0, x.single-files)
}

// failed returns the error of recording a file.
func (i *run) failed(err error) error {
	if conflict := (*store.ConflictError)(nil); errors.As(err, &conflict) {
		return fmt.Errorf("import %s: another program recorded into the same streams meanwhile; import the file again: %w", i.path, err)
	}
	return fmt.Errorf("import %s: %w", i.path, err)
}

// isLate returns *FaultyError if some facts of a file were refused when it was recorded.
func (i *run) isLate() error {
	if i.late == 0 || i.o.Partial {
		return nil
	}
	return &FaultyError{Path: i.path, Faults: i.late, Late: true}
}

// Whole reports whether the ledger holds what the series has recorded, and nothing else.
func (x *Series) Whole() bool { return x.stage != nil && x.stage.blank && x.stage.alone }

// run returns a run of the next file.
func (x *Series) run(file *rows.Reader, d *doubts, t *telling) run {
	i := run{Series: x, path: file.Path(), file: file, doubts: d, telling: t}
	i.sum.File, i.sum.Sheets = filepath.Base(i.path), file.Sheets()
	i.env = x.stage.env
	if x.o.Index == nil {
		i.mine = &filter{few: 1} // of tests, which import little
	}
	return i
}

// begin readies the series for a file. behind is told only if there is something to
// record.
func (x *Series) begin(ctx context.Context, env aggregates.Envelope) (behind, err error) {
	if x.stage == nil {
		if x.stage, err = newStaging(ctx, x.to, x.o, env.Patience); err != nil {
			return nil, err
		}
		if x.o.small {
			x.stage.gathered, x.stage.atOnce = 16, 5
		}
	}
	known, behind, err := x.stage.begin(ctx, env)
	if err != nil {
		return nil, err
	}
	if err := x.await(ctx); err != nil {
		return nil, err
	}
	if !known || x.desk == nil {
		x.desk = x.newDesk(fund.DateIn(env.At))
	}
	x.under(env)
	return behind, nil
}

// under has the desk decide under an envelope.
func (x *Series) under(env aggregates.Envelope) {
	x.desk.On(fund.DateIn(env.At))
	x.desk.Voids(env.Void)
}

func (x *Series) newDesk(today fund.Date) *aggregates.Desk {
	d := aggregates.NewDesk(x.read, today)
	d.Over(x.all)
	return d
}
