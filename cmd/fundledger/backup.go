package main

import (
	"fmt"

	"github.com/spf13/cobra"
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
			head, err := p.Backup(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			fmt.Fprintln(p.out, p.say("已备份到 %s，核对无误：%s，根 %s", "backed up to %s and verified: %s, root %s", args[0], events(head.Size), head.Root))
			return nil
		},
	}
}

func (p *program) restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "restore BACKUP",
		Short: p.say("从备份恢复到 --ledger 指定的新目录", "restore a backup into the new folder that --ledger names"),
		Long: p.say("把备份复制到 --ledger 的目录（其中不得已有账本）并从头核对；有问题则不留下副本。\n随后用 verify --checkpoint 对照手中最新的检查点：条数少于检查点，说明备份之后还记过账，按凭证补记。",
			"Copy a backup into the folder of --ledger, which must not hold a ledger, and verify the copy; one that is not right is\nnot kept. Then compare with the newest checkpoint at hand (verify --checkpoint): if it has more events, facts were\nrecorded after the backup; record them again from their documents."),
		Example: "  fundledger restore /mnt/backup/2025-12-31 --ledger books",
		Args:    p.arguments("BACKUP", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			head, err := p.Restore(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			fmt.Fprintln(p.out, p.say("已恢复到 %s，核对无误：%s，根 %s", "restored to %s and verified: %s, root %s", p.Location, events(head.Size), head.Root))
			if _, err := p.RecheckFolder(cmd.Context()); err != nil { // checkpoints that stood there before may be newer
				return err
			}
			fmt.Fprintln(p.out, p.say("对照手中最新的检查点：fundledger verify --checkpoint 文件；少的按凭证补记", "compare it with the newest checkpoint at hand: fundledger verify --checkpoint FILE; record what is missing from its documents"))
			return nil
		},
	}
}
