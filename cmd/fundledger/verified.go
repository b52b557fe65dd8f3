package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/replay"
)

// tellSnapshots says which snapshots there are that no report here makes use of.
func (p *program) tellSnapshots(found replay.Checked) {
	of := func(n int) lang.Text { return lang.Count(n, "份快照", "snapshot") }
	folder := filepath.Join(p.Folder, office.SnapshotsFolder)
	if found.Unsealed > 0 {
		fmt.Fprintln(p.out, p.say("%s 内 %s没有本机视图密钥的印记，报表不用它们（内容与事项相符）", "%[2]s in %[1]s without the seal of this user's view key: no report here rests on it, and it is what the events make", folder, of(found.Unsealed)))
	}
	if found.Strange > 0 {
		fmt.Fprintln(p.out, p.say("%s 内 %s属于另一段历史，报表不用它们；可删除该目录", "%[2]s in %[1]s of another history: no report rests on it, and the folder may be deleted", folder, of(found.Strange)))
	}
	for i, err := range found.Unread {
		if i == 3 {
			fmt.Fprintln(p.out, p.say("另有 %s读不出来", "%s more cannot be read", of(len(found.Unread)-i)))
			break
		}
		fmt.Fprintln(p.out, p.say("快照读不出来，没有核对；报表不用读不出的快照，能读它的人也应运行 verify：%v", "a snapshot cannot be read and was not checked; no report rests on one that cannot be read, and whoever can read it should run verify, too: %v", err))
	}
}

// tellStrangers says which tables in the ledger's file are not its own, where it is a file.
func (p *program) tellStrangers(ctx context.Context, s store.Store) error {
	names, err := office.Strangers(ctx, s)
	if err == nil && len(names) > 0 {
		fmt.Fprintln(p.out, p.say("账本文件内有不属于账本的表，无碍，可请加入者删除：%s", "tables in the ledger's file that are not its own; they do no harm, and whoever made them may drop them: %s", strings.Join(names, ", ")))
	}
	return err
}

// tellAlarms tells what was done behind the ledger's back, each act on a line. Error:
// damage if there is anything that no checkpoint is later than.
func (p *program) tellAlarms(ctx context.Context, s store.Store, given []office.Checkpoint) error {
	all, err := p.Alarms(ctx, s, given)
	left := 0
	for _, a := range all {
		words := lang.F("%s，%s", "%s, %s", tables.LocalTime(a.At), a.What)
		if a.Until != "" {
			fmt.Fprintln(p.out, p.say("备注：%s；早于检查点 %s，账本与它相符", "note: %s; that was before the checkpoint %s, which the ledger continues", words, a.Until))
			continue
		}
		left++
		fmt.Fprintln(p.err, p.say("警报：%s", "alarm: %s", words))
	}
	if err != nil || left == 0 {
		return err
	}
	return fault.Altered("集群上有人动过账本的流（上列 %d 次）；事项已逐条核对，请管理员说明缘由，并对照手中的检查点（--checkpoint 文件 --key 公钥）；权限用 fundledger setup 收紧",
		"somebody did what the ledger never does to its streams (%d times, listed above); the events were checked one by one, so ask the administrator why, compare with the checkpoints at hand (--checkpoint FILE --key KEY), and tighten the access rights: fundledger setup", left)
}

// tellUnsigned says how many closings have no checkpoint in the ledger's folder.
func (p *program) tellUnsigned(without []merkle.Closing) {
	if len(without) > 0 {
		first := lang.F("%s %s", "%s %s", without[0].Fund, without[0].Period)
		fmt.Fprintln(p.out, p.say("%s在此没有检查点（第一个：%s）；若曾有过，是被人移走或改名，向保存它的人取回", "%s without a checkpoint here (the first: %s); if there was one, somebody moved it away: get it back from whoever keeps it", lang.Count(len(without), "次结账", "closing"), first))
	}
}

// tellAnchors says which checkpoints a history continues: those that were given one
// by one, those of the ledger's folder together unless details are wanted.
func (p *program) tellAnchors(v office.Comparison, verbose bool) {
	for i, m := range v.Checkpoints {
		if i >= v.Given && !verbose {
			break
		}
		fmt.Fprintln(p.out, p.say("是检查点 %s 的延续（%s，%s）", "continues the checkpoint %s (%s, %s)", m.Path, events(m.Size), tables.LocalTime(m.Time)))
		p.tellSignatures(m.Signed)
	}
	if kept := v.Checkpoints[v.Given:]; len(kept) > 0 {
		of := events(kept[len(kept)-1].Size)
		if first := kept[0].Size; first < kept[len(kept)-1].Size {
			of = lang.F("%d 至 %s", "%d to %s", first, of)
		}
		fmt.Fprintln(p.out, p.say("是 %[2]s 内 %[1]s的延续（%[3]s）", "continues %s in %s (%s)", lang.Count(len(kept), "个检查点", "checkpoint"), filepath.Dir(kept[0].Path), of))
	}
	if v.Strange > 0 {
		fmt.Fprintln(p.out, p.say("未对照：%s，不是由所给的密钥签名", "not compared: %s in the ledger's folder, signed by no key that was given", lang.Count(v.Strange, "个账本目录内的检查点", "checkpoint")))
	}
	switch {
	case v.Given == 0:
		fmt.Fprintln(p.out, p.say("没有与账本之外的东西对照；能改账本文件的人也能改这里的检查点，审计请给出自己保存的：--checkpoint 文件 --key 公钥",
			"nothing outside of the ledger was compared, and who can write its files can write all of this; an auditor gives what she keeps: --checkpoint FILE --key KEY"))
	case v.OwnKeys:
		fmt.Fprintln(p.out, ownKey().In(p.lang))
	}
}

// tellOvertaken lists the closings that close nothing. They are no damage: somebody
// recorded while they were computed.
func (p *program) tellOvertaken(found office.Checked) {
	for _, c := range found.Verdict.Closings {
		if c.Counts() {
			continue
		}
		then := lang.F("其后已重新结账", "it was closed again later")
		if !c.Again {
			then = lang.F("再结一次：fundledger close", "close it again: fundledger close")
		}
		fmt.Fprintln(p.out, p.say("第 %d 条的结账（%s %s）无效：结账时又有该期事项入账，它没有封存任何期间；%s", "the closing at position %d (%s %s) is void: facts of its period were recorded while it was made, so it closes nothing; %s",
			uint64(c.Position), c.Fund, string(c.Period), then))
	}
}
