package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/projections/agreements"
	"github.com/fundledger/fundledger/projections/recoveries"
)

func (p *program) recoveriesCommand() *cobra.Command {
	var a axes
	var region string
	var outstanding bool
	by := string(recoveries.ByChannel)
	codes := listed(recoveries.Groupings())
	cmd := &cobra.Command{
		Use:   "recoveries",
		Short: p.say("追回与防损：应退、到账、抵扣、未退；现金与非现金分列", "recoveries: ordered, received, set off, outstanding; cash and non-cash apart"),
		Long: p.say("按渠道、机构、对象、条款、年度或案件列示追回：责令退回、到账（现金）、抵扣结算款、未退和最早未退天数，\n以及支付前避免的损失（没有资金流动）。\n现金与非现金不相加。年度是责令的年度；没有责令的，是到账的年度。",
			"Recoveries by channel, institution, subject, article, year or case: ordered, received (cash), set off against\nsettlements, outstanding with the age of the oldest order, and losses prevented before payment (no money moved).\nCash and non-cash are never added up. The year is that of the order; without one, that of the receipt."),
		Example: "  fundledger recoveries\n  fundledger recoveries --by institution --outstanding --as-of 2025-12-31\n  fundledger recoveries --by article --region 441300 --format json",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			group := recoveries.By(by)
			if !slices.Contains(recoveries.Groupings(), group) {
				return fault.Input("--by：不能是 %q；用 %s", "--by: cannot be %q; use %s", by, codes)
			}
			var v recoveries.View
			var names agreements.View
			return p.printList(cmd, &a, func() (tables.List, error) {
				rows := slices.DeleteFunc(v.AsOf(a.AsOf, group), func(r recoveries.Row) bool {
					return !strings.HasPrefix(string(r.Fund), region) || outstanding && r.Outstanding.IsZero()
				})
				t := tables.Recoveries(rows, group, &names, p.day(&a))
				if !outstanding {
					t.Notes = append(t.Notes, tables.Headline(rows, a.style.Unit)...)
				}
				return t, nil
			}, &v, &names)
		},
	}
	a.flags(p, cmd)
	a.listFlags(p, cmd)
	cmd.Flags().StringVar(&by, "by", by, p.say("分组：%s", "group by: %s", codes))
	p.regionFlag(cmd, &region)
	cmd.Flags().BoolVar(&outstanding, "outstanding", false, p.say("只列有未退的", "only rows with something outstanding"))
	return cmd
}
