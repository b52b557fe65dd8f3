package importer

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/document"
)

// An office has many files: of each month one for each kind. While each waits for the disk
// and for its numbers to be looked up, a processor is idle. So files that are not large are
// checked, several small ones one by one, and recorded together, and while they are, the next
// ones are checked; as long as there is nothing to tell of any of them: then each is recorded
// as it would be alone. If there is something, or somebody else records meanwhile, what
// was checked and is not recorded is thrown away, and those files are imported one by one.

// togetherBytes is how large files may be together: some 200,000 rows.
const togetherBytes = 24 << 20

// together returns how many of the files to come are recorded together and aside; 0 if the
// next one is imported by itself.
func (x *Series) together() int {
	if x.single > 0 || x.o.DryRun || x.o.Partial || x.o.apart || x.aside == nil && len(x.paths) < 2 {
		return 0
	}
	left := int64(togetherBytes)
	if x.o.small {
		left = 4 << 10
	}
	n := 0
	for _, path := range x.paths {
		info, err := os.Stat(path)
		if err != nil || !info.Mode().IsRegular() || info.Size() > left {
			break
		}
		left -= info.Size()
		n++
	}
	return n
}

// errToTell says that there is something to tell of files that are checked together.
var errToTell = errors.New("import: something is to be told")

// several checks so many files, while those before them are recorded, and then has them
// recorded if there is nothing to tell of them; else the next ones are taken one by one.
// Error: that of what was staged.
func (x *Series) several(ctx context.Context, files int) error {
	runs := x.checked(ctx, files)
	holds := x.land(ctx)
	if n := len(x.told); n > 0 && x.told[n-1].err != nil {
		return nil // there are none to come
	}
	if !holds || len(runs) == 0 || x.asked() {
		x.single = files
		if err := x.back(); err != nil {
			return fmt.Errorf("import: %w", err)
		}
		return nil
	}
	full, err := x.stage.turn()
	if err != nil {
		return err
	}
	x.taken(len(runs))
	r := x.stage.recording(full, runs...)
	r.aside, r.ended = true, make(chan struct{})
	x.aside = r
	go func() {
		defer close(r.ended)
		r.err = r.all(ctx)
	}()
	if full.renumbers { // those to come have other numbers
		x.land(ctx)
	}
	return nil
}

// land waits for the recording of the files that were checked before, if there is one, and
// has its outcomes told. It reports whether what was decided meanwhile holds: nobody else has
// recorded, and all is as it was taken to be.
func (x *Series) land(ctx context.Context) (holds bool) {
	r := x.aside
	if r == nil {
		return true
	}
	<-r.ended
	x.aside, r.aside = nil, false
	err := r.err
	if race(err) {
		err = r.all(ctx)
	}
	if err == nil {
		err = x.recorded(ctx, r)
	}
	x.stage.spare = r.sheet
	holds = err == nil && x.stage.alone
	for n, i := range r.runs {
		o := outcome{sum: i.sum, err: i.isLate()}
		if err != nil && (i.left > 0 || n == len(r.runs)-1) {
			o.err = i.failed(err)
		}
		if x.told = append(x.told, o); o.err != nil {
			return false
		}
	}
	return holds
}

// checked checks so many files, or fewer if one says how documents are numbered, and stages
// what they say. It returns no runs if there is something to tell.
func (x *Series) checked(ctx context.Context, files int) (runs []*run) {
	for len(runs) < files && (len(runs) == 0 || !x.stage.renumbers) {
		i, ok := x.checkNext(ctx, len(runs) > 0)
		if !ok {
			return nil
		}
		runs = append(runs, i)
	}
	if x.stage.settleAll() != nil {
		return nil
	}
	return runs
}

// asked reports whether a number of what is staged is doubtful, or that it cannot be known.
func (x *Series) asked() bool {
	some, err := x.doubtful(map[document.Number]struct{}{})
	return some || err != nil
}

// checkNext checks the next file and stages what it says, behind what is staged of others
// if there are such. ok: there is nothing to tell of it.
func (x *Series) checkNext(ctx context.Context, others bool) (i *run, ok bool) {
	first, _ := x.parsed.Take()
	if first.file == nil {
		return nil, false
	}
	env, err := x.envelope(first.file.Digest())
	if err != nil {
		return nil, false
	}
	behind := error(nil)
	switch {
	case others:
		err = x.goOn(env)
	case x.aside != nil: // what is being recorded is taken as done
		err = errors.Join(x.collectNumbers(), x.goOn(env))
	default:
		behind, err = x.begin(ctx, env)
	}
	if err != nil || behind != nil {
		return nil, false
	}
	next := x.run(first.file, nil, &telling{})
	next.silent, next.others = true, others || x.aside != nil
	if err := next.check(ctx, first); err != nil {
		return nil, false
	}
	return &next, !next.tells()
}

// goOn makes env the envelope of what is staged from now on. Error: *refusal.Error for its
// clock.
func (x *Series) goOn(env aggregates.Envelope) error {
	env, err := env.After(x.stage.env.At)
	if err != nil {
		return err
	}
	x.stage.env = env
	x.under(env)
	return nil
}

// back throws away what is staged, and goes back to the start of the next file.
func (x *Series) back() error {
	x.parsed.close()
	x.parsed = x.parse()
	x.desk = nil
	if x.stage == nil {
		return nil
	}
	err := x.stage.settleAll()
	if failed := x.stage.clear(); err == nil {
		err = failed
	}
	return err
}

// read yields a stream's entries: those of the ledger, then what is being recorded, then
// what is staged.
func (x *Series) read(ctx context.Context, stream string) iter.Seq2[ledger.Entry, error] {
	known := false
	if x.aside != nil {
		if known = x.aside.sheet.has(x.stage.hash(stream)); known {
			<-x.aside.ended
		}
	}
	return x.stage.read(ctx, stream, known)
}

// all yields all entries of the ledger, and then those that are staged.
func (x *Series) all(ctx context.Context) iter.Seq2[ledger.Entry, error] {
	if x.aside != nil {
		<-x.aside.ended
	}
	return x.stage.all(ctx)
}
