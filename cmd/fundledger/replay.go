package main

import (
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/store"
)

func (p *program) replayCommand() *cobra.Command {
	var a axes
	var w walkFlags
	cmd := &cobra.Command{
		Use:   "replay",
		Short: p.say("从头重放全部事项，重建各视图并给出指纹", "rebuild every view from the log and print its fingerprint"),
		Long: p.say("从第一条起重放全部事项，重建余额、追回、统计，并给出各视图状态的 SHA-256 指纹。同样的历史，无论何时何地重放，指纹相同。\n"+
			"加 --step 则逐步走过历史：一次一条事项或一天，列出每步后所看科目的变动和余额；在终端上按回车走下一步。",
			"Read every fact from the first, rebuild balances, recoveries and statistics, and print the SHA-256\nof each view's state. Equal histories give equal fingerprints, wherever and whenever they are replayed.\n"+
				"With --step, walk the history forward, one fact or one day at a time, and show after each step what the watched\naccounts got and how they stand; on a terminal, Enter takes the next step."),
		Example: "  fundledger replay\n  fundledger replay --known-at 2025-12-31\n" +
			"  fundledger replay --step --fund 441300.390 --watch 1003,5001 --from-date 2025-12-01\n" +
			"  fundledger replay --step --by day --format csv > steps.csv",
		Args: p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.parse(p); err != nil {
				return err
			}
			if w.on {
				walker, err := w.walk()
				if err != nil {
					return err
				}
				return p.With(func(s store.Store) error { return p.walk(cmd.Context(), s, walker, &a) })
			}
			if name := w.given(cmd); name != "" {
				return fault.Input("--%s 只用于 --step", "--%s goes with --step only", name)
			}
			return p.With(func(s store.Store) error {
				var v office.Views
				a.Anew = true
				result, err := p.rebuild(cmd.Context(), s, &a, v.All()...)
				if err != nil {
					return err
				}
				return p.print(cmd.Context(), s, &a, tables.Listing{Table: tables.Replayed(a.KnownAt, result, v.All())})
			})
		},
	}
	a.knownFlags(p, cmd)
	w.add(p, cmd, &a)
	return cmd
}
