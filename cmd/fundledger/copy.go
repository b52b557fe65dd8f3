package main

import (
	"fmt"

	"github.com/spf13/cobra"
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
		RunE: func(cmd *cobra.Command, args []string) error {
			p.Location = args[0]
			if err := p.Place(); err != nil {
				return err
			}
			done, err := p.Copy(cmd.Context(), args[1])
			if err != nil {
				return err
			}
			fmt.Fprintln(p.out, p.say("已复制 %s（此前已有 %d 条）：%s，两边的根都是 %s", "copied %s (there already: %d): %s, root %s on both sides",
				events(int64(done.Events-done.Before)), done.Before, events(done.Head.Size), done.Head.Root))
			return nil
		},
	}
}
