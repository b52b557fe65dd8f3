package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/ties"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/testdata/figures"
)

// untied says which published figures the ledger does not give back; none is no error.
func untied(names []string) error {
	if len(names) == 0 {
		return nil
	}
	return fault.New(fault.Refused, lang.F("%s对不上：%s；见核对表中“否”的行", "%s not tied: %s; see the rows with NO in the table of ties",
		lang.Count(len(names), "个公布数", "published figure"), strings.Join(names, "; ")), nil)
}

func (p *program) demoCommand() *cobra.Command {
	var a axes
	var keep, events string
	cmd := &cobra.Command{
		Use:   "demo",
		Short: p.say("用四地公布的真实数据演示：入账、重放、逐项核对", "the main job on really published figures: record, replay, tie"),
		Long: p.say("把惠州、咸宁、新邵、湖南公布的数据作为事项记入一本新账，重放，再逐项核对每个公布数，最后列出余额、追回和统计。\n有一项对不上即以非零状态退出并指出该项。",
			"Record what four bureaux published as facts in a new ledger, replay it, tie every published figure,\nand print balances, recoveries and statistics. One figure that does not tie makes it fail and name it."),
		Example: "  fundledger demo\n  fundledger demo --keep demo-books --lang zh\n  fundledger demo --events my-events.csv",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed("ledger") {
				return fault.Input("demo 用自己的账本，不用 --ledger；要留下来，用 --keep 目录", "demo makes a ledger of its own and takes no --ledger; keep it with --keep DIRECTORY")
			}
			if err := a.parse(p); err != nil {
				return err
			}
			return p.demo(cmd.Context(), &a, keep, events)
		},
	}
	a.formatFlag(p, cmd)
	a.unitFlag(p, cmd)
	cmd.Flags().StringVar(&keep, "keep", "", p.say("把演示账本留在该目录（默认用完即弃）", "keep the ledger in this directory (default: thrown away)"))
	cmd.Flags().StringVar(&events, "events", "", p.say("用该文件的事项代替随程序附带的", "take the facts of this file instead of the embedded ones"))
	return cmd
}

// demo records, replays, ties and prints.
func (p *program) demo(ctx context.Context, a *axes, keep, events string) (err error) {
	work, err := os.MkdirTemp("", "fundledger-demo-")
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	p.Location = keep
	if keep == "" {
		p.Location = filepath.Join(work, "books")
	}
	if err := p.Place(); err != nil {
		return err
	}
	if events == "" {
		events = filepath.Join(work, "events.csv")
		if err := os.WriteFile(events, figures.Events, 0o600); err != nil {
			return fmt.Errorf("demo: %w", err)
		}
	}

	v, err := p.demoViews(ctx, a, events)
	if err != nil {
		return err
	}
	published, err := ties.Read(figures.Published)
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	results, err := ties.Compare(published, ties.Views{Balances: &v.Balances, Recoveries: &v.Recoveries, Statistics: &v.Statistics})
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	shown, err := p.demoTables(a, v, results)
	if err != nil {
		return err
	}
	if err := p.print(ctx, nil, a, listings(shown)...); err != nil {
		return err
	}
	if a.form == report.Plain {
		fmt.Fprintln(p.out)
	}
	var off []string
	for _, r := range results {
		if !r.Ties {
			off = append(off, r.Figure.Name())
		}
	}
	if len(off) == 0 && a.form == report.Plain {
		p.demoNext(len(results), keep)
	}
	return untied(off)
}
