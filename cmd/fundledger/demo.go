package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/cmd/internal/ties"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/agreements"
	"github.com/fundledger/fundledger/projections/index"
	"github.com/fundledger/fundledger/projections/recoveries"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/testdata/figures"
)

// untiedError says which published figures the ledger does not give back.
type untiedError struct{ names []string }

func (e *untiedError) Error() string { return e.In(lang.EN) }

// Kind is that it was refused.
func (e *untiedError) Kind() fault.Kind { return fault.Refused }

// In returns the error in language l.
func (e *untiedError) In(l lang.Lang) string {
	return lang.F("%s对不上：%s；见核对表中“否”的行", "%s not tied: %s; see the rows with NO in the table of ties",
		number(len(e.names), "个公布数", "published figure"), strings.Join(e.names, "; ")).In(l)
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
	results, err := ties.Compare(published, ties.Views{Balances: &v.balances, Recoveries: &v.recoveries, Statistics: &v.statistics})
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	tables, err := p.demoTables(a, v, results)
	if err != nil {
		return err
	}
	for _, t := range tables {
		if err := t.Write(p.out, a.form, a.style); err != nil {
			return err
		}
		if a.form == report.Plain {
			fmt.Fprintln(p.out)
		}
	}
	var untied untiedError
	for _, r := range results {
		if !r.Ties {
			untied.names = append(untied.names, r.Figure.Name())
		}
	}
	if len(untied.names) > 0 {
		return &untied
	}
	if a.form == report.Plain {
		p.demoNext(len(results), keep)
	}
	return nil
}

// demoViews makes a ledger, imports the facts as a clerk would, and replays it.
func (p *program) demoViews(ctx context.Context, a *axes, events string) (v *views, err error) {
	s, err := p.CreateAt(p.Location)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	env, err := p.envelope("demo")
	if err != nil {
		return nil, err
	}
	var sum importer.Summary
	err = p.WithIndex(ctx, s, func(ix *index.Index) (err error) {
		sum, err = importer.Import(ctx, s, importer.Options{
			Path: events, Scratch: p.Folder, Envelope: env, Lang: p.lang, Index: ix,
			Fault: func(f rows.Fault) { fmt.Fprintln(p.err, f.In(p.lang)) },
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	v = new(views)
	result, err := replay.Run(ctx, s, time.Time{}, nil, v.published()...)
	if err != nil {
		return nil, err
	}
	if a.form == report.Plain {
		fmt.Fprintf(p.out, "%s\n\n", p.say("已记入四地公布数据的 %d 条事项，重放 %d 条。", "Recorded %d facts from what four bureaux published, replayed %d.", sum.Recorded, result.Entries))
	}
	return v, nil
}

// demoTables are the tables that the demo prints; for machines only the ties.
func (p *program) demoTables(a *axes, v *views, results []ties.Result) ([]report.Table, error) {
	tables := []report.Table{tieTable(results)}
	if a.form != report.Plain {
		return tables, nil
	}
	balances, err := v.balances.AsOf(0)
	if err != nil {
		return nil, err
	}
	recoveryTable, total := recoveryTable(v.recoveries.AsOf(0, recoveries.ByChannel), recoveries.ByChannel, new(agreements.View), a, p.day(a))
	return append(tables, balanceTable(balances), withHeadline(recoveryTable, total, a), statisticsTable(v.statistics.AsOf(0), a.form)), nil
}

// tieTable shows every published figure beside the ledger's.
func tieTable(results []ties.Result) report.Table {
	t := report.Table{
		Key:   "ties",
		Title: lang.Text{ZH: "公布数与账本逐项核对", EN: "Published figures and what the ledger says"},
		Columns: []report.Column{
			{Key: "region", Title: lang.Text{ZH: "地区", EN: "region"}},
			{Key: "period", Title: lang.Text{ZH: "期间", EN: "period"}},
			{Key: "figure", Title: lang.Text{ZH: "公布项", EN: "figure"}},
			{Key: "published", Title: lang.Text{ZH: "公布数", EN: "published"}},
			{Key: "ledger", Title: lang.Text{ZH: "账本数", EN: "ledger"}},
			{Key: "unit", Title: lang.Text{ZH: "单位", EN: "unit"}},
			{Key: "ties", Title: lang.Text{ZH: "相符", EN: "ties"}},
			{Key: "kind", Title: lang.Text{ZH: "方式", EN: "kind"}},
			{Key: "how", Title: lang.Text{ZH: "依据", EN: "how"}},
		},
		Notes: []lang.Text{
			{ZH: "推算：视图对事项求和或计数。复述：其他事项推不出的公布数，原样入账、原样给回。校验：账本数之间的规则成立。", EN: "derived: a view's sum or count over facts. restated: recorded as published, for nothing else implies it. checked: a rule holds between figures of the ledger."},
			{ZH: "账本数按公布数的末位四舍五入后与公布数相等，即为相符。", EN: "A figure ties when the ledger's, rounded half up to the last printed digit, is the published one."},
			{ZH: "惠州的 5.17亿元是四部分之和，到账与未动资金分列；新邵的 2.1亿元含专项核查追回；湖南的 7.88亿元是追回与罚款合计，不可拆分，不记入任何基金。", EN: "惠州's 517 million is the sum of four parts, cash and no cash apart; 新邵's 210 million contains what the special check recovered; 湖南's 788 million is recoveries and fines in one, cannot be split, and is in no fund's books."},
			{ZH: "惠州、新邵的收入没有公布，累计结余以其日期的期初余额入账，不倒挤收入。", EN: "The income of 惠州 and 新邵 was not published: their balances are opening balances at their dates, and no income is made up."},
		},
	}
	for _, r := range results {
		ledgerCell := report.Blank(lang.Text{ZH: "无", EN: "none"})
		if r.Found {
			ledgerCell = report.Number(exact(r, r.Ledger.String()))
		}
		tied := report.Code("yes", lang.Text{ZH: "是", EN: "yes"})
		if !r.Ties {
			tied = report.Code("no", lang.Text{ZH: "否", EN: "NO"})
		}
		t.Rows = append(t.Rows, []report.Cell{
			report.Text(string(r.Figure.Region) + " " + r.Figure.RegionName), report.Text(r.Figure.Period),
			report.Text(r.Figure.Subject + "/" + r.Figure.Metric), report.Number(exact(r, r.Figure.Value.String())),
			ledgerCell, report.Text(r.Figure.Unit), tied, report.Code(string(r.Kind), r.Kind.Name()), report.Words(r.How),
		})
	}
	return t
}

// exact writes amounts of yuan with two decimals and other numbers as they are.
func exact(r ties.Result, number string) string {
	if r.Figure.Unit != "yuan" {
		return number
	}
	whole, fraction, _ := strings.Cut(number, ".")
	return whole + "." + (fraction + "00")[:max(2, len(fraction))]
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
		"statistics --ledger %s --region 430522",
		"events --ledger %s --fund 441300.610",
	} {
		fmt.Fprintf(p.out, "  fundledger "+line+"\n", dir)
	}
	fmt.Fprintln(p.out, "  fundledger events --types")
}
