package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/replay"
)

func (p *program) verifyCommand() *cobra.Command {
	var files []string
	var t office.Trust
	var export string
	var form, verbose bool
	cmd := &cobra.Command{
		Use:   "verify",
		Short: p.say("从头复算整本账，指出第一条有问题的事项", "recompute everything the ledger says of itself; name the first event that is wrong"),
		Long: p.say("逐条核对：次序、修订号、入账时间、规范格式、所属流、校验树，各期结账封存的余额，以及账本目录里的全部检查点。\n"+
			"--checkpoint 证明今天的账是该检查点的延续：您当时看过的历史一条未改、未删、未换位、未插入。\n--key 给出您自己保存的公钥。"+
			"--export 核对导出的历史文件，不用账本。\n"+
			"并按账本的全部规则逐条重判：每一条在其所处的位置会不会被接受；--form 略去规则，快得多。\n旧版程序允许的、几台机器同时记账而越过的，列为例外（fundledger exceptions）。\n"+
			"退出码：0 账本完整，且规则都遵守或只有例外；1 另有规则被违反；3 账本损坏；2 给的文件或密钥不对。",
			"Check every event: order, revisions, recording times, canonical form, stream, the Merkle tree; the balances sealed at\n"+
				"each closing; and all checkpoints in the ledger's folder.\n"+
				"--checkpoint proves that today's ledger continues it: of the history that you saw then nothing was changed, removed,\n"+
				"moved or inserted. Give the verifier key that you keep with --key. --export checks an exported history instead.\n"+
				"All rules are asked again of every fact: would it have been accepted where it stands? What older programs allowed, or\n"+
				"slipped through on several machines, is an exception (fundledger exceptions). --form leaves the rules out, and is much\n"+
				"faster.\n"+
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
			return p.With(func(s store.Store) error {
				if form {
					return p.verifyForm(cmd.Context(), s, v, verbose)
				}
				return p.verifyLedger(cmd.Context(), s, v, verbose)
			})
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&files, "checkpoint", nil, p.say("检查点文件，可多次", "file of a checkpoint, may be repeated"))
	p.trustFlags(&t, cmd)
	f.StringVar(&export, "export", "", p.say("核对这个导出的历史文件", "check this exported history instead"))
	f.BoolVar(&form, "form", false, p.say("只核对形式和检查点，不按规则重判，不核对快照和索引：快得多", "check the form and the checkpoints only; ask no rule, and look at no snapshot or index: much faster"))
	f.BoolVar(&verbose, "verbose", false, p.say("逐个列出账本目录里的检查点", "list every checkpoint in the ledger's folder"))
	return cmd
}

func (p *program) verifyLedger(ctx context.Context, s store.Store, v office.Comparison, verbose bool) error {
	numbers := p.Numbers(ctx, s)
	defer numbers.Close() // of what was only looked in
	found, broken := p.Recheck(ctx, s, v.Checkpoints, numbers.Along()...)
	err := office.RulesOnly(broken)
	var kept replay.Checked
	if err == nil {
		kept, err = p.RecheckSnapshots(ctx, s, new(office.Views).All()...)
	}
	if err == nil {
		err = p.RecheckIndex(ctx, s, numbers)
	}
	if err == nil {
		err = p.tellAlarms(ctx, s, v.Checkpoints[:v.Given])
	}
	if err != nil {
		return err
	}
	if broken != nil {
		fmt.Fprintln(p.out, p.say("账本完整：%s，%d 个流，根 %s；但有事项违反规则：", "the ledger is whole: %s in %d streams, root %s; but facts break rules:", events(found.Head.Size), found.Streams, found.Head.Root))
		p.tell(office.Listed(found.Verdict))
	} else {
		fmt.Fprintln(p.out, p.say("核对无误：%s，%d 个流，根 %s", "verified: %s in %d streams, root %s", events(found.Head.Size), found.Streams, found.Head.Root))
	}
	if found.Head.Size > 0 {
		fmt.Fprintln(p.out, p.say("入账自 %s 至 %s；核对结账 %s", "recorded from %s to %s; %s checked", tables.LocalTime(found.First), tables.LocalTime(found.Last), lang.Count(len(found.Verdict.Closings), "次", "closing")))
		p.tellOvertaken(found)
		p.tellUnsigned(p.Unsigned(found, v))
	}
	if err := numbers.NoteDoubles(ctx, found.Verdict.Register); err != nil {
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

// events is a number of events.
func events(n int64) lang.Text { return lang.Count(int(n), "条事项", "event") }
