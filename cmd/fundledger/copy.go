package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/history"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/ledger/verify"
)

func (p *program) copyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "copy SOURCE TARGET",
		Short: p.say("把全部历史复制到另一账本（目录或集群），并核对根", "copy a whole history into another ledger, here or in a cluster, and compare the roots"),
		Long: p.say("逐条复制 SOURCE 的全部事项到 TARGET（没有则建立），入账时间、记账人、次序都不变，因此两边的根相同。\n最后重新核对 TARGET 并比较根。"+
			"中断后再运行一次即可接着复制。检查点和公钥一并复制；签名密钥和人员密钥不在账本内，不受影响。\n目录写路径，集群中的账本写 esdb:// 地址。",
			"Copy every event of SOURCE into TARGET, which is made if there is none, with its recording time, actor and place, so\n"+
				"that both have the same root; then verify TARGET and compare the roots. A copy that was interrupted goes on when it is\n"+
				"run again. Checkpoints and verifier keys are copied, too; the signing key and the person key are outside of ledgers.\n"+
				"A ledger is a directory, or an esdb:// address in a cluster."),
		Example: "  fundledger copy books esdb://node1:2113,node2:2113,node3:2113/huizhou\n  fundledger copy esdb://node1:2113/huizhou /srv/books/441300",
		Args:    p.arguments("SOURCE TARGET", 2, 2),
		RunE:    func(cmd *cobra.Command, args []string) error { return p.copy(cmd.Context(), args[0], args[1]) },
	}
}

func (p *program) copy(ctx context.Context, from, to string) error {
	p.location = from
	if err := p.place(); err != nil {
		return err
	}
	target := *p
	target.location = to
	if err := target.place(); err != nil {
		return err
	}
	return p.withLedger(func(s store.Store) error {
		beside, err := readBeside(p.folder)
		if err != nil {
			return err
		}
		if _, err := p.recheck(ctx, s, nil); err != nil { // nothing is written of a ledger that is not right
			return untaken(err, "账本 %s：%s；没有复制，先运行 fundledger verify", "the ledger %s: %s; it was not copied, run fundledger verify first", from)
		}
		var done history.Copied
		var head merkle.Head
		t, err := target.open()
		if isMissing(err) && target.stores.address(to) == "" {
			done, head, err = p.copyToNew(ctx, s, beside, to)
		} else {
			if isMissing(err) {
				t, err = target.createAt(to)
			}
			if err != nil {
				return fault.About(to, err)
			}
			done, head, err = p.copyInto(ctx, s, t, &target)
			if err = errors.Join(err, t.Close()); err == nil {
				tidy(target.folder)
				err = beside.write(target.folder)
			}
		}
		if err != nil {
			return err
		}
		p.tellStrange(beside)
		fmt.Fprintln(p.out, p.say("已复制 %s（此前已有 %d 条）：%s，两边的根都是 %s", "copied %s (%d were there already): %s, root %s on both sides",
			events(int64(done.Events-done.Before)), done.Before, events(head.Size), head.Root))
		return nil
	})
}

// copyToNew copies an open ledger into a folder that has none, under another name
// until it is whole. What an interrupted run copied is gone on with.
func (p *program) copyToNew(ctx context.Context, s store.Store, beside beside, to string) (done history.Copied, head merkle.Head, err error) {
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
	made := p.inFolder(m.Dir)
	t, err := sqlite.Open(m.Dir, p.stores.sqlite...)
	if err != nil { // there is none, or it was never whole
		if err = m.Clear(); err == nil {
			t, err = sqlite.Create(m.Dir, p.stores.sqlite...)
		}
	}
	if err != nil {
		return done, head, err
	}
	done, head, err = p.copyInto(ctx, s, t, made)
	if other := (*history.OtherHistoryError)(nil); errors.As(err, &other) && m.Resumed { // of another ledger
		if err = errors.Join(t.Close(), m.Clear()); err != nil {
			return done, head, err
		}
		if t, err = sqlite.Create(m.Dir, p.stores.sqlite...); err != nil {
			return done, head, err
		}
		done, head, err = p.copyInto(ctx, s, t, made)
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
	p.warnExposed(to)
	return done, head, nil
}

// copyInto copies one open ledger into another and compares them.
func (p *program) copyInto(ctx context.Context, s, t store.Store, target *program) (history.Copied, merkle.Head, error) {
	total := int64(-1)
	if last, some, err := s.Last(ctx); err == nil && some {
		total = int64(last.Position) + 1
	}
	bar := p.progress(p.say("复制", "copy"), total)
	done, err := history.Copy(ctx, s, t, history.Progress(bar.set))
	bar.done()
	if err != nil {
		return done, merkle.Head{}, err
	}
	tree, now, err := verify.Tree(ctx, s)
	if err != nil {
		return done, merkle.Head{}, err
	}
	r, err := target.recheck(ctx, t, nil)
	if err != nil {
		return done, r.Head, fault.About(target.location, err)
	}
	if root, err := tree.Root(min(r.Head.Size, now.Size)); err != nil || root != r.Head.Root || r.Head.Size > now.Size {
		return done, r.Head, errors.Join(err, fault.Altered("副本 %s 与 %s 不同；不要用它，先对两边运行 fundledger verify", "the copy in %s is not what %s is; do not use it, and run fundledger verify on both first", target.location, p.location))
	}
	return done, r.Head, nil
}
