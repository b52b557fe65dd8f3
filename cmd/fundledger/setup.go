package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/cluster"
	"github.com/fundledger/fundledger/cmd/internal/fault"
)

func (p *program) setupCommand() *cobra.Command {
	app, auditor := cluster.Application, cluster.Auditor
	cmd := &cobra.Command{
		Use:   "setup",
		Short: p.say("加固集群：只有管理员能删除事项或改权限，并检查清理计划", "harden a cluster: nobody but administrators can delete or change rights; look for scavenges"),
		Long: p.say("集群出厂时，任何登录用户都能删除、截断任何流。本命令以管理员身份写入默认权限：记账用户只能追加和读取，审计用户只能读取，\n"+
			"删除和改元数据仅限管理员；并检查有没有计划或做过清理（scavenge，会把被删的事项从磁盘抹去）。可重复运行。\n"+
			"管理员的用户和密码写入 "+userVariable+"、"+passwordVariable+"，或 "+credentialsVariable+" 所指的文件。",
			"As a cluster comes, every user who may log in can delete or truncate any stream. As an administrator, write its default\n"+
				"access rights: the application may append and read, the auditor may read, and nobody but administrators may delete or\n"+
				"change metadata. Then look whether scavenges, which take what was deleted off the disk, are scheduled or were run.\n"+
				"It may be repeated. Give the administrator's name and password as "+userVariable+" and "+passwordVariable+",\nor in the file that "+credentialsVariable+" names."),
		Example: "  " + credentialsVariable + "=nodes/passwords/admin fundledger setup --ledger esdb://node1:2113,node2:2113,node3:2113/huizhou",
		Args:    p.arguments("", 0, 0),
		RunE:    func(cmd *cobra.Command, _ []string) error { return p.setup(cmd.Context(), app, auditor) },
	}
	cmd.Flags().StringVar(&app, "application", app, p.say("记账程序的用户", "user of the application"))
	cmd.Flags().StringVar(&auditor, "auditor", auditor, p.say("审计人员的用户", "user of the auditor"))
	return cmd
}

func (p *program) setup(ctx context.Context, app, auditor string) error {
	h, err := p.Harden(ctx, app, auditor)
	if err != nil {
		return err
	}
	if len(h.Changed) == 0 {
		fmt.Fprintln(p.out, p.say("权限无误，未作改动", "the access rights are right; nothing was changed"))
	} else {
		fmt.Fprintln(p.out, p.say("已写入权限：%s", "wrote the access rights: %s", strings.Join(h.Changed, ", ")))
	}
	fmt.Fprintln(p.out, p.say("  追加和读取：%s；只读：%s；删除、改元数据：仅管理员", "  append and read: %s; read: %s; delete and change metadata: administrators only", app, auditor))
	switch {
	case h.Schedule != nil:
		return fault.Altered("集群设有清理计划（%s），被删的事项会从磁盘抹去；取消它：POST /auto-scavenge/pause，并去掉许可证功能或停用 AutoScavenge", "scavenges are scheduled (%s), which take what was deleted off the disk; stop them: POST /auto-scavenge/pause, then turn AutoScavenge off", string(h.Schedule))
	case h.Scavenged:
		fmt.Fprintln(p.out, p.say("集群做过清理；用 fundledger verify 和手中的检查点核对账本", "the cluster was scavenged before; compare the ledger with the checkpoints at hand: fundledger verify"))
	default:
		fmt.Fprintln(p.out, p.say("没有清理计划，也没有做过清理", "no scavenge is scheduled, and none was run"))
	}
	return nil
}
