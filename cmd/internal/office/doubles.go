package office

import (
	"context"
	"errors"
	"maps"
	"os"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/exceptions"
	"github.com/fundledger/fundledger/projections/index"
	"github.com/fundledger/fundledger/projections/replay"
)

// doubles are the rows of facts that stand in two streams under one number, by that.
type doubles map[document.Number][]exceptions.Row

func (d doubles) note(ix *index.Index, found index.Double) {
	number := ix.Number(found.Second.Event, document.NumberOf(found.Second.Event))
	d[number] = append(d[number], doubleRow(found))
}

// mostTouched is of how many facts the numbers are looked for one by one. Of more all numbers
// are gone through.
const mostTouched = 1 << 14

// touch notes that what stands twice may be another than before, because of a fact.
func (j *judged) touch(e event.Event) {
	if r, ok := e.(event.FactReversed); ok {
		e = r.Reversed()
	}
	_, numbers := e.(event.Numbering)
	if j.all = j.all || numbers || len(j.touched) == mostTouched; j.all {
		j.touched = nil
		return
	}
	j.touched = append(j.touched, e)
}

// findDoubles finds the facts that stand in two streams under one number: in two months, of two
// persons. Errors: those of the index of documents, which is made if there is none.
func (j *judged) findDoubles(ctx context.Context) error {
	if j.doubles != nil && !j.all && len(j.touched) == 0 {
		return nil
	}
	err := j.findThem(ctx)
	if damage := (*index.DamagedError)(nil); errors.As(err, &damage) && !isReadOnly(j.store) {
		j.all = true
		if err = errors.Join(j.closeIndex(), j.office.documents().Forget()); err == nil {
			err = j.findThem(ctx)
		}
	}
	if err != nil {
		j.doubles = nil
		return err
	}
	j.touched, j.all = nil, false
	return nil
}

func (j *judged) findThem(ctx context.Context) error {
	if isReadOnly(j.store) {
		j.doubles = nil
	}
	if j.doubles == nil || j.all {
		return j.findAll(ctx)
	}
	ix, err := j.documents(ctx)
	if err != nil {
		return err
	}
	for _, fact := range j.touched {
		number := ix.Number(fact, document.NumberOf(fact))
		delete(j.doubles, number)
		found, err := ix.DoublesOf(ctx, number)
		if err != nil {
			return err
		}
		for _, d := range found {
			j.doubles[number] = append(j.doubles[number], doubleRow(d))
		}
	}
	return nil
}

// findAll goes through all numbers.
func (j *judged) findAll(ctx context.Context) error {
	if isReadOnly(j.store) {
		return j.findAside(ctx)
	}
	ix, err := j.documents(ctx)
	if err != nil {
		return err
	}
	j.doubles, err = doublesIn(ctx, ix)
	return err
}

// findAside is findAll by an index that is not kept.
func (j *judged) findAside(ctx context.Context) error {
	folder, remove, err := passingIndex()
	if err != nil {
		return err
	}
	ix, err := folder.Open(ctx, j.store, nil)
	if err == nil {
		j.doubles, err = doublesIn(ctx, ix)
		err = errors.Join(err, ix.Close())
	}
	return errors.Join(err, remove())
}

// doublesIn goes through all numbers of an index.
func doublesIn(ctx context.Context, ix *index.Index) (doubles, error) {
	found := doubles{}
	for d, err := range ix.Doubles(ctx) {
		if err != nil {
			return nil, err
		}
		found.note(ix, d)
	}
	return found, nil
}

// recheckDoubles compares what is kept of facts that stand twice with all numbers. Errors:
// *verify.Fault, those of reading.
func (o *Office) recheckDoubles(ctx context.Context, s store.Store, n *Numbers) (err error) {
	kept, ok := o.judgedState(ctx, s)
	j := o.beginJudging(ctx, s)
	defer func() { err = errors.Join(err, j.close()) }()
	if !ok || j.resume(kept) != nil {
		return nil
	}
	for e, err := range ledger.All(ctx, s, j.next) {
		if err != nil {
			return err
		}
		j.touch(e.Event)
	}
	_, missing := os.Stat(string(o.documents()))
	if j.all || len(j.touched) > 0 && (isReadOnly(s) || missing != nil) {
		return nil // it is not rested on
	}
	if err := j.findDoubles(ctx); err != nil {
		return err
	}
	all, err := n.doubles(ctx)
	if err == nil && !maps.EqualFunc(all, j.doubles, slices.Equal) {
		err = o.wrongSnapshot(&replay.WrongError{View: judgedName, Place: kept.Place})
	}
	return err
}

// documents returns the index of documents, which knows the log as it is now.
func (j *judged) documents(ctx context.Context) (*index.Index, error) {
	if j.index != nil {
		return j.index, j.index.Follow(ctx)
	}
	known, done := j.office.indexing()
	ix, err := j.office.documents().Open(ctx, j.store, known)
	done()
	if err != nil {
		return nil, err
	}
	j.index = ix
	return ix, nil
}

// doubleRow is the row of a fact that stands twice.
func doubleRow(d index.Double) exceptions.Row {
	return exceptions.RowOf(exceptions.Double, d.Second, lang.F("又见第 %d 条", "it stands at position %d, too", uint64(d.First.Position)))
}
