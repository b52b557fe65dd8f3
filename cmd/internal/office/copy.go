package office

import (
	"context"
	"errors"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/history"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/ledger/verify"
)

// Copied is what a copy did, and what both ledgers are then.
type Copied struct {
	history.Copied
	Head merkle.Head
}

// Copy copies the whole history of the ledger, with what stands beside it, into another one,
// which is made if there is none, and compares them. Errors: those of untaken, *history.OtherHistoryError.
func (o *Office) Copy(ctx context.Context, to string) (done Copied, err error) {
	target := *o
	target.Location = to
	if err := target.Place(); err != nil {
		return done, err
	}
	err = o.With(func(s store.Store) error {
		beside, err := readBeside(o.Folder)
		if err != nil {
			return err
		}
		if _, err := o.Recheck(ctx, s, nil); err != nil { // nothing is written of a ledger that is not right
			return untaken(err, "账本 %s：%s；没有复制，先运行 fundledger verify", "the ledger %s: %s; it was not copied, run fundledger verify first", o.Location)
		}
		t, err := target.Open()
		if isMissing(err) && target.Stores.Address(to) == "" {
			done.Copied, done.Head, err = o.copyToNew(ctx, s, beside, to)
		} else {
			if isMissing(err) {
				t, err = target.CreateAt(to)
			}
			if err != nil {
				return fault.About(to, err)
			}
			done.Copied, done.Head, err = o.copyInto(ctx, s, t, &target)
			if err = errors.Join(err, t.Close()); err == nil {
				tidy(target.Folder)
				err = beside.write(target.Folder)
			}
		}
		if err == nil {
			o.tellStrange(beside)
		}
		return err
	})
	return done, err
}

// copyToNew copies an open ledger into a folder that has none, under another name
// until it is whole. What an interrupted run copied is gone on with.
func (o *Office) copyToNew(ctx context.Context, s store.Store, beside beside,
	to string) (done history.Copied, head merkle.Head, err error) {
	m, err := begin(to, true)
	if err != nil {
		return done, head, err
	}
	defer func() {
		if done.Events > 0 && errors.Is(err, context.Canceled) {
			m.Leave()
		} else {
			m.Abandon()
		}
	}()
	made := o.inFolder(m.Dir)
	t, err := sqlite.Open(m.Dir, o.Stores.SQLite...)
	if err != nil { // there is none, or it was never whole
		if err = m.Clear(); err == nil {
			t, err = sqlite.Create(m.Dir, o.Stores.SQLite...)
		}
	}
	if err != nil {
		return done, head, err
	}
	done, head, err = o.copyInto(ctx, s, t, made)
	if other := (*history.OtherHistoryError)(nil); errors.As(err, &other) && m.Resumed { // of another ledger
		if err = errors.Join(t.Close(), m.Clear()); err != nil {
			return done, head, err
		}
		if t, err = sqlite.Create(m.Dir, o.Stores.SQLite...); err != nil {
			return done, head, err
		}
		done, head, err = o.copyInto(ctx, s, t, made)
	}
	if err := errors.Join(err, t.Close()); err != nil {
		return done, head, err
	}
	if err := beside.write(m.Dir); err != nil {
		return done, head, err
	}
	if err := m.Finish(sqlite.FileName); err != nil {
		return done, head, err
	}
	o.warnExposed(to)
	return done, head, nil
}

// copyInto copies one open ledger into another and compares them.
func (o *Office) copyInto(ctx context.Context, s, t store.Store, target *Office) (history.Copied, merkle.Head, error) {
	total := int64(-1)
	if last, some, err := s.Last(ctx); err == nil && some {
		total = int64(last.Position) + 1
	}
	bar := o.progress(lang.F("复制", "copy"), total)
	done, err := history.Copy(ctx, s, t, history.Progress(bar.Set))
	bar.Done()
	if err != nil {
		return done, merkle.Head{}, err
	}
	tree, now, err := verify.Tree(ctx, s)
	if err != nil {
		return done, merkle.Head{}, err
	}
	r, err := target.Recheck(ctx, t, nil)
	if err != nil {
		return done, r.Head, fault.About(target.Location, err)
	}
	if root, err := tree.Root(min(r.Head.Size, now.Size)); err != nil || root != r.Head.Root || r.Head.Size > now.Size {
		return done, r.Head, errors.Join(err, fault.Altered("副本 %s 与 %s 不同；不要用它，先对两边运行 fundledger verify", "the copy in %s is not what %s is; do not use it, and run fundledger verify on both first", target.Location, o.Location))
	}
	return done, r.Head, nil
}
