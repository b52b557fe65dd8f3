package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/judge"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
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
	file, ok := s.(*sqlite.Store)
	if !ok {
		return nil
	}
	names, err := file.Strangers(ctx)
	if err == nil && len(names) > 0 {
		fmt.Fprintln(p.out, p.say("账本文件内有不属于账本的表，无碍，可请加入者删除：%s", "tables in the ledger's file that are not its own; they do no harm, and whoever made them may drop them: %s", strings.Join(names, ", ")))
	}
	return err
}

// tellUnsigned says how many closings have no checkpoint in the ledger's folder. Each gets
// one where the signing key is at hand: if there were more, somebody took them away.
func (p *program) tellUnsigned(all []judge.Closing, v office.Comparison) {
	var without []lang.Text
	for _, c := range all {
		of := merkle.Closing{Fund: string(c.Fund), Period: string(c.Period)}
		if c.Counts() && !p.HasCheckpointOf(of) &&
			!slices.ContainsFunc(v.Checkpoints, func(a office.Checkpoint) bool { return a.Closing == of }) {
			without = append(without, lang.F("%s %s", "%s %s", c.Fund, string(c.Period)))
		}
	}
	if len(without) > 0 {
		fmt.Fprintln(p.out, p.say("%s在此没有检查点（第一个：%s）；若曾有过，是被人移走或改名，向保存它的人取回", "%s without a checkpoint here (the first: %s); if there was one, somebody moved it away: get it back from whoever keeps it", lang.Count(len(without), "次结账", "closing"), without[0]))
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

// tellBroken lists the broken rules.
func (p *program) tellBroken(v judge.Verdict) {
	for i, b := range v.Broken {
		if i == office.Shown {
			break
		}
		fmt.Fprintln(p.out, office.Describe(b).In(p.lang))
	}
	if more := v.Breaches - min(office.Shown, len(v.Broken)); more > 0 {
		fmt.Fprintln(p.out, p.say("另有 %d 处没有列出", "%d more are not listed", more))
	}
}
