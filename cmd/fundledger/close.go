package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/replay"
)

func (p *program) closeCommand() *cobra.Command {
	var id, month, year, document string
	cmd := &cobra.Command{
		Use:   "close",
		Short: p.say("结账：封存一个基金的一个月或一年", "close a month or a year of a fund's books"),
		Long: p.say("结账前检查：前一期间已结账；资金账户没有透支；年末待转收入 4601、4602 无余额；待遇支出都已分类；借贷相等。\n收入户 1002、国库 1005 期末有余额的（在途资金），照结，并随结账记下提示。\n结账后，属于该期的事项记入下一个未结账的日子，业务日期不变。",
			"Checks first: the period before is closed; no money account is overdrawn; 4601 and 4602 are nil at the end of a\nyear; all benefits are classified; debits equal credits. Money on 1002 or 1005 at its end is in transit: it is closed\nwith a warning. What is found later of a closed period enters the first open day and keeps its business date."),
		Example: "  fundledger close --fund 441300.390 --month 2025-06\n  fundledger close --fund 441300.390 --year 2025",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if (month == "") == (year == "") {
				return badInput("用 --month 或 --year 之一指明期间", "name the period with either --month or --year")
			}
			period := event.Period(month + year)
			if last := period.Last(); last == 0 || period.IsYear() != (year != "") {
				return badInput("没有期间 %s；月份写成 2025-06，年度写成 2025", "there is no period %s; write 2025-06 for a month, 2025 for a year", string(period))
			}
			if !fund.ID(id).Valid() {
				return badInput("用 --fund 指明基金，如 441300.390", "name the fund with --fund, such as 441300.390")
			}
			if document == "" {
				document = "结账-" + string(period)
			}
			return p.close(cmd.Context(), fund.ID(id), period, document)
		},
	}
	f := cmd.Flags()
	f.StringVar(&id, "fund", "", p.say("基金，如 441300.390", "the fund, such as 441300.390"))
	f.StringVar(&month, "month", "", p.say("月份，如 2025-06", "the month, such as 2025-06"))
	f.StringVar(&year, "year", "", p.say("年度，如 2025", "the year, such as 2025"))
	f.StringVar(&document, "document", "", p.say("凭证号，默认“结账-期间”", "document number, default 结账- and the period"))
	return cmd
}

// close seals the balances of a fund at the end of a period.
func (p *program) close(ctx context.Context, id fund.ID, period event.Period, document string) error {
	env, err := p.envelope("close " + string(period))
	if err != nil {
		return err
	}
	return p.withLedger(func(s store.Store) error {
		v := books.View{Latest: true}
		running, err := replay.Replay{Store: s}.Start(ctx, &v) // without snapshots: what is sealed must not rest on what was kept
		if err != nil {
			return err
		}
		if err := soundOpening(&v, id); err != nil {
			return err
		}
		made, err := running.Closings().Seal(id, period)
		if err != nil {
			return err
		}
		fact := event.PeriodClosed{
			Fact: event.Fact{Document: document, OccurredOn: period.Last()},
			Fund: id, Period: period, Balances: made.Balances, Seen: made.Seen,
		}
		receipt, err := aggregates.Record(ctx, s, fact, env)
		if err != nil {
			return err
		}
		closing := merkle.Closing{Fund: string(id), Period: string(period)}
		if receipt.Duplicate {
			fmt.Fprintln(p.out, p.say("%s %s 此前已结账", "%s: %s was closed before", id, string(period)))
			if p.hasCheckpointOf(closing) {
				return nil
			}
		} else {
			fmt.Fprintln(p.out, p.say("%s %s 已结账：%s", "%s: %s is closed: %s", id, string(period), string(fact.Balances)))
			if err := p.warnOf(ctx, s, receipt); err != nil {
				return err
			}
		}
		return p.checkpointOfClosing(ctx, s, closing)
	})
}

// warnOf prints the warning that the ledger wrote into what was recorded; nothing, if it
// has none.
func (p *program) warnOf(ctx context.Context, s store.Store, receipt store.Receipt) error {
	for entry, err := range ledger.All(ctx, s, receipt.First) {
		if err != nil {
			return err
		}
		if w := event.WarningOf(entry.Event); w != "" {
			fmt.Fprintln(p.out, p.say("提示：%s", "warning: %s", event.NameOf("warning", w)))
		}
		break
	}
	return nil
}

// checkpointOfClosing takes a checkpoint and prints it under the closing; where the
// ledger cannot sign it says so, for the closing stands.
func (p *program) checkpointOfClosing(ctx context.Context, s store.Store, closing merkle.Closing) error {
	text, _, err := p.takeCheckpoint(ctx, s, closing)
	if missing := (*inputError)(nil); errors.As(err, &missing) {
		fmt.Fprintln(p.err, p.say("没有签检查点：%s", "no checkpoint was signed: %s", missing.In(p.lang)))
		return nil
	}
	if err != nil {
		return err
	}
	fmt.Fprint(p.out, "\n"+string(text))
	return nil
}
