package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/ledger/verify"
)

func (p *program) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "backup DIR",
		Short: p.say("备份账本，记账不用停；写完即核对", "back the ledger up while writing goes on; the copy is verified"),
		Long: p.say("把此刻的账本（连同检查点和公钥）复制到新目录 DIR，再从头核对这份副本：它是原账的开头或全部才算成功。\n人员密钥和签名密钥不在账本内，请另行备份。",
			"Copy the ledger as it is now, with its checkpoints and verifier key, into a new folder DIR, and verify the copy from its\nfirst event: it is a backup only if it is what the ledger was. The person key and the signing key are not in the\nledger; back them up apart."),
		Example: "  fundledger backup /mnt/backup/2025-12-31",
		Args:    p.arguments("DIR", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := p.open()
			if err != nil {
				return err
			}
			file, ok := s.(*sqlite.Store)
			if !ok {
				return errors.Join(fault.Input("备份复制的是账本文件，%s 在集群中；用 fundledger copy 复制全部历史，集群本身按其手册备份", "a backup copies the file of a ledger, and %s is in a cluster; copy its whole history with fundledger copy, and back the cluster up by its manual", p.location), s.Close())
			}
			head, err := p.backup(cmd.Context(), file, args[0])
			if err := errors.Join(err, s.Close()); err != nil {
				return err
			}
			fmt.Fprintln(p.out, p.say("已备份到 %s，核对无误：%s，根 %s", "backed up to %s and verified: %s, root %s", args[0], events(head.Size), head.Root))
			return nil
		},
	}
}

// backup copies a ledger into a folder, which gets its name once the copy was
// verified, and returns what it is.
func (p *program) backup(ctx context.Context, s *sqlite.Store, dir string) (merkle.Head, error) {
	// What stands beside the ledger is read first: a checkpoint that is taken
	// meanwhile may be of more events than the copy has.
	beside, err := readBeside(p.location)
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
	head, err := p.inFolder(m.Dir).recheckFolder(ctx)
	if broken := (*brokenError)(nil); errors.As(err, &broken) {
		fmt.Fprintln(p.err, p.say("账本有 %s；备份原样保留，用 fundledger verify 查看", "in the ledger %s; the backup is what the ledger is, see: fundledger verify", broken.count()))
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
		return head, errors.Join(err, fault.Altered("副本 %s 不是账本 %s 的开头；不要用它，先运行 fundledger verify", "the copy in %s is not what the ledger in %s was; do not use it, and run fundledger verify first", dir, p.location))
	}
	if err := m.Finish(sqlite.FileName); err != nil {
		return head, err
	}
	p.tellStrange(beside)
	p.warnExposed(dir)
	return head, nil
}

// recheckFolder verifies the ledger at --ledger with what stands beside it.
func (p *program) recheckFolder(ctx context.Context) (head merkle.Head, err error) {
	var v verification
	if err := p.gather(&v, nil, trust{}, true); err != nil {
		return head, err
	}
	err = p.withLedger(func(s store.Store) error {
		found, err := p.recheck(ctx, s, v.anchors)
		head = found.Head
		return err
	})
	return head, err
}

func (p *program) restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "restore BACKUP",
		Short: p.say("从备份恢复到 --ledger 指定的新目录", "restore a backup into the new folder that --ledger names"),
		Long: p.say("把备份复制到 --ledger 的目录（其中不得已有账本）并从头核对；有问题则不留下副本。\n随后用 verify --checkpoint 对照手中最新的检查点：条数少于检查点，说明备份之后还记过账，按凭证补记。",
			"Copy a backup into the folder of --ledger, which must not hold a ledger, and verify the copy; one that is not right is\nnot kept. Then compare with the newest checkpoint at hand (verify --checkpoint): if it has more events, facts were\nrecorded after the backup; record them again from their documents."),
		Example: "  fundledger restore /mnt/backup/2025-12-31 --ledger books",
		Args:    p.arguments("BACKUP", 1, 1),
		RunE:    func(cmd *cobra.Command, args []string) error { return p.restore(cmd.Context(), args[0]) },
	}
}

// restore copies a backup to --ledger and verifies it there, so that the backup
// may be on a medium that cannot be written. The folder gets its name after that.
func (p *program) restore(ctx context.Context, from string) error {
	m, err := begin(p.location, false)
	if err != nil {
		return err
	}
	defer m.Abandon()
	missing := (*sqlite.NotFoundError)(nil)
	if err := sqlite.Restore(from, m.Dir); errors.As(err, &missing) {
		return fault.Input("%s 没有备份；给出 fundledger backup 写的目录", "there is no backup in %s; give the folder that fundledger backup wrote", from)
	} else if err != nil {
		return err
	}
	beside, err := readBeside(from)
	if err != nil {
		return err
	}
	var head merkle.Head
	made := p.inFolder(m.Dir)
	err = made.withLedger(func(s store.Store) error {
		found, err := made.recheck(ctx, s, nil)
		head = found.Head
		return err
	})
	if err != nil {
		return unrestored(err, from)
	}
	if err := beside.write(m.Dir); err != nil {
		return err
	}
	if _, err := made.recheckFolder(ctx); err != nil {
		return fault.About(from, err)
	}
	if err := m.Finish(sqlite.FileName); err != nil {
		return err
	}
	p.tellStrange(beside)
	fmt.Fprintln(p.out, p.say("已恢复到 %s，核对无误：%s，根 %s", "restored to %s and verified: %s, root %s", p.location, events(head.Size), head.Root))
	p.warnExposed(p.location)
	if _, err := p.recheckFolder(ctx); err != nil { // checkpoints that stood there before may be newer
		return err
	}
	fmt.Fprintln(p.out, p.say("对照手中最新的检查点：fundledger verify --checkpoint 文件；少的按凭证补记", "compare it with the newest checkpoint at hand: fundledger verify --checkpoint FILE; record what is missing from its documents"))
	return nil
}

// unrestored says why a backup was not restored. Its remedy is another backup.
func unrestored(err error, from string) error {
	damage, corrupt, broken := (*verify.Fault)(nil), (*store.CorruptError)(nil), (*brokenError)(nil)
	switch {
	case errors.As(err, &broken):
		return untaken(err, "备份 %s：%s；没有恢复", "the backup in %s: %s; it was not restored", from)
	case errors.As(err, &damage), errors.As(err, &corrupt):
		return untaken(err, "备份 %s 有问题：%s；没有恢复，换一份备份", "the backup in %s is not right: %s; it was not restored, take another one", from)
	}
	return err
}
