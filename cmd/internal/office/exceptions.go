package office

import (
	"context"
	"errors"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/judge"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/closings"
	"github.com/fundledger/fundledger/projections/exceptions"
	"github.com/fundledger/fundledger/projections/index"
)

// Exceptions is the register of exceptions of a ledger.
type Exceptions struct {
	Rows      []exceptions.Row // by kind, then in the order of the log
	Breaches  int              // rules that are broken, which are no exceptions: Recheck tells them
	NoDoubles error            // why facts that stand twice were not looked for
}

// Exceptions returns the register of exceptions. Rules are asked of what was recorded since the
// register was kept last; of all facts if this program has kept none. Errors: *verify.Fault for a
// closing that no honest program wrote, those of reading the log.
func (o *Office) Exceptions(ctx context.Context, s store.Store) (Exceptions, error) {
	j := o.judging(ctx, s)
	found, err := j.exceptions(ctx)
	return found, errors.Join(err, j.close())
}

// judged is a log that is judged as far as it goes, and goes on.
type judged struct {
	office *Office
	store  store.Store
	judge  *judge.Judge
	next   store.Position // of the entry that is to be judged
	kept   store.Position // up to where a state is kept
	much   store.Position // so many facts behind it are worth to be kept
	latest time.Time      // of the recording times so far

	index   *index.Index  // nil: it is not open
	doubles doubles       // nil: not looked for
	touched []event.Event // whose numbers are to be looked for again
	all     bool          // they are to be looked for again

	found *Exceptions // of what is judged; nil: to be made
}

// How many facts are judged before that is kept: they take some tens of milliseconds each
// time that somebody asks.
const muchJudged = 1 << 12

// judging begins with what this program has kept, if anything can be read of that.
func (o *Office) judging(ctx context.Context, s store.Store) *judged {
	if kept, ok := o.judgedState(ctx, s); ok {
		j := o.beginJudging(ctx, s)
		if j.resume(kept) == nil {
			return j
		}
		_ = j.close()
	}
	return o.beginJudging(ctx, s)
}

// beginJudging begins with the first fact.
func (o *Office) beginJudging(ctx context.Context, s store.Store) *judged {
	return &judged{office: o, store: s, much: muchJudged, judge: judge.New(context.WithoutCancel(ctx), s, o.Now(), true)}
}

// close ends the judge, and closes the index.
func (j *judged) close() error {
	j.judge.Stop()
	_, _ = j.judge.End() // its verdict was told
	return j.closeIndex()
}

func (j *judged) closeIndex() (err error) {
	if j.index != nil {
		err = j.index.Close()
	}
	j.index = nil
	return err
}

// exceptions judges what was recorded since, and returns what stands.
func (j *judged) exceptions(ctx context.Context) (Exceptions, error) {
	if err := j.catchUp(ctx); err != nil {
		return Exceptions{}, err
	}
	if j.found != nil {
		return *j.found, nil
	}
	verdict, err := j.judge.Verdict()
	if err != nil {
		return Exceptions{}, err
	}
	for _, c := range verdict.Closings {
		if c.Verdict == closings.Wrong {
			return Exceptions{}, wrongSeal(c)
		}
	}
	found := Exceptions{Breaches: verdict.Breaches, NoDoubles: j.findDoubles(ctx)}
	for _, rows := range j.doubles {
		for _, row := range rows {
			verdict.Register.Note(row)
		}
	}
	found.Rows = verdict.Register.Rows()
	if j.next >= j.kept+j.much && found.NoDoubles == nil && !isReadOnly(j.store) {
		if err := j.keep(ctx); err != nil {
			j.office.warn("没有保存例外登记，下次要重新判：%v", "the register of exceptions was not kept, so the next time all facts are judged again: %v", err)
		}
	}
	j.found = &found
	return found, nil
}

// catchUp gives the judge what was recorded since. Errors: those of reading the log.
func (j *judged) catchUp(ctx context.Context) error {
	last, some, err := j.store.Last(ctx)
	if err != nil || !some || last.Position < j.next {
		return err
	}
	j.found = nil
	bar := j.office.progress(lang.F("按规则重判", "ask the rules"), int64(last.Position)+1)
	defer bar.Done()
	for e, err := range ledger.All(ctx, j.store, j.next) {
		if err == nil && e.Position != j.next {
			err = store.Gap(j.next, e.Position)
		}
		if err == nil {
			err = j.judge.Fold(e)
		}
		if err != nil {
			return err
		}
		j.touch(e.Event)
		if j.next = e.Position + 1; e.RecordedAt.After(j.latest) {
			j.latest = e.RecordedAt
		}
		if j.next%(1<<14) == 0 {
			bar.Set(uint64(j.next))
		}
	}
	return nil
}
