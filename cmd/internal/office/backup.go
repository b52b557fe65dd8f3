package office

import (
	"context"
	"errors"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/ledger/verify"
)

// Backup copies the ledger, which is one file, into a folder and verifies the copy. It
// returns what that is. Error: bad input for a ledger in a cluster.
func (o *Office) Backup(ctx context.Context, dir string) (head merkle.Head, err error) {
	err = o.With(func(s store.Store) error {
		file, ok := s.(*sqlite.Store)
		if !ok {
			return fault.Input("备份复制的是账本文件，%s 在集群中；用 fundledger copy 复制全部历史，集群本身按其手册备份", "a backup copies the file of a ledger, and %s is in a cluster; copy its whole history with fundledger copy, and back the cluster up by its manual", o.Location)
		}
		head, err = o.backup(ctx, file, dir)
		return err
	})
	return head, err
}

// backup copies a ledger into a folder, which gets its name once the copy was
// verified, and returns what it is.
func (o *Office) backup(ctx context.Context, s *sqlite.Store, dir string) (merkle.Head, error) {
	// What stands beside the ledger is read first: a checkpoint that is taken
	// meanwhile may be of more events than the copy has.
	beside, err := readBeside(o.Location)
	if err != nil {
		return merkle.Head{}, err
	}
	m, err := begin(dir, false)
	if err != nil {
		return merkle.Head{}, err
	}
	defer m.Abandon()
	if err := s.Backup(ctx, m.Dir); err != nil {
		return merkle.Head{}, err
	}
	if err := beside.write(m.Dir); err != nil {
		return merkle.Head{}, err
	}
	head, err := o.inFolder(m.Dir).RecheckFolder(ctx)
	if broken := (*BrokenError)(nil); errors.As(err, &broken) {
		o.warn("账本有 %s；备份原样保留，用 fundledger verify 查看", "in the ledger %s; the backup is what the ledger is, see: fundledger verify", broken.Count())
		err = nil
	}
	if err != nil {
		return head, fault.About(dir, err)
	}
	tree, now, err := verify.Tree(ctx, s)
	if err != nil {
		return head, err
	}
	if root, err := tree.Root(min(head.Size, now.Size)); err != nil || root != head.Root || head.Size > now.Size {
		return head, errors.Join(err, fault.Altered("副本 %s 不是账本 %s 的开头；不要用它，先运行 fundledger verify", "the copy in %s is not what the ledger in %s was; do not use it, and run fundledger verify first", dir, o.Location))
	}
	if err := m.Finish(sqlite.FileName); err != nil {
		return head, err
	}
	o.tellStrange(beside)
	o.warnExposed(dir)
	return head, nil
}

// RecheckFolder verifies the ledger at Location with what stands beside it.
func (o *Office) RecheckFolder(ctx context.Context) (head merkle.Head, err error) {
	var v Comparison
	if err := o.Gather(&v, nil, Trust{}, true); err != nil {
		return head, err
	}
	err = o.With(func(s store.Store) error {
		found, err := o.Recheck(ctx, s, v.Checkpoints)
		head = found.Head
		return err
	})
	return head, err
}

// Restore copies a backup to where the office is and verifies it there, so that the backup
// may be on a medium that cannot be written. The folder gets its name after that.
func (o *Office) Restore(ctx context.Context, from string) (head merkle.Head, err error) {
	m, err := begin(o.Location, false)
	if err != nil {
		return head, err
	}
	defer m.Abandon()
	missing := (*sqlite.NotFoundError)(nil)
	if err := sqlite.Restore(from, m.Dir); errors.As(err, &missing) {
		return head, fault.Input("%s 没有备份；给出 fundledger backup 写的目录", "there is no backup in %s; give the folder that fundledger backup wrote", from)
	} else if err != nil {
		return head, err
	}
	beside, err := readBeside(from)
	if err != nil {
		return head, err
	}
	made := o.inFolder(m.Dir)
	err = made.With(func(s store.Store) error {
		found, err := made.Recheck(ctx, s, nil)
		head = found.Head
		return err
	})
	if err != nil {
		return head, unrestored(err, from)
	}
	if err := beside.write(m.Dir); err != nil {
		return head, err
	}
	if _, err := made.RecheckFolder(ctx); err != nil {
		return head, fault.About(from, err)
	}
	if err := m.Finish(sqlite.FileName); err != nil {
		return head, err
	}
	o.tellStrange(beside)
	o.warnExposed(o.Location)
	return head, nil
}

// unrestored says why a backup was not restored. Its remedy is another backup.
func unrestored(err error, from string) error {
	damage, corrupt, broken := (*verify.Fault)(nil), (*store.CorruptError)(nil), (*BrokenError)(nil)
	switch {
	case errors.As(err, &broken):
		return untaken(err, "备份 %s：%s；没有恢复", "the backup in %s: %s; it was not restored", from)
	case errors.As(err, &damage), errors.As(err, &corrupt):
		return untaken(err, "备份 %s 有问题：%s；没有恢复，换一份备份", "the backup in %s is not right: %s; it was not restored, take another one", from)
	}
	return err
}
