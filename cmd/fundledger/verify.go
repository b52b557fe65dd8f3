package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/judge"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/ledger/history"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/projections/replay"
)

func (p *program) verifyCommand() *cobra.Command {
	var files []string
	var t office.Trust
	var export string
	var verbose bool
	cmd := &cobra.Command{
		Use:   "verify",
		Short: p.say("从头复算整本账，指出第一条有问题的事项", "recompute everything the ledger says of itself; name the first event that is wrong"),
		Long: p.say("逐条核对：次序、修订号、入账时间、规范格式、所属流、校验树，各期结账封存的余额，以及账本目录里的全部检查点。\n"+
			"--checkpoint 证明今天的账是该检查点的延续：您当时看过的历史一条未改、未删、未换位、未插入。\n--key 给出您自己保存的公钥。"+
			"--export 核对导出的历史文件，不用账本。\n"+
			"并按账本的全部规则逐条重判：每一条在其所处的位置会不会被接受。\n旧版程序允许的、几台机器同时记账而越过的，列为例外（fundledger exceptions）。\n"+
			"退出码：0 账本完整，且规则都遵守或只有例外；1 另有规则被违反；3 账本损坏；2 给的文件或密钥不对。",
			"Check every event: order, revisions, recording times, canonical form, stream, the Merkle tree; the balances sealed at\n"+
				"each closing; and all checkpoints in the ledger's folder.\n"+
				"--checkpoint proves that today's ledger continues it: of the history that you saw then nothing was changed, removed,\n"+
				"moved or inserted. Give the verifier key that you keep with --key. --export checks an exported history instead.\n"+
				"All rules are asked again of every fact: would it have been accepted where it stands? What older programs allowed, or\n"+
				"slipped through on several machines, is an exception (fundledger exceptions).\n"+
				"Exit codes: 0 whole, and rules kept or only exceptions; 1 another rule broken; 3 damaged; 2 a file or a key that\n"+
				"cannot be used."),
		Example: "  fundledger verify\n  fundledger verify --checkpoint 2025.checkpoint --key verifier.key\n  fundledger verify --export history.jsonl.zst --checkpoint 2025.checkpoint --key verifier.key",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			v := office.Comparison{}
			if err := p.Gather(&v, files, t, export == ""); err != nil {
				return err
			}
			if export != "" {
				return p.verifyExport(cmd.Context(), export, v, verbose)
			}
			return p.With(func(s store.Store) error { return p.verifyLedger(cmd.Context(), s, v, verbose) })
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&files, "checkpoint", nil, p.say("检查点文件，可多次", "file of a checkpoint, may be repeated"))
	p.trustFlags(&t, cmd)
	f.StringVar(&export, "export", "", p.say("核对这个导出的历史文件", "check this exported history instead"))
	f.BoolVar(&verbose, "verbose", false, p.say("逐个列出账本目录里的检查点", "list every checkpoint in the ledger's folder"))
	return cmd
}

// tellSnapshots says which snapshots there are that no report here makes use of.
func (p *program) tellSnapshots(found replay.Checked) {
	of := func(n int) lang.Text { return number(n, "份快照", "snapshot") }
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

func (p *program) verifyLedger(ctx context.Context, s store.Store, v office.Comparison, verbose bool) error {
	found, broken := p.Recheck(ctx, s, v.Checkpoints)
	err := office.RulesOnly(broken)
	var kept replay.Checked
	if err == nil {
		kept, err = p.RecheckSnapshots(ctx, s, new(views).all()...)
	}
	if err == nil {
		err = p.RecheckIndex(ctx, s)
	}
	if err == nil {
		err = p.alarms(ctx, s, v.Checkpoints[:v.Given])
	}
	if err != nil {
		return err
	}
	if broken != nil {
		fmt.Fprintln(p.out, p.say("账本完整：%s，%d 个流，根 %s；但有事项违反规则：", "the ledger is whole: %s in %d streams, root %s; but facts break rules:", events(found.Head.Size), found.Streams, found.Head.Root))
		p.tellBroken(found.Verdict)
	} else {
		fmt.Fprintln(p.out, p.say("核对无误：%s，%d 个流，根 %s", "verified: %s in %d streams, root %s", events(found.Head.Size), found.Streams, found.Head.Root))
	}
	if found.Head.Size > 0 {
		fmt.Fprintln(p.out, p.say("入账自 %s 至 %s；核对结账 %s", "recorded from %s to %s; %s checked", localTime(found.First), localTime(found.Last), number(len(found.Verdict.Closings), "次", "closing")))
		p.tellOvertaken(found.Verdict.Closings)
		p.tellUnsigned(found.Verdict.Closings, v)
	}
	if err := p.NoteDoubles(ctx, s, found.Verdict.Register, false); err != nil {
		p.tellNoDoubles(err)
	}
	p.tellExceptions(found.Verdict.Register)
	p.tellSnapshots(kept)
	if err := p.tellStrangers(ctx, s); err != nil {
		return err
	}
	p.tellAnchors(v, verbose)
	return broken
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
		if c.Counts() && !p.HasCheckpointOf(of) && !slices.ContainsFunc(v.Checkpoints, func(a office.Checkpoint) bool { return a.Closing == of }) {
			without = append(without, lang.F("%s %s", "%s %s", c.Fund, string(c.Period)))
		}
	}
	if len(without) > 0 {
		fmt.Fprintln(p.out, p.say("%s在此没有检查点（第一个：%s）；若曾有过，是被人移走或改名，向保存它的人取回", "%s without a checkpoint here (the first: %s); if there was one, somebody moved it away: get it back from whoever keeps it", number(len(without), "次结账", "closing"), without[0]))
	}
}

// events is a number of events.
func events(n int64) lang.Text { return number(int(n), "条事项", "event") }

// tellAnchors says which checkpoints a history continues: those that were given one
// by one, those of the ledger's folder together unless details are wanted.
func (p *program) tellAnchors(v office.Comparison, verbose bool) {
	for i, m := range v.Checkpoints {
		if i >= v.Given && !verbose {
			break
		}
		fmt.Fprintln(p.out, p.say("是检查点 %s 的延续（%s，%s）", "continues the checkpoint %s (%s, %s)", m.Path, events(m.Size), localTime(m.Time)))
		p.tellSignatures(m.Signed)
	}
	if kept := v.Checkpoints[v.Given:]; len(kept) > 0 {
		of := events(kept[len(kept)-1].Size)
		if first := kept[0].Size; first < kept[len(kept)-1].Size {
			of = lang.F("%d 至 %s", "%d to %s", first, of)
		}
		fmt.Fprintln(p.out, p.say("是 %[2]s 内 %[1]s的延续（%[3]s）", "continues %s in %s (%s)", number(len(kept), "个检查点", "checkpoint"), filepath.Dir(kept[0].Path), of))
	}
	if v.Strange > 0 {
		fmt.Fprintln(p.out, p.say("未对照：%s，不是由所给的密钥签名", "not compared: %s in the ledger's folder, signed by no key that was given", number(v.Strange, "个账本目录内的检查点", "checkpoint")))
	}
	switch {
	case v.Given == 0:
		fmt.Fprintln(p.out, p.say("没有与账本之外的东西对照；能改账本文件的人也能改这里的检查点，审计请给出自己保存的：--checkpoint 文件 --key 公钥",
			"nothing outside of the ledger was compared, and who can write its files can write all of this; an auditor gives what she keeps: --checkpoint FILE --key KEY"))
	case v.OwnKeys:
		fmt.Fprintln(p.out, ownKey().In(p.lang))
	}
}

func (p *program) verifyExport(ctx context.Context, path string, v office.Comparison, verbose bool) error {
	in, err := office.OpenHistory(path)
	if err != nil {
		return err
	}
	bar := p.progress(p.say("核对", "verify"), -1)
	head, roots, err := history.Check(ctx, in, history.Progress(bar.Set), office.Sizes(v.Checkpoints)...)
	bar.Done()
	if line := (*history.LineError)(nil); errors.As(err, &line) {
		err = fault.Altered("%s %s；向导出它的人重新索取，并对照检查点", "%s: %s; ask for it again where it was exported, and compare it with a checkpoint", path, line)
	}
	if err := errors.Join(err, in.Close()); err != nil {
		return err
	}
	if err := office.Continues(v.Checkpoints, head, roots); err != nil {
		return err
	}
	fmt.Fprintln(p.out, p.say("核对无误：%s，根 %s", "verified: %s, root %s", events(head.Size), head.Root))
	if len(v.Checkpoints) == 0 {
		fmt.Fprintln(p.out, p.say("没有对照检查点：文件完整、规范，但不能说明它就是账本的历史；请给出 --checkpoint 文件 --key 公钥",
			"it was compared with no checkpoint: the file is whole and well-formed, which does not show that it is the ledger's history; give --checkpoint FILE --key KEY"))
		return nil
	}
	p.tellAnchors(v, verbose)
	return nil
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
