package office

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/generate"
	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
)

// Generate writes the facts of a plan into import files in a folder, or if there is none given
// into the new ledger, and adds them up. Errors: bad input, those of the store.
func (o *Office) Generate(ctx context.Context, by By, g generate.Options, plan *generate.Plan, to string, tally *generate.Tally) error {
	var sink sink
	var err error
	if to != "" {
		sink, err = newSheets(to)
	} else {
		sink, err = o.newBooks(ctx, by, g, plan)
	}
	if err != nil {
		return err
	}
	bar := o.progress(lang.F("生成", "generate"), plan.Size())
	err = fill(ctx, plan, sink, tally, bar)
	bar.Done()
	if to != "" && errors.Is(err, context.Canceled) {
		err = fault.Input("已中断：%s 中的文件不全；删去后重新生成", "interrupted: the files in %s are not all of them; remove them and generate again", to)
	}
	return errors.Join(err, sink.close())
}

// sink is where generated facts go.
type sink interface {
	take(ctx context.Context, b generate.Batch) error
	close() error
}

// fill writes every batch, and adds its facts up on the way.
func fill(ctx context.Context, plan *generate.Plan, to sink, tally *generate.Tally, bar Bar) error {
	for b := range plan.Batches() {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("generate %s: %w", b.Name, err)
		}
		b.Facts = tally.Over(b.Facts, func(facts int64) { bar.Set(uint64(facts)) })
		if err := to.take(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

// sheets is a directory that gets one import file for each batch.
type sheets struct{ dir string }

// newSheets makes the directory, if there is none.
func newSheets(dir string) (sink, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("generate: %w", err)
	}
	return sheets{dir}, nil
}

func (s sheets) take(_ context.Context, b generate.Batch) (err error) {
	fail := func(err error) error { return fmt.Errorf("generate: %w", err) }
	f, err := disk.New(s.path(b))
	if err != nil {
		return fail(err)
	}
	defer func() { // half a file is none
		if closing := f.Close(); closing != nil && err == nil {
			err = fail(closing)
		}
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	w := bufio.NewWriterSize(f, 1<<20)
	line := generate.AppendHeader(nil, b.Columns)
	for e := range b.Facts {
		if _, err := w.Write(line); err != nil {
			return fail(err)
		}
		line = generate.AppendRow(line[:0], b.Columns, e)
	}
	if _, err := w.Write(line); err != nil {
		return fail(err)
	}
	if err := w.Flush(); err != nil {
		return fail(err)
	}
	return nil
}

func (s sheets) path(b generate.Batch) string { return filepath.Join(s.dir, b.Name+".csv") }

func (sheets) close() error { return nil }

// newBooks is a new ledger into which each batch is imported at its own time.
type newBooks struct {
	store  store.Store
	sheets sheets // of the batch in hand
	env    aggregates.Envelope
	until  time.Time // when the last event was recorded that stands already
}

// newBooks opens the ledger at Location, or makes it. A history that was not
// completed is gone on with. Error: bad input if anything else is in the ledger, or
// if the history is not over yet.
func (o *Office) newBooks(ctx context.Context, by By, g generate.Options, plan *generate.Plan) (sink, error) {
	if end := plan.End(); end.After(o.Now()) {
		return nil, fault.Input("这段历史到 %[1]s 才入账完毕，本机时钟还没有到；校准时钟，或用 %[2]s 写成文件", "the last of this history is recorded on %[1]s, and the clock of this machine is not there yet; set it right, or write files with %[2]s", fund.DateIn(end), o.called("to"))
	}
	// What is generated says so, for it is not real, and which history it is of.
	env, err := o.Envelope(by, fmt.Sprintf("generate %s %d-%d %s %d", g.Region, g.First, g.Last, g.Scale, g.Seed))
	if err != nil {
		return nil, err
	}
	s, err := o.Open()
	if isMissing(err) {
		s, err = o.CreateAt(o.Location)
	}
	if err != nil {
		return nil, err
	}
	last, some, err := s.Last(ctx)
	if err == nil && some && last.Causation != env.Causation {
		err = fault.Input("%s 里已有别的事项；生成的历史要记入新账本，另选目录", "there are other facts in %s already; a generated history goes into a new ledger, choose another directory", o.Location)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	dir := filepath.Join(o.Folder, disk.Unfinished+"generated")
	if err := errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o700)); err != nil { // a killed one left it
		return nil, errors.Join(fmt.Errorf("generate: %w", err), s.Close())
	}
	return &newBooks{store: s, sheets: sheets{dir}, env: env, until: last.RecordedAt}, nil
}

func (n *newBooks) close() error { return errors.Join(os.RemoveAll(n.sheets.dir), n.store.Close()) }

func (n *newBooks) take(ctx context.Context, b generate.Batch) error {
	if b.At.Before(n.until) { // stands already; its facts are still to be added up
		for range b.Facts {
		}
		return nil
	}
	if err := n.sheets.take(ctx, b); err != nil {
		return err
	}
	env := n.env
	env.At = b.At
	o := importer.Options{Path: n.sheets.path(b), Scratch: n.sheets.dir, Envelope: env}
	if _, err := importer.Import(ctx, n.store, o); err != nil {
		return fmt.Errorf("generate %s: %w", b.Name, err)
	}
	return os.Remove(o.Path)
}
