// Package importer takes files of facts into a ledger: all of a file's facts,
// or none; or, asked for, the good ones, and the rest into a rejects file. Several
// files are taken one after another, each as if it were alone.
//
// It reads a file twice over, in a sense: first every row is parsed, checked
// and decided on, and what is decided goes into a staging file on disk; only
// when the whole file is known to be good is the staged history appended to the
// ledger. So memory stays flat for a file of any size, every fault is found, and
// nothing is written for a file with a fault. That all of it is recorded then or none
// holds as long as nobody else changes what it was checked against: what another program
// makes wrong between the check and the recording is refused when it is recorded, with
// its line, and the rest goes in, for it stands by itself and half of it may stand by
// then. Facts that stand in the ledger
// already change nothing, so a file may be imported again, also after a crash in
// the middle.
//
// What needs no knowledge of other facts is done by as many goroutines as there
// are processors: parsing, checking, encoding and hashing rows before they are
// decided on, compressing and hashing what was decided after. Deciding is done by
// one, in the order of the file, and so is writing. While a file is recorded, rows
// of the next ones are parsed already and, unless they are large, decided on; see together.go.
package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/clerk"
	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/index"
)

// Options says what to import and how.
type Options struct {
	Path      string              // the file, for Import: CSV, JSON Lines or a workbook
	Scratch   string              // a directory for the staging file, on the ledger's disk
	Envelope  aggregates.Envelope // for Import
	PersonKey []byte              // turns person numbers into pseudonyms; nil: they are faults
	Foreign   *Foreign            // how a file that is not ours becomes facts; nil: its columns are fields of facts
	DryRun    bool                // check everything, write nothing
	Partial   bool                // record the good rows, put the others into Rejects
	Rejects   string              // the rejects file, if Partial; of a workbook there is none
	Index     *index.Index        // of the ledger: where else a document stands; nil: nobody asks
	Lang      lang.Lang           // of the reasons in the rejects file

	Fault    func(rows.Fault)                                        // told every fault as it is found; may be nil
	Progress func(path string, stage Stage, done int64, total int64) // may be nil
	Waiting  func(waited time.Duration)                              // told again and again while another import runs; may be nil

	small bool // for tests: let little be on the way at once, and few files be recorded together
	apart bool // for tests: record no files together
}

// Stage is what an import is doing.
type Stage int

// The stages: Checking counts bytes of the file, Recording counts facts.
const (
	Checking Stage = iota
	Recording
)

// FaultyError says that a file has faults. The faults were told one by one. Nothing of
// the file was recorded; or, if it was whole when it was checked and another program has
// recorded since what some of its facts do not agree with, those were refused and all
// others recorded (Late).
type FaultyError struct {
	Path     string
	Faults   int
	BadInput bool // false: every fault is a rule's refusal
	Whole    bool // the whole file is in doubt: Partial would record nothing either
	Late     bool // the other facts were recorded
}

func (e *FaultyError) Error() string { return e.In(lang.EN) }

// Kind is that rules refused it, or that it is bad input.
func (e *FaultyError) Kind() fault.Kind {
	if e.BadInput && !e.Late {
		return fault.BadInput
	}
	return fault.Refused
}

// In returns the error in language l, with what can be done.
func (e *FaultyError) In(l lang.Lang) string {
	if e.Late {
		return lang.F("导入 %s：检查之后账本有变，%s被拒，其余已记入；改正这几行后重新导入，不会重复",
			"import %s: the ledger changed after the check, and refused %s; all others were recorded; mend these lines and import again, nothing is doubled",
			e.Path, lang.Count(e.Faults, "条", "fact")).In(l)
	}
	text := lang.F("导入 %s：%s，未记入任何事项；改正后重新导入", "import %s: %s, nothing was recorded; mend and import again", e.Path, lang.Count(e.Faults, "处错误", "fault"))
	if !e.Whole {
		text = lang.F("%s，或加 --partial 先记入无误的行", "%s, or add --partial to record the good rows first", text)
	}
	return text.In(l)
}

// Import takes the facts of a file into a ledger and returns the summary for the
// clerk, also beside an error. Errors: those of Series.Next.
func Import(ctx context.Context, s store.Store, o Options) (Summary, error) {
	x := NewSeries(s, o, func(string) (aggregates.Envelope, error) { return o.Envelope, nil }, o.Path)
	defer x.Close()
	return x.Next(ctx)
}

// run is the import of one file.
type run struct {
	*Series
	path string
	file *rows.Reader
	env  aggregates.Envelope
	sum  Summary

	faults   int
	badInput bool
	whole    bool // the whole file is in doubt
	rejects  *rows.Rejects
	head     *rows.Head // the last headings that were checked
	totals   totals
	later    waiting
	refused  int          // the line of the row that was rejected last
	said     []rows.Fault // of the first fact of a row

	left    int  // facts that are staged and not recorded
	others  bool // facts of other files are staged before them
	unclear bool // it says again what is recorded, or what one of those files says
	silent  bool // it ends as soon as there is something to tell

	late     int          // facts that were refused only when they were recorded
	lateRows []rows.Fault // of them, for the rejects file

	mine    *filter // the numbers of facts that are staged; nil: nobody has asked for them
	doubts  *doubts // nil: no number of the file is doubtful
	telling *telling
}

// check decides on every row of the file, of which b is the first, and stages what is
// decided, which is under way when it returns.
func (i *run) check(ctx context.Context, b parsed) (err error) {
	defer i.totals.close()
	if i.o.Partial && !i.o.DryRun && i.file.Ext() != rows.WorkbookExt {
		if _, err := os.Lstat(i.o.Rejects); err == nil { // told before any fault is
			return fmt.Errorf("import: %w", &fs.PathError{Op: "create", Path: i.o.Rejects, Err: fs.ErrExist})
		}
		if i.rejects, err = rows.CreateRejects(i.o.Rejects, i.file, i.o.Lang); err != nil {
			return fmt.Errorf("import: %w", err)
		}
	}
	for ; b.err == nil; b, _ = i.parsed.Take() {
		for at := range b.items {
			if err := i.take(ctx, &b.items[at]); err != nil {
				return err
			}
		}
		i.parsed.done(b)
		if i.silent && i.tells() {
			return errToTell
		}
		if i.o.Progress != nil {
			i.o.Progress(i.path, Checking, b.read, i.file.Size())
		}
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("import %s: %w; nothing was recorded", i.path, err)
		}
	}
	if !errors.Is(b.err, io.EOF) {
		return fmt.Errorf("import: %w", b.err)
	}
	if err := i.rest(ctx); err != nil {
		return err
	}
	i.sum.Notes = i.file.Notes()
	if i.rejects != nil {
		if err := i.rejects.Flush(); err != nil { // before anything is recorded
			return fmt.Errorf("import: write the rejects file: %w", err)
		}
	}
	return i.stage.flush()
}

// tells reports whether there is something to tell of the file.
func (i *run) tells() bool { return i.faults > 0 || i.unclear }

// unknownColumns returns a fault for every column that no type has.
func unknownColumns(head *rows.Head) []rows.Fault {
	var out []rows.Fault
	for _, name := range head.Columns() {
		if name != clerk.Type && event.Dictionary(name).Title.IsZero() {
			f := head.Fault(name)
			f.Why = lang.F("没有任何事项类型有这一列", "no type has such a column")
			f.Remedy = lang.F("删去或改正列名；用 fundledger events --types 查看各列", "remove or correct it; list all columns with: fundledger events --types")
			out = append(out, f)
		}
	}
	return out
}

// take decides on one row, and stages it or rejects it.
func (i *run) take(ctx context.Context, item *item) error {
	row, faults := item.row, item.faults
	if head := i.headOf(row); head != i.head {
		i.head = head
		faults = append(faults, i.wrongColumns(head)...)
	}
	if len(faults) == 0 {
		faults = item.wrong
	}
	i.o.Foreign.hide(faults)
	if len(faults) > 0 {
		i.badInput = true
	}
	if item.total && len(faults) == 0 {
		var err error
		if faults, err = i.totals.check(i.path, i.names, row); err != nil {
			return fmt.Errorf("import: %w", err)
		}
		i.tell(faults)
		if i.badInput = i.badInput || len(faults) > 0; len(faults) == 0 {
			i.sum.Totals++
		}
		return nil
	}
	if row.Line > 0 && !item.again && !item.more {
		i.sum.Rows++
	}
	if len(faults) == 0 && item.skip != nil {
		i.sum.skip(item.skip)
		return nil
	}
	var decision aggregates.Decision
	if len(faults) == 0 && row.Line > 0 {
		err := item.err
		if err == nil {
			decision, err = i.desk.DecidePrepared(ctx, &item.fact)
		}
		if err != nil {
			refused := (*refusal.Error)(nil)
			if !errors.As(err, &refused) {
				return fmt.Errorf("import %s: %s: %w", i.path, i.sum.PlaceOf(row.Line).EN, err)
			}
			if i.later.waits(item, refused) {
				return nil
			}
			faults = []rows.Fault{faultOf(item, refused)}
			i.o.Foreign.hide(faults)
		}
	}
	i.tell(i.unsaid(item, faults))
	if len(faults) > 0 {
		another := row.Line == i.refused // fact of the same row
		if i.refused = row.Line; row.Line > 0 && !another {
			i.sum.Rejected++
		}
		if i.rejects == nil || another {
			return nil
		}
		if err := i.rejects.Write(row, faults); err != nil {
			return fmt.Errorf("import: write the rejects file: %w", err)
		}
		return nil
	}
	if row.Line == 0 {
		return nil
	}
	repeated, err := i.repeats(ctx, item, &decision)
	if err != nil {
		return fmt.Errorf("import %s: %s: %w", i.path, i.sum.PlaceOf(row.Line).EN, err)
	}
	i.sum.add(item, &decision, repeated)
	if item.unknown {
		i.sum.Unknown++
	}
	if len(decision.Events) == 0 {
		return nil
	}
	i.left += len(decision.Events)
	number := i.numberOf(item.fact.Fact(), item.fact.Number())
	if i.mine != nil {
		i.mine.add(uint64(number))
	}
	if i.doubts != nil {
		i.doubts.stage(row.Line, number, decision, i.numberOf)
	}
	i.stage.renumbers = i.stage.renumbers || decision.Stream == event.NumberingStream
	if err := i.stage.add(&decision, &note{line: row.Line, fact: item.fact.Fact(), number: number}); err != nil {
		return err
	}
	return i.found(ctx, item.fact.Fact())
}

// headOf returns the headings that a row stands under; of faults of a file as a whole those of the
// file.
func (i *run) headOf(row rows.Row) *rows.Head {
	if head := row.Head(); head != nil {
		return head
	}
	if i.head == nil {
		return i.file.Head()
	}
	return i.head
}

// tell takes the faults of a row.
func (i *run) tell(faults []rows.Fault) {
	for _, f := range faults {
		i.faults++
		i.whole = i.whole || f.Whole
	}
	i.telling.add(faults)
}

// repeats reports whether a row that changes nothing says what a row before it says, and
// not what stood in the ledger before. Errors: those of index.Index.Find.
func (i *run) repeats(ctx context.Context, row *item, decision *aggregates.Decision) (bool, error) {
	if len(decision.Events) > 0 {
		return false, nil
	}
	if i.mine == nil {
		if err := i.collect(); err != nil {
			return false, err
		}
	}
	number := i.numberOf(row.fact.Fact(), row.fact.Number())
	if !i.mine.has(uint64(number)) {
		return false, nil
	}
	if i.others {
		i.unclear = true
		return false, nil
	}
	if i.o.Index == nil {
		return true, nil
	}
	for entry, err := range i.o.Index.Find(ctx, number) {
		if err != nil {
			return false, err
		}
		if entry.Stream == decision.Stream && event.DigestOf(entry.Event) == event.DigestOf(row.fact.Fact()) {
			return false, nil
		}
	}
	return true, nil
}

// leastRow is about how many bytes the shortest row of a file has.
const leastRow = 40

// collect collects the numbers of the facts that are staged.
func (i *run) collect() error {
	size := i.file.Size()
	if i.others {
		size += togetherBytes
	}
	i.mine = &filter{few: max(1, int(size/leastRow))}
	if err := i.stage.settleAll(); err != nil || i.stage.waiting == nil {
		return err
	}
	return i.stage.waiting.Each(func(n document.Number) { i.mine.add(uint64(n)) })
}

// faultOf returns a refusal as a fault of its row.
func faultOf(of *item, r *refusal.Error) rows.Fault {
	f := of.row.Fault(of.column(r.Field))
	f.Why, f.Remedy = r.Why, r.Advice()
	return f
}
