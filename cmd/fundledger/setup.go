package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/cluster"
	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/kurrent"
)

func (p *program) setupCommand() *cobra.Command {
	app, auditor := cluster.Application, cluster.Auditor
	cmd := &cobra.Command{
		Use:   "setup",
		Short: p.say("加固集群：只有管理员能删除事项或改权限，并检查清理计划", "harden a cluster: nobody but administrators can delete or change rights; look for scavenges"),
		Long: p.say("集群出厂时，任何登录用户都能删除、截断任何流。本命令以管理员身份写入默认权限：记账用户只能追加和读取，审计用户只能读取，\n"+
			"删除和改元数据仅限管理员；并检查有没有计划或做过清理（scavenge，会把被删的事项从磁盘抹去）。可重复运行。\n"+
			"管理员的用户和密码写入 "+office.UserVariable+"、"+office.PasswordVariable+"，或 "+office.CredentialsVariable+" 所指的文件。",
			"As a cluster comes, every user who may log in can delete or truncate any stream. As an administrator, write its default\n"+
				"access rights: the application may append and read, the auditor may read, and nobody but administrators may delete or\n"+
				"change metadata. Then look whether scavenges, which take what was deleted off the disk, are scheduled or were run.\n"+
				"It may be repeated. Give the administrator's name and password as "+office.UserVariable+" and "+office.PasswordVariable+",\nor in the file that "+office.CredentialsVariable+" names."),
		Example: "  " + office.CredentialsVariable + "=nodes/passwords/admin fundledger setup --ledger esdb://node1:2113,node2:2113,node3:2113/huizhou",
		Args:    p.arguments("", 0, 0),
		RunE:    func(cmd *cobra.Command, _ []string) error { return p.setup(cmd.Context(), app, auditor) },
	}
	cmd.Flags().StringVar(&app, "application", app, p.say("记账程序的用户", "user of the application"))
	cmd.Flags().StringVar(&auditor, "auditor", auditor, p.say("审计人员的用户", "user of the auditor"))
	return cmd
}

func (p *program) setup(ctx context.Context, app, auditor string) error {
	address := p.Stores.Address(p.Location)
	if address == "" {
		return fault.Input("--ledger：%s 不是集群中的账本；写成 esdb://主机:2113/账本名", "--ledger: %s is not in a cluster; write esdb://HOST:2113/NAME", p.Location)
	}
	o, err := p.Cluster(p.Location, address)
	if err != nil {
		return err
	}
	h, err := kurrent.Harden(ctx, o,
		kurrent.Document{Stream: cluster.SettingsStream, Type: cluster.SettingsEventType, Data: cluster.DefaultACL(app, auditor)},
		kurrent.Document{Stream: cluster.AllMetadataStream, Type: cluster.MetadataEventType, Data: cluster.AllMetadata(app, auditor)})
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

// guarded is a store that is watched for what was done behind the ledger's back.
type guarded interface {
	Alarms(ctx context.Context, progress func(events uint64)) ([]kurrent.Alarm, error)
}

// alarms looks for what was done to a ledger in a cluster behind its back, and tells
// it, each act on a line. What was done before a checkpoint that was given, and which
// the ledger continues, is no more than a note: all that the checkpoint speaks of is
// there. Error: damage if there is anything else.
func (p *program) alarms(ctx context.Context, s store.Store, given []office.Checkpoint) error {
	g, ok := s.(guarded)
	if !ok {
		return nil
	}
	bar := p.progress(p.say("查找警报", "look for alarms"), -1)
	all, err := g.Alarms(ctx, bar.Set)
	bar.Done()
	if err != nil {
		return err
	}
	left := 0
	for _, a := range all {
		words := lang.F("%s，%s", "%s, %s", localTime(a.At), act(a))
		if by := outlived(a, given); by != "" {
			fmt.Fprintln(p.out, p.say("备注：%s；早于检查点 %s，账本与它相符", "note: %s; that was before the checkpoint %s, which the ledger continues", words, by))
			continue
		}
		left++
		fmt.Fprintln(p.err, p.say("警报：%s", "alarm: %s", words))
	}
	if left > 0 {
		return fault.Altered("集群上有人动过账本的流（上列 %d 次）；事项已逐条核对，请管理员说明缘由，并对照手中的检查点（--checkpoint 文件 --key 公钥）；权限用 fundledger setup 收紧",
			"somebody did what the ledger never does to its streams (%d times, listed above); the events were checked one by one, so ask the administrator why, compare with the checkpoints at hand (--checkpoint FILE --key KEY), and tighten the access rights: fundledger setup", left)
	}
	return nil
}

// outlived returns the path of the first given checkpoint that is later than an act: of a
// log that has grown since, or of one that has not, at a later time; "" if there is none.
func outlived(a kurrent.Alarm, given []office.Checkpoint) string {
	for _, m := range given {
		if after := int64(a.After); m.Size > after || m.Size == after && m.Time.After(a.At) {
			return m.Path
		}
	}
	return ""
}

// act says what somebody did.
func act(a kurrent.Alarm) lang.Text {
	about := strings.TrimPrefix(a.Stream, "$$")
	switch a.Kind {
	case kurrent.AlarmScavenge:
		return lang.Text{ZH: "清理过日志：此前被删除、隐藏的事项已从磁盘抹去", EN: "the log was scavenged: what was deleted or hidden before is off the disk"}
	case kurrent.AlarmSchedule:
		return lang.F("改动了清理计划：%s", "the schedule of scavenges was changed: %s", rows.Shorten(a.By))
	case kurrent.AlarmDeleted:
		return lang.F("永久删除了流 %s", "the stream %s was deleted for ever", about)
	default:
		return lang.F("改写了流 %s 的元数据：%s", "the metadata of stream %s was written: %s", about, metadata(a.By))
	}
}

// metadata says what metadata of a stream does.
func metadata(text string) lang.Text {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &fields); err != nil {
		return lang.F("不是 JSON 对象", "it is no JSON object")
	}
	var all []lang.Text
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		value := string(fields[name])
		switch name {
		case "$tb":
			if value == deletedBefore {
				all = append(all, lang.F("删除了流（可撤销）", "it is deleted, until that is undone"))
			} else {
				all = append(all, lang.F("第 %s 条以前的事项隐藏", "its events before number %s are hidden", value))
			}
		case "$maxCount":
			all = append(all, lang.F("只显示最后 %s 条事项", "all but its last %s events are hidden", value))
		case "$maxAge":
			all = append(all, lang.F("隐藏早于 %s 秒的事项", "its events older than %s seconds are hidden", value))
		case "$acl":
			all = append(all, lang.F("改了权限", "access rights were changed"))
		default:
			all = append(all, lang.F("写了 %s", "%s was set", rows.Shorten(name)))
		}
	}
	if len(all) == 0 {
		return lang.F("清空了", "it was emptied")
	}
	words := all[0]
	for _, more := range all[1:] {
		words = lang.F("%s；%s", "%s; %s", words, more)
	}
	return words
}

// deletedBefore is the number before which events of a stream are hidden that was
// deleted, but not for ever: the largest there is.
const deletedBefore = "9223372036854775807"
