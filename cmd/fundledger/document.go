package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/store"
)

func (p *program) documentCommand() *cobra.Command {
	var a axes
	var q office.FactQuery
	cmd := &cobra.Command{
		Use:   "document NUMBER",
		Short: p.say("一个凭证号下的全部事项，各列为记账凭证", "everything under a document number, each fact as a voucher"),
		Long: p.say("列出全账（不论在哪个流）中该凭证号的全部事项，以及冲销、退回或撤销它们的事项，每条一张记账凭证：\n"+
			"凭证号、序号、记账日、业务日期、入账时间、记账人，摘要、科目、借方、贷方和合计，冲销关系，\n"+
			"该事项的哈希，以及用哪条命令取得证明。",
			"Every fact under a document number in the whole ledger, whatever stream it stands in, and what reverses, refunds\n"+
				"or annuls them; each as a voucher: document, position, day of booking, date, when and by whom it was recorded,\n"+
				"summary, account, debit and credit with their totals, what it reverses or is reversed by, its hash, and how\n"+
				"its proof is asked for."),
		Example: "  fundledger document P-1\n  fundledger document JD-2025-17 --known-at 2025-12-31\n  fundledger document P-1 --format json",
		Args:    p.arguments("NUMBER", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.parse(p); err != nil {
				return err
			}
			q.Axes = a.Axes
			return p.With(func(s store.Store) error { return p.printDocument(cmd.Context(), s, args[0], q, &a) })
		},
	}
	a.knownFlags(p, cmd)
	a.unitFlag(p, cmd)
	p.factFlags(cmd, &q)
	return cmd
}

// printDocument prints the vouchers of a document number: one table each for people, one of
// all their lines for machines. Error: bad input where nothing stands under it.
func (p *program) printDocument(ctx context.Context, s store.Store, number string, q office.FactQuery, a *axes) error {
	var all []tables.Voucher
	limit, behind := q.Limit, q.Ends
	if err := backwards(&q); err != nil {
		return err
	}
	if q.Limit > 0 {
		q.Limit++ // one more says whether there is a next page
	}
	err := p.Document(ctx, s, number, q, func(f office.Fact) error {
		all = append(all, tables.VoucherOf(f.Recorded, eventOf(f)))
		return nil
	})
	if err != nil {
		return err
	}
	if len(all) == 0 && q.From == 0 && !behind {
		return fault.Input("没有凭证号为 %s 的事项；用 events 查看", "there is no fact with the document %s; see events", number)
	}
	return p.writeVouchers(ctx, s, tables.DocumentPage{Number: number, Known: a.KnownAt, Limit: limit, Behind: behind, Vouchers: all}, a)
}

// writeVouchers writes vouchers: a table each for people, one of all their lines for machines.
func (p *program) writeVouchers(ctx context.Context, s store.Store, page tables.DocumentPage, a *axes) error {
	if a.form != report.Plain {
		return p.print(ctx, s, a, tables.Listing{Table: page.Table()})
	}
	return p.print(ctx, s, a, listings(page.Each())...)
}
