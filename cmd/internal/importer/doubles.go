package importer

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"os"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/index"
)

// A document stands once, in the ledger and in the file. To ask so of every row would
// take as long as all the rest; asked of half a million together, in the order of their numbers, it
// takes little. So a file is checked without asking, and what it would record is looked up meanwhile.
// Mostly nothing is found. Else the file is read again from its start, and the
// rows whose numbers were found are asked for one by one: then faults are told at
// their lines, and what is rejected is not recorded.

// doubts is what is known of the doubtful numbers of a file that is looked at again.
type doubts struct {
	numbers map[document.Number]struct{}
	staged  map[document.Number][]aggregates.Standing // the facts that have them, and reversals
}

// stage notes what is decided on a row.
func (d *doubts) stage(line int, number document.Number, decision aggregates.Decision,
	numberOf func(event.Event, document.Number) document.Number) {
	for at, e := range decision.Events {
		if at > 0 {
			number = numberOf(e, document.NumberOf(e))
		}
		_, isReversal := e.(event.FactReversed)
		if _, doubtful := d.numbers[number]; !doubtful && !isReversal {
			continue
		}
		d.staged[number] = append(d.staged[number], aggregates.Standing{
			Entry: ledger.Entry{Position: store.Unplaced, Stream: decision.Stream, Event: e}, Line: line,
		})
	}
}

// elsewhere returns how a desk asks where else a document stands.
func (d *doubts) elsewhere(ix *index.Index) aggregates.Elsewhere {
	return aggregates.Elsewhere{
		Number:   ix.Number,
		Doubtful: func(n document.Number) bool { _, doubtful := d.numbers[n]; return doubtful },
		Find: func(ctx context.Context, n document.Number) iter.Seq2[aggregates.Standing, error] {
			return func(yield func(aggregates.Standing, error) bool) {
				for entry, err := range ix.Find(ctx, n) {
					if !yield(aggregates.Standing{Entry: entry}, err) || err != nil {
						return
					}
				}
				for _, s := range d.staged[n] {
					if !yield(s, nil) {
						return
					}
				}
			}
		},
	}
}

// await readies the index and the staging area for the facts of a file.
func (x *Series) await(ctx context.Context) (err error) {
	if x.o.Index == nil {
		return nil
	}
	x.stage.numberOf = x.o.Index.Number
	if err = x.o.Index.Follow(ctx); err == nil {
		err = x.collectNumbers()
	}
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	return nil
}

// collectNumbers has the numbers of what is staged from now on collected.
func (x *Series) collectNumbers() (err error) {
	if x.o.Index == nil {
		return nil
	}
	if err = x.stage.dismiss(); err == nil {
		x.stage.waiting, err = x.o.Index.Pending(x.o.Scratch, stagingName+"index-")
	}
	return err
}

// settleDoubts looks at the file of a run again until no number of what is staged is
// doubtful that was not asked for: a row that was accepted at last, because another is
// refused, may have one.
func (x *Series) settleDoubts(ctx context.Context, i run) (run, error) {
	asked := map[document.Number]struct{}{}
	for {
		more, err := x.doubtful(asked)
		if err != nil || !more {
			return i, err
		}
		if i, err = x.lookAgain(ctx, i, &doubts{asked, map[document.Number][]aggregates.Standing{}}); err != nil {
			return i, err
		}
		if len(asked) >= index.MostSuspects { // others are not known
			i.tell([]rows.Fault{{
				File: i.path, Line: 1, Field: "document", Whole: true,
				Why:    lang.F("有 %d 个以上的凭证号在账上或本文件内不止一次", "more than %d document numbers stand in the ledger already, or twice in this file", len(asked)),
				Remedy: lang.F("多半是同一批凭证改了日期再次交来；核对后只导入未入账的", "most likely it is the same vouchers once more with other dates; check, and import those that are not recorded"),
			}})
			return i, nil
		}
	}
}

// doubtful adds the doubtful numbers of what is staged to those that are asked for, and
// reports whether there are more.
func (x *Series) doubtful(asked map[document.Number]struct{}) (more bool, err error) {
	if x.stage.waiting == nil {
		return false, nil
	}
	numbers, err := x.stage.waiting.Suspects()
	if err != nil {
		return false, fmt.Errorf("import: %w", err)
	}
	before := len(asked)
	maps.Copy(asked, numbers)
	return len(asked) > before, nil
}

// lookAgain checks the file of a run from its start, with doubts.
func (x *Series) lookAgain(ctx context.Context, before run, d *doubts) (run, error) {
	err := x.back()
	if before.rejects != nil {
		err = errors.Join(err, before.rejects.Close())
	}
	if err == nil && before.rejects != nil && before.rejects.Count() > 0 {
		err = os.Remove(x.o.Rejects)
	}
	before.rejects = nil
	if err == nil {
		err = x.await(ctx)
	}
	if err != nil {
		return before, fmt.Errorf("import: %w", err)
	}
	x.desk = x.newDesk(fund.DateIn(x.stage.env.At))
	x.desk.Voids(x.stage.env.Void)
	x.desk.Elsewhere(d.elsewhere(x.o.Index))
	first, _ := x.parsed.Take()
	if first.file == nil {
		return before, first.err
	}
	before.telling.again()
	i := x.run(first.file, d, before.telling)
	if err = i.check(ctx, first); err == nil {
		err = x.stage.settleAll()
	}
	x.desk.Elsewhere(aggregates.Elsewhere{})
	return i, err
}

// numberOf returns the number under which the index finds a fact of which plain is the one
// without a period.
func (x *Series) numberOf(fact event.Event, plain document.Number) document.Number {
	if x.o.Index == nil {
		return plain
	}
	return x.o.Index.Number(fact, plain)
}

// recorded says that everything on a sheet was recorded, and tells the index.
func (x *Series) recorded(ctx context.Context, r *recording) (err error) {
	if r.sheet.waiting != nil && x.stage.alone && !r.sheet.renumbers { // else the index is made anew
		err = x.o.Index.Take(ctx, r.sheet.waiting, r.from)
	}
	return errors.Join(err, r.sheet.dismiss(), x.stage.recorded(r.sheet, len(x.paths) > 0))
}
