package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/cmd/internal/ties"
	"github.com/fundledger/fundledger/projections/agreements"
	"github.com/fundledger/fundledger/projections/recoveries"
	"github.com/fundledger/fundledger/projections/replay"
)

// demoViews makes a ledger, imports the facts as a clerk would, and replays it.
func (p *program) demoViews(ctx context.Context, a *axes, events string) (v *office.Views, err error) {
	s, err := p.CreateAt(p.Location)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	sum, err := p.ImportAs(ctx, s, by(), "demo", importer.Options{
		Path: events, Lang: p.lang, Fault: func(f rows.Fault) { fmt.Fprintln(p.err, f.In(p.lang)) },
	})
	if err != nil {
		return nil, err
	}
	v = new(office.Views)
	result, err := replay.Run(ctx, s, time.Time{}, nil, v.Published()...)
	if err != nil {
		return nil, err
	}
	if a.form == report.Plain {
		fmt.Fprintf(p.out, "%s\n\n", p.say("已记入四地公布数据的 %d 条事项，重放 %d 条。", "Recorded %d facts from what four bureaux published, replayed %d.", sum.Recorded, result.Entries))
	}
	return v, nil
}

// demoTables are the tables that the demo prints; as text for machines only the ties.
func (p *program) demoTables(a *axes, v *office.Views, results []ties.Result) ([]report.Table, error) {
	all := []report.Table{tables.Ties(results)}
	if a.form == report.CSV || a.form == report.JSON {
		return all, nil
	}
	balances, err := v.Balances.AsOf(0)
	if err != nil {
		return nil, err
	}
	rows := v.Recoveries.AsOf(0, recoveries.ByChannel)
	recovered := tables.Recoveries(rows, recoveries.ByChannel, new(agreements.View), p.day(a)).Whole()
	recovered.Notes = append(recovered.Notes, tables.Headline(rows, a.style.Unit)...)
	return append(all, tables.Balance(balances).Whole(), recovered, tables.Statistics(v.Statistics.AsOf(0)).Whole()), nil
}

// demoNext says what to try next.
func (p *program) demoNext(figures int, keep string) {
	fmt.Fprintln(p.out, p.say("%d 个公布数全部相符。", "All %d published figures tie.", figures))
	dir := keep
	if dir == "" {
		dir = "demo-books"
		fmt.Fprintln(p.out, p.say("\n接着试试（先把演示账本留下来）：\n  fundledger demo --keep %s", "\nTry next (keep the demo's ledger first):\n  fundledger demo --keep %s", dir))
	} else {
		fmt.Fprintln(p.out, p.say("\n接着试试：", "\nTry next:"))
	}
	for _, line := range []string{
		"balance --ledger %s --as-of 2024-12-31 --unit yi",
		"recoveries --ledger %s --by both",
		"report annual --ledger %s --region 441300 --year 2021-2025 --out report.html",
		"statistics --ledger %s --region 430522",
		"events --ledger %s --fund 441300.610",
	} {
		fmt.Fprintf(p.out, "  fundledger "+line+"\n", dir)
	}
	fmt.Fprintln(p.out, "  fundledger events --types")
}
