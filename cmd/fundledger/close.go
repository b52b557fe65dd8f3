package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
)

func (p *program) closeCommand() *cobra.Command {
	var id, month, year, document string
	cmd := &cobra.Command{
		Use:   "close",
		Short: p.say("结账：封存一个基金的一个月或一年", "close a month or a year of a fund's books"),
		Long: p.say("结账前检查：前一期间已结账；资金账户没有透支；年末待转收入 4601、4602 无余额；待遇支出都已分类；借贷相等。\n首次结账可从任何月份开始，之前的随之结账。\n收入户 1002、国库 1005 期末有余额的（在途资金），照结，并随结账记下提示。\n结账后，属于该期的事项记入下一个未结账的日子，业务日期不变。",
			"Check a period first, then seal its balances. The checks: the period before is closed; no money account is overdrawn;\n4601 and 4602 are nil at the end of a year; all benefits are classified; debits equal credits.\nThe first month to be closed may be any: those before it are closed with it. Money on 1002 or 1005 at the end is in\ntransit: the period is closed, with a warning.\nWhat is found later of a closed period enters the first open day and keeps its business date."),
		Example: "  fundledger close --fund 441300.390 --month 2025-06\n  fundledger close --fund 441300.390 --year 2025",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			period, err := parseMonthOrYear(month, year)
			if err != nil {
				return err
			}
			if period == "" {
				return fault.Input("用 --month 或 --year 之一指明期间", "name the period with either --month or --year")
			}
			if !fund.ID(id).Valid() {
				return fault.Input("用 --fund 指明基金，如 441300.390", "name the fund with --fund, such as 441300.390")
			}
			if document == "" {
				document = "结账-" + string(period)
			}
			return p.With(func(s store.Store) error { return p.close(cmd.Context(), s, fund.ID(id), period, document) })
		},
	}
	f := cmd.Flags()
	f.StringVar(&id, "fund", "", p.say("基金，如 441300.390", "the fund, such as 441300.390"))
	f.StringVar(&month, "month", "", p.say("月份，如 2025-06", "the month, such as 2025-06"))
	f.StringVar(&year, "year", "", p.say("年度，如 2025", "the year, such as 2025"))
	f.StringVar(&document, "document", "", p.say("凭证号，默认“结账-期间”", "document number, default 结账- and the period"))
	return cmd
}

// close closes a period and tells what was sealed.
func (p *program) close(ctx context.Context, s store.Store, id fund.ID, period event.Period, document string) error {
	done, err := p.Close(ctx, s, by(), id, period, document)
	if err != nil {
		return err
	}
	closing := merkle.Closing{Fund: string(id), Period: string(period)}
	if done.Before {
		fmt.Fprintln(p.out, p.say("%s %s 此前已结账", "%s: %s was closed before", id, string(period)))
		if p.HasCheckpointOf(closing) {
			return nil
		}
		return p.checkpointOfClosing(ctx, s, closing)
	}
	fmt.Fprintln(p.out, p.say("%s %s %s 已结账", "%s %s: %s is closed", id, done.Fund, string(period)))
	if err := tables.Sealed(done.Fact).Write(p.out, report.Plain, report.Style{Lang: p.lang, Unit: money.Yuan}); err != nil {
		return err
	}
	if done.Warning != "" {
		fmt.Fprintln(p.out, p.say("提示：%s", "warning: %s", event.NameOf("warning", done.Warning)))
	}
	if done.Tries > 1 {
		fmt.Fprintln(p.out, p.say("结账时该期又有事项入账，共试 %d 次，用时 %.1f 秒", "facts of the period were recorded meanwhile: it took %d tries and %.1f seconds", done.Tries, done.Took.Seconds()))
	}
	return p.checkpointOfClosing(ctx, s, closing)
}

// checkpointOfClosing takes a checkpoint and prints it under the closing; where the
// ledger cannot sign it says so, for the closing stands.
func (p *program) checkpointOfClosing(ctx context.Context, s store.Store, closing merkle.Closing) error {
	text, _, err := p.TakeCheckpoint(ctx, s, closing)
	if missing := (*fault.Error)(nil); errors.As(err, &missing) && missing.Kind() == fault.BadInput {
		fmt.Fprintln(p.err, p.say("没有签检查点：%s", "no checkpoint was signed: %s", missing.In(p.lang)))
		return nil
	}
	if err != nil {
		return err
	}
	fmt.Fprint(p.out, "\n"+string(text))
	return nil
}
