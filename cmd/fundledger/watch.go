package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/balances"
	"github.com/fundledger/fundledger/projections/replay"
)

func (p *program) watchCommand() *cobra.Command {
	var a axes
	var until int64
	cmd := &cobra.Command{
		Use:   "watch",
		Short: p.say("实时显示各基金的余额，有事项入账即更新", "show the balance of each fund as it changes"),
		Long: p.say("先从最近的快照补到此刻，再随新入账的事项更新，每次更新都列出各基金的收入、支出和余额。\n与集群的连接断开时会说明，恢复后自动接着更新，不漏不重。\n按 Ctrl-C 结束。",
			"Catch up from the latest snapshot, then follow what is recorded, and print income, expense and balance of each fund\neach time. It says so when the cluster is out of reach, and goes on when it is back; nothing is missed or counted twice.\nCtrl-C ends it."),
		Example: "  fundledger watch --ledger esdb://node1:2113,node2:2113,node3:2113/huizhou\n  fundledger watch --until 1000",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.parse(p); err != nil {
				return err
			}
			if a.form == report.XLSX || a.out != "" {
				return fault.Input("watch 显示的不断更新，不写入文件；用 fundledger balance --out 文件.xlsx", "watch shows what changes, and writes no file; use fundledger balance --out FILE.xlsx")
			}
			return p.With(func(s store.Store) error { return p.watch(cmd.Context(), s, &a, until) })
		},
	}
	cmd.Flags().Int64Var(&until, "until", 0, p.say("账本有这么多条事项时结束", "end when the ledger has so many facts"))
	a.unitFlag(p, cmd)
	a.freshFlag(p, cmd)
	a.formatFlag(p, cmd)
	return cmd
}

// errReached ends a watch.
var errReached = errors.New("enough")

// watch prints the balances whenever they may have changed.
func (p *program) watch(ctx context.Context, s store.Store, a *axes, until int64) error {
	var v balances.View
	printed, live := int64(-1), true
	err := p.Live(&v).Follow(ctx, s, office.Axes{Fresh: a.Fresh}, func(done replay.Result, now bool) error {
		size := int64(done.Entries)
		if now != live {
			live = now
			if !live {
				fmt.Fprintln(p.err, p.say("与账本的连接断开；以下数字停在第 %d 条，恢复后接着更新", "the ledger is out of reach; what was shown stands at event %d and goes on when it is back", size))
				return nil
			}
			fmt.Fprintln(p.err, p.say("已恢复", "it is back"))
		}
		if size != printed {
			printed = size
			if err := p.printLive(&v, a, done); err != nil {
				return err
			}
		}
		if until > 0 && size >= until {
			return errReached
		}
		return nil
	})
	if errors.Is(err, errReached) || until == 0 && errors.Is(err, context.Canceled) {
		return nil // Ctrl-C is how it ends
	}
	return err
}

// printLive prints the balances as they are now.
func (p *program) printLive(v *balances.View, a *axes, done replay.Result) error {
	rows, err := v.AsOf(0)
	if err != nil {
		return err
	}
	t := tables.Balance(rows).Whole()
	t.Facts = append(t.Facts, report.Fact{Key: "events", Title: lang.Text{ZH: "事项条数", EN: "facts"}, Value: report.Count(int64(done.Entries))})
	if done.Entries > 0 {
		t.Facts = append(t.Facts, report.Fact{Key: "last", Title: lang.Text{ZH: "最近入账", EN: "last recorded"}, Value: report.Text(tables.LocalTime(done.Last))})
	}
	if err := t.Write(p.out, a.form, a.style); err != nil {
		return err
	}
	fmt.Fprintln(p.out)
	return nil
}
